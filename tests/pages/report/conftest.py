"""A workspace whose reports have their tabs, and hand-written campaigns in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.campaign_types import CAMPAIGN_TYPES
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import State
from pages.report.tabs import TABS
from tests.conftest import SetClock

Register = Callable[..., Campaign]
Tell = Callable[..., None]


@pytest.fixture
def workspace(settings: Settings, clock: SetClock) -> Iterator[Services]:
    """An empty workspace with every tab there is."""
    built = build(settings, clock, TABS)
    yield built
    built.engine.dispose()


@pytest.fixture
def register(workspace: Services) -> Register:
    """Registers a completed campaign of a type, two days ago."""
    numbers = count(1)

    def registered(kind: str, recipients: int | None = None, **more: Any) -> Campaign:
        fields: dict[str, Any] = {
            "external_id": f"c{next(numbers)}",
            "name": f"A {kind} campaign",
            "group": CAMPAIGN_TYPES[kind].group,
            "type": kind,
            "sender": "61222",
            "state": State.COMPLETED,
            "created_at": workspace.clock() - timedelta(days=2),
            "recipients": recipients,
        }
        return workspace.campaigns.register(CampaignDraft(**{**fields, **more}), "test")[0]

    return registered


@pytest.fixture
def tell(workspace: Services) -> Tell:
    """Reports one event of a campaign, `at` hours after noon of the day before yesterday."""
    numbers = count(1)

    def told(
        campaign: Campaign,
        recipient: str | None,
        what: str,
        at: float = 0.0,
        kind: str = "message.status",
        **data: Any,
    ) -> None:
        item = event(workspace.clock(), campaign, recipient, what, at, kind, next(numbers), **data)
        verdict = workspace.accept.events([item])
        assert not verdict.rejected, verdict.rejected

    return told


def event(
    now: datetime,
    campaign: Campaign,
    recipient: str | None,
    what: str,
    at: float,
    kind: str,
    number: int,
    **data: Any,
) -> dict[str, Any]:
    """A CloudEvent; `what` is the status of a message, or the link that was clicked."""
    said = {"status": what} if kind == "message.status" else {"link": what}
    moment = now - timedelta(days=2) + timedelta(hours=at)
    found: dict[str, Any] = {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": "carrier",
        "type": kind,
        "time": moment.isoformat(),
        "data": {"campaign_id": campaign.id, "channel": campaign.channel, **said, **data},
    }
    return {**found, "subject": recipient} if recipient else found
