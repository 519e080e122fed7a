"""How is a change of a dashboard told to those whom it concerns?"""

from __future__ import annotations

from collections.abc import Sequence

from data.dashboard_change import Change, Content, Kind, Step

_VERBS = {Kind.UNDO: "took back: ", Kind.REDO: "did again: "}


def said(change: Change, *, me: str = "") -> str:
    """A change as a sentence without its full stop; `me` is who reads it."""
    who = "You, in another window," if change.by == me else change.by[:1].upper() + change.by[1:]
    return f"{who} {_VERBS.get(change.kind, '')}{change.said}"


def crossed(change: Change, before: Sequence[Change]) -> tuple[str, ...]:
    """What others did to the same things after the one who changes them had looked."""
    return tuple(
        f"{said(other, me=change.by)} meanwhile. Your change came after that and counts; Undo puts "
        "the other one back."
        for other in before
        if any(mine.touches(theirs) for mine in change.steps for theirs in other.steps)
    )


def left_alone(content: Content, step: Step) -> str:
    """Why a step of what was to be taken back was not taken."""
    fields = content.get(step.thing) or step.before or {}
    what = fields.get("title") or fields.get("name") or "It"
    return f"“{what}” has been changed by somebody since, so it was left as it is."


def gone(changes: Sequence[Change], tile: int) -> str:
    """Why a tile can't be changed that isn't there."""
    for change in reversed(changes):
        if any(step.thing == tile and step.after is None for step in change.steps):
            return f"{said(change)}, so it can't be changed any more"
    return "This tile is not on the dashboard"
