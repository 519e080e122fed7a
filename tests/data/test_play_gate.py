"""A campaign takes people in exactly while its state and its end of life allow it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from data.campaign import Campaign
from data.play_gate import Gate, gate
from data.vocabulary.campaign_state import Group, State

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
CLOSED, OPEN = "subscribers", "form"


def campaign(state: State, source: str, expires: datetime | None = None) -> Campaign:
    config = {"recipients": source}
    if expires is not None:
        config["expires_at"] = expires.isoformat()
    group, kind = Group.INTERACTIVE, "raffle-giveaway"
    return Campaign(1, "R", group, kind, "sms", "", state, NOW, "2026-03", config=config)


@pytest.mark.parametrize(
    ("state", "source", "expected"),
    [
        (State.LIVE, OPEN, Gate.OPEN),
        (State.PENDING, OPEN, Gate.PAUSED),  # F060
        (State.COMPLETED, OPEN, Gate.LATE),  # F071
        (State.COMPLETED, CLOSED, Gate.OPEN),  # F070: all is sent, and people come now
        (State.PROCESSING, CLOSED, Gate.OPEN),
        (State.PROCESSING, OPEN, Gate.EARLY),
        (State.SCHEDULED, CLOSED, Gate.EARLY),
        (State.DRAFT, CLOSED, Gate.EARLY),
    ],
)
def test_the_state_decides_who_is_let_in(state: State, source: str, expected: Gate) -> None:
    """F060, F070, F071."""
    assert gate(campaign(state, source), NOW) is expected


@pytest.mark.parametrize(
    ("state", "source"),
    [(State.LIVE, OPEN), (State.COMPLETED, CLOSED), (State.PROCESSING, CLOSED)],
)
def test_nobody_is_let_in_from_the_moment_of_expiration(state: State, source: str) -> None:
    """F255."""
    over = campaign(state, source, NOW)
    assert gate(over, NOW) is Gate.LATE
    assert gate(over, NOW - timedelta(seconds=1)) is Gate.OPEN


def test_links_of_a_message_stay_open_once_it_is_sent() -> None:
    sent = Campaign(1, "S", Group.MESSAGING, "sms", "sms", "", State.COMPLETED, NOW, "2026-03")
    assert gate(sent, NOW) is Gate.OPEN
