"""What a page says was typed on a step, cut to the fields that the step has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from data.campaign_type import CampaignType
from data.creation_definition import UNTRACKED
from data.creation_field import CreationStep, Field, Kind, Values
from data.creation_steps import steps_of
from data.errors import BadRequest, NotFound

LARGEST = 512 * 1024
_ENDING = ("activation", "deliver_day", "deliver_time")  # asked on the last step of every type


def step_of(kind: CampaignType, slug: str) -> CreationStep:
    """The step at this address. Raises NotFound."""
    for step in steps_of(kind):
        if step.slug == slug:
            return step
    raise NotFound(f"{kind.label} has no step {slug[:40]!r}")


def merged(
    kind: CampaignType, slug: str, before: Values, typed: Mapping[str, Any]
) -> dict[str, Any]:
    """`before` with what was typed on a step. Raises NotFound, and BadRequest for what is no text.

    Fields that the page didn't show keep what they had, so that a change of mind loses nothing.
    """
    step = step_of(kind, slug)
    whole = dict(before)
    for field in step.fields(kind):
        if field.key in typed:
            whole[field.key] = _taken(field, typed[field.key], before.get(field.key))
    if step.slug == steps_of(kind)[-1].slug:
        for key in _ENDING:
            if key in typed:
                whole[key] = _text(typed[key], key)
        if UNTRACKED in typed:
            whole[UNTRACKED] = _texts(typed[UNTRACKED], UNTRACKED)
    try:
        size = len(orjson.dumps(whole))
    except TypeError as error:
        raise BadRequest(f"Can't be kept: {error}", slug) from None
    if size > LARGEST:
        raise BadRequest(f"Too much text: {size:,} bytes of at most {LARGEST:,}", slug)
    return whole


def _taken(field: Field, typed: object, before: object) -> Any:
    if field.kind is Kind.MANY:
        return _texts(typed, field.key)
    if field.kind is not Kind.ROWS:
        return _text(typed, field.key)
    if not isinstance(typed, list) or not all(isinstance(row, Mapping) for row in typed):
        raise BadRequest("Must be a list of rows", field.key)
    names = [column.key for column in field.columns if not column.read_only]
    rows = [{name: _text(row.get(name, ""), field.key) for name in names} for row in typed]
    old = before if isinstance(before, list) else []
    # Columns of another step stay with their row.
    return [{**(old[i] if i < len(old) else {}), **row} for i, row in enumerate(rows)]


def _texts(typed: object, where: str) -> list[str]:
    if not isinstance(typed, list):
        raise BadRequest("Must be a list of texts", where)
    return [_text(one, where) for one in typed]


def _text(typed: object, where: str) -> str:
    if not isinstance(typed, str):
        raise BadRequest("Must be text", where)
    if "\0" in typed:
        raise BadRequest("NUL characters can't be stored", where)
    return typed


def rearranged(
    kind: CampaignType, slug: str, whole: Values, deed: str, key: str, at: int
) -> dict[str, Any]:
    """`whole` with a row added, removed, or moved up or down.

    Raises NotFound, and BadRequest for what can't be done.
    """
    step = step_of(kind, slug)
    found = next((f for f in step.fields(kind) if f.key == key and f.kind is Kind.ROWS), None)
    rows = list(whole.get(key) or ())
    if found is None or found.fixed or (deed != "add" and not 0 <= at < len(rows)):
        raise BadRequest("There is no such row any more", key)
    if deed == "add":
        if len(rows) >= found.most_rows:
            raise BadRequest(f"At most {found.most_rows} {found.noun}s", key)
        rows.append({column.key: column.usual for column in found.columns})
    elif deed == "remove":
        del rows[at]
    else:
        to = max(0, at - 1) if deed == "up" else min(len(rows) - 1, at + 1)
        rows.insert(to, rows.pop(at))
    return {**whole, key: rows}
