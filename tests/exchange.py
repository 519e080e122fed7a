"""A few hundred messages in both directions, and what the log must say of them, in plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.services import Services
from data.store.compaction import compact, settle
from data.vocabulary.campaign_state import Group, State

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 10
# code: (how far along, unsent or not, delivered or not)
LIVES: dict[str, dict[str, tuple[int, str]]] = {
    "sms": {
        "QUEUE": (1, "unsent"),
        "BLACKLISTED": (2, "unsent"),
        "SENT": (3, "transit"),
        "UNDELIV": (4, "failed"),
        "DELIVRD": (5, "delivered"),
    },
    "email": {
        "BAD_TO": (1, "unsent"),
        "SENT": (2, "delivered"),
        "BOUNCED": (3, "failed"),
        "DELIVERED": (4, "delivered"),
        "OPEN": (5, "delivered"),
    },
    "whatsapp": {
        "SENT": (1, "transit"),
        "FAILED": (2, "failed"),
        "DELIVERED": (3, "delivered"),
        "READ": (4, "delivered"),
    },
}
SENDERS = {"sms": "61222", "email": "news@x.example", "whatsapp": "Shop WABA"}
MESSAGE = {
    "header": "Your order",
    "body": "Hello {{first_name}}, it is ready.",
    "footer": "The shop",
    "buttons": [{"kind": "quick_reply", "text": "On my way"}],
}


class Exchange:
    """Three campaigns and everything that was exchanged; `events` as programs sent them."""

    def __init__(self, services: Services, seed: int = 1) -> None:
        self.services, self._rng = services, Random(seed)
        self.campaigns = {
            "sms": self._campaign("sms", external_id="spring"),
            "email": self._campaign("email"),
            "whatsapp": self._campaign("whatsapp", external_id="pickup"),
        }
        events = [event for channel in LIVES for event in self._sent(channel)] + self._received()
        self._rng.shuffle(events)
        self.events: list[dict[str, Any]] = events
        third = len(events) // 3
        self._take(events[:third])
        settle(services.lake)  # some lie in settled files, some in fresh ones, some in the inbox
        self._take(events[third : 2 * third])
        services.accept.events(events[2 * third :])

    def _take(self, events: list[dict[str, Any]]) -> None:
        assert not self.services.accept.events(events).rejected
        compact(self.services.lake)

    def _campaign(self, channel: str, external_id: str | None = None) -> Campaign:
        draft = CampaignDraft(
            external_id=external_id,
            name=f"All by {channel}",
            group=Group.MESSAGING,
            type=channel,
            channel=channel,
            sender=SENDERS[channel],
            state=State.COMPLETED,
            created_at=FIRST,
            config={"message": MESSAGE},
        )
        return self.services.campaigns.register(draft, "test")[0]

    def _at(self) -> datetime:
        at = FIRST + timedelta(milliseconds=self._rng.randrange(DAYS * 86_400_000))
        return at.replace(microsecond=at.microsecond // 1000 * 1000)

    def _sent(self, channel: str) -> list[dict[str, Any]]:
        events = []
        for n in range(60):
            who, at = self._person(channel, n % 17), self._at()
            if n % 4 == 0:  # a burst: many in one hour
                at = datetime(2026, 3, 4, 9, n, n % 7, 1000 * len(channel), tzinfo=UTC)
            codes = self._rng.sample(sorted(LIVES[channel]), self._rng.randint(1, 3))
            for step, code in enumerate(codes):
                data: dict[str, Any] = {"message_id": f"{channel}-{n}", "status": code}
                if n % 3:  # else nobody says who sent it: the campaign's sender did
                    data["sender"] = SENDERS[channel] if n % 3 == 1 else f"{channel}-2"
                if step == 0 and n % 5:
                    data["carrier"] = "Telmara"
                moment = at + timedelta(seconds=step * 13)
                kind = "message.status"
                events.append(
                    self._event(kind, channel, f"{channel}-{n}-{code}", moment, who, data)
                )
        return events

    def _received(self) -> list[dict[str, Any]]:
        events = []
        for n, channel in enumerate(("sms", "whatsapp", "whatsapp", "email") * 12):
            data = {"sender": SENDERS[channel], "text": f"=word {n}", "carrier": "Telmara"}
            who, key = self._person(channel, n % 11), f"in-{n}"
            event = self._event("message.inbound", channel, key, self._at(), who, data)
            if n % 3 == 0:  # nobody asked for it: it belongs to no campaign
                del event["data"]["campaign_id"]
            events.append(event)
        return events

    def _person(self, channel: str, n: int) -> str:
        return f"p{n}@y.example" if channel == "email" else f"+1202555{n:04d}"

    def _event(
        self, kind: str, channel: str, key: str, at: datetime, who: str, data: dict[str, Any]
    ) -> dict[str, Any]:
        campaign = self.campaigns[channel].id
        return {
            "specversion": "1.0",
            "id": key,
            "source": "exchange",
            "type": kind,
            "time": at.isoformat(),
            "subject": who,
            "data": {"campaign_id": campaign, "channel": channel, **data},
        }

    def lines(self) -> list[dict[str, Any]]:
        """Every message that the log must show, newest first."""
        lines = [*self._outgoing(), *self._incoming()]
        return sorted(lines, key=lambda line: line["at"], reverse=True)

    def _outgoing(self) -> Iterable[dict[str, Any]]:
        told: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for event in self.events:
            if event["type"] == "message.status":
                name = event["data"]["channel"], event["data"]["message_id"]
                told.setdefault(name, []).append(event)
        for (channel, message_id), events in told.items():
            lives = LIVES[channel]
            last = max(events, key=lambda e: lives[e["data"]["status"]][0])
            left = [e for e in events if lives[e["data"]["status"]][1] != "unsent"]
            senders = {e["data"].get("sender") for e in events} - {None}
            carriers = {e["data"].get("carrier") for e in events} - {None}
            yield {
                "at": min(time_of(e) for e in left or events),
                "channel": channel,
                "direction": "MT",
                "sender": senders.pop() if senders else SENDERS[channel],
                "recipient": events[0]["subject"],
                "carrier": carriers.pop() if carriers and channel == "sms" else None,
                "status": last["data"]["status"],
                "outcome": lives[last["data"]["status"]][1],
                "status_at": time_of(last),
                "campaign_id": self.campaigns[channel].id,
                "message_id": message_id,
            }

    def _incoming(self) -> Iterable[dict[str, Any]]:
        for event in self.events:
            channel = event["data"]["channel"]
            if event["type"] == "message.inbound" and channel != "email":
                yield {
                    "at": time_of(event),
                    "channel": channel,
                    "direction": "MO",
                    "sender": event["subject"],
                    "recipient": SENDERS[channel],
                    "carrier": None,
                    "status": "RECEIVED",
                    "outcome": "received",
                    "status_at": time_of(event),
                    "campaign_id": event["data"].get("campaign_id"),
                    "message_id": None,
                }


def time_of(event: dict[str, Any]) -> datetime:
    """When it happened."""
    return datetime.fromisoformat(event["time"])
