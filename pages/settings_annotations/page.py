"""Notes on charts: which are there, write and change them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import dash
from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx, dcc, html, no_update
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.confirm import confirm
from components.page_head import page_head, page_title
from components.settings_form import faults, filled, has_field, said, states
from components.states import not_allowed
from components.told import TROUBLE, told
from data.annotations import as_filled
from data.api.guard import Visitor
from data.errors import BadRequest, HeliographError, NotFound
from data.services import Services, services
from pages.settings_annotations.parts import (
    BACK,
    FAULT,
    FORM,
    GONE,
    PATH,
    REMOVE,
    SLOT,
    TOLD,
    WHICH,
    deed_id,
    editor,
    listed,
)

MAY = "write notes"
_REPORT = re.compile(r"/campaigns/(\d{1,9})/report(/|$)")


def index(**_: object) -> Component:
    """All notes."""
    here, visitor = services(), _visitor()
    make = dcc.Link([icon("plus-lg"), "New note"], href=f"{PATH}/new", className="button primary")
    lead = f"What people wrote about moments and days. Times are those of {here.zone.key}."
    return html.Div(
        [
            page_head("Notes on charts", lead, (make,) if visitor.may_change else ()),
            listed(here.annotations.list(), here.zone, visitor.may_change),
        ],
        className="telling",
    )


def new(**words: str | list[str]) -> Component:
    """The form of a new note; `back` is the chart's address, `first` and `last` its days."""
    here = services()
    if not _visitor().may_change:
        return not_allowed("Only owners and editors can write notes.", "All notes", PATH)
    known = {name: value for name, value in words.items() if isinstance(value, str)}
    back = _own(known.get("back", ""))
    found = _REPORT.match(urlsplit(back).path)
    today = here.clock().astimezone(here.zone).date().isoformat()
    values = {"first": today, "campaign": found[1] if found else "", **known}
    return editor(0, values, back, here.zone)


def one(note: str = "", **_: object) -> Component:
    """The form of a note. Raises NotFound, which the frame shows."""
    here = services()
    if not _visitor().may_change:
        return not_allowed("Only owners and editors can change notes.", "All notes", PATH)
    found = here.annotations.get(_number(note))
    return editor(found.id, as_filled(found, here.zone), "", here.zone)


def exists(note: str = "") -> bool:
    """Whether there is such a note; the status is 404 if not."""
    try:
        services().annotations.get(_number(note))
    except NotFound:
        return False
    return True


dash.register_page(f"{__name__}.all", path=PATH, title=page_title("Notes on charts"), layout=index)
dash.register_page(f"{__name__}.new", path=f"{PATH}/new", title=page_title("New note"), layout=new)
dash.register_page(
    f"{__name__}.one",
    path_template=f"{PATH}/<note>",
    title=page_title("Note"),
    layout=one,
    exists=exists,
)


@callback(
    output={
        "faults": faults(FORM),
        "fault": Output(FAULT, "children"),
        "gone": Output(GONE, "href"),
        "told": Output(TOLD, "children"),
        "slot": Output(SLOT, "children"),
    },
    inputs={
        "_pressed": [
            Input({"notes": "ask", "deed": EVERY, "id": EVERY}, "n_clicks"),
            Input({"notes": "do", "deed": EVERY, "id": EVERY}, "n_clicks"),
        ]
    },
    state={
        "which": State(WHICH, "data"),
        "back": State(BACK, "data"),
        "_typed": states(FORM),
    },
    prevent_initial_call=True,
)
def act(
    _pressed: list[list[int | None]], which: int, back: str, _typed: list[Any]
) -> dict[str, Any]:
    """Save the note, or ask and delete it."""
    button = ctx.triggered_id
    if not isinstance(button, dict) or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button has just been drawn, nobody has pressed it
    here, visitor = services(), _visitor()
    same = dict.fromkeys(("gone", "told", "slot"), no_update)
    clear = {"faults": said(FORM, None), "fault": ""}
    try:
        visitor.check_may(MAY)
        if button["notes"] == "ask":
            return {**same, **clear, "slot": _sure(here, which)}
        if button["deed"] == REMOVE:
            here.annotations.remove(which)
        elif which:
            here.annotations.edit(which, filled(FORM), visitor.name)
        else:
            here.annotations.add(filled(FORM), visitor.name)
    except BadRequest as error:
        own = "" if has_field(FORM, error) else f"{error}."
        return {**same, "faults": said(FORM, error), "fault": own}
    except HeliographError as error:
        return {**same, **clear, "told": told(f"{error}.", here.clock(), TROUBLE)}
    return {**same, **clear, "slot": None, "gone": _own(back) or PATH}


def _sure(here: Services, which: int) -> Component:
    note = here.annotations.get(which)
    go = html.Button("Delete", id=deed_id("do", REMOVE), type="button", className="button danger")
    told_ = [html.P(["“", html.Bdi(note.text), "” goes from every chart."])]
    return confirm("notes-dialog", "Delete this note?", told_, (go,), here.clock().isoformat())


def _own(address: str) -> str:
    """The address, if it is a path of this workspace; a link elsewhere leads nowhere."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path and address.isprintable() and len(address) <= 2000 else ""


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise NotFound(f"There is no note {text[:40]!r}")
    return int(text)


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor
