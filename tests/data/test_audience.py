"""To whom does a campaign go, and does that stay so while the list changes?"""

from __future__ import annotations

from typing import Any

import pytest

from data.audience import AudienceEntry, Choice, choice_from
from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.errors import BadRequest
from data.services import Services
from data.subscribers import SubscriberDraft
from data.vocabulary.campaign_state import Group, State


def campaign(services: Services, source: str, **config: Any) -> Campaign:
    draft = CampaignDraft(
        name=f"To {source}",
        group=Group.MESSAGING,
        type="sms",
        channel="sms",
        sender="61222",
        state=State.SCHEDULED,
        config={"recipients": source, **config},
    )
    return services.campaigns.register(draft, "Ada")[0]


def number(n: int) -> str:
    return f"+49151000{n:05}"


def put_on_the_list(services: Services, count: int) -> list[int]:
    """People number 0 to `count`: even ones are vip, every third has an email address alone."""
    ids = []
    for n in range(count):
        addresses = {"email": f"p{n}@example.com"} if n % 3 == 2 else {"sms": number(n)}
        tags = frozenset({"vip"} if n % 2 == 0 else {"basic"})
        ids.append(services.subscribers.join(SubscriberDraft(f"P{n}", "Q", addresses, tags)))
    return ids


def recipients(services: Services, of: Campaign, size: int = 2) -> list[str]:
    """All members, fetched page by page."""
    found: list[str] = []
    while page := services.audience.members(of, len(found), size):
        assert [one.number for one in page] == list(
            range(len(found) + 1, len(found) + len(page) + 1)
        )
        found += [one.recipient for one in page]
    return found


@pytest.mark.parametrize("source", ["csv", "typed"])
def test_a_campaigns_own_list_is_kept_in_its_order_and_replaced_whole(
    services: Services, source: str
) -> None:
    """F256"""
    mine, other = campaign(services, source), campaign(services, source)
    entries = [AudienceEntry(number(n), {"first_name": f"Zoë {n}"}) for n in range(5)]
    assert services.audience.replace(mine.id, iter(entries)) == 5
    assert services.audience.count(mine) == 5
    assert recipients(services, mine) == [number(n) for n in range(5)]
    assert services.audience.members(mine, 3)[0].fields == {"first_name": "Zoë 3"}
    assert services.audience.replace(mine.id, entries[3:]) == 2
    assert recipients(services, mine) == [number(3), number(4)]
    assert (services.audience.count(other), recipients(services, other)) == (0, [])
    assert services.audience.freeze(mine) == 2


def test_a_list_that_breaks_off_leaves_the_one_before(services: Services) -> None:
    mine = campaign(services, "csv")
    services.audience.replace(mine.id, [AudienceEntry(number(1))])

    def broken() -> Any:
        yield AudienceEntry(number(2))
        raise ValueError("the file ends here")

    with pytest.raises(ValueError, match="ends here"):
        services.audience.replace(mine.id, broken())
    assert recipients(services, mine) == [number(1)]


def test_a_filter_chooses_whoever_the_channel_can_reach(services: Services) -> None:
    """F256: somebody on the blocklist is a member, and will not be sent to."""
    ids = put_on_the_list(services, 10)
    services.subscribers.block(ids[0], ["sms"])
    event = {
        "specversion": "1.0",
        "id": "1",
        "source": "crm",
        "type": "subscriber.join",
        "time": "2026-03-01T00:00:00Z",
        "subject": "member-17",
        "data": {"channel": "sms"},
    }
    services.accept.events([event])  # whom no message can reach
    everybody = campaign(services, "subscribers")
    assert recipients(services, everybody) == [number(n) for n in (0, 1, 3, 4, 6, 7, 9)]
    assert services.audience.members(everybody)[1].fields == {"first_name": "P1", "last_name": "Q"}
    vips = campaign(services, "subscribers", audience={"tags": ["VIP"], "q": "p"})
    assert recipients(services, vips) == [number(n) for n in (0, 4, 6)]
    assert services.audience.count(vips) == 3
    by_mail = Choice("email", frozenset({"basic"}))
    assert services.audience.count_choice(by_mail) == 1
    assert services.audience.count_choice(Choice("push")) == 0


def test_who_is_frozen_is_neither_skipped_nor_doubled_while_the_list_changes(
    services: Services,
) -> None:
    ids = put_on_the_list(services, 10)
    vips = campaign(services, "subscribers", audience={"tags": ["vip"]})
    assert services.audience.freeze(vips) == 3
    first = services.audience.members(vips, 0, 2)
    services.subscribers.edit(ids[0], SubscriberDraft("New", "Name", {"sms": number(0)}))  # no vip
    services.subscribers.join(SubscriberDraft("Late", "", {"sms": number(77)}, frozenset({"vip"})))
    rest = services.audience.members(vips, 2, 9)
    assert [one.recipient for one in first + rest] == [number(n) for n in (0, 4, 6)]
    assert services.audience.freeze(vips) == 3
    assert services.audience.members(vips, 0, 1)[0].fields["first_name"] == "New"
    assert services.audience.count(vips) == 3


@pytest.mark.parametrize("source", ["keyword", "form", "api"])
def test_people_who_come_by_themselves_are_no_members(services: Services, source: str) -> None:
    put_on_the_list(services, 2)
    open_ = campaign(services, source)
    assert (services.audience.count(open_), services.audience.members(open_)) == (0, ())
    assert services.audience.freeze(open_) == 0


@pytest.mark.parametrize(
    ("stored", "where"),
    [
        ("vip", "config.audience"),
        ({"tags": "vip"}, "config.audience.tags"),
        ({"tags": [1]}, "config.audience.tags"),
        ({"q": 5}, "config.audience.q"),
        ({"channel": ["sms"]}, "config.audience.channel"),
    ],
    ids=str,
)
def test_a_choice_that_cannot_be_read_is_refused_by_name(stored: object, where: str) -> None:
    with pytest.raises(BadRequest) as refused:
        choice_from(stored, "sms")
    assert refused.value.where == where


def test_a_choice_has_its_own_channel_or_that_of_its_campaign() -> None:
    assert choice_from(None, "sms") == Choice("sms")
    assert choice_from({"channel": "email", "tags": [" VIP ", ""], "q": "x"}, "sms") == Choice(
        "email", frozenset({"vip"}), "x"
    )


@pytest.mark.parametrize("q", ["\x00", "\ud800", "%", "' OR 1=1", "a" * 5000], ids=ascii)
def test_an_odd_search_chooses_nobody_and_fails_nowhere(services: Services, q: str) -> None:
    put_on_the_list(services, 1)
    assert services.audience.count_choice(Choice("sms", frozenset(), q)) == 0


def test_a_forgotten_list_is_gone(services: Services) -> None:
    mine = campaign(services, "csv")
    services.audience.replace(mine.id, [AudienceEntry(number(1))])
    services.audience.forget(mine.id)
    assert recipients(services, mine) == []


def test_a_list_that_was_brought_before_is_not_taken_for_chosen_subscribers(
    services: Services,
) -> None:
    """Somebody who makes a campaign brings a file first, and then chooses subscribers."""
    put_on_the_list(services, 2)
    mine = campaign(services, "subscribers")
    services.audience.replace(mine.id, [AudienceEntry(number(9))])
    assert services.audience.count(mine) == 2
    assert services.audience.freeze(mine) == 2
    assert recipients(services, mine) == [number(0), number(1)]


def test_the_list_of_a_deleted_campaign_is_deleted_with_it(services: Services) -> None:
    mine = campaign(services, "csv")
    services.audience.replace(mine.id, [AudienceEntry(number(1))])
    services.campaigns.delete(mine.id, "Ada")
    assert services.audience.count(mine) == 0
    assert recipients(services, mine) == []
