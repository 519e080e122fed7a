"""What tests of use cases stand on where the kind of database makes no difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.services import Services
from data.settings import Settings
from tests.conftest import SetClock, built


@pytest.fixture
def lite(
    settings: Settings, migrated_sqlite: Path, tmp_path: Path, clock: SetClock
) -> Iterator[Services]:
    """Everything on an empty SQLite workspace alone, for what no database could change."""
    path = tmp_path / "lite.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    with built(settings.model_copy(update={"database_url": f"sqlite:///{path}"}), clock) as made:
        yield made
