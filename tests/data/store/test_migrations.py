"""Migrations: they end at the tables that the code knows, and can be run by anybody at any time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from data.errors import SettingsError
from data.store.engine import migrate, open_database, read, write
from data.store.tables import metadata


def test_the_migrated_tables_are_those_of_the_code(empty_database_url: str):
    engine = open_database(empty_database_url)
    migrate(engine)
    with read(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_sqlite_tables_are_declared_word_for_word_as_in_the_code(tmp_path: Path):
    """Comparing by columns alone would not see AUTOINCREMENT and WITHOUT ROWID."""
    migrated = open_database(f"sqlite:///{tmp_path}/migrated.db")
    migrate(migrated)
    made = open_database(f"sqlite:///{tmp_path}/made.db")
    with write(made) as connection:
        metadata.create_all(connection)
    statement = text("SELECT name, sql FROM sqlite_master WHERE name <> 'alembic_version'")
    schemas = []
    for engine in (migrated, made):
        with read(engine) as connection:
            rows = connection.execute(statement)
            schemas.append({name: " ".join((sql or "").split()) for name, sql in rows})
    schemas[0].pop("sqlite_autoindex_alembic_version_1")
    assert schemas[0] == schemas[1]


def test_migrating_again_changes_nothing(empty_database_url: str):
    engine = open_database(empty_database_url)
    migrate(engine)
    with write(engine) as connection:
        connection.execute(text("INSERT INTO inbox (payload) VALUES ('kept')"))
    migrate(engine)
    with read(engine) as connection:
        assert connection.scalar(text("SELECT payload FROM inbox")) == "kept"
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


def test_a_database_that_is_up_to_date_is_not_migrated_again(empty_database_url: str):
    """Loading what migrates would be a tenth of every start."""
    migrate(open_database(empty_database_url))
    program = (
        "import sys; from data.store.engine import *; migrate(open_database(sys.argv[1])); "
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, empty_database_url], check=True)


def test_three_processes_can_migrate_at_once(empty_database_url: str):
    program = (
        "import sys; from data.store.engine import *; sys.stdin.readline(); "
        "migrate(open_database(sys.argv[1]))"
    )
    environment = dict(os.environ, PYTHONPATH=os.getcwd())
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, empty_database_url],
            env=environment,
            stdin=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for process in processes:
        process.communicate(b"go\n", timeout=120)
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert inspect(open_database(empty_database_url)).has_table("campaigns")


def test_a_database_of_a_newer_program_is_refused_untouched(empty_database_url: str):
    engine = open_database(empty_database_url)
    migrate(engine)
    with write(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SettingsError, match="newer Heliograph .*9999"):
        migrate(engine)
    with read(engine) as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_migration_that_fails_leaves_nothing_behind(empty_database_url: str):
    engine = open_database(empty_database_url)
    with write(engine) as connection:
        connection.execute(text("CREATE TABLE leases (foreign_to_us INTEGER)"))
    with pytest.raises(Exception, match="leases"):
        migrate(engine)
    assert inspect(engine).get_table_names() == ["leases"]
