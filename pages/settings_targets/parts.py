"""How do the list of targets, the form of one, and what is suggested look?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.data_table import time_of
from components.settings_form import CHOICE, NUMBER, Entry, Group, fields
from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.metrics import METRICS
from data.store.target_rows import Bound, Scope, Target
from data.targets import SAID, SCOPES, SUGGESTIONS, Suggestion, named
from data.vocabulary.formats import Unit, shown

PATH = "/settings/targets"
FORM = "target"
BODY, TOLD, FAULT = "targets-body", "targets-told", "targets-fault"
PUT, TAKE, REMOVE = "put", "take", "remove"
_HEADS = ("Figure", "Target", "For", "By", "")
USUAL = {"metric": "delivery_rate", "bound": "at-least", "value": "95", "scope": "workspace"}


def deed_id(deed: str, of: str = "") -> dict[str, Any]:
    """The id of a button; `of` is a target's id, or a suggestion's metric."""
    return {"targets": deed, "of": of}


def listed(targets: Sequence[Target], zone: ZoneInfo, may: bool) -> list[Component]:
    """The targets as a table, and what is suggested."""
    own = {one.metric for one in targets if one.scope is Scope.WORKSPACE}
    offered = [one for one in SUGGESTIONS if one.metric not in own]
    table = (
        html.Div(
            html.Table(
                [
                    html.Caption("Targets", className="visually-hidden"),
                    html.Thead(html.Tr([_head(one) for one in _HEADS])),
                    html.Tbody([_row(one, zone, may) for one in targets]),
                ],
                className="rows telling-rows",
            ),
            role="region",
            tabIndex=0,
            className="table-scroll",
            **{"aria-label": "Targets, scrolls sideways"},
        )
        if targets
        else html.P("No figure has a target yet.", className="muted")
    )
    return [
        html.Section([html.H2("Targets"), table], className="telling-section"),
        *([_suggested(offered)] if offered and may else []),
    ]


def _head(word: str) -> html.Th:
    return html.Th(word or html.Span("Remove", className="visually-hidden"), scope="col")


def _row(one: Target, zone: ZoneInfo, may: bool) -> Component:
    metric = METRICS.get(one.metric)
    label, unit = (metric.label, metric.unit) if metric else (one.metric, Unit.COUNT)
    remove = html.Button(
        "Remove",
        id=deed_id(REMOVE, str(one.id)),
        type="button",
        className="part-button",
        **{"aria-label": f"Remove the target of {label}, {named(one)}"},
    )
    return html.Tr(
        [
            html.Th(label, scope="row"),
            html.Td(f"{SAID[one.bound].capitalize()} {shown(one.value, unit)}"),
            html.Td(named(one)),
            html.Td([html.Bdi(one.who), ", ", time_of(one.changed_at, zone)], className="wide"),
            html.Td(remove if may else None),
        ]
    )


def _suggested(offered: Sequence[Suggestion]) -> Component:
    return html.Section(
        [
            html.H2("Suggested"),
            html.P("Where no experience of your own says more.", className="muted"),
            html.Ul([html.Li(_suggestion(one)) for one in offered], className="hook-list"),
        ],
        className="telling-section",
    )


def _suggestion(one: Suggestion) -> list[Component]:
    metric = METRICS[one.metric]
    said = f"{metric.label} {SAID[one.bound]} {one.value * 100:g} %"
    return [
        html.Div(
            [html.Span(said, className="hook-name"), html.Span(one.source, className="muted")],
            className="hook-about",
        ),
        html.Button(
            "Use it",
            id=deed_id(TAKE, one.metric),
            type="button",
            className="part-button",
            **{"aria-label": f"Use it: {said}"},
        ),
    ]


def form() -> Component:
    """The form that sets a target."""
    figures = {
        key: f"{metric.label} (%)" if metric.unit is Unit.SHARE else metric.label
        for key, metric in sorted(METRICS.items(), key=lambda pair: pair[1].label)
    }
    only = {scope.value: ("scope", scope.value) for scope in Scope}
    entries = (
        Entry("metric", "Figure", CHOICE, options=figures),
        Entry(
            "bound",
            "Should be",
            CHOICE,
            options={bound.value: SAID[bound].capitalize() for bound in Bound},
        ),
        Entry("value", "Value", NUMBER, help="In percent for figures that say %."),
        Entry(
            "scope",
            "For",
            CHOICE,
            help="The most special target counts.",
            options={scope.value: label for scope, label in SCOPES.items()},
        ),
        Entry(
            "channel",
            "Channel",
            CHOICE,
            options={key: one.label for key, one in CHANNELS.items()},
            only=only["channel"],
        ),
        Entry(
            "type",
            "Campaign type",
            CHOICE,
            options={key: one.label for key, one in CAMPAIGN_TYPES.items()},
            only=only["type"],
        ),
        Entry("campaign", "Campaign ID", NUMBER, only=only["campaign"]),
    )
    put = html.Button("Set target", id=deed_id(PUT), type="button", className="button primary")
    return html.Div(
        [
            *fields(FORM, (Group("Set a target", entries),), USUAL),
            html.P(id=FAULT, role="alert", className="form-fault"),
            html.Div([put], className="form-buttons"),
        ],
        className="telling-form",
    )
