"""A campaign whose messages of single hours are delivered or fail, for tests of rules over time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any

from data.alert_rule import Rule, read_rule
from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.services import Services
from data.vocabulary.campaign_state import Group, State

_numbers = count(1)


def campaign(services: Services, channel: str = "sms") -> Campaign:
    """A campaign that another system runs."""
    draft = CampaignDraft(
        name="Spring",
        group=Group.MESSAGING,
        type=channel,
        channel=channel,
        sender="61222",
        state=State.COMPLETED,
        created_at=datetime.fromisoformat("2025-01-01T00:00:00+00:00"),
    )
    return services.campaigns.register(draft, "test")[0]


def sent(services: Services, of: Campaign, hours: Iterable[tuple[datetime, int, int]]) -> None:
    """At each moment so many messages were delivered, and so many failed."""
    events: list[dict[str, Any]] = []
    for at, delivered, failed in hours:
        for n in range(delivered + failed):
            number = next(_numbers)
            events.append(
                {
                    "specversion": "1.0",
                    "id": f"e{number}",
                    "source": "test",
                    "type": "message.status",
                    "time": at.isoformat(),
                    "subject": f"+9991{number:07d}",
                    "data": {
                        "campaign_id": of.id,
                        "message_id": f"m{number}",
                        "status": "DELIVRD" if n < delivered else "REJECTD",
                    },
                }
            )
    verdict = services.accept.events(events)
    assert not verdict.rejected, verdict.rejected


def rule(**filled: str) -> Rule:
    """A rule as a form gives it: fewer than 10 messages in an hour, unless told otherwise."""
    usual = {
        "name": "Too little",
        "metric": "total_sent",
        "against": "threshold",
        "direction": "below",
        "threshold": "10",
        "hours": "1",
        "weeks": "8",
        "sensitivity": "4",
        "zone": "UTC",
        "emails": "ops@example.com",
    }
    return read_rule({**usual, **filled})
