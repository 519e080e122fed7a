"""How is the operational database reached, read, written and brought up to date?

SQLite and PostgreSQL behave alike behind `read` and `write`: a reading sees one unchanging moment,
a writing is the only one of its kind, and what goes wrong outside our code becomes `Unavailable`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    Connection,
    String,
    column,
    create_engine,
    event,
    func,
    inspect,
    select,
    table,
)
from sqlalchemy import Engine as Engine  # a handle that the other floors pass on
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from data.errors import SettingsError, Unavailable

# Names our lock among whatever else the PostgreSQL server's users lock: "heliogra" in ASCII.
WRITER_LOCK = 0x68656C696F677261

_MIGRATIONS = Path(__file__).parent / "migrations"

_FULL = "The database can't be written: its disk is full."
_READ_ONLY = "The database can't be written: it is read-only."
_LOCKED = "The database is busy: another program holds it. Try again in a moment."
_DAMAGED = "The database file can't be read: it is damaged, or not a database."
_UNREACHABLE = "The database can't be reached."
_DISK = "The database's disk can't be read or written."

# By SQLite's primary result code. Whatever is missing here is a mistake of ours and stays one.
_SQLITE = {
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: "The database file can't be opened.",
}

# By the beginning of PostgreSQL's SQLSTATE, the longer ones first.
_POSTGRES = {
    "53100": _FULL,
    "25006": _READ_ONLY,
    "55P03": _LOCKED,
    "40001": _LOCKED,
    "40P01": _LOCKED,
    "57014": _LOCKED,
    "08": _UNREACHABLE,
    "28": "The database refuses our name or password.",
    "3D": "The database server has no database of that name.",
    "53": "The database server is out of connections or memory. Try again in a moment.",
    "57P": "The database server is starting or stopping. Try again in a moment.",
    "58": _DISK,
    "XX001": _DAMAGED,
}


def open_database(url: str, patience: float = 30.0) -> Engine:
    """Return the engine for `url`; nothing is connected yet.

    `patience` is how many seconds a writer waits for another one. Makes the parent folder of an
    SQLite file. Raises SettingsError for an address that can't be one, and Unavailable where the
    folder can't be made.
    """
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            return _sqlite(url, patience)
        if address.get_backend_name() == "postgresql":
            return _postgres(url, patience)
    except ArgumentError:
        # Its own text may repeat the address, password and all.
        raise SettingsError("HELIOGRAPH_DATABASE_URL: is not a database's address") from None
    raise SettingsError("HELIOGRAPH_DATABASE_URL: must begin with sqlite:/// or postgresql://")


def _sqlite(url: str, patience: float) -> Engine:
    file = make_url(url).database
    if not file or file == ":memory:":
        raise SettingsError("HELIOGRAPH_DATABASE_URL: sqlite:/// needs a file's path")
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            f"The database's folder can't be made: {error.strerror or error}."
        ) from error
    engine = create_engine(url, connect_args={"timeout": patience}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # Python's driver begins transactions only before it writes, and not before it changes
        # tables; None leaves that to _begin below, so that both happen where we say.
        connection.isolation_level = None
        cursor = connection.cursor()
        if cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(url: str, patience: float) -> Engine:
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 10},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {int(patience * 1000)}")
        cursor.close()
        connection.commit()

    return engine


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it was at its first question. Raises Unavailable."""
    with _outside_failures(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """A transaction of the only writer there is; kept at the end, undone by any exception.

    SQLite has one writer by nature, and BEGIN IMMEDIATE makes it queue at the start rather than
    fail half-way. On PostgreSQL two transactions may draw inbox numbers 7 and 8 and commit in the
    order 8, 7: a reader that went on "after 8" would then never see 7. So writers pass one by one
    through a lock that ends with the transaction. A second `write` inside one waits for itself.
    Raises Unavailable.
    """
    with _outside_failures(), engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
            yield connection


@contextmanager
def _outside_failures() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable("The database is busy. Try again in a moment.") from error
    except DBAPIError as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        raise Unavailable(sentence) from error


def _sentence(error: DBAPIError) -> str | None:
    """What to tell people about a failure from outside; None for a mistake of ours."""
    cause = error.orig
    if isinstance(error, IntegrityError):
        return None
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return _SQLITE.get(code & 0xFF)
    return _postgres_sentence(cause)


def _postgres_sentence(cause: BaseException | None) -> str | None:
    # Its driver takes as long to import as all of this house, and few workspaces use it.
    import psycopg

    if not isinstance(cause, psycopg.Error):
        return None
    state = cause.sqlstate
    if state is None:  # there was no server to give one
        return _UNREACHABLE if isinstance(cause, psycopg.OperationalError) else None
    return next((text for begins, text in _POSTGRES.items() if state.startswith(begins)), None)


def migrate(engine: Engine) -> None:
    """Bring the database to the tables of this program; nothing happens to one that is there.

    Of two processes that migrate at once, one waits for the other. Raises SettingsError for a
    database that a newer program made, and Unavailable.
    """
    with read(engine) as connection:
        if _is_newest(connection):
            return
    # Alembic takes longer to import than all else here, and few starts need it.
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "data.store:migrations")
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    with write(engine) as connection:
        present = set(MigrationContext.configure(connection).get_current_heads())
        if not present <= known:
            raise SettingsError(
                "This database was made by a newer Heliograph "
                f"(its tables are at {', '.join(sorted(present - known))}): "
                "update the program, or set HELIOGRAPH_DATABASE_URL to another database"
            )
        if present != set(script.get_heads()):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _is_newest(connection: Connection) -> bool:
    """Whether the database is at the last of our migrations, which are numbered by their names."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    version = select(column("version_num", String)).select_from(table("alembic_version"))
    present = connection.execute(version).scalars().all()
    newest = max(path.stem for path in (_MIGRATIONS / "versions").glob("v*.py"))
    return present == [newest[1:5]]
