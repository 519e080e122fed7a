"""Which sender carries which traffic, and how well? Traffic by Sender (specification 5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from data.channels import CHANNELS
from data.dashboards import Asked, channels, in_order, snapshots
from data.metrics import METRICS
from data.query import summed
from data.report import Chart, ChartKind, Column, Table, TabNumbers
from data.store.campaign_names import named
from data.vocabulary.formats import Unit, number, share

_SPLIT = ("channel", "sender")
_MESSAGES = ("outbound", "inbound", "exchanged", "delivery_rate")
_PERFORMANCE = (
    "total_sent",
    "delivered",
    "transit",
    "failed",
    "delivery_rate",
    "transit_rate",
    "failed_rate",
    "unsent",
)
_OUTCOMES = ("delivered", "transit", "failed")
_MOST_BARS = 20
GRAND_TOTAL = "Grand Total"
_WHO = (Column("channel", "Channel"), Column("sender", "Sender"))


def messages(asked: Asked) -> TabNumbers:
    """Each sender's outbound and inbound messages, and the share of them delivered (F229, F230)."""
    answer = by_sender(asked, _MESSAGES)
    columns = (
        *_WHO,
        Column("outbound", "Outbound", Unit.COUNT),
        Column("inbound", "Inbound", Unit.COUNT),
        Column("exchanged", "Total", Unit.COUNT),
        Column("delivery_rate", "Success Rate", Unit.SHARE),
    )
    table = _table(asked, answer, "traffic_messages", "Messages by Sender", columns)
    return TabNumbers(
        asked.now, kpis=snapshots(answer, _MESSAGES), tables=(table,), notices=asked.notices
    )


def performance(asked: Asked) -> TabNumbers:
    """What became of each sender's messages: counts and shares of those that left."""
    answer = by_sender(asked, _PERFORMANCE)
    columns = (*_WHO, *(_column(key) for key in _PERFORMANCE))
    table = _table(asked, answer, "traffic_performance", "Messages Performance by Sender", columns)
    return TabNumbers(
        asked.now,
        kpis=snapshots(answer, ("total_sent", "delivery_rate", "transit_rate", "failed_rate")),
        charts=(_outcomes(answer),),
        tables=(table,),
        notices=asked.notices,
    )


def by_sender(asked: Asked, metrics: Sequence[str]) -> pl.DataFrame:
    """The metrics by channel and sender, for the asked channel and sender.

    A message of which nobody said who sent it was sent by its campaign's sender. There is a row a
    sender of the five channels; one of whom nothing is known has the sender None.
    """
    answer = asked.run(metrics, (*_SPLIT, "campaign")).filter(
        pl.col("channel").is_in(list(CHANNELS))
    )
    nameless = answer.filter(pl.col("sender").is_null()).get_column("campaign").drop_nulls()
    senders = {c.id: c.sender or None for c in named(asked.engine, nameless.to_list()).values()}
    own = pl.col("campaign").replace_strict(senders, default=None, return_dtype=pl.String)
    answer = answer.with_columns(sender=pl.coalesce("sender", own))
    if asked.sender:
        answer = answer.filter(pl.col("sender") == asked.sender)
    return summed(answer, _SPLIT, metrics)


def senders(asked: Asked) -> list[str]:
    """Who sent or received anything in these days over the asked channel, by name."""
    found = by_sender(replace(asked, sender=""), _MESSAGES).get_column("sender")
    return sorted(found.drop_nulls().unique().to_list())


def _column(key: str) -> Column:
    label = "Sent" if key == "total_sent" else METRICS[key].label
    return Column(key, label, METRICS[key].unit)


def _table(
    asked: Asked, answer: pl.DataFrame, key: str, title: str, columns: tuple[Column, ...]
) -> Table:
    metrics = [column.key for column in columns if column.unit]
    rows = [_line(row) for row in answer.select(column.key for column in columns).to_dicts()]
    ordered, sort = in_order(rows, columns, asked.sort, f"-{metrics[0]}")
    total = summed(answer, (), metrics).row(0, named=True)
    foot = {**total, "channel": GRAND_TOTAL, "sender": ""} if rows else None
    return Table(key, title, columns, ordered, len(rows), sort=sort, foot=foot)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """A sender's figures under the channel's name; what does not apply there is nothing (F221)."""
    channel = CHANNELS[row["channel"]]
    line = {**row, "channel": channel.label}
    return line if channel.two_way or "inbound" not in row else line | {"inbound": None}


def _outcomes(answer: pl.DataFrame) -> Chart:
    """A bar a sender, made up of what became of its messages; the largest senders alone."""
    largest = answer.sort("total_sent", descending=True).filter(pl.col("total_sent") > 0)
    rows = [
        {
            "sender": f"{row['sender'] or 'Not known'} · {CHANNELS[row['channel']].short}",
            "outcome": METRICS[outcome].label,
            "messages": row[outcome],
            "color": f"status-{outcome}",
        }
        for row in largest.head(_MOST_BARS).to_dicts()
        for outcome in _OUTCOMES
    ]
    return Chart(
        key="outcomes_by_sender",
        title="Outcomes by Sender",
        kind=ChartKind.HORIZONTAL_BARS,
        rows=rows,
        x="sender",
        y="messages",
        series="outcome",
        color="color",
        summary=_summary(largest),
        x_label="Sender",
        y_label="Messages",
    )


def _summary(senders: pl.DataFrame) -> str:
    """Who is best, and who worst, at having messages delivered."""
    rated = senders.sort("delivery_rate", "total_sent", descending=True)
    if rated.is_empty():
        return "No messages were sent in these days."
    best, worst = rated.row(0, named=True), rated.row(-1, named=True)
    sentence = f"{_name(best)} delivers {share(best['delivery_rate'])} of its messages"
    if len(rated) > 1:
        sentence += f", {_name(worst)} {share(worst['delivery_rate'])}"
    if len(senders) > _MOST_BARS:
        sentence += f"; the {_MOST_BARS} largest of {number(len(senders))} senders are drawn"
    return f"{sentence}."


def _name(row: dict[str, Any]) -> str:
    return f"{row['sender'] or 'A sender not known'} ({CHANNELS[row['channel']].short})"


def channel_choices() -> dict[str, str]:
    """Every channel's key and label, in the order of menus."""
    return {channel.key: channel.label for channel in channels()}


def filters(channel: str, sender: str) -> tuple[tuple[str, str], ...]:
    """The filters in words, label and value; empty and unknown ones are none."""
    label = channel_choices().get(channel, "")
    found = (("Channel", label), ("Sender", sender))
    return tuple((name, value) for name, value in found if value)
