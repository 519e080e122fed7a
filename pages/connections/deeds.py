"""What can an owner do to connections, words and waiting events, and what comes of it?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from dash.development.base_component import Component
from starlette.types import ASGIApp

from components.pager import counted
from data.api.guard import Visitor
from data.api.own_door import try_out
from data.connections import Connection
from data.errors import BadRequest, HeliographError, NotAllowed, NotFound
from data.ingest import meaning
from data.ingest.connecting import campaign_named, rotate
from data.ingest.providers import PROVIDERS
from data.ingest.replay_report import Replayed, in_words
from data.services import Services
from data.vocabulary.formats import number
from pages.connections import forms, parts
from pages.connections.forms import CLAIM, DELETE, MAP, ONCE, ROTATE
from pages.connections.waiting import DROP

TEST, PAUSE, RESUME, REPLAY = "test", "pause", "resume", "replay"
# Reading so many calls again takes some seconds; more are for the command line.
MOST_REPLAYED = 2_000


def check(visitor: Visitor) -> None:
    """Raise NotAllowed for those who may not."""
    if visitor.role != "owner":
        raise NotAllowed("Only owners can change connections")


def ask(here: Services, connection: Connection | None, deed: str, key: str) -> Component:
    """The dialog that comes before a deed. Raises NotFound."""
    opened = here.clock().isoformat()
    if deed == CLAIM:
        group = _group(here, key)
        return forms.claim_form(group, _by_id(here, group.connection_id), opened)
    one = _needed(connection)
    if deed == ROTATE:
        scheme = PROVIDERS[one.provider].scheme(one.scheme)
        return forms.rotate_form(one, scheme, opened)
    if deed == DELETE:
        waiting = sum(group.events for group in here.unmatched.groups(one))
        return forms.delete_form(one, waiting, opened)
    return forms.map_form(_word(here, one, key), opened)


def do(
    here: Services,
    app: ASGIApp,
    connection: Connection | None,
    deed: str,
    key: str,
    filled: Mapping[str, Any],
    who: str,
) -> str:
    """Do it; what to say about it. Raises HeliographError of several kinds."""
    if deed == CLAIM:
        return _claim(here, key, filled, who)
    if deed == DROP:
        here.unmatched.drop_rule(int(key))
        return "The rule is dropped. What it gave to its campaign stays there."
    one = _needed(connection)
    if deed == TEST:
        return _test(here, app, one)
    if deed in (PAUSE, RESUME):
        here.connections.pause(one.provider, one.name, deed == PAUSE)
        if deed == PAUSE:
            return "Paused: its calls are answered with 409, so that the provider repeats them."
        return "Resumed: its calls are taken again."
    if deed == ROTATE:
        return _rotate(here, one, filled)
    if deed == MAP:
        return _map(here, one, key, filled, who)
    if deed == REPLAY:
        return _replayed(here, one)
    here.connections.delete(one.provider, one.name)
    return f"{parts.full_name(one)} is deleted."


def _test(here: Services, app: ASGIApp, one: Connection) -> str:
    answer = try_out(here, app, one)
    if answer.status < 300:
        return (
            f"The test came in by {one.provider}/{one.name}, its signature fits, and it was "
            f"answered with {answer.status}. It is in no figure."
        )
    raise BadRequest(f"The test was answered with {answer.status}: see the last call")


def _rotate(here: Services, one: Connection, filled: Mapping[str, Any]) -> str:
    scheme = PROVIDERS[one.provider].scheme(one.scheme)
    secrets = {name: str(filled["secrets"].get(name) or "").strip() for name in scheme.secrets}
    hours = str(filled["grace"] or "")
    if not hours.isdecimal() or int(hours) > 24 * 30:
        raise BadRequest("Say how long the old secrets count", "grace")
    rotate(here.connections, one.provider, one.name, secrets, timedelta(hours=int(hours)))
    return "The new secrets count from now on."


def _map(here: Services, one: Connection, key: str, filled: Mapping[str, Any], who: str) -> str:
    word = _word(here, one, key)
    given = str(filled["meaning"] or forms.NOT_YET)
    chosen = None if given == forms.NOT_YET else given
    if chosen is not None:
        meaning.check(chosen, names_message=word.names_message)
    here.connections.give_meaning(one, word.word, chosen, who)
    if chosen is None:
        return (
            f"“{word.word}” means nothing here again. What was counted stays counted until kept "
            "calls are read again."
        )
    return f"“{word.word}” is understood from now on. {_replayed(here, one)}"


def _replayed(here: Services, one: Connection) -> str:
    if here.connections.count(one) > MOST_REPLAYED:
        return (
            "There are too many earlier calls to read again here; run heliograph replay "
            f"--connection {one.provider}/{one.name}."
        )
    said = here.replay.run(one)
    calls = counted(said.calls, "earlier call was", "earlier calls were")
    return f"{calls} read again: {_came(said)}."


def _came(said: Replayed) -> str:
    told = [f"{number(said.new)} new events, {number(said.known)} known already"]
    if said.waiting:
        told.append(f"{number(said.waiting)} wait for a campaign")
    if said.unknown:
        told.append(f"{number(said.unknown)} still unknown")
    if said.waiting_changed:
        told.append(f"{number(said.waiting_changed)} had waited and read differently now")
    if said.unreadable:
        told.append(f"{number(len(said.unreadable))} calls can't be read")
    if said.different.events:
        told.append(
            f"{number(said.different.events)} of the known ones read differently now, and stay as "
            "they were taken"
        )
    lines = [", ".join(told), *(line.strip() for line in in_words(said, dry_run=False))]
    if said.replaced.events or said.retracted.events:
        lines.append("the figures follow in a moment")
    if said.about_lists:
        lines.append("the lists of subscribers keep what those events had said of them")
    return "; ".join(lines)


def _claim(here: Services, key: str, filled: Mapping[str, Any], who: str) -> str:
    group = _group(here, key)
    place = campaign_named(here.campaigns, str(filled["campaign"] or "").strip())
    about, _, word = str(filled["from_now"] or ONCE).partition(":")
    if about == ONCE:
        taken = here.unmatched.claim(group.id, place.id)
    else:
        connection = _by_id(here, group.connection_id)
        taken = here.unmatched.make_rule(connection, about, word, place.id, who)
    events = counted(taken, "event is", "events are")
    return f"{events} counted for the campaign with ID {place.id}."


def _group(here: Services, key: str) -> Any:
    found = [group for group in here.unmatched.groups() if str(group.id) == key]
    if not found:
        raise NotFound("These events wait no longer")
    return found[0]


def _by_id(here: Services, connection_id: int) -> Connection:
    return next(one for one in here.connections.list() if one.id == connection_id)


def _word(here: Services, connection: Connection, key: str) -> Any:
    found = [one for one in here.connections.words(connection) if one.word == key]
    if not found:
        raise NotFound("No call said this word")
    return found[0]


def _needed(connection: Connection | None) -> Connection:
    if connection is None:
        raise NotFound("There is no such connection")
    return connection


def sentence(error: HeliographError) -> str:
    """What went wrong, as a sentence."""
    text = str(error)
    return text if text.endswith((".", "!", "?")) else f"{text}."
