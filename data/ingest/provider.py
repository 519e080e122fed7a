"""What is a provider: how its calls prove who sent them, and what they say?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import parse_qsl

from data.errors import NotSignedIn
from data.ingest.fate import Fate
from data.vocabulary.event_kind import EventKind

Fetch = Callable[[str], bytes]  # the content at an address that a provider's file has allowed


class BadSignature(NotSignedIn):
    """The call does not prove that the provider sent it."""

    title = "The signature does not fit"


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call, just as it came; names of headers are in lower case."""

    method: str
    url: str  # the whole address that was asked
    rest: str  # of its path, behind the connection's name: "v1/log"
    headers: Mapping[str, str]
    body: bytes
    at: datetime

    @property
    def content_type(self) -> str:
        """The Content-Type header."""
        return self.headers.get("content-type", "")

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the address."""
        text = self.url.partition("?")[2]
        return tuple(parse_qsl(text, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a connection knows to check a call with."""

    secrets: Mapping[str, str]
    options: Mapping[str, str]
    now: datetime
    fetch: Fetch


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider is told."""

    status: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A campaign as a call names it: by our id, or by the id that the caller gave it."""

    campaign_id: int | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a call says.

    Without `kind` it is nothing that is counted here. `id` is the provider's id of the event, or
    empty where there is none: then the content of `record` names it. `status` is a fate, or a
    code of ours. Without `at`, it happened when it arrived.
    """

    word: str  # the provider's own word for it
    kind: EventKind | None = None
    status: Fate | str | None = None
    id: str = ""
    at: datetime | None = None
    recipient: str = ""
    channel: str = ""  # empty: that of the campaign, else of the connection
    data: Mapping[str, object] = field(default_factory=dict)
    campaigns: tuple[Named, ...] = ()
    tags: tuple[str, ...] = ()  # labels that its sender put on the message
    record: object = None
    note: str = ""  # a sentence for the owner of the connection


@dataclass(frozen=True, slots=True)
class Sample:
    """A call as the provider makes it; in it $ID, $TIME (RFC 3339) and $SECONDS (since 1970) stand
    for its own ones.
    """

    body: str
    content_type: str = "application/json"
    rest: str = ""  # of the path


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way in which a provider's calls prove where they come from."""

    key: str
    label: str
    check: Callable[[Call, Credentials], None]  # raises BadSignature
    secrets: tuple[str, ...] = ()
    options: tuple[str, ...] = ()  # names of settings that may be given
    needed: tuple[str, ...] = ()  # of these, the ones that must be
    chosen: tuple[str, ...] = ()  # the secrets that we choose and tell the provider
    # Signs a call as the provider does; None where nobody else has the key.
    sign: Callable[[Call, Credentials], Call] | None = None


def with_headers(call: Call, more: Mapping[str, str]) -> Call:
    """The call with more headers; their names are in lower case."""
    return replace(call, headers={**call.headers, **more})


def with_click(fact: Fact) -> tuple[Fact, ...]:
    """`fact`, and the click on a link that a message's status CLICKED is besides."""
    if fact.status is not Fate.CLICKED:
        return (fact,)
    return fact, replace(fact, kind=EventKind.LINK_CLICK, status=None)


def of_recipient(message_id: str, recipient: str) -> str:
    """The id of one recipient's message, where a provider has one id for those of several."""
    return f"{message_id} {recipient}" if message_id and recipient else message_id


def _no_reply(_: Call, __: tuple[Credentials, ...]) -> Answer | None:
    return None


def _ok(_: Call, __: bool) -> int:
    return 200


@dataclass(frozen=True, slots=True)
class Provider:
    """Whoever calls us about messages, passes or people, as a declaration."""

    key: str
    label: str
    channels: tuple[str, ...]  # what its calls are about; the first where nothing else says
    schemes: tuple[Scheme, ...]  # the first is the usual one
    read: Callable[[Call], Iterable[Fact]]  # raises BadRequest for what can't be read
    # Answers calls that bring no events, before any check: a handshake, a log.
    reply: Callable[[Call, tuple[Credentials, ...]], Answer | None] = _no_reply
    status: Callable[[Call, bool], int] = _ok  # the answer's, by whether anything was new
    setup: tuple[str, ...] = ()  # what to do at the provider, step by step
    template: str = ""  # a text to paste there
    sample: Sample | None = None

    def scheme(self, key: str) -> Scheme:
        """The scheme named `key`. Raises KeyError."""
        return {scheme.key: scheme for scheme in self.schemes}[key]
