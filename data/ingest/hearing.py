"""What does one call say: which events, of whose campaigns, and what means nothing here?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from data.connections import Connection, Readings
from data.event import ID_LENGTH, Place, Places, key_of
from data.ingest.cloudevents import unpacked
from data.ingest.meaning import as_meant, is_odd, kept_word, names_message
from data.ingest.naming import in_fields
from data.ingest.provider import Call, Fact, Named, Provider
from data.ingest.translating import clean, event_of
from data.store.waiting_rows import ALL, NAME, TAG
from data.vocabulary.event_kind import WITHOUT_CAMPAIGN

_MOST = 50  # names and tags of one event; a message has some


@dataclass(frozen=True, slots=True)
class Stray:
    """A fact whose campaign is not here, and what it named."""

    fact: Fact
    names: tuple[Named, ...]
    tags: tuple[str, ...]


@dataclass
class Heard:
    """What one call said, as far as it is sorted out."""

    events: list[dict[str, Any]] = field(default_factory=list)
    undated: set[bytes] = field(default_factory=set)  # keys of events without a time of their own
    claimed: set[bytes] = field(default_factory=set)  # keys of events that a rule gave a campaign
    unknown: list[str] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    ignored: int = 0  # facts that people said mean nothing
    odd: dict[str, tuple[int, bool]] = field(default_factory=dict)  # see Connections.record
    notes: list[str] = field(default_factory=list)


class Whose(NamedTuple):
    """Whose campaign's an event is, and whether that is so because a person made a rule."""

    place: Place | None
    by_rule: bool = False


def hear(
    provider: Provider,
    connection: Connection,
    readings: Readings,
    campaigns: Places,
    call: Call,
    held: Mapping[bytes, Place] | None = None,
) -> Heard:
    """Read a call that is genuine. Raises BadRequest for what can't be read.

    Events of the keys in `held` belong where that says, whatever they name.
    """
    plain = _unpacked(call)
    sorting = _Sorting(connection, readings, campaigns, plain, held or {})
    return sorting.sort(provider.read(plain))


def key_in(event: Mapping[str, Any]) -> bytes:
    """What an event that was heard is known by."""
    return key_of(event["source"], event["id"], event["type"])


def place_of(
    names: Iterable[Named],
    tags: Iterable[str],
    connection: Connection,
    readings: Readings,
    campaigns: Places,
) -> Whose:
    """The campaign that is meant: one that is named, one that a rule on a name or a tag says,
    the connection's, or the one to which a rule gives all that is left.
    """
    named = tuple(names)
    ruled: dict[tuple[str, str], Named] = {
        (rule.about, rule.word): Named(campaign_id=rule.campaign_id) for rule in readings.rules
    }
    said = [(NAME, one.external_id) for one in named if one.external_id]
    wanted = [*said, *((TAG, tag) for tag in tags)]
    by_rule = [ruled[each] for each in wanted if each in ruled]
    usual = [] if connection.campaign_id is None else [Named(campaign_id=connection.campaign_id)]
    rest = [ruled[ALL, ""]] if (ALL, "") in ruled else []
    for some, is_rule in ((named, False), (by_rule, True), (usual, False), (rest, True)):
        for one in some:
            found = campaigns.place(one.campaign_id, one.external_id)
            if found is not None:
                return Whose(found, is_rule)
    return Whose(None)


def _unpacked(call: Call) -> Call:
    """The call with its body unpacked; it was signed as it was sent."""
    encoding = call.headers.get("content-encoding", "")
    return replace(call, body=unpacked(call.body, encoding)) if encoding else call


class _Sorting:
    """Sorts the facts of one call; each campaign is looked for once."""

    def __init__(
        self,
        connection: Connection,
        readings: Readings,
        campaigns: Places,
        call: Call,
        held: Mapping[bytes, Place],
    ) -> None:
        self._connection = connection
        self._readings = readings
        self._campaigns = campaigns
        self._call = call
        self._held = held
        self._asked = in_fields(call.query)
        self._places: dict[tuple[tuple[Named, ...], tuple[str, ...]], Whose] = {}
        self._heard = Heard()

    def sort(self, facts: Iterable[Fact]) -> Heard:
        for told in facts:
            self._count(told)
            meant = as_meant(told, self._readings.meanings)
            self._heard.ignored += not meant
            for fact in meant:
                self._take(fact)
        return self._heard

    def _count(self, fact: Fact) -> None:
        if is_odd(fact):
            times, named = self._heard.odd.get(kept_word(fact), (0, False))
            self._heard.odd[kept_word(fact)] = (times + 1, named or names_message(fact))

    def _take(self, fact: Fact) -> None:
        heard, call = self._heard, self._call
        if fact.note:
            heard.notes.append(fact.note)
        if fact.kind is None:
            heard.unknown.append(fact.word)
            return
        names = tuple(dict.fromkeys((*fact.campaigns, *self._asked)))[:_MOST]
        tags = tuple(dict.fromkeys(clean(tag, ID_LENGTH) for tag in fact.tags if tag))[:_MOST]
        place, by_rule = self._place(names, tags)
        event = event_of(fact, self._connection, place, call.at)
        key = key_in(event)
        if key in self._held:
            place = self._held[key]
            event = event_of(fact, self._connection, place, call.at)
        if place is None and fact.kind not in WITHOUT_CAMPAIGN:
            heard.strays.append(Stray(fact, names, tags))
            return
        if fact.at is None:
            heard.undated.add(key)
        if by_rule:
            heard.claimed.add(key)
        heard.events.append(event)

    def _place(self, names: tuple[Named, ...], tags: tuple[str, ...]) -> Whose:
        if (names, tags) not in self._places:
            self._places[names, tags] = place_of(
                names, tags, self._connection, self._readings, self._campaigns
            )
        return self._places[names, tags]
