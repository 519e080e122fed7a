"""Is the demonstration's list of subscribers what its events say, and is it one to believe in?"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from data.demo.filling import fill
from data.demo.plan import World
from data.demo.story import events
from data.demo.subscribers import introductions, subscribers
from data.query import Query, run
from data.services import Services
from data.store.compaction import compact
from data.subscribers import Wanted

WORLD = World(seed=5, scale=0.02, as_of=datetime(2026, 3, 10, 12, tzinfo=UTC))


def test_everybody_who_joined_is_introduced_with_all_their_addresses() -> None:
    joined = {e["subject"] for e in subscribers(WORLD) if e["type"] == "subscriber.join"}
    people = list(introductions(WORLD))
    assert joined == {address for one in people for address in one.addresses.values()}
    assert any(len(one.addresses) == 2 for one in people)
    assert all(one.first_name and one.tags for one in people)


def test_the_filled_list_is_what_its_events_say(services: Services) -> None:
    """F241, F242: told again from the events, each person once by their addresses."""
    args = (services.engine, services.campaigns, services.accept)
    fill(WORLD, *args, lambda: compact(services.lake), lambda *_: None)
    told = [e for e in events(WORLD) if e["type"].startswith("subscriber.")]
    person = {
        address: number
        for number, one in enumerate(introductions(WORLD))
        for address in one.addresses.values()
    }
    last: dict[tuple[str, str], tuple[str, bool]] = {}
    places, people = set(), set()
    for event in told:
        place = event["data"]["channel"], event["subject"]
        if event["type"] == "subscriber.join":
            places.add(place)
            people.add(person.get(event["subject"], event["subject"]))
        else:
            blocked = event["type"] == "subscriber.block"
            last[place] = max(last.get(place, ("", False)), (event["time"], blocked))
    listed = Counter(channel for channel, _ in places)
    blocked = Counter(channel for (channel, _), (_, is_blocked) in last.items() if is_blocked)
    assert services.subscribers.totals() == {c: (listed[c], blocked[c]) for c in listed}
    total = run(Query(("main_list_subscribers",)), services.lake)
    assert total.get_column("main_list_subscribers").item() == len(people)
    assert services.subscribers.find(Wanted(on="main")).total == len(people)
    assert "vip" in services.subscribers.tags()
