"""Which rows of a table does the address ask for, and in which order?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from data.report import Column, Table
from data.reports import Ask

SIZES = (25, 50, 100)
LARGEST_PAGE = 1000  # what a program may ask for at once
_NUMBER = re.compile(r"[0-9]{1,9}")


def table_page(
    ask: Ask, key: str, title: str, columns: tuple[Column, ...], rows: pl.DataFrame, usual: str
) -> Table:
    """One page of `rows`, which have a field for each column.

    Parameters: `sort` (a column, "-" before it for descending; `usual` where it names none),
    `page` from 0, `size`. Rows that are equal in it keep the order in which they came.
    """
    asked = asked_page(ask, key, title, columns, usual)
    found = in_order(ask, columns, rows, usual).slice(asked.page * asked.size, asked.size)
    return replace(asked, rows=found.to_dicts(), total=len(rows))


def asked_page(ask: Ask, key: str, title: str, columns: tuple[Column, ...], usual: str) -> Table:
    """The page that the address asks for, as `table_page` reads it, still without its rows."""
    page, size = _number(ask, "page", 0), min(max(_number(ask, "size", SIZES[0]), 1), LARGEST_PAGE)
    return Table(key, title, columns, [], 0, page, size, sort_of(ask, columns, usual))


def about(ask: Ask, key: str) -> Ask:
    """The question as far as it is about the table `key`.

    With several tables on a tab, page, size and order are those of the one that `table` names.
    """
    if ask.param("table", key) == key:
        return ask
    own = {k: v for k, v in (ask.params or {}).items() if k not in ("sort", "page", "size")}
    return replace(ask, params=own)


def in_order(ask: Ask, columns: tuple[Column, ...], rows: pl.DataFrame, usual: str) -> pl.DataFrame:
    """All rows as the address sorts them, with the fields of the columns alone."""
    sort = sort_of(ask, columns, usual)
    ordered = rows.sort(
        sort.removeprefix("-"),
        descending=sort.startswith("-"),
        nulls_last=True,
        maintain_order=True,
    )
    return ordered.select(column.key for column in columns)


def ignored(ask: Ask, table: Table) -> Iterator[str]:
    """A sentence for each parameter of the address that could not be followed."""
    sort, size, page = ask.param("sort"), ask.param("size"), ask.param("page")
    if sort and sort != table.sort:
        yield f"The table can't be sorted by “{sort[:40]}”."
    if size and not _NUMBER.fullmatch(size):
        yield f"“{size[:40]}” is no number of rows; {SIZES[0]} are shown."
    if page and not _NUMBER.fullmatch(page):
        yield f"“{page[:40]}” is no page; the first one is shown."


def _number(ask: Ask, name: str, usual: int) -> int:
    text = ask.param(name)
    return int(text) if _NUMBER.fullmatch(text) else usual


def sort_of(ask: Ask, columns: tuple[Column, ...], usual: str) -> str:
    """The column that the address sorts by, "-" before it for descending, or the usual one."""
    asked = ask.param("sort")
    sortable = {column.key for column in columns if column.sortable}
    return asked if asked.removeprefix("-") in sortable else usual
