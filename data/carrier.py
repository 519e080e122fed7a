"""What is a carrier: who takes messages from us, and says what became of them?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from data.settings import Settings
from data.vocabulary.event_kind import EventKind


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a message goes to, without what it says.

    `has_links` is whether there is something in it to click on.
    """

    campaign_id: int
    number: int
    channel: str
    sender: str
    recipient: str
    has_links: bool = False

    @property
    def id(self) -> str:
        """The message's name, the same in every event and for as long as there are any."""
        return f"{self.campaign_id}-{self.number}"


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; `url` is empty for a quick reply."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What one recipient gets to read, personal fields filled in; "" where there is none.

    `segments` is how many messages a text counts as, on channels that part long ones.
    """

    body: str
    title: str = ""
    subject: str = ""
    preheader: str = ""
    from_name: str = ""
    header: str = ""
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    segments: int = 1


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it is handed over.

    `unsubscribe` is the address at which its recipient can take themselves off the list; "" on
    channels that have none.
    """

    envelope: Envelope
    content: Content
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a carrier said about one message: a raw status of its channel.

    With `again` it took nothing and the message may be offered again later. `error` is the
    carrier's own code, which people can look up; `data` is whatever else its event says.
    """

    code: str
    error: str = ""
    again: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a carrier tells about a message later: it happened `at`, and is told at `told_at`.

    `name` tells it from every other receipt of its message; a receipt that comes twice is the
    same. `data` goes into the event as it stands.
    """

    name: str
    at: datetime
    told_at: datetime
    kind: EventKind = EventKind.MESSAGE_STATUS
    data: Mapping[str, Any] = field(default_factory=dict)


class Carrier(Protocol):
    """A connected carrier. One thread uses it at a time."""

    @property
    def batch(self) -> int:
        """How many messages it takes at once; whoever stops in the middle leaves so many open."""

    @property
    def repeats(self) -> bool:
        """Whether a message may be offered again after a crash, because a second one is ignored.

        Where not, a message that may have been taken is never offered again.
        """

    def hand_over(self, messages: Sequence[Message], now: datetime) -> Sequence[Answer]:
        """Take these messages and say in the same order what became of each.

        Raises Unavailable when none of them was taken and all may be offered again.
        """

    def receipts(self, envelope: Envelope, handed_at: datetime) -> Sequence[Receipt]:
        """All that is told later about a message that was taken then, in the order of telling.

        Empty where the carrier tells by other ways, or not at all.
        """

    def close(self) -> None:
        """Let go of what it holds open; it opens it again when it needs it."""


@dataclass(frozen=True, slots=True)
class CarrierKind:
    """A way to send, as a declaration.

    `connect` makes the carrier that the settings describe, or None where they don't describe one.
    Of several that can send on a channel, the one with the highest `order` does.
    """

    key: str
    label: str
    channels: frozenset[str]
    connect: Callable[[Settings], Carrier | None]
    order: int = 0
