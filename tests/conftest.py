"""What many tests stand on: both databases for real, a clock that is set, the whole of services."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from data.settings import Settings
from data.store.engine import Engine, migrate, open_database
from tests import postgres as postgres_server

BOTH = [
    "sqlite",
    pytest.param("postgres", marks=pytest.mark.postgres),
]
_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first: no worker is left alone with it at the end."""
    items.sort(key=lambda item: "screens" not in item.path.parts)


class SetClock:
    """A clock that stands still until it is set or moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        """Move on, in the words of timedelta: `forward(hours=1)`."""
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> SetClock:
    """Wednesday, 11 March 2026, noon in UTC, until a test moves it."""
    return SetClock(datetime(2026, 3, 11, 12, tzinfo=UTC))


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """The one PostgreSQL of this test process."""
    server = postgres_server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: postgres_server.Server) -> str:
    """The name of a migrated database that others are copied from."""
    _migrate(postgres.create("migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def used_postgres(postgres: postgres_server.Server, migrated_postgres: str) -> str:
    """The name of the migrated database that one test after the other has for itself."""
    postgres.create("used", template=migrated_postgres)
    return "used"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that others are copied from."""
    path = tmp_path_factory.mktemp("migrated") / "heliograph.db"
    _migrate(f"sqlite:///{path}")
    return path


def _migrate(url: str) -> None:
    engine = open_database(url)
    migrate(engine)
    engine.dispose()


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, for each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server: postgres_server.Server = request.getfixturevalue("postgres")
    name = f"empty_{next(_numbers)}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database that is empty and this test's alone, for each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_sqlite")
        path = tmp_path / "heliograph.db"
        path.write_bytes(template.read_bytes())
        yield f"sqlite:///{path}"
        return
    server: postgres_server.Server = request.getfixturevalue("postgres")
    # A thousand tests: emptying one database takes a tenth of the time of making another.
    name: str = request.getfixturevalue("used_postgres")
    yield server.url(name)
    server.empty(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """A migrated database of this test alone, for each kind."""
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def settings(tmp_path: Path, migrated_sqlite: Path) -> Settings:
    """Settings that nothing outside the test's folder can change; their database is migrated."""
    data_dir = tmp_path / "var"
    data_dir.mkdir()
    shutil.copyfile(migrated_sqlite, data_dir / migrated_sqlite.name)
    return Settings(_env_file=None, data_dir=data_dir)  # type: ignore[call-arg]


@pytest.fixture
def services(settings: Settings, database_url: str, clock: SetClock) -> Iterator[Any]:
    """Everything that both doors are given, on an empty workspace, for each kind of database."""
    with built(settings.model_copy(update={"database_url": database_url}), clock) as services:
        yield services


@contextmanager
def built(settings: Settings, clock: SetClock) -> Iterator[Any]:
    """The workspace of `settings`, for as long as it is needed."""
    # Only here, so that tests of the lower floors don't wait for the upper ones to import.
    from data.services import build

    services = build(settings, clock)
    yield services
    services.engine.dispose()
