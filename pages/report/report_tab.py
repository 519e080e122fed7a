"""What a report tab is: where its numbers come from, and how they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dash.development.base_component import Component

from data.report import TabNumbers
from data.reports import Ask

Draw = Callable[[Ask, TabNumbers], Component]


@dataclass(frozen=True, slots=True)
class ReportTab:
    """One tab, as a declaration.

    `numbers` asks and shapes; `body` draws what the usual drawing (tiles, charts, facts, tables)
    doesn't know, above it.
    """

    key: str
    label: str
    numbers: Callable[[Ask], TabNumbers]
    body: Draw | None = None
