"""Where a campaign begins: a name, one card, Next (6.1, D-18)."""

from __future__ import annotations

from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx, dcc, html
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from components.page_head import page_head, page_title
from components.states import not_allowed
from data.api.guard import Visitor
from data.creation import LONGEST_NAME, Work
from data.creation_steps import steps_of
from data.errors import BadRequest
from data.services import Services, services
from data.vocabulary.campaign_state import Group
from data.vocabulary.formats import moment
from pages.campaign_new.cards import cards

NAME, CARD, NEXT, TOLD, GONE, GROUP, UNFINISHED = (
    f"new-{part}" for part in ("name", "card", "next", "told", "gone", "group", "unfinished")
)
_TITLES = {Group.MESSAGING: "New Message", Group.INTERACTIVE: "New Campaign"}
_LEADS = {
    Group.MESSAGING: "Name it and choose the channel that it goes out on.",
    Group.INTERACTIVE: "Name it and choose what it is.",
}


def path(group: Group) -> str:
    """Where campaigns of a group are begun."""
    return f"/campaigns/new/{group.value}"


def layout(group: Group) -> Component:
    """Name, cards and Next; below, what was begun and not finished."""
    visitor: Visitor = get_current_request().state.visitor
    if not visitor.may_change:
        return not_allowed("Only owners and editors can make and change campaigns.")
    return html.Div(
        [
            dcc.Store(id=GROUP, data=group.value),
            dcc.Location(id=GONE, refresh="callback-nav"),
            page_head(_TITLES[group]),
            html.P(_LEADS[group], className="muted"),
            _switch(group),
            html.Div(
                [
                    _name_field(),
                    html.H2(
                        "Channel" if group is Group.MESSAGING else "Campaign type", id="new-label"
                    ),
                    cards(group, CARD, "new-label"),
                    html.Button(
                        "Next", id=NEXT, type="button", className="button primary", disabled=True
                    ),
                ],
                className="new-form stack loose",
                **{"data-guard": path(group)},
            ),
            html.Div(_unfinished(services(), group), id=UNFINISHED),
            _leave_dialog(),
        ],
        className="new-campaign",
    )


for _group in Group:
    dash.register_page(
        f"{__name__}.{_group.value}",
        path=path(_group),
        title=page_title(_TITLES[_group]),
        layout=lambda group=_group, **_: layout(group),
    )


def _switch(group: Group) -> Component:
    """Both kinds are begun from the sidebar's one entry (F252)."""
    links = [
        dcc.Link(
            one.label,
            href=path(one),
            className="tab selected" if one is group else "tab",
        )
        for one in Group
    ]
    return html.Nav(links, className="tabs", **{"aria-label": "What to make"})


def _name_field() -> Component:
    return html.Div(
        [
            html.Label("Campaign name", htmlFor=NAME),
            dbc.Input(
                id=NAME,
                type="text",
                value="",
                maxlength=LONGEST_NAME,
                autocomplete="off",
                debounce=False,
            ),
            html.P(f"1 to {LONGEST_NAME} characters.", className="creator-help"),
            html.Div(id=TOLD, role="status"),
        ],
        className="creator-field",
    )


def _unfinished(here: Services, group: Group) -> list[Component]:
    """What is being made: nothing that was typed is lost by leaving."""
    found = here.creation.unfinished(group)
    if not found:
        return []
    rows = [html.Li(_begun(here, work)) for work in found]
    return [
        html.Section(
            [
                html.H2("Not finished yet"),
                html.P("Begun, and not saved as campaigns yet.", className="muted"),
                html.Ul(rows, className="new-unfinished"),
            ],
            className="card pad stack",
        )
    ]


def _begun(here: Services, work: Work) -> list[Component]:
    first = steps_of(work.kind)[0].slug
    saved = f"{moment(work.saved_at, here.zone)} ({here.zone.key}), {work.saved_by}"
    return [
        html.Span(
            [
                html.Bdi(work.name, className="combo-name"),
                html.Span(f"{work.kind.label} · saved {saved}", className="muted small"),
            ],
            className="new-begun",
        ),
        dcc.Link(
            [icon("pencil"), "Continue", html.Span(f" {work.name}", className="visually-hidden")],
            href=f"/campaigns/{work.campaign_id}/edit/{first}",
            className="button",
        ),
        html.Button(
            [icon("trash3"), "Discard"],
            id={"new": "discard", "id": work.campaign_id},
            type="button",
            className="button danger",
            **{"aria-label": f"Discard {work.name}"},
        ),
    ]


def _leave_dialog() -> Component:
    """Asked by the browser when something was typed (D-18); see assets/creator.js."""
    stay = html.Button("Stay", type="button", className="button", **{"data-close": ""})
    leave = html.Button("Leave", type="button", className="button danger", **{"data-leave": ""})
    return html.Dialog(
        [
            html.H2("Leave without making it?", id="leave-title"),
            html.Div(html.P("What you typed here is not kept."), className="confirm-body"),
            html.Div([stay, leave], className="confirm-buttons"),
        ],
        id="leave-dialog",
        className="confirm",
        **{"aria-labelledby": "leave-title"},
    )


@callback(
    Output(NEXT, "disabled"),
    Output(TOLD, "children"),
    Input(NAME, "value"),
    Input(CARD, "value"),
    State(GROUP, "data"),
    prevent_initial_call=True,
)
def look(name: str | None, card: str | None, group: str) -> tuple[bool, Any]:
    """Next can be pressed once there is a name and a card; a name that is taken is told."""
    typed = (name or "").strip()
    if not typed:
        return True, None
    taken = services().creation.has_name(Group(group), typed)
    told = html.P(
        "Another campaign here bears this name already. You may use it all the same.",
        className="notice",
    )
    return card is None, told if taken else None


@callback(
    Output(GONE, "href"),
    Output(TOLD, "children", allow_duplicate=True),
    Input(NEXT, "n_clicks"),
    State(NAME, "value"),
    State(CARD, "value"),
    State(GROUP, "data"),
    prevent_initial_call=True,
)
def begin(clicks: int | None, name: str | None, card: str | None, group: str) -> tuple[Any, Any]:
    """Begin the campaign and go to its first step (F251)."""
    if not clicks:
        raise PreventUpdate
    here, visitor = services(), _editor()
    try:
        key = here.creation.begin(Group(group), card or "", name or "", visitor.name)
    except BadRequest as error:
        return dash.no_update, html.P(f"{error}.", className="notice")
    first = steps_of(here.creation.get(key).kind)[0].slug
    return f"/campaigns/{key}/edit/{first}", None


@callback(
    Output(UNFINISHED, "children"),
    Input({"new": "discard", "id": EVERY}, "n_clicks"),
    State(GROUP, "data"),
    prevent_initial_call=True,
)
def discard(clicks: list[int | None], group: str) -> list[Component]:
    """Drop one that was begun."""
    if not any(clicks):
        raise PreventUpdate
    _editor()
    here = services()
    here.creation.discard(int(ctx.triggered_id["id"]))
    return _unfinished(here, Group(group))


def _editor() -> Visitor:
    """Whoever asks, if they may make campaigns. Raises NotAllowed."""
    visitor: Visitor = get_current_request().state.visitor
    visitor.check_may("make and change campaigns")
    return visitor
