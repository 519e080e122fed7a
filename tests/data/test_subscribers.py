"""Who is on the lists after whatever happened, in whatever order it was heard of?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import BadRequest, NotFound
from data.services import Services
from data.subscribers import Subscriber, SubscriberDraft, Wanted

START = datetime(2026, 3, 1, tzinfo=UTC)
ANA, BEA = "+4915112345678", "+447700900123"
Told = tuple[str, str, str, int]  # what, who, channel, minutes after START


def event(told: Told, number: int = 0, source: str = "crm") -> dict[str, Any]:
    what, who, channel, minute = told
    return {
        "specversion": "1.0",
        "id": f"{what}-{who}-{channel}-{minute}-{number}",
        "source": source,
        "type": f"subscriber.{what}",
        "time": (START + timedelta(minutes=minute)).isoformat(),
        "subject": who,
        "data": {"channel": channel},
    }


def hear(services: Services, *told: Told) -> None:
    verdict = services.accept.events([event(one) for one in told])
    assert not verdict.rejected


def person(services: Services, **wanted: str) -> Subscriber:
    page = services.subscribers.find(Wanted(**wanted))
    assert page.total == 1, page
    return page.subscribers[0]


def total(services: Services) -> int:
    """The running total of the main list: everybody who ever joined, each once."""
    return sum(n for _, n in services.subscribers.growth())


# What is so after these events, told by reading them in the order of their own times.
def truth(told: Sequence[Told]) -> dict[tuple[str, str], tuple[int | None, bool]]:
    lists: dict[tuple[str, str], tuple[int | None, bool]] = {}
    # Of a block and an unblock at one moment, the block is the one that holds.
    for what, who, channel, minute in sorted(told, key=lambda t: (t[3], t[0] == "block")):
        joined, blocked = lists.get((who, channel), (None, False))
        if what == "join":
            lists[who, channel] = (minute if joined is None else joined, blocked)
        else:
            lists[who, channel] = (joined, what == "block")
    return lists


def kept(services: Services) -> dict[tuple[str, str], tuple[int | None, bool]]:
    page = services.subscribers.find(Wanted(), size=1000)
    return {
        (one.address, one.channel): (
            None if one.joined_at is None else (one.joined_at - START) // timedelta(minutes=1),
            one.blocked,
        )
        for someone in page.subscribers
        for one in someone.listings
    }


told_things = st.lists(
    st.tuples(
        st.sampled_from(["join", "block", "unblock"]),
        st.sampled_from([ANA, BEA, "ana@example.com"]),
        st.sampled_from(["sms", "email", "whatsapp"]),
        st.integers(0, 60),
    ),
    max_size=25,
)


def check_counts(services: Services, told: Sequence[Told]) -> None:
    lists = truth(told)
    sums = {
        channel: (listed, blocked)
        for channel, (listed, blocked) in services.subscribers.totals().items()
        if listed or blocked
    }
    expected: dict[str, tuple[int, int]] = {}
    for (_, channel), (joined, blocked) in lists.items():
        listed, off = expected.get(channel, (0, 0))
        expected[channel] = (listed + (joined is not None), off + blocked)
    assert sums == {key: both for key, both in expected.items() if any(both)}
    firsts: dict[str, int] = {}
    for (who, _), (joined, _) in lists.items():
        if joined is not None:
            firsts[who] = min(joined, firsts.get(who, joined))
    growth: dict[datetime, int] = {}
    for minute in firsts.values():
        quarter = START + timedelta(minutes=minute // 15 * 15)
        growth[quarter] = growth.get(quarter, 0) + 1
    assert dict(services.subscribers.growth()) == growth


_QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_QUICK
@given(told=told_things, data=st.data())
def test_lists_are_the_same_in_whatever_order_and_batches_events_arrive(
    services: Services, told: list[Told], data: st.DataObject
) -> None:
    """F242, F243: also the counts are those of the events told in their own order."""
    wipe(services)
    arriving = data.draw(st.permutations(told + data.draw(st.permutations(told))[:5]))
    while arriving:
        size = data.draw(st.integers(1, len(arriving)))
        batch, arriving = arriving[:size], arriving[size:]
        services.accept.events([event(one) for one in batch])
    assert kept(services) == truth(told)
    check_counts(services, told)


def wipe(services: Services) -> None:
    """An empty list again, faster than a new workspace."""
    with services.engine.begin() as connection:
        for table in ("addresses", "growth", "totals", "words", "tags"):
            connection.exec_driver_sql(f"DELETE FROM subscriber_{table}")
        connection.exec_driver_sql("DELETE FROM subscribers")
        connection.exec_driver_sql("DELETE FROM seen")
        connection.exec_driver_sql("DELETE FROM inbox")


STORY: list[Told] = [
    ("block", ANA, "sms", 30),
    ("join", ANA, "sms", 10),
    ("join", ANA, "whatsapp", 20),
    ("unblock", ANA, "sms", 25),
    ("join", BEA, "sms", 16),
    ("block", "nobody@example.com", "email", 5),
    ("join", ANA, "sms", 4),
    ("block", BEA, "sms", 40),
    ("unblock", BEA, "sms", 40),
]


def test_a_story_out_of_order_comes_to_the_same_lists_in_both_databases(services: Services) -> None:
    hear(services, *STORY[:4])
    hear(services, *STORY[4:])
    assert kept(services) == truth(STORY)
    check_counts(services, STORY)


def test_someone_on_two_channels_counts_once_in_the_total(services: Services) -> None:
    """F242, whether events name one id for both, or somebody says whose both addresses are."""
    hear(services, ("join", ANA, "sms", 1), ("join", ANA, "email", 2))
    draft = SubscriberDraft("Bea", "", {"sms": BEA, "email": "bea@example.com"})
    services.subscribers.join(draft)
    assert total(services) == 2
    assert services.subscribers.totals() == {"sms": (2, 0), "email": (2, 0)}


def test_a_blocked_subscriber_stays_in_the_count_of_the_main_list(services: Services) -> None:
    """F243"""
    hear(services, ("join", ANA, "sms", 1), ("block", ANA, "sms", 2))
    assert services.subscribers.totals() == {"sms": (1, 1)}
    assert total(services) == 1


def test_somebody_blocked_who_never_joined_is_on_the_blocklist_alone(services: Services) -> None:
    hear(services, ("block", ANA, "sms", 1))
    assert services.subscribers.totals() == {"sms": (0, 1)}
    assert total(services) == 0
    assert person(services, on="blocked").joined_at is None
    assert services.subscribers.find(Wanted(on="main")).total == 0


def test_a_join_after_a_block_takes_nobody_off_the_blocklist(services: Services) -> None:
    hear(services, ("block", ANA, "sms", 1), ("join", ANA, "sms", 2))
    assert services.subscribers.blocked("sms", [ANA]) == {ANA}


def test_a_redelivery_that_bears_another_time_changes_no_list(services: Services) -> None:
    services.accept.events([event(("unblock", ANA, "sms", 5))])
    services.accept.events([event(("block", ANA, "sms", 1))])
    again = event(("block", ANA, "sms", 1)) | {"time": "2026-03-10T00:00:00Z"}
    assert services.accept.events([again]).duplicates == 1
    assert not services.subscribers.blocked("sms", [ANA])


def test_a_block_holds_however_the_address_is_written(services: Services) -> None:
    hear(
        services, ("block", "Ana@Example.com", "email", 1), ("block", "+49 151 12345678", "sms", 1)
    )
    assert services.subscribers.blocked("email", ["ANA@example.com", "bea@example.com"]) == {
        "ANA@example.com"
    }
    assert services.subscribers.blocked("sms", [ANA, BEA]) == {ANA}
    assert not services.subscribers.blocked("whatsapp", [ANA])


def test_a_block_without_a_channel_holds_where_the_address_belongs(services: Services) -> None:
    item = event(("block", "ana@example.com", "", 1))
    del item["data"]["channel"]
    services.accept.events([item])
    assert services.subscribers.blocked("email", ["ana@example.com"]) == {"ana@example.com"}


def test_what_is_done_on_the_screen_is_an_event_too(services: Services) -> None:
    key = services.subscribers.add(SubscriberDraft("Ana", "", {"sms": ANA}))
    services.subscribers.block(key, ["sms"])
    services.subscribers.block(key, ["sms"])  # is there already: nothing to tell
    services.subscribers.unblock(key, ["sms"])
    events = services.lake.scan("events").sort("received_at", "key").collect()
    assert sorted(events["kind"]) == ["subscriber.block", "subscriber.join", "subscriber.unblock"]
    assert set(events["recipient"]) == {ANA}
    assert set(events["source"]) == {"heliograph/subscribers"}


def test_nothing_of_somebody_is_kept_where_their_event_is_refused(services: Services) -> None:
    with pytest.raises(BadRequest, match="no campaign 99"):
        services.subscribers.join(SubscriberDraft("Ana", "", {"sms": ANA}), campaign_id=99)
    assert services.subscribers.find(Wanted()).total == 0


def test_whoever_joins_again_is_the_same_person_with_more_addresses(services: Services) -> None:
    hear(services, ("join", ANA, "sms", 1))
    draft = SubscriberDraft(
        "Ana", "Ruiz", {"sms": ANA, "email": "a@example.com"}, frozenset({"VIP"})
    )
    key = services.subscribers.join(draft, source="form")
    assert services.subscribers.join(SubscriberDraft("Anna", "", {"email": "a@example.com"})) == key
    someone = services.subscribers.get(key)
    assert (someone.name, someone.tags, someone.source) == ("Ana Ruiz", ("vip",), "crm")
    assert [(one.channel, one.address) for one in someone.listings] == [
        ("email", "a@example.com"),
        ("sms", ANA),
    ]
    assert total(services) == 1


def test_addresses_of_two_people_are_not_made_one_persons(services: Services) -> None:
    hear(services, ("join", ANA, "sms", 1), ("join", "bea@example.com", "email", 1))
    with pytest.raises(BadRequest, match="two different"):
        services.subscribers.join(SubscriberDraft("", "", {"sms": ANA, "email": "bea@example.com"}))


def test_a_known_address_is_not_added_a_second_time(services: Services) -> None:
    hear(services, ("join", ANA, "sms", 1))
    with pytest.raises(BadRequest, match="already") as refused:
        services.subscribers.add(SubscriberDraft("Ana", "", {"sms": "+49 (151) 123-45678"}))
    assert refused.value.where == "number"


FOUND = {
    "ana": ["Ana Ruiz", "Ana-María Núñez"],
    "RUIZ an": ["Ana Ruiz"],
    "núñ": ["Ana-María Núñez"],
    "4915": ["Ana Ruiz"],
    "+4915112345678": ["Ana Ruiz"],
    "ana@ex": ["Ana-María Núñez"],
    "STRASSE": ["Bo Straße"],
    "ruiz@": [],
    "\x00": [],
    "\ud800": [],
    "%": [],
    "": ["Ana Ruiz", "Ana-María Núñez", "Bo Straße"],
}


def test_a_search_finds_the_beginnings_of_words(services: Services) -> None:
    for draft in (
        SubscriberDraft("Ana", "Ruiz", {"sms": ANA}),
        SubscriberDraft("Ana-María", "Núñez", {"email": "ANA@example.com"}),
        SubscriberDraft("Bo", "Straße", {"sms": BEA}),
    ):
        services.subscribers.add(draft)
    for q, found in FOUND.items():
        page = services.subscribers.find(Wanted(q=q))
        assert (sorted(one.name for one in page.subscribers), page.total) == (found, len(found)), q


def test_filters_go_together_and_pages_follow_each_other(services: Services) -> None:
    for number in range(7):
        tags = frozenset({"odd" if number % 2 else "even"})
        address = f"p{number}@example.com"
        services.subscribers.add(SubscriberDraft(f"P{number}", "", {"email": address}, tags))
    even = Wanted(tag="even", channel="email", on="main", q="p")
    pages = [services.subscribers.find(even, page, 3).subscribers for page in (0, 1, 2)]
    names = [[one.name for one in page] for page in pages]
    assert names == [["P6", "P4", "P2"], ["P0"], []]
    assert services.subscribers.find(even, 2, 3).total == 4
    assert services.subscribers.find(Wanted(channel="sms")).total == 0
    assert services.subscribers.tags() == ("even", "odd")


def test_someone_unknown_is_not_found(services: Services) -> None:
    with pytest.raises(NotFound):
        services.subscribers.get(2**40)
    with pytest.raises(NotFound):
        services.subscribers.block(7, ["sms"])


def test_an_edit_changes_names_and_tags_and_adds_addresses_but_takes_none(
    services: Services,
) -> None:
    draft = SubscriberDraft("Ana", "Ruiz", {"sms": ANA}, frozenset({"vip"}))
    key = services.subscribers.add(draft)
    services.subscribers.block(key, ["sms"])
    more = {"sms": ANA, "email": "ana@example.com"}
    services.subscribers.edit(key, SubscriberDraft("Anna", "", more, frozenset({"berlin"})))
    someone = services.subscribers.get(key)
    assert (someone.name, someone.tags) == ("Anna", ("berlin",))
    assert [(one.channel, one.blocked) for one in someone.listings] == [
        ("email", False),
        ("sms", True),
    ]
    assert services.subscribers.find(Wanted(q="ruiz")).total == 0
    assert services.subscribers.find(Wanted(q="anna 4915")).total == 1
    assert services.subscribers.totals() == {"sms": (1, 1), "email": (1, 0)}


def test_an_edit_takes_no_address_from_somebody_else(services: Services) -> None:
    ana = services.subscribers.add(SubscriberDraft("Ana", "", {"sms": ANA}))
    services.subscribers.add(SubscriberDraft("Bea", "", {"email": "bea@example.com"}))
    both = {"sms": ANA, "email": "Bea@example.com"}
    with pytest.raises(BadRequest, match="another subscriber's") as refused:
        services.subscribers.edit(ana, SubscriberDraft("Anna", "", both))
    assert refused.value.where == "email"
    strange = SubscriberDraft("Anna", "", {"sms": BEA})
    with pytest.raises(BadRequest, match="theirs already"):
        services.subscribers.edit(ana, strange)
    assert services.subscribers.get(ana).name == "Ana"


def test_whoever_is_introduced_is_on_no_list_until_they_join(services: Services) -> None:
    draft = SubscriberDraft("Ana", "", {"sms": ANA, "email": "ana@example.com"})
    services.subscribers.introduce([draft])
    assert total(services) == 0
    assert {one.joined_at for one in person(services, q="ana").listings} == {None}
    hear(services, ("join", "ana@example.com", "email", 3))
    hear(services, ("join", ANA, "sms", 1))
    assert total(services) == 1
    assert person(services, q="ana").joined_at == START + timedelta(minutes=1)


def test_an_anonymous_join_is_an_event_and_nobody_on_the_list(services: Services) -> None:
    item = event(("join", ANA, "sms", 1))
    del item["subject"]
    assert services.accept.events([item]).accepted == 1
    assert services.subscribers.find(Wanted()).total == 0
