"""How Performance Reports looks, drawn from filters and the campaigns that satisfy them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.campaign_card import campaign_card
from components.date_range import date_range, period_value
from components.filter_bar import Choice, choice_menu, filter_bar, search_box
from components.follow import follow
from components.page_head import page_head
from components.pager import counted, page_count, pager
from components.states import empty
from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES, of_group
from data.vocabulary.campaign_state import MOVING, STATES, Group
from data.vocabulary.filters import LONGEST_SEARCH, CampaignFilters

PAGE_SIZE = 25
SHOW, TYPE, STATUS, SEARCH = (f"reports-{part}" for part in ("show", "type", "status", "search"))
CLEAR = "reports-clear"
NOTICES = "reports-notices"
TOTAL = "reports-total"
LIST = "reports-list"
REFRESH = "reports-refresh"
POLL = "reports-poll"
# Stores: the tab, what the server drew first and whether the browser has seen it, the search to
# show, where the address went, and the marks of what stands on the page.
GROUP = "reports-group"
DRAWN = "reports-drawn"
READY = "reports-ready"
ASKED = "reports-asked"
GO = "reports-go"
MARK = "reports-mark"
ADDRESS = "reports-address"

CREATE = {
    Group.MESSAGING: ("New Message +", "/campaigns/new/messaging"),
    Group.INTERACTIVE: ("New Campaign +", "/campaigns/new/interactive"),
}


def path(group: Group) -> str:
    """The address of a tab, without filters."""
    return f"/reports/{group.value}"


def screen(filters: CampaignFilters, today: date, zone: str, body: dict[str, Any]) -> Component:
    """The whole page; `body` is what `answer` made."""
    group = filters.group
    drawn = {
        "search": filters.to_search(),
        "period": period_value(filters.period),
        "types": sorted(filters.types),
        "states": sorted(filters.states),
        "words": filters.q,
    }
    return html.Div(
        [
            dcc.Location(id=ADDRESS, refresh="callback-nav"),
            dcc.Store(id=GROUP, data=group.value),
            dcc.Store(id=DRAWN, data=drawn),
            dcc.Store(id=ASKED),
            dcc.Store(id=GO),
            dcc.Store(id=READY),
            dcc.Store(id=MARK, data=body["mark"]),
            follow(POLL, moves=body["moving"]),
            page_head("Performance Reports", actions=_actions(group)),
            _tabs(group),
            html.Div(
                [
                    _filters(filters, today, zone, clearable=body["clearable"]),
                    html.Div(
                        body["notices"], id=NOTICES, role="status", className="reports-notices"
                    ),
                    html.Div(
                        html.H2(body["total"], id=TOTAL, className="reports-total"), role="status"
                    ),
                    html.Div(
                        body["list"],
                        id=LIST,
                        tabIndex=-1,
                        role="region",
                        className="reports-list",
                        **{
                            "aria-label": f"{group.label} list",
                            "data-filtered-list": "",
                            "data-redrawn": "",
                        },
                    ),
                ],
                id="reports-panel",
                role="tabpanel",
                className="reports-panel",
                **{"aria-labelledby": f"reports-tab-{group.value}"},
            ),
        ],
        className="performance-reports",
        **{"data-filtered": path(group)},
    )


def _actions(group: Group) -> tuple[Component, ...]:
    label, href = CREATE[group]
    refresh = html.Button(
        [icon("arrow-clockwise"), "Refresh"], id=REFRESH, type="button", className="button"
    )
    return refresh, dcc.Link(label, href=href, className="button primary")


def _tabs(current: Group) -> Component:
    """Two links with the meaning of tabs (F003); only the current one is a stop of the Tab key."""
    return html.Div(
        [
            html.A(
                group.label,
                href=path(group),
                id=f"reports-tab-{group.value}",
                role="tab",
                tabIndex=0 if group is current else -1,
                className="tab",
                **{"aria-selected": "true" if group is current else "false"},
            )
            for group in Group
        ],
        role="tablist",
        className="tabs",
        **{"aria-label": "Campaigns", "data-memory-tabs": ""},
    )


def _filters(filters: CampaignFilters, today: date, zone: str, *, clearable: bool) -> Component:
    group = filters.group
    types = [Choice(kind.key, kind.label) for kind in of_group(group)]
    states = [Choice(s.value, s.label, f"state-{s.value}") for s in STATES[group]]
    return filter_bar(
        [
            date_range(SHOW, filters.period, today, offer_all=True, zone=zone, future=True),
            choice_menu(TYPE, "Campaign Type", "types", types, filters.types),
            choice_menu(STATUS, "View by Status", "statuses", states, filters.states),
            search_box(SEARCH, "Name, sender or ID", filters.q, LONGEST_SEARCH),
        ],
        html.Button(
            "Clear filters",
            id=CLEAR,
            type="button",
            className="button quiet filter-clear-all",
            hidden=not clearable,
            **{"data-clear-filters": ""},
        ),
    )


def answer(
    filters: CampaignFilters,
    campaigns: Sequence[Campaign],
    total: int,
    notices: Sequence[str],
    progress: Mapping[int, float],
    zone: ZoneInfo,
) -> dict[str, Any]:
    """Everything below the tabs that depends on the filters, by name.

    `progress` is the fraction of each campaign that is done, where that is known. `cards` are the
    cards in `list` by their campaigns' ids.
    """
    cards = {
        str(c.id): campaign_card(
            c, zone, type_label=CAMPAIGN_TYPES[c.type].label, progress=progress.get(c.id)
        )
        for c in campaigns
    }
    return {
        "notices": [_notice(sentence) for sentence in notices],
        "total": counted(total, "campaign", "campaigns"),
        "list": _cards(filters, cards, total) if cards else _nothing(filters),
        "cards": cards,
        "mark": marks(filters, campaigns, total, progress),
        "moving": any(campaign.state in MOVING for campaign in campaigns),
        # Where there is nothing the empty state has this button itself.
        "clearable": filters.narrow and bool(campaigns),
    }


def marks(
    filters: CampaignFilters,
    campaigns: Sequence[Campaign],
    total: int,
    progress: Mapping[int, float],
) -> dict[str, Any]:
    """What tells this answer from another: `list` which cards stand there, `cards` how each looks.

    So a card that alone has changed is drawn anew alone.
    """
    # The address, since a set's own order differs from one process to the next.
    seen = (filters.group, filters.to_search(), total, [c.id for c in campaigns])
    cards = {
        str(c.id): _digest((c.name, c.sender, c.type, c.state, c.created_at, progress.get(c.id)))
        for c in campaigns
    }
    return {"list": _digest(seen), "cards": cards}


def _digest(seen: tuple[object, ...]) -> str:
    return blake2b(repr(seen).encode(), digest_size=12).hexdigest()


def card_id(campaign_id: str) -> dict[str, str]:
    """The id of what holds a campaign's card."""
    return {"reports": "card", "campaign": campaign_id}


def stamp(now: datetime, zone: ZoneInfo) -> str:
    """When the campaigns were last looked at, in the frame's words."""
    return f"Data as of {now.astimezone(zone):%H:%M:%S}"


def _notice(sentence: str) -> Component:
    return html.P([icon("info-circle"), html.Span(sentence)], className="notice")


def _cards(filters: CampaignFilters, cards: Mapping[str, Component], total: int) -> Component:
    where = path(filters.group)
    links = pager(
        filters.page, PAGE_SIZE, total, lambda page: where + filters.on_page(page).to_search()
    )
    listed = [html.Li(card, id=card_id(key), **{"data-redrawn": ""}) for key, card in cards.items()]
    # A plain list's role is lost in some browsers once its bullets are gone.
    return html.Div([html.Ul(listed, className="reports-cards", role="list"), links])


def _nothing(filters: CampaignFilters) -> Component:
    """D-03: an empty result says so, and how to see more."""
    if not filters.narrow:
        label, href = CREATE[filters.group]
        return empty(
            "No campaigns yet", "Campaigns stand here as soon as the first is made.", label, href
        )
    return html.Div(
        [
            icon("funnel"),
            html.H2("No campaign fits these filters"),
            html.P("Every filter has to fit. Clear them to see all campaigns of this tab."),
            html.Button(
                "Clear filters",
                type="button",
                className="button primary",
                **{"data-clear-filters": ""},
            ),
        ],
        className="state",
    )


def last_page(total: int) -> int:
    """The number of the last page there is, from 0."""
    return page_count(total, PAGE_SIZE) - 1
