"""How is the message log drawn from its address?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dash import dcc, html
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component

from components.badges import icon
from components.choice_select import EVERY, choice_select
from components.date_range import date_range, period_label, period_value
from components.filter_bar import search_box
from components.states import problem
from data import log_words
from data.address import Address, Words, read, usual_days
from data.channels import CHANNELS
from data.errors import HeliographError, NotFound
from data.log_words import LogWords
from data.services import Services
from data.vocabulary.formats import moment
from pages.logs.detail import detail_dialog, missing_dialog
from pages.logs.table import SIZE, log_table

PATH = "/logs"
SHOW, CHANNEL, DIRECTION, STATUS = (f"log-{part}" for part in ("show", "channel", "way", "status"))
WHO, CAMPAIGN = "log-who", "log-campaign"
REFRESH = "log-refresh"
OWN = (*log_words.OWN, "page", "entry")
_LONGEST = 200
_FARTHEST = 10**7  # page; nobody pages farther


@dataclass(frozen=True, slots=True)
class Screen:
    """An address as it was understood, and the lake's version when it was looked up."""

    address: Address
    words: LogWords
    page: int
    version: tuple[int, ...]
    body: list[Component]
    stamp: str


def looked_up(words: Words, now_in: Services) -> Screen:
    """The log as the address asks for it, and as it is now."""
    address = read(PATH, words, OWN, now_in.zone, now_in.clock())
    understood = log_words.read(address.words)
    told: list[str] = []
    page = _page(address.word("page"), told)
    view = now_in.lake.view()
    stamp = (
        f"{period_label(address.period)}, days of {address.zone.key}. Last updated "
        f"{moment(now_in.clock(), address.zone)}; this page follows what arrives."
    )
    body = _body(address, understood, page, now_in)
    ignored = (*address.notices, *understood.notices, *told)
    return Screen(replace(address, notices=ignored), understood, page, view.version, body, stamp)


def _body(address: Address, words: LogWords, page: int, now_in: Services) -> list[Component]:
    chosen = words.filters(address.period, address.zone, now_in.message_log)
    try:
        found = now_in.message_log.page(chosen, page, SIZE, reveal=_sees_recipients())
    except HeliographError as error:
        return [problem(error, "The last 30 days", PATH)]
    return log_table(
        found,
        page,
        address.zone,
        detail=lambda entry: address.link({"entry": entry.key}),
        paged=lambda n: address.link({"page": str(n) if n else "", "entry": ""}),
        csv=_csv(address),
    )


def _csv(address: Address) -> str:
    """The whole log as filtered; its days are named, since a file has no usual ones."""
    kept = {name: address.word(name) for name in (*log_words.OWN, "tz")}
    return address.elsewhere(f"{PATH}.csv", **kept)


def _page(text: str, told: list[str]) -> int:
    if not text:
        return 0
    if text.isascii() and text.isdecimal() and len(text) < 9:
        return min(int(text), _FARTHEST)
    told.append(f"page=“{text[:40]}” was ignored: a page is a number from 0.")
    return 0


def _sees_recipients() -> bool:
    return bool(get_current_request().state.visitor.sees_recipients)


def filters(screen: Screen, now_in: Services) -> list[Component]:
    """The filters, which combine."""
    address, words = screen.address, screen.words
    today = now_in.clock().astimezone(address.zone).date()
    usual = usual_days(now_in.clock(), address.zone)
    channels = sorted(CHANNELS.values(), key=lambda channel: channel.order)
    ways = {key: way.label for key, way in log_words.DIRECTIONS.items()}
    codes = {code: code for code in log_words.statuses(words.channel)}
    clear = dcc.Link("Clear filters", href=PATH, className="button quiet filter-clear-all")
    return [
        date_range(SHOW, address.period, today, zone=address.zone.key, default=usual),
        choice_select(
            CHANNEL,
            "Channel",
            {EVERY: "All", **{c.key: c.label for c in channels}},
            words.channel,
        ),
        choice_select(DIRECTION, "Direction", {EVERY: "Both", **ways}, words.direction),
        choice_select(STATUS, "Status", {EVERY: "All", **codes}, words.status),
        search_box(WHO, "Number or address", words.q, _LONGEST),
        search_box(CAMPAIGN, "Campaign ID", words.campaign, _LONGEST),
        *([clear] if words.narrow else []),
    ]


def names(screen: Screen, now_in: Services) -> dict[str, Any]:
    """What the filters are called in the address, for the browser."""
    usual = period_value(usual_days(now_in.clock(), screen.address.zone))
    words = ["channel", "direction", "status", "q", "campaign"]
    return {"words": words, "usual": usual, "drops": ["page", "entry"]}


def notices(sentences: tuple[str, ...]) -> Component | None:
    """What was ignored in the address, and why."""
    told = [html.P(sentence, className="notice") for sentence in sentences]
    return html.Div(told, className="report-notices", role="status") if told else None


def refresh() -> Component:
    """The button that looks again."""
    return html.Button(
        [icon("arrow-clockwise"), "Refresh"], id=REFRESH, type="button", className="button"
    )


def dialog(screen: Screen, now_in: Services) -> Component | None:
    """The detail of the entry that the address names; None where it names none."""
    key = screen.address.word("entry")
    if not key:
        return None
    try:
        detail = now_in.message_log.detail(key, reveal=_sees_recipients())
    except NotFound as error:
        return missing_dialog(key, str(error))
    return detail_dialog(detail, screen.address.zone)
