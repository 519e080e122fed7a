"""A real PostgreSQL for the tests: started once in a temporary folder, stopped at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg

BINARIES = "/usr/lib/postgresql/*/bin"
ROLE = "postgres"
# All rows but the migrations' own; a number that a failed insert took is given again, too.
_EMPTY = """
DO $$
DECLARE
    one record;
    filled boolean;
    all_filled text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    FOR one IN SELECT tablename AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', one.name) INTO filled;
        IF filled THEN
            all_filled := concat_ws(', ', all_filled, quote_ident(one.name));
        END IF;
    END LOOP;
    IF all_filled IS NOT NULL THEN
        EXECUTE 'TRUNCATE ' || all_filled || ' CASCADE';
    END IF;
    FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE last_value IS NOT NULL
    LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', one.name);
    END LOOP;
END $$
"""


@dataclass(frozen=True)
class Server:
    """A running server; it is reached through a socket in `folder` and needs no password."""

    folder: Path
    binaries: Path

    def url(self, database: str) -> str:
        """The address of one database."""
        return f"postgresql+psycopg://{ROLE}@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database like `template`, which nobody may be connected to; return its URL."""
        self._do(f"CREATE DATABASE {database} TEMPLATE {template}")
        return self.url(database)

    def empty(self, database: str) -> None:
        """Leave a migrated database as it was before anything was written, and nobody in it."""
        self._do(_EMPTY, database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected."""
        self._do(f"DROP DATABASE {database} WITH (FORCE)")

    def stop(self) -> None:
        """End the server at once and remove its files."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder)

    def _do(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(
            host=str(self.folder), user=ROLE, dbname=database, autocommit=True
        ) as link:
            link.execute(statement)  # type: ignore[call-overload]

    def _run(self, program: str, *words: str) -> None:
        command = [str(self.binaries / program), *words]
        if os.geteuid() == 0:  # the server refuses to run as root
            command = ["runuser", "-u", ROLE, "--", *command]
        # Output goes to a file: a pipe would stay open as long as the server that inherits it.
        log = self.folder / f"{program}.log"
        with log.open("wb") as out:
            done = subprocess.run(command, cwd="/", stdout=out, stderr=out, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {log.read_text(errors='replace').strip()}")


def start() -> Server:
    """Start a server of its own for this test run. Raises RuntimeError where it isn't installed."""
    found = sorted(Path("/").glob(BINARIES.lstrip("/")), key=lambda path: float(path.parent.name))
    if not found:
        raise RuntimeError(f"PostgreSQL is not installed ({BINARIES}): run sh tests/needs.sh")
    folder = Path(tempfile.mkdtemp(prefix="heliograph-pg-"))  # a socket's path must be short
    if os.geteuid() == 0:
        shutil.chown(folder, ROLE)
    server = Server(folder, found[-1])
    where = str(folder / "data")
    server._run("initdb", "-D", where, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    server._run(
        "pg_ctl", "-D", where, "-l", str(folder / "server.log"), "-o", options, "-w", "start"
    )
    return server
