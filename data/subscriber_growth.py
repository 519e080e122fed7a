"""How does the list of subscribers grow? The Subscribers dashboard (specification 5.3)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from data.channels import CHANNELS
from data.metrics import METRICS
from data.query import TIME, Query, run
from data.report import Chart, ChartKind, Column, Kpi, Table, TabNumbers
from data.store.lake import View
from data.vocabulary.formats import Unit, day, number
from data.vocabulary.period import Period

GROWTH, LOG = "subscriber_growth", "subscribers_per_channel"
NEW, TOTAL = "new_subscribers", "main_list_subscribers"
# The two that the log always has (F241); any other appears once somebody is on one of its lists.
_ALWAYS = ("sms", "email")
_COLUMNS = (
    Column("channel", "Channel", sortable=False),
    Column("main_list", "Main list", Unit.COUNT, sortable=False),
    Column("blocklist", "Blocklist", Unit.COUNT, sortable=False),
)


def subscriber_growth(view: View, now: datetime, zone: ZoneInfo, period: Period) -> TabNumbers:
    """New subscribers in the days of `period`, and running totals that no days change."""
    start, until = period.instants(zone)
    asked = Query((NEW,), start=start, until=until, zone=zone.key)
    daily = run(Query((NEW,), start=start, until=until, granularity="day", zone=zone.key), view)
    return TabNumbers(
        as_of=now,
        kpis=(_kpi(asked, view), _kpi(Query((TOTAL,)), view)),
        charts=(_growth(daily, period, now, zone),),
        tables=(_log(view),),
    )


def _kpi(query: Query, view: View) -> Kpi:
    (key,) = query.metrics
    metric = METRICS[key]
    row = run(query, view).row(0, named=True)
    note = "running total, whatever days are chosen" if key == TOTAL else ""
    people = {"People": int(row[key])}
    return Kpi(key, metric.label, row[key], metric.unit, note, people)


def _growth(daily: pl.DataFrame, period: Period, now: datetime, zone: ZoneInfo) -> Chart:
    """A point a day, those without anybody new included (F240)."""
    found = {at.date(): int(n) for at, n in daily.select(TIME, NEW).iter_rows()}
    days = _days(found, period, now.astimezone(zone).date())
    rows = [
        {TIME: datetime.combine(at, time(), zone), "subscribers": found.get(at, 0)} for at in days
    ]
    return Chart(
        key=GROWTH,
        title="Total Unique Subscribers Growth",
        kind=ChartKind.LINES,
        rows=rows if found else [],
        x=TIME,
        y="subscribers",
        summary=_summary(found, days, now.astimezone(zone).date()),
        x_label="Day",
        y_label="New subscribers",
    )


def _days(found: dict[date, int], period: Period, today: date) -> list[date]:
    """The days to show: those that were asked for, as far as there can be anything in them."""
    if not found:
        return []
    first, last = period.first or min(found), max(*found, min(period.last or today, today))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _summary(found: dict[date, int], days: list[date], today: date) -> str:
    if not found:
        return "Nobody new came to the main list in these days."
    total, most = sum(found.values()), max(found, key=lambda at: (found[at], at))
    people = "1 new subscriber" if total == 1 else f"{number(total)} new subscribers"
    sentence = f"{people} in these days; the most on {day(most)}: {number(found[most])}."
    return f"{sentence} {day(today)} is counted so far." if today in days else sentence


def _log(view: View) -> Table:
    """Addresses by channel, now (F241)."""
    answer = run(Query(("main_list", "blocklist"), ("channel",)), view)
    counted: dict[str, dict[str, Any]] = {row["channel"]: row for row in answer.to_dicts()}
    ordered = sorted(CHANNELS.values(), key=lambda channel: channel.order)
    names = {c.key: c.label for c in ordered if c.key in (*_ALWAYS, *counted)}
    others = sorted(key for key in counted if key not in names)
    names |= {key: key.capitalize() if key else "Not named" for key in others}
    rows = [
        {
            "channel": label,
            "main_list": counted.get(key, {}).get("main_list", 0),
            "blocklist": counted.get(key, {}).get("blocklist", 0),
        }
        for key, label in names.items()
    ]
    return Table(LOG, "Subscribers per Channel Log", _COLUMNS, rows, len(rows))
