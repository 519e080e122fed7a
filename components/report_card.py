"""Which campaign is this report about (specification 1.5, F030 to F035)?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from components.badges import status_pill
from components.data_table import time_of
from data.campaign import Campaign
from data.channel import Channel
from data.vocabulary.formats import NOTHING, number


def report_card(
    campaign: Campaign,
    zone: ZoneInfo,
    *,
    type_label: str,
    channel: Channel | None,
    actions: Sequence[Any] = (),
    heading: int = 1,
) -> html.Section:
    """The card at the head of a report or of Details; `actions` are its buttons.

    `heading` is the level of the name: 1 where it is the page's own. The sender bears the name
    that the channel has for it: an app, an address, an account.
    """
    name = (html.H1, html.H2, html.H3)[heading - 1]
    facts = (
        (channel.sender_label if channel else "Sender", html.Bdi(campaign.sender or NOTHING)),
        ("Type", type_label),
        ("Campaign ID", str(campaign.id)),
        ("Creation Date", time_of(campaign.created_at, zone)),
        ("Delivery Date", time_of(campaign.delivery_at, zone)),
        ("Recipients", number(campaign.recipients)),
    )
    return html.Section(
        [
            html.Div(
                [
                    name(html.Bdi(campaign.name), className="report-name", title=campaign.name),
                    status_pill(campaign.state),
                    html.Div(list(actions), className="part-actions"),
                ],
                className="report-head",
            ),
            html.Dl(
                [html.Div([html.Dt(label), html.Dd(value)]) for label, value in facts],
                className="report-facts",
            ),
        ],
        className="report-card",
        **{"aria-label": f"Campaign {campaign.name}"},
    )
