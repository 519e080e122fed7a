"""Messages to the people of a campaign in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from data.store import communication_rows as rows
from data.store.communication_rows import Communication
from data.store.engine import Engine, read, write

NEW = Communication(
    id=0,
    campaign_id=7,
    kind="re-engagement",
    title="",
    text="Come back 🎉",
    filters={"status": "partly"},
    at=datetime(2026, 3, 11, 12, tzinfo=UTC),
    who="ada",
    targeted=2,
    sent=0,
)


def test_a_message_keeps_its_audience_and_what_chose_it(database: Engine):
    """F167."""
    with write(database) as connection:
        new = rows.add(connection, NEW, ["a", "b"])
    with read(database) as connection:
        assert rows.of_campaign(connection, 7, "re-engagement") == (replace(NEW, id=new),)
        assert rows.audience(connection, new) == ["a", "b"]
        assert rows.audience(connection, new + 1) == []


def test_a_log_has_one_campaign_and_one_kind_the_newest_first(database: Engine):
    push = replace(NEW, kind="pass-push", title="Today", filters={})
    with write(database) as connection:
        first, second = (rows.add(connection, push, ["a", "b"]) for _ in range(2))
        rows.add(connection, NEW, ["a", "b"])
        rows.add(connection, replace(push, campaign_id=8), ["a", "b"])
    with read(database) as connection:
        found = rows.of_campaign(connection, 7, "pass-push")
    assert found == (replace(push, id=second), replace(push, id=first))
