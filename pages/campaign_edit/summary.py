"""Summary: what the campaign is, its links, and what is still missing (F254, F109)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon, type_badge
from components.field import control_id
from data.channels import CHANNELS
from data.creation import Work
from data.creation_definition import UNTRACKED, complete, definition, filter_words, links_in
from data.creation_field import Problem
from data.creation_steps import steps_of
from data.creation_steps.delivery import SOURCES
from data.services import Services
from data.vocabulary.campaign_state import Group
from pages.campaign_edit.form import count_words, segments_of


def address(work: Work, slug: str) -> str:
    """Where a step of it is."""
    return f"/campaigns/{work.campaign_id}/edit/{slug}"


def overview(here: Services, work: Work) -> Component:
    """Type, channel, sender, recipients, and how many messages that is."""
    rows = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in _facts(here, work)]
    title = "Messaging Overview" if work.kind.group is Group.MESSAGING else "Overview"
    return _card(title, [html.Dl(rows, className="facts")])


def _facts(here: Services, work: Work) -> Iterator[tuple[str, Any]]:
    whole = complete(work.kind, work.typed)
    yield "Campaign", html.Bdi(work.name)
    yield "Campaign type", type_badge(work.kind)
    channel = CHANNELS.get(str(whole.get("channel")))
    if channel is not None and whole.get("sender") is not None:
        yield "Channel", channel.label
        yield channel.sender_label, html.Bdi(str(whole["sender"]))
    source = str(whole.get("recipients"))
    yield "Recipients from", SOURCES.get(source, source)
    yield "Recipients", count_words(here.creation.checks.count(work))
    if source == "subscribers":
        config = definition(work.kind, work.typed, here.zone, {}).config
        yield "Filters applied", filter_words(config.get("audience"))
    if told := segments_of(work):
        yield "Length", told


def missing(work: Work, found: Sequence[Problem]) -> Component:
    """What keeps it from being published, each with the way to it."""
    if not found:
        words = [icon("check-circle"), " Nothing is missing."]
        return html.P(words, className="creator-ready")
    names = {step.slug: step.label for step in steps_of(work.kind)}
    lines = [
        html.Li(
            [
                dcc.Link(
                    f"{names[problem.step]}: {problem.label}",
                    href=f"{address(work, problem.step)}?check=1#{control_id(problem.where)}",
                ),
                f" – {problem.message}",
            ]
        )
        for problem in found
    ]
    count = "1 thing is" if len(found) == 1 else f"{len(found)} things are"
    return html.Div(
        [html.P(f"{count} missing or wrong:"), html.Ul(lines)], className="creator-missing notice"
    )


def links(work: Work) -> Component | None:
    """The links that were found, each with what is done about it."""
    found = links_in(complete(work.kind, work.typed))
    if not found:
        return None
    untracked = set(work.typed.get(UNTRACKED) or ())
    heads = [html.Th(word, scope="col") for word in ("Link", "Tracked", "Actions")]
    rows = [_link(url, url not in untracked) for url in found]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="data")
    scroller = html.Div(
        table,
        className="table-scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": "Trackable Links, scrolls sideways"},
    )
    return _card("Trackable Links", [scroller])


def _link(url: str, tracked: bool) -> Component:
    word = "Untrack" if tracked else "Track"
    button = html.Button(
        word,
        type="button",
        className="part-button",
        **{"data-do": word.lower(), "data-about": url, "aria-label": f"{word} {url}"},
    )
    return html.Tr(
        [
            html.Td(html.Bdi(url), className="creator-url"),
            html.Td("Yes" if tracked else "No"),
            html.Td(button),
        ]
    )


def _card(title: str, parts: list[Any]) -> Component:
    return html.Section([html.H2(title), *parts], className="card pad stack")
