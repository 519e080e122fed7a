"""How is a campaign shown that is being sent, and how far has it got (F042)?"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from data.campaign import Campaign
from data.sending import Sending
from data.vocabulary.formats import NOTHING, moment, number, share
from pages.campaign.details import card

BAR, FILL, SENTENCE, STAMP = (f"sending-{part}" for part in ("bar", "fill", "sentence", "stamp"))
_TILES = {
    "sending-recipients": "Recipients",
    "sending-submitted": "Submitted",
    "sending-pace": "Messages a minute",
    "sending-finish": "Estimated finish",
}


def leaves(campaign: Campaign, far: Sending, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """What changes from look to look, by id: only these move, so that nothing flickers."""
    percent = round((far.done or 0) * 100, 1)
    pace = NOTHING if far.per_minute is None else number(max(round(far.per_minute), 1))
    return {
        "sending-recipients": {"children": number(campaign.recipients)},
        "sending-submitted": {"children": number(far.submitted)},
        "sending-pace": {"children": pace},
        "sending-finish": {"children": moment(far.finish, zone)},
        FILL: {"style": {"width": f"{percent}%"}},
        BAR: {
            "hidden": far.done is None,
            "aria-valuenow": str(percent),
            "aria-valuetext": f"{share(far.done)} submitted",
        },
        SENTENCE: {"children": _sentence(far)},
        STAMP: {
            "children": f"Last updated {now.astimezone(zone):%H:%M:%S} ({zone.key}); "
            "this page follows the campaign."
        },
    }


def under_way(
    campaign: Campaign, far: Sending, now: datetime, zone: ZoneInfo, carried: str
) -> html.Section:
    """Recipients, messages submitted, pace and estimated end; `carried` says who sends it."""
    props = leaves(campaign, far, now, zone)
    bar = html.Div(
        html.Div(id=FILL, className="state-in-progress", **props[FILL]),
        id=BAR,
        role="progressbar",
        className="campaign-progress",
        **{
            "aria-label": f"Progress of {campaign.name}",
            "aria-valuemin": "0",
            "aria-valuemax": "100",
        },
        **props[BAR],
    )
    tiles = [
        html.Div(
            [
                html.Div(label, className="kpi-label"),
                html.Div(id=key, className="campaign-value", **props[key]),
            ],
            role="group",
            className="campaign-tile",
            **{"aria-label": label},
        )
        for key, label in _TILES.items()
    ]
    return card(
        "Progress",
        [
            bar,
            html.Div(tiles, className="campaign-tiles"),
            html.P(id=SENTENCE, className="muted", **props[SENTENCE]),
            html.P(carried, className="muted"),
            html.P(id=STAMP, className="muted small tnum", **props[STAMP]),
        ],
    )


def _sentence(far: Sending) -> str:
    if not far.submitted:
        return "No message was submitted yet."
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
