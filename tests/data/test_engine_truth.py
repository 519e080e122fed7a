"""Do the figures follow from the events, in whatever order, number and company these arrive?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.campaign import Campaign
from data.campaigns import CampaignDraft
from data.query import Query, figures
from data.services import Services
from data.store.compaction import compact, settle
from data.store.verify import verify
from data.vocabulary.campaign_state import Group, State
from tests import truth

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
_NUMBERS = count(1)
METRICS = (
    "total_sent",
    "unsent",
    "delivered",
    "transit",
    "failed",
    "delivery_rate",
    "transit_rate",
    "failed_rate",
    "opened",
    "clicked",
    "open_rate",
    "click_rate",
    "total_clicks",
)


def register(services: Services, channel: str, name: str = "x") -> Campaign:
    """A completed campaign of `channel`."""
    draft = CampaignDraft(
        external_id=name,
        name=name,
        group=Group.MESSAGING,
        type=channel,
        channel=channel,
        sender="12345",
        state=State.COMPLETED,
        created_at=START,
        delivery_at=START,
        recipients=None,
        config={},
    )
    return services.campaigns.register(draft, "test")[0]


@st.composite
def life(draw: st.DrawFn, channel: str) -> list[dict[str, Any]]:
    """What a few messages of one campaign report, in the order of their lives."""
    events: list[dict[str, Any]] = []
    codes = [*truth.STATUSES[channel], "NEVER_HEARD_OF", "SOMETHING_ELSE"]
    for message in range(draw(st.integers(1, 6))):
        subject = f"+1202555{draw(st.integers(100, 103)):04d}"
        for code in draw(st.lists(st.sampled_from(codes), max_size=4)):
            events.append(_event(len(events), "message.status", subject, message, status=code))
        if draw(st.booleans()):
            link = {"link": "https://example.com/a"}
            events.append(_event(len(events), "link.click", subject, message, **link))
    return events


def _event(number: int, kind: str, subject: str, message: int, **data: Any) -> dict[str, Any]:
    at = START + timedelta(minutes=7 * number)
    if kind == "message.status":
        data["message_id"] = f"m{message}"
    return {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": "test",
        "type": kind,
        "time": at.isoformat(),
        "subject": subject,
        "data": data,
    }


@st.composite
def deliveries(
    draw: st.DrawFn, channel: str
) -> tuple[list[dict[str, Any]], list[list[dict[str, Any]]]]:
    """The events, and one way to deliver them: shuffled, repeated and split."""
    events = draw(life(channel))
    repeated = [*events, *draw(st.lists(st.sampled_from(events), max_size=5))] if events else []
    shuffled = draw(st.permutations(repeated))
    cuts = sorted(draw(st.lists(st.integers(0, len(shuffled)), max_size=3)))
    edges = [0, *cuts, len(shuffled)]
    return events, [shuffled[a:b] for a, b in zip(edges, edges[1:], strict=False)]


@pytest.mark.parametrize("channel", ["sms", "email"])
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_order_repetition_or_split_changes_a_figure(
    services: Services, channel: str, data: st.DataObject
) -> None:
    """F090–F094, F274, F278; each batch may be folded in before the next one comes."""
    events, batches = data.draw(deliveries(channel))
    name = f"{channel}-{next(_NUMBERS)}"
    campaign = register(services, channel, name)
    for batch in batches:
        mine = [
            {**e, "source": name, "data": {**e["data"], "campaign_id": campaign.id}} for e in batch
        ]
        services.accept.events(mine)
        step = data.draw(st.sampled_from(["wait", "compact", "settle"]))
        if step != "wait":
            compact(services.lake)
        if step == "settle":
            settle(services.lake, everything=data.draw(st.booleans()))
    answer = figures(Query(METRICS, campaigns=(campaign,)), services.lake)
    assert {key: figure.value for key, figure in answer.items()} == truth.figures(events, channel)
    assert verify(services.lake) == []
