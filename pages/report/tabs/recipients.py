"""What happened to one recipient's message? Recipient Search (F081, D-09)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from data.channel import Channel
from data.report import Column, TabNumbers
from data.reports import Ask, Pieces
from data.vocabulary.formats import Unit
from pages.report.message_status import (
    categories_of,
    category_of,
    cohort_counts,
    cohort_rows,
)
from pages.report.report_tab import ReportTab
from pages.report.table_page import asked_page, ignored, sort_of
from pages.report.table_search import PIECE, search_form, shown, sought

TABLE, USUAL = "recipients", "-status_date"
ID = "message_id"
_NEAR = 10_000  # rows up to which a page is found without sorting everything
_FEW = 100_000  # matching rows that are simply sorted
_SORTED_UNASKED = 1_000_000  # rows of a download that are sorted without being asked to

_SORTED_BY = {
    "recipient": "recipient",
    "sender": "sender",
    "status": "status",
    "category": "category",
    "status_date": "status_at",
    "sent_date": "sent_at",
    "carrier": "carrier",
    "segments": "segments",
    "platform": "platform",
}
# All that is shown, sorted and filtered by; reading the others of a large campaign takes as long.
_READ = (ID, *(name for name in _SORTED_BY.values() if name != "category"), "outcome", "opened")


def numbers(ask: Ask) -> TabNumbers:
    """One page of the messages that the search and the filters let through.

    Parameters: `q` (the beginning of a number or address, or all of it), `category`, `status` (raw
    code), `sort` (a column, "-" before it for descending), `page` from 0, `size`.
    """
    channel = ask.channel
    if channel is None:
        return TabNumbers(ask.now, notices=("This campaign was not sent by message.",))
    asked = asked_page(ask, TABLE, "Recipient Search", _columns(channel), USUAL)
    total, found = _found(ask, channel, asked.page * asked.size, asked.size)
    table = replace(asked, rows=_shaped(found, ask, channel), total=total)
    return TabNumbers(ask.now, tables=(table,), notices=(*_masked(ask), *ignored(ask, table)))


def _found(ask: Ask, channel: Channel, offset: int, size: int) -> tuple[int, pl.DataFrame]:
    """How many rows match, and those of the page."""
    rows = _matching(ask, channel)
    key, descending = _order(ask, channel)
    if _is_narrow(ask):  # a search rarely finds many, and then one look is enough
        few = rows.head(_FEW + 1).collect()
        if len(few) <= _FEW:
            return len(few), _ordered(few, key, descending).slice(offset, size)
    return _total(ask, channel, rows), one_page(rows, key, descending, offset, size)


def _total(ask: Ask, channel: Channel, rows: pl.LazyFrame) -> int:
    """How many rows match; without a search the counts of standings know."""
    if sought(ask):
        return int(rows.select(pl.len()).collect().item())
    counts = _of_standing(cohort_counts(ask), ask, channel)
    return int(counts.select(pl.col("n").sum()).collect().item())


def pieces(ask: Ask, table: str) -> Pieces | None:
    """All matching rows in their order, some thousand at a time (F277)."""
    channel = ask.channel
    if table != TABLE or channel is None:
        return None
    return _streamed(ask, channel)


def _streamed(ask: Ask, channel: Channel) -> Iterator[list[dict[str, Any]]]:
    rows = _matching(ask, channel)
    if ask.param("sort") or rows.select(pl.len()).collect().item() <= _SORTED_UNASKED:
        key, descending = _order(ask, channel)
        rows = rows.sort(key, pl.col(ID), descending=[descending, False], nulls_last=True)
    for piece in rows.collect_batches(chunk_size=PIECE, maintain_order=True):
        yield _shaped(piece, ask, channel)


def _matching(ask: Ask, channel: Channel) -> pl.LazyFrame:
    rows = cohort_rows(ask).select(_READ)
    text = sought(ask)
    if text:
        recipient = pl.col("recipient")
        # Who sees masked recipients could find out the rest one character at a time.
        rows = rows.filter(recipient.str.starts_with(text) if ask.reveal else recipient == text)
    return _of_standing(rows, ask, channel)


def _of_standing(rows: pl.LazyFrame, ask: Ask, channel: Channel) -> pl.LazyFrame:
    """Those that stand in the status and the category that were asked for."""
    if status := ask.param("status"):
        rows = rows.filter(pl.col("status") == status)
    if wanted := ask.param("category"):
        rows = rows.filter(category_of(channel) == wanted)
    return rows


def one_page(
    rows: pl.LazyFrame, key: pl.Expr, descending: bool, offset: int, size: int
) -> pl.DataFrame:
    """`size` rows from `offset` on in the order of `key`, nulls last, equal ones by message id.

    Sorting millions of rows for the sake of a few is what this avoids: the last key on the page
    is looked up first, and only rows up to it are read; where very many have that very key, only
    as many of those as are needed.
    """
    last = offset + size
    if last > _NEAR:
        return _far_page(rows, key, descending, offset, size)
    keys = rows.select(key.alias("key"))
    ranked = keys.top_k(last, by="key") if descending else keys.bottom_k(last, by="key")
    first = ranked.collect().get_column("key")
    known = first.drop_nulls()
    if len(known) < last:  # every row with a key is on the way to this page
        before, equal, nearer = key.is_not_null(), key.is_null(), len(known)
    else:
        edge = known.min() if descending else known.max()
        few = rows.filter(key >= edge if descending else key <= edge).head(_FEW + 1).collect()
        if len(few) <= _FEW:
            return _ordered(few, key, descending).slice(offset, size)
        before, equal = (key > edge) if descending else (key < edge), key == edge
        nearer = (known > edge if descending else known < edge).sum()
    equals = rows.filter(equal).select(ID).bottom_k(last - nearer, by=ID).collect()
    if len(equals):
        before = before.fill_null(value=False) | (equal & (pl.col(ID) <= equals[ID].max()))
    return _ordered(rows.filter(before).collect(), key, descending).slice(offset, size)


def _ordered(rows: pl.DataFrame, key: pl.Expr, descending: bool) -> pl.DataFrame:
    return rows.sort(key, pl.col(ID), descending=[descending, False], nulls_last=True)


def _far_page(
    rows: pl.LazyFrame, key: pl.Expr, descending: bool, offset: int, size: int
) -> pl.DataFrame:
    # Two sorts by one column each are several times faster than one by both.
    ids = rows.select(ID, key.alias("key")).sort(ID).collect()
    ids = ids.sort("key", descending=descending, nulls_last=True, maintain_order=True)
    wanted = ids.get_column(ID).slice(offset, size)
    found = rows.filter(pl.col(ID).is_in(wanted.implode())).collect()
    return _ordered(found, key, descending)


def _order(ask: Ask, channel: Channel) -> tuple[pl.Expr, bool]:
    """By what the rows are sorted, and whether from the largest down."""
    sort = sort_of(ask, _columns(channel), USUAL)
    column = _SORTED_BY[sort.removeprefix("-")]
    key = pl.col(column)
    if column == "category":  # in the order of the chart rather than of the alphabet
        places = {c.key: place for place, c in enumerate(categories_of(channel))}
        key = category_of(channel).replace_strict(places, return_dtype=pl.Int8)
    return key, sort.startswith("-")


def _columns(channel: Channel) -> tuple[Column, ...]:
    columns = [
        Column("recipient", "Recipient"),
        Column("sender", "Sender"),
        Column("status", "Status"),
        Column("category", "Category"),
        Column("status_date", "Status Date", time=True),
        Column("sent_date", "Sent Date", time=True),
    ]
    if "carrier" in channel.breakdowns:
        columns.append(Column("carrier", "Carrier"))
    if channel.has_segments:
        columns.append(Column("segments", "Segments", Unit.COUNT))
    if "platform" in channel.breakdowns:
        columns.append(Column("platform", "Platform"))
    return tuple(columns)


def _shaped(found: pl.DataFrame, ask: Ask, channel: Channel) -> list[dict[str, Any]]:
    labels = {c.key: c.label for c in categories_of(channel)}
    found = found.with_columns(category=category_of(channel))
    keys = [column.key for column in _columns(channel)]
    rows = found.select(pl.col(_SORTED_BY[key]).alias(key) for key in keys).to_dicts()
    return shown(ask, ({**row, "category": labels[row["category"]]} for row in rows))


def _masked(ask: Ask) -> Iterator[str]:
    if ask.param("q") and not ask.reveal:
        yield "You see masked recipients, so the search finds whole numbers and addresses only."


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The search form."""
    channel = ask.channel
    if channel is None:
        return html.Div()
    categories = {category.key: category.label for category in categories_of(channel)}
    choices = {
        "category": ("Category", _offered(ask, "category", categories)),
        "status": ("Status", _offered(ask, "status", {s.code: s.code for s in channel.statuses})),
    }
    label, hint = "Search by recipient", channel.recipient_label
    return search_form(ask, "recipients", "Recipient Search", label, choices, hint)


def _offered(ask: Ask, name: str, options: Mapping[str, str]) -> Mapping[str, str]:
    """The options, and what was asked for: a provider may have a status that nobody declared."""
    asked = ask.param(name)
    return {**options, asked: asked} if asked and asked not in options else options


def _is_narrow(ask: Ask) -> bool:
    return any(ask.param(name) for name in ("q", "category", "status"))


TAB = ReportTab("recipients", "Recipient Search", numbers, body, pieces)
