"""What is every campaign, in the few words by which figures are split and filtered?"""

from __future__ import annotations

import polars as pl
from sqlalchemy import Engine, select

from data.store.engine import read
from data.store.tables import campaigns

_WORDS = ("name", "group", "type", "channel", "sender", "state", "month")
FIELDS = {"campaign": pl.Int64, **dict.fromkeys(_WORDS, pl.String)}


def campaign_fields(engine: Engine) -> pl.DataFrame:
    """A row a campaign, its id under "campaign"; a field that says nothing is null."""
    with read(engine) as connection:
        rows = connection.execute(select(*(campaigns.c[n] for n in ("id", *_WORDS)))).all()
    frame = pl.DataFrame([tuple(row) for row in rows], schema=FIELDS, orient="row")
    return frame.with_columns(pl.col(pl.String).replace("", None))
