"""What does the person at the terminal see: progress, and one line for what went wrong?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from typer.core import TyperGroup

from data.errors import BadRequest, HeliographError, SettingsError

FAILED, USAGE = 1, 2
_STEP = 0.1  # of the whole, between two plain lines


class Commands(TyperGroup):
    """The one door of the command line: a foreseen failure is a line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read our output has seen enough, as `head` does.
            sys.stderr.close()
            raise typer.Exit(FAILED) from None
        except HeliographError as error:
            typer.echo(f"heliograph: {error}", err=True)
            usage = isinstance(error, BadRequest | SettingsError)
            raise typer.Exit(USAGE if usage else FAILED) from None


def say(text: str) -> None:
    """A line for people, beside the output that programs read."""
    typer.echo(text, err=True)


@contextmanager
def progress(title: str) -> Iterator[Callable[[float, str], None]]:
    """Gives a function that takes the share that is done, and a word about it."""
    console = Console(stderr=True)
    if console.is_terminal:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
        )
        with Progress(*columns, console=console, transient=True) as bars:
            bar = bars.add_task(title, total=1.0, note="")
            yield lambda done, note: bars.update(bar, completed=done, note=note)
        return
    told = 0.0

    def line(done: float, note: str) -> None:
        nonlocal told
        if done - told >= _STEP:
            told = done
            say(f"{title}: {done:.0%} {note}".rstrip())

    yield line
