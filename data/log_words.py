"""What does an address that people send to each other ask of the message log?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from data.channels import CHANNELS
from data.log_rows import RECEIVED, Direction, LogFilters
from data.message_log import MessageLog
from data.vocabulary.period import Period

OWN = ("channel", "direction", "status", "q", "campaign")
DIRECTIONS = {"outgoing": Direction.OUT, "incoming": Direction.IN}
_LONGEST = 200  # characters of a word


@dataclass(frozen=True, slots=True)
class LogWords:
    """The words that were understood, once each, and why others were ignored."""

    channel: str = ""
    direction: str = ""
    status: str = ""
    q: str = ""
    campaign: str = ""
    notices: tuple[str, ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether anything but the days is filtered."""
        return any((self.channel, self.direction, self.status, self.q, self.campaign))

    def filters(self, period: Period, zone: ZoneInfo, log: MessageLog) -> LogFilters:
        """The filters, days being those of `zone`."""
        start, until = period.instants(zone)
        return LogFilters(
            start,
            until,
            channels=frozenset({self.channel} if self.channel else ()),
            directions=frozenset({DIRECTIONS[self.direction]} if self.direction else ()),
            statuses=frozenset({self.status} if self.status else ()),
            recipient=self.q,
            campaigns=log.campaigns(self.campaign) if self.campaign else None,
        )


def read(words: Mapping[str, str]) -> LogWords:
    """Understand what can be understood, and say what could not."""
    kept = {name: _clean(words.get(name, "")) for name in OWN}
    told = []
    for name, known, what in (
        ("channel", CHANNELS, "channel"),
        ("direction", DIRECTIONS, "direction"),
    ):
        if kept[name] and kept[name] not in known:
            told.append(f"{name}=“{kept[name][:40]}” was ignored: there is no such {what}.")
            kept[name] = ""
    return LogWords(**kept, notices=tuple(told))


def statuses(channel: str) -> list[str]:
    """The raw status codes of a channel, or of all, in the order of a message's life."""
    chosen = [CHANNELS[channel]] if channel else sorted(CHANNELS.values(), key=lambda c: c.order)
    ranked = sorted((s.rank, s.code) for one in chosen for s in one.statuses)
    return [*dict.fromkeys(code for _, code in ranked), RECEIVED]


def _clean(text: str) -> str:
    """A word without what no name and no number has."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]
