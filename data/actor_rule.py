"""What is a rule that tells opens and clicks of programs from those of people?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from data.vocabulary.actor import Actor

Options = Mapping[str, str]  # an option's words, by its key


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be set about a rule: a whole number, or texts, one a line."""

    key: str
    label: str
    usual: str
    least: int = 1
    most: int = 3600
    texts: bool = False

    def number(self, options: Options) -> int:
        """The number that was set."""
        return int(options.get(self.key, self.usual))

    def lines(self, options: Options) -> list[str]:
        """The texts that were set."""
        return [line.strip() for line in options.get(self.key, "").splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class ActorRule:
    """One rule, as a declaration; rules are tried by `order`, and the first that fits counts.

    Either `agent` says of a user agent whether it fits, or `marks` finds among acts (rows of
    data.store.engagement.ACTS) whose fit, and when: `campaign_id`, `person`, `at`.
    """

    key: str
    label: str
    definition: str  # one sentence on the settings screen
    source: str  # where the rule or its list comes from
    actor: Actor
    order: int
    agent: Callable[[str], bool] | None = None
    marks: Callable[[pl.LazyFrame, Options], pl.LazyFrame] | None = None
    options: tuple[Option, ...] = ()
