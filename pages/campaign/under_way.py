"""How is a campaign shown that is being sent, and how far has it got (F042)?"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html

from data.campaign import Campaign
from data.sending import Sending
from data.vocabulary.formats import NOTHING, moment, number, share
from pages.campaign.details import card


def under_way(campaign: Campaign, far: Sending, now: datetime, zone: ZoneInfo) -> html.Section:
    """Recipients, messages submitted, pace and estimated end; each look has the same parts."""
    tiles = (
        ("Recipients", number(campaign.recipients)),
        ("Submitted", number(far.submitted)),
        ("Messages a minute", NOTHING if far.per_minute is None else number(round(far.per_minute))),
        ("Estimated finish", moment(far.finish, zone)),
    )
    percent = round((far.done or 0) * 100, 1)
    return card(
        "Progress",
        [
            html.Div(
                html.Div(className="state-in-progress", style={"width": f"{percent}%"}),
                role="progressbar",
                className="campaign-progress",
                hidden=far.done is None,
                **{
                    "aria-label": f"Progress of {campaign.name}",
                    "aria-valuemin": "0",
                    "aria-valuemax": "100",
                    "aria-valuenow": str(percent),
                    "aria-valuetext": f"{share(far.done)} submitted",
                },
            ),
            html.Div([_tile(*tile) for tile in tiles], className="campaign-tiles"),
            html.P(_sentence(far), className="muted"),
            html.P(
                f"Last updated {now.astimezone(zone):%H:%M:%S} ({zone.key}); "
                "this page follows the campaign.",
                className="muted small tnum",
            ),
        ],
    )


def _tile(label: str, value: str) -> html.Div:
    return html.Div(
        [html.Div(label, className="kpi-label"), html.Div(value, className="campaign-value")],
        role="group",
        className="campaign-tile",
        **{"aria-label": label},
    )


def _sentence(far: Sending) -> str:
    if not far.submitted:
        return "No message was submitted yet. Messages go out once a carrier is connected."
    if far.per_minute is None:
        return "No message was submitted in the last ten minutes, so no end can be estimated."
    if far.recipients is None:
        return "How many recipients there are is not known, so no end can be estimated."
    if far.submitted >= far.recipients:
        return "All messages are submitted."
    return (
        f"{share(far.done)} of the messages are submitted. The end is estimated from the last "
        "ten minutes."
    )
