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
        # Copied as files: with no fsync that takes half the time of writing it to the log.
        self._do(f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected."""
        self._do(f"DROP DATABASE {database} WITH (FORCE)")

    def stop(self) -> None:
        """End the server at once and remove its files."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder)

    def _do(self, statement: str) -> None:
        # A thousand tests have a database of their own: a program for each would take minutes.
        with psycopg.connect(
            host=str(self.folder), user=ROLE, dbname="postgres", autocommit=True
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
