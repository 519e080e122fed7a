"""What does reading kept calls again change? Told before and after in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from data.event import EPOCH, Event

EXAMPLES = 3
# What may tell of people is named alone.
_OPEN = frozenset({"campaign_id", "kind", "channel", "status", "error_code", "at"})


@dataclass(slots=True)
class Tally:
    """Events to which the same is done: by what they are, by campaign, and some of them."""

    by_kind: Counter[str] = field(default_factory=Counter)
    by_campaign: Counter[int | None] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def events(self) -> int:
        """How many they are."""
        return self.by_kind.total()

    def add(self, kind: str, campaigns: tuple[int | None, ...], example: str) -> None:
        """Count one event, of one campaign or of those between which it moves."""
        self.by_kind[kind] += 1
        self.by_campaign.update(campaigns)
        if len(self.examples) < EXAMPLES:
            self.examples.append(example)


@dataclass(slots=True)
class Replayed:
    """What reading calls again came to, or would come to."""

    calls: int = 0
    unreadable: list[int] = field(default_factory=list)  # numbers of calls
    known: int = 0  # events that were taken before, whatever becomes of them now
    added: Tally = field(default_factory=Tally)
    replaced: Tally = field(default_factory=Tally)
    retracted: Tally = field(default_factory=Tally)
    # Read differently, but stay: nobody noted then which call brought them.
    different: Tally = field(default_factory=Tally)
    about_lists: int = 0  # of those replaced and retracted, what the lists of subscribers heard
    rejected: int = 0
    waiting: int = 0  # for a campaign
    waiting_changed: int = 0  # of those that waited before: read differently, or wait no longer
    unknown: int = 0
    ignored: int = 0

    @property
    def new(self) -> int:
        """How many events were not known."""
        return self.added.events

    def add(self, event: Event) -> None:
        """Tell of an event that was not known."""
        row = orjson.loads(event.payload)
        row["at"] = EPOCH + timedelta(microseconds=row["at"])
        self.added.add(_what(row), (row.get("campaign_id"),), _example(row))

    def retract(self, old: Mapping[str, Any], call_id: int) -> None:
        """Tell of an event that is there no longer."""
        self.retracted.add(_what(old), (old["campaign_id"],), f"{_example(old)}, call {call_id}")
        self.about_lists += _is_about_lists(old)

    def replace(
        self, old: Mapping[str, Any], new: Mapping[str, Any], call_id: int, *, stays: bool = False
    ) -> None:
        """Tell of one that reads differently in a call, though it may be that it `stays` as it was
        taken.
        """
        before, after = _what(old), _what(new)
        what = before if before == after else f"{before} → {new['status']}"
        campaigns = tuple(dict.fromkeys((old["campaign_id"], new["campaign_id"])))
        example = f"{_changes(old, new)}, call {call_id}"
        (self.different if stays else self.replaced).add(what, campaigns, example)
        self.about_lists += _is_about_lists(old) and not stays


def differ(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether two rows of the lake say different things."""
    return any(old[name] != new[name] for name in new)


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    changed = (name for name in new if old[name] != new[name])
    return "; ".join(
        f"{name} {_shown(old[name])} → {_shown(new[name])}" if name in _OPEN else name
        for name in changed
    )


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _what(row: Mapping[str, Any]) -> str:
    status = row.get("status")
    return f"{row['kind']} {status}" if status else str(row["kind"])


def _example(row: Mapping[str, Any]) -> str:
    campaign = row.get("campaign_id")
    whose = f" of campaign {campaign}" if campaign else ""
    return f"{_what(row)}{whose} at {row['at'].isoformat()}"


def _is_about_lists(row: Mapping[str, Any]) -> bool:
    return str(row["kind"]).startswith("subscriber.")


def in_words(said: Replayed, *, dry_run: bool) -> Iterator[str]:
    """What is done, or would be, line by line: how many of what, and of which campaigns."""
    would = "would be " if dry_run else ""
    told = (
        (said.added, f"{would}added"),
        (said.replaced, f"{would}replaced"),
        (said.retracted, f"{would}taken out"),
        (said.different, "read differently now, and stay as they were taken"),
    )
    for tally, words in told:
        if not tally.events:
            continue
        yield f"{tally.events:,} {words}: {_counted(tally.by_kind)}"
        yield "  " + ", ".join(
            f"{_campaign(key)}: {n:,}" for key, n in tally.by_campaign.most_common()
        )
        yield from (f"  for example {example}" for example in tally.examples)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{what} {n:,}" for what, n in counts.most_common())


def _campaign(key: int | None) -> str:
    return "no campaign" if key is None else f"campaign {key}"
