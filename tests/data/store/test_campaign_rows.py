"""Campaigns in the database: what the use cases can't show by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from data.campaign import Campaign
from data.store import campaign_rows as rows
from data.store.campaign_rows import Wanted, folded
from data.store.engine import Engine, open_database, read, write
from data.vocabulary.campaign_state import Group, State

NOW = datetime(2026, 3, 11, tzinfo=UTC)
CAMPAIGN = Campaign(
    0, "Spring", Group.MESSAGING, "sms", "sms", "1", State.PENDING, NOW, "2026-03", external_id="x"
)


@pytest.fixture
def stored(database: Engine) -> Campaign:
    with write(database) as connection:
        (key,) = rows.add(connection, [CAMPAIGN], NOW)
    return replace(CAMPAIGN, id=key)


def test_a_change_from_a_state_that_is_past_is_not_made(database: Engine, stored: Campaign):
    with write(database) as connection:
        assert rows.move(connection, stored, State.SCHEDULED, NOW, NOW)
        assert not rows.move(connection, stored, State.IN_PROGRESS, None, NOW)
    with read(database) as connection:
        assert rows.by_id(connection, stored.id) == replace(
            stored, state=State.SCHEDULED, delivery_at=NOW
        )


def test_a_deletion_from_a_state_that_is_past_is_not_made(database: Engine, stored: Campaign):
    with write(database) as connection:
        rows.move(connection, stored, State.IN_PROGRESS, NOW, NOW)
        assert not rows.remove(connection, stored)
        assert rows.by_id(connection, stored.id) is not None


def test_many_are_stored_in_the_order_of_their_ids(database: Engine):
    new = [replace(CAMPAIGN, name=f"{n}", external_id=None) for n in range(2500)]
    with write(database) as connection:
        ids = rows.add(connection, new, NOW)
    with read(database) as connection:
        by_id = dict(connection.execute(text("SELECT id, name FROM campaigns")).all())
    assert [by_id[key] for key in ids] == [campaign.name for campaign in new]


def test_more_external_ids_than_a_statement_takes_can_be_asked_for(
    database: Engine, stored: Campaign
):
    with read(database) as connection:
        asked = [f"{n}" for n in range(40_000)] + ["x"]
        assert rows.known_external_ids(connection, asked) == {"x"}


@pytest.mark.parametrize(
    ("one", "other"), [("STRASSE", "straße"), ("Café", "cafe\u0301"), ("Ａ", "a"), ("ΣΣ", "σς")]
)
def test_folding_ignores_case_and_the_way_of_writing(one: str, other: str):
    assert folded(one) == folded(other)


def test_the_list_is_read_along_its_index_without_sorting(migrated_sqlite: Path):
    """Or ten thousand campaigns would be sorted for each page."""
    engine = open_database(f"sqlite:///{migrated_sqlite}")
    wanted = Wanted(Group.MESSAGING, NOW, NOW, frozenset({"sms"}), frozenset({State.PENDING}), "a")
    question = rows.page_of(wanted, 0, 25).compile(engine, compile_kwargs={"literal_binds": True})
    with read(engine) as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question}").all()
    told = " ".join(str(step) for step in plan)
    assert "ix_campaigns_list" in told
    assert "TEMP B-TREE" not in told
