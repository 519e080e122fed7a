"""What does one recipient get to read?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol

from data.campaign import Campaign
from data.carrier import Button, Content
from data.channels import CHANNELS
from data.segments import segments

_FIELD = re.compile(r"\{\{\s*([^{}]{1,64}?)\s*\}\}")
_TEXTS = tuple(f.name for f in fields(Content) if f.name not in {"buttons", "segments"})


class PersonalLinks(Protocol):
    """The short links of one campaign."""

    def personal(self, text: str, number: int) -> str:
        """`text` with its links replaced by message `number`'s own."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A campaign's words for everyone, to be made personal; its links are `links`."""

    content: Content
    channel: str
    links: PersonalLinks

    def has_links(self) -> bool:
        """Whether there is something to click on."""
        return "http" in self.links.personal(self.content.body, 1) or any(
            button.url for button in self.content.buttons
        )

    def personal(self, number: int, own: Mapping[str, str]) -> tuple[Content, bool]:
        """What message `number` says to somebody whose personal fields are `own`.

        The second is True where a placeholder stayed empty, because they have no such field
        (F104); it is left blank.
        """
        known = {_folded(name): value for name, value in own.items()}
        blank: set[str] = set()

        def value(found: re.Match[str]) -> str:
            said = known.get(_folded(found[1]), "").strip()
            if not said:
                blank.add(found[1])
            return said

        def said(text: str) -> str:
            # Links first: what a person's own fields hold is text and never becomes a link.
            return _FIELD.sub(value, self.links.personal(text, number)) if text else ""

        content = _mapped(self.content, said)
        if CHANNELS[self.channel].has_segments:
            content = replace(content, segments=segments(content.body).messages)
        return content, bool(blank)


def _mapped(content: Content, said: Callable[[str], str]) -> Content:
    texts: dict[str, Any] = {name: said(getattr(content, name)) for name in _TEXTS}
    buttons = tuple(Button(said(one.text), said(one.url)) for one in content.buttons)
    return replace(content, buttons=buttons, **texts)


def _folded(name: str) -> str:
    """A field's name however it is written: "First name" is first_name."""
    return "_".join(name.casefold().replace("_", " ").split())


def content_of(campaign: Campaign) -> Content | None:
    """What a campaign says to everyone; None where there is nothing to say.

    Polls by message have no text of their own: they open with their first question.
    """
    message = campaign.config.get("message")
    if isinstance(message, Mapping) and _text(message, "body"):
        texts: dict[str, Any] = {name: _text(message, name) for name in _TEXTS}
        return Content(buttons=_buttons(message.get("buttons")), **texts)
    question = _first_question(campaign.config.get("questions"))
    return Content(body=question) if question else None


def _text(stored: Mapping[str, Any], name: str) -> str:
    value = stored.get(name)
    return value.strip() if isinstance(value, str) else ""


def _buttons(stored: object) -> tuple[Button, ...]:
    listed = stored if isinstance(stored, list | tuple) else ()
    found = (Button(_text(one, "text"), _text(one, "url")) for one in listed if _is_object(one))
    return tuple(button for button in found if button.text)


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _first_question(stored: object) -> str:
    listed = stored if isinstance(stored, list | tuple) else ()
    first = listed[0] if listed else None
    if not isinstance(first, Mapping):
        return ""
    answers = first.get("answers")
    offered = [a for a in answers if isinstance(a, str)] if isinstance(answers, list) else []
    lines = [_text(first, "text"), *(f"{n}. {text}" for n, text in enumerate(offered, 1))]
    return "\n".join(lines).strip()
