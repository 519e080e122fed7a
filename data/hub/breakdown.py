"""What is the chosen metric made up of, and which part of it has changed?"""

from __future__ import annotations

from typing import Any

import polars as pl

from data.dashboards import in_order
from data.hub.counting import Look, axis_of, count, count_before
from data.hub.naming import named
from data.hub.offered import Split, splits
from data.hub.sums import alike
from data.hub.tiles import change
from data.metric import Metric
from data.metrics import METRICS
from data.query import COUNT, summed
from data.report import Column, Table
from data.vocabulary.formats import Unit

KEY = "hub_breakdown"
SIZE = 20  # rows a page
AT = "at"  # a row's value of the split


def breakdown(look: Look, size: int = SIZE) -> Table:
    """A page of the parts, the largest first, at most the last one; `size` 0 is all of them.

    "change" is judged as on the tiles. It is sorted by how much more or less there is.
    """
    metric, split = METRICS[look.asked.metric], splits(look.asked.metric)[look.asked.by]
    axis = axis_of(look.asked, metric.key)
    now = count(look, metric.key, axis, split.dimension)
    earlier = count_before(look, metric.key, axis, split.dimension)
    columns = _columns(metric, split, compared=earlier is not None)
    lines = _lines(look, metric, split, now, earlier)
    ordered, sort = in_order(lines, columns, _stored(look.asked.sort), "-value")
    page = min(look.asked.page, max(len(ordered) - 1, 0) // size) if size else 0
    shown = ordered[page * size : (page + 1) * size] if size else ordered
    if earlier is not None:
        for row in shown:
            row["change"] = _sentence(look, metric, split, now, earlier, row[AT])
    title = f"{metric.label} by {split.label}"
    return Table(KEY, title, columns, shown, len(lines), page, size, _told(sort))


def _columns(metric: Metric, split: Split, *, compared: bool) -> tuple[Column, ...]:
    found = [Column("name", split.label), Column("value", metric.label, metric.unit)]
    if metric.unit is Unit.COUNT:
        found.append(Column("share", "Share of all", Unit.SHARE, sortable=False))
    else:
        found.append(Column("whole", "Of", Unit.COUNT, sortable=False))
    if compared:
        found.append(Column("before", "Days before", metric.unit))
        found.append(Column("change", "Change"))
    return tuple(found)


def _stored(sort: str) -> str:
    """The address sorts changes by their amount, which is no column of its own."""
    return sort.replace("difference", "change")


def _told(sort: str) -> str:
    return sort.replace("change", "difference")


def _lines(
    look: Look, metric: Metric, split: Split, now: pl.DataFrame, earlier: pl.DataFrame | None
) -> list[dict[str, Any]]:
    """A row a part; its "change" is the amount by which it differs."""
    found = _by(metric, split, now)
    rows, rows_2 = (now, None) if earlier is None else alike(look, metric, now, earlier)
    like = _by(metric, split, rows)
    old = {} if rows_2 is None else _by(metric, split, rows_2)
    names = named(split, list({**found, **old}), look)
    nothing: dict[str, Any] = {metric.key: None if metric.over else 0}
    total = sum(row[metric.key] or 0 for row in found.values())
    return [
        {
            AT: at,
            "name": name,
            "value": (value := found.get(at, nothing)[metric.key]),
            "share": value / total if total and not metric.over else None,
            "whole": sum(found.get(at, {}).get(COUNT + tally, 0) for tally in metric.over),
            "before": (before := old.get(at, nothing)[metric.key]),
            "change": _less(like.get(at, nothing)[metric.key], before),
        }
        for at, name in names.items()
    ]


def _by(metric: Metric, split: Split, rows: pl.DataFrame) -> dict[Any, dict[str, Any]]:
    if rows.is_empty():
        return {}
    found = summed(rows, (split.column,), (metric.key,))
    counted = pl.any_horizontal(pl.col(COUNT + name) != 0 for name in metric.tallies)
    return {row[split.column]: row for row in found.filter(counted).to_dicts()}


def _less(now: float | int | None, before: float | int | None) -> float | int | None:
    return None if now is None or before is None else now - before


def _sentence(
    look: Look,
    metric: Metric,
    split: Split,
    now: pl.DataFrame,
    earlier: pl.DataFrame,
    at: object,
) -> str:
    only = pl.col(split.column).eq_missing(at)
    changed = change(look, metric, now.filter(only), earlier.filter(only))
    return changed.sentence if changed else ""
