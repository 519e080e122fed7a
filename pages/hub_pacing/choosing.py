"""How does one get to the campaign whose pace is wanted?"""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import status_pill
from components.campaign_picker import SHOWN, button_id, campaign_picker, found
from components.choice_select import EVERY, choice_select
from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import CampaignPage
from data.elapsed import SPANS, told
from data.metrics import METRICS
from data.pacing.address import Pace, measures
from data.pacing.screen import Paced
from data.vocabulary.campaign_state import has_report
from data.vocabulary.formats import number

PICKER, ANSWER = "pacing-pick", "pacing-answer"
MEASURE, SPAN = "pacing-measure", "pacing-span"
DAYS, NAMES, GONE = "pacing-days", "pacing-names", "pacing-gone"
PICK = "Choose a campaign"


def offers(asked: Pace, offered: CampaignPage) -> list[Component]:
    """What the picker has found."""

    def link(campaign: Campaign) -> str:
        return Pace(asked.zone, campaign, tz=asked.tz).link()

    campaigns = offered.campaigns[:SHOWN]
    return found(PICKER, campaigns, offered.total, asked.zone, link, button_id(PICKER))


def picker(asked: Pace, offered: CampaignPage) -> Component:
    """The button that opens the list of campaigns."""
    return campaign_picker(PICKER, PICK, offers(asked, offered))


def chosen(asked: Pace) -> Component | None:
    """The campaign whose pace is shown, and the way to its report."""
    campaign = asked.campaign
    if campaign is None:
        return None
    where = "/report" if has_report(campaign.group, campaign.state) else ""
    return html.P(
        [
            dcc.Link(
                html.Bdi(campaign.name),
                href=f"/campaigns/{campaign.id}{where}",
                className="pacing-name",
            ),
            status_pill(campaign.state),
        ],
        className="pacing-chosen",
    )


def controls(asked: Pace, paced: Paced) -> Component:
    """What is counted, and over how long."""
    campaign = asked.campaign
    assert campaign is not None
    counted = {key: METRICS[key].label for key in measures(campaign)}
    spans = {str(hours): told(hours) for hours in SPANS}
    usual = f"As long as it takes ({told(paced.span)})" if not asked.span else "As long as it takes"
    return html.Div(
        [
            dcc.Store(id=DAYS, data=""),
            dcc.Store(id=NAMES, data={"words": ["measure", "span"], "usual": "", "drops": []}),
            dcc.Store(id=GONE),
            choice_select(MEASURE, "Counted", counted, paced.measure),
            choice_select(SPAN, "Shown", {EVERY: usual, **spans}, str(asked.span or "")),
        ],
        role="group",
        className="filter-bar",
        **{"aria-label": "What is shown"},
    )


def lists(asked: Pace, running: CampaignPage, recent: CampaignPage) -> list[Component]:
    """The campaigns that run now, and the newest of those that are done."""
    ids = {campaign.id for campaign in running.campaigns}
    done = [campaign for campaign in recent.campaigns if campaign.id not in ids]
    return [
        *_list("Running now", running.campaigns, asked, running.total),
        *_list("Sent before", done, asked, len(done)),
    ]


def _list(title: str, campaigns: Sequence[Campaign], asked: Pace, total: int) -> list[Component]:
    if not campaigns:
        return []
    more = total - len(campaigns)
    rest = [html.P(f"{number(more)} more; choose one by its name.", className="muted")]
    return [
        html.Section(
            [
                html.H2(title, className="pacing-title"),
                html.Ul([html.Li(_row(one, asked)) for one in campaigns], className="pacing-list"),
                *(rest if more else []),
            ],
            **{"aria-label": title},
        )
    ]


def _row(campaign: Campaign, asked: Pace) -> Component:
    kind = CAMPAIGN_TYPES[campaign.type].label
    return html.A(
        [
            html.Bdi(campaign.name, className="pacing-row-name"),
            html.Span(f"{kind} · ID {campaign.id}", className="muted"),
            status_pill(campaign.state),
        ],
        href=Pace(asked.zone, campaign, tz=asked.tz).link(),
        className="pacing-row",
        **{"data-route": "", "data-then": ANSWER},
    )
