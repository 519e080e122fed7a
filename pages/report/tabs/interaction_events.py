"""What did people do with the content, and when (specification 4.8)?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from data.query import TIME
from data.report import Chart, ChartKind, Column, TabNumbers
from data.reports import Ask
from data.vocabulary.event_kind import EventKind
from data.vocabulary.formats import Unit, day, number, share
from pages.report.report_tab import ReportTab
from pages.report.table_page import ignored, table_page
from pages.report.timeline import steps

# Each event by its metric, in the order of a visit (F172 to F176).
EVENTS = {"OPEN": "total_opens", "PLAYED": "played", "CLICKED": "content_clicks"}
MEANINGS = {
    "OPEN": "Every click on the short link",
    "PLAYED": "People who played, each once",
    "CLICKED": "Every click that led on from the content",
}
_OF_A_PAGE = {EventKind.CONTENT_PLAY: "PLAYED", EventKind.CONTENT_CLICK: "CLICKED"}
_COLUMNS = (
    Column("event", "Event"),
    Column("page", "Page"),
    Column("act", "Act or screen"),
    Column("link", "Link"),
    Column("times", "Times", Unit.COUNT),
    Column("people", "People", Unit.COUNT),
)


def numbers(ask: Ask) -> TabNumbers:
    """Events and Events by Day; below them what is known of pages and screens (F170, F171)."""
    found = ask.figures(*EVENTS.values())
    totals = {event: int(found[metric].value or 0) for event, metric in EVENTS.items()}
    table = table_page(ask, "event_details", "Events by Page", _COLUMNS, _details(ask), "-times")
    return TabNumbers(
        ask.now,
        charts=(_distribution(totals), _by_day(ask)),
        tables=(table,),
        notices=tuple(ignored(ask, table)),
    )


def _distribution(totals: Mapping[str, int]) -> Chart:
    total = sum(totals.values())
    return Chart(
        key="events",
        title="Events",
        kind=ChartKind.HORIZONTAL_BARS,
        rows=[
            {
                "event": event,
                "events": n,
                "share": n / total if total else None,
                "meaning": MEANINGS[event],
            }
            for event, n in totals.items()
        ],
        x="event",
        y="events",
        summary=_in_words(totals, total),
        x_label="Event",
        y_label="Events",
    )


def _in_words(totals: Mapping[str, int], total: int) -> str:
    if not total:
        return "Nobody has opened, played or clicked yet."
    parts = [f"{number(n)} {event} ({share(n / total)})" for event, n in totals.items()]
    return f"{', '.join(parts)}; PLAYED counts each person once, the others every time."


def _by_day(ask: Ask) -> Chart:
    """Each event a day; who played is counted on the day of the first play (F171, F173)."""
    found = ask.run(tuple(EVENTS.values()), (), "day")
    found = found.filter(pl.sum_horizontal(EVENTS.values()) > 0)
    days = steps(found.get_column(TIME), "day").to_frame()
    filled = days.join(found, on=TIME, how="left").fill_null(0).sort(TIME)
    rows = [
        {TIME: time, "event": event, "events": n}
        for event, metric in EVENTS.items()
        for time, n in filled.select(TIME, metric).iter_rows()
    ]
    return Chart(
        key="events_by_day",
        title="Events by Day",
        kind=ChartKind.LINES,
        rows=rows,
        x=TIME,
        y="events",
        series="event",
        summary=_busiest(rows),
        x_label="Day",
        y_label="Events",
    )


def _busiest(rows: list[dict[str, Any]]) -> str:
    totals: dict[datetime, int] = {}
    for row in rows:
        totals[row[TIME]] = totals.get(row[TIME], 0) + row["events"]
    if not totals:
        return "Nobody has opened, played or clicked yet."
    time, most = max(totals.items(), key=lambda item: item[1])
    return f"The busiest day is {day(time.date())}, with {number(most)} events."


def _details(ask: Ask) -> pl.DataFrame:
    """Plays and clicks by page and screen, as often as they were reported."""
    return ask.kept("event details", lambda: _by_page(ask))


def _by_page(ask: Ask) -> pl.DataFrame:
    kinds = {kind.value: event for kind, event in _OF_A_PAGE.items()}
    rows = ask.scan("events").filter(pl.col("kind").is_in(list(kinds)))
    return (
        ask.within(rows, pl.col("at"))
        .group_by("kind", "page", "interaction", "link")
        .agg(times=pl.len().cast(pl.Int64), people=pl.col("person").n_unique().cast(pl.Int64))
        .collect()
        .with_columns(event=pl.col("kind").replace_strict(kinds, return_dtype=pl.String))
        .rename({"interaction": "act"})
        .sort("times", "event", "page", "act", "link", descending=[True, *[False] * 4])
    )


TAB = ReportTab("interaction-events", "Interaction Events", numbers)
