"""Waiting events: which came for no known campaign, and to whom do they belong?"""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from components.page_head import page_head
from data.services import Services, services
from data.vocabulary.formats import number
from pages.connections import parts, waiting
from pages.connections.frame import frame

_MOST = 200  # groups that are drawn


def layout(**_: str | list[str]) -> Component:
    """What waits at all connections, and every rule."""
    here = services()
    if parts.visitor().role != "owner":
        return parts.forbidden()
    return frame({"provider": "", "name": "", "call": ""}, head(here), body(here))


def head(here: Services) -> Component:
    """What this is about."""
    return page_head(
        "Waiting events",
        "Events that name no campaign of this workspace. They are claimed as soon as their "
        "campaign is registered, or when you say whose they are; after "
        f"{here.unmatched.kept.days} days they are forgotten.",
        actions=(dcc.Link("Connections", href=parts.PATH, className="button"),),
    )


def body(here: Services) -> list[Component]:
    """What waits now, and the rules."""
    by_id = {one.id: one for one in here.connections.list()}
    found, ruled = here.unmatched.groups(), here.unmatched.rules()
    more = (
        [html.P(f"The latest {_MOST} of {number(len(found))} are shown.", className="muted")]
        if len(found) > _MOST
        else []
    )
    table = waiting.groups(found[:_MOST], by_id, here.zone)
    drawn = [parts.section("waiting", "By what they named", table, *more)]
    if ruled:
        drawn.append(parts.section("rules", "Rules", waiting.rules(ruled, by_id)))
    return drawn
