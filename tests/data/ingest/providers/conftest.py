"""The HTTP door that captured calls are sent to; making a workspace takes longest, so it is one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from data.services import build
from data.settings import Settings
from tests.conftest import SetClock
from tests.data.ingest import captured


@pytest.fixture(scope="package")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[captured.Door]:
    """The API of one workspace; every test makes connections of its own."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("var"))  # type: ignore[call-arg]
    services = build(settings, SetClock(datetime(2026, 3, 11, 12, tzinfo=UTC)))
    yield from captured.door(services)
    services.engine.dispose()
