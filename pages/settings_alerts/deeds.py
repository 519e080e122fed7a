"""What may be done to alerts and webhooks, what is asked before, and does it."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.confirm import confirm
from data.alert_rule import read_rule
from data.api.guard import Visitor
from data.errors import BadRequest
from data.services import Services
from pages.settings_alerts.ids import (
    ADD_HOOK,
    DROP,
    PAUSE,
    REMOVE,
    RESUME,
    ROTATE,
    TEST,
    deed_id,
)

MAY = "change alerts"


def ask(here: Services, deed: str, of: int, visitor: Visitor) -> Component:
    """The dialog that comes before a deed. Raises NotAllowed, NotFound."""
    visitor.check_may(MAY)
    title, sentence, word = _question(here, deed, of)
    go = html.Button(word, id=deed_id("do", deed, of), type="button", className="button danger")
    opened = here.clock().isoformat()
    return confirm("alerts-dialog", title, [html.P(sentence)], (go,), opened)


def _question(here: Services, deed: str, of: int) -> tuple[str, str, str]:
    if deed == REMOVE:
        name = here.telling.alerts.get(of).rule.name
        return (
            f"Delete {name}?",
            "Its history goes with it, and what was not delivered yet.",
            "Delete",
        )
    receiver = here.telling.receivers.get(of)
    if deed == ROTATE:
        sentence = "Calls are signed with the new secret at once; the old one counts no more."
        return f"A new secret for {receiver.name}?", sentence, "Make a new secret"
    sentence = "Alerts that name it tell it nothing any more."
    return f"Remove {receiver.name}?", sentence, "Remove"


def do(here: Services, deed: str, of: int, filled: Mapping[str, str], visitor: Visitor) -> str:
    """Do it; what to say about it. Raises NotAllowed, NotFound, BadRequest naming a field."""
    visitor.check_may(MAY)
    alerts = here.telling.alerts
    if deed == TEST:
        alerts.test(of)
        return "A test is on its way to everyone who hears of this alert."
    if deed == PAUSE:
        alerts.pause(of)
        return "The alert rests until it is resumed."
    if deed == RESUME:
        alerts.pause(of, paused=False)
        return "The alert is looked at again."
    if deed == REMOVE:
        alerts.remove(of)
        return "The alert is deleted."
    if deed == DROP:
        here.telling.receivers.remove(of)
        return "The webhook is removed."
    return _with_secret(here, deed, of, filled)


def _with_secret(here: Services, deed: str, of: int, filled: Mapping[str, str]) -> str:
    if deed == ROTATE:
        secret = here.telling.receivers.rotate(of)
        return f"The new secret, shown this once: {secret}"
    if deed != ADD_HOOK:
        raise BadRequest(f"There is no deed {deed[:20]!r}")
    try:
        name, url = filled.get("hook_name", ""), filled.get("hook_url", "")
        made, secret = here.telling.receivers.add(name, url)
    except BadRequest as error:
        raise BadRequest(str(error), f"hook_{error.where}") from None
    return f"{made.name} is added. Its secret, shown this once: {secret}"


def save(here: Services, of: int, filled: Mapping[str, str], visitor: Visitor) -> tuple[int, str]:
    """Keep a rule as its form says; its id, and what to say."""
    visitor.check_may(MAY)
    rule = read_rule(filled)
    if of:
        here.telling.alerts.edit(of, rule)
        return of, "Saved. It is looked at anew with these settings."
    return here.telling.alerts.add(rule, visitor.name), f"{rule.name} is watched from now on."
