"""How was this campaign put together? Campaign Overview (4.16, F079, F209 to F214, D-12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from components.badges import icon
from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.report import Kpi, TabNumbers
from data.reports import Ask
from data.vocabulary.formats import Unit, moment, number
from pages.report.report_tab import ReportTab, refresh_id

_SOURCES = {
    "api": "API Endpoint",
    "subscribers": "Subscribers in Platform",
    "csv": "Upload CSV List",
    "typed": "Write down Subscriber",
    "keyword": "Keyword",
    "form": "Subscription Form",
}
_NOT_SET = "Not set"
_LABELS = {
    "game": "Content Type",
    "filter": "Applied Filter",
    "prizes": "Prizes",
    "additional_data": "Additional Data",
    "area": "Map",
    "pass": "Pass Preview",
    "fields": "Form Fields",
    "leads_to": "Leads to",
    "interactions": "Interactions",
    "questions": "Questions",
    "links": "Links",
}


def numbers(ask: Ask) -> TabNumbers:
    """Label and value of what the campaign's type lists, from the stored configuration."""
    kind = CAMPAIGN_TYPES[ask.campaign.type]
    facts = [("Campaign Type", kind.label)]
    for word in kind.overview:
        facts += _FACTS[word](ask) if word in _FACTS else [_plain(ask, word)]
    return TabNumbers(ask.now, kpis=(_reached(ask),), facts=tuple(facts))


def _reached(ask: Ask) -> Kpi:
    """Distinct people who were sent a message or took part, each once (F214)."""
    addressed, took_part, total = ask.kept("reached", lambda: _counted(ask))
    return Kpi(
        "recipients_reached",
        "Received or took part",
        total,
        Unit.COUNT,
        counts={"were sent a message": addressed, "took part": took_part},
    )


def _counted(ask: Ask) -> tuple[int, int, int]:
    """How many were sent a message, took part, and did either."""
    sent, acted = (ask.scan(table).select("person") for table in ("messages", "people"))
    # Who did both is looked up among the fewer ones who acted, rather than all put together.
    both = sent.join(acted.unique(), on="person", how="semi")
    found = pl.concat([_distinct(rows) for rows in (sent, acted, both)])
    addressed, took_part, twice = found.collect().get_column("person").to_list()
    return addressed, took_part, addressed + took_part - twice


def _distinct(people: pl.LazyFrame) -> pl.LazyFrame:
    """How many different ones; of millions, twice as fast as `n_unique`."""
    person = pl.col("person")
    return people.select(person.sort()).select((person != person.shift(1)).sum() + (pl.len() > 0))


def _channel(ask: Ask) -> list[tuple[str, str]]:
    return [("Delivery Channel", ask.channel.label if ask.channel else "By link or keyword")]


def _sender(ask: Ask) -> list[tuple[str, str]]:
    label = ask.channel.sender_label if ask.channel else "Sender"
    return [(label, ask.campaign.sender or _NOT_SET)]


def _recipients(ask: Ask) -> list[tuple[str, str]]:
    return [
        ("Recipients", number(ask.campaign.recipients)),
        ("Recipients from", _source(ask.campaign)),
    ]


def _source(campaign: Campaign) -> str:
    stored = campaign.config.get("recipients")
    return _SOURCES.get(str(stored), str(stored)) if stored else _NOT_SET


def _keywords(ask: Ask) -> list[tuple[str, str]]:
    words = _entries(ask.campaign.config.get("keywords"))
    label = "Keyword" if len(words) == 1 else "Keywords"
    return [(label, ", ".join(_name(word, "keyword") for word in words) or _NOT_SET)]


def _expiration(ask: Ask) -> list[tuple[str, str]]:
    return [("Campaign Expiration", _moment(ask, "expires_at") or "Never")]


def _schedule(ask: Ask) -> list[tuple[str, str]]:
    stored = ask.campaign.config.get("schedule")
    delivery = moment(ask.campaign.delivery_at, ask.zone)
    return [("Schedule", _words(stored) if stored else delivery)]


def _send_rate(ask: Ask) -> list[tuple[str, str]]:
    rate = ask.campaign.config.get("send_rate")
    known = isinstance(rate, int | float) and not isinstance(rate, bool)
    return [("Advanced Settings", f"{number(rate)} messages a minute" if known else "Full speed")]


def _area(ask: Ask) -> list[tuple[str, str]]:
    """Where the geofence lies; the place is told in words and numbers (F211)."""
    stored = ask.campaign.config.get("area")
    if not isinstance(stored, Mapping):
        return [("Map", _words(stored) if stored else _NOT_SET)]
    place = ", ".join(
        _words(stored[key]) for key in ("name", "latitude", "longitude") if stored.get(key)
    )
    radius = stored.get("radius", stored.get("radius_m"))
    return [
        ("Map", place or _NOT_SET),
        ("Radius", f"{_words(radius)} m" if radius else _NOT_SET),
    ]


def _pass(ask: Ask) -> list[tuple[str, str]]:
    """The pass as iOS and Android show it (F213)."""
    stored = ask.campaign.config.get("pass")
    if not isinstance(stored, Mapping):
        return [("Pass Preview", _words(stored) if stored else _NOT_SET)]
    shown = " · ".join(
        _words(value)
        for key, value in stored.items()
        if key in ("title", "description", "fields", "barcode") and value
    )
    return [
        (f"Pass Preview on {label}", shown or _NOT_SET)
        for key, label in (("ios", "iOS"), ("android", "Android"))
        if stored.get(key, True)
    ]


def _prizes(ask: Ask) -> list[tuple[str, str]]:
    prizes = _entries(ask.campaign.config.get("prizes"))
    logic = ask.campaign.config.get("prize_logic")
    facts = [("Prizes", ", ".join(_prize(prize) for prize in prizes) or "None")]
    return [*facts, ("Prize Logic", _words(logic))] if logic else facts


def _prize(prize: Any) -> str:
    stock = prize.get("stock") if isinstance(prize, Mapping) else None
    return _name(prize, "name") + (f" × {_words(stock)}" if stock else "")


def _links(ask: Ask) -> list[tuple[str, str]]:
    """Each link, and whether it is tracked (F109)."""
    links = _entries(ask.campaign.config.get("links"))
    return [("Links", "; ".join(_link(link) for link in links) or "None")]


def _link(link: Any) -> str:
    untracked = isinstance(link, Mapping) and link.get("tracked") is False
    return f"{_name(link, 'url')} ({'untracked' if untracked else 'tracked'})"


_FACTS: dict[str, Callable[[Ask], list[tuple[str, str]]]] = {
    "channel": _channel,
    "sender": _sender,
    "recipients": _recipients,
    "keywords": _keywords,
    "expiration": _expiration,
    "schedule": _schedule,
    "send_rate": _send_rate,
    "area": _area,
    "pass": _pass,
    "prizes": _prizes,
    "links": _links,
}


def _plain(ask: Ask, word: str) -> tuple[str, str]:
    stored = ask.campaign.config.get(word)
    label = _LABELS.get(word, word.replace("_", " ").title())
    if stored is None or stored == "" or stored == []:
        return label, _NOT_SET
    if isinstance(stored, list | tuple):
        return label, "; ".join(_name(entry, "name", "text", "label") for entry in stored)
    return label, _words(stored)


def _entries(stored: object) -> list[Any]:
    if isinstance(stored, list | tuple):
        return list(stored)
    return [stored] if stored else []


def _name(entry: Any, *keys: str) -> str:
    """What an entry of a list is called: its first field there is, else all of it."""
    if isinstance(entry, Mapping):
        return next((_words(entry[key]) for key in keys if entry.get(key)), _words(entry))
    return _words(entry)


def _words(value: Any) -> str:
    """A stored value as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_words(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_words(inner) for inner in value)
    return str(value)


def _moment(ask: Ask, key: str) -> str:
    """A stored time in the report's zone; what is no time stays as it was written."""
    stored = ask.campaign.config.get(key)
    if not isinstance(stored, str):
        return ""
    try:
        at = datetime.fromisoformat(stored)
    except ValueError:
        return stored
    return moment(at, ask.zone) if at.tzinfo else stored


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The button that looks the total of participants up again at once (F214)."""
    return html.Div(
        html.Button(
            [icon("arrow-clockwise"), " Refresh Recipients"],
            id=refresh_id("recipients"),
            type="button",
            className="part-button",
        ),
        className="report-actions",
    )


TAB = ReportTab("overview", "Campaign Overview", numbers, body)
