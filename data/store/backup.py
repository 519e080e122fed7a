"""How is a whole workspace put into one file, and taken out again?

The database's copy and the lake's are of one moment: the lake keeps, in its own log, the last inbox
row that it holds, and a lake that is older or newer than the inbox would lose events.
"""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from sqlalchemy.engine import make_url

from data.errors import BadRequest, Refused, Unavailable
from data.store.lake import Lake
from data.store.lake_tables import TABLES

FORMAT = 1
_MANIFEST, _DATABASE, _LAKE = "heliograph.json", "heliograph.db", "lake"
_TRIES = 20  # compaction commits about once a second, and a look takes milliseconds


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds."""

    created_at: datetime
    database: bool  # False: a PostgreSQL database, which pg_dump is for
    files: int


def database_file(url: str) -> Path | None:
    """The SQLite file behind a database's address; None for a server."""
    address = make_url(url)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def backup(lake: Lake, database: Path | None, target: Path, now: datetime) -> Contents:
    """Write the workspace as it is at one moment to `target`, a .tar.gz that must not exist yet.

    Other processes may go on working. Raises Refused and Unavailable.
    """
    if target.exists():
        raise Refused(f"{target} exists; name another file")
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}")
    part = target.with_name(f"{target.name}.part")
    try:
        with TemporaryDirectory(dir=target.parent) as folder:
            copy = Path(folder) / _DATABASE
            versions = _at_one_moment(lake, database, copy)
            files = list(_lake_files(lake, versions))
            contents = Contents(now, database is not None, len(files))
            with tarfile.open(part, "w:gz", compresslevel=1) as archive:
                _add_manifest(archive, contents)
                if database is not None:
                    archive.add(copy, _DATABASE)
                for file in files:
                    archive.add(file, f"{_LAKE}/{file.relative_to(lake.path)}")
        part.rename(target)
    except OSError as error:
        raise Unavailable(f"The backup can't be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return contents


def _at_one_moment(lake: Lake, database: Path | None, copy: Path) -> dict[str, int]:
    """Copy the database, and return the version that each table of the lake had just then."""
    if database is None:
        return _versions(lake)
    for _ in range(_TRIES):
        before = _versions(lake)
        with closing(sqlite3.connect(database)) as source:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            # What the database says now is what this connection sees until it ends.
            if _versions(lake) == before:
                with closing(sqlite3.connect(copy)) as target:
                    source.backup(target)
                return before
    raise Unavailable("The workspace changes too fast for a backup; try again in a moment")


def _versions(lake: Lake) -> dict[str, int]:
    return {name: lake.table(name).version() for name in TABLES}


def _lake_files(lake: Lake, versions: dict[str, int]) -> Iterator[Path]:
    """The logs up to those versions, and the data files that belong to them."""
    for name, version in versions.items():
        folder = lake.path / name
        for file in sorted((folder / "_delta_log").iterdir()):
            number = file.name.split(".")[0]
            if number.isdecimal() and int(number) <= version:
                yield file
        try:
            paths = DeltaTable(folder, version=version).file_uris()
        except DeltaError as error:
            raise Unavailable(f"The event store can't be read: {error}") from error
        yield from (Path(path.removeprefix("file://")) for path in sorted(paths))


def _add_manifest(archive: tarfile.TarFile, contents: Contents) -> None:
    words = {
        "format": FORMAT,
        "created_at": contents.created_at.isoformat(),
        "database": contents.database,
        "files": contents.files,
    }
    text = json.dumps(words).encode()
    entry = tarfile.TarInfo(_MANIFEST)
    entry.size, entry.mtime = len(text), int(contents.created_at.timestamp())
    archive.addfile(entry, io.BytesIO(text))


def is_empty(lake: Path, database: Path | None) -> bool:
    """Whether a restored workspace would overwrite nothing."""
    if lake.exists() and any(lake.iterdir()):
        return False
    return database is None or not database.exists()


def restore(source: Path, lake: Path, database: Path | None) -> Contents:
    """Put a backup's database and lake in their places, instead of any that are there.

    Nothing else may use the workspace meanwhile. All of the file is read and checked before
    anything is replaced. Raises BadRequest for a file that is no backup.
    """
    lake.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=lake.parent) as folder:
        fresh = Path(folder)
        contents = _unpacked(source, fresh)
        if contents.database and database is None:
            raise BadRequest(
                "This backup holds an SQLite database, and HELIOGRAPH_DATABASE_URL names a server",
                "FILE",
            )
        if lake.exists():
            lake.rename(fresh / "old-lake")
        if contents.database and database is not None:
            database.parent.mkdir(parents=True, exist_ok=True)
            for ending in ("-wal", "-shm"):
                Path(f"{database}{ending}").unlink(missing_ok=True)
            shutil.move(fresh / _DATABASE, database)
        shutil.move(fresh / _LAKE, lake)
    return contents


def _unpacked(source: Path, folder: Path) -> Contents:
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                name = member.name
                if name not in (_MANIFEST, _DATABASE) and not name.startswith(f"{_LAKE}/"):
                    raise BadRequest(f"{source} is no backup: it holds {name!r}", "FILE")
                archive.extract(member, folder, filter="data")
        words = json.loads((folder / _MANIFEST).read_bytes())
        if words["format"] != FORMAT:
            raise BadRequest(f"{source} was made by a newer Heliograph", "FILE")
        contents = Contents(
            datetime.fromisoformat(words["created_at"]), words["database"], words["files"]
        )
    except (OSError, tarfile.TarError, EOFError, gzip.BadGzipFile, ValueError, KeyError) as error:
        raise BadRequest(f"{source} is no backup, or damaged: {error}", "FILE") from None
    found = sum(1 for file in (folder / _LAKE).rglob("*") if file.is_file())
    if found != contents.files or contents.database != (folder / _DATABASE).exists():
        raise BadRequest(f"{source} is incomplete", "FILE")
    if contents.database:
        _check_database(folder / _DATABASE, source)
    return contents


def _check_database(file: Path, source: Path) -> None:
    answer = None
    with closing(sqlite3.connect(file)) as connection, suppress(sqlite3.DatabaseError):
        answer = connection.execute("PRAGMA quick_check").fetchone()
    if answer != ("ok",):
        raise BadRequest(f"The database in {source} is damaged", "FILE")
