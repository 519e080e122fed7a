"""A device is known by its cookie, a form by its token, and neither can be made elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from data.play_identity import Identity

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
HERE, ELSEWHERE = Identity(b"the secret"), Identity(b"another one")


def test_a_cookie_tells_its_own_device() -> None:
    device = HERE.new_device()
    assert HERE.device(HERE.cookie(device)) == device
    assert HERE.new_device() != device


def test_a_cookie_that_was_changed_or_made_elsewhere_tells_nobody() -> None:
    device, other = HERE.new_device(), HERE.new_device()
    cookie = HERE.cookie(device)
    changed = [cookie.replace(device, other), cookie[:-1], cookie + "0", cookie.upper(), device]
    for bad in [*changed, ELSEWHERE.cookie(device), "", ".", "é.é", "\x00", "a" * 100_000]:
        assert HERE.device(bad) is None


def test_a_recipient_cannot_be_made_into_a_device() -> None:
    assert HERE.device(HERE.cookie("+4915112345678")) is None


def test_a_token_fits_its_form_and_names_it() -> None:
    one, two = HERE.token(7, "ana", NOW), HERE.token(7, "ana", NOW)
    assert HERE.nonce(one, 7, "ana", NOW) not in (None, HERE.nonce(two, 7, "ana", NOW))
    assert HERE.nonce(one, 7, "ana", NOW) == HERE.nonce(one, 7, "ana", NOW + timedelta(hours=24))


@pytest.mark.parametrize(
    ("campaign", "subject", "hours"), [(8, "ana", 0), (7, "bob", 0), (7, "ana", 24.01)]
)
def test_a_token_fits_no_other_campaign_person_or_day(campaign, subject, hours) -> None:
    token = HERE.token(7, "ana", NOW)
    assert HERE.nonce(token, campaign, subject, NOW + timedelta(hours=hours)) is None


def test_a_token_that_was_changed_or_made_elsewhere_fits_nothing() -> None:
    token = HERE.token(7, "ana", NOW)
    nonce, drawn, mac = token.split(".")
    later = f"{nonce}.{int(drawn) + 3600}.{mac}"
    for bad in [
        later,
        token[:-1],
        token + "0",
        mac,
        "",
        "..",
        "é.1.é",
        ELSEWHERE.token(7, "ana", NOW),
    ]:
        assert HERE.nonce(bad, 7, "ana", NOW) is None
