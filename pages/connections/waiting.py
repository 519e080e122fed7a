"""Which events wait for a campaign, what did they name, and which rules are there?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.data_table import time_of
from data.connections import ClaimRule, Connection
from data.ingest.unmatched import ALL, TAG, WaitingGroup
from data.vocabulary.formats import number
from pages.connections import parts
from pages.connections.forms import CLAIM, ask_id, go_id

DROP = "drop"


def groups(
    found: Sequence[WaitingGroup], by_id: Mapping[int, Connection], zone: ZoneInfo
) -> Component:
    """What waits, by what it named."""
    if not found:
        return html.P("No events wait for a campaign.", className="part-empty")
    heads = ("What they named", "Connection", "#Events", "First came", "Last came", "Actions")
    return parts.rows("Waiting events", heads, [_line(one, by_id, zone) for one in found])


def _line(one: WaitingGroup, by_id: Mapping[int, Connection], zone: ZoneInfo) -> list[object]:
    connection = by_id.get(one.connection_id)
    link = (
        dcc.Link(parts.full_name(connection), href=parts.href(connection))
        if connection
        else "A deleted connection"
    )
    faults = (
        [html.Span(f" {number(one.faults)} can't be taken", className="muted")]
        if one.faults
        else []
    )
    name = said(one)
    button = html.Button(
        "Give to a campaign",
        id=ask_id(CLAIM, str(one.id)),
        type="button",
        className="part-button",
        **{"aria-label": f"Give the events that named {name} to a campaign"},
    )
    return [
        html.Bdi(name),
        link,
        html.Span([number(one.events), *faults]),
        time_of(one.first_at, zone),
        time_of(one.last_at, zone),
        button,
    ]


def said(group: WaitingGroup) -> str:
    """What events named, in words."""
    names = list(dict.fromkeys(word or f"ID {number_}" for number_, word in group.names))
    tags = [f"tag {tag}" for tag in group.tags]
    return ", ".join([*names, *tags]) or "no campaign"


def rules(found: Sequence[ClaimRule], by_id: Mapping[int, Connection]) -> Component:
    """The rules that say whose events are."""
    heads = ("Events", "Connection", "Campaign", "Made by", "Actions")
    lines: list[list[object]] = []
    for one in found:
        connection = by_id.get(one.connection_id)
        what = _about(one)
        button = html.Button(
            "Drop",
            id=go_id(DROP, str(one.id)),
            type="button",
            className="part-button",
            **{"aria-label": f"Drop the rule for events {what}"},
        )
        campaign = dcc.Link(f"ID {one.campaign_id}", href=f"/campaigns/{one.campaign_id}")
        name = parts.full_name(connection) if connection else "–"
        lines.append([what, name, campaign, html.Bdi(one.who), button])
    return parts.rows("Rules", heads, lines)


def _about(rule: ClaimRule) -> str:
    if rule.about == ALL:
        return "that name no campaign here"
    return f"with the tag {rule.word}" if rule.about == TAG else f"that name {rule.word}"
