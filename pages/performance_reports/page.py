"""Performance Reports: every campaign as a card, one address a tab (specification 1.1 to 1.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import dash
from dash import (
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    no_update,
    set_props,
)
from dash.development.base_component import Component

from components.date_range import today_data, today_id, value_id
from components.filter_bar import chosen_id
from components.follow import word
from components.page_head import page_title
from components.shell import AS_OF
from data.campaign import Campaign
from data.campaign_types import of_group
from data.errors import Unavailable
from data.query import Query, run
from data.services import Services, services
from data.vocabulary.campaign_state import Group
from data.vocabulary.campaign_state import State as CampaignState
from data.vocabulary.filters import CampaignFilters, Search, from_search
from pages.performance_reports import screen as parts


def _asked(
    now_in: Services, group: Group, search: Search
) -> tuple[CampaignFilters, dict[str, Any]]:
    """The filters in `search`, and what stands below the tabs for them."""
    known = {kind.key for kind in of_group(group)}
    filters, notices = from_search(group, search, _today(now_in), known)
    found = now_in.campaigns.find(filters, filters.page, parts.PAGE_SIZE)
    last = parts.last_page(found.total)
    if filters.page > last:
        notices += (f"There is no page {filters.page + 1}; this is the last one.",)
        filters = filters.on_page(last)
        found = now_in.campaigns.find(filters, last, parts.PAGE_SIZE)
    progress = _progress(now_in, found.campaigns)
    body = parts.answer(filters, found.campaigns, found.total, notices, progress, now_in.zone)
    return filters, body


def _progress(now_in: Services, campaigns: Sequence[Campaign]) -> dict[int, float]:
    """How much of each campaign that is being sent has gone to its carrier, by id (F042)."""
    sending = tuple(c for c in campaigns if c.state is CampaignState.IN_PROGRESS and c.recipients)
    if not sending:
        return {}
    try:
        counted = run(Query(("total_sent",), ("campaign",), campaigns=sending), now_in.lake)
    except Unavailable:  # the list needs the event store for this thin line only
        return {}
    sent = dict(counted.select("campaign", "total_sent").iter_rows())
    return {c.id: sent.get(c.id, 0) / (c.recipients or 1) for c in sending}


def _today(now_in: Services) -> date:
    """The workspace's day."""
    return now_in.clock().astimezone(now_in.zone).date()


def _layout(group: Group) -> Callable[..., Component]:
    def layout(**search: str | list[str]) -> Component:
        now_in = services()
        filters, body = _asked(now_in, group, search)
        return parts.screen(filters, _today(now_in), now_in.zone.key, body)

    return layout


for _group in Group:
    dash.register_page(
        f"{__name__}.{_group}",
        path=parts.path(_group),
        title=page_title(f"{_group.label} · Performance Reports"),
        layout=_layout(_group),
        redirect_from=["/reports"] if _group is Group.MESSAGING else None,
    )


clientside_callback(
    ClientsideFunction("filters", "mounted"),
    Output(parts.READY, "data"),  # without an output it would not run as the page arrives
    Input(parts.DRAWN, "data"),
)

clientside_callback(
    ClientsideFunction("filters", "changed"),
    Output(parts.ASKED, "data"),
    Input(value_id(parts.SHOW), "data"),
    Input(chosen_id(parts.TYPE), "value"),
    Input(chosen_id(parts.STATUS), "value"),
    Input(parts.SEARCH, "value"),
    prevent_initial_call=True,
)

clientside_callback(
    ClientsideFunction("filters", "moved"),
    Output(value_id(parts.SHOW), "data"),
    Output(chosen_id(parts.TYPE), "value"),
    Output(chosen_id(parts.STATUS), "value"),
    Output(parts.SEARCH, "value"),
    Output(parts.ASKED, "data", allow_duplicate=True),
    Input(parts.GO, "data"),
    prevent_initial_call=True,
)

clientside_callback(
    ClientsideFunction("filters", "shown"), Input(parts.MARK, "data"), prevent_initial_call=True
)


def _redraw_cards(body: dict[str, Any], before: dict[str, Any]) -> None:
    """Draw the cards anew that look different; all others stay untouched."""
    for key, mark in body["mark"]["cards"].items():
        if mark != before["cards"].get(key):
            set_props(parts.card_id(key), {"children": body["cards"][key]})


@callback(
    output={
        "list": Output(parts.LIST, "children"),
        "total": Output(parts.TOTAL, "children"),
        "notices": Output(parts.NOTICES, "children"),
        "mark": Output(parts.MARK, "data"),
        "follow": Output(parts.POLL, "data-follow"),
        "unclearable": Output(parts.CLEAR, "hidden"),
        "today": Output(today_id(parts.SHOW), "data"),
    },
    inputs={
        "asked": Input(parts.ASKED, "data"),
        "_refresh": Input(parts.REFRESH, "n_clicks"),
        "_look": Input(parts.POLL, "n_clicks"),
        "group": State(parts.GROUP, "data"),
        "before": State(parts.MARK, "data"),
        "drawn": State(parts.DRAWN, "data"),
    },
    prevent_initial_call=True,
)
def look(
    asked: dict[str, Any] | None,
    group: str,
    before: dict[str, Any],
    drawn: dict[str, Any],
    _refresh: int | None,
    _look: int | None,
) -> dict[str, Any]:
    """Show what the address asks for; what looks as before stays as it is."""
    now_in = services()
    _, body = _asked(now_in, Group(group), (asked or drawn)["search"])
    told = {
        "list": body["list"],
        "total": body["total"],
        "notices": body["notices"],
        "mark": body["mark"],
        "follow": word(moves=body["moving"]),
        "unclearable": not body["clearable"],
    }
    if body["mark"]["list"] == before["list"] and ctx.triggered_id != parts.ASKED:
        _redraw_cards(body, before)
        same = ("list", "total", "notices", "unclearable")
        told |= dict.fromkeys((*same, "mark") if body["mark"] == before else same, no_update)
    # No output of this callback: an output in the frame would make it run whenever a page arrives.
    set_props(AS_OF, {"children": parts.stamp(now_in.clock(), now_in.zone)})
    return {**told, "today": today_data(_today(now_in), now_in.zone.key)}
