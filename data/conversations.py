"""How many conversations were held over WhatsApp, and who began them?

The documentation names the tab and no more. Here a conversation is what one person and one sender
exchange without a break of 24 hours, the window in which WhatsApp lets a business answer freely;
it belongs to the days in which it began.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl

from data.dashboards import Asked, in_order
from data.report import Column, Kpi, Table, TabNumbers
from data.store.campaign_names import named
from data.vocabulary.event_kind import EventKind
from data.vocabulary.formats import Unit
from data.vocabulary.outcome import Outcome

CHANNEL = "whatsapp"
BREAK = timedelta(hours=24)
GRAND_TOTAL = "Grand Total"
COLUMNS = (
    Column("sender", "Sender"),
    Column("conversations", "Conversations", Unit.COUNT),
    Column("by_us", "Begun by us", Unit.COUNT),
    Column("by_them", "Begun by people", Unit.COUNT),
    Column("answered", "With both sides", Unit.COUNT),
    Column("people", "People", Unit.COUNT),
    Column("outbound", "Outbound", Unit.COUNT),
    Column("inbound", "Inbound", Unit.COUNT),
)
_TILES = ("conversations", "by_us", "by_them", "answered")
_DEFINITION = (
    "A conversation is what one person and one sender exchange without a break of 24 hours; it is "
    "counted on the day on which it began, with all its messages in the chosen days."
)


def conversations(asked: Asked) -> TabNumbers:
    """Conversations by sender, whichever channel is asked for: there are none but on WhatsApp."""
    if asked.channel not in ("", CHANNEL):
        notice = "Conversations are counted over WhatsApp alone; choose WhatsApp, or all channels."
        return TabNumbers(asked.now, notices=(notice,))
    held = _held(_exchanged(asked), asked)
    rows = _by(held, ["sender"]).to_dicts()
    total = _by(held, []).row(0, named=True)
    ordered, sort = in_order(rows, COLUMNS, asked.sort, "-conversations")
    labels = {column.key: column.label for column in COLUMNS}
    return TabNumbers(
        asked.now,
        kpis=tuple(Kpi(key, labels[key], total[key], Unit.COUNT) for key in _TILES),
        tables=(
            Table(
                "traffic_conversations",
                "Conversations by Sender",
                COLUMNS,
                ordered,
                len(rows),
                sort=sort,
                foot={**total, "sender": GRAND_TOTAL} if rows else None,
            ),
        ),
        facts=(("What is a conversation", _DEFINITION),),
    )


def _exchanged(asked: Asked) -> pl.DataFrame:
    """Every WhatsApp message of these days and the day before: sender, person, at, inbound."""
    start, until = asked.period.instants(asked.zone)
    start = None if start is None else start - BREAK
    left = pl.coalesce("sent_at", "first_at")
    out = asked.view.scan("messages").filter(
        pl.col("channel") == CHANNEL, pl.col("outcome") != Outcome.UNSENT.value
    )
    came = asked.view.scan("events").filter(
        pl.col("channel") == CHANNEL, pl.col("kind") == EventKind.MESSAGE_INBOUND.value
    )
    both = [
        rows.select("campaign_id", "sender", "person", at=at, inbound=pl.lit(value=inbound))
        for rows, at, inbound in ((out, left, False), (came, pl.col("at"), True))
    ]
    rows = pl.concat(both)
    if start is not None:
        rows = rows.filter(pl.col("at") >= start)
    if until is not None:
        rows = rows.filter(pl.col("at") < until)
    return _with_senders(rows.collect(), asked)


def _with_senders(rows: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    nameless = rows.filter(pl.col("sender").is_null()).get_column("campaign_id").drop_nulls()
    senders = {
        c.id: c.sender or None for c in named(asked.engine, nameless.unique().to_list()).values()
    }
    own = pl.col("campaign_id").replace_strict(senders, default=None, return_dtype=pl.String)
    rows = rows.with_columns(sender=pl.coalesce("sender", own))
    return rows.filter(pl.col("sender") == asked.sender) if asked.sender else rows


def _held(rows: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """A row a conversation that began in the asked days."""
    start, _ = asked.period.instants(asked.zone)
    pair = ["sender", "person"]
    rows = rows.sort(*pair, "at", "inbound", nulls_last=True)
    is_new = (pl.col("at").diff().over(pair) > BREAK).fill_null(value=True)
    held = (
        rows.with_columns(number=is_new.cum_sum().over(pair))
        .group_by(*pair, "number", maintain_order=True)
        .agg(
            began=pl.col("at").first(),
            by_them=pl.col("inbound").first(),
            inbound=pl.col("inbound").sum(),
            messages=pl.len(),
        )
    )
    return held if start is None else held.filter(pl.col("began") >= start)


def _by(held: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    counts: dict[str, Any] = {
        "conversations": pl.len(),
        "by_us": (~pl.col("by_them")).sum(),
        "by_them": pl.col("by_them").sum(),
        "answered": ((pl.col("inbound") > 0) & (pl.col("inbound") < pl.col("messages"))).sum(),
        "people": pl.col("person").n_unique(),
        "outbound": (pl.col("messages") - pl.col("inbound")).sum(),
        "inbound": pl.col("inbound").sum(),
    }
    if not by:
        return held.select(**counts)
    return held.group_by(by).agg(**counts).sort(by, nulls_last=True)
