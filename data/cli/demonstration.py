"""`heliograph demo`: fill a workspace with a believable year."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from data.cli.terminal import progress, say
from data.cli.workspace import tidying, workspace
from data.demo.filling import check_room, fill, present
from data.demo.plan import World
from data.errors import BadRequest
from data.services import Services
from data.store.people_rows import real_campaigns

SEED, SCALE = 1, 1.0


def add_to(cli: typer.Typer) -> None:
    """Add the command."""

    @cli.command()
    def demo(
        seed: Annotated[int | None, typer.Option(help="Same seed, same events.")] = None,
        scale: Annotated[
            float | None, typer.Option(min=0.001, max=1000, help="1 is about 280,000 events.")
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option(
                metavar="DATE",
                help="The day on which the demonstrated year ends; it ends at noon UTC of it.",
            ),
        ] = None,
        force: Annotated[
            bool, typer.Option("--force", help="Also beside campaigns that are real.")
        ] = False,
    ) -> None:
        """Fill the workspace with the demonstration: a believable year, made from a seed.

        The same seed, scale and date make the same events. Again, it changes nothing; after a
        break, it goes on.
        """
        services = workspace()
        there = present(services.engine)
        old = there[0] if there else World(SEED, SCALE, _usual_end(services))
        world = World(
            old.seed if seed is None else seed,
            old.scale if scale is None else scale,
            old.as_of if as_of is None else _end(as_of, services.clock()),
        )
        check_room(services.engine, world, force=force)
        _fill(services, world)


def fill_if_empty(services: Services) -> None:
    """Fill an empty workspace, or finish what was broken off; leave any other as it is."""
    there = present(services.engine)
    if there is None and real_campaigns(services.engine) == 0:
        _fill(services, World(SEED, SCALE, _usual_end(services)))
    elif there is not None and not there[1]:
        _fill(services, there[0])


def _fill(services: Services, world: World) -> None:
    # It has codes that nobody knows, on purpose; a warning of each would only worry people.
    logging.getLogger("data.ingest.accept").setLevel(logging.ERROR)
    with tidying(services) as tidy, progress("Demonstration") as show:
        filled = fill(
            world,
            services.engine,
            services.campaigns,
            services.accept,
            tidy,
            lambda done, parts, events: show(done / parts, f"{events:,} events"),
        )
    say(f"The demonstration has {filled.campaigns} campaigns; {filled.events:,} events are new.")


def _usual_end(services: Services) -> datetime:
    return services.clock().replace(minute=0, second=0, microsecond=0)


def _end(text: str, now: datetime) -> datetime:
    try:
        end = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"{text!r} is not a date like 2026-11-24", "--as-of") from None
    if len(text) == len(date.min.isoformat()):
        end += timedelta(hours=12)
    end = end.astimezone(UTC) if end.tzinfo else end.replace(tzinfo=UTC)
    if end > now + timedelta(hours=12) or end.year < 1972:
        raise BadRequest("The demonstrated year can't end in the future", "--as-of")
    return end
