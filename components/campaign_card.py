"""How does a campaign stand in a list: who, in which state, and its one action (F024 to F029)?"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from dash import dcc, html

from components.badges import status_pill
from components.data_table import time_of
from data.campaign import Campaign
from data.vocabulary.campaign_state import CardAction, State, card_action
from data.vocabulary.formats import NOTHING, number, share

UNDER_WAY = frozenset({State.IN_PROGRESS, State.LIVE})


def campaign_card(
    campaign: Campaign, zone: ZoneInfo, *, type_label: str, progress: float | None = None
) -> html.Article:
    """The card of `campaign`; `progress` is the fraction that is done, shown while it runs."""
    return html.Article(
        [
            html.Div(
                [
                    campaign_name(campaign),
                    html.P(
                        [
                            html.Bdi(campaign.sender or NOTHING, className="card-sender"),
                            html.Span(type_label),
                            html.Span(f"ID {campaign.id}", className="card-id"),
                        ],
                        className="card-facts",
                    ),
                ],
                className="card-who",
            ),
            html.Div(
                [status_pill(campaign.state), time_of(campaign.created_at, zone)],
                className="card-state",
            ),
            html.Div(_action(campaign), className="card-action"),
            _progress(campaign, progress),
        ],
        className="campaign-card",
        **{"aria-label": campaign.name, "data-campaign": str(campaign.id)},
    )


def campaign_name(campaign: Campaign) -> html.H3:
    """The name as a heading, kept apart from the direction of the text around it."""
    return html.H3(html.Bdi(campaign.name), className="card-name", title=campaign.name)


def _action(campaign: Campaign) -> dcc.Link:
    action = card_action(campaign.group, campaign.state)
    place = f"/campaigns/{campaign.id}"
    href = f"{place}/report" if action is CardAction.REPORT else place
    return dcc.Link(action.value, href=href, className="button")


def _progress(campaign: Campaign, done: float | None) -> html.Div | None:
    if done is None or campaign.state not in UNDER_WAY:
        return None
    percent = min(max(done, 0.0), 1.0) * 100
    return html.Div(
        html.Div(className=f"state-{campaign.state.value}", style={"width": f"{percent:.1f}%"}),
        role="progressbar",
        className="card-progress",
        title=f"{share(percent / 100)} done",
        **{
            "aria-label": f"Progress of {campaign.name}",
            "aria-valuemin": "0",
            "aria-valuemax": "100",
            "aria-valuenow": number(round(percent)),
        },
    )
