"""Import subscribers: choose a file, see what it would bring, let it, and follow it."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import Input, Output, State, callback, dcc, html, no_update
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.page_head import page_head, page_title
from components.states import not_allowed
from data.api.guard import Visitor
from data.errors import BadRequest, HeliographError, NotFound
from data.services import services
from data.subscriber_imports import LARGEST_FILE
from data.subscriber_imports import preview as previewed
from pages.subscribers_import.parts import GO, LIST, PATH, earlier, preview, way

UPLOAD, CHANNELS, SEEN, TOLD, GONE = (
    f"subscribers-import-{part}" for part in ("file", "channels", "seen", "told", "gone")
)
WAY, POLL, WHICH = (f"subscribers-import-{part}" for part in ("way", "poll", "which"))
_BY_NUMBER = {"sms": "SMS", "whatsapp": "WhatsApp", "rcs": "RCS"}
_LOOK = 1_000  # milliseconds: a file of some hundred rows is in at the second look
_MOST = LARGEST_FILE // 2**20


def layout(**_: str | list[str]) -> Component:
    """Choose a file."""
    here, visitor = services(), _visitor()
    if not visitor.may_change:
        return not_allowed("Only owners and editors can import subscribers.", "Open the list", LIST)
    return html.Div(
        [
            dcc.Location(id=GONE, refresh="callback-nav"),
            page_head("Import subscribers", "From a CSV file with a heading.", actions=(_back(),)),
            html.Div(
                [
                    _choose(),
                    html.Div(id=TOLD, role="alert"),
                    dcc.Loading(html.Div(id=SEEN), delay_show=300),
                    earlier(here.subscriber_imports.latest(), here.zone),
                ],
                className="import-steps",
            ),
        ],
        className="subscribers",
    )


def _choose() -> Component:
    return html.Section(
        [
            html.H2("Choose a file"),
            html.P(
                "A row a person, with columns headed number, email, first name, last name or tags; "
                "at least a number or an email address in each row. Numbers are international, "
                "like +4915112345678. Whoever is known already is brought up to date."
            ),
            html.Fieldset(
                [
                    html.Legend("People with a number agreed to be written to by"),
                    dbc.Checklist(
                        id=CHANNELS,
                        options=[{"value": k, "label": v} for k, v in _BY_NUMBER.items()],
                        value=["sms"],
                        inline=True,
                    ),
                ]
            ),
            dcc.Upload(
                html.Span(
                    [icon("upload"), " Choose a CSV file, or drop it here"], className="button"
                ),
                id=UPLOAD,
                accept=".csv,text/csv,text/plain",
                max_size=LARGEST_FILE,
                className="creator-upload",
            ),
            html.P(f"At most {_MOST} MB.", className="muted"),
        ],
        className="import-card",
        **{"aria-label": "Choose a file"},
    )


def follow_layout(import_id: str = "", **_: str | list[str]) -> Component:
    """How far one file has come. Raises NotFound, which the frame shows."""
    here = services()
    found = here.subscriber_imports.get(_id(import_id))
    finished = found.finished_at is not None
    return html.Div(
        [
            dcc.Store(id=WHICH, data=found.id),
            dcc.Interval(id=POLL, interval=_LOOK, disabled=finished),
            page_head("Import subscribers", found.name, actions=(_back(),)),
            html.Div(
                way(found, here.zone, _visitor().sees_recipients),
                id=WAY,
                className="import-steps",
            ),
        ],
        className="subscribers",
    )


def _exists(import_id: str = "") -> bool:
    try:
        services().subscriber_imports.get(_id(import_id))
    except NotFound:
        return False
    return True


dash.register_page(__name__, path=PATH, title=page_title("Import subscribers"), layout=layout)
dash.register_page(
    f"{__name__}.way",
    path_template=f"{PATH}/<import_id>",
    title=page_title("Import subscribers"),
    layout=follow_layout,
    exists=_exists,
)


@callback(
    Output(SEEN, "children"),
    Output(TOLD, "children"),
    Input(UPLOAD, "contents"),
    Input(CHANNELS, "value"),
    State(UPLOAD, "filename"),
    prevent_initial_call=True,
)
def look_into(contents: str | None, channels: list[str] | None, name: str | None) -> Any:
    """What the chosen file would bring; nothing is kept yet."""
    if not contents:
        raise PreventUpdate
    try:
        listed = previewed(_bytes(contents), _channels(channels))
    except BadRequest as error:
        return None, _told(error)
    return preview(name or "the file", listed), None


@callback(
    Output(GONE, "href"),
    Output(TOLD, "children", allow_duplicate=True),
    Input(GO, "n_clicks", allow_optional=True),
    State(UPLOAD, "contents"),
    State(UPLOAD, "filename"),
    State(CHANNELS, "value"),
    prevent_initial_call=True,
)
def begin(
    clicks: int | None, contents: str | None, name: str | None, channels: list[str] | None
) -> Any:
    """Keep the file, and go where it can be followed."""
    if not clicks or not contents:
        raise PreventUpdate
    visitor = _visitor()
    try:
        visitor.check_may("import subscribers")
        import_id = services().subscriber_imports.begin(
            name or "file.csv", _bytes(contents), _channels(channels), visitor.name
        )
    except HeliographError as error:
        return no_update, _told(error)
    return f"{PATH}/{import_id}", None


@callback(
    Output(WAY, "children"),
    Output(POLL, "disabled"),
    Input(POLL, "n_intervals"),
    State(WHICH, "data"),
    prevent_initial_call=True,
)
def look_again(_ticks: int | None, import_id: int) -> tuple[Any, bool]:
    """How far it has come by now; a finished one is looked at no more."""
    here = services()
    found = here.subscriber_imports.get(import_id)
    drawn = way(found, here.zone, _visitor().sees_recipients)
    return drawn, found.finished_at is not None


def _bytes(contents: str) -> bytes:
    """The file in what the browser sends: "data:…;base64,…". Raises BadRequest."""
    try:
        return b64decode(contents.partition(",")[2], validate=True)
    except (NotBase64, ValueError):
        raise BadRequest("The file did not arrive whole; choose it again", "file") from None


def _channels(chosen: list[str] | None) -> frozenset[str]:
    return frozenset(channel for channel in chosen or () if channel in _BY_NUMBER)


def _told(error: HeliographError) -> Component:
    return html.P(f"{error}.", className="notice")


def _back() -> Component:
    return dcc.Link([icon("arrow-left"), "Subscribers"], href=LIST, className="button")


def _id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise NotFound(f"{text[:40]!r} is no import's number")
    return int(text)


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor
