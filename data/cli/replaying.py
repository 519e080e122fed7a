"""`heliograph replay`: what do the kept calls of providers say, read as they are read now?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated

import typer

from data.cli.terminal import say
from data.cli.workspace import workspace
from data.connections import Connection
from data.errors import BadRequest
from data.ingest.replaying import Replayed
from data.services import Services

_LIMITS = (
    "Events are added, never taken back: what reads differently stays as it was taken. An event "
    "that a call brought before and would not bring now stays as well."
)


def add_to(cli: typer.Typer) -> None:
    """Add the command."""
    cli.command()(replay)


def replay(
    connection: Annotated[
        str, typer.Option(metavar="PROVIDER/NAME", help="Of one connection; all, if unsaid.")
    ] = "",
    from_: Annotated[
        str, typer.Option("--from", metavar="DAY", help="Calls that came on this day or later.")
    ] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="DAY", help="Calls that came on this day or earlier.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Read the kept calls of providers again, and take the events that are new in them.

    Days are those of the workspace's time zone, as 2026-03-11. Safe beside a running server.
    """
    services = workspace()
    since, until = _midnight(services, from_, "--from"), _midnight(services, to, "--to")
    if until is not None:
        until += timedelta(days=1)
    different = 0
    for one in _wanted(services, connection):
        said = services.replay.run(one, since, until, dry_run=dry_run)
        different += said.different
        typer.echo(f"{one.provider}/{one.name}: {told(said, dry_run=dry_run)}")
        for example in said.examples:
            typer.echo(f"  reads differently now: {example}")
    if different:
        say(_LIMITS)


def told(said: Replayed, *, dry_run: bool) -> str:
    """What reading again came to, in one line."""
    new = "would be new" if dry_run else "new"
    parts = [
        f"{said.calls:,} calls read",
        f"{said.new:,} events {new}",
        f"{said.known:,} known already",
    ]
    rest = (
        (said.different, "of them read differently now"),
        (said.waiting, "wait for a campaign"),
        (said.unknown, "unknown"),
        (said.ignored, "ignored"),
        (said.rejected, "rejected"),
        (said.unreadable, "calls can't be read"),
    )
    return ", ".join([*parts, *(f"{n:,} {words}" for n, words in rest if n)])


def _wanted(services: Services, named: str) -> Sequence[Connection]:
    if not named:
        return services.connections.list()
    provider, slash, name = named.partition("/")
    if not slash:
        raise BadRequest("--connection must be PROVIDER/NAME, like twilio/main", "--connection")
    return (services.connections.get(provider, name),)


def _midnight(services: Services, day: str, where: str) -> datetime | None:
    """When a day begins in the workspace's time zone."""
    if not day:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time(), services.zone)
    except ValueError:
        raise BadRequest(
            f"{where} must be a day like 2026-03-11, not {day[:40]!r}", where
        ) from None
