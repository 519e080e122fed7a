"""How is one of ten thousand campaigns picked? By its name, from a short list under a button.

The list is of links: Tab goes from the search to them, Enter follows one, Escape closes the panel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.badges import icon, status_pill
from components.filter_bar import searching
from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.vocabulary.filters import LONGEST_SEARCH
from data.vocabulary.formats import day, number

SHOWN = 8  # campaigns in the list


def search_id(name: str) -> str:
    """The field whose `value` is looked for."""
    return f"{name}-search"


def found_id(name: str) -> str:
    """Where `found` goes."""
    return f"{name}-found"


def button_id(name: str) -> str:
    """The button that opens the list."""
    return f"{name}-button"


def campaign_picker(name: str, label: str, first: Sequence[Component]) -> html.Div:
    """A button `label` over a search; `first` is what is found before anything is typed."""
    panel = f"{name}-panel"
    return html.Div(
        [
            html.Button(
                [icon("plus-lg"), label],
                id=button_id(name),
                type="button",
                className="button",
                **{"aria-expanded": "false", "aria-controls": panel},
            ),
            html.Div(
                [
                    html.Label(
                        "Name, sender or ID", htmlFor=search_id(name), className="filter-label"
                    ),
                    searching(search_id(name), "", LONGEST_SEARCH, "picker-search"),
                    html.Div(list(first), id=found_id(name)),
                ],
                id=panel,
                hidden=True,
                role="group",
                className="filter-panel picker-panel",
                **{"aria-label": label, "data-panel": ""},
            ),
        ],
        className="filter picker",
        **{"data-disclosure": ""},
    )


def found(
    name: str,
    campaigns: Sequence[Campaign],
    total: int,
    zone: ZoneInfo,
    link: Callable[[Campaign], str],
    then: str,
) -> list[Component]:
    """The campaigns that were found, each as the link that picks it, of `total` that there are.

    `then` is the id of what has the focus once one is picked.
    """
    rows = [
        html.Li(
            html.A(
                [html.Bdi(campaign.name, className="picker-name"), _about(campaign, zone)],
                href=link(campaign),
                className="picker-row",
                **{"data-route": "", "data-then": then},
            )
        )
        for campaign in campaigns
    ]
    return [
        html.P(_counted(len(rows), total), role="status", className="picker-count"),
        *([html.Ul(rows, className="picker-rows", **{"aria-label": "Campaigns"})] if rows else []),
    ]


def _counted(count: int, total: int) -> str:
    if not total:
        return "No campaign that went out is called so."
    if count < total:
        return f"{number(total)} campaigns; the newest {count} are listed."
    return "1 campaign." if total == 1 else f"{number(total)} campaigns."


def _about(campaign: Campaign, zone: ZoneInfo) -> html.Span:
    at = (campaign.delivery_at or campaign.created_at).astimezone(zone)
    kind = CAMPAIGN_TYPES[campaign.type].label
    return html.Span(
        [f"{kind} · {day(at.date())} · ID {campaign.id}", status_pill(campaign.state)],
        className="picker-about",
    )
