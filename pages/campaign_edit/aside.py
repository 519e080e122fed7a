"""What will people see? The preview that stands beside a step."""

from __future__ import annotations

from collections.abc import Mapping
from math import pi
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.pass_card import pass_card
from components.place_map import place_map
from components.preview import preview
from data.channels import CHANNELS
from data.creation import Work
from data.creation_definition import complete, definition
from data.creation_field import CreationStep

_ZONE = ZoneInfo("UTC")


def beside(work: Work, step: CreationStep) -> list[Component]:
    """The previews of what is on this step; none where there is nothing to see."""
    owned = {field.key.partition(".")[0] for field in step.fields(work.kind)}
    config = definition(work.kind, work.typed, _ZONE, {}).config
    parts = []
    if "message" in owned:
        parts.append(_message(work, config))
    if "pass" in owned:
        parts.append(pass_card(config.get("pass") or {}))
    if "area" in owned:
        parts.append(_area(config.get("area") or {}))
    if "interactions" in owned:
        parts.append(_menu(config.get("interactions") or []))
    return [html.H2("Preview"), *parts] if parts else []


def _message(work: Work, config: Mapping[str, Any]) -> Component:
    whole = complete(work.kind, work.typed)
    channel = CHANNELS.get(str(whole.get("channel"))) or CHANNELS[work.kind.channels[0]]
    message = config.get("message") or {}
    sender = str(whole.get("sender") or channel.sender_label)
    name = message.get("from_name")
    return preview(
        channel.preview,
        message,
        channel=channel.label,
        sender=f"{name} <{sender}>" if name else sender,
    )


def _area(area: Mapping[str, Any]) -> Component:
    if "latitude" not in area or "longitude" not in area:
        return html.P("The map shows once latitude and longitude are filled in.", className="muted")
    radius = area.get("radius_m") or 0
    name = str(area.get("name") or "The place")
    square = pi * (radius / 1000) ** 2
    return place_map(
        name,
        float(area["latitude"]),
        float(area["longitude"]),
        float(radius),
        f"Radius {radius:,} m, {square:,.2f} km²",
    )


def _menu(interactions: list[Mapping[str, Any]]) -> Component:
    """The tree of a chatbot's menus, from the first one down; each stands once."""
    by_name = {str(one.get("name")): one for one in interactions}
    if not interactions:
        return html.P("The tree shows once there is an interaction.", className="muted")
    drawn: set[str] = set()
    trees = [_branch(by_name, name, drawn) for name in by_name if name not in drawn]
    return html.Ul([html.Li(tree) for tree in trees], className="creator-tree")


def _branch(by_name: Mapping[str, Mapping[str, Any]], name: str, drawn: set[str]) -> list[Any]:
    drawn.add(name)
    rows = []
    for option in by_name[name].get("options") or []:
        goal = option.get("to")
        below: list[Any] = [option["text"]]
        if goal in by_name and goal not in drawn:
            below += [" → ", *_branch(by_name, goal, drawn)]
        elif goal:
            below.append(f" → {goal}")
        rows.append(html.Li(below))
    return [html.B(name), *([html.Ul(rows)] if rows else [])]
