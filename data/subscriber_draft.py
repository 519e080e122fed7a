"""What does somebody say of a subscriber, and is it fit to be kept?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from data.errors import BadRequest
from data.vocabulary.address import address
from data.vocabulary.line import clean_line
from data.vocabulary.tag import clean_tag

MOST_TAGS = 50


@dataclass(frozen=True, slots=True)
class SubscriberDraft:
    """A person before they are stored.

    `addresses` are by channel: those through which the person agreed to be written to. A number
    that may be written to by SMS and by WhatsApp stands there twice.
    """

    first_name: str = ""
    last_name: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


def checked(draft: SubscriberDraft) -> SubscriberDraft:
    """The draft as it is kept: trimmed, addresses written in one way.

    Raises BadRequest whose `where` is first_name, last_name, number, email, token or tags.
    """
    tags = frozenset(clean_tag(tag) for tag in draft.tags) - {""}
    if len(tags) > MOST_TAGS:
        raise BadRequest(f"At most {MOST_TAGS} tags, not {len(tags)}", "tags")
    found = {c: address(c, text) for c, text in draft.addresses.items() if text.strip()}
    if not found:
        raise BadRequest("A subscriber needs a number or an email address", "number")
    return replace(
        draft,
        first_name=clean_line(draft.first_name, "first_name"),
        last_name=clean_line(draft.last_name, "last_name"),
        addresses=found,
        tags=tags,
    )
