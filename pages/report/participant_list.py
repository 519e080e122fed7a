"""Which participants does the address ask for, and what does a reader see of them?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from data.draws import PRIZE_TYPES, drawn_prizes, log
from data.participants import STATUSES, Status, participants
from data.report import Column, Table
from data.reports import Ask, Pieces
from data.vocabulary.formats import Unit
from pages.report.table_page import about, asked_page, sort_of
from pages.report.table_search import PIECE, shown, sought

KEY, TITLE, USUAL = "participants", "Participants", "-last_activity"
# The words of the address, by the statuses that they stand for.
WORDS = {"participant": Status.ALL, "partly": Status.SOME, "non-participant": Status.NONE}
_BASIC = (
    Column("recipient", "ID"),
    Column("last_activity", "Last Activity", time=True),
    Column("participations", "Participations", Unit.COUNT),
    Column("status", "Status"),
)
_WITH_PRIZES = (*_BASIC, Column("winner", "Winner"))
_SORTED_BY = {"status": "degree"}  # by how far one got rather than by the alphabet


def gives_prizes(ask: Ask) -> bool:
    """Whether the campaign has the variant with winners (F162, F163)."""
    return ask.campaign.type in PRIZE_TYPES


def columns(ask: Ask) -> tuple[Column, ...]:
    """The columns of the campaign's variant."""
    return _WITH_PRIZES if gives_prizes(ask) else _BASIC


def in_period(ask: Ask) -> pl.LazyFrame:
    """Everybody whose last activity lies in the asked days; without days, everybody."""
    rows = participants(ask.view, ask.campaign).lazy()
    return ask.within(rows, pl.col("last_activity"))


def matching(ask: Ask) -> pl.LazyFrame:
    """Everybody whom days, status and search let through (F166)."""
    rows = in_period(ask)
    if status := WORDS.get(ask.param("status")):
        rows = rows.filter(pl.col("degree") == STATUSES.index(status))
    text = sought(ask)
    if not text:
        return rows
    recipient = pl.col("recipient")
    if ask.reveal:  # this one leaves the millions of numbers as they are, rather than fold them
        return rows.filter(recipient.str.contains_any([text], ascii_case_insensitive=True))
    # Who sees masked recipients could find out the rest one character at a time.
    return rows.filter(recipient.str.to_lowercase() == text.lower())


def page(ask: Ask) -> Table:
    """One page of them."""
    rows = matching(ask)
    table = asked_page(about(ask, KEY), KEY, TITLE, columns(ask), USUAL)
    total = rows.select(pl.len()).collect().item()
    found = _in_order(ask, rows, table.sort).slice(table.page * table.size, table.size).collect()
    return replace(table, rows=_shown(ask, found), total=total)


def pieces(ask: Ask) -> Pieces:
    """All of them in their order, some thousand at a time (F277)."""
    sort = sort_of(ask, columns(ask), USUAL)
    return _streamed(ask, _in_order(ask, matching(ask), sort).collect())


def _streamed(ask: Ask, rows: pl.DataFrame) -> Iterator[list[dict[str, Any]]]:
    for piece in rows.iter_slices(PIECE):
        yield _shown(ask, piece)


def _in_order(ask: Ask, rows: pl.LazyFrame, sort: str) -> pl.LazyFrame:
    """In the asked order; who is equal in it keeps one place on every page."""
    key = sort.removeprefix("-")
    # Prizes drawn here are few: only an order by them needs all of them joined.
    rows = _won(ask, rows) if key == "winner" else rows.with_columns(winner=pl.col("prizes"))
    by, descending = _SORTED_BY.get(key, key), sort.startswith("-")
    return rows.sort(by, "person", descending=[descending, False], nulls_last=True)


def _won(ask: Ask, rows: pl.LazyFrame) -> pl.LazyFrame:
    """With all prizes of each person: those awarded by the game, and those drawn here."""
    drawn = drawn_prizes(log(ask.engine, ask.campaign.id)) if ask.engine else None
    if drawn is None or drawn.is_empty():
        return rows.with_columns(winner=pl.col("prizes"))
    both = pl.concat_str("prizes", "drawn", separator=", ", ignore_nulls=True)
    any_prize = pl.col("prizes").is_not_null() | pl.col("drawn").is_not_null()
    joined = rows.join(drawn.lazy(), on="recipient", how="left", maintain_order="left")
    return joined.with_columns(winner=pl.when(any_prize).then(both))


def _shown(ask: Ask, found: pl.DataFrame) -> list[dict[str, Any]]:
    labels = {n: status.value for n, status in enumerate(STATUSES)}
    status = pl.col("degree").replace_strict(labels, return_dtype=pl.String)
    named = _won(ask, found.drop("winner").lazy()).with_columns(status=status).collect()
    return shown(ask, named.select(column.key for column in columns(ask)).to_dicts())
