"""What was told, to whom, and what came of it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from data.vocabulary.formats import moment

_STATES = {
    "sent": ("ok", "check-circle", "Arrived"),
    "failed": ("firing", "x-circle", "Failed"),
    "waiting": ("paused", "hourglass-split", "Waiting"),
}
_HEADS = ("When", "What", "To", "State", "Last verdict")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line: `state` is sent, failed or waiting; `next_at` when a waiting one is tried."""

    at: datetime
    what: str
    to: str
    state: str
    verdict: str
    attempts: int
    next_at: datetime | None


def delivery_log(deliveries: Sequence[Delivery], zone: ZoneInfo) -> Component:
    """The deliveries as a table, in the given order; a sentence for none."""
    if not deliveries:
        return html.P("Nothing has been sent yet.", className="muted")
    return html.Div(
        html.Table(
            [
                html.Caption("Deliveries", className="visually-hidden"),
                html.Thead(html.Tr([html.Th(one, scope="col") for one in _HEADS])),
                html.Tbody([_row(one, zone) for one in deliveries]),
            ],
            className="rows telling-rows",
        ),
        role="region",
        tabIndex=0,
        className="table-scroll",
        **{"aria-label": "Deliveries, scrolls sideways"},
    )


def _row(one: Delivery, zone: ZoneInfo) -> Component:
    kind, picture, word = _STATES[one.state]
    verdict = one.verdict or "Not tried yet"
    if one.attempts > 1:
        verdict += f" ({one.attempts} attempts)"
    if one.state == "waiting" and one.next_at and one.attempts:
        verdict += f"; again at {moment(one.next_at, zone)}"
    return html.Tr(
        [
            html.Td(time_of(one.at, zone)),
            html.Td(html.Bdi(one.what), className="wide"),
            html.Td(html.Bdi(one.to)),
            html.Td(html.Span([icon(picture), word], className=f"telling-state {kind}")),
            html.Td(verdict, className="wide"),
        ]
    )
