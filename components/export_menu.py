"""What can be taken away from here, behind one button?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from components.badges import icon
from components.markup import written
from data.exports.formats import IN_ORDER


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry: a download at `href`, an `action` that a script knows, or a part it `toggles`.

    `finer` is how many pixels of a picture stand for one of the page. `more` are further entries
    on the same line, whose `label` is short and whose `name` says all.
    """

    label: str
    href: str = ""
    action: str = ""
    toggles: str = ""
    finer: int = 0
    name: str = ""
    more: tuple[MenuItem, ...] = ()


CHART_ACTIONS = (
    MenuItem(
        "Download PNG",
        action="png",
        more=tuple(
            MenuItem(f"{finer}×", action="png", finer=finer, name=f"PNG at {finer}×")
            for finer in (1, 2, 4)
        ),
    ),
    MenuItem(
        "Download SVG",
        action="svg",
        more=(MenuItem("PDF", action="pdf", name="Download PDF"),),
    ),
    MenuItem("Picture …", action="picture"),
    MenuItem("Copy image", action="copy"),
)
# Also where there is nothing to draw yet; assets/pin.js asks which dashboard.
PIN = MenuItem("Add to dashboard", action="pin")


def file_items(csv: str) -> tuple[MenuItem, ...]:
    """One line: the rows at the address `csv` ("/logs.csv?range=today") in every format."""
    path, mark, words = csv.partition("?")
    stem = path.removesuffix(".csv")
    others = tuple(
        MenuItem(one.label, f"{stem}.{one.key}{mark}{words}", name=f"Download {one.label}")
        for one in IN_ORDER
        if one.key != "csv"
    )
    return (MenuItem("Download CSV", csv, more=others),)


def export_menu(of: str, items: Sequence[MenuItem]) -> html.Details:
    """The menu "Export" of the chart or table named `of`."""
    return html.Details(
        [
            html.Summary(
                [icon("download"), "Export"],
                className="part-button",
                **{"aria-label": f"Export {of}"},
            ),
            written(html.Ul, [html.Li(_line(item)) for item in items], className="menu-items"),
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


def _line(item: MenuItem) -> Any:
    if not item.more:
        return _entry(item)
    entries = [_entry(item), *(_entry(one) for one in item.more)]
    return html.Div(entries, className="menu-line")


def _entry(item: MenuItem) -> Any:
    told: dict[str, str] = {"aria-label": item.name} if item.name else {}
    if item.href:
        return html.A(item.label, href=item.href, download="", className="menu-item", **told)
    if item.toggles:
        told |= {
            "data-toggles": item.toggles,
            "aria-controls": item.toggles,
            "aria-expanded": "false",
        }
    if item.action:
        told["data-chart-action"] = item.action
    if item.finer:
        told["data-finer"] = str(item.finer)
    return html.Button(
        item.label, type="button", className="menu-item", disable_n_clicks=True, **told
    )
