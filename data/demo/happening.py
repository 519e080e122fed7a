"""What a thing that happened looks like on its way in: a CloudEvent as any caller would send it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

from data.demo.rhythm import stamp
from data.vocabulary.event_kind import EventKind

Happening = dict[str, Any]


def happening(
    kind: EventKind, event_id: str, at: datetime, subject: str | None, data: dict[str, Any]
) -> Happening:
    """One CloudEvent 1.0; `data` loses its empty values, `at` is kept to the millisecond."""
    event: Happening = {
        "specversion": "1.0",
        "id": event_id,
        "source": f"demo/{data.get('channel') or 'workspace'}",
        "type": kind.value,
        "time": stamp(at),
        "data": {key: value for key, value in data.items() if value not in (None, "")},
    }
    if subject:
        event["subject"] = subject
    return event


def disordered(rng: Random, events: Iterator[Happening]) -> Iterator[Happening]:
    """The same happenings as a carrier would deliver them: some late, some twice."""
    held: list[tuple[int, Happening]] = []
    for number, event in enumerate(events):
        luck = rng.random()
        if luck < 0.03:
            held.append((number + rng.randrange(5, 400), event))
        else:
            yield event
        if luck > 0.985:
            held.append((number + rng.randrange(1, 200), event))
        if held and number % 50 == 0:
            yield from (late for due, late in held if due <= number)
            held = [entry for entry in held if entry[0] > number]
    yield from (late for _, late in held)
