"""How is Traffic by Sender drawn: its three tabs, and the filters that act on all of them?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.choice_select import EVERY, choice_select
from components.tab_body import tab_body
from data import traffic
from data.address import Address
from data.conversations import conversations
from data.dashboards import Asked
from data.marked import marked
from data.metrics import METRICS
from data.report import TabNumbers
from data.vocabulary.days import days_in_full
from pages.dashboards.exchanged import PATH

OWN = ("tab", "channel", "sender", "sort")
CHANNEL, SENDER = "traffic-channel", "traffic-sender"
Tab = tuple[str, Callable[[Asked], TabNumbers]]
TABS: Mapping[str, Tab] = {
    "messages": ("Messages", traffic.messages),
    "performance": ("Messages Performance", traffic.performance),
    "conversations": ("Conversations", conversations),
}


def tab_of(address: Address) -> str:
    """The tab that the address names, else the first."""
    asked = address.word("tab")
    return asked if asked in TABS else next(iter(TABS))


def figures(asked: Asked, address: Address) -> list[Component]:
    """The chosen tab's figures (F226 to F230)."""
    found = TABS[tab_of(address)][1](asked)
    numbers = marked(asked.engine, found, address.zone, channel=asked.channel)
    return [
        tab_body(
            numbers,
            address.zone,
            metrics=METRICS,
            period=days_in_full(address.period),
            filters=traffic.filters(address.word("channel"), address.word("sender")),
            link=lambda _, params: address.link(params),
            csv=address.csv,
        )
    ]


def tabs(address: Address) -> Component:
    """The tabs as links; Tab stops at the current one, arrows go to the others."""
    current = tab_of(address)
    links = [
        html.A(
            label,
            id=f"traffic-tab-{key}",
            href=address.link({"tab": key, "sort": ""}),
            role="tab",
            tabIndex=0 if key == current else -1,
            className="tab",
            **{"aria-selected": "true" if key == current else "false"},
        )
        for key, (label, _) in TABS.items()
    ]
    named = {"aria-label": "Traffic by Sender", "data-report-tabs": ""}
    return html.Div(links, role="tablist", className="tabs board-tabs", **named)


def filters(address: Address, senders: list[str]) -> list[Component]:
    """Filter by Channel and Filter by sender, beside the days (F228)."""
    channels = {EVERY: "All channels", **traffic.channel_choices()}
    channel = address.word("channel")
    named = {EVERY: "All senders", **{name: name for name in senders}}
    return [
        choice_select(
            CHANNEL, "Filter by Channel", channels, channel if channel in channels else ""
        ),
        choice_select(SENDER, "Filter by sender", named, address.word("sender")),
    ]


def back(address: Address) -> Component:
    """To the dashboard, for the same days."""
    href = address.elsewhere(PATH)
    return dcc.Link([icon("arrow-left"), "Messaging dashboard"], href=href, className="board-back")


def notices(address: Address) -> tuple[str, ...]:
    """What the address says of these filters that can't be followed."""
    told = []
    if (tab := address.word("tab")) and tab not in TABS:
        told.append(f"tab=“{tab[:40]}” was ignored: there is no such tab.")
    if (channel := address.word("channel")) and channel not in traffic.channel_choices():
        told.append(f"channel=“{channel[:40]}” was ignored: there is no such channel.")
    return tuple(told)
