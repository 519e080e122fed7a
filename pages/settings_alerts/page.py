"""Alerts: which are there, how they stand, make and change them."""

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
from components.settings_form import (
    faults,
    filled,
    has_field,
    inputs,
    said,
    states,
    unchanged,
)
from components.states import not_allowed
from components.told import TROUBLE, told
from data.alert_rule import as_filled, drafted_rule
from data.api.guard import Visitor
from data.errors import BadRequest, HeliographError, NotFound
from data.services import Services, services
from pages.settings_alerts import deeds, form
from pages.settings_alerts.ids import (
    BODY,
    FAULT,
    FORM,
    GONE,
    HOOK_FORM,
    HOOKS,
    PATH,
    POLL,
    PREVIEW,
    REMOVE,
    SLOT,
    TOLD,
    WHICH,
    deed_id,
)
from pages.settings_alerts.listing import alerts, webhooks
from pages.settings_alerts.one import becoming, editor, looked_on
from pages.settings_alerts.preview import preview


def listed(**_: object) -> Component:
    """All alerts, and the webhooks."""
    here, visitor = services(), _visitor()
    make = dcc.Link([icon("plus-lg"), "New alert"], href=f"{PATH}/new", className="button primary")
    return html.Div(
        [
            dcc.Store(id=WHICH, data=0),
            dcc.Location(id=GONE, refresh="callback-nav"),
            follow(POLL, moves=True),
            page_head(
                "Alerts",
                "Figures that are looked at every full hour, and who hears when one is wrong. "
                f"Times are those of {here.zone.key}.",
                actions=(make,) if visitor.may_change else (),
            ),
            html.Div(id=TOLD),
            html.Div(_list(here, visitor), id=BODY),
            webhooks_of(here, visitor),
            html.Div(id=SLOT),
        ],
        className="telling",
    )


def webhooks_of(here: Services, visitor: Visitor) -> Component:
    """The section of webhooks in its place, and where its faults go."""
    return html.Div(
        webhooks(here.telling.receivers.list(), here.zone, visitor.may_change), id=HOOKS
    )


def new(**words: str | list[str]) -> Component:
    """The form of a new alert; words of the address fill fields in: metric, channel, campaign."""
    here = services()
    if not _visitor().may_change:
        return not_allowed("Only owners and editors can make alerts.", "All alerts", PATH)
    known = {name: value for name, value in words.items() if isinstance(value, str)}
    return editor(here, None, {**form.usual(here.zone), **known})


def one(alert: str = "", **_: object) -> Component:
    """One alert. Raises NotFound, which the frame shows."""
    here = services()
    found = here.telling.alerts.get(_number(alert))
    if not _visitor().may_change:
        return looked_on(here, found)
    return editor(here, found, as_filled(found.rule))


def exists(alert: str = "") -> bool:
    """Whether there is such an alert; the status is 404 if not."""
    try:
        services().telling.alerts.get(_number(alert))
    except NotFound:
        return False
    return True


dash.register_page(f"{__name__}.all", path=PATH, title=page_title("Alerts"), layout=listed)
dash.register_page(f"{__name__}.new", path=f"{PATH}/new", title=page_title("New alert"), layout=new)
dash.register_page(
    f"{__name__}.one",
    path_template=f"{PATH}/<alert>",
    title=page_title("Alert"),
    layout=one,
    exists=exists,
)


@callback(
    output={"preview": Output(PREVIEW, "children"), "faults": faults(FORM)},
    inputs={"typed": inputs(FORM)},
)
def show_preview(typed: list[Any]) -> dict[str, Any]:
    """What the rule would say, as it stands in the form."""
    if not typed:
        raise PreventUpdate
    here = services()
    try:
        rule = drafted_rule(filled(FORM))
        drawn: Any = preview(rule, here.telling.alerts.preview(rule), here.zone)
    except BadRequest as error:
        return {"preview": html.P(f"{error}."), "faults": said(FORM, error)}
    except HeliographError as error:
        drawn = html.P(f"{error}.")
    return {"preview": drawn, "faults": said(FORM, None)}


@callback(
    output={
        "faults": Output({"form": FORM, "fault": EVERY}, "children", allow_duplicate=True),
        "fault": Output(FAULT, "children"),
        "told": Output(TOLD, "children", allow_duplicate=True),
        "body": Output(BODY, "children", allow_duplicate=True),
        "gone": Output(GONE, "href", allow_duplicate=True),
    },
    inputs={"pressed": Input(deed_id("do", "save", EVERY), "n_clicks")},  # type: ignore[arg-type]
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
    body = becoming(here, here.telling.alerts.get(made))
    return {**same, **clear, "told": told(sentence, here.clock()), "body": body}


@callback(
    output={
        "body": Output(BODY, "children"),
        "hooks": Output(HOOKS, "children"),
        "told": Output(TOLD, "children"),
        "slot": Output(SLOT, "children"),
        "gone": Output(GONE, "href"),
        "faults": faults(HOOK_FORM),
    },
    inputs={
        "_pressed": [
            Input({"alerts": "ask", "deed": EVERY, "id": EVERY}, "n_clicks"),
            Input({"alerts": "do", "deed": EVERY, "id": EVERY}, "n_clicks"),
        ],
        "_looks": Input(POLL, "n_clicks"),
    },
    state={"which": State(WHICH, "data"), "_typed": states(HOOK_FORM)},
    prevent_initial_call=True,
)
def act(
    _pressed: list[list[int | None]], _looks: int | None, which: int, _typed: list[Any]
) -> dict[str, Any]:
    """Look again, or ask first, then do it, and say what came of it."""
    here, visitor = services(), _visitor()
    same = dict.fromkeys(("body", "hooks", "told", "slot", "gone"), no_update)
    same |= {"faults": unchanged(HOOK_FORM)}
    button = ctx.triggered_id
    if not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    if not isinstance(button, dict):
        return {**same, "body": _body(here, which, visitor)}
    deed, of = str(button["deed"]), int(button["id"])
    if deed == "save":
        raise PreventUpdate  # see `keep`
    try:
        if button["alerts"] == "ask":
            return {**same, "told": None, "slot": deeds.ask(here, deed, of, visitor)}
        sentence = deeds.do(here, deed, of, filled(HOOK_FORM), visitor)
    except BadRequest as error:
        return {**same, "faults": said(HOOK_FORM, error)}
    except HeliographError as error:
        return {**same, "told": told(f"{error}.", here.clock(), TROUBLE), "slot": None}
    if deed == REMOVE:
        return {**same, "slot": None, "gone": PATH}
    return {
        **same,
        "body": _body(here, which, visitor),
        "hooks": webhooks_of(here, visitor).children if not which else no_update,
        "told": told(sentence, here.clock()),
        "slot": None,
    }


def _body(here: Services, which: int, visitor: Visitor) -> Any:
    if not which:
        return _list(here, visitor)
    try:
        return becoming(here, here.telling.alerts.get(which))
    except NotFound:
        return no_update  # somebody has deleted it meanwhile


def _list(here: Services, visitor: Visitor) -> Component:
    return alerts(here.telling.alerts.list(), here.zone, visitor.may_change)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise NotFound(f"There is no alert {text[:40]!r}")
    return int(text)


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor
