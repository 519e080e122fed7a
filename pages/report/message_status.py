"""Where do a campaign's messages stand? "Messages by Status" and its history, for any channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import polars as pl

from data.channel import Category, Channel
from data.query import GRANULARITIES
from data.report import Chart, ChartKind
from data.reports import Ask
from data.vocabulary.formats import number
from data.vocabulary.outcome import Outcome

# The bar of all messages that left, whatever became of them (2.4): a total, not a category.
SENT = "sent"
NO_STATUS = "NO_STATUS"
_TIME = "time"


@dataclass(frozen=True, slots=True)
class Standings:
    """How many messages stand where, and since when.

    `rows` has a line for each channel, status, outcome, opened and quarter of an hour (UTC) in
    which messages reached it. `silent` recipients were declared, and nothing was reported of them
    yet.
    """

    channel: Channel
    rows: pl.DataFrame
    silent: int

    @property
    def categories(self) -> tuple[Category, ...]:
        """The channel's, and Transit where unknown codes went there on a channel without it."""
        own = self.channel.categories
        return tuple(c for c in categories_of(self.channel) if c in own or self.count(c))

    def of(self, category: Category) -> pl.DataFrame:
        """The rows that belong to one category; each row belongs to exactly one (F106)."""
        return self.rows.filter(pl.col("category") == category.key)

    def count(self, category: Category) -> int:
        """Messages in a category, silent recipients among the unsent ones (F274)."""
        extra = self.silent if category.outcome is Outcome.UNSENT else 0
        return int(self.of(category).get_column("n").sum()) + extra

    @property
    def sent(self) -> int:
        """Messages that left, whatever became of them."""
        return sum(self.count(c) for c in self.categories if c.outcome is not Outcome.UNSENT)

    @property
    def unsent(self) -> int:
        """Recipients whose message did not leave."""
        return sum(self.count(c) for c in self.categories if c.outcome is Outcome.UNSENT)


def cohort(ask: Ask) -> Ask:
    """The same question about the messages that were to leave in its period.

    A report on days is about what became of the messages of those days, so that every share is of
    the same messages and outcomes add up to what was sent.
    """
    return replace(ask, axis="send")


def cohort_rows(ask: Ask) -> pl.LazyFrame:
    """The campaign's messages that left, or were to leave, in the period."""
    return ask.within(ask.scan("messages"), pl.coalesce("sent_at", "first_at"))


def cohort_counts(ask: Ask) -> pl.LazyFrame:
    """The same messages, counted in `n` by all that a count can be asked by."""
    return ask.within(ask.scan("standings"), pl.col("left"))


def categories_of(channel: Channel) -> tuple[Category, ...]:
    """Every category that a message on this channel can stand in, before Failed the stray ones."""
    transit = channel.transit
    if transit in channel.categories:
        return channel.categories
    failed = [c for c in channel.categories if c.outcome is Outcome.FAILED]
    return (*(c for c in channel.categories if c not in failed), transit, *failed)


def category_of(channel: Channel) -> pl.Expr:
    """The key of the category in which a row of the lake's `messages` stands (D-07).

    Told by what its status means rather than by its code, so that codes nobody knows have one.
    """
    key = pl.lit(channel.transit.key)
    for category in categories_of(channel):
        belongs = pl.col("outcome") == category.outcome.value
        if category.opened:
            belongs &= pl.col("opened")
        key = pl.when(belongs).then(pl.lit(category.key)).otherwise(key)
    return key


def standings(ask: Ask, channel: Channel) -> Standings:
    """Read where the campaign's messages stand, in one pass; kept as long as the lake's view."""
    counted = ask.kept("standings", lambda: _counted(ask))
    rows = counted.with_columns(category=category_of(channel))
    declared = ask.campaign.recipients if ask.period.is_all else None
    silent = max((declared or 0) - int(rows.get_column("n").sum()), 0)
    return Standings(channel, rows, silent)


def _counted(ask: Ask) -> pl.DataFrame:
    stands_by = ("channel", "status", "outcome", "opened", pl.col("since").alias(_TIME))
    rows = cohort_counts(ask).group_by(stands_by).agg(pl.col("n").sum())
    return rows.filter(pl.col("n") != 0).collect()


def by_status(stands: Standings, extra: Sequence[Mapping[str, Any]] = ()) -> Chart:
    """The chart "Messages by Status": a bar a category, made up of raw statuses (F095 to F097).

    Sent is the total of the channel's categories after Unsent; `extra` rows come before Failed.
    """
    unsent = [c for c in stands.categories if c.outcome is Outcome.UNSENT]
    left = [c for c in stands.categories if c.outcome is not Outcome.UNSENT]
    failed = [c for c in left if c.outcome is Outcome.FAILED]
    segments = {c.key: list(_segments(stands, c)) for c in stands.categories}
    total = [
        {**row, "category": SENT, "category_label": "Sent", "total": True}
        for category in left
        for row in segments[category.key]
    ]
    order = [*(c for c in left if c not in failed), None, *failed]
    rows = [row for c in unsent for row in segments[c.key]] + total
    for category in order:
        rows += list(extra) if category is None else segments[category.key]
    return Chart(
        key="messages_by_status",
        title="Messages by Status",
        kind=ChartKind.STACKED_BARS,
        rows=[dict(row) for row in rows],
        x="category_label",
        y="count",
        series="status",
        color="color",
        summary=_in_words(stands),
        x_label="Category (Sent is the total)",
        y_label="Messages",
    )


def over_time(ask: Ask, stands: Standings) -> Chart:
    """The chart of statuses over time: each message once, when it reached where it stands.

    Buckets are hours up to three days, days up to 180, weeks up to three years, then months; they
    are those of the asker's zone, and add up to the bars.
    """
    moments = stands.rows.get_column(_TIME)
    first, last = moments.min(), moments.max()
    rows: list[dict[str, Any]] = []
    unit = "day"
    if first is not None and last is not None:
        unit = _granularity(last - first)  # type: ignore[operator]
        rows = list(_history(stands, unit, ask.zone.key))
    return Chart(
        key="statuses_over_time",
        title="Statuses over Time",
        kind=ChartKind.LINES,
        rows=rows,
        x=_TIME,
        y="count",
        series="category_label",
        color="color",
        summary=_peak(rows, unit),
        x_label=unit.capitalize(),
        y_label="Messages",
    )


def color_of(category: Category) -> str:
    """The token of a category's colour."""
    return "status-opened" if category.opened else f"status-{category.outcome.value}"


def _segments(stands: Standings, category: Category) -> Iterable[dict[str, Any]]:
    """The raw statuses in a category, in the order of a message's life; an empty one has one."""
    channel = stands.channel
    counted = dict(stands.of(category).group_by("status").agg(pl.col("n").sum()).iter_rows())
    known = sorted(counted, key=lambda code: (channel.status(code).rank, code))
    if not known:
        known = [s.code for s in channel.statuses if s.category == category.key][:1]
    for code in known:
        yield _row(category, code, channel.status(code).meaning, counted.get(code, 0))
    if category.outcome is Outcome.UNSENT and stands.silent:
        yield _row(category, NO_STATUS, "No report yet", stands.silent)


def _row(category: Category, status: str, meaning: str, count: int) -> dict[str, Any]:
    return {
        "category": category.key,
        "category_label": category.label,
        "status": status,
        "meaning": meaning,
        "count": count,
        "total": False,
        "color": color_of(category),
    }


def _in_words(stands: Standings) -> str:
    everyone = stands.sent + stands.unsent
    if not everyone:
        return "No message has been reported yet."
    parts = [
        f"{number(stands.count(c))} {c.label}"
        for c in stands.categories
        if c.outcome is not Outcome.UNSENT
    ]
    verb = "is" if stands.unsent == 1 else "are"
    return (
        f"Of {number(everyone)} messages {number(stands.unsent)} {verb} unsent and "
        f"{number(stands.sent)} sent: {', '.join(parts)}."
    )


def _granularity(span: timedelta) -> str:
    for unit, most in (("hour", 3), ("day", 180), ("week", 3 * 365)):
        if span <= timedelta(days=most):
            return unit
    return "month"


def _history(stands: Standings, unit: str, zone: str) -> Iterable[dict[str, Any]]:
    every = GRANULARITIES[unit]
    local = pl.col(_TIME).dt.convert_time_zone(zone).dt.truncate(every)
    rows = stands.rows.with_columns(local)
    first, last = rows.get_column(_TIME).min(), rows.get_column(_TIME).max()
    times = pl.datetime_range(first, last, every, eager=True, time_zone=zone).alias(_TIME)
    placed = replace(stands, rows=rows)
    for category in stands.categories:
        counted = placed.of(category).group_by(_TIME).agg(pl.col("n").sum())
        if counted.is_empty():
            continue
        filled = times.to_frame().join(counted, on=_TIME, how="left").fill_null(0)
        for time, count in filled.sort(_TIME).iter_rows():
            yield {
                _TIME: time,
                "category": category.key,
                "category_label": category.label,
                "count": count,
                "color": color_of(category),
            }


def _peak(rows: Sequence[Mapping[str, Any]], unit: str) -> str:
    if not rows:
        return "No message has been reported yet."
    totals: dict[Any, int] = {}
    for row in rows:
        totals[row[_TIME]] = totals.get(row[_TIME], 0) + row["count"]
    time, count = max(totals.items(), key=lambda item: item[1])
    when = f"{time:%b} {time.day}, {time.year}"
    if unit == "hour":
        when += f", {time.hour % 12 or 12} {time:%p}"
    word = "week of" if unit == "week" else unit
    plural = "message" if count == 1 else "messages"
    return f"Most messages reached where they stand in the {word} {when}: {number(count)} {plural}."
