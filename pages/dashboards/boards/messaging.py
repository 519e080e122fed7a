"""The Messaging dashboard: what was exchanged over all channels, and which sender carried it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import (
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    dcc,
    no_update,
    set_props,
)
from dash.development.base_component import Component

from components.date_range import period_value, value_id
from components.shell import AS_OF
from data.address import Address, Words, read, usual_days
from data.dashboards import Asked, messaging
from data.marked import marked
from data.services import Services, services
from data.store.lake import View
from data.traffic import channel_choices, senders
from pages.dashboards import by_sender, exchanged
from pages.dashboards.board import Board
from pages.dashboards.frame import (
    ASKED,
    BODY,
    POLL,
    REFRESH,
    STAMP,
    VERSION,
    Drawn,
    days_filter,
    frame,
    stamp,
)

SHOW, DETAILS_SHOW = "messaging-show", "traffic-show"
NAMES, DETAILS_NAMES = "messaging-names", "traffic-names"
GONE, DETAILS_GONE = "messaging-gone", "traffic-gone"
MESSAGING, SENDERS = "messaging", "senders"


def layout(words: Words) -> Component:
    """Total, outbound and inbound messages, by channel and over time."""
    now_in = services()
    address, drawn, _ = _drawn(MESSAGING, words, now_in)
    days = days_filter(SHOW, address, drawn.now)
    return frame(
        MESSAGING,
        words,
        replace(address, notices=(*address.notices, *exchanged.notices(address))),
        drawn,
        title="Messaging",
        lead="What was sent and received over all channels, all campaigns together.",
        filters=(days, exchanged.details_link(address), *_names(NAMES, GONE, (), drawn, address)),
    )


def details(words: Words) -> Component:
    """Traffic by Sender: three tabs under one set of filters."""
    now_in = services()
    address, drawn, asked = _drawn(SENDERS, words, now_in)
    return frame(
        SENDERS,
        words,
        replace(address, notices=(*address.notices, *by_sender.notices(address))),
        drawn,
        title="Traffic by Sender",
        lead="What each sender sent and received, and how much of it was delivered.",
        filters=(
            days_filter(DETAILS_SHOW, address, drawn.now),
            *by_sender.filters(address, senders(asked)),
            by_sender.back(address),
            *_names(DETAILS_NAMES, DETAILS_GONE, ("channel", "sender"), drawn, address),
        ),
        above=(by_sender.tabs(address),),
    )


def _drawn(place: str, words: Words, now_in: Services) -> tuple[Address, Drawn, Asked]:
    """The figures of a place as they are now."""
    now, view = now_in.clock(), now_in.lake.view()
    address = _address(place, words, now_in)
    asked = _asked(address, now_in, view)
    if place == SENDERS:
        body = by_sender.figures(asked, address)
    else:
        numbers = marked(asked.engine, messaging(asked), address.zone)
        body = exchanged.figures(numbers, address)
    return address, Drawn(body, view.version, now), asked


def _address(place: str, words: Words, now_in: Services) -> Address:
    path, own = (
        (exchanged.DETAILS, by_sender.OWN) if place == SENDERS else (exchanged.PATH, exchanged.OWN)
    )
    return read(path, words, own, now_in.zone, now_in.clock())


def _asked(address: Address, now_in: Services, view: View) -> Asked:
    channel = address.word("channel")
    return Asked(
        view,
        now_in.engine,
        now_in.clock(),
        address.zone,
        address.period,
        channel=channel if channel in channel_choices() else "",
        sender=address.word("sender"),
        sort=address.word("sort"),
        direction=address.word("direction"),
    )


def _names(
    name: str, gone: str, words: tuple[str, ...], drawn: Drawn, address: Address
) -> tuple[Component, ...]:
    """What the filters are called in the address, for the browser."""
    usual = period_value(usual_days(drawn.now, address.zone))
    called = {"words": words, "usual": usual, "drops": ["page"]}
    return dcc.Store(id=name, data=called), dcc.Store(id=gone)


@callback(
    Output(BODY, "children"),
    Output(STAMP, "children"),
    Output(VERSION, "data"),
    Input(REFRESH, "n_clicks"),
    Input(POLL, "n_intervals"),
    State(ASKED, "data"),
    State(VERSION, "data"),
    prevent_initial_call=True,
)
def look_again(
    _clicks: int | None, _ticks: int | None, asked: dict[str, Any], version: list[int]
) -> tuple[Any, ...]:
    """The figures as they are now; a tick changes nothing while nothing has arrived (D-05)."""
    now_in = services()
    if ctx.triggered_id == POLL and list(now_in.lake.version()) == version:
        return no_update, no_update, no_update
    address, drawn, _ = _drawn(asked["place"], asked["words"], now_in)
    set_props(AS_OF, {"children": f"Data as of {drawn.now.astimezone(now_in.zone):%H:%M:%S}"})
    return list(drawn.body), stamp(address, drawn.now), list(drawn.version)


clientside_callback(
    ClientsideFunction("addressFilters", "changed"),
    Output(GONE, "data"),
    Input(value_id(SHOW), "data"),
    State(NAMES, "data"),
    prevent_initial_call=True,
)

clientside_callback(
    ClientsideFunction("addressFilters", "changed"),
    Output(DETAILS_GONE, "data"),
    Input(value_id(DETAILS_SHOW), "data"),
    Input(by_sender.CHANNEL, "value"),
    Input(by_sender.SENDER, "value"),
    State(DETAILS_NAMES, "data"),
    prevent_initial_call=True,
)

BOARD = Board(
    key="messaging",
    label="Messaging",
    description="How many messages were sent and received, over which channel, by which sender?",
    icon="chat-dots",
    order=1,
    layout=layout,
    parts={"senders": details},
)
