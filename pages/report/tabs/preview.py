"""What did the recipients see? The message as it was sent (D-09)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.preview import length, preview
from data.channel import Channel
from data.report import TabNumbers
from data.reports import Ask
from pages.report.report_tab import ReportTab

# A message's parts in the order in which the facts name them.
_PARTS = {
    "subject": "Subject",
    "preheader": "Preheader",
    "title": "Title",
    "header": "Header",
    "body": "Text",
    "footer": "Footer",
}
_NOT_STORED = "No message was stored with this campaign, so there is nothing to preview."


def numbers(ask: Ask) -> TabNumbers:
    """The message's parts as facts, and how many messages an SMS counts as (F108)."""
    message = message_of(ask.campaign.config.get("message"))
    facts = [(label, str(message[part])) for part, label in _PARTS.items() if message.get(part)]
    if buttons := button_words(message.get("buttons")):
        facts.append(("Buttons", ", ".join(buttons)))
    channel = ask.channel
    if channel and channel.has_segments and message.get("body"):
        facts.append(("Length", length(str(message["body"]))))
    return TabNumbers(ask.now, facts=tuple(facts), notices=() if facts else (_NOT_STORED,))


def message_of(stored: object) -> Mapping[str, Any]:
    """The stored message as its parts; plain text is a body, anything else nothing."""
    if isinstance(stored, str):
        return {"body": stored}
    return stored if isinstance(stored, Mapping) else {}


def button_words(stored: object) -> list[str]:
    """What is written on the message's buttons."""
    buttons = stored if isinstance(stored, list | tuple) else ()
    words = [b.get("text") or b.get("label") if isinstance(b, Mapping) else b for b in buttons]
    return [str(word) for word in words if word]


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The phone or the e-mail with the message in it."""
    channel, message = ask.channel, message_of(ask.campaign.config.get("message"))
    if channel is None or not message:
        return html.Div()
    return preview(
        channel.preview,
        message,
        channel=channel.label,
        sender=_sender(ask, message, channel),
        segments=dict(numbers.facts).get("Length", ""),
    )


def _sender(ask: Ask, message: Mapping[str, Any], channel: Channel) -> str:
    name = message.get("from_name")
    sender = ask.campaign.sender or channel.label
    return f"{name} <{sender}>" if isinstance(name, str) and name else sender


TAB = ReportTab("preview", "Preview", numbers, body)
