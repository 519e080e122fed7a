"""When was which campaign paused, and what happened to it meanwhile (F060)?

A pause lasts from the transition to Pending until the one away from it. Both are moments of our
own clock, and an event lies in a pause by the time at which it happened, so it makes no difference
which of the two was recorded first: nothing is marked in the lake, the reader looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import polars as pl
from sqlalchemy import Connection, func, or_, select

from data.store.schema import MOMENT
from data.store.tables import campaigns, transitions
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.event_kind import PARTICIPATION


@dataclass(frozen=True, slots=True)
class Pause:
    """[start, end) in UTC, without `end` while it lasts; `id` and `month` are the campaign's."""

    id: int
    month: str
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pauses:
    """Every pause there was up to the transition numbered `last`, of each campaign in order.

    `version` is the number of the last transition that began or ended one.
    """

    last: int = 0
    version: int = 0
    by_campaign: dict[int, tuple[Pause, ...]] = field(default_factory=dict)

    def of(self, ids: Iterable[int] | None) -> tuple[Pause, ...]:
        """The pauses of these campaigns; None: of all."""
        if not self.by_campaign:
            return ()
        wanted = self.by_campaign if ids is None else ids
        return tuple(pause for one in wanted for pause in self.by_campaign.get(one, ()))


def later(connection: Connection, known: Pauses) -> Pauses:
    """`known`, and what was recorded since; the same value where that is nothing.

    Writers pass one by one, so no transition appears below one that was seen.
    """
    last = connection.scalar(select(func.max(transitions.c.id))) or 0
    if last == known.last:
        return known
    c = transitions.c
    rows = connection.execute(
        select(c.id, c.campaign_id, c.after, c.at, campaigns.c.month)
        .join(campaigns, campaigns.c.id == c.campaign_id)
        .where(c.id > known.last, c.id <= last, campaigns.c.group == Group.INTERACTIVE)
        .where(or_(c.before == State.PENDING, c.after == State.PENDING))
        .order_by(c.id)
    ).all()
    found, version = dict(known.by_campaign), known.version
    for version, one, after, at, month in rows:  # noqa: B007
        before = found.get(one, ())
        if after == State.PENDING:
            found[one] = (*before, Pause(one, month, at))
        elif before:
            found[one] = (*before[:-1], replace(before[-1], end=at))
    return Pauses(last, version, found)


def as_known(pauses: Iterable[Pause], moment: datetime) -> tuple[Pause, ...]:
    """What was known of `pauses` at a moment: later ones not at all, and later ends neither."""
    return tuple(
        replace(one, end=one.end if one.end is not None and one.end <= moment else None)
        for one in pauses
        if one.start <= moment
    )


def during(rows: pl.LazyFrame, pauses: Sequence[Pause], at: str = "at") -> pl.LazyFrame:
    """The rows of participation whose time `at` lies in one of `pauses`; at least one is given."""
    spans = pl.LazyFrame(
        [(one.id, one.start, one.end) for one in pauses],
        {"campaign_id": pl.Int64, "paused_from": MOMENT, "paused_until": MOMENT},
        orient="row",
    )
    inside = (pl.col(at) >= pl.col("paused_from")) & (
        pl.col("paused_until").is_null() | (pl.col(at) < pl.col("paused_until"))
    )
    near = rows.filter(*_nearby(pauses, pl.col(at)))
    return near.join(spans, on="campaign_id").filter(inside).drop("paused_from", "paused_until")


def _nearby(pauses: Sequence[Pause], at: pl.Expr) -> Iterator[pl.Expr]:
    """What the files' own statistics can tell, so that most rows need not be looked at."""
    yield pl.col("campaign_id").is_in(sorted({one.id for one in pauses}))
    yield at >= min(one.start for one in pauses)
    ends = [one.end for one in pauses if one.end is not None]
    if len(ends) == len(pauses):
        yield at < max(ends)
    yield pl.col("kind").is_in(_KINDS)


_KINDS = [kind.value for kind in sorted(PARTICIPATION)]
