"""How are a state, a channel, a type and the demonstration marked? Always with a word."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from data.campaign_type import CampaignType
from data.channel import Channel
from data.vocabulary.campaign_state import State


def icon(name: str) -> Component:
    """A Bootstrap icon that stands beside a word and is silent to screen readers."""
    return html.I(className=f"bi bi-{name}", **{"aria-hidden": "true"})


def status_pill(state: State) -> Component:
    """The state's word on its colour (F275): the same on cards, menus and reports."""
    return html.Span(
        [html.Span(className="dot", **{"aria-hidden": "true"}), state.label],
        className=f"pill state-{state.value}",
    )


def channel_badge(channel: Channel) -> Component:
    """The channel's icon and name."""
    return html.Span([icon(channel.icon), channel.label], className="badge-word")


def type_badge(type_: CampaignType) -> Component:
    """The campaign type's icon and name."""
    return html.Span([icon(type_.icon), type_.label], className="badge-word")


def demo_ribbon() -> Component:
    """Says on every page that the figures are made up."""
    return html.Span(
        [icon("stars"), "Demonstration data"],
        className="demo-ribbon",
        title="Every campaign and person in this workspace is made up.",
    )
