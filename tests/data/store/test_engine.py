"""The database: who reads what, who writes when, and what people hear when it fails."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import traceback
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.exc import OperationalError as SqlOperationalError

from data.errors import HeliographError, SettingsError, Unavailable
from data.store.engine import Engine, migrate, open_database, read, write
from data.store.tables import inbox, workspace
from tests.postgres import Server


def _put(engine: Engine, payload: str) -> None:
    with write(engine) as connection:
        connection.execute(insert(inbox).values(payload=payload))


def _payloads(engine: Engine) -> list[str]:
    with read(engine) as connection:
        return list(connection.scalars(select(inbox.c.payload).order_by(inbox.c.seq)))


def test_what_was_written_is_read(database: Engine):
    _put(database, "one")
    assert _payloads(database) == ["one"]


def test_an_exception_undoes_the_whole_transaction(database: Engine):
    def half_way() -> None:
        with write(database) as connection:
            connection.execute(insert(inbox).values(payload="lost"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert _payloads(database) == []


def test_a_reading_sees_one_moment_although_others_write(database: Engine):
    _put(database, "before")
    with read(database) as connection:
        first = connection.scalars(select(inbox.c.payload)).all()
        _put(database, "meanwhile")
        second = connection.scalars(select(inbox.c.payload)).all()
    assert first == second == ["before"]


def test_a_writer_waits_until_the_one_before_has_committed(database: Engine):
    """So inbox numbers become visible in their order."""
    second_is_in = threading.Event()

    def second() -> None:
        with write(database) as connection:
            second_is_in.set()
            connection.execute(insert(inbox).values(payload="second"))

    with write(database) as connection:
        thread = threading.Thread(target=second)
        thread.start()
        overtook = second_is_in.wait(timeout=0.3)
        connection.execute(insert(inbox).values(payload="first"))
    thread.join(timeout=20)
    assert not overtook
    assert _payloads(database) == ["first", "second"]


def test_a_broken_unique_key_stays_an_integrity_error(database: Engine):
    rows = [{"name": "twice", "value": 1}] * 2
    with pytest.raises(IntegrityError), write(database) as connection:
        connection.execute(insert(workspace), rows)


def test_a_mistake_of_ours_is_not_called_unavailable(database: Engine):
    with (
        pytest.raises((ProgrammingError, SqlOperationalError)),
        read(database) as connection,
    ):
        connection.execute(text("SELECT * FROM no_such_table"))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30000)],
)
def test_sqlite_connections_are_durable_and_patient(tmp_path: Path, pragma: str, value: object):
    engine = open_database(f"sqlite:///{tmp_path}/a.db")
    for _ in range(2):  # the second time from the pool
        with read(engine) as connection:
            assert connection.scalar(text(f"PRAGMA {pragma}")) == value


def test_sqlite_makes_the_folder_of_its_file(tmp_path: Path):
    migrate(open_database(f"sqlite:///{tmp_path}/new/folder/a.db"))
    assert (tmp_path / "new/folder/a.db").exists()


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="folder can't be made"):
        open_database(f"sqlite:///{tmp_path}/file/a.db")


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d"])
def test_an_address_that_is_none_is_a_settings_error_without_the_password(url: str):
    with pytest.raises(SettingsError, match="HELIOGRAPH_DATABASE_URL") as caught:
        open_database(url)
    assert "secret" not in str(caught.value)


def test_a_locked_sqlite_file_is_unavailable(tmp_path: Path):
    path = tmp_path / "a.db"
    engine = open_database(f"sqlite:///{path}", patience=0)
    migrate(engine)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="busy"):
        _put(engine, "late")
    other.execute("COMMIT")
    _put(engine, "now")
    assert _payloads(engine) == ["now"]


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path):
    (tmp_path / "a.db").write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(Unavailable, match="damaged"):
        migrate(open_database(f"sqlite:///{tmp_path}/a.db"))


def test_a_read_only_sqlite_database_can_be_read_but_not_written(tmp_path: Path):
    path = tmp_path / "a.db"
    writable = open_database(f"sqlite:///{path}")
    migrate(writable)
    _put(writable, "one")
    engine = open_database(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert _payloads(engine) == ["one"]
    with pytest.raises(Unavailable, match="read-only"):
        _put(engine, "two")


def test_a_full_disk_is_unavailable_and_keeps_what_was_there(tmp_path: Path):
    """SQLite's own limit on a file's pages ends in the very error of a full disk."""
    engine = open_database(f"sqlite:///{tmp_path}/a.db")
    migrate(engine)
    _put(engine, "kept")
    with read(engine) as connection:  # the pool gives the same connection again
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(Unavailable, match="disk is full"):
        _put(engine, "x" * 100_000)
    assert _payloads(engine) == ["kept"]


def test_a_server_that_is_not_there_is_unavailable_and_no_password_is_told():
    engine = open_database("postgresql://me:hunter2@127.0.0.1:1/none")
    with pytest.raises(Unavailable, match="can't be reached") as caught, read(engine):
        pass
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.postgres
class TestPostgres:
    """What only PostgreSQL can do to us."""

    @pytest.fixture
    def engine(self, postgres: Server, migrated_postgres: str) -> Engine:
        name = "engine_alone"
        engine = open_database(postgres.create(name, migrated_postgres), patience=0.05)
        yield engine
        engine.dispose()
        postgres.drop(name)

    def test_a_writer_that_never_gets_its_turn_is_told_so(self, engine: Engine):
        with (
            write(engine) as first,
            pytest.raises(Unavailable, match="busy"),
            write(engine) as second,
        ):
            second.execute(insert(inbox).values(payload=str(first)))

    def test_a_read_only_server_can_not_be_written(self, engine: Engine):
        event.listen(
            engine,
            "begin",
            lambda connection: connection.execute(text("SET TRANSACTION READ ONLY")),
        )
        with pytest.raises(Unavailable, match="read-only"):
            _put(engine, "x")

    def test_a_connection_that_died_in_the_pool_is_replaced(self, engine: Engine):
        _put(engine, "one")
        with write(engine) as connection:
            mine = connection.scalar(text("SELECT pg_backend_pid()"))
        other = open_database(str(engine.url))
        with read(other) as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
        other.dispose()
        assert _payloads(engine) == ["one"]

    def test_a_connection_that_dies_meanwhile_is_unavailable(self, engine: Engine):
        other = open_database(str(engine.url))

        def cut_off() -> None:
            with read(engine) as connection, read(other) as killer:
                mine = connection.scalar(text("SELECT pg_backend_pid()"))
                killer.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": mine})
                connection.scalar(select(inbox.c.payload))

        with pytest.raises(Unavailable, match="starting or stopping"):
            cut_off()
        other.dispose()

    def test_a_database_that_does_not_exist_is_unavailable(self, postgres: Server):
        engine = open_database(postgres.url("nowhere"))
        with pytest.raises(Unavailable), read(engine):
            pass


PROGRAM = """
import sys
from sqlalchemy import insert
from data.store.engine import open_database, write
from data.store.tables import inbox
engine = open_database(sys.argv[1])
for n in range(100):
    with write(engine) as connection:
        connection.execute(insert(inbox).values(payload=f"{sys.argv[2]}-{n}"))
"""


def test_two_processes_write_at_once_and_nothing_is_lost(database: Engine, database_url: str):
    processes = [_python(PROGRAM, database_url, name) for name in ("a", "b")]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    assert sorted(_payloads(database)) == sorted(f"{p}-{n}" for p in "ab" for n in range(100))


def test_a_foreseen_failure_can_be_shown(tmp_path: Path):
    (tmp_path / "a.db").mkdir()
    with pytest.raises(HeliographError, match="can't be opened") as caught:
        migrate(open_database(f"sqlite:///{tmp_path}/a.db"))
    assert caught.value.status == 503


def _python(program: str, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", program, *words]
    return subprocess.Popen(command, env=dict(os.environ, PYTHONPATH=os.getcwd()))
