"""A link shows its dashboard until it ends, and nobody can guess or try their way in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from data import dashboard_links
from data.errors import BadRequest, Busy, NotAllowed, NotFound
from data.services import Services
from data.store.engine import read
from tests.conftest import SetClock


@pytest.fixture
def board(services: Services) -> int:
    """A dashboard's id."""
    return services.own_dashboards.create("Spring", "ada").id


def test_a_link_opens_its_dashboard_and_tells_when(
    services: Services, board: int, clock: SetClock
) -> None:
    links = services.dashboard_links
    token = links.create(board, " Client ", by="ada")
    clock.forward(hours=1)
    assert links.open(token).dashboard_id == board
    (link,) = links.list(board)
    assert (link.name, link.created_by, link.opened_at) == ("Client", "ada", clock.now)
    assert not link.has_password


@pytest.mark.parametrize("end", ["expired", "revoked", "deleted"])
def test_a_link_that_has_ended_says_no_more_than_one_that_never_was(
    services: Services, board: int, clock: SetClock, end: str
) -> None:
    links = services.dashboard_links
    token = links.create(board, by="ada", expires_at=clock.now + timedelta(days=1))
    links.open(token)
    if end == "expired":
        clock.forward(days=1)
    elif end == "revoked":
        links.revoke(board, links.list(board)[0].id)
    else:
        services.own_dashboards.delete(board, by="ada")
    said = set()
    for wrong in (token, "x" * 43, "x", "", token[:-1], token + "x", token.swapcase()):
        with pytest.raises(NotFound) as told:
            links.open(wrong)
        said.add(str(told.value))
        with pytest.raises(NotFound):
            links.unlock(wrong, "password")
    assert said == {"This link is incomplete, or does not hold any more"}
    if end == "deleted":
        services.own_dashboards.restore(board, by="ada")
        assert links.open(token).dashboard_id == board


def test_a_password_is_asked_for_and_its_pass_ends(
    services: Services, board: int, clock: SetClock
) -> None:
    links = services.dashboard_links
    token = links.create(board, by="ada", password="correct horse ✓")
    other = links.create(board, by="ada", password="correct horse ✓")
    with pytest.raises(NotAllowed):
        links.open(token)
    with pytest.raises(NotAllowed, match="not the password"):
        links.unlock(token, "correct horse")
    passed = links.unlock(token, "correct horse ✓")
    assert links.open(token, passed).has_password
    until, _, mac = passed.partition(".")
    later = str(int(until) + 1)
    for wrong in (f"{later}.{mac}", f"{until}.{mac[::-1]}", f"{until}.", "", "x", mac):
        with pytest.raises(NotAllowed):
            links.open(token, wrong)
    with pytest.raises(NotAllowed):
        links.open(other, passed)
    clock.forward(hours=12)
    with pytest.raises(NotAllowed):
        links.open(token, passed)


def test_passwords_can_be_tried_ten_times_in_a_quarter_of_an_hour(
    services: Services, board: int, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboard_links, "_N", 2)  # the trying is counted, not the hashing
    links = services.dashboard_links
    token = links.create(board, by="ada", password="correct horse")
    for _ in range(10):
        with pytest.raises(NotAllowed):
            links.unlock(token, "wrong")
    clock.forward(minutes=5)
    with pytest.raises(Busy, match="try again in 10 minutes") as told:
        links.unlock(token, "correct horse")
    assert told.value.retry_after == 600
    clock.forward(minutes=10)
    assert links.unlock(token, "correct horse")
    for _ in range(10):  # who knew it begins anew
        with pytest.raises(NotAllowed):
            links.unlock(token, "wrong")


def test_neither_token_nor_password_is_in_the_database(services: Services, board: int) -> None:
    token = services.dashboard_links.create(board, by="ada", password="correct horse")
    with read(services.engine) as connection:
        (row,) = connection.execute(text("SELECT * FROM dashboard_links")).all()
    kept = " ".join(str(value) for value in row)
    assert token not in kept
    assert "correct horse" not in kept


def test_what_cannot_be_shared_is_refused(
    services: Services, board: int, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = services.dashboard_links
    with pytest.raises(BadRequest, match="ended already"):
        links.create(board, by="ada", expires_at=clock.now)
    with pytest.raises(BadRequest, match="8 to 200"):
        links.create(board, by="ada", password="short")
    with pytest.raises(NotFound):
        links.create(board + 1, by="ada")
    with pytest.raises(NotFound):
        links.revoke(board, 1)
    monkeypatch.setattr(dashboard_links, "MOST_LINKS", 1)
    links.create(board, by="ada")
    with pytest.raises(BadRequest, match="at most 1 links"):
        links.create(board, by="ada")
