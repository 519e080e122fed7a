"""Which passes were redeemed, and when in the week (specification 4.14)?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from data.campaign_type import KpiPlace
from data.query import TIME, run
from data.report import Chart, ChartKind, TabNumbers
from data.reports import Ask
from data.vocabulary.event_kind import EventKind
from data.vocabulary.formats import number, share
from pages.report.report_tab import ReportTab

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# In the order of the specification; each part begins at its hour and lasts six (F205).
PARTS = {
    "Morning": (6, "6:00–11:59"),
    "Afternoon": (12, "12:00–17:59"),
    "Evening": (18, "18:00–23:59"),
    "Night": (0, "0:00–5:59"),
}
UTC = "UTC"


def numbers(ask: Ask) -> TabNumbers:
    """Used and not yet used, and the week in UTC; in the report's zone too where it is another."""
    zones = dict.fromkeys((UTC, ask.zone.key))
    return TabNumbers(
        ask.now,
        kpis=ask.kpis((KpiPlace("redemptions"), KpiPlace("redemption_rate"))),
        charts=(_used(ask), *(_frequency(ask, zone) for zone in zones)),
    )


def _used(ask: Ask) -> Chart:
    """The generated passes, split into used and not yet used (F203)."""
    made = _people(ask, EventKind.PASS_GENERATE)
    used = len(made.join(_people(ask, EventKind.PASS_REDEEM), on="person", how="semi"))
    unused, total = len(made) - used, len(made)
    rows = [("Used", used, "status-delivered"), ("Not yet used", unused, "status-unsent")]
    return Chart(
        key="pass_redemption",
        title="Pass Redemption",
        kind=ChartKind.DONUT,
        rows=[
            {"state": state, "passes": n, "share": n / total if total else None, "color": color}
            for state, n, color in rows
        ],
        x="state",
        y="passes",
        color="color",
        summary=f"{share(used / total)} of {number(total)} generated passes are used, "
        f"{share(unused / total)} are not yet used."
        if total
        else "No pass has been generated yet.",
        x_label="State",
        y_label="Passes",
    )


def _people(ask: Ask, act: EventKind) -> pl.DataFrame:
    """Who did `act`, for the first time in the period."""
    rows = ask.scan("people").filter(pl.col("act") == act.value)
    return ask.within(rows, pl.col("first_at")).select("person").unique().collect()


def _frequency(ask: Ask, zone: str) -> Chart:
    """Redemptions by weekday and part of the day, hours being those of `zone` (D-15, F204)."""
    counted = _by_part(ask, zone)
    rows: list[dict[str, Any]] = [
        {"weekday": day, "part": f"{part} {hours}", "redemptions": counted.get((n, start), 0)}
        for n, day in enumerate(DAYS, start=1)
        for part, (start, hours) in PARTS.items()
    ]
    suffix = "" if zone == UTC else "_local"
    return Chart(
        key=f"redemption_frequency{suffix}",
        title=f"Redemption Frequency ({zone})",
        kind=ChartKind.STACKED_BARS,
        rows=rows,
        x="weekday",
        y="redemptions",
        series="part",
        summary=_busiest(counted, zone),
        x_label="Day of the week",
        y_label="Redemptions",
        grid=True,
    )


def _by_part(ask: Ask, zone: str) -> dict[tuple[int, int], int]:
    """Redemptions by ISO weekday and the first hour of the part of day."""
    query = replace(ask.query(("redemptions",), (), "hour"), zone=zone)
    part = pl.col(TIME).dt.hour() // 6 * 6
    found = (
        run(query, ask.view)
        .group_by(pl.col(TIME).dt.weekday().alias("weekday"), part.alias("part"))
        .agg(pl.col("redemptions").sum())
    )
    return {(day, hour): n for day, hour, n in found.iter_rows() if n}


def _busiest(counted: dict[tuple[int, int], int], zone: str) -> str:
    """The most popular day and part of the day, in a sentence (F206)."""
    if not counted:
        return "Nothing has been redeemed yet."
    most = max(counted.values())
    names = {start: part.lower() for part, (start, _) in PARTS.items()}
    cells = [f"{DAYS[d - 1]} {names[h]}" for (d, h), n in sorted(counted.items()) if n == most]
    of = f"{number(most)} of {number(sum(counted.values()))} redemptions"
    if len(cells) == 1:
        return f"Most popular is {cells[0]} ({zone}), with {of}."
    return f"Most popular are {', '.join(cells[:-1])} and {cells[-1]} ({zone}), with {of} each."


TAB = ReportTab("redemption", "Pass Redemption", numbers)
