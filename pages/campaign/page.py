"""What do we know about one campaign? Its Details (1.6, 1.7), read-only for now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import dash
from dash import dcc, html
from dash.development.base_component import Component

from components.badges import channel_badge, status_pill, type_badge
from components.page_head import page_head, page_title
from components.states import state
from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import Transition
from data.channels import CHANNELS
from data.errors import NotFound
from data.services import services
from data.vocabulary.campaign_state import Group, State, has_report
from data.vocabulary.formats import moment, number

Facts = Iterable[tuple[str, Component | str]]

# May hold credentials of other systems: that they are set is all a screen says.
_SECRET = frozenset({"webhook", "webhooks", "headers"})


def exists(campaign_id: str) -> bool:
    """Whether the address leads to a campaign; the page's status is 404 if not."""
    try:
        services().campaigns.get(_id(campaign_id))
    except NotFound:
        return False
    return True


dash.register_page(
    __name__,
    path_template="/campaigns/<campaign_id>",
    title=lambda campaign_id="": page_title(_name(campaign_id)),
    exists=exists,
)


def layout(campaign_id: str = "", **_: object) -> Component:
    """The campaign's details, or that there is no such campaign."""
    if not exists(campaign_id):
        return _missing(campaign_id)
    asked = services()
    campaign = asked.campaigns.get(_id(campaign_id))
    return html.Div(
        [
            page_head(campaign.name, actions=_actions(campaign)),
            html.Div(
                [
                    _card("Campaign", _facts(campaign, asked.zone)),
                    _configuration(campaign),
                    _history(asked.campaigns.transitions(campaign.id), asked.zone),
                ],
                className="stack loose",
            ),
        ]
    )


def _missing(campaign_id: str) -> Component:
    return state(
        "signpost-split",
        "No such campaign",
        f"There is no campaign {campaign_id[:40]}; it may have been deleted.",
        "Open Performance Reports",
        "/reports/messaging",
        level=1,
    )


def _id(text: str) -> int:
    """The number in the address. Raises NotFound for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise NotFound(f"{text[:40]!r} is no campaign's number")
    return int(text)


def _name(campaign_id: str) -> str:
    try:
        return services().campaigns.get(_id(campaign_id)).name
    except NotFound:
        return "No such campaign"


def _actions(campaign: Campaign) -> tuple[Component, ...]:
    back = dcc.Link("All campaigns", href=f"/reports/{campaign.group}", className="button")
    if not has_report(campaign.group, campaign.state):
        return (back,)
    href = f"/campaigns/{campaign.id}/report"
    return back, dcc.Link("Report", href=href, className="button primary")


def _facts(campaign: Campaign, zone: ZoneInfo) -> Facts:
    # A Pending messaging campaign has no date, and a stale one would mislead (F048).
    undated = campaign.group is Group.MESSAGING and campaign.state is State.PENDING
    yield "Status", status_pill(campaign.state)
    if campaign.type in CAMPAIGN_TYPES:
        yield "Campaign type", type_badge(CAMPAIGN_TYPES[campaign.type])
    if campaign.channel in CHANNELS:
        channel = CHANNELS[campaign.channel]
        if campaign.type != campaign.channel:
            yield "Channel", channel_badge(channel)
        yield channel.sender_label, campaign.sender or "Not set"
    elif campaign.sender:
        yield "Sender", campaign.sender
    yield "ID", str(campaign.id)
    if campaign.external_id:
        yield "External ID", campaign.external_id
    yield "Creation date", moment(campaign.created_at, zone)
    if campaign.delivery_at and not undated:
        yield "Delivery date", moment(campaign.delivery_at, zone)
    yield "Recipients", number(campaign.recipients)


def _configuration(campaign: Campaign) -> Component:
    if not campaign.config:
        text = "Nothing about its configuration was handed over with this campaign."
        return _card("Configuration", (), text)
    return _card("Configuration", ((_label(k), _word(v, k)) for k, v in campaign.config.items()))


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _word(value: Any, key: str = "") -> str:
    """A configured value as people read it."""
    if key in _SECRET:
        return "Set" if value else "None"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return ", ".join(f"{_label(k)}: {_word(v, k)}" for k, v in value.items()) or "None"
    if isinstance(value, list | tuple):
        return ", ".join(_word(inner) for inner in value) or "None"
    return number(value) if isinstance(value, int | float) else str(value or "None")


def _card(title: str, facts: Facts, sentence: str = "") -> Component:
    rows = [html.Div([html.Dt(label), html.Dd(value)]) for label, value in facts]
    body = html.Dl(rows, className="facts number") if rows else html.P(sentence, className="muted")
    return html.Section([html.H2(title), body], className="card pad stack")


def _history(moves: Iterable[Transition], zone: ZoneInfo) -> Component:
    rows = [
        html.Tr(
            [
                html.Td(moment(move.at, zone), className="tnum"),
                html.Td(status_pill(move.before) if move.before else "Created"),
                html.Td(status_pill(move.after) if move.after else "Deleted"),
                html.Td(move.who),
                html.Td(move.why),
            ]
        )
        for move in moves
    ]
    heads = [html.Th(word, scope="col") for word in ("When", "From", "To", "By", "Reason")]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="data")
    return html.Section(
        [html.H2("Status history"), html.Div(table, className="table-scroll", tabIndex=0)],
        className="card pad stack",
    )
