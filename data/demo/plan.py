"""What is planned for one campaign of the demonstration, before anything happens in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data.vocabulary.campaign_state import Group, State


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely each step is; every share is of the people who took the step before.

    `unsent`, `failed` and `transit` are of the audience; `opened` (a read receipt, an opened
    email, a visit of the short link) of those reached; `clicked` and `played` of those who opened;
    `finished` of the players; `won` of those who finished.
    """

    unsent: float = 0.012
    failed: float = 0.03
    transit: float = 0.012
    opened: float = 0.3
    clicked: float = 0.12
    played: float = 0.6
    finished: float = 0.7
    won: float = 0.1
    converted: float = 0.0
    replied: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """One campaign: what is registered, and how its audience will behave."""

    external_id: str
    name: str
    group: Group
    type: str
    channel: str
    sender: str
    state: State
    created_at: datetime
    delivery_at: datetime | None
    size: int  # people it is sent to, or who come by themselves
    config: Mapping[str, Any] = field(default_factory=dict)
    odds: Odds = Odds()
    ends_at: datetime | None = None  # paused or closed: nobody takes part later
    strangers: int = 0  # visits by people who were never addressed: the link was shared
    parade: bool = False  # the first messages go through every status code of the channel
    silent: bool = False  # nothing has happened in it

    @property
    def goes_out(self) -> bool:
        """Whether it is sent by message; otherwise people come by keyword, form or endpoint."""
        return bool(self.channel) and self.config.get("recipients") not in {"keyword", "form"}


@dataclass(frozen=True, slots=True)
class World:
    """One demonstration: everything in it follows from these three values."""

    seed: int
    scale: float
    as_of: datetime  # nothing happens later

    def sized(self, count: int) -> int:
        """`count` people at scale 1; never none."""
        return max(1, round(count * self.scale))

    @property
    def population(self) -> int:
        """How many people there are to address."""
        return max(2_000, self.sized(24_000))
