"""Files: hand one over, and see what came of earlier ones."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any

import dash
from dash import Input, Output, State, callback, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.follow import follow
from components.page_head import page_head, page_title
from data.errors import BadRequest, HeliographError
from data.file_imports import LARGEST_FILE
from data.services import services
from pages.files import parts

UPLOAD, TOLD, GONE, LIST, FOLLOW = (
    f"files-{part}" for part in ("upload", "told", "gone", "list", "follow")
)
_MOST = LARGEST_FILE // 2**20
_ENDINGS = ".csv,.tsv,.txt,.jsonl,.ndjson,.parquet,.xlsx,.gz"

dash.register_page(__name__, path=parts.PATH, title=page_title("Files"))


def layout(**_: str | list[str]) -> Component:
    """Hand a file over."""
    here = services()
    if not parts.visitor().may_change:
        return parts.forbidden()
    return html.Div(
        [
            dcc.Location(id=GONE, refresh="callback-nav"),
            follow(FOLLOW, moves=True),
            page_head("Files", "Events and totals that other systems exported."),
            html.Div(
                [
                    _choose(),
                    html.Div(parts.earlier(here.file_imports.latest(), here.zone), id=LIST),
                ],
                className="import-steps",
            ),
        ],
        className="files",
    )


def _choose() -> Component:
    return parts.card(
        "Choose a file",
        html.P(
            "CSV or JSON Lines (packed with gzip, too), Parquet or Excel: a row an event (who, "
            "when, and what happened), or a row a campaign with its totals. What each column means "
            "is guessed, and shown to you before anything is imported."
        ),
        dcc.Upload(
            html.Span([icon("upload"), " Choose a file, or drop it here"], className="button"),
            id=UPLOAD,
            accept=_ENDINGS,
            max_size=LARGEST_FILE,
            className="creator-upload",
        ),
        html.P(
            [
                f"At most {_MOST} MB; of any size on the command line: ",
                html.Code("heliograph import FILE --mapping NAME"),
                ".",
            ],
            className="muted",
        ),
        dcc.Loading(html.Div(id=TOLD, role="alert"), delay_show=300),
    )


@callback(
    Output(GONE, "href"),
    Output(TOLD, "children"),
    Input(UPLOAD, "contents"),
    State(UPLOAD, "filename"),
    prevent_initial_call=True,
)
def upload(contents: str | None, name: str | None) -> Any:
    """Keep the file, and go where its columns are told apart."""
    if not contents:
        raise PreventUpdate
    who = parts.visitor()
    try:
        who.check_may("import files")
        content = _bytes(contents)
        key = services().file_imports.upload(name or "the file", content, who.name)
    except HeliographError as error:
        return no_update, parts.said(error)
    return f"{parts.PATH}/{key}/columns", None


@callback(Output(LIST, "children"), Input(FOLLOW, "n_clicks"), prevent_initial_call=True)
def look_again(_: int) -> Component:
    """The files as they are now."""
    here = services()
    if not parts.visitor().may_change:
        return parts.forbidden()
    return parts.earlier(here.file_imports.latest(), here.zone)


def _bytes(contents: str) -> bytes:
    """The file in what the browser sends: "data:…;base64,…". Raises BadRequest."""
    try:
        return b64decode(contents.partition(",")[2], validate=True)
    except (NotBase64, ValueError):
        raise BadRequest("The file did not arrive whole; choose it again", "file") from None
