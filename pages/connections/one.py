"""One connection: its address and set-up, its last calls, unknown words and waiting events."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from components.page_head import page_head
from components.states import problem
from data.api.own_door import address_of
from data.channels import CHANNELS
from data.connections import Connection, Traffic
from data.errors import NotFound
from data.ingest.meaning import MEANINGS
from data.ingest.providers import PROVIDERS
from data.services import Services, services
from data.vocabulary.formats import number
from pages.connections import calls, deeds, forms, parts, waiting
from pages.connections.forms import DELETE, MAP, ROTATE, ask_id, go_id
from pages.connections.frame import frame
from pages.connections.page import DAY


def exists(provider: str, name: str) -> bool:
    """Whether a connection stands at this address."""
    try:
        services().connections.get(provider, name)
    except NotFound:
        return False
    return True


def layout(provider: str = "", name: str = "", **words: str | list[str]) -> Component:
    """The whole page."""
    here = services()
    if parts.visitor().role != "owner":
        return parts.forbidden()
    try:
        one = here.connections.get(provider, name)
    except NotFound as error:
        return problem(error, "Connections", parts.PATH)
    shown = str(words.get("call", ""))
    return frame(
        {"provider": one.provider, "name": one.name, "call": shown},
        head(here, one),
        body(here, one, shown),
        told=_welcome(here) if words.get("new") else None,
        fixed=_setup(here, one),
    )


def _welcome(here: Services) -> Component:
    return parts.said("The connection is made. Now tell the provider its address.", here)


def head(here: Services, one: Connection) -> Component:
    """Its name, what can be done, and how it is made."""
    paused = one.paused_at is not None
    actions = (
        _button(deeds.TEST, "send", "Send a test"),
        _button(deeds.RESUME, "play", "Resume")
        if paused
        else _button(deeds.PAUSE, "pause", "Pause"),
        _button(ROTATE, "arrow-repeat", "Rotate secrets", asks=True),
        _button(DELETE, "trash", "Delete", asks=True, kind="danger"),
    )
    return html.Div(
        [page_head(parts.full_name(one), "", actions), html.Div(_facts(here, one))],
    )


def _button(
    deed: str, picture: str, label: str, *, asks: bool = False, kind: str = ""
) -> Component:
    own = ask_id(deed) if asks else go_id(deed)
    return html.Button(
        [icon(picture), label], id=own, type="button", className=f"button {kind}".strip()
    )


def _facts(here: Services, one: Connection) -> Component:
    campaign = (
        dcc.Link(f"ID {one.campaign_id}", href=f"/campaigns/{one.campaign_id}")
        if one.campaign_id
        else "The one that a call names"
    )
    channel = CHANNELS[one.channel].label if one.channel in CHANNELS else one.channel.capitalize()
    overlap = forms.overlap(one, here.clock(), here.zone)
    facts: list[tuple[str, Any]] = [
        ("State", parts.state_pill(one)),
        ("Channel, if unsaid", channel),
        ("Campaign, if unsaid", campaign),
        ("Made", time_of(one.created_at, here.zone)),
        ("Secrets rotated", time_of(one.rotated_at, here.zone) if one.rotated_at else "Never"),
    ]
    options = [
        (parts.field_label(key), html.Code(value[:80])) for key, value in one.options.items()
    ]
    return html.Div(
        [
            html.Dl(
                [html.Div([html.Dt(k), html.Dd(v)]) for k, v in [*facts, *options]],
                className="report-facts",
            ),
            html.P(overlap, className="notice") if overlap else None,
        ]
    )


def _setup(here: Services, one: Connection) -> Component:
    provider = PROVIDERS[one.provider]
    scheme = provider.scheme(one.scheme)
    steps = html.Ol([html.Li(step) for step in provider.setup], className="setup-steps")
    paste = (
        [parts.copied("Body to paste", provider.template, block=True)] if provider.template else []
    )
    local = (
        []
        if here.settings.public_url
        else [
            html.P(
                "Providers reach this server only by a public address: set HELIOGRAPH_PUBLIC_URL "
                "to it, and the address shown here follows.",
                className="muted",
            )
        ]
    )
    return parts.section(
        "setup",
        "Set-up",
        parts.copied("Address", address_of(here, one)),
        *local,
        html.Details(
            [
                html.Summary(f"What to do at {provider.label}"),
                html.P(f"Checked by: {scheme.label}.", className="muted"),
                steps,
                *paste,
            ],
            className="setup-details",
            open=not here.connections.count(one),
        ),
    )


def body(here: Services, one: Connection, shown: str) -> list[Component]:
    """What came through it; `shown` is the id of the one call to be shown in full."""
    went = here.connections.traffic(here.clock() - DAY).get(one.id, Traffic())
    again = html.Button(
        "Read kept calls again", id=go_id(deeds.REPLAY), type="button", className="part-button"
    )
    found = here.connections.calls(one, calls.MOST, bodies=False)
    drawn = [
        parts.section(
            "calls",
            "Last calls",
            html.P(
                [f"In the last 24 hours: {parts.counted_verdicts(went.by_verdict)}."],
                className="muted",
            ),
            calls.calls(one, found, here.zone),
            action=again if found else None,
        ),
        *_words(here, one),
        *_waiting(here, one),
    ]
    return [*_call(here, one, shown), *drawn]


def _call(here: Services, one: Connection, shown: str) -> list[Component]:
    if not shown:
        return []
    try:
        call = here.connections.call(one, int(shown) if shown.isdecimal() else 0)
    except NotFound as error:
        return [html.P(f"{error}.", className="notice", role="status")]
    return [calls.detail(one, call, here.zone, reveal=parts.visitor().sees_recipients)]


def _words(here: Services, one: Connection) -> list[Component]:
    found = here.connections.words(one)
    if not found:
        return []
    heads = ("Word", "#Times", "Last seen", "It means", "Actions")
    lines = [
        [
            html.Bdi(word.word),
            number(word.times),
            time_of(word.last_at, here.zone),
            MEANINGS[word.meaning].label.capitalize()
            if word.meaning in MEANINGS
            else "Nobody has said",
            html.Button(
                "Say what it means",
                id=ask_id(MAP, word.word),
                type="button",
                className="part-button",
                **{"aria-label": f"Say what {word.word} means"},
            ),
        ]
        for word in found
    ]
    told = html.P(
        "Words that no adapter knows. They are answered as well received, and their calls are "
        "kept.",
        className="muted",
    )
    return [
        parts.section("words", "Unknown words", told, parts.rows("Unknown words", heads, lines))
    ]


def _waiting(here: Services, one: Connection) -> list[Component]:
    by_id = {one.id: one}
    found, ruled = here.unmatched.groups(one), here.unmatched.rules(one)
    drawn = []
    if found:
        drawn.append(
            parts.section("waiting", "Waiting events", waiting.groups(found, by_id, here.zone))
        )
    if ruled:
        drawn.append(parts.section("rules", "Rules", waiting.rules(ruled, by_id)))
    return drawn
