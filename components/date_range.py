"""The date filter "Show", the same in every section: predefined ranges, two months, OKAY.

The value is a piece of a query string ("range=last-week", "from=2026-02-01&to=2026-02-09",
"range=all") in the store `value_id(name)`: read it with `data.vocabulary.filters`, write it to move
the control. assets/date_range.js draws the calendar and keeps the button's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import MATCH, ClientsideFunction, Input, Output, State, clientside_callback, dcc, html

from components.filter_button import filter_button
from data.vocabulary.filters import period_to_pairs
from data.vocabulary.formats import day
from data.vocabulary.period import ALL, PRESETS, Period

NAMES = {**PRESETS, "all": "All"}


def _part(name: Any, part: str) -> dict[str, Any]:
    return {"date-range": name, "part": part}


def value_id(name: Any) -> dict[str, Any]:
    """The store whose `data` is the chosen range."""
    return _part(name, "value")


def today_id(name: Any) -> dict[str, Any]:
    """The store whose `data` is what `today_data` makes; write it when the page is refreshed."""
    return _part(name, "today")


def today_data(today: date, zone: str) -> dict[str, str]:
    """The workspace's day, and the zone that says when it ends."""
    return {"day": today.isoformat(), "zone": zone}


def period_value(period: Period) -> str:
    """The period as the control holds it; the inverse of `filters.period_from_search`."""
    return urlencode(period_to_pairs(period)) or "range=all"


def period_label(period: Period) -> str:
    """What the button says: "Last Week", "Feb 1 – Feb 9, 2026", "From Feb 1, 2026", "All"."""
    if period.is_all:
        return NAMES["all"]
    if period.preset:
        return NAMES[period.preset]
    first, last = period.first, period.last
    if first is None or last is None:
        return f"Until {day(last)}" if last else f"From {day(first or date.min)}"
    if first == last:
        return day(first)
    start = f"{first:%b} {first.day}" if first.year == last.year else day(first)
    return f"{start} – {day(last)}"


def date_range(
    name: str,
    period: Period,
    today: date,
    offer_all: bool = False,
    zone: str = "UTC",
    default: Period = ALL,
    future: bool = False,
    label: str = "Show",
    all_label: str = NAMES["all"],
) -> html.Div:
    """The control, showing `period`.

    `today` is the workspace's day in `zone`. `offer_all` adds the option All (F023), `future` lets
    days after today be chosen (D-03). The small cross goes back to `default`. `all_label` is what
    All is called.
    """
    usual = period_value(default)
    names = {**NAMES, "all": all_label}
    flags = {"data-future": ""} if future else {}
    return html.Div(
        [
            dcc.Store(id=value_id(name), data=period_value(period)),
            dcc.Store(id=today_id(name), data=today_data(today, zone)),
            dcc.Store(id=_part(name, "words"), data={"names": names, "usual": usual}),
            *filter_button(
                name,
                label,
                html.Span(
                    all_label if period.is_all else period_label(period), id=_part(name, "face")
                ),
                _part(name, "clear"),
                {"aria-label": "Clear dates", "data-reset": ""},
                unchosen=period_value(period) == usual,
                symbol="calendar3",
                popup="dialog",
            ),
            _panel(name, names if offer_all else PRESETS),
        ],
        className="filter date-range",
        **{
            "data-disclosure": "",
            "data-date-range": name,
            "data-default": usual,
            **flags,
        },
    )


def _panel(name: str, offered: Mapping[str, str]) -> html.Div:
    presets = [
        html.Button(
            word,
            type="button",
            className="date-range-preset",
            **{"data-preset": key, "aria-pressed": "false"},
        )
        for key, word in offered.items()
    ]
    return html.Div(
        [
            html.Div(
                presets,
                role="group",
                className="date-range-presets",
                **{"aria-label": "Predefined ranges"},
            ),
            html.Div(
                [
                    html.Div(className="calendar", **{"data-calendar": ""}),
                    html.Div(
                        [
                            html.Div(className="date-range-ends", **{"data-ends": ""}),
                            html.P(role="status", className="date-range-hint", **{"data-hint": ""}),
                            html.Button(
                                "OKAY",
                                type="button",
                                className="btn btn-primary date-range-okay",
                                **{"data-okay": ""},
                            ),
                        ],
                        className="date-range-foot",
                    ),
                ],
                className="date-range-days",
            ),
        ],
        id=f"{name}-panel",
        hidden=True,
        role="dialog",
        className="filter-panel date-range-panel",
        **{"aria-label": "Choose days", "data-panel": ""},
    )


clientside_callback(
    ClientsideFunction("dateRange", "face"),
    Output(_part(MATCH, "face"), "children"),
    Output(_part(MATCH, "clear"), "hidden"),
    Input(value_id(MATCH), "data"),
    Input(today_id(MATCH), "data"),
    State(_part(MATCH, "words"), "data"),
)
