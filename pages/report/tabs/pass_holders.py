"""Who holds a pass (specification 4.13, D-22)?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl
from dash.development.base_component import Component

from data.pass_holders import ANDROID, IOS, STATUSES, UNKNOWN, holders
from data.report import Column, TabNumbers
from data.reports import Ask, Pieces
from data.vocabulary.formats import Unit
from pages.report.report_tab import ReportTab
from pages.report.table_page import ignored, in_order, table_page
from pages.report.table_search import (
    having,
    masked,
    search_form,
    shown,
    streamed,
    unknown,
)

TABLE, USUAL = "pass_holders", "-issued"
_COLUMNS = (
    Column("recipient", "ID"),
    Column("pass_id", "Pass"),
    Column("status", "Status"),
    Column("issued", "Issued", time=True),
    Column("added", "Added", time=True),
    Column("removed", "Removed", time=True),
    Column("redeemed", "Redeemed times", Unit.COUNT),
    Column("platform", "Platform"),
)
_STATUSES = {status.lower().replace(" ", "-"): status for status in STATUSES}
_PLATFORMS = {IOS.lower(): IOS, ANDROID.lower(): ANDROID, "unknown": UNKNOWN}


def numbers(ask: Ask) -> TabNumbers:
    """One page of the holders that search and filters let through (F199, F200).

    Parameters: `q` (part of an ID or pass), `status` (added, removed, not-added), `platform` (ios,
    android, unknown), `sort`, `page`, `size`. The period is that in which the pass was made.
    """
    table = table_page(ask, TABLE, "Pass Holders", _COLUMNS, _matching(ask), USUAL)
    page = replace(table, rows=shown(ask, table.rows))
    return TabNumbers(ask.now, tables=(page,), notices=(*ignored(ask, table), *_notices(ask)))


def pieces(ask: Ask, table: str) -> Pieces | None:
    """All matching rows in their order, some thousand at a time."""
    if table != TABLE:
        return None
    return streamed(ask, in_order(ask, _COLUMNS, _matching(ask), USUAL))


def _matching(ask: Ask) -> pl.DataFrame:
    rows = holders(ask.view, ask.campaign).sort("recipient", "person", nulls_last=True)
    rows = ask.within(rows, pl.col("issued"))
    if status := _STATUSES.get(ask.param("status")):
        rows = rows.filter(pl.col("status") == status)
    rows = rows.with_columns(pl.col("platform").fill_null(UNKNOWN))
    if platform := _PLATFORMS.get(ask.param("platform")):
        rows = rows.filter(pl.col("platform") == platform)
    return having(ask, rows, "pass_id")


def _notices(ask: Ask) -> Iterator[str]:
    yield from masked(ask)
    yield from unknown(ask, "status", _STATUSES)
    yield from unknown(ask, "platform", _PLATFORMS)


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The search form."""
    choices = {"status": ("Status", _STATUSES), "platform": ("Platform", _PLATFORMS)}
    return search_form(ask, "holders", "Pass Holders", "Search by ID or pass", choices)


TAB = ReportTab("pass-holders", "Pass Holders", numbers, body, pieces)
