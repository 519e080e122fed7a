"""One file: how far is it, what came of it, and should it be taken out again?"""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State, callback, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.confirm import confirm
from components.follow import follow, word
from components.page_head import page_head, page_title
from components.pager import counted
from data.errors import HeliographError, NotFound
from data.file_imports import FileImport, Way, of_totals
from data.services import services
from data.vocabulary.formats import number
from pages.files import parts

WHICH, BODY, FOLLOW, DIALOG, YES, TOLD = (
    f"files-way-{part}" for part in ("which", "body", "follow", "dialog", "yes", "told")
)


def layout(import_id: str = "", **_: str | list[str]) -> Component:
    """How far one file has come. Raises NotFound, which the frame shows."""
    here = services()
    if not parts.visitor().may_change:
        return parts.forbidden()
    found = here.file_imports.get(parts.number_of(import_id))
    return html.Div(
        [
            dcc.Store(id=WHICH, data=found.id),
            follow(FOLLOW, moves=found.state in parts.MOVING),
            page_head("Import of a file", found.name, actions=(parts.back(),)),
            html.Div(id=TOLD, role="alert"),
            html.Div(_body(found), id=BODY, className="import-steps"),
            html.Div(id=DIALOG),
        ],
        className="files",
    )


def _exists(import_id: str = "") -> bool:
    try:
        services().file_imports.get(parts.number_of(import_id))
    except NotFound:
        return False
    return True


dash.register_page(
    __name__,
    path_template=f"{parts.PATH}/<import_id>",
    title=page_title("Import of a file"),
    layout=layout,
    exists=_exists,
)


@callback(
    Output(BODY, "children"),
    Output(FOLLOW, "data-follow"),
    Input(FOLLOW, "n_clicks"),
    State(WHICH, "data"),
    prevent_initial_call=True,
)
def look_again(_: int, import_id: int) -> Any:
    """How far it has come by now."""
    if not parts.visitor().may_change:
        raise PreventUpdate
    found = services().file_imports.get(import_id)
    return _body(found), word(moves=found.state in parts.MOVING)


@callback(
    Output(DIALOG, "children"),
    Input(parts.UNDO, "n_clicks", allow_optional=True),
    State(WHICH, "data"),
    prevent_initial_call=True,
)
def ask(clicks: int | None, import_id: int) -> Any:
    """Whether it is really to be undone."""
    if not clicks or not parts.visitor().may_change:
        raise PreventUpdate
    found = services().file_imports.get(import_id)
    yes = html.Button("Undo", id=YES, type="button", className="button primary")
    told = _undoing(found)
    return confirm("files-undoing", "Undo this import?", [html.P(told)], [yes], str(clicks))


@callback(
    Output(BODY, "children", allow_duplicate=True),
    Output(FOLLOW, "data-follow", allow_duplicate=True),
    Output(DIALOG, "children", allow_duplicate=True),
    Output(TOLD, "children"),
    Input(YES, "n_clicks", allow_optional=True),
    State(WHICH, "data"),
    prevent_initial_call=True,
)
def undo(clicks: int | None, import_id: int) -> Any:
    """Have its events taken out."""
    if not clicks:
        raise PreventUpdate
    files = services().file_imports
    try:
        parts.visitor().check_may("undo imports")
        files.undo(import_id)
    except HeliographError as error:
        return no_update, no_update, None, parts.said(error)
    return _body(files.get(import_id)), word(moves=True), None, None


def _undoing(found: FileImport) -> str:
    if of_totals(found):
        return (
            f"The totals of {counted(found.accepted, 'campaign', 'campaigns')} go from every "
            "figure, and the file can be imported again. Campaigns that it made stay, empty."
        )
    return (
        f"Its {number(found.accepted)} events go from every figure, and the file can be imported "
        "again. Campaigns that it made stay, empty; opt-outs that it told of stay in force."
    )


def _body(found: FileImport) -> Component:
    here = services()
    if found.state is Way.UPLOADED:
        href = f"{parts.PATH}/{found.id}/columns"
        link = dcc.Link("Say what its columns mean", href=href, className="button primary")
        return parts.card("Uploaded", html.P("Nothing of it is imported yet."), html.Div(link))
    outdone = here.file_imports.outdone(found.id) if of_totals(found) else 0
    return parts.way(found, here.zone, parts.visitor().sees_recipients, outdone)
