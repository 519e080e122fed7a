"""`heliograph migrate, compact, verify, backup, restore`: keep a workspace in order."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from data.cli.terminal import FAILED, say
from data.cli.workspace import LEASE, turn, workspace
from data.clock import utc_now
from data.errors import BadRequest, Refused
from data.settings import Settings, load
from data.store import backup as archives
from data.store.compaction import compact as move_to_lake
from data.store.compaction import settle
from data.store.engine import migrate as bring_up_to_date
from data.store.engine import open_database
from data.store.verify import verify as differences_in
from data.store.workspace_rows import hold

_POSTGRES = (
    "The database is on a PostgreSQL server: this is the event lake alone. Stop the server of "
    "Heliograph, run pg_dump beside this command, and restore both together."
)


def add_to(cli: typer.Typer) -> None:
    """Add the commands."""
    cli.command()(migrate)
    cli.command()(compact)
    cli.command()(verify)
    cli.command()(backup)
    cli.command()(restore)


def migrate() -> None:
    """Make the database's tables, or bring them up to date; again, it changes nothing."""
    settings = load()
    bring_up_to_date(open_database(settings.database))
    typer.echo("The database is up to date.")


def compact() -> None:
    """Move what has come in to the event lake, and merge its small files."""
    services = workspace()
    with turn(services) as mine:
        if not mine:
            raise Refused("A running server of this workspace does this by itself")
        moved = move_to_lake(services.lake)
        rewritten = settle(services.lake, everything=True)
    typer.echo(f"Moved {moved:,} events to the lake; rewrote {rewritten} months of tables.")


def verify() -> None:
    """Recompute every table of the lake from its events; differences end with exit code 1."""
    found = differences_in(workspace().lake)
    for difference in found:
        typer.echo(difference)
    if found:
        say(f"{len(found)} differences between the events and what was made from them")
        raise typer.Exit(FAILED)
    typer.echo("Every figure follows from the stored events.")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new .tar.gz file.")],
) -> None:
    """Write the whole workspace, as it is at this moment, to one file; a server may be running."""
    if not file.name.endswith((".tar.gz", ".tgz")):
        raise BadRequest(f"{file} must end in .tar.gz, which is what it becomes", "FILE")
    services = workspace()
    database = archives.database_file(services.settings.database)
    contents = archives.backup(services.lake, database, file, services.clock())
    if not contents.database:
        say(_POSTGRES)
    typer.echo(f"Wrote {file} ({file.stat().st_size / 1e6:,.1f} MB).")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the workspace that is there.")
    ] = False,
) -> None:
    """Put a backup in the place of the workspace; no server may be running on it."""
    if not file.is_file():
        raise BadRequest(f"There is no file {file}", "FILE")
    settings = load()
    database = archives.database_file(settings.database)
    empty = archives.is_empty(settings.lake, database)
    if not empty and not force:
        raise Refused(
            f"There is a workspace in {settings.data_dir} already; add --force to overwrite it"
        )
    _check_nobody_works(settings, database)
    contents = archives.restore(file, settings.lake, database)
    if not contents.database:
        say(_POSTGRES)
    bring_up_to_date(open_database(settings.database))
    typer.echo(f"Restored the workspace as it was on {contents.created_at:%Y-%m-%d %H:%M} UTC.")


def _check_nobody_works(settings: Settings, database: Path | None) -> None:
    if database is not None and not database.exists():
        return
    engine = open_database(settings.database)
    bring_up_to_date(engine)
    now = utc_now()
    free = hold(engine, LEASE, "restore", now + timedelta(minutes=1))
    engine.dispose()
    if not free:
        raise Refused("A server is running on this workspace; stop it first")
