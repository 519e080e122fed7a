"""What will the recipient see: the message in a phone, or the e-mail?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from dash import html

from data.segments import segments
from data.vocabulary.formats import number

PLACEHOLDER = re.compile(r"(\{\{[^{}]*\}\})")
NO_TEXT = "This message has no text yet."


def preview(
    frame: Literal["phone", "email"],
    content: Mapping[str, Any],
    *,
    channel: str,
    sender: str,
    segments: str = "",
) -> html.Div:
    """The message `content` as its recipient sees it; a channel says which `frame` it has.

    Read are title, header, body, footer and buttons, for an e-mail from, to and subject; others
    are ignored. `segments` is the sentence about its length ("170 characters · 2 messages per
    recipient"). Everything is shown as text: no markup, no link and no picture comes to life.
    """
    draw = _email if frame == "email" else _phone
    return html.Div(
        [draw(content, channel, sender), html.P(segments, className="preview-segments")]
        if segments
        else [draw(content, channel, sender)],
        role="group",
        className="preview",
        **{"aria-label": f"Preview of the {channel} message"},
    )


def length(text: str) -> str:
    """Like "170 characters (GSM-7) · 2 messages per recipient"."""
    found = segments(text)
    characters = "character" if found.characters == 1 else "characters"
    messages = "message" if found.messages == 1 else "messages"
    counted = (
        f"{number(found.characters)} {characters} ({found.encoding}) · "
        f"{number(found.messages)} {messages} per recipient"
    )
    return f"{counted}, placeholders not filled in" if "{{" in text else counted


def with_placeholders(text: object) -> list[Any]:
    """`text` with each {{placeholder}} marked as something filled in for each recipient."""
    return [
        html.Mark(part, className="filled-in", title="Filled in for each recipient")
        if PLACEHOLDER.fullmatch(part)
        else part
        for part in PLACEHOLDER.split(str(text))
        if part
    ]


def _phone(content: Mapping[str, Any], channel: str, sender: str) -> html.Div:
    bubble = [
        _part(content, "title", "bubble-title"),
        _part(content, "header", "bubble-title"),
        _body(content),
        _part(content, "footer", "bubble-footer"),
        _buttons(content.get("buttons")),
    ]
    return html.Div(
        [
            html.Div(
                [html.Bdi(sender, className="phone-sender"), html.Span(channel)],
                className="phone-top",
            ),
            html.Div([part for part in bubble if part is not None], className="bubble", dir="auto"),
        ],
        className="phone",
    )


def _email(content: Mapping[str, Any], channel: str, sender: str) -> html.Div:
    heads = (
        ("From", content.get("from") or sender),
        ("To", content.get("to") or "Each recipient"),
        ("Subject", content.get("subject") or "No subject yet"),
    )
    return html.Div(
        [
            html.Dl(
                [
                    html.Div(
                        [html.Dt(name), html.Dd(html.Bdi(with_placeholders(value)))],
                    )
                    for name, value in heads
                ],
                className="mail-heads",
            ),
            html.Div([_body(content), _buttons(content.get("buttons"))], className="mail-body"),
        ],
        className="mail",
        dir="auto",
        **{"data-channel": channel},
    )


def _part(content: Mapping[str, Any], key: str, kind: str) -> html.P | None:
    text = content.get(key)
    return html.P(with_placeholders(text), className=kind, dir="auto") if text else None


def _body(content: Mapping[str, Any]) -> html.P:
    text = content.get("body")
    if not text:
        return html.P(NO_TEXT, className="part-empty")
    return html.P(with_placeholders(text), className="bubble-body", dir="auto")


def _buttons(buttons: object) -> html.Ul | None:
    if not isinstance(buttons, Sequence) or isinstance(buttons, str) or not buttons:
        return None
    names = [
        b.get("text") or b.get("label") or "" if isinstance(b, Mapping) else b for b in buttons
    ]
    return html.Ul(
        [html.Li(with_placeholders(name)) for name in names],
        className="bubble-buttons",
        **{"aria-label": "Buttons of the message"},
    )
