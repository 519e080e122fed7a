"""To whom does a campaign go, and which message is whose?

Where recipients come from is the campaign's `config`: a list that it brought ("csv", "typed"),
subscribers that its `audience` chooses, or nobody ("keyword", "form", "api": people come by
themselves). Members are numbered from 1 without gaps, and a message is its member's for good; so
subscribers must be frozen once, as the campaign leaves, and the list may change meanwhile.
Whoever is on the blocklist is a member all the same: the message is then not sent, and says so
(BLACKLISTED).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from data.campaign import Campaign
from data.clock import Clock
from data.errors import BadRequest
from data.ingest.recipient_list import AudienceEntry, Parsed, RowError, parse_csv, parse_typed
from data.store import audience_rows as rows
from data.store.audience_rows import Choice, Member
from data.store.engine import Engine, read, write
from data.vocabulary.tag import clean_tag

__all__ = [
    "Audience",
    "AudienceEntry",
    "Choice",
    "Member",
    "Parsed",
    "RowError",
    "choice_from",
    "choice_of",
    "parse_csv",
    "parse_typed",
]

SUBSCRIBERS = "subscribers"
LISTED = frozenset({"csv", "typed"})


class Audience:
    """The audiences of one workspace's campaigns."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def replace(self, campaign_id: int, entries: Iterable[AudienceEntry]) -> int:
        """Store a campaign's own list, all or nothing, in place of the one before; its length.

        Raises Unavailable.
        """
        pairs = ((entry.recipient, entry.fields) for entry in entries)
        with write(self._engine) as connection:
            return rows.put(connection, campaign_id, pairs, self._clock())

    def freeze(self, campaign: Campaign) -> int:
        """Settle who this campaign goes to, as it leaves; again changes nothing. How many.

        A list that the campaign brought is settled already. Raises Unavailable.
        """
        choice = choice_of(campaign)
        if not _has_members(campaign):
            return 0
        with write(self._engine) as connection:
            if choice is None:
                return rows.listed(connection, campaign.id) or 0
            settled = rows.frozen(connection, campaign.id)
            if settled is not None:
                return settled
            return rows.freeze(connection, campaign.id, choice, self._clock())

    def count(self, campaign: Campaign) -> int:
        """How many members there are; of subscribers not frozen yet, as many as now fit."""
        with read(self._engine) as connection:
            if not _has_members(campaign):
                return 0
            choice = choice_of(campaign)
            if choice is None:
                return rows.listed(connection, campaign.id) or 0
            settled = rows.frozen(connection, campaign.id)
            return rows.count(connection, choice) if settled is None else settled

    def count_choice(self, choice: Choice) -> int:
        """How many subscribers a choice means at this moment, before any campaign has it."""
        with read(self._engine) as connection:
            return rows.count(connection, choice)

    def members(self, campaign: Campaign, after: int = 0, size: int = 1000) -> tuple[Member, ...]:
        """At most `size` members, those numbered above `after`, in the order of their numbers.

        Before `freeze`, chosen subscribers are those of this moment, and their numbers may still
        change: a preview.
        """
        with read(self._engine) as connection:
            if not _has_members(campaign):
                return ()
            choice = choice_of(campaign)
            if choice is None or rows.frozen(connection, campaign.id) is not None:
                return rows.members(connection, campaign.id, after, size)
            return rows.chosen(connection, choice, after, size)

    def forget(self, campaign_id: int) -> None:
        """Drop the list of a campaign that is no more."""
        with write(self._engine) as connection:
            rows.forget(connection, campaign_id)


def choice_of(campaign: Campaign) -> Choice | None:
    """Which subscribers a campaign goes to; None where it doesn't go to subscribers.

    Raises BadRequest where its `config.audience` can't be read.
    """
    if campaign.config.get("recipients") != SUBSCRIBERS:
        return None
    return choice_from(campaign.config.get("audience"), campaign.channel)


def choice_from(stored: object, channel: str) -> Choice:
    """A choice from `config.audience`: its own channel, or else the campaign's. Raises BadRequest.

    "tags" are all asked for; "q" is looked for like in the list of subscribers.
    """
    where = "config.audience"
    words: Mapping[str, Any] = {} if stored is None else _object(stored, where)
    tags = words.get("tags") or []
    if not isinstance(tags, list | tuple) or not all(isinstance(tag, str) for tag in tags):
        raise BadRequest(f"{where}.tags must be a list of texts", f"{where}.tags")
    own, q = words.get("channel") or channel, words.get("q") or ""
    for name, value in (("channel", own), ("q", q)):
        if not isinstance(value, str):
            raise BadRequest(f"{where}.{name} must be a text", f"{where}.{name}")
    return Choice(own, frozenset(clean_tag(tag) for tag in tags) - {""}, q)


def _object(stored: object, where: str) -> Mapping[str, Any]:
    if not isinstance(stored, Mapping):
        raise BadRequest(f"{where} must be an object", where)
    return stored


def _has_members(campaign: Campaign) -> bool:
    return campaign.config.get("recipients") in {SUBSCRIBERS, *LISTED}
