"""What a built-in dashboard is: what its card says, and what stands at its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dash.development.base_component import Component

from data.address import Words

Layout = Callable[[Words], Component]


@dataclass(frozen=True, slots=True)
class Board:
    """One dashboard at /dashboards/<key>, as a declaration.

    `layout` draws it from the words of its address, page head included; it may raise the errors of
    data.errors, which the frame shows. `order` is its place among the cards. `parts` are addresses
    below its own, by their last word.
    """

    key: str
    label: str
    description: str  # one sentence on its card: which question it answers
    icon: str
    order: int
    layout: Layout
    parts: Mapping[str, Layout] = field(default_factory=dict)
