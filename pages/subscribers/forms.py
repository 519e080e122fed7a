"""What is asked before somebody is added, edited, blocked or unblocked?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.confirm import confirm
from data.subscriber_draft import SubscriberDraft
from data.subscribers import Subscriber
from data.vocabulary.address import kind_of
from pages.subscribers.people import BLOCK, channel_label, said_name

FIRST, LAST, NUMBER, EMAIL, TAGS, CHANNELS = (
    f"subscriber-{part}" for part in ("first", "last", "number", "email", "tags", "channels")
)
FAULT, DIALOG = "subscriber-fault", "subscriber-dialog"
WHICH = "subscriber-which"  # the channels to block or unblock
BY_NUMBER = ("sms", "whatsapp", "rcs")
_LONGEST = 200


def go_id(deed: str, subscriber_id: int = 0) -> dict[str, Any]:
    """The id of the button in a dialog that does it."""
    return {"subscribers": "go", "deed": deed, "id": subscriber_id}


def person_form(deed: str, one: Subscriber | None, opened: str) -> Component:
    """The dialog for somebody new, or for somebody who is there."""
    title, button = ("Add a subscriber", "Add") if one is None else ("Edit a subscriber", "Save")
    known = {each.channel: each.address for each in one.listings if each.joined_at} if one else {}
    number = next((known[c] for c in BY_NUMBER if c in known), "")
    channels = [c for c in BY_NUMBER if c in known] if one else ["sms"]
    body = [
        html.P(id=FAULT, role="alert", className="field-fault"),
        html.Div(
            [
                _line(FIRST, "First name", one.first_name if one else ""),
                _line(LAST, "Last name", one.last_name if one else ""),
            ],
            className="field-pair",
        ),
        _line(
            NUMBER,
            "Mobile number",
            number,
            locked=bool(number),
            help_="With the country's code, like +4915112345678.",
        ),
        _channels(channels, frozenset(known)),
        _line(EMAIL, "Email address", known.get("email", ""), locked="email" in known),
        _line(
            TAGS,
            "Tags",
            ", ".join(one.tags) if one else "",
            help_="Separated by commas, like vip, berlin.",
        ),
    ]
    if known:
        body.append(
            html.P(
                "An address stays once it is there, so that a block goes on holding.",
                className="muted",
            )
        )
    key = one.id if one else 0
    go = html.Button(button, id=go_id(deed, key), type="button", className="button primary")
    return confirm(DIALOG, title, body, (go,), opened)


def block_form(deed: str, one: Subscriber, reveal: bool, opened: str) -> Component:
    """The dialog before a person comes to a blocklist, or leaves it."""
    blocks = deed == BLOCK
    open_ = [each for each in one.listings if each.blocked is not blocks]
    names = list(dict.fromkeys(each.channel for each in open_))
    said = said_name(one, reveal)
    title = f"Block {said}?" if blocks else f"Unblock {said}?"
    told = (
        "Nothing will be sent to them on the ticked channels until they are unblocked. They stay "
        "on the main list."
        if blocks
        else "Messages can be sent to them again on the ticked channels. Do this only when they "
        "asked for it."
    )
    body = [
        html.P(id=FAULT, role="alert", className="field-fault"),
        html.P(told),
        html.Fieldset(
            [
                html.Legend("Channels", className="field-label"),
                dbc.Checklist(
                    id=WHICH,
                    options=[{"value": c, "label": channel_label(c)} for c in names],
                    value=names,
                ),
            ]
        ),
    ]
    word = "Block" if blocks else "Unblock"
    kind = "button danger" if blocks else "button primary"
    go = html.Button(word, id=go_id(deed, one.id), type="button", className=kind)
    return confirm(DIALOG, title, body, (go,), opened)


def drafted(filled: Mapping[str, Any]) -> SubscriberDraft:
    """The person that a form describes, as it was filled in."""
    number, email = str(filled["number"] or ""), str(filled["email"] or "")
    channels = [c for c in filled["channels"] or () if c in BY_NUMBER]
    addresses = dict.fromkeys(channels, number) | {"email": email}
    return SubscriberDraft(
        str(filled["first"] or ""),
        str(filled["last"] or ""),
        {channel: text for channel, text in addresses.items() if text.strip()},
        frozenset(str(filled["tags"] or "").split(",")),
    )


def field_of(where: str | None) -> str:
    """The id of the control that an error is about; "" for none of them."""
    return {
        "first_name": FIRST,
        "last_name": LAST,
        "number": NUMBER,
        "email": EMAIL,
        "tags": TAGS,
    }.get(where or "", "")


def _line(
    control: str, label: str, value: str, *, locked: bool = False, help_: str = ""
) -> html.Div:
    kind = "email" if control == EMAIL else "tel" if control == NUMBER else "text"
    more = [html.Span(help_, className="field-help")] if help_ else []
    return html.Div(
        [
            html.Label([html.Span(label), *more], htmlFor=control),
            dcc.Input(
                id=control,
                value=value,
                type=kind,
                maxLength=_LONGEST,
                autoComplete="off",
                readOnly=locked,
                className="field-line",
            ),
        ],
        className="confirm-field",
    )


def _channels(chosen: list[str], known: frozenset[str]) -> html.Fieldset:
    options = [
        {"value": c, "label": channel_label(c), "disabled": c in known}
        for c in BY_NUMBER
        if kind_of(c) == "number"
    ]
    return html.Fieldset(
        [
            html.Legend("The number may be written to by", className="field-label"),
            dbc.Checklist(id=CHANNELS, options=options, value=chosen, inline=True),
        ]
    )
