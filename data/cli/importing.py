"""`heliograph import`: take in a file or folder of events."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from time import sleep
from typing import Annotated, Any

import typer

from data.campaigns import parse_draft
from data.cli.terminal import progress, say
from data.cli.workspace import tidying, workspace
from data.errors import BadRequest
from data.ingest.file_importing import mapping_of
from data.ingest.file_mappings import FILE_MAPPINGS
from data.ingest.importers import IMPORTERS
from data.ingest.importing import AUTO, Doors, Stopped, Summary, importer_for, run

SCREEN = "/settings/files"
SHOWN = 100  # bad lines that are listed

_FORMATS = "\n\n".join(f"{one.key}: {one.description}" for one in IMPORTERS.values())
_MAPPINGS = "\n\n".join(f"{one.key}: {one.description}" for one in FILE_MAPPINGS.values())


def add_to(cli: typer.Typer) -> None:
    """Add the command."""

    @cli.command(
        "import",
        help="Import a file or folder; the same content again changes no figure.\n\n"
        "Formats:\n\n" + _FORMATS + "\n\nMappings, for a table of any system (CSV, JSON Lines, "
        "Parquet, Excel), a row an event or a campaign with its totals:\n\n" + _MAPPINGS,
    )
    def import_(
        path: Annotated[Path, typer.Argument(metavar="FILE_OR_FOLDER")],
        kind: Annotated[
            str, typer.Option("--format", help=f"{AUTO}, or one of {', '.join(IMPORTERS)}.")
        ] = AUTO,
        skip_bad: Annotated[
            bool,
            typer.Option("--skip-bad", help="Go on after a bad line, and list it at the end."),
        ] = False,
        mapping: Annotated[
            str,
            typer.Option(help="What the columns mean: a name of those above, or a JSON file."),
        ] = "",
        campaign: Annotated[
            str, typer.Option(help="With --mapping: whose events they are, by id or external id.")
        ] = "",
        zone: Annotated[
            str,
            typer.Option(help="With --mapping: of times that name none, like Europe/Berlin."),
        ] = "UTC",
        make_campaigns: Annotated[
            bool,
            typer.Option("--make-campaigns", help="With --mapping: make those the file names."),
        ] = False,
    ) -> None:
        if mapping:
            _mapped(path, mapping, (campaign, zone), make=make_campaigns, skip_bad=skip_bad)
            return
        if campaign or make_campaigns:
            raise BadRequest("--campaign and --make-campaigns go with --mapping", "--mapping")
        importer = importer_for(path, kind)
        services = workspace()

        def register(campaign: Mapping[str, Any]) -> object:
            return services.campaigns.register(
                parse_draft(campaign), f"import of {path.name}"[:200]
            )

        try:
            with (
                tidying(services) as tidy,
                progress(f"Importing {importer.label}") as show,
            ):
                doors = Doors(
                    services.engine, services.accept, register, services.clock, tidy, sleep
                )
                summary = run(path, importer, doors, lambda done: show(done, ""), skip_bad=skip_bad)
        except Stopped as stopped:
            _counts(stopped.summary)
            raise
        _told(summary)


def _mapped(path: Path, named: str, said: tuple[str, str], *, make: bool, skip_bad: bool) -> None:
    if not path.is_file():
        raise BadRequest(f"There is no file {path}", "FILE_OR_FOLDER")
    services = workspace()
    files = services.file_imports
    saved = files.mappings().get(f"saved:{named}")
    mapping = saved or mapping_of(named)
    choice = files.choose(*said, make=make)
    try:
        with tidying(services) as tidy, progress(f"Importing {mapping.label}") as show:
            one, summary = files.bring(
                path,
                mapping,
                choice,
                lambda done: show(done, ""),
                tidy,
                skip_bad=skip_bad,
            )
    except Stopped as stopped:
        _counts(stopped.summary)
        raise
    _told(summary)
    if outdone := files.outdone(one.id):
        say(f"Events of {outdone:,} of these campaigns are here: their totals are not counted.")
    if not summary.already:
        say(f"This is import {one.id}; {SCREEN} can take it out again.")


def _told(summary: Summary) -> None:
    if summary.already:
        typer.echo("Already imported: 0 new.")
        return
    _bad_lines(summary)
    _counts(summary)


def _bad_lines(summary: Summary) -> None:
    for bad in summary.bad[:SHOWN]:
        say(f"skipped {bad.where}: {bad.error}")
    if len(summary.bad) > SHOWN:
        say(f"and {len(summary.bad) - SHOWN:,} more bad lines")


def _counts(summary: Summary) -> None:
    if summary.went_on_after:
        typer.echo(f"Went on after line {summary.went_on_after:,}, where it had stopped.")
    typer.echo(
        f"Campaigns {summary.campaigns:,}, accepted {summary.accepted:,}, "
        f"duplicates {summary.duplicates:,}, rejected {len(summary.bad):,}."
    )
