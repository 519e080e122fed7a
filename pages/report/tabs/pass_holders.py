"""Who holds a pass (specification 4.13, D-22)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from data.pass_holders import ANDROID, IOS, STATUSES, UNKNOWN, holders
from data.report import Column, TabNumbers
from data.reports import Ask, Pieces
from data.vocabulary.formats import Unit
from pages.report.report_tab import ReportTab
from pages.report.table_page import SIZES, ignored, in_order, table_page

TABLE, USUAL = "pass_holders", "-issued"
LONGEST_SEARCH = 256
_PIECE = 20_000  # rows of a download in memory at once
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
    shown = replace(table, rows=_shown(ask, table.rows))
    return TabNumbers(ask.now, tables=(shown,), notices=(*ignored(ask, table), *_notices(ask)))


def pieces(ask: Ask, table: str) -> Pieces | None:
    """All matching rows in their order, some thousand at a time."""
    return _streamed(ask) if table == TABLE else None


def _streamed(ask: Ask) -> Iterator[list[dict[str, Any]]]:
    rows = in_order(ask, _COLUMNS, _matching(ask), USUAL)
    for piece in rows.iter_slices(_PIECE):
        yield _shown(ask, piece.to_dicts())


def _shown(ask: Ask, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "recipient": ask.shown_recipient(row["recipient"])} for row in rows]


def _matching(ask: Ask) -> pl.DataFrame:
    rows = holders(ask.view, ask.campaign).sort("recipient", "person", nulls_last=True)
    start, until = ask.period.instants(ask.zone)
    if start is not None:
        rows = rows.filter(pl.col("issued") >= start)
    if until is not None:
        rows = rows.filter(pl.col("issued") < until)
    if status := _STATUSES.get(ask.param("status")):
        rows = rows.filter(pl.col("status") == status)
    rows = rows.with_columns(pl.col("platform").fill_null(UNKNOWN))
    if platform := _PLATFORMS.get(ask.param("platform")):
        rows = rows.filter(pl.col("platform") == platform)
    sought = ask.param("q").strip()[:LONGEST_SEARCH].lower()
    return rows.filter(_found(sought, ask)) if sought else rows


def _found(sought: str, ask: Ask) -> pl.Expr:
    recipient, held = (pl.col(c).str.to_lowercase() for c in ("recipient", "pass_id"))
    # Who sees masked recipients could find out the rest one character at a time.
    by_recipient = (
        recipient.str.contains(sought, literal=True) if ask.reveal else recipient == sought
    )
    return by_recipient.fill_null(value=False) | held.str.contains(sought, literal=True).fill_null(
        value=False
    )


def _notices(ask: Ask) -> Iterator[str]:
    if ask.param("q") and not ask.reveal:
        yield "You see masked IDs, so the search finds whole IDs only."
    for name, known in (("status", _STATUSES), ("platform", _PLATFORMS)):
        if (value := ask.param(name)) and value not in known:
            yield f"{name}=“{value[:40]}” was ignored: it is none of {', '.join(known)}."


# Words of the address that the form does not ask for but must not lose.
_KEPT = ("range", "from", "to", "tz", "sort")


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The search form: an address in itself, so it works with the keyboard and history."""
    kept = {key: value for key, value in (ask.params or {}).items() if key in _KEPT}
    narrow = any(ask.param(name) for name in ("q", "status", "platform"))
    search = dcc.Input(
        id="holders-q",
        name="q",
        type="search",
        value=ask.param("q"),
        autoComplete="off",
        maxLength=LONGEST_SEARCH,
    )
    return html.Form(
        [
            html.Div(
                [dcc.Input(type="text", name=key, value=value) for key, value in kept.items()],
                hidden=True,
            ),
            _field("holders-q", "Search by ID or pass", search),
            _choice(ask, "status", "Status", {"": "All", **_STATUSES}),
            _choice(ask, "platform", "Platform", {"": "All", **_PLATFORMS}),
            _choice(ask, "size", "Rows", {str(size): str(size) for size in SIZES}),
            html.Button("Search", type="submit", className="part-button strong"),
            dcc.Link("Clear", href="?", className="part-button") if narrow else None,
        ],
        method="get",
        className="report-search",
        role="search",
        **{"aria-label": "Pass Holders"},
    )


def _choice(ask: Ask, name: str, label: str, options: Mapping[str, str]) -> Component:
    chosen = ask.param(name)
    return _field(
        f"holders-{name}",
        label,
        html.Select(
            [
                html.Option(text, value=value, **({"selected": True} if value == chosen else {}))
                for value, text in options.items()
            ],
            id=f"holders-{name}",
            name=name,
        ),
    )


def _field(control_id: str, label: str, control: Component) -> Component:
    return html.Div([html.Label(label, htmlFor=control_id), control], className="report-field")


TAB = ReportTab("pass-holders", "Pass Holders", numbers, body, pieces)
