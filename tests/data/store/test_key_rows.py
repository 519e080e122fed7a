"""Keys in the database."""

from __future__ import annotations

from datetime import UTC, datetime

from data.store import key_rows
from data.store.engine import Engine, read, write
from data.store.key_rows import KeyRow

NOW = datetime(2026, 3, 11, tzinfo=UTC)


def test_a_key_is_found_by_its_digest_alone(database: Engine):
    row = KeyRow("k", frozenset({"a", "b"}), NOW)
    with write(database) as connection:
        key_rows.add(connection, row, "d" * 64)
    with read(database) as connection:
        assert key_rows.by_digest(connection, "d" * 64) == row
        assert key_rows.by_digest(connection, "e" * 64) is None


def test_all_keys_are_listed_by_name(database: Engine):
    rows = [KeyRow(name, frozenset({"a"}), NOW) for name in ("c", "a", "b")]
    with write(database) as connection:
        for n, row in enumerate(rows):
            key_rows.add(connection, row, str(n) * 64)
    with read(database) as connection:
        assert [row.name for row in key_rows.every(connection)] == ["a", "b", "c"]
