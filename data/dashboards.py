"""How much was exchanged over all campaigns? The Messaging dashboard (specification 5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from data.channel import Channel
from data.channels import CHANNELS
from data.metrics import METRICS
from data.query import COUNT, TIME, Query, run, summed
from data.report import Chart, ChartKind, Column, Kpi, Table, TabNumbers
from data.store.engine import Engine
from data.store.lake import View
from data.totals import among
from data.vocabulary.formats import Unit, day, number
from data.vocabulary.period import Period

EXCHANGED = ("exchanged", "outbound", "inbound")
DIRECTIONS = {"outbound": "Outbound", "inbound": "Inbound"}
COLUMNS = (
    Column("channel", "Channel", sortable=False),
    Column("outbound", "Outbound", Unit.COUNT),
    Column("inbound", "Inbound", Unit.COUNT),
    Column("total", "Total", Unit.COUNT),
)
# The longest range, in days, whose bars are of a day, and of a week; longer ones are of months.
_DAILY, _WEEKLY = 31, 26 * 7
_STEPS = {"day": "Day", "week": "Week beginning", "month": "Month beginning"}
_EVERY = {"day": "1d", "week": "1w", "month": "1mo"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a dashboard is asked: whole days of `zone`, from one view of the lake, at `now`.

    Empty `channel` or `sender` are all of them. `sort` is a column's key, "-" before it for
    descending, and is ignored where there is no such column.
    """

    view: View
    engine: Engine
    now: datetime
    zone: ZoneInfo
    period: Period
    channel: str = ""
    sender: str = ""
    sort: str = ""
    direction: str = "outbound"

    @property
    def notices(self) -> tuple[str, ...]:
        """What to know of the figures of these days."""
        return among(self.view, None, *self.period.instants(self.zone))

    def query(
        self, metrics: Sequence[str], dimensions: Sequence[str], granularity: str = ""
    ) -> Query:
        """A question about the messages that left, or came, in these days, over all campaigns."""
        start, until = self.period.instants(self.zone)
        return Query(
            metrics=tuple(metrics),
            dimensions=tuple(dimensions),
            where={"channel": frozenset({self.channel})} if self.channel else {},
            start=start,
            until=until,
            granularity=granularity,
            zone=self.zone.key,
            axis="send",
        )

    def run(
        self, metrics: Sequence[str], dimensions: Sequence[str], granularity: str = ""
    ) -> pl.DataFrame:
        """See data.query.run."""
        return run(self.query(metrics, dimensions, granularity), self.view)


def messaging(asked: Asked) -> TabNumbers:
    """Total, outbound and inbound messages, by channel and by day (F219 to F224)."""
    answer = asked.run(EXCHANGED, ("channel",))
    return TabNumbers(
        as_of=asked.now,
        kpis=snapshots(answer, EXCHANGED),
        charts=(_by_day(asked),),
        tables=(_exchanged(answer, asked.sort),),
        notices=asked.notices,
    )


def snapshots(answer: pl.DataFrame, metrics: Sequence[str]) -> tuple[Kpi, ...]:
    """A tile a metric, over all rows of an answer, with the counts behind it."""
    row = summed(answer, (), metrics).row(0, named=True)
    return tuple(
        Kpi(
            key,
            METRICS[key].label,
            row[key],
            METRICS[key].unit,
            counts={tally: row[COUNT + tally] or 0 for tally in METRICS[key].tallies},
        )
        for key in metrics
    )


def in_order(
    rows: list[dict[str, Any]], columns: Sequence[Column], sort: str, usual: str = ""
) -> tuple[list[dict[str, Any]], str]:
    """The rows by the column that `sort` names, nothing last, and the order that they are in."""
    known = {column.key for column in columns if column.sortable}
    chosen = sort if sort.removeprefix("-") in known else usual
    if not chosen:
        return rows, ""
    key = chosen.removeprefix("-")
    there = [row for row in rows if row[key] is not None]
    there.sort(key=lambda row: row[key], reverse=chosen.startswith("-"))
    return there + [row for row in rows if row[key] is None], chosen


def _exchanged(answer: pl.DataFrame, sort: str) -> Table:
    """The five channels, whether anything went over them or not (F220, F221)."""
    counted = {row["channel"]: row for row in answer.to_dicts()}
    rows = [_line(channel, counted.get(channel.key, {})) for channel in channels()]
    ordered, chosen = in_order(rows, COLUMNS, sort)
    title = "Messages Exchanged"
    return Table("messages_exchanged", title, COLUMNS, ordered, len(rows), sort=chosen)


def channels() -> list[Channel]:
    """The channels in the order of menus."""
    return sorted(CHANNELS.values(), key=lambda channel: channel.order)


def _line(channel: Channel, counted: dict[str, Any]) -> dict[str, Any]:
    return {
        "channel": channel.label,
        "outbound": counted.get("outbound", 0),
        "inbound": counted.get("inbound", 0) if channel.two_way else None,
        "total": counted.get("exchanged", 0),
    }


def _by_day(asked: Asked) -> Chart:
    """General Data Visualization (D-16): stacked bars a day, weeks or months for long ranges."""
    direction = asked.direction if asked.direction in DIRECTIONS else "outbound"
    answer = asked.run((direction,), ("channel",), "day").filter(pl.col(direction) > 0)
    rows = answer.with_columns(pl.col(TIME).dt.date()).select(TIME, "channel", direction)
    step = _step(rows, asked)
    unit = _EVERY[step]
    summed_up = (
        rows.with_columns(pl.col(TIME).dt.truncate(unit))
        .group_by(TIME, "channel")
        .agg(pl.col(direction).sum())
    )
    word = DIRECTIONS[direction].lower()
    return Chart(
        key="exchanged_by_day",
        title=f"General Data Visualization: {word} messages by {step}",
        kind=ChartKind.STACKED_BARS,
        rows=_bars(summed_up, direction, unit, asked),
        x=TIME,
        y="messages",
        series="channel",
        color="color",
        summary=_summary(answer, direction, asked),
        x_label=f"{_STEPS[step]} ({asked.zone.key})",
        y_label="Messages",
    )


def _step(rows: pl.DataFrame, asked: Asked) -> str:
    days = _span(rows, asked)
    length = (days[1] - days[0]).days + 1 if days else 1
    return "day" if length <= _DAILY else "week" if length <= _WEEKLY else "month"


def _span(rows: pl.DataFrame, asked: Asked) -> tuple[date, date] | None:
    """The days to show: those that were asked for, as far as there can be anything in them."""
    if rows.is_empty():
        return None
    first, last = rows.get_column(TIME).min(), rows.get_column(TIME).max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    today = asked.now.astimezone(asked.zone).date()
    period = asked.period
    return period.first or first, max(last, min(period.last or today, today))


def _bars(rows: pl.DataFrame, direction: str, every: str, asked: Asked) -> list[dict[str, Any]]:
    """A row a step and channel; steps in which nothing was exchanged are zeros, not gaps."""
    span = _span(rows, asked)
    if span is None:
        return []
    found = {(at, channel): n for at, channel, n in rows.iter_rows()}
    used = [channel for channel in channels() if channel.key in set(rows.get_column("channel"))]
    steps = pl.date_range(*span, "1d", eager=True).dt.truncate(every).unique(maintain_order=True)
    return [
        {
            TIME: at,
            "channel": channel.label,
            "messages": found.get((at, channel.key), 0),
            "color": f"series-{channel.order}",
        }
        for at in steps
        for channel in used
    ]


def _summary(answer: pl.DataFrame, direction: str, asked: Asked) -> str:
    if answer.is_empty():
        return f"No {direction} messages in these days."
    total = int(answer.get_column(direction).sum())
    days = answer.group_by(TIME).agg(pl.col(direction).sum()).sort(direction, TIME)
    most = days.row(-1, named=True)
    by_channel = answer.group_by("channel").agg(pl.col(direction).sum()).sort(direction, "channel")
    top = by_channel.row(-1, named=True)
    sentence = (
        f"{number(total)} {direction} messages, {number(top[direction])} of them over "
        f"{CHANNELS[top['channel']].label}; the most on {day(most[TIME].date())}: "
        f"{number(most[direction])}."
    )
    today = asked.now.astimezone(asked.zone).date()
    _, until = asked.period.instants(asked.zone)
    is_open = until is None or until > asked.now
    return f"{sentence} {day(today)} is counted so far." if is_open else sentence
