"""What is asked before something is done to a connection, to a word, or to waiting events?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.confirm import confirm
from components.pager import counted
from data.connections import Connection, ProviderWord
from data.ingest.meaning import IGNORE, MEANINGS
from data.ingest.provider import Scheme
from data.ingest.unmatched import ALL, NAME, TAG, WaitingGroup
from data.vocabulary.formats import moment, number
from pages.connections import parts

DIALOG, FAULT = "connection-dialog", "connection-fault"
MEANING, CAMPAIGN, FROM_NOW, GRACE = (
    f"connection-{part}" for part in ("meaning", "campaign", "from-now", "grace")
)
SECRET = "connection-secret"
ROTATE, DELETE, MAP, CLAIM = "rotate", "delete", "map", "claim"
ONCE = "once"
NOT_YET = "nobody"
_GRACES = {"0": "Not at all", "1": "For 1 hour", "24": "For 24 hours", "168": "For 7 days"}


def go_id(deed: str, key: str = "") -> dict[str, str]:
    """The id of the button in a dialog that does it."""
    return {"connections": "go", "deed": deed, "key": key}


def ask_id(deed: str, key: str = "") -> dict[str, str]:
    """The id of a button that asks first."""
    return {"connections": "ask", "deed": deed, "key": key}


def rotate_form(connection: Connection, scheme: Scheme, opened: str) -> Component:
    """New secrets, and how long the old ones count, too."""
    body: list[Any] = [
        html.P(
            "The provider can go on with the old secrets for a while, so that no call is lost "
            "until it has the new ones."
        ),
        *(_new_secret(scheme, name) for name in scheme.secrets),
        parts.choice(GRACE, "The old ones count, too", _GRACES, "24"),
    ]
    return _dialog(
        ROTATE, "", f"Rotate the secrets of {parts.full_name(connection)}", body, "Rotate", opened
    )


def _new_secret(scheme: Scheme, name: str) -> Component:
    chosen = name in scheme.chosen
    value = token_urlsafe(24) if chosen and name != "user" else ""
    help_ = "Give the provider the same; it is not shown again." if chosen else ""
    return parts.line(
        {SECRET: name},
        f"New {parts.field_label(name).lower()}",
        value=value,
        help_=help_,
        secret=not chosen,
    )


def delete_form(connection: Connection, waiting: int, opened: str) -> Component:
    """The dialog before a connection is forgotten."""
    lost = f" {number(waiting)} events that wait for a campaign at it are lost." if waiting else ""
    body = [
        html.P(
            "Its calls are answered as unknown from then on, and what is kept of earlier ones is "
            f"deleted.{lost} What was counted stays counted."
        )
    ]
    return _dialog(
        DELETE, "", f"Delete {parts.full_name(connection)}?", body, "Delete", opened, "danger"
    )


def map_form(word: ProviderWord, opened: str) -> Component:
    """What a word means."""
    offered = {one.key: _worded(one.group, one.label) for one in MEANINGS.values()}
    if not word.names_message:
        offered = {IGNORE: MEANINGS[IGNORE].label}
    note = (
        []
        if word.names_message
        else [
            html.P(
                "No call with this word said which message or whom it is about.", className="muted"
            )
        ]
    )
    body = [
        html.P(
            "It counts from the next call on, and the calls that are kept are read again with it."
        ),
        *note,
        parts.choice(
            MEANING, "It means", {NOT_YET: "Nobody has said", **offered}, word.meaning or NOT_YET
        ),
    ]
    return _dialog(MAP, word.word, f"What does “{word.word}” mean?", body, "Save", opened)


def _worded(group: str, label: str) -> str:
    return f"{group} {label}" if group == "The message" else label


def claim_form(group: WaitingGroup, connection: Connection, opened: str) -> Component:
    """To which campaign events belong, and whether later ones do, too."""
    names = list(dict.fromkeys(word for _, word in group.names if word))
    later = {
        **{f"{NAME}:{name}": f"And all later ones that name {name}" for name in names},
        **{f"{TAG}:{tag}": f"And all later ones with the tag {tag}" for tag in group.tags},
        f"{ALL}:": f"And all others of {parts.full_name(connection)} that name no campaign here",
    }
    body = [
        html.P(f"{counted(group.events, 'event counts', 'events count')} for this campaign then."),
        parts.line(CAMPAIGN, "Campaign", help_="Our ID or the external id.", longest=256),
        parts.choice(FROM_NOW, "Which events", {ONCE: "Only these", **later}, ONCE),
    ]
    return _dialog(CLAIM, str(group.id), "Give these events to a campaign", body, "Give", opened)


def _dialog(
    deed: str,
    key: str,
    title: str,
    body: Sequence[Any],
    button: str,
    opened: str,
    kind: str = "primary",
) -> Component:
    fault = html.P(id=FAULT, role="alert", className="field-fault")
    go = html.Button(button, id=go_id(deed, key), type="button", className=f"button {kind}")
    return confirm(DIALOG, title, [fault, *body], (go,), opened)


def overlap(connection: Connection, now: datetime, zone: ZoneInfo) -> str:
    """Until when two sets of secrets count; "" where one does."""
    until = connection.previous_until
    if until is None or until <= now:
        return ""
    return f"The old secrets count, too, until {moment(until, zone)}."
