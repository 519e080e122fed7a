"""Do kept calls, read again, bring what they brought not, and once?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from data.connections import Connection
from data.errors import BadRequest
from data.ingest import meaning
from data.ingest.fate import Fate
from data.ingest.providers import PROVIDERS, postmark
from data.ingest.replay_report import Replayed, in_words
from data.services import Services
from data.store.compaction import compact
from data.store.verify import verify
from tests.data.ingest.postmark_calls import call, connected, event, registered, send, standings


def again(services: Services, connection: Connection, *, dry_run: bool = False) -> Replayed:
    said = services.replay.run(connection, dry_run=dry_run)
    while not dry_run and services.replay.step(lambda: None):
        pass
    return said


def test_reading_again_changes_nothing_where_nothing_changed(services: Services):
    connection = connected(services, registered(services, "spring").external_id)
    for number in range(3):
        send(services, event(f"m{number}"))
    compact(services.lake)
    before = services.connections.calls(connection)
    said = again(services, connection)
    assert (said.calls, said.known) == (3, 3)
    assert list(in_words(said, dry_run=False)) == []
    assert services.connections.calls(connection) == before


def test_a_corrected_adapter_brings_what_it_did_not_know(
    services: Services, monkeypatch: pytest.MonkeyPatch
):
    connection = connected(services, registered(services, "spring").external_id)
    send(services, event("m1", "Teleported"))
    assert standings(services) == {}
    monkeypatch.setitem(postmark._MEANINGS, "Teleported", Fate.DELIVERED)
    assert again(services, connection, dry_run=True).new == 1
    assert standings(services) == {}
    assert again(services, connection).new == 1
    assert standings(services) == {"m1": "DELIVERED"}
    assert [one.verdict for one in services.connections.calls(connection)] == ["accepted"]
    assert again(services, connection).new == 0
    assert verify(services.lake) == []


def test_a_call_that_could_not_be_read_is_read_once_it_can_be(
    services: Services, monkeypatch: pytest.MonkeyPatch
):
    connection = connected(services, registered(services, "spring").external_id)

    def broken(_: object) -> list[object]:
        raise BadRequest("a bug")

    good = PROVIDERS["postmark"]
    monkeypatch.setitem(PROVIDERS, "postmark", replace(good, read=broken))
    with pytest.raises(BadRequest):
        send(services, event("m1"))
    assert len(again(services, connection).unreadable) == 1
    monkeypatch.setitem(PROVIDERS, "postmark", good)
    assert again(services, connection).new == 1
    assert standings(services) == {"m1": "DELIVERED"}


def test_a_forged_call_is_never_read_again(services: Services):
    connection = connected(services, registered(services, "spring").external_id)
    forged = replace(call(event("m1"), services.clock()), headers={"authorization": "Basic x"})
    with pytest.raises(Exception, match="signature"):
        services.webhooks.take("postmark", "main", forged)
    assert again(services, connection).calls == 0


def test_a_test_call_changes_no_figure_then_or_later(services: Services):
    connection = connected(services, registered(services, "spring").external_id)
    answer = services.webhooks.take(
        "postmark", "main", call(event("m1"), services.clock()), trial=True
    )
    assert answer.status == 200
    assert [one.verdict for one in services.connections.calls(connection)] == ["test"]
    assert again(services, connection).calls == 0
    assert standings(services) == {}


def test_the_days_bound_what_is_read(services: Services, clock):
    connection = connected(services, registered(services, "spring").external_id)
    for number in range(3):
        send(services, event(f"m{number}"))
        clock.forward(days=1)
    noon = clock.now - timedelta(days=2)
    said = services.replay.run(connection, noon, noon + timedelta(hours=1))
    assert said.calls == 1


def test_a_word_that_a_person_mapped_counts_from_then_on_and_for_earlier_calls(
    services: Services,
):
    connection = connected(services, registered(services, "spring").external_id)
    send(services, event("m1", "Teleported"))
    (word,) = services.connections.words(connection)
    assert (word.word, word.times, word.names_message) == ("Teleported", 1, True)
    services.connections.give_meaning(connection, "Teleported", "fate:delivered", "Ada")
    send(services, event("m2", "Teleported"))
    assert standings(services) == {"m2": "DELIVERED"}
    assert again(services, connection).new == 1
    assert standings(services) == {"m1": "DELIVERED", "m2": "DELIVERED"}
    assert again(services, connection).new == 0
    assert verify(services.lake) == []


def test_a_mapped_status_that_was_counted_as_transit_moves_on(services: Services):
    """D-07: an unknown code counts as Transit until somebody says what it means."""
    connection = connected(services, registered(services, "spring").external_id)
    said = event("m1", "Bounce", Type="Vanished", ID=7)
    send(services, said)
    assert [one.word for one in services.connections.words(connection)] == ["Vanished"]
    services.connections.give_meaning(connection, "Vanished", "fate:unreachable", "Ada")
    again(services, connection)
    assert standings(services) == {"m1": "BOUNCED_PERMANENT"}
    send(services, said)
    assert standings(services) == {"m1": "BOUNCED_PERMANENT"}
    assert verify(services.lake) == []


def test_an_ignored_word_is_no_longer_unknown(services: Services):
    connection = connected(services, registered(services, "spring").external_id)
    send(services, event("m1", "Teleported"))
    services.connections.give_meaning(connection, "Teleported", meaning.IGNORE, "Ada")
    send(services, event("m2", "Teleported"))
    assert again(services, connection).ignored == 2
    verdicts = {one.verdict for one in services.connections.calls(connection)}
    assert verdicts == {"ignored"}


@pytest.mark.parametrize("key", ["fate:teleported", "", "kind:message.status"])
def test_a_word_can_mean_only_what_is_known_here(key: str):
    with pytest.raises(BadRequest):
        meaning.check(key, names_message=True)


def test_a_word_that_names_no_message_can_only_be_ignored():
    meaning.check(meaning.IGNORE, names_message=False)
    with pytest.raises(BadRequest, match="ignored"):
        meaning.check("fate:delivered", names_message=False)


@pytest.mark.parametrize("key", meaning.MEANINGS)
def test_every_meaning_can_be_given(key: str):
    meaning.check(key, names_message=True)
    kinds = {one.split(":")[1] for one in meaning.MEANINGS if one.startswith("fate:")}
    assert kinds == {fate.value for fate in Fate}
