"""SMS campaigns of some hundred messages, and what became of them hour by hour, in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.services import Services
from data.vocabulary.campaign_state import Group, State

Event = dict[str, Any]
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Send:
    """A campaign and its events as a program sent them; `began` is its delivery date."""

    campaign: Campaign
    began: datetime
    events: list[Event]

    def delivered(self) -> dict[str, datetime]:
        """Recipients of delivered messages, and when their message arrived."""
        return self._firsts(lambda event: event["data"].get("status") == "DELIVRD")

    def failed(self) -> int:
        """Messages that failed."""
        return sum(event["data"].get("status") == "UNDELIV" for event in self.events)

    def clicked(self) -> dict[str, datetime]:
        """Recipients of delivered messages who clicked, and when they first did."""
        clicks = self._firsts(lambda event: event["type"] == "link.click")
        return {who: at for who, at in clicks.items() if who in self.delivered()}

    def sent(self) -> int:
        """Messages that left."""
        return len({event["subject"] for event in self.events if event["type"] != "link.click"})

    def by(self, moments: Iterable[datetime], hours: float) -> int:
        """How many of these moments lie before so many hours after the start."""
        return sum(at < self.began + hours * HOUR for at in moments)

    def _firsts(self, wanted: Callable[[Event], bool]) -> dict[str, datetime]:
        firsts: dict[str, datetime] = {}
        for event in filter(wanted, self.events):
            at = datetime.fromisoformat(event["time"])
            firsts[event["subject"]] = min(at, firsts.get(event["subject"], at))
        return firsts


def send(
    services: Services,
    name: str,
    began: datetime,
    *,
    people: int = 40,
    delivered: float = 0.9,
    clicked: float = 0.3,
    slow: float = 1,
    **more: Any,
) -> Send:
    """Register a campaign and send its events, those that have happened by now.

    Messages leave within an hour and arrive within three, clicks come within thirty hours, all
    `slow` times slower; some people click twice. `more` are fields of the campaign.
    """
    fields: dict[str, Any] = {
        "group": Group.MESSAGING,
        "type": "sms",
        "channel": "sms",
        "state": State.COMPLETED,
        "created_at": began,
        "delivery_at": began,
        **more,
    }
    campaign = services.campaigns.register(CampaignDraft(name=name, **fields), "test")[0]
    made = list(_happened(campaign, began, people, delivered, clicked, slow))
    now = services.clock()
    events = [event for event in made if datetime.fromisoformat(event["time"]) <= now]
    for start in range(0, len(events), 5000):
        verdict = services.accept.events(events[start : start + 5000])
        assert not verdict.rejected, verdict.rejected[:3]
    return Send(campaign, began, events)


def _happened(
    campaign: Campaign, began: datetime, people: int, delivered: float, clicked: float, slow: float
) -> Iterable[Event]:
    rng = Random(campaign.name)
    arrived, clickers = round(people * delivered), round(people * clicked)
    for n in range(people):
        who = f"+4915{campaign.id:03d}{n:06d}"
        left = began + rng.random() * slow * HOUR
        about = {"channel": "sms", "message_id": f"{campaign.id}-{n}"}
        yield _event(campaign, f"{n}-s", "message.status", left, who, {**about, "status": "SENT"})
        code = "DELIVRD" if n < arrived else "UNDELIV"
        there = left + rng.random() * 2 * slow * HOUR
        yield _event(campaign, f"{n}-d", "message.status", there, who, {**about, "status": code})
        for again in range((n < clickers) + (n < clickers / 3)):
            at = there + (1 - rng.random() ** 0.5 + again) * 27 * slow * HOUR
            yield _event(campaign, f"{n}-c{again}", "link.click", at, who, {"channel": "sms"})


def _event(
    campaign: Campaign, key: str, kind: str, at: datetime, who: str, data: dict[str, Any]
) -> Event:
    return {
        "specversion": "1.0",
        "id": f"{campaign.id}-{key}",
        "source": "test",
        "type": kind,
        "time": at.isoformat(),
        "subject": who,
        "data": {"campaign_id": campaign.id, **data},
    }
