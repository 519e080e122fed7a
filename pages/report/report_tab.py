"""What a report tab is: where its numbers come from, and how they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dash.development.base_component import Component

from data.report import TabNumbers
from data.reports import Ask, Pieces


def refresh_id(place: str) -> dict[str, str]:
    """The id of a button that asks for the tab's numbers again; `place` tells several apart."""
    return {"report": "refresh", "place": place}


Draw = Callable[[Ask, TabNumbers], Component]


@dataclass(frozen=True, slots=True)
class ReportTab:
    """One tab, as a declaration.

    `numbers` asks and shapes; `body` draws what the usual drawing (tiles, charts, facts, tables)
    doesn't know, above it. `pieces` gives all rows of a table that is too large to be held, some
    thousand at a time; None for tables that it doesn't know.
    """

    key: str
    label: str
    numbers: Callable[[Ask], TabNumbers]
    body: Draw | None = None
    pieces: Callable[[Ask, str], Pieces | None] | None = None
