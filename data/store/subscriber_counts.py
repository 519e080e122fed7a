"""How many subscribers came when, and how many are on each list now? Additive counts as a frame."""

from __future__ import annotations

import polars as pl
from sqlalchemy import Engine

from data.store import subscriber_rows
from data.store.engine import read
from data.store.schema import MOMENT

JOINED, LISTED, BLOCKED = "joined", "listed", "blocked"
# `joined` people by the quarter of an hour, each once, of no channel; `listed` and `blocked`
# addresses by channel, of no time.
LISTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "what": pl.String,
    "at": MOMENT,
    "channel": pl.String,
    "n": pl.Int64,
}


def list_counts(engine: Engine) -> pl.DataFrame:
    """The counts at this moment. Raises Unavailable."""
    with read(engine) as connection:
        joined = [(JOINED, at, None, n) for at, n in subscriber_rows.growth(connection)]
        totals = subscriber_rows.totals(connection)
    lists = [
        (what, None, channel, n)
        for channel, (listed, blocked) in totals.items()
        for what, n in ((LISTED, listed), (BLOCKED, blocked))
    ]
    return pl.DataFrame([*joined, *lists], LISTS, orient="row")
