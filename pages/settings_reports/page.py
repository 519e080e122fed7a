"""Scheduled reports: which are there, make and change them, send one now."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx, dcc, html, no_update
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.follow import follow
from components.page_head import page_head, page_title
from components.settings_form import faults, filled, has_field, inputs, said, states
from components.states import not_allowed
from components.told import TROUBLE, told
from data.api.guard import Visitor
from data.errors import BadRequest, HeliographError, NotFound
from data.report_schedule import Schedule, as_filled, when
from data.services import Services, services
from data.vocabulary.formats import moment
from pages.settings_reports import deeds, form
from pages.settings_reports.ids import (
    BODY,
    FAULT,
    FORM,
    GONE,
    PATH,
    POLL,
    REMOVE,
    SAVE,
    SLOT,
    TOLD,
    WHEN,
    WHICH,
)
from pages.settings_reports.listing import scheduled
from pages.settings_reports.one import becoming, editor, looked_on

_COMING = 3  # due times that a form foretells


def listed(**_: object) -> Component:
    """All scheduled reports."""
    here, visitor = services(), _visitor()
    make = dcc.Link(
        [icon("plus-lg"), "Schedule a report"], href=f"{PATH}/new", className="button primary"
    )
    return html.Div(
        [
            dcc.Store(id=WHICH, data=0),
            dcc.Location(id=GONE, refresh="callback-nav"),
            follow(POLL, moves=True),
            page_head(
                "Scheduled reports",
                "Figures that are sent by email again and again. After a standstill only the "
                f"latest due one is sent. Times are those of {here.zone.key}.",
                actions=(make,) if visitor.may_change else (),
            ),
            html.Div(id=TOLD),
            html.Div(_list(here, visitor), id=BODY),
            html.Div(id=SLOT),
        ],
        className="telling",
    )


def new(**words: str | list[str]) -> Component:
    """The form of a new schedule; words of the address fill fields in: address, name."""
    here = services()
    if not _visitor().may_change:
        sentence = "Only owners and editors can schedule reports."
        return not_allowed(sentence, "All scheduled reports", PATH)
    known = {name: value for name, value in words.items() if isinstance(value, str)}
    return editor(here, None, {**form.usual(here.zone), **known})


def one(scheduled_id: str = "", **_: object) -> Component:
    """One scheduled report. Raises NotFound, which the frame shows."""
    here = services()
    found = here.telling.report_schedules.get(_number(scheduled_id))
    if not _visitor().may_change:
        return looked_on(here, found)
    return editor(here, found, form.gathered(as_filled(found.schedule)))


def exists(scheduled_id: str = "") -> bool:
    """Whether there is such a schedule; the status is 404 if not."""
    try:
        services().telling.report_schedules.get(_number(scheduled_id))
    except NotFound:
        return False
    return True


dash.register_page(
    f"{__name__}.all", path=PATH, title=page_title("Scheduled reports"), layout=listed
)
dash.register_page(
    f"{__name__}.new", path=f"{PATH}/new", title=page_title("Schedule a report"), layout=new
)
dash.register_page(
    f"{__name__}.one",
    path_template=f"{PATH}/<scheduled_id>",
    title=page_title("Scheduled report"),
    layout=one,
    exists=exists,
)


@callback(
    output={"when": Output(WHEN, "children"), "faults": faults(FORM)},
    inputs={"typed": inputs(FORM)},
)
def foretell(typed: list[Any]) -> dict[str, Any]:
    """The next due times, as the form stands."""
    if not typed:
        raise PreventUpdate
    try:
        schedule = when(filled(FORM))
    except BadRequest as error:
        return {"when": html.P(f"{error}."), "faults": said(FORM, error)}
    return {"when": _coming(services(), schedule), "faults": said(FORM, None)}


def _coming(here: Services, schedule: Schedule) -> Component:
    at, lines = here.clock(), []
    for _ in range(_COMING):
        at = schedule.due_after(at)
        lines.append(html.Li(f"{moment(at, schedule.place)}"))
    return html.Div(
        [html.P(f"{schedule.said}. The next times:"), html.Ul(lines, className="preview-list")],
        className="alert-preview",
    )


@callback(
    output={
        "faults": Output({"form": FORM, "fault": EVERY}, "children", allow_duplicate=True),
        "fault": Output(FAULT, "children"),
        "told": Output(TOLD, "children", allow_duplicate=True),
        "body": Output(BODY, "children", allow_duplicate=True),
        "gone": Output(GONE, "href", allow_duplicate=True),
    },
    inputs={"pressed": Input({"scheduled": "do", "deed": SAVE, "id": EVERY}, "n_clicks")},
    state={"which": State(WHICH, "data"), "_typed": states(FORM)},
    prevent_initial_call=True,
)
def keep(pressed: list[int | None], which: int, _typed: list[Any]) -> dict[str, Any]:
    """Save the form."""
    if not any(pressed):
        raise PreventUpdate
    here = services()
    same = dict.fromkeys(("told", "body", "gone"), no_update)
    try:
        made, sentence = deeds.save(here, which, filled(FORM), _visitor())
    except BadRequest as error:
        own = "See what is said at the fields." if has_field(FORM, error) else f"{error}."
        return {**same, "faults": said(FORM, error), "fault": own}
    except HeliographError as error:
        return {**same, "faults": said(FORM, None), "fault": f"{error}."}
    clear = {"faults": said(FORM, None), "fault": ""}
    if not which:
        return {**same, **clear, "gone": f"{PATH}/{made}"}
    body = becoming(here, here.telling.report_schedules.get(made))
    return {**same, **clear, "told": told(sentence, here.clock()), "body": body}


@callback(
    output={
        "body": Output(BODY, "children"),
        "told": Output(TOLD, "children"),
        "slot": Output(SLOT, "children"),
        "gone": Output(GONE, "href"),
    },
    inputs={
        "_pressed": [
            Input({"scheduled": "ask", "deed": EVERY, "id": EVERY}, "n_clicks"),
            Input({"scheduled": "do", "deed": EVERY, "id": EVERY}, "n_clicks"),
        ],
        "_looks": Input(POLL, "n_clicks"),
    },
    state={"which": State(WHICH, "data")},
    prevent_initial_call=True,
)
def act(_pressed: list[list[int | None]], _looks: int | None, which: int) -> dict[str, Any]:
    """Look again, or ask first, then do it, and say what came of it."""
    here, visitor = services(), _visitor()
    same = dict.fromkeys(("body", "told", "slot", "gone"), no_update)
    button = ctx.triggered_id
    if not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    if not isinstance(button, dict):
        return {**same, "body": _body(here, which, visitor)}
    deed, of = str(button["deed"]), int(button["id"])
    if deed == SAVE:
        raise PreventUpdate  # see `keep`
    try:
        if button["scheduled"] == "ask":
            return {**same, "told": None, "slot": deeds.ask(here, deed, of, visitor)}
        sentence = deeds.do(here, deed, of, visitor)
    except HeliographError as error:
        return {**same, "told": told(f"{error}.", here.clock(), TROUBLE), "slot": None}
    if deed == REMOVE:
        return {**same, "slot": None, "gone": PATH}
    body = _body(here, which, visitor)
    return {**same, "body": body, "told": told(sentence, here.clock()), "slot": None}


def _body(here: Services, which: int, visitor: Visitor) -> Any:
    if not which:
        return _list(here, visitor)
    try:
        return becoming(here, here.telling.report_schedules.get(which))
    except NotFound:
        return no_update  # somebody has deleted it meanwhile


def _list(here: Services, visitor: Visitor) -> Component:
    return scheduled(here.telling.report_schedules.list(), here.zone, visitor.may_change)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise NotFound(f"There is no scheduled report {text[:40]!r}")
    return int(text)


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor
