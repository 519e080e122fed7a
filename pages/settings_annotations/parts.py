"""How do the list of notes, and the form of one, look?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.data_table import time_of
from components.page_head import page_head
from components.settings_form import AREA, DAY, NUMBER, TIME, Entry, Group, fields
from components.states import empty
from data.annotations import LONGEST, when
from data.store.annotation_rows import Annotation

PATH = "/settings/annotations"
FORM = "note"
TOLD, SLOT, GONE, WHICH, BACK, FAULT = (
    f"notes-{part}" for part in ("told", "slot", "gone", "which", "back", "fault")
)
SAVE, REMOVE = "save", "remove"
_HEADS = ("When", "Note", "Shown on", "By", "Changed")


def deed_id(step: str, deed: str, of: int = 0) -> dict[str, Any]:
    """The id of a button: `step` is "ask" where a dialog comes first, "do" where none does."""
    return {"notes": step, "deed": deed, "id": of}


def listed(notes: Sequence[Annotation], zone: ZoneInfo, may: bool) -> Component:
    """The notes as a table, or what to do while there are none."""
    if not notes:
        return empty(
            "Nobody has written a note yet",
            "“Add note” below any chart over time says what happened then, for everyone.",
            *(("New note", f"{PATH}/new") if may else ()),
        )
    return html.Section(
        html.Div(
            html.Table(
                [
                    html.Caption("Notes", className="visually-hidden"),
                    html.Thead(html.Tr([html.Th(one, scope="col") for one in _HEADS])),
                    html.Tbody([_row(one, zone, may) for one in notes]),
                ],
                className="rows telling-rows",
            ),
            role="region",
            tabIndex=0,
            className="table-scroll",
            **{"aria-label": "Notes, scrolls sideways"},
        ),
        className="data-table",
        **{"aria-label": "Notes"},
    )


def _row(one: Annotation, zone: ZoneInfo, may: bool) -> Component:
    place = (
        dcc.Link(f"Campaign {one.campaign_id}", href=f"/campaigns/{one.campaign_id}/report")
        if one.campaign_id
        else "All charts"
    )
    text = dcc.Link(html.Bdi(one.text), href=f"{PATH}/{one.id}") if may else html.Bdi(one.text)
    changed = [one.changed_by, ", ", time_of(one.changed_at, zone)] if one.changed_by else "–"
    return html.Tr(
        [
            html.Td(when(one, zone), className="wide"),
            html.Th(text, scope="row"),
            html.Td(place),
            html.Td(html.Bdi(one.who)),
            html.Td(changed, className="wide"),
        ]
    )


def editor(of: int, values: Mapping[str, str], back: str, zone: ZoneInfo) -> Component:
    """The form of a new note, or of one that is there; `back` is where it was asked for."""
    save = html.Button(
        "Save note",
        id=deed_id("do", SAVE, of),
        type="button",
        className="button primary",
    )
    remove = html.Button(
        "Delete", id=deed_id("ask", REMOVE, of), type="button", className="button danger"
    )
    away = dcc.Link("Cancel", href=back or PATH, className="button")
    return html.Div(
        [
            dcc.Location(id=GONE, refresh="callback-nav"),
            dcc.Store(id=WHICH, data=of),
            dcc.Store(id=BACK, data=back),
            page_head(
                "Change a note" if of else "New note",
                "What happened on these days, for everyone who looks at them.",
            ),
            html.Div(id=TOLD),
            html.Div(
                [
                    *fields(FORM, _groups(zone), values),
                    html.P(id=FAULT, role="alert", className="form-fault"),
                    html.Div([save, away, *([remove] if of else [])], className="form-buttons"),
                ],
                className="telling-form",
            ),
            html.Div(id=SLOT),
        ],
        className="telling",
    )


def _groups(zone: ZoneInfo) -> tuple[Group, ...]:
    return (
        Group(
            "What happened",
            (Entry("text", "Note", AREA, help=f"Up to {LONGEST} characters."),),
        ),
        Group(
            "When",
            (
                Entry("first", "Day", DAY),
                Entry("last", "Last day", DAY, help="Of several days; else leave it empty."),
                Entry(
                    "at_time",
                    "Time",
                    TIME,
                    help=f"Of a moment, in {zone.key}; a whole day has none.",
                ),
            ),
        ),
        Group(
            "Where",
            (
                Entry(
                    "campaign",
                    "Campaign ID",
                    NUMBER,
                    help="On this campaign's charts alone; empty for all charts.",
                ),
            ),
        ),
    )
