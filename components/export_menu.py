"""What can be taken away from here, behind one button?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from components.badges import icon


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry: a download at `href`, or an `action` that assets/charts.js knows."""

    label: str
    href: str = ""
    action: str = ""


CHART_ACTIONS = (
    MenuItem("Download PNG", action="png"),
    MenuItem("Download SVG", action="svg"),
    MenuItem("Copy image", action="copy"),
)
# Also where there is nothing to draw yet; assets/pin.js asks which dashboard.
PIN = MenuItem("Add to dashboard", action="pin")


def export_menu(of: str, items: Sequence[MenuItem]) -> html.Details:
    """The menu "Export" of the chart or table named `of`."""
    return html.Details(
        [
            html.Summary(
                [icon("download"), "Export"],
                className="part-button",
                **{"aria-label": f"Export {of}"},
            ),
            html.Ul([html.Li(_entry(item)) for item in items], className="menu-items"),
        ],
        className="menu",
    )


def pin_button(of: str) -> html.Button:
    """The same for a tile or table named `of`, which has no menu."""
    return html.Button(
        PIN.label,
        type="button",
        className="part-button",
        disable_n_clicks=True,
        **{"aria-label": f"{PIN.label}: {of}", "data-chart-action": PIN.action},
    )


def _entry(item: MenuItem) -> Any:
    if item.href:
        return html.A(item.label, href=item.href, download="", className="menu-item")
    return html.Button(
        item.label,
        type="button",
        className="menu-item",
        disable_n_clicks=True,
        **{"data-chart-action": item.action},
    )
