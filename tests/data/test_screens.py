"""A screen's life: it shows a code, somebody gives it a wall, and somebody takes it away again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.errors import BadRequest, Busy, NotFound
from data.screens import CODE_LASTS, CODE_LENGTH, LETTERS, MOST_FROM_ONE_PLACE, MOST_WAITING
from data.services import Services
from tests.conftest import SetClock


def test_a_code_is_short_and_of_letters_that_none_is_mistaken_for(services: Services) -> None:
    codes = {services.screens.begin("here").code for _ in range(5)}
    assert len(codes) == 5
    assert all(len(code) == CODE_LENGTH and set(code) <= set(LETTERS) for code in codes)
    assert not set(LETTERS) & set("AEIOU0156289LNSWYZ")


def test_a_code_may_be_typed_with_its_gap_and_in_any_case(services: Services) -> None:
    for typed in (str.lower, lambda c: f" {c[:3]} {c[3:]} ", lambda c: f"{c[:3]}-{c[3:]}"):
        code = services.screens.begin("here").code
        services.screens.pair(typed(code), "Lobby", "messaging", "Ada")
    assert len(services.screens.every()) == 3


def test_whoever_enters_the_code_gives_the_screen_its_wall(services: Services) -> None:
    pairing = services.screens.begin("here")
    assert services.screens.paired(pairing.token) is None
    screen = services.screens.pair(pairing.code, " Lobby ", "messaging", "Ada")
    assert (screen.name, screen.wall, screen.paired_by) == ("Lobby", "messaging", "Ada")
    found = services.screens.paired(pairing.token)
    assert found is not None
    assert found.id == screen.id
    assert services.screens.waiting(pairing.token) is None


def test_a_code_is_good_once(services: Services) -> None:
    code = services.screens.begin("here").code
    services.screens.pair(code, "Lobby", "messaging", "Ada")
    with pytest.raises(BadRequest, match="No screen shows this code"):
        services.screens.pair(code, "Hall", "messaging", "Ada")


def test_a_code_is_good_for_ten_minutes(services: Services, clock: SetClock) -> None:
    pairing = services.screens.begin("here")
    clock.now = pairing.until - timedelta(seconds=1)
    assert services.screens.waiting(pairing.token) is not None
    clock.now = pairing.until
    assert services.screens.waiting(pairing.token) is None
    with pytest.raises(BadRequest) as refused:
        services.screens.pair(pairing.code, "Lobby", "messaging", "Ada")
    assert refused.value.where == "code"


def test_a_screen_needs_a_name(services: Services) -> None:
    code = services.screens.begin("here").code
    for name in ("", " ", "a\nb", "x" * 201):
        with pytest.raises(BadRequest) as refused:
            services.screens.pair(code, name, "messaging", "Ada")
        assert refused.value.where == "name"
    services.screens.pair(code, "Lobby", "messaging", "Ada")  # the code was not used up


def test_a_revoked_screen_is_nobody(services: Services) -> None:
    pairing = services.screens.begin("here")
    screen = services.screens.pair(pairing.code, "Lobby", "messaging", "Ada")
    services.screens.revoke(screen.id)
    assert services.screens.paired(pairing.token) is None
    assert services.screens.every() == ()
    with pytest.raises(NotFound):
        services.screens.revoke(screen.id)


def test_what_is_no_token_is_nobody(services: Services) -> None:
    services.screens.begin("here")
    for token in ("", "x", "hs_", "hs_" + "a" * 43, "hs_" + "ü" * 43, "\0" * 46):
        assert services.screens.paired(token) is None
        assert services.screens.waiting(token) is None


def test_a_screen_can_be_given_another_wall(services: Services) -> None:
    pairing = services.screens.begin("here")
    screen = services.screens.pair(pairing.code, "Lobby", "messaging", "Ada")
    services.screens.show(screen.id, "subscribers")
    found = services.screens.paired(pairing.token)
    assert found is not None
    assert found.wall == "subscribers"
    with pytest.raises(NotFound):
        services.screens.show(screen.id + 1, "messaging")


def test_when_a_screen_was_last_seen_is_kept_to_the_minute(
    services: Services, clock: SetClock
) -> None:
    pairing = services.screens.begin("here")
    services.screens.pair(pairing.code, "Lobby", "messaging", "Ada")
    first = clock.now
    for seconds in (0, 10, 40, 30):  # at 12:00:00, :10, :50, 12:01:20
        clock.forward(seconds=seconds)
        services.screens.paired(pairing.token)
    assert services.screens.every()[0].seen_at == first + timedelta(seconds=80)


def test_codes_cannot_be_guessed_fast(services: Services, clock: SetClock) -> None:
    code = services.screens.begin("here").code
    for _ in range(10):
        with pytest.raises(BadRequest):
            services.screens.pair("QQQQQQ", "Lobby", "messaging", "Ada")
    with pytest.raises(Busy) as refused:
        services.screens.pair(code, "Lobby", "messaging", "Ada")
    assert refused.value.retry_after == CODE_LASTS.total_seconds()
    services.screens.pair(code, "Lobby", "messaging", "Bea")  # others may
    code = services.screens.begin("here").code
    clock.forward(minutes=9)
    with pytest.raises(Busy):
        services.screens.pair(code, "Lobby", "messaging", "Ada")


def test_one_place_cannot_have_codes_without_end(services: Services, clock: SetClock) -> None:
    for _ in range(MOST_FROM_ONE_PLACE):
        services.screens.begin("there")
    with pytest.raises(Busy):
        services.screens.begin("there")
    services.screens.begin("elsewhere")
    clock.forward(minutes=10)
    services.screens.begin("there")


def test_all_places_together_cannot_either_until_old_codes_are_late(
    services: Services, clock: SetClock
) -> None:
    for number in range(MOST_WAITING):
        services.screens.begin(f"place {number}")
    with pytest.raises(Busy, match="Too many screens"):
        services.screens.begin("last")
    clock.forward(minutes=10)
    services.screens.begin("last")


def test_the_database_holds_no_token(services: Services) -> None:
    from sqlalchemy import select

    from data.store.engine import read
    from data.store.tables import screens

    pairing = services.screens.begin("here")
    services.screens.pair(pairing.code, "Lobby", "messaging", "Ada")
    with read(services.engine) as connection:
        assert pairing.token not in repr(connection.execute(select(screens)).all())
