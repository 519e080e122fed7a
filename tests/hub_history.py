"""Two months of five campaigns, and what the Analytics Hub must say of them, in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.services import Services
from data.store.compaction import compact, settle
from data.vocabulary.campaign_state import Group, State

NOW = datetime(2026, 3, 11, 12, 40, tzinfo=UTC)  # a Wednesday
BEGAN = datetime(2026, 1, 10, tzinfo=UTC)
LATER = datetime(2026, 2, 7, tzinfo=UTC)  # from here on more is delivered
# name: group, type, channel, sender, state, messages, carrier
PLANS = {
    "Spring sale": (Group.MESSAGING, "sms", "sms", "61222", State.COMPLETED, 900, "Telmara"),
    "Letter": (Group.MESSAGING, "email", "email", "news@x.example", State.COMPLETED, 700, ""),
    "Flash": (Group.MESSAGING, "sms", "sms", "61223", State.IN_PROGRESS, 400, "Orbit"),
    "Lookbook": (Group.INTERACTIVE, "e-swipe", "sms", "61222", State.LIVE, 300, "Telmara"),
    "Quiz": (Group.INTERACTIVE, "web-trivia", "", "", State.COMPLETED, 0, ""),
}
Event = dict[str, Any]
Message = dict[str, Any]
Keep = Callable[[Campaign, datetime], bool]


def everything(_campaign: Campaign, _at: datetime) -> bool:
    """No filter."""
    return True


class History:
    """The campaigns by name, and every event as programs sent it; some of them lie in the inbox."""

    def __init__(self, services: Services, seed: int = 3) -> None:
        self._rng = Random(seed)
        self.campaigns = {name: self._register(services, name) for name in PLANS}
        self.messages: list[Message] = []
        events = [event for name in PLANS for event in self._of(name)]
        self.events = [event for event in events if event["time"] <= NOW.isoformat()]
        self._rng.shuffle(self.events)
        for start in range(0, len(self.events), 3000):
            accepted = services.accept.events(self.events[start : start + 3000])
            assert not accepted.rejected
            if start == 0:
                compact(services.lake)
                settle(services.lake)

    def _register(self, services: Services, name: str) -> Campaign:
        group, kind, channel, sender, state, _, _ = PLANS[name]
        draft = CampaignDraft(
            name=name,
            external_id=name.lower(),
            group=group,
            type=kind,
            channel=channel,
            sender=sender,
            state=state,
            created_at=BEGAN,
        )
        return services.campaigns.register(draft, "test")[0]

    def _at(self) -> datetime:
        """More by day than by night, fewer on Sundays, nothing on some days at all."""
        while True:
            at = BEGAN + timedelta(seconds=self._rng.randrange(int((NOW - BEGAN).total_seconds())))
            rare = at.weekday() == 6 or at.hour < 7
            if at.day % 9 and (not rare or self._rng.random() < 0.2):
                return at

    def _of(self, name: str) -> Iterable[Event]:
        yield from self._sent(name)
        campaign = self.campaigns[name]
        if campaign.group is Group.INTERACTIVE:
            for n in range(500):
                kind = "content.play" if n % 3 == 0 else "link.open"
                yield self._event(
                    campaign, kind, f"{name}-{n}", self._at(), f"+1202556{n % 160:04d}"
                )

    def _sent(self, name: str) -> Iterable[Event]:
        campaign, carrier, n = self.campaigns[name], PLANS[name][6], PLANS[name][5]
        for number in range(n):
            at, odds = self._at(), self._rng.random()
            who = f"p{number % (n - 40)}@y.example" if campaign.channel == "email" else ""
            who = who or f"+1202555{number % (n - 40):04d}"  # some get two messages
            reached = odds < (0.93 if at >= LATER else 0.8)
            codes = ["SENT", "DELIVRD" if reached else "UNDELIV"]
            if campaign.channel == "email":
                codes = ["SENT", "DELIVERED" if reached else "BOUNCED"]
            if number % 31 == 0:
                codes = ["BAD_TO" if campaign.channel == "email" else "BLACKLISTED"]
            outcome = "delivered" if reached else "failed"
            self.messages.append(
                {
                    "campaign": campaign,
                    "who": who,
                    "left": at,
                    "carrier": carrier or None,
                    "outcome": "unsent" if len(codes) == 1 else outcome,
                }
            )
            told = {"message_id": f"{name}-{number}", "sender": campaign.sender}
            if carrier:
                told["carrier"] = carrier
            for step, code in enumerate(codes):
                key, when = f"{name}-{number}-{code}", at + timedelta(seconds=step * 20)
                data = {**told, "status": code}
                if when > NOW:
                    self.messages[-1]["outcome"] = (
                        "transit" if campaign.channel == "sms" else outcome
                    )
                yield self._event(campaign, "message.status", key, when, who, data)
            if reached and len(codes) == 2 and self._rng.random() < 0.3:
                kind = "link.click" if self._rng.random() < 0.2 else "link.open"
                when = at + timedelta(hours=self._rng.random() * 20)
                yield self._event(campaign, kind, f"{name}-{number}-act", when, who)

    def _event(
        self,
        campaign: Campaign,
        kind: str,
        key: str,
        at: datetime,
        who: str,
        data: dict[str, Any] | None = None,
    ) -> Event:
        channel = campaign.channel or "web"
        return {
            "specversion": "1.0",
            "id": key,
            "source": "history",
            "type": kind,
            "time": at.isoformat(),
            "subject": who,
            "data": {"campaign_id": campaign.id, "channel": channel, **(data or {})},
        }

    # ---- what must be said

    def sent(self, start: datetime, until: datetime, keep: Keep = everything) -> list[Message]:
        """The messages that left in [start, until), booked when they did."""
        return [
            message
            for message in self.messages
            if message["outcome"] != "unsent"
            and start <= message["left"] < until
            and keep(message["campaign"], message["left"])
        ]

    def delivered(self, start: datetime, until: datetime, keep: Keep = everything) -> int:
        """How many of these arrived."""
        return sum(m["outcome"] == "delivered" for m in self.sent(start, until, keep))

    def doers(
        self, kinds: set[str], start: datetime, until: datetime, keep: Keep = everything
    ) -> int:
        """Recipients of messages that arrived, who did this at any time: each once a campaign, in
        the hour in which the first of those messages left."""
        did = {
            (event["data"]["campaign_id"], event["subject"])
            for event in self.events
            if event["type"] in kinds
        }
        first: dict[tuple[int, str], Message] = {}
        for message in sorted(self.sent(start, until), key=lambda m: m["left"]):
            if message["outcome"] == "delivered":
                first.setdefault((message["campaign"].id, message["who"]), message)
        return sum(key in did and keep(m["campaign"], m["left"]) for key, m in first.items())

    def people(self, kind: str, start: datetime, until: datetime, keep: Keep = everything) -> int:
        """Who did this for the first time in [start, until), each once a campaign."""
        own = {campaign.id: campaign for campaign in self.campaigns.values()}
        first: dict[tuple[int, str], datetime] = {}
        for event in self.events:
            if event["type"] == kind:
                key, at = (event["data"]["campaign_id"], event["subject"]), event["time"]
                moment = datetime.fromisoformat(at)
                first[key] = min(moment, first.get(key, moment))
        return sum(start <= at < until and keep(own[key[0]], at) for key, at in first.items())
