"""What may be done to a subscriber, what is asked before, and does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from data.api.guard import Visitor
from data.errors import BadRequest
from data.services import Services
from pages.subscribers import forms
from pages.subscribers.people import ADD, BLOCK, EDIT, channel_label, said_name

_MAY = "change subscribers"


def ask(here: Services, deed: str, key: int, visitor: Visitor) -> Component:
    """The dialog that comes before a deed. Raises NotAllowed, NotFound."""
    visitor.check_may(_MAY)
    opened = here.clock().isoformat()
    if deed == ADD:
        return forms.person_form(deed, None, opened)
    one = here.subscribers.get(key)
    if deed == EDIT:
        return forms.person_form(deed, one, opened)
    return forms.block_form(deed, one, visitor.sees_recipients, opened)


def do(here: Services, deed: str, key: int, filled: Mapping[str, Any], visitor: Visitor) -> str:
    """Do it; what to say about it. Raises NotAllowed, BadRequest, NotFound."""
    visitor.check_may(_MAY)
    if deed == ADD:
        one = here.subscribers.get(here.subscribers.add(forms.drafted(filled)))
        return f"{said_name(one, visitor.sees_recipients)} is on the main list."
    name = said_name(here.subscribers.get(key), visitor.sees_recipients)
    if deed == EDIT:
        here.subscribers.edit(key, forms.drafted(filled))
        return f"{name} is saved."
    channels = [str(channel) for channel in filled["which"] or ()]
    if not channels:
        raise BadRequest("Tick at least one channel", "which")
    labels = ", ".join(channel_label(channel) for channel in channels)
    if deed == BLOCK:
        here.subscribers.block(key, channels)
        return f"{name} is blocked on {labels}."
    here.subscribers.unblock(key, channels)
    return f"{name} can be written to again on {labels}."
