"""Targets: what a figure should be, for everything, a channel, a type or a campaign."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL as EVERY
from dash import Input, Output, callback, ctx, html, no_update
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.page_head import page_head, page_title
from components.settings_form import faults, filled, has_field, said, states
from components.told import TROUBLE, told
from data.api.guard import Visitor
from data.errors import BadRequest, HeliographError
from data.metrics import METRICS
from data.services import Services, services
from data.targets import named
from pages.settings_targets.parts import (
    BODY,
    FAULT,
    FORM,
    PATH,
    REMOVE,
    TAKE,
    TOLD,
    form,
    listed,
)

MAY = "change targets"

dash.register_page(__name__, path=PATH, title=page_title("Targets"))


def layout(**_: object) -> Component:
    """The targets, what is suggested, and a form for another one."""
    here, visitor = services(), _visitor()
    return html.Div(
        [
            page_head("Targets", "What a figure should be; its tile says whether it is."),
            html.Div(id=TOLD),
            *([form()] if visitor.may_change else []),
            html.Div(_body(here, visitor), id=BODY, className="telling-sections"),
        ],
        className="telling",
    )


def _body(here: Services, visitor: Visitor) -> list[Component]:
    return listed(here.targets.list(), here.zone, visitor.may_change)


@callback(
    output={
        "faults": faults(FORM),
        "fault": Output(FAULT, "children"),
        "body": Output(BODY, "children"),
        "told": Output(TOLD, "children"),
    },
    inputs={"_pressed": Input({"targets": EVERY, "of": EVERY}, "n_clicks")},
    state={"_typed": states(FORM)},
    prevent_initial_call=True,
)
def act(_pressed: list[int | None], _typed: list[Any]) -> dict[str, Any]:
    """Set, take over or remove a target."""
    button = ctx.triggered_id
    if not isinstance(button, dict) or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    here, visitor = services(), _visitor()
    same = {"body": no_update, "told": no_update}
    clear = {"faults": said(FORM, None), "fault": ""}
    try:
        visitor.check_may(MAY)
        sentence = _done(here, str(button["targets"]), str(button["of"]), visitor)
    except BadRequest as error:
        own = "" if has_field(FORM, error) else f"{error}."
        return {**same, "faults": said(FORM, error), "fault": own}
    except HeliographError as error:
        return {**same, **clear, "told": told(f"{error}.", here.clock(), TROUBLE)}
    return {**clear, "body": _body(here, visitor), "told": told(sentence, here.clock())}


def _done(here: Services, deed: str, of: str, visitor: Visitor) -> str:
    if deed == REMOVE:
        here.targets.remove(int(of) if of.isdecimal() else 0)
        return "The target is removed."
    if deed == TAKE:
        target = here.targets.suggest(of, visitor.name)
    else:
        target = here.targets.put(filled(FORM), visitor.name)
    return f"{METRICS[target.metric].label} has a target, for: {named(target)}."


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor
