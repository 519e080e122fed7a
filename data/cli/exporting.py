"""`heliograph export`: events, or a table of a campaign's report, as a file."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import polars as pl
import typer
from starlette.types import ASGIApp

from data.campaign import Campaign
from data.cli.terminal import say
from data.cli.workspace import workspace
from data.errors import BadRequest, NotFound
from data.exports.frame_file import FileFormat, write
from data.services import Services, services
from data.settings import Settings, load


def add_to(cli: typer.Typer, create_app: Callable[[Settings], ASGIApp]) -> None:
    """Add the command."""

    @cli.command()
    def export(
        campaign: Annotated[
            str, typer.Option(help="A campaign's id or external id; without it, all events.")
        ] = "",
        tab: Annotated[
            str, typer.Option(help="A tab of its report, like participants; without it, events.")
        ] = "",
        table: Annotated[
            str, typer.Option(help="A chart or table on that tab; without it, the first one.")
        ] = "",
        kind: Annotated[FileFormat, typer.Option("--format")] = FileFormat.CSV,
        output: Annotated[
            Path | None,
            typer.Option("--output", "-o", help="A file; without it, standard output."),
        ] = None,
    ) -> None:
        """Write events, or a chart or table of a campaign's report, as CSV, Parquet or JSON lines.

        Events that happened while their campaign was paused are marked `paused`: in no figure.
        Recipients are whole: who may run this program may read the database, too.
        """
        if tab and not campaign:
            raise BadRequest("--tab needs --campaign", "--tab")
        if table and not tab:
            raise BadRequest("--table needs --tab", "--table")
        if not tab:
            here = workspace()
            chosen = (_campaign(here, campaign),) if campaign else None
            frame = here.lake.view().marked(chosen).sort("at", "key")
        else:
            # The tabs are pages' affair, so the whole app is built to ask them.
            create_app(load())
            here = services()
            for_people = kind is FileFormat.CSV
            chosen_one = _campaign(here, campaign)
            frame = _report_table(here, chosen_one, tab, table, for_people=for_people)
        _deliver(frame, kind, output)


def _campaign(here: Services, name: str) -> Campaign:
    place = here.campaigns.place(None, name)
    if place is None and name.isascii() and name.isdecimal():
        place = here.campaigns.place(int(name), None)
    if place is None:
        raise NotFound(f"There is no campaign {name!r}")
    return here.campaigns.get(place.id)


def _report_table(
    here: Services, campaign: Campaign, tab: str, table: str, *, for_people: bool
) -> pl.LazyFrame:
    if not table:
        numbers = here.reports.tab(campaign.id, tab)
        keys = [one.key for one in numbers.tables] + [one.key for one in numbers.charts]
        if not keys:
            raise NotFound(f"The tab {tab!r} has no table and no chart")
        table = keys[0]
    whole = here.reports.whole(campaign.id, tab, table, reveal=True)
    rows = [row for piece in whole.pieces for row in piece]
    frame = pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame()
    shown = {one.key: one.label for one in whole.fields if one.key in frame.columns}
    # People read CSV, programs the rest: those get the keys that the API has.
    named = [pl.col(key).alias(heading if for_people else key) for key, heading in shown.items()]
    return frame.lazy().select(named)


def _deliver(frame: pl.LazyFrame, kind: FileFormat, output: Path | None) -> None:
    if output is not None:
        if output.is_dir() or not output.parent.is_dir():
            raise BadRequest(f"{output} can't be written: name a file in a folder that is there")
        write(frame, kind, output)
        say(f"Wrote {output}")
        return
    if kind is FileFormat.PARQUET and sys.stdout.isatty():
        raise BadRequest("Parquet is nothing for a terminal; name a file with --output")
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"export.{kind}"
        write(frame, kind, file)
        with file.open("rb") as content:
            shutil.copyfileobj(content, sys.stdout.buffer)
        sys.stdout.buffer.flush()
