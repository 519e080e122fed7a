"""What did somebody change on a dashboard, and how is it taken back?

A dashboard's content is things by number, each with its fields: 0 is the dashboard itself, the
others are its tiles. A change is steps, each of which says what fields were before and are after;
the list of changes only grows, and what takes a change back is a change as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Fields = Mapping[str, Any]
Content = Mapping[int, Fields]
ITSELF = 0


@dataclass(frozen=True, slots=True)
class Step:
    """Some fields of one thing; None before it is there, or after it is gone."""

    thing: int
    before: Fields | None
    after: Fields | None

    @property
    def inverse(self) -> Step:
        """The way back."""
        return Step(self.thing, self.after, self.before)

    def fits(self, content: Content) -> bool:
        """Whether the thing still is as the step found it, so that nobody else's work is lost."""
        present = content.get(self.thing)
        if self.before is None or present is None:
            return self.before is present
        if self.after is None:
            return dict(present) == dict(self.before)
        return all(present.get(name) == value for name, value in self.before.items())

    def touches(self, other: Step) -> bool:
        """Whether both are about the same fields of the same thing."""
        if self.thing != other.thing:
            return False
        mine, theirs = (set(step.before or ()) | set(step.after or ()) for step in (self, other))
        return bool(mine & theirs)


class Kind(StrEnum):
    """Whether a change is new, or takes one back, or does that one again."""

    NEW = "new"
    UNDO = "undo"
    REDO = "redo"
    LIFE = "life"  # deleted, or brought back; taking changes back passes it over


@dataclass(frozen=True, slots=True)
class Change:
    """What `by` did; it made the revision `number`. `of` is the new change that it is about."""

    number: int
    at: datetime
    by: str
    kind: Kind
    of: int
    said: str  # what was done, after the name of who did it: "moved “Delivery Rate”"
    steps: tuple[Step, ...]


def applied(content: Content, steps: Iterable[Step]) -> dict[int, Fields]:
    """The content after the steps."""
    things = dict(content)
    for step in steps:
        if step.after is None:
            things.pop(step.thing, None)
        else:
            things[step.thing] = {**things.get(step.thing, {}), **step.after}
    return things


def fitting(content: Content, steps: Iterable[Step]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The steps that take nobody else's work away, one after the other, and those that would."""
    good: list[Step] = []
    left: list[Step] = []
    for step in steps:
        fits = step.fits(content)
        (good if fits else left).append(step)
        content = applied(content, [step]) if fits else content
    return tuple(good), tuple(left)


def done_and_undone(changes: Sequence[Change]) -> tuple[list[Change], list[Change]]:
    """What can be taken back and what can be done again, the last of each first in turn.

    `changes` are those of one person, oldest first. Something new ends what could be done again.
    """
    done: list[Change] = []
    undone: list[Change] = []
    for change in changes:
        if change.kind is Kind.NEW:
            done.append(change)
            undone.clear()
        elif change.kind is Kind.UNDO:
            done = [one for one in done if one.of != change.of]
            undone.append(change)
        elif change.kind is Kind.REDO:
            undone = [one for one in undone if one.of != change.of]
            done.append(change)
    return done, undone
