"""Does the demonstration carrier behave as carriers do, and always alike?"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from data.carrier import Content, Envelope, Message, Receipt
from data.carriers.demonstration import COURSES, FAILED, OPENED, REFUSED, Demonstration
from data.channels import CHANNELS
from data.vocabulary.event_kind import EventKind

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
MANY = 4000


def envelope(channel: str, number: int) -> Envelope:
    return Envelope(7, number, channel, "12345", f"r{number}", has_links=True)


def played(channel: str, number: int) -> tuple[str, list[Receipt]]:
    """The answer at hand-over and all receipts of one message, from a carrier of its own."""
    carrier, one = Demonstration(), envelope(channel, number)
    (answer,) = carrier.hand_over([Message(one, Content("Hello"))], NOW)
    return answer.code, list(carrier.receipts(one, NOW))


def standing(channel: str, number: int) -> str:
    """The highest status that a message ever gets."""
    code, receipts = played(channel, number)
    codes = [code, *(r.data["status"] for r in receipts if r.kind is EventKind.MESSAGE_STATUS)]
    return max(codes, key=lambda one: CHANNELS[channel].status(one).rank)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_message_has_the_same_fate_whoever_asks_and_how_often(channel: str):
    """What a restart, another batch and another order of asking change: nothing."""
    numbers = list(range(50))
    together = Demonstration()
    messages = [Message(envelope(channel, n), Content("Hello")) for n in reversed(numbers)]
    answers = together.hand_over(messages, NOW + timedelta(hours=1))
    again = {m.envelope.number: a.code for m, a in zip(messages, answers, strict=True)}
    assert again == {n: played(channel, n)[0] for n in numbers}
    assert [list(together.receipts(envelope(channel, n), NOW)) for n in numbers] == [
        played(channel, n)[1] for n in numbers
    ]


@pytest.mark.parametrize("channel", CHANNELS)
def test_shares_are_those_that_it_announces_and_every_code_is_known(channel: str):
    about, declared = COURSES[channel], CHANNELS[channel]
    final = Counter(standing(channel, n) for n in range(MANY))
    assert set(final) <= {status.code for status in declared.statuses}
    refused = sum(final[code] for code in about.refused) / MANY
    failed = sum(final[code] for code in about.failed) / MANY
    assert refused == pytest.approx(REFUSED, abs=0.006)
    assert failed == pytest.approx(FAILED * (1 - REFUSED), abs=0.012)
    assert sum(final[code] for code in about.waiting) == 0
    if about.opened:
        seen = (final[about.opened] + final[about.clicked]) / MANY
        assert seen == pytest.approx(OPENED * 0.935, abs=0.03)


def test_nothing_is_told_of_a_refused_message_and_nothing_before_it_happened():
    for number in range(500):
        code, receipts = played("sms", number)
        if code in COURSES["sms"].refused:
            assert receipts == []
        assert all(NOW < one.at <= one.told_at for one in receipts)
        assert [one.told_at for one in receipts] == sorted(one.told_at for one in receipts)


def test_receipts_come_late_twice_and_out_of_order():
    late = twice = disordered = 0
    for number in range(1000):
        _, receipts = played("sms", number)
        late += any(one.told_at - one.at > timedelta(minutes=30) for one in receipts)
        twice += len(receipts) > len({one.name for one in receipts})
        disordered += [one.at for one in receipts] != sorted(one.at for one in receipts)
    assert late
    assert twice
    assert disordered


def test_whatever_waits_in_the_queue_leaves_it_within_a_minute():
    """Or a campaign would be In Progress for as long as a receipt is late."""
    queued = [n for n in range(1000) if played("sms", n)[0] == "QUEUE"]
    assert queued
    for number in queued:
        sent = [one for one in played("sms", number)[1] if one.data["status"] == "SENT"]
        assert sent[0].told_at - NOW < timedelta(minutes=1)


def test_a_tapped_push_is_told_by_its_app():
    kinds = Counter(one.kind for n in range(300) for one in played("push", n)[1])
    assert kinds[EventKind.LINK_OPEN] > 0
