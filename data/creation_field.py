"""What is a field, and what is a step, of the screens that campaigns are made on?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from data.campaign_type import CampaignType

# What was typed, by field: text, a list of texts, or rows of texts. It need not be right yet.
Values = Mapping[str, Any]


class Kind(StrEnum):
    """How a field is filled in; each has a part of its own that draws it."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"  # one of few, all in sight
    PICK = "pick"  # one of a menu
    MANY = "many"  # any of a few
    NUMBER = "number"
    SWITCH = "switch"
    COLOR = "color"
    DAY = "day"
    TIME = "time"
    WORDS = "words"  # one a line
    OPTIONS = "options"  # one a line, and where it leads: "Opening hours > Hours"
    ROWS = "rows"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Field:
    """One field, as a declaration.

    `key` is its place in a campaign's `config`, dots leading into objects ("message.body"), but
    for the fields that are not `kept` there. It shows while each field that `when` names has one
    of the values there.
    """

    key: str
    label: str
    kind: Kind = Kind.LINE
    help: str = ""
    required: bool = False
    usual: str = ""  # where nothing was chosen
    options: tuple[tuple[str, str], ...] = ()  # value and label
    longest: int = 200
    least: int = 0
    most: int = 1_000_000
    decimals: bool = False
    numbers: bool = False  # what is chosen is kept as whole numbers, where it is one
    columns: tuple[Field, ...] = ()  # of rows
    fewest: int = 0  # rows or words
    most_rows: int = 50
    noun: str = "row"
    fixed: bool = False  # rows that another step adds and removes
    read_only: bool = False
    unique: bool = False  # a column or word that may not come twice, regardless of case
    pattern: str = ""
    suggested: str = ""  # what is offered while one types: "senders", "tags"
    inserts: tuple[str, ...] = ()  # placeholders that a button puts in
    kept: bool = True
    when: tuple[tuple[str, frozenset[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a campaign from being published; `where` is the control, `step` its address."""

    step: str
    where: str
    label: str
    message: str


# (where, message) of what is wrong between fields.
Check = Callable[[CampaignType, Values], Iterator[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class CreationStep:
    """One step of the creator: the fields that a type has on it.

    A type has the step that bears the name in its `steps`, of several the one that lists it.
    """

    key: str
    label: str
    lead: str
    fields: Callable[[CampaignType], tuple[Field, ...]]
    types: frozenset[str] = frozenset()
    check: Check | None = None

    @property
    def slug(self) -> str:
        """Its word in addresses: "reveal-content"."""
        return self.label.lower().replace(" ", "-")


def on(key: str, *values: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """For `when`: while the field `key` has one of these values."""
    return ((key, frozenset(values)),)
