"""Human, machine, bot: which rules tell opens and clicks of programs from those of people?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash
from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.date_range import period_label
from components.page_head import page_head, page_title
from data.actor_rules import ACTOR_RULES
from data.address import usual_days
from data.api.guard import Visitor
from data.errors import HeliographError
from data.services import services
from pages.actors.form import history, previewed, rule_field

PATH = "/settings/actors"
PREVIEW, SAVE, TOLD, SEEN, HISTORY = (
    f"actors-{part}" for part in ("preview", "save", "told", "seen", "history")
)

dash.register_page(__name__, path=PATH, title=page_title("Human, machine, bot"))


def layout(**_: str | list[str]) -> Component:
    """The rules, what they would change, and the rule sets so far."""
    here, may_change = services(), _visitor().may_change
    rules = here.actor_settings.current()
    buttons = [
        html.Button("Preview", id=PREVIEW, type="button", className="button"),
        html.Button(
            "Save", id=SAVE, type="button", className="button primary", disabled=not may_change
        ),
    ]
    return html.Div(
        [
            page_head(
                "Human, machine, bot",
                "Opens and clicks are kept as they came, and classified when they are read: other "
                "rules change every figure, also of the past. Totals count everything; human "
                "figures stand beside them.",
            ),
            None
            if may_change
            else html.P("Only owners and editors can change the rules.", className="notice"),
            html.Section(
                [
                    html.H2("Rules, tried in this order"),
                    *(rule_field(rule, rules, may_change) for rule in ACTOR_RULES.values()),
                    html.Div(buttons, className="actor-buttons"),
                    html.Div(id=TOLD, role="alert"),
                    dcc.Loading(html.Div(id=SEEN), delay_show=300),
                ],
                className="import-card",
                **{"aria-label": "Rules"},
            ),
            html.Div(history(here.actor_settings.versions(), here.zone), id=HISTORY),
        ],
        className="actors",
    )


@callback(
    Output(TOLD, "children"),
    Output(SEEN, "children"),
    Output(HISTORY, "children"),
    Input(PREVIEW, "n_clicks"),
    Input(SAVE, "n_clicks"),
    State({"actor-rule": ALL}, "value"),
    State({"actor-rule": ALL}, "id"),
    State({"actor-option": ALL}, "value"),
    State({"actor-option": ALL}, "id"),
    prevent_initial_call=True,
)
def act(
    _preview: int | None,
    _save: int | None,
    on: list[bool],
    rules: list[dict[str, str]],
    values: list[Any],
    names: list[dict[str, str]],
) -> Any:
    """Show what the form's rules would change, or let them count."""
    if not ctx.triggered_id:
        raise PreventUpdate
    here = services()
    off = frozenset(one["actor-rule"] for one, is_on in zip(rules, on, strict=True) if not is_on)
    options = _options(values, names)
    try:
        if ctx.triggered_id == SAVE:
            visitor = _visitor()
            visitor.check_may("change the rules")
            saved = here.actor_settings.save(off, options, visitor.name)
            told = html.P(f"Rule set {saved.version} counts from now on.", className="notice")
            return told, None, history(here.actor_settings.versions(), here.zone)
        days = usual_days(here.clock(), here.zone)
        found = here.actor_settings.preview(off, options, days, here.zone)
    except HeliographError as error:
        return html.P(str(error), className="notice"), None, no_update
    return None, previewed(found, here.zone, period_label(days)), no_update


def _options(values: list[Any], names: list[dict[str, str]]) -> Mapping[str, dict[str, str]]:
    """What was typed, as far as it is not the usual."""
    typed: dict[str, dict[str, str]] = {}
    for value, name in zip(values, names, strict=True):
        key, _, option = name["actor-option"].partition(".")
        usual = {one.key: one.usual for one in ACTOR_RULES[key].options}
        text = "" if value is None else str(value)
        if text != usual[option]:
            typed.setdefault(key, {})[option] = text
    return typed


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor
