"""`heliograph replay`: what do the kept calls of providers say, read as they are read now?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from time import sleep
from typing import Annotated

import typer

from data.cli.terminal import say
from data.cli.workspace import turn, workspace
from data.connections import Connection
from data.errors import BadRequest, Unavailable
from data.ingest.replay_report import Replayed, in_words
from data.services import Services

_BY_SERVER = (
    "A running server of this workspace makes the changes in the event lake; waiting for it. "
    "Nothing is lost where you don't wait."
)
_STAY = (
    "Events that read differently stay as they were taken where nobody noted yet which call "
    "brought them."
)
_LISTS = (
    "The lists of subscribers keep what {events:,} of the events said that {are} replaced or taken "
    "out; who is on them wrongly is to be put right there."
)
_MOST_NUMBERS = 10  # of calls, in one line
_PAUSE = 0.5  # seconds between two looks at what is left


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
    """Read the kept calls of providers again, and let figures follow what they say now.

    Events that are new in them are added, those that read differently are replaced, and those that
    no call brings any more are taken out. What came by another door stays, and so does what a
    person gave to a campaign, as long as its call brings it. Days are those of the workspace's
    time zone, as 2026-03-11. Safe beside a running server, which is to run the same program by
    then: else it goes on reading new calls as before.
    """
    services = workspace()
    since, until = _midnight(services, from_, "--from"), _midnight(services, to, "--to")
    if until is not None:
        until += timedelta(days=1)
    stay, lists = 0, 0
    for one in _wanted(services, connection):
        said = services.replay.run(one, since, until, dry_run=dry_run)
        stay += said.different.events
        lists += said.about_lists
        typer.echo(f"{one.provider}/{one.name}: {told(said, dry_run=dry_run)}")
        for line in in_words(said, dry_run=dry_run):
            typer.echo(f"  {line}")
    if not dry_run:
        _carry_out(services)
    if stay:
        say(_STAY)
    if lists:
        say(_LISTS.format(events=lists, are="would be" if dry_run else "were"))


def _carry_out(services: Services) -> None:
    """Have the lake say all of it: by ourselves, or by whoever looks after the lake now."""
    told_so = False
    while services.replay.waits():
        with turn(services) as mine:
            if mine:
                services.replay.step(partial(_still_ours, services))
                continue
        if not told_so:
            say(_BY_SERVER)
            told_so = True
        sleep(_PAUSE)


def _still_ours(services: Services) -> None:
    with turn(services, give_back=False) as mine:
        if not mine:
            raise Unavailable("Another process has the event lake by now, and makes the changes")


def told(said: Replayed, *, dry_run: bool) -> str:
    """What reading again came to, in one line."""
    new = "would be new" if dry_run else "new"
    parts = [
        f"{said.calls:,} calls read",
        f"{said.new:,} events {new}",
        f"{said.known:,} known already",
    ]
    rest = (
        (said.waiting, "wait for a campaign"),
        (said.waiting_changed, "had waited and read differently now"),
        (said.unknown, "unknown"),
        (said.ignored, "ignored"),
        (said.rejected, "rejected"),
        (len(said.unreadable), f"calls can't be read ({_numbers(said.unreadable)})"),
    )
    return ", ".join([*parts, *(f"{n:,} {words}" for n, words in rest if n)])


def _numbers(calls: Sequence[int]) -> str:
    more = ", …" if len(calls) > _MOST_NUMBERS else ""
    return "numbers " + ", ".join(map(str, calls[:_MOST_NUMBERS])) + more


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
