"""What becomes of one message of the demonstration, from the queue to the last receipt?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from data.demo.happening import Happening, happening
from data.demo.people import BAD_CARRIER, PROXY, SCANNER, Device, Person
from data.demo.plan import Plan, World
from data.demo.rhythm import reaction
from data.vocabulary.event_kind import EventKind


@dataclass(frozen=True, slots=True)
class Course:
    """How messages travel on one channel: its codes, with the weight of each."""

    before: tuple[str, ...]  # codes on the way to SENT
    delivered: str  # "": the channel has no receipt of delivery
    opened: str  # "": nobody reports it
    unsent: dict[str, int]
    failed: dict[str, int]
    transit: dict[str, int]
    clicked: str = ""
    tapped: bool = False  # no receipt of reading, but the app says that it was opened from it
    open_median: float = 40.0  # minutes until half of the openers have opened


COURSES = {
    "sms": Course(
        before=(),
        delivered="DELIVRD",
        opened="",
        unsent={
            "BLACKLISTED": 9,
            "CODE_NOT_ALLOWED": 2,
            "EXHAUSTED": 3,
            "SEGMENTS_EXCEEDED": 1,
            "QUEUE": 1,
            "DEQUEUED": 1,
        },
        failed={"UNDELIV": 9, "EXPIRED": 4, "REJECTD": 4, "INVALID_ROUTING": 3, "DELETED": 1},
        transit={"SENT": 6, "ENROUTE": 4, "ACCEPTD": 3, "INCOMPLETE": 1, "UNKNOWN": 1},
    ),
    "email": Course(
        before=("DEQUEUED",),
        delivered="DELIVERED",
        opened="OPEN",
        clicked="CLICK",
        unsent={
            "BLACKLISTED": 8,
            "BAD_TO": 4,
            "NOT_SENT": 3,
            "EXHAUSTED": 2,
            "BAD_FROM": 1,
            "DEQUEUED": 1,
        },
        failed={
            "BOUNCED": 8,
            "BOUNCED_PERMANENT": 6,
            "COMPLAINED": 1,
            "BLOCKED_DUE_BAD_BEHAVIOUR": 1,
        },
        transit={"SENT": 9, "INCOMPLETE": 1},
        open_median=150.0,
    ),
    "push": Course(
        before=(),
        delivered="",
        opened="",
        unsent={
            "NOT_SENT": 4,
            "EXHAUSTED": 2,
            "AUTH_MISSING": 1,
            "BAD_PLATFORM": 1,
            "INVALID_MESSAGE": 1,
            "PAYLOAD_LIMIT_EXCEEDED": 1,
            "DEQUEUED": 1,
        },
        failed={
            "UNREGISTERED": 12,
            "BAD_DEVICE_TOKEN": 6,
            "SERVER_UNAVAILABLE": 3,
            "SERVER_ERROR": 2,
            "DEVICE_QUOTA_EXCEEDED": 2,
            "MISMATCHED_TOKEN": 1,
            "AUTH_ERROR": 1,
            "NOT_CONTEMPLATED_ERROR": 1,
        },
        transit={"SENT": 9, "INCOMPLETE": 1},
        tapped=True,
        open_median=25.0,
    ),
    "rcs": Course(
        before=(),
        delivered="DELIVERED",
        opened="READ",
        unsent={"BLACKLISTED": 4, "NOT_SENT": 3, "EXHAUSTED": 2},
        failed={"FALLBACK": 1},
        transit={"SENT": 6, "INCOMPLETE": 1},
        open_median=35.0,
    ),
    "whatsapp": Course(
        before=(),
        delivered="DELIVERED",
        opened="READ",
        unsent={
            "BLACKLISTED": 4,
            "QUOTA_EXCEEDED": 2,
            "CODE_NOT_ALLOWED": 1,
            "QUEUE": 1,
            "DEQUEUED": 1,
        },
        failed={"FAILED": 1},
        transit={"SENT": 6, "INCOMPLETE": 1},
        open_median=20.0,
    ),
}

ERROR_CODES = {
    "UNDELIV": "30003",
    "EXPIRED": "30410",
    "REJECTD": "30007",
    "INVALID_ROUTING": "30006",
    "BLACKLISTED": "21610",
    "BOUNCED": "4.2.2",
    "BOUNCED_PERMANENT": "5.1.1",
    "FAILED": "131026",
}
# Codes that no vocabulary knows: carriers invent some.
STRANGE = {"sms": "SHAPED", "email": "GREYLISTED", "whatsapp": "HELD_BY_POLICY"}
REPLIES = ("YES", "STOP", "Thanks!", "When does it end?", "¿Dónde queda?", "👍", "Info")


@dataclass(frozen=True, slots=True)
class Message:
    """One message on its way."""

    plan: Plan
    world: World
    person: Person
    number: int  # its place in the send
    sent_at: datetime

    @property
    def id(self) -> str:
        """The provider's name for it."""
        return f"{self.plan.external_id}-m{self.number}"

    def status(self, code: str, at: datetime, **more: Any) -> Happening:
        """One receipt for this message."""
        mark = f"-{more.pop('again')}" if "again" in more else ""
        plan = self.plan
        data = {
            "external_id": plan.external_id,
            "channel": plan.channel,
            "message_id": self.id,
            "status": code,
            "sender": plan.sender,
            "country": self.person.city.country,
            "error_code": ERROR_CODES.get(code),
            **more,
        }
        if plan.channel == "sms":
            data["carrier"] = self.person.carrier
            data["segments"] = plan.config.get("segments", 1)
        if plan.channel == "push":
            data["platform"] = self.person.device.platform
        return happening(
            EventKind.MESSAGE_STATUS,
            f"{self.id}-{code.lower()}{mark}",
            at,
            self.person.address(plan.channel),
            data,
        )


Receipt = tuple[datetime, Happening]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a message: its receipts, and when it reached somebody (None: it did not)."""

    receipts: tuple[Receipt, ...]
    reached_at: datetime | None = None


def fate(rng: Random, message: Message) -> Fate:
    """Decide one message; receipts are in order of time and may lie after the world's end."""
    course, odds = COURSES[message.plan.channel], message.plan.odds
    if message.plan.parade:
        codes = (*course.unsent, *course.failed, *course.transit)
        if message.number < len(codes):
            return _ended(course, message, codes[message.number])
    luck = rng.random()
    if luck < odds.unsent:
        return _ended(course, message, _drawn(rng, course.unsent))
    luck -= odds.unsent
    failed = _failing(message)
    if luck < failed:
        return _ended(course, message, _drawn(rng, course.failed))
    if luck - failed < odds.transit:
        return _ended(course, message, _transit(rng, course, message))
    return _arrived(rng, course, message)


def bad_week(world: World) -> tuple[datetime, datetime]:
    """When one carrier lost nearly half of what it was given."""
    first = (world.as_of - timedelta(days=66)).replace(hour=0, minute=0, second=0, microsecond=0)
    return first, first + timedelta(days=7)


def _failing(message: Message) -> float:
    first, last = bad_week(message.world)
    struck = message.plan.channel == "sms" and message.person.carrier == BAD_CARRIER
    return 0.46 if struck and first <= message.sent_at < last else message.plan.odds.failed


def _transit(rng: Random, course: Course, message: Message) -> str:
    strange = STRANGE.get(message.plan.channel)
    return strange if strange and rng.random() < 0.12 else _drawn(rng, course.transit)


def _drawn(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(tuple(weights), tuple(weights.values()))[0]


def _ended(course: Course, message: Message, code: str) -> Fate:
    at = message.sent_at
    if code in course.unsent:
        return Fate(((at, message.status(code, at)),))
    sent = (at, message.status("SENT", at))
    if code == "SENT":
        return Fate((sent,))
    later = at + timedelta(seconds=20 + message.number % 900)
    return Fate((sent, (later, message.status(code, later))))


def _arrived(rng: Random, course: Course, message: Message) -> Fate:
    at = message.sent_at
    receipts: list[Receipt] = []
    if message.number % 5 == 0:
        receipts += ((at, message.status(code, at)) for code in course.before)
    receipts.append((at, message.status("SENT", at)))
    reached = at
    if course.delivered:
        # One receipt in two hundred arrives days later, when the phone is on again.
        median = 3000.0 if rng.random() < 0.005 else 0.15
        reached = at + timedelta(seconds=2 + 60 * median * rng.lognormvariate(0.0, 0.8))
        receipts.append((reached, message.status(course.delivered, reached)))
    receipts += _seen(rng, course, message, reached)
    return Fate(tuple(receipts), reached)


def _seen(rng: Random, course: Course, message: Message, reached: datetime) -> Iterator[Receipt]:
    plan, zone = message.plan, message.person.city.zone
    if course.tapped and rng.random() < plan.odds.opened:
        seen = reaction(rng, reached, course.open_median, 1.3, zone)
        yield seen, _tap(message, EventKind.LINK_OPEN, "open", seen)
    elif course.opened and rng.random() < plan.odds.opened:
        yield from _opened(rng, course, message, reached)
    elif course.clicked and rng.random() < 0.04:
        # A mail client fetches the pictures though nobody looks.
        seen = reached + timedelta(seconds=rng.randrange(1, 40))
        yield seen, message.status("OPEN", seen, user_agent=PROXY.user_agent)
    if not course.opened and plan.config.get("links") and rng.random() < plan.odds.clicked:
        clicked = reaction(rng, reached, 30.0, 1.2, zone)
        yield clicked, _click(rng, message, clicked, 0)


def _opened(rng: Random, course: Course, message: Message, reached: datetime) -> Iterator[Receipt]:
    who, plan = message.person, message.plan
    seen = reaction(rng, reached, course.open_median, 1.3, who.city.zone)
    agent = who.device.user_agent if course.clicked else None  # only email says with what
    yield seen, message.status(course.opened, seen, user_agent=agent)
    if course.clicked and rng.random() < 0.25:
        again = reaction(rng, seen, 900.0, 1.0, who.city.zone)
        yield again, message.status(course.opened, again, again=2, user_agent=agent)
    if not plan.config.get("links") or rng.random() >= plan.odds.clicked:
        return
    clicked = seen + timedelta(seconds=rng.randrange(5, 240))
    if course.clicked:
        yield clicked, message.status(course.clicked, clicked, user_agent=agent)
    yield clicked, _click(rng, message, clicked, 0)
    if rng.random() < 0.2:
        more = clicked + timedelta(seconds=rng.randrange(10, 4000))
        yield more, _click(rng, message, more, 1)


def _click(rng: Random, message: Message, at: datetime, number: int) -> Happening:
    links = message.plan.config["links"]
    tracked = [link["url"] for link in links if link["tracked"]] or [links[0]["url"]]
    url = rng.choices(tracked, range(2 * len(tracked), 0, -2))[0]
    scanned = message.plan.channel == "email" and rng.random() < 0.03
    device = SCANNER if scanned else message.person.device
    return _tap(message, EventKind.LINK_CLICK, f"click{number}", at, device, link=url)


def _tap(
    message: Message,
    kind: EventKind,
    what: str,
    at: datetime,
    device: Device | None = None,
    link: str = "",
) -> Happening:
    plan, who = message.plan, message.person
    device = device or who.device
    return happening(
        kind,
        f"{message.id}-{what}",
        at,
        who.address(plan.channel),
        {
            "external_id": plan.external_id,
            "channel": plan.channel,
            "message_id": message.id,
            "sender": plan.sender,
            "country": who.city.country,
            "link": link,
            "os": device.os,
            "platform": device.platform,
            "user_agent": device.user_agent,
            "latitude": who.latitude,
            "longitude": who.longitude,
        },
    )


def aftermath(rng: Random, message: Message, reached: datetime) -> Iterator[Receipt]:
    """What people do next: answer the message, or buy something."""
    plan, who, odds = message.plan, message.person, message.plan.odds
    subject = who.address(plan.channel)
    base: dict[str, Any] = {
        "external_id": plan.external_id,
        "channel": plan.channel,
        "country": who.city.country,
    }
    if odds.replied and rng.random() < odds.replied:
        at = reaction(rng, reached, 20.0, 1.1, who.city.zone)
        more = {
            "message_id": f"{message.id}-in",
            "sender": plan.sender,
            "text": rng.choice(REPLIES),
        }
        kind = EventKind.MESSAGE_INBOUND
        yield at, happening(kind, f"{message.id}-reply", at, subject, base | more)
    if odds.converted and rng.random() < odds.converted:
        at = reaction(rng, reached, 700.0, 1.0, who.city.zone)
        bought: dict[str, Any] = {
            "value": round(rng.lognormvariate(3.4, 0.6), 2),
            "currency": "USD",
        }
        kind = EventKind.CONVERSION
        yield at, happening(kind, f"{message.id}-order", at, subject, base | bought)
