"""What the figures must be, counted in plain Python over the raw events: the independent truth.

Nothing here uses the product's counting, its declarations or Polars; the tables are written out
again from the specification.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

UNSENT, TRANSIT, DELIVERED, FAILED = "unsent", "transit", "delivered", "failed"

# code: (how far along in a message's life, what became of it, opened or read)
SMS = {
    "QUEUE": (1, UNSENT, False),
    "DEQUEUED": (2, UNSENT, False),
    "BLACKLISTED": (3, UNSENT, False),
    "SENT": (10, TRANSIT, False),
    "ENROUTE": (12, TRANSIT, False),
    "UNDELIV": (20, FAILED, False),
    "DELIVRD": (30, DELIVERED, False),
}
EMAIL = {
    "DEQUEUED": (1, UNSENT, False),
    "BAD_TO": (2, UNSENT, False),
    "SENT": (10, DELIVERED, False),
    "BOUNCED": (20, FAILED, False),
    "DELIVERED": (30, DELIVERED, False),
    "OPEN": (40, DELIVERED, True),
    "CLICK": (50, DELIVERED, True),
    "COMPLAINED": (60, FAILED, False),
}
STATUSES = {"sms": SMS, "email": EMAIL}
UNKNOWN = (11, TRANSIT, False)

Event = dict[str, Any]


def unique(events: Iterable[Event]) -> list[Event]:
    """Each event once, by the name that the contract gives it."""
    return list({(e["source"], e["id"], e["type"]): e for e in events}.values())


def standings(events: Iterable[Event], channel: str) -> dict[str, tuple[int, str, bool, str, str]]:
    """Each message's furthest status: (how far, outcome, opened, code, recipient)."""
    furthest: dict[str, tuple[int, str, bool, str, str]] = {}
    for event in unique(events):
        if event["type"] != "message.status":
            continue
        code = event["data"]["status"]
        far, outcome, opened = STATUSES[channel].get(code, UNKNOWN)
        message = event["data"].get("message_id") or event["subject"]
        here = (far, outcome, opened, code, event["subject"])
        if message not in furthest or (here[0], here[3]) > (
            furthest[message][0],
            furthest[message][3],
        ):
            furthest[message] = here
    return furthest


def figures(events: Iterable[Event], channel: str) -> dict[str, float | int | None]:
    """The metrics of one messaging campaign, by their keys in the API."""
    events = unique(events)
    stands = standings(events, channel).values()
    n = {o: sum(s[1] == o for s in stands) for o in (UNSENT, TRANSIT, DELIVERED, FAILED)}
    sent = n[TRANSIT] + n[DELIVERED] + n[FAILED]
    openers: set[str] = set()
    clickers: set[str] = set()
    for event in events:
        code = event["data"].get("status") if event["type"] == "message.status" else None
        if event["type"] == "link.click" or code == "CLICK":
            clickers.add(event["subject"])
        if event["type"] == "link.open" or code in ("OPEN", "CLICK"):
            openers.add(event["subject"])
    reached = {s[4] for s in stands if s[1] == DELIVERED}
    opened, clicked = reached & (openers | clickers), reached & clickers

    def share(top: int, over: int) -> float | None:
        return top / over if over else None

    return {
        "total_sent": sent,
        "unsent": n[UNSENT],
        "delivered": n[DELIVERED],
        "transit": n[TRANSIT],
        "failed": n[FAILED],
        "delivery_rate": share(n[DELIVERED], sent),
        "transit_rate": share(n[TRANSIT], sent),
        "failed_rate": share(n[FAILED], sent),
        "opened": len(opened),
        "clicked": len(clicked),
        "open_rate": share(len(opened), n[DELIVERED]),
        "click_rate": share(len(clicked), n[DELIVERED]),
        "total_clicks": sum(e["type"] == "link.click" for e in events),
    }


def daily(events: Iterable[Event], kind: str) -> dict[str, int]:
    """Events of a kind by UTC day."""
    days: dict[str, int] = defaultdict(int)
    for event in unique(events):
        if event["type"] == kind:
            days[event["time"][:10]] += 1
    return dict(days)


# What a paused campaign does not accept (F060); everything else is a fact all the same.
TAKING_PART = {
    "link.open",
    "link.click",
    "content.play",
    "content.click",
    "form.submit",
    "question.answer",
    "keyword.use",
    "chatbot.interaction",
    "prize.award",
    "pass.generate",
    "pass.send",
    "pass.add",
    "pass.redeem",
    "geofence.display",
}


def happened_in_a_pause(event: Event, pauses: Iterable[tuple[datetime, datetime | None]]) -> bool:
    """Whether it is participation at a time from the beginning of a pause until before its end."""
    at = datetime.fromisoformat(event["time"])
    inside = any(start <= at and (end is None or at < end) for start, end in pauses)
    return inside and event["type"] in TAKING_PART


def acts(events: Iterable[Event]) -> dict[str, int]:
    """What people did in an interactive campaign, by the metrics' keys in the API."""
    events = unique(events)

    def times(kind: str) -> int:
        return sum(event["type"] == kind for event in events)

    def people(kind: str) -> int:
        return len({event["subject"] for event in events if event["type"] == kind})

    return {
        "opened_url_link": people("link.open"),
        "total_opens": times("link.open"),
        "played": people("content.play"),
        "assigned_prizes": times("prize.award"),
        "total_participants": people("question.answer"),
        "total_answers": times("question.answer"),
    }


def last_acts(events: Iterable[Event]) -> dict[str, datetime | None]:
    """When each person last did something; None for those to whom alone something was done."""
    last: dict[str, datetime | None] = {}
    for event in unique(events):
        if event["type"] == "message.status":
            last.setdefault(event["subject"], None)
            continue
        passive = event["type"] in {"pass.generate", "pass.send", "prize.award"}
        at = None if passive else datetime.fromisoformat(event["time"])
        before = last.setdefault(event["subject"], at)
        if at is not None and (before is None or before < at):
            last[event["subject"]] = at
    return last
