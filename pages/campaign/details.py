"""What is known about a campaign: its facts, its configuration, what happened to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.badges import channel_badge, status_pill, type_badge
from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import Transition
from data.channels import CHANNELS
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.formats import moment, number

Facts = Iterable[tuple[str, Component | str]]

# May hold credentials of other systems: that they are set is all a screen says.
_SECRET = frozenset({"webhook", "webhooks", "headers"})


def card(title: str, children: list[Any]) -> html.Section:
    """One of the page's sections."""
    return html.Section([html.H2(title), *children], className="card pad stack")


def facts(campaign: Campaign, zone: ZoneInfo) -> html.Section:
    """Status, type, sender, ids, dates and audience."""
    return card("Campaign", [_list(_facts(campaign, zone))])


def _facts(campaign: Campaign, zone: ZoneInfo) -> Facts:
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
    # A Pending messaging campaign has no date, and a stale one would mislead (F048).
    undated = campaign.group is Group.MESSAGING and campaign.state is State.PENDING
    if campaign.delivery_at and not undated:
        planned = campaign.state is State.SCHEDULED
        label = "Scheduled Delivery Date" if planned else "Delivery date"
        yield label, f"{moment(campaign.delivery_at, zone)} ({zone.key})"
    yield "Recipients", number(campaign.recipients)


def configuration(campaign: Campaign) -> html.Section:
    """What its creator stored, in words."""
    if not campaign.config:
        text = "Nothing about its configuration was handed over with this campaign."
        return card("Configuration", [html.P(text, className="muted")])
    rows = ((_label(key), _word(value, key)) for key, value in campaign.config.items())
    return card("Configuration", [_list(rows)])


def history(moves: Iterable[Transition], zone: ZoneInfo) -> html.Section:
    """Who moved it from which state to which, when and why."""
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
    scroller = html.Div(
        table,
        className="table-scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": "Status history, scrolls sideways"},
    )
    return card("Status history", [scroller])


def _list(rows: Facts) -> html.Dl:
    listed = [html.Div([html.Dt(label), html.Dd(value)]) for label, value in rows]
    return html.Dl(listed, className="facts number")


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
