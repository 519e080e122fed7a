"""What does the list of subscribers show and allow to whom?"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.api.guard import Visitor
from data.errors import BadRequest, NotAllowed
from data.services import Services
from data.subscribers import SubscriberDraft, Wanted, by_name_only
from pages.subscribers import deeds
from pages.subscribers.asked import Asked, read
from pages.subscribers.people import ADD, BLOCK, EDIT, UNBLOCK, people
from tests.drawn import text

ANA = "+4915112345678"
OWNER = Visitor("ada", "owner", sees_recipients=True)
EDITOR = Visitor("ed", "editor")
VIEWER = Visitor("vi", "viewer")
BERLIN = ZoneInfo("Europe/Berlin")
FILLED: dict[str, Any] = dict.fromkeys(
    ("first", "last", "number", "email", "tags", "channels", "which")
)


def shown(services: Services, visitor: Visitor, asked: Asked | None = None) -> str:
    asked = asked or read({})
    found = services.subscribers.find(asked.wanted, asked.page)
    return text(people(asked, found, BERLIN, visitor))


def test_addresses_are_masked_for_who_may_not_see_them(services: Services) -> None:
    """D-28"""
    services.subscribers.join(SubscriberDraft("", "", {"sms": ANA, "email": "ana@b.cd"}))
    assert ANA in shown(services, OWNER)
    for visitor in (EDITOR, VIEWER):
        page = shown(services, visitor)
        assert "+4915•••••78" in page
        assert ANA not in page
        assert "ana@" not in page


def test_viewers_are_offered_nothing_and_refused_everything(services: Services) -> None:
    key = services.subscribers.join(SubscriberDraft("Ana", "", {"sms": ANA}))
    assert "Block" in shown(services, EDITOR)
    assert "Block" not in shown(services, VIEWER)
    for deed in (ADD, EDIT, BLOCK, UNBLOCK):
        with pytest.raises(NotAllowed, match="Only owners and editors"):
            deeds.ask(services, deed, key, VIEWER)
        with pytest.raises(NotAllowed, match="Only owners and editors"):
            deeds.do(services, deed, key, FILLED | {"which": ["sms"]}, VIEWER)
    assert not services.subscribers.blocked("sms", [ANA])


def test_who_may_not_see_addresses_is_not_told_them_by_a_deed(services: Services) -> None:
    """D-28"""
    key = services.subscribers.join(SubscriberDraft("", "", {"sms": ANA}))
    filled = FILLED | {"which": ["sms"]}
    assert ANA not in text(deeds.ask(services, BLOCK, key, EDITOR))
    assert deeds.do(services, BLOCK, key, filled, EDITOR) == "+4915•••••78 is blocked on SMS."
    assert ANA in deeds.do(services, UNBLOCK, key, filled, OWNER)


@pytest.mark.parametrize(
    ("q", "left"),
    [
        ("Ana Ruiz", "Ana Ruiz"),
        ("O'Neill Ana-María", "O'Neill Ana-María"),
        ("+4915112", ""),
        ("ana 4915", "ana"),
        ("ana@example", ""),
        ("ana.ruiz", ""),
        ("王小明", "王小明"),
    ],
)
def test_a_search_without_addresses_looks_at_names_alone(q: str, left: str) -> None:
    """D-28: nobody may find a hidden number out digit by digit."""
    assert by_name_only(Wanted(q=q, tag="vip")) == Wanted(q=left, tag="vip")


def test_a_block_needs_a_channel(services: Services) -> None:
    key = services.subscribers.join(SubscriberDraft("Ana", "", {"sms": ANA}))
    with pytest.raises(BadRequest, match="at least one channel"):
        deeds.do(services, BLOCK, key, FILLED, OWNER)


def test_what_an_address_can_not_mean_is_ignored_with_a_notice() -> None:
    asked = read({"q": ["ana", "x"], "channel": "fax", "on": "moon", "page": "-1", "sort": "x"})
    assert asked.wanted == Wanted(q="ana")
    assert asked.page == 0
    assert len(asked.notices) == 4


def test_filters_survive_a_trip_through_the_address_bar() -> None:
    """F276"""
    asked = read({"q": "a&b +49", "channel": "sms", "on": "blocked", "tag": "VIP", "page": "3"})
    assert asked.on_page(3).endswith("&page=3")
    assert read(asked.words | {"page": "3"}) == asked


def test_an_empty_page_says_why(services: Services) -> None:
    assert "Nobody is on the list yet" in shown(services, OWNER)
    assert "Nobody matches" in shown(services, OWNER, read({"q": "zed"}))
    services.subscribers.join(SubscriberDraft("Ana", "", {"sms": ANA}))
    assert "past the last of 1 subscriber" in shown(services, OWNER, read({"page": "9"}))
