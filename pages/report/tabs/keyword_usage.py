"""Which keywords were used, how often, and when (specification 4.10)?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from data.campaign import entries
from data.query import TIME
from data.report import Chart, ChartKind, Column, TabNumbers
from data.reports import Ask
from data.vocabulary.formats import Unit, number, share
from pages.report.report_tab import ReportTab
from pages.report.table_page import ignored, table_page
from pages.report.timeline import history, steps

METRIC = "keyword_interactions"
SPLIT = ("interaction", "keyword")
MOST_LINES, MOST_SLICES = 8, 5
OTHER, NAMELESS = "Other", "Not named"
_COLUMNS = (
    Column("name", "Name Interaction"),
    Column("keyword", "Keyword"),
    Column("interactions", "Total Interactions", Unit.COUNT),
)


def numbers(ask: Ask) -> TabNumbers:
    """The timeline, the distribution and the log; the tiles stand above the tabs (F182–F189)."""
    log = _log(ask)
    by_name = _by_name(log)
    table = table_page(
        ask, "keyword_log", "Keyword Interactions Log", _COLUMNS, log, "-interactions"
    )
    return TabNumbers(
        ask.now,
        charts=(_timeline(ask, by_name), _distribution(by_name)),
        tables=(table,),
        notices=tuple(ignored(ask, table)),
    )


def _log(ask: Ask) -> pl.DataFrame:
    """A row for each keyword of an interaction that was used at least once (F188)."""
    rows = _named(ask, ask.run((METRIC,), SPLIT)).filter(pl.col(METRIC) > 0)
    return (
        rows.sort(METRIC, "keyword", descending=[True, False])
        .group_by("name", "word", maintain_order=True)
        .agg(pl.col("keyword").first(), interactions=pl.col(METRIC).sum())
        .sort("interactions", "name", "keyword", descending=[True, False, False])
    )


def _named(ask: Ask, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the interaction's `name`, the `keyword` as configured, and its `word` folded."""
    configured = entries(ask.campaign, "keywords", "keyword")
    named: dict[str, list[str]] = {"name": [], "keyword": [], "word": []}
    for interaction, keyword in rows.select(*SPLIT).iter_rows():
        given = (keyword or "").strip()
        entry = configured.get(given.lower(), {})
        spelled = str(entry.get("keyword", given)).strip()
        named["word"].append(given.lower())
        named["keyword"].append(spelled)
        named["name"].append(interaction or _name(entry) or spelled or NAMELESS)
    return rows.with_columns(pl.Series(key, texts, pl.String) for key, texts in named.items())


def _name(entry: Mapping[str, Any]) -> str:
    """The interaction that the configuration gives a keyword; "" where it gives none."""
    named = (entry.get("interaction"), entry.get("name"))
    return next((name.strip() for name in named if isinstance(name, str) and name.strip()), "")


def _by_name(log: pl.DataFrame) -> list[tuple[str, int]]:
    """Uses by interaction, the most used first."""
    summed = log.group_by("name").agg(pl.col("interactions").sum())
    return list(summed.sort("interactions", "name", descending=[True, False]).iter_rows())


def _timeline(ask: Ask, by_name: list[tuple[str, int]]) -> Chart:
    """Uses over time, a line for each interaction; past eight, the least used share one (F186)."""
    names = [name for name, _ in by_name]
    kept = names if len(names) <= MOST_LINES else names[: MOST_LINES - 1]
    unit, found = history(ask, METRIC, SPLIT)
    line = pl.when(pl.col("name").is_in(kept)).then("name").otherwise(pl.lit(OTHER))
    used = (
        _named(ask, found)
        .group_by(TIME, line.alias("interaction"))
        .agg(interactions=pl.col(METRIC).sum())
    )
    shown = kept if kept == names else [*kept, OTHER]
    lines = pl.DataFrame({"interaction": shown}, {"interaction": pl.Enum(shown)})
    rows = (
        lines.join(steps(used.get_column(TIME), unit).to_frame(), how="cross")
        .with_columns(pl.col("interaction").cast(pl.String), order=pl.col("interaction"))
        .join(used, on=(TIME, "interaction"), how="left")
        .sort("order", TIME)
        .select(TIME, "interaction", pl.col("interactions").fill_null(0))
        .to_dicts()
    )
    return Chart(
        key="keyword_interactions",
        title="Total Keyword Interactions",
        kind=ChartKind.LINES,
        rows=rows,
        x=TIME,
        y="interactions",
        series="interaction",
        summary=_peak(rows, unit),
        x_label=unit.capitalize(),
        y_label="Interactions",
    )


def _peak(rows: list[dict[str, Any]], unit: str) -> str:
    """The busiest step, in a sentence."""
    totals: dict[datetime, int] = {}
    for row in rows:
        totals[row[TIME]] = totals.get(row[TIME], 0) + row["interactions"]
    if not totals:
        return "No keyword has been used yet."
    time, most = max(totals.items(), key=lambda item: (item[1], -item[0].timestamp()))
    when = f"{time:%b} {time.day}, {time.year}"
    if unit == "hour":
        when += f", {time.hour % 12 or 12} {time:%p}"
    word = "week of" if unit == "week" else unit
    return (
        f"The busiest {word} is {when}, with {number(most)} of {number(sum(totals.values()))} uses."
    )


def _distribution(by_name: list[tuple[str, int]]) -> Chart:
    """Each interaction's share of all uses; past five, the least used are one slice (F187)."""
    kept = by_name if len(by_name) <= MOST_SLICES else by_name[: MOST_SLICES - 1]
    rows = [{"interaction": name, "interactions": n} for name, n in kept]
    total = sum(n for _, n in by_name)
    if kept != by_name:
        rest = sum(n for _, n in by_name[len(kept) :])
        rows.append({"interaction": OTHER, "interactions": rest})
    return Chart(
        key="keyword_distribution",
        title="Total Interactions Distribution",
        kind=ChartKind.DONUT,
        rows=[{**row, "share": row["interactions"] / total} for row in rows],
        x="interaction",
        y="interactions",
        summary=f"{by_name[0][0]} is used most: {share(by_name[0][1] / total)} of all uses."
        if by_name
        else "No keyword has been used yet.",
        x_label="Interaction",
        y_label="Interactions",
    )


TAB = ReportTab("keyword-usage", "Keyword Usage", numbers)
