"""What tests of pages stand on: one kind of database, since a tab's numbers are the lake's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.services import Services
from data.settings import Settings
from tests.conftest import SetClock, built


@pytest.fixture
def services(settings: Settings, clock: SetClock) -> Iterator[Services]:
    """Everything that both doors are given, on an empty workspace under SQLite."""
    with built(settings, clock) as services:
        yield services
