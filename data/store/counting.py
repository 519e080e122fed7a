"""Which rows count? All but those of what happened while their campaign was paused (F060).

Nothing is taken out of the lake. The rows of a pause are few, so they are found and subtracted
as the lake is read; a campaign that was never paused, or to which nothing happened then, costs
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import polars as pl

from data.store.campaign_rows import Place
from data.store.lake_tables import TABLES
from data.store.pauses import Pause, during
from data.store.schema import EVENTS, HOURLY

# The columns of an event by which it is taken out again.
LEFT_OUT = {name: kind for name, kind in EVENTS.items() if name in {*HOURLY, "at", "key", "person"}}


class Owner(Protocol):
    """Whose rows: a campaign's number, and the month in which all its rows lie."""

    @property
    def id(self) -> int: ...
    @property
    def month(self) -> str: ...


Owners = Sequence[Owner] | None
Stored = Callable[[str, Owners], pl.LazyFrame]  # everything that a table holds of these campaigns


def left_out(stored: Stored, pauses: Sequence[Pause]) -> pl.DataFrame:
    """The events of participation that lie in `pauses`; `hourly` tells where to look for them."""
    if pauses:
        hours = [replace(one, start=_hour(one)) for one in pauses]
        near = during(stored("hourly", hours), hours, "hour").select("campaign_id").unique()
        ids = near.collect().get_column("campaign_id").to_list()
        pauses = [one for one in pauses if one.id in ids]
    if not pauses:
        return pl.DataFrame(schema=LEFT_OUT)
    return during(stored("events", pauses), pauses).select(*LEFT_OUT).collect()


def counted(stored: Stored, table: str, campaigns: Owners, out: pl.DataFrame) -> pl.LazyFrame:
    """Rows of a table in TAKE_OUT for these campaigns, without the events `out`, all theirs."""
    rows = stored(table, campaigns)
    return rows if out.is_empty() else TAKE_OUT[table](stored, rows, out)


def _events(_: Stored, rows: pl.LazyFrame, out: pl.DataFrame) -> pl.LazyFrame:
    # Of campaigns that were not paused, no event need be looked up.
    ids = out.get_column("campaign_id").unique().implode()
    paused = pl.col("campaign_id").is_in(ids).fill_null(value=False)
    rest = rows.filter(paused).join(out.lazy().select("key"), on="key", how="anti")
    return pl.concat([rows.filter(~paused), rest])


def _hourly(_: Stored, rows: pl.LazyFrame, out: pl.DataFrame) -> pl.LazyFrame:
    """Its rows add up, so what is left out stands there with a count below zero."""
    return pl.concat([rows, TABLES["hourly"].derive(out.lazy()).with_columns(-pl.col("n"))])


def _people(stored: Stored, rows: pl.LazyFrame, out: pl.DataFrame) -> pl.LazyFrame:
    """Whoever did something in a pause is folded anew from the events that count."""
    who = out.lazy().select("campaign_id", "person").unique()
    places = out.select("campaign_id", "month").unique().iter_rows()
    own = [Place(campaign_id, month, "") for campaign_id, month in places]
    acts = stored("events", own).filter(pl.col("person").is_in(out.get_column("person").implode()))
    acts = acts.join(who, on=["campaign_id", "person"], how="semi")
    again = TABLES["people"].derive(acts.join(out.lazy().select("key"), on="key", how="anti"))
    return pl.concat([rows.join(who, on=["campaign_id", "person"], how="anti"), again])


def _hour(pause: Pause) -> datetime:
    return pause.start.replace(minute=0, second=0, microsecond=0)


# Of the other tables no row is about participation.
TAKE_OUT = {"events": _events, "hourly": _hourly, "people": _people}
