"""One uploaded file: what do its columns and words mean, and what would come of it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.page_head import page_head, page_title
from data.errors import BadRequest, HeliographError, NotFound
from data.file_imports import Way
from data.ingest.file_events import Choice
from data.ingest.file_guess import OWN
from data.ingest.file_mapping import FileMapping
from data.services import services
from pages.files import form, parts
from pages.files.preview import preview_card

WHICH, KIND, GONE, WORDS, PREVIEW, GO, TOLD = (
    f"files-columns-{part}" for part in ("which", "kind", "gone", "words", "preview", "go", "told")
)
_WHOLE = (form.CHANNEL, form.TIMES, form.EVERY, form.ZONE, form.WHOSE, form.CAMPAIGN)


def layout(import_id: str = "", mapping: str = "", **_: str | list[str]) -> Component:
    """The form, filled with the guess or with the mapping that the address names."""
    here = services()
    who = parts.visitor()
    if not who.may_change:
        return parts.forbidden()
    files = here.file_imports
    found = files.get(parts.number_of(import_id))
    if found.state is not Way.UPLOADED:
        link = dcc.Link("Follow it", href=f"{parts.PATH}/{found.id}", className="button primary")
        return html.Div([page_head("Import a file", found.name), html.Div(link)])
    chosen = files.guess(found.id, mapping)
    columns, first = files.beginning(found.id)
    kept = {"id": found.id, "key": chosen.key, "columns": columns}
    choice = Choice(here.zone, make=chosen.of_totals)
    shown, words = _tried(found.id, chosen, {}, choice)
    return html.Div(
        [
            dcc.Location(id=GONE, refresh="callback-nav"),
            dcc.Store(id=WHICH, data=kept),
            page_head("Import a file", found.name, actions=(parts.back(),)),
            html.Div(
                [
                    _kinds(chosen),
                    form.columns_card(columns, first, chosen, who.sees_recipients),
                    html.Div(words, id=WORDS),
                    form.settings_card(chosen, here.zone.key),
                    parts.card("First rows", html.Div(shown, id=PREVIEW, className="files-rows")),
                    _go(),
                ],
                className="import-steps",
            ),
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
    path_template=f"{parts.PATH}/<import_id>/columns",
    title=page_title("Import a file"),
    layout=layout,
    exists=_exists,
)


def _kinds(chosen: FileMapping) -> Component:
    options = [(OWN, "None of these: only what its columns suggest")]
    options += [(key, one.label) for key, one in services().file_imports.mappings().items()]
    return parts.card(
        "What it is",
        html.Div(
            [html.Label("The file reads as", htmlFor=KIND), parts.menu(KIND, options, chosen.key)],
            className="files-field",
        ),
        html.P(chosen.description, className="muted") if chosen.description else None,
    )


def _go() -> Component:
    return parts.card(
        "Import",
        html.Div(
            [
                html.Label("Remember what the columns mean as (optional)", htmlFor=form.NAME),
                dbc.Input(id=form.NAME, value="", autocomplete="off", maxlength=100),
            ],
            className="files-field",
        ),
        html.P(
            "Bad rows are left out, and can be downloaded with their reasons. The import can be "
            "undone whole."
        ),
        html.Div(id=TOLD, role="alert"),
        html.Div(
            html.Button(
                [icon("upload"), "Import the file"],
                id=GO,
                type="button",
                className="button primary",
            ),
            className="import-buttons",
        ),
    )


@callback(
    Output(GONE, "href"),
    Input(KIND, "value"),
    State(WHICH, "data"),
    prevent_initial_call=True,
)
def read_as(key: str | None, kept: dict[str, Any]) -> Any:
    """Another mapping fills the form anew; the address says which."""
    if not key or key == kept["key"]:
        raise PreventUpdate
    return f"{parts.PATH}/{kept['id']}/columns?mapping={key}"


@callback(
    Output(PREVIEW, "children"),
    Output(WORDS, "children"),
    Input(form.column_id(ALL), "value"),
    Input(form.word_id(ALL), "value"),
    *(Input(own, "value") for own in _WHOLE),
    State(WHICH, "data"),
    prevent_initial_call=True,
)
def look(roles: list[str], _: list[str], *rest: Any) -> Any:
    """What the first rows would bring by what the form says now."""
    if not parts.visitor().may_change:
        raise PreventUpdate
    *whole, kept = rest
    given = _words()
    try:
        mapping, choice = _said(kept, roles, whole)
    except HeliographError as error:
        return parts.said(error), no_update
    return _tried(kept["id"], mapping, given, choice)


@callback(
    Output(GONE, "href", allow_duplicate=True),
    Output(TOLD, "children"),
    Input(GO, "n_clicks"),
    State(form.column_id(ALL), "value"),
    State(form.word_id(ALL), "value"),
    *(State(own, "value") for own in _WHOLE),
    State(form.NAME, "value"),
    State(WHICH, "data"),
    prevent_initial_call=True,
)
def begin(clicks: int | None, roles: list[str], _: list[str], *rest: Any) -> Any:
    """Let the file in, and go where it can be followed."""
    if not clicks:
        raise PreventUpdate
    *whole, name, kept = rest
    who, files = parts.visitor(), services().file_imports
    try:
        who.check_may("import files")
        mapping, choice = _said(kept, roles, whole)
        if name and name.strip():
            files.remember(name, mapping, who.name)
        files.begin(kept["id"], mapping, choice)
    except HeliographError as error:
        return no_update, parts.said(error)
    return f"{parts.PATH}/{kept['id']}", None


def _said(
    kept: dict[str, Any], roles: Sequence[str], whole: Sequence[str | None]
) -> tuple[FileMapping, Choice]:
    """What the form says. Raises BadRequest and NotFound."""
    files = services().file_imports
    base = files.guess(kept["id"], kept["key"])
    mapping = form.mapping_said(base, kept["columns"], roles, _words(), whole[:3])
    zone, whose, campaign = (value or "" for value in whole[3:])
    if whose == form.ONE and not campaign.strip():
        raise BadRequest("Say which campaign all of it belongs to", "campaign")
    named = campaign.strip() if whose == form.ONE else ""
    return mapping, files.choose(named, zone.strip(), make=whose == form.MAKE)


def _words() -> dict[str, str]:
    """The meaning of each word that the form asks for."""
    held = (one for one in _flat([ctx.inputs_list, ctx.states_list]) if isinstance(one["id"], dict))
    return {
        one["id"]["word"]: one.get("value") or parts.ANY
        for one in held
        if one["id"].get("files") == "word"
    }


def _flat(held: Any) -> Iterator[dict[str, Any]]:
    """Dash nests what a callback reads as the callback's own arguments are."""
    if isinstance(held, list):
        for one in held:
            yield from _flat(one)
    elif isinstance(held, dict) and "id" in held:
        yield held


def _tried(
    import_id: int,
    mapping: FileMapping,
    given: dict[str, str],
    choice: Choice,
) -> tuple[Any, Any]:
    """The first rows by a mapping, and the words to ask for, unless they are asked for already."""
    files = services().file_imports
    try:
        seen = files.look(import_id, mapping, choice)
    except HeliographError as error:
        return parts.said(error), no_update if given else None
    words: Any = no_update
    if set(seen.words) != set(given) or not given:
        words = form.words_part(seen.words, mapping)
    return preview_card(seen, parts.visitor().sees_recipients), words
