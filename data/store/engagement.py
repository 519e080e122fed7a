"""Which opens and clicks were there, one by one? Made from the events as they are read."""

from __future__ import annotations

import polars as pl

from data.store.lake_tables import with_standing
from data.store.schema import EVENTS
from data.tally import CLICKED, CLICKED_STATUS, OPENED
from data.vocabulary.event_kind import EventKind

_SPLITS = ("channel", "sender", "carrier", "country", "platform", "status")
_OWN = ("month", "campaign_id", "key", "at", "person", "link", "user_agent", *_SPLITS)
ACTS: dict[str, pl.DataType | type[pl.DataType]] = {
    **{name: EVENTS[name] for name in _OWN},
    "act": pl.String,
}
_KINDS = (EventKind.LINK_OPEN.value, CLICKED)


def acts(events: pl.LazyFrame) -> pl.LazyFrame:
    """The opens and clicks among `events`, as ACTS.

    `act`: "message.open" (a status that says opened or read), "message.click" (one that says
    clicked), "link.open" (the short link) and "link.click" (a tracked link).
    """
    kind = pl.col("kind")
    linked = events.filter(kind.is_in(_KINDS)).with_columns(act=kind)
    told = with_standing(events.filter(kind == EventKind.MESSAGE_STATUS.value))
    told = told.filter("opened").with_columns(
        act=pl.when("clicked").then(pl.lit(CLICKED_STATUS)).otherwise(pl.lit(OPENED))
    )
    return pl.concat([linked.select(*ACTS), told.select(*ACTS)])
