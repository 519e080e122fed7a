"""What is known of one message? The dialog behind an entry's Details (F236, F237)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from components.preview import preview
from data.channels import CHANNELS
from data.log_rows import Direction
from data.message_log import Detail
from data.vocabulary.formats import NOTHING, moment

NAME = "log-detail"


def detail_dialog(detail: Detail, zone: ZoneInfo) -> html.Dialog:
    """The dialog; it opens as soon as it is drawn, and closing it leaves its address."""
    entry = detail.entry
    heading = f"{NAME}-title"
    close = html.Button(
        "Close",
        type="button",
        className="button",
        disable_n_clicks=True,
        **{"data-close": "", "data-first-focus": ""},
    )
    body = html.Div(
        [_facts(detail, zone), _content(detail), _history(detail, zone)],
        className="confirm-body",
        tabIndex=0,
        role="region",
        **{"aria-label": "All that is known"},
    )
    title = f"{entry.direction.label} {CHANNELS[entry.channel].label} message"
    return html.Dialog(
        [html.H2(title, id=heading), body, html.Div(close, className="confirm-buttons")],
        id=NAME,
        className="confirm log-detail",
        **{"aria-labelledby": heading, "data-confirm": entry.key, "data-leaves": "entry"},
    )


def missing_dialog(key: str, sentence: str) -> html.Dialog:
    """The same for a message that is not in the log."""
    close = html.Button(
        "Close",
        type="button",
        className="button",
        disable_n_clicks=True,
        **{"data-close": "", "data-first-focus": ""},
    )
    return html.Dialog(
        [
            html.H2("No such message", id=f"{NAME}-title"),
            html.P(f"{sentence}."),
            html.Div(close, className="confirm-buttons"),
        ],
        id=NAME,
        className="confirm",
        **{"aria-labelledby": f"{NAME}-title", "data-confirm": key[:80], "data-leaves": "entry"},
    )


def _facts(detail: Detail, zone: ZoneInfo) -> Component:
    entry = detail.entry
    facts: list[tuple[str, Any]] = [
        ("Campaign ID", entry.shown_campaign),
        ("Campaign", entry.campaign_name),
        ("Date", time_of(entry.at, zone)),
        ("Direction", entry.direction.label),
        ("Channel", CHANNELS[entry.channel].label),
        ("Sender", entry.sender),
        ("Recipient", entry.recipient),
        ("Status", f"{entry.status}: {entry.meaning}"),
        ("Status Date", time_of(entry.status_at, zone)),
        ("Message ID", entry.message_id),
    ]
    if entry.carrier:
        facts.insert(7, ("Carrier", entry.carrier))
    rows = [html.Div([html.Dt(label), html.Dd(_value(value))]) for label, value in facts]
    return html.Dl(rows, className="facts long")


def _value(value: Any) -> Any:
    return html.Bdi(value) if isinstance(value, str) and value else value or NOTHING


def _content(detail: Detail) -> Component | None:
    """What a person wrote, or what was sent to them, personal fields shown as such."""
    entry = detail.entry
    if entry.direction is Direction.IN:
        text = entry.text or "Nothing that can be shown: no text came with it."
        return html.Blockquote(html.Bdi(text), className="log-text", dir="auto")
    stored = detail.campaign.config.get("message") if detail.campaign else None
    content = {"body": stored} if isinstance(stored, str) else stored
    if not isinstance(content, Mapping) or not content:
        return None
    channel = CHANNELS[entry.channel]
    return preview(channel.preview, content, channel=channel.short, sender=entry.sender or NOTHING)


def _history(detail: Detail, zone: ZoneInfo) -> Component | None:
    if not detail.steps:
        return None
    lines = [
        html.Li(
            [
                html.Span(moment(step.at, zone), className="log-step-at"),
                html.Strong(step.status.code),
                html.Span(step.status.meaning),
                *([html.Span(f"Error {step.error_code}")] if step.error_code else []),
            ]
        )
        for step in detail.steps
    ]
    return html.Section(
        [html.H3([icon("clock-history"), "What was reported"]), html.Ol(lines)],
        className="log-steps",
    )
