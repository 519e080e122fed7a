"""What does a press of a button, or a pause in typing, do on a step?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from dash import html, no_update
from dash.development.base_component import Component

from data.api.guard import Visitor
from data.creation import Mark, Saved, Work
from data.creation_definition import UNTRACKED
from data.creation_field import CreationStep, Problem
from data.creation_steps import steps_of
from data.creation_typing import rearranged, step_of
from data.errors import BadRequest, HeliographError
from data.services import Services
from data.vocabulary.campaign_state import State
from pages.campaign_edit import aside, ending, form, frame, summary

_ROWS = frozenset({"add", "remove", "up", "down"})
_LINKS = frozenset({"track", "untrack"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One message of the page: what was typed, and what was pressed ("": nothing)."""

    campaign_id: int
    step: str
    tab: str
    revision: int
    sequence: int
    values: Mapping[str, Any]
    shown: list[str]
    strict: bool  # faults are told as one types
    deed: str = ""
    about: str = ""
    number: int = 0


def check(visitor: Visitor) -> None:
    """Raise NotAllowed unless the visitor may make and change campaigns."""
    visitor.check_may("make and change campaigns")


def answer(here: Services, asked: Asked, visitor: Visitor) -> dict[str, Any]:
    """What changes on the page. Raises NotAllowed for who only looks on, and as the creation."""
    check(visitor)
    if asked.deed == "discard":
        return _discarded(here, asked)
    if asked.deed == "theirs":
        return _page(here, here.creation.get(asked.campaign_id), asked, visitor)
    saved = _save(here, asked, visitor)
    work, step = saved.work, step_of(saved.work.kind, asked.step)
    if not saved.kept:
        labels = frame.differing(asked.values, work, step)
        opened = f"{work.revision} {asked.sequence}"
        told = frame.conflict(work, labels, here.zone, opened)
        return _unchanged(saved="Not saved", trouble=told)
    if asked.deed in {"next", "back", "go"}:
        return _moved(here, work, step, asked, visitor)
    if asked.deed in {"finish", "confirm"}:
        return _ended(here, work, step, asked, visitor)
    return _page(here, work, asked, visitor)


def _save(here: Services, asked: Asked, visitor: Visitor) -> Saved:
    return here.creation.save(
        asked.campaign_id,
        asked.step,
        asked.values,
        Mark(asked.tab, asked.revision, asked.sequence),
        visitor.name,
        anyway=asked.deed == "mine",
        then=_then(here, asked),
    )


def _then(here: Services, asked: Asked) -> Callable[[dict[str, Any]], dict[str, Any]] | None:
    kind = here.creation.get(asked.campaign_id).kind
    if asked.deed in _ROWS:
        return lambda whole: rearranged(
            kind, asked.step, whole, asked.deed, asked.about, asked.number
        )
    return partial(_track, asked) if asked.deed in _LINKS else None


def _track(asked: Asked, whole: dict[str, Any]) -> dict[str, Any]:
    rest = [url for url in whole.get(UNTRACKED) or () if url != asked.about]
    return {**whole, UNTRACKED: [*rest, asked.about] if asked.deed == "untrack" else rest}


def mark_of(here: Services, work: Work, step: CreationStep, strict: bool) -> dict[str, Any]:
    """What the page knows about the step as it stands stored."""
    more = frame.shown_endings(work, here.zone) if frame.is_last(work, step) else ()
    faults = {p.where: p.message for p in _told_here(here, work, step)} if strict else {}
    return {
        "revision": work.revision,
        "shown": [*form.keys(work, step, more), *([ending.button_word(work)] if more else [])],
        "strict": strict,
        "faults": faults,
    }


def _told_here(here: Services, work: Work, step: CreationStep) -> list[Problem]:
    return [p for p in here.creation.checks.problems(work) if p.step == step.slug]


def _page(here: Services, work: Work, asked: Asked, visitor: Visitor) -> dict[str, Any]:
    """The step as it stands stored; its fields are drawn anew only where that has to be."""
    step = step_of(work.kind, asked.step)
    mark = mark_of(here, work, step, asked.strict) | {"sequence": asked.sequence}
    anew = asked.deed in {"theirs", "mine", *_ROWS, *_LINKS} or mark["shown"] != asked.shown
    fresh: dict[str, Any] = {
        "saved": frame.saved_words(work, here.zone),
        "mark": mark,
        "aside": aside.beside(work, step),
        "trouble": None,
        "unsaved": frame.unsaved(work),
    }
    if anew:
        focus = _focus(work, asked)
        fresh["body"] = frame.body(
            here, work, step, mark["faults"], focus, sees_recipients=visitor.sees_recipients
        )
        fresh["foot"] = frame.foot(work, step)
    else:
        fresh["live"] = form.live(here, work, step)
    return _unchanged(**fresh)


def _focus(work: Work, asked: Asked) -> dict[str, str]:
    """The row that was added or moved; after one was removed, the button that adds one."""
    opened = f"{work.revision} {asked.sequence}"
    number = {
        "add": len(work.typed.get(asked.about) or ()) - 1,
        "up": asked.number - 1,
        "down": asked.number + 1,
    }.get(asked.deed)
    if asked.deed == "remove":
        return {asked.about: opened}
    return {} if number is None else {f"{asked.about}.{number}": opened}


def _moved(
    here: Services, work: Work, step: CreationStep, asked: Asked, visitor: Visitor
) -> dict[str, Any]:
    every = [one.slug for one in steps_of(work.kind)]
    at = every.index(step.slug)
    if asked.deed == "next":
        found = _told_here(here, work, step)
        if found:
            return _stopped(here, work, asked, visitor, found)
        to = every[min(at + 1, len(every) - 1)]
    else:
        to = every[max(at - 1, 0)] if asked.deed == "back" else step_of(work.kind, asked.about).slug
    return _unchanged(gone=summary.address(work, to))


def _stopped(
    here: Services, work: Work, asked: Asked, visitor: Visitor, found: list[Problem]
) -> dict[str, Any]:
    step = step_of(work.kind, asked.step)
    mark = mark_of(here, work, step, strict=True) | {"sequence": asked.sequence}
    mark["faults"] |= {p.where: p.message for p in found if p.step == step.slug}
    return _unchanged(
        saved=frame.saved_words(work, here.zone),
        mark=mark,
        trouble=frame.wrong(found, f"{work.revision} {asked.sequence}"),
        slot=None,
    )


def _ended(
    here: Services, work: Work, step: CreationStep, asked: Asked, visitor: Visitor
) -> dict[str, Any]:
    after = ending.chosen(work)
    try:
        at = ending.date(work, here.zone, here.clock())
    except BadRequest as error:
        where = error.where or "deliver_day"
        return _stopped(here, work, asked, visitor, [Problem(step.slug, where, "Date", str(error))])
    if after is not State.DRAFT:
        if found := here.creation.checks.problems(work):
            return _missing(here, work, asked, found)
        if asked.deed == "finish":
            people = here.creation.checks.count(work)
            carrier = here.dispatch.carrier_for(here.creation.checks.described(work))
            opened = f"{work.revision} {asked.sequence}"
            mark = mark_of(here, work, step, strict=False) | {"sequence": asked.sequence}
            return _unchanged(
                slot=ending.question(work, at, people, carrier, here.zone, opened),
                trouble=None,
                mark=mark,
                saved=frame.saved_words(work, here.zone),
            )
    here.creation.finish(work.campaign_id, work.revision, after, visitor.name, at)
    return _unchanged(gone=f"/campaigns/{work.campaign_id}", slot=None)


def _missing(
    here: Services, work: Work, asked: Asked, found: tuple[Problem, ...]
) -> dict[str, Any]:
    """Publishing has to wait: each missing thing with the way to its step."""
    box = html.Div(
        summary.missing(work, found),
        role="alert",
        tabIndex=-1,
        className="creator-wrong",
        **{"data-take-focus": f"{work.revision} {asked.sequence}"},
    )
    step = step_of(work.kind, asked.step)
    mark = mark_of(here, work, step, strict=True) | {"sequence": asked.sequence}
    saved = frame.saved_words(work, here.zone)
    return _unchanged(trouble=box, slot=None, mark=mark, saved=saved)


def _discarded(here: Services, asked: Asked) -> dict[str, Any]:
    here.creation.discard(asked.campaign_id)
    return _unchanged(gone=f"/campaigns/{asked.campaign_id}")


def refused(error: HeliographError, opened: str) -> dict[str, Any]:
    """Nothing was done, and why; what was typed stays on the page."""
    told = html.Div(
        html.P(f"{str(error).rstrip('.')}."),
        role="alert",
        tabIndex=-1,
        className="notice creator-wrong",
        **{"data-take-focus": opened},
    )
    return _unchanged(saved="Not saved", trouble=told, slot=None)


def _unchanged(**changed: Component | Any) -> dict[str, Any]:
    parts = ("saved", "mark", "body", "foot", "aside", "trouble", "unsaved", "gone", "slot")
    return {**dict.fromkeys(parts, no_update), "live": {}, **changed}
