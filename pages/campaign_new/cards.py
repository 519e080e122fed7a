"""What can be made? A card for each channel or type, of which one is chosen (F247 to F250)."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.badges import channel_badge, icon
from data.campaign_type import CampaignType
from data.campaign_types import of_group
from data.channels import CHANNELS
from data.vocabulary.campaign_state import Group


def cards(group: Group, control_id: str, label_id: str) -> Component:
    """The cards of a group as one radio group."""
    options: list[Any] = [
        {"value": kind.key, "label": _card(kind), "input_id": f"{control_id}-{kind.key}"}
        for kind in of_group(group)
    ]
    return html.Div(
        dbc.RadioItems(
            id=control_id, name=control_id, options=options, className="new-cards", value=None
        ),
        role="radiogroup",
        **{"aria-labelledby": label_id, "aria-required": "true"},
    )


def _card(kind: CampaignType) -> Component:
    return html.Span(
        [
            html.Span([icon(kind.icon), kind.label], className="new-card-title"),
            html.Span(kind.description, className="new-card-text"),
            *_chips(kind),
        ],
        className="new-card",
    )


def _chips(kind: CampaignType) -> list[Component]:
    """The channels that can deliver it (F250); a messaging card is its channel."""
    if kind.group is Group.MESSAGING:
        return []
    return [
        html.Span(
            [
                html.Span("Delivered by ", className="visually-hidden"),
                *(
                    html.Span(channel_badge(CHANNELS[key]), className="chip")
                    for key in kind.channels
                ),
            ],
            className="new-chips",
        )
    ]
