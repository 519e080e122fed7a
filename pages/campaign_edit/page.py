"""The creator: one step of a campaign at its own address; nothing that was typed is lost."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NoBase64
from typing import Any
from uuid import uuid4

import dash
from dash import (
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    dcc,
    html,
    no_update,
    set_props,
)
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.fields.file import UPLOAD
from components.page_head import page_title
from components.states import not_allowed
from data.api.guard import Visitor
from data.audience import parse_csv
from data.creation import Work
from data.creation_definition import complete
from data.creation_field import CreationStep
from data.creation_steps import steps_of
from data.creation_typing import step_of
from data.errors import BadRequest, HeliographError, NotFound, Refused
from data.services import services
from pages.campaign_edit import aside, deeds, form, frame
from pages.campaign_edit.deeds import Asked

PLACE, MARK, TYPED, SAVED, BODY, FOOT, ASIDE, TROUBLE, UNSAVED, GONE, SLOT = (
    f"creator-{part}"
    for part in (
        "place",
        "mark",
        "typed",
        "saved",
        "body",
        "foot",
        "aside",
        "trouble",
        "unsaved",
        "gone",
        "slot",
    )
)


def exists(campaign_id: str, step: str = "") -> bool:
    """Whether there is such a campaign, and such a step of its type."""
    try:
        work = services().creation.get(_id(campaign_id))
        if step:
            step_of(work.kind, step)
    except Refused:
        return True
    except NotFound:
        return False
    return True


def _title(campaign_id: str = "", **_: object) -> str:
    try:
        return page_title(f"Edit {services().creation.get(_id(campaign_id)).name}")
    except HeliographError:
        return page_title("Edit")


def layout(
    campaign_id: str = "", step: str = "", check: str | list[str] = "", **_: object
) -> Component:
    """One step; without its name the first one that is not complete, or the Summary."""
    here = services()
    try:
        work = here.creation.get(_id(campaign_id))
        shown = step_of(work.kind, step) if step else _resumed(work)
    except NotFound as error:
        return frame.nowhere(
            "Nothing to edit here", f"{error}.", "Performance Reports", "/reports/messaging"
        )
    except Refused as error:
        return frame.nowhere("It can't be edited now", str(error), "Details", _details(campaign_id))
    visitor = _visitor()
    if not visitor.may_change:
        return not_allowed("Only owners and editors can make and change campaigns.")
    return _screen(work, shown, visitor, strict=bool(check))


def _resumed(work: Work) -> CreationStep:
    every = steps_of(work.kind)
    if work.before is not None:
        return every[-1]
    found = services().creation.checks.problems(work)
    return step_of(work.kind, found[0].step) if found else every[-1]


def _screen(work: Work, step: CreationStep, visitor: Visitor, *, strict: bool) -> Component:
    here = services()
    tab = uuid4().hex
    mark = deeds.mark_of(here, work, step, strict) | {"sequence": 0}
    wrong = {problem.step for problem in here.creation.checks.problems(work)}
    body = frame.body(here, work, step, mark["faults"], {}, sees_recipients=visitor.sees_recipients)
    return html.Div(
        [
            dcc.Store(
                id=PLACE,
                data={"campaign": work.campaign_id, "step": step.slug, "tab": tab},
            ),
            dcc.Store(id=MARK, data=mark),
            dcc.Store(id=TYPED),
            dcc.Location(id=GONE, refresh="callback-nav"),
            frame.head(work),
            frame.steps(work, step, wrong),
            html.Div(frame.unsaved(work), id=UNSAVED),
            html.Div(id=TROUBLE),
            html.Div(
                [
                    html.Section(
                        [
                            html.H2(step.label, className="creator-title"),
                            html.Div(body, id=BODY, className="creator-fields"),
                            html.Div(
                                [
                                    html.Div(frame.foot(work, step), id=FOOT),
                                    html.P(
                                        frame.saved_words(work, here.zone),
                                        id=SAVED,
                                        role="status",
                                        className="creator-saved tnum",
                                    ),
                                ],
                                className="creator-foot",
                            ),
                        ],
                        className="creator-form",
                        **{"data-creator": tab, "aria-label": step.label},
                    ),
                    html.Aside(
                        aside.beside(work, step),
                        id=ASIDE,
                        className="creator-aside",
                        **{"aria-label": "Preview"},
                    ),
                ],
                className="creator-columns",
            ),
            html.Div(id=SLOT),
        ],
        className="creator",
    )


# One address is a campaign's, the other a step's.
for _name, _template in (("edit", ""), ("step", "/<step>")):
    dash.register_page(
        f"{__name__}.{_name}",
        path_template=f"/campaigns/<campaign_id>/edit{_template}",
        title=_title,
        exists=exists,
        layout=layout,
    )


clientside_callback(
    ClientsideFunction("creator", "answered"), Input(MARK, "data"), prevent_initial_call=True
)


@callback(
    output={
        "saved": Output(SAVED, "children"),
        "mark": Output(MARK, "data"),
        "body": Output(BODY, "children"),
        "foot": Output(FOOT, "children"),
        "aside": Output(ASIDE, "children"),
        "trouble": Output(TROUBLE, "children"),
        "unsaved": Output(UNSAVED, "children"),
        "gone": Output(GONE, "href"),
        "slot": Output(SLOT, "children"),
    },
    inputs={"typed": Input(TYPED, "data")},
    state={"place": State(PLACE, "data"), "mark": State(MARK, "data")},
    prevent_initial_call=True,
)
def keep(
    typed: dict[str, Any] | None, place: dict[str, Any], mark: dict[str, Any]
) -> dict[str, Any]:
    """Store what was typed, do what was pressed, and show what came of it."""
    if not typed:
        raise PreventUpdate
    here, visitor = services(), _visitor()
    asked = _asked(typed, place, mark)
    try:
        told = deeds.answer(here, asked, visitor)
    except HeliographError as error:
        told = deeds.refused(error, str(asked.sequence))
    if told["mark"] is no_update:  # the browser waits to hear that there was an answer
        told["mark"] = {**mark, "sequence": asked.sequence}
    for part, sentence in told.pop("live").items():
        set_props(part, {"children": sentence})
    return told


def _asked(typed: dict[str, Any], place: dict[str, Any], mark: dict[str, Any]) -> Asked:
    """The page's message. Raises BadRequest for what no page of ours sends."""
    try:
        return Asked(
            campaign_id=int(place["campaign"]),
            step=str(place["step"]),
            tab=str(place["tab"])[:40],
            revision=int(mark["revision"]),
            sequence=int(typed["sequence"]),
            values=dict(typed["values"]),
            shown=list(mark["shown"]),
            strict=bool(mark["strict"]),
            deed=str(typed.get("do") or ""),
            about=str(typed.get("about") or ""),
            number=int(typed.get("number") or 0),
        )
    except (KeyError, TypeError, ValueError):
        raise BadRequest("The page can't be understood; reload it") from None


@callback(
    Output(form.LIST, "children"),
    Output(form.COUNT, "children"),
    Input(UPLOAD, "contents"),
    State(UPLOAD, "filename"),
    State(PLACE, "data"),
    prevent_initial_call=True,
)
def bring(contents: str | None, filename: str | None, place: dict[str, Any]) -> tuple[Any, str]:
    """Read a file of recipients, keep the good rows, and say what is wrong with the others."""
    if not contents:
        raise PreventUpdate
    here, visitor = services(), _visitor()
    deeds.check(visitor)
    work = here.creation.get(int(place["campaign"]))
    channel = str(complete(work.kind, work.typed).get("channel") or "")
    parsed = parse_csv(_bytes(contents), channel)
    head = here.creation.bring_list(work.campaign_id, filename or "", parsed)
    told = form.list_told(head, visitor.sees_recipients)
    return told, form.count_words(here.creation.checks.count(work))


def _bytes(contents: str) -> bytes:
    try:
        return b64decode(contents.partition(",")[2], validate=True)
    except (NoBase64, ValueError):
        raise BadRequest("The file did not arrive whole; choose it again", "list") from None


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor


def _details(campaign_id: str) -> str:
    return f"/campaigns/{_id(campaign_id)}"


def _id(text: str) -> int:
    """The number in the address. Raises NotFound for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise NotFound(f"{text[:40]!r} is no campaign's number")
    return int(text)
