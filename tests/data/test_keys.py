"""API keys: who holds one, for what, and until when."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from data.errors import BadRequest, NotFound
from data.keys import KeyHolder, KeyRow, Keys
from data.store.engine import Engine, read
from tests.conftest import SetClock


@pytest.fixture
def keys(database: Engine, clock: SetClock) -> Keys:
    return Keys(database, clock)


def test_a_new_key_is_recognised_with_its_scopes(keys: Keys):
    key = keys.create(" importer ", ["events:write", "reports:read", "events:write"])
    assert re.fullmatch(r"hg_[A-Za-z0-9_-]{32,}", key)
    assert keys.holder(key) == KeyHolder("importer", frozenset({"events:write", "reports:read"}))


def test_no_two_keys_are_alike(keys: Keys):
    assert len({keys.create(f"k{n}", ["reports:read"]) for n in range(20)}) == 20


def test_the_key_itself_is_nowhere_in_the_database(keys: Keys, database: Engine):
    key = keys.create("k", ["reports:read"])
    with read(database) as connection:
        row = connection.execute(text("SELECT * FROM keys")).one()
    assert key not in str(row)
    assert key.removeprefix("hg_") not in str(row)


@pytest.mark.parametrize(
    "wrong", ["", "hg_", "hg_" + "a" * 43, "x" * 10**6, "hg_" + "é" * 43, "hg_\0", "\ud800" * 50]
)
def test_any_other_text_is_nobody(keys: Keys, wrong: str):
    keys.create("k", ["reports:read"])
    assert keys.holder(wrong) is None


def test_a_key_that_differs_in_one_letter_is_nobody(keys: Keys):
    key = keys.create("k", ["reports:read"])
    other = key[:-1] + ("A" if key[-1] != "A" else "B")
    assert keys.holder(other) is None
    assert keys.holder(key + "A") is None


@pytest.mark.parametrize(
    ("name", "scopes", "where"),
    [
        ("k", [], "scopes"),
        ("k", ["reports:write"], "scopes"),
        ("k", ["reports:read", "*"], "scopes"),
        ("", ["reports:read"], "name"),
        ("a\nb", ["reports:read"], "name"),
        ("x" * 201, ["reports:read"], "name"),
        (" used ", ["reports:read"], "name"),
        ("revoked", ["reports:read"], "name"),
    ],
)
def test_a_key_that_can_not_be_made_says_why(keys: Keys, name: str, scopes: list[str], where: str):
    keys.create("used", ["events:write"])
    keys.create("revoked", ["events:write"])
    keys.revoke("revoked")
    with pytest.raises(BadRequest) as caught:
        keys.create(name, scopes)
    assert caught.value.where == where
    assert [row.name for row in keys.list()] == ["revoked", "used"]


def test_a_revoked_key_is_nobody_at_once(keys: Keys):
    key = keys.create("k", ["reports:read"])
    assert keys.holder(key) is not None
    keys.revoke("k")
    assert keys.holder(key) is None


def test_a_revocation_elsewhere_counts_within_five_seconds(
    keys: Keys, database: Engine, clock: SetClock
):
    key = keys.create("k", ["reports:read"])
    assert keys.holder(key) is not None
    Keys(database, clock).revoke("k")
    clock.forward(seconds=5)
    assert keys.holder(key) is None


def test_a_clock_that_is_set_back_does_not_prolong_a_key(
    keys: Keys, database: Engine, clock: SetClock
):
    key = keys.create("k", ["reports:read"])
    assert keys.holder(key) is not None
    Keys(database, clock).revoke("k")
    clock.forward(days=-1)
    assert keys.holder(key) is None


def test_a_key_made_elsewhere_counts_at_once(keys: Keys, database: Engine, clock: SetClock):
    keys.create("k", ["reports:read"])
    key = Keys(database, clock).create("other", ["reports:read"])
    assert keys.holder(key) is not None


def test_revoking_twice_keeps_the_first_moment(keys: Keys, clock: SetClock):
    keys.create("k", ["reports:read"])
    start = clock.now
    keys.revoke("k")
    clock.forward(hours=1)
    keys.revoke("k")
    assert keys.list() == (KeyRow("k", frozenset({"reports:read"}), start, start),)


def test_an_unknown_key_can_not_be_revoked(keys: Keys):
    with pytest.raises(NotFound, match="nobody"):
        keys.revoke("nobody")
