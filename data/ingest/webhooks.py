"""What becomes of a provider's call: is it genuine, what does it say, whose campaign is it?"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from prometheus_client import Counter

from data.connections import Connection, Connections, RawCall
from data.errors import BadRequest, NotFound, Refused
from data.event import Place, Places, shown
from data.ingest.accept import Accept, Verdict
from data.ingest.cloudevents import unpacked
from data.ingest.fetching import fetched
from data.ingest.naming import in_fields
from data.ingest.provider import (
    Answer,
    BadSignature,
    Call,
    Credentials,
    Fact,
    Fetch,
    Named,
    Provider,
)
from data.ingest.providers import PROVIDERS
from data.ingest.translating import clean, event_of
from data.vocabulary.event_kind import WITHOUT_CAMPAIGN

CALLS = Counter(
    "heliograph_webhook_calls",
    "Calls of providers; unknown: nothing in it is counted here; unmatched: it names no campaign",
    ["provider", "verdict"],
)
UNKNOWN_WORDS = Counter(
    "heliograph_webhook_unknown",
    "Things in providers' calls that mean nothing here; the calls are kept",
    ["provider"],
)
# What may be kept of the headers: nothing that proves who called.
_HEADERS = frozenset({"content-type", "content-encoding", "user-agent", "webhook-id", "svix-id"})
_WHY_LENGTH = 1000
_PATH_LENGTH = 2000

log = logging.getLogger(__name__)


@dataclass
class _Heard:
    """What one call said, as far as it is sorted out."""

    events: list[dict[str, Any]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Webhooks:
    """Takes the calls of providers; safe to use from several threads."""

    def __init__(
        self,
        connections: Connections,
        accept: Accept,
        campaigns: Places,
        fetch: Fetch = fetched,
    ) -> None:
        self._connections = connections
        self._accept = accept
        self._campaigns = campaigns
        self._fetch = fetch

    def take(self, provider_key: str, name: str, call: Call) -> Answer:
        """Take what a call says; durable once this returns.

        Raises NotFound, Refused for a paused connection, BadSignature, and BadRequest for what
        can't be read. What means nothing here, or belongs to no campaign, is kept and answered
        as well received, for the provider can't mend it.
        """
        provider = PROVIDERS.get(provider_key)
        if provider is None:
            raise NotFound(f"There is no provider {provider_key[:40]!r} here")
        connection, secrets = self._connections.opened(provider.key, name)
        if connection.paused_at is not None:
            raise Refused(f"The connection {name} is paused")
        known = tuple(Credentials(one, connection.options, call.at, self._fetch) for one in secrets)
        answer = provider.reply(call, known)
        if answer is not None:
            return answer
        self._check(provider, connection, call, known)
        return self._read(provider, connection, call)

    def _check(
        self, provider: Provider, connection: Connection, call: Call, known: tuple[Credentials, ...]
    ) -> None:
        scheme = provider.scheme(connection.scheme)
        refusal = BadSignature("The call carries no signature")
        for credentials in known:
            try:
                scheme.check(call, credentials)
            except BadSignature as error:
                refusal = error
            except BadRequest:
                refusal = BadSignature("The call is not of the form that is signed")
            else:
                return
        # Anybody can call, so of such calls only their number is kept, by reason.
        why = str(refusal)
        CALLS.labels(provider.key, "refused").inc()
        raw = RawCall("refused", why, call.method, "", {}, b"", call.at, call.at)
        self._connections.record(connection, raw, (b"refused", why.encode()))
        raise refusal

    def _read(self, provider: Provider, connection: Connection, call: Call) -> Answer:
        try:
            plain = _unpacked(call)
            heard = self._sorted(connection, plain, provider.read(plain))
        except BadRequest as error:
            self._record(provider, connection, call, "refused", str(error), {})
            raise
        verdict = self._accept.events(heard.events) if heard.events else Verdict(0, 0, ())
        word, why = _outcome(heard, verdict)
        counts = {
            "accepted": verdict.accepted,
            "duplicates": verdict.duplicates,
            "rejected": len(verdict.rejected),
            "unknown": len(heard.unknown),
            "unmatched": len(heard.unmatched),
        }
        self._record(provider, connection, call, word, why, counts)
        status = provider.status(call, verdict.accepted > 0)
        return Answer(status, "" if status == 204 else json.dumps(counts))

    def _sorted(self, connection: Connection, call: Call, facts: Iterable[Fact]) -> _Heard:
        heard = _Heard()
        asked = in_fields(call.query)
        default = (
            () if connection.campaign_id is None else (Named(campaign_id=connection.campaign_id),)
        )
        places: dict[Named, Place | None] = {}
        for fact in facts:
            if fact.note:
                heard.notes.append(fact.note)
            if fact.kind is None:
                heard.unknown.append(fact.word)
                continue
            place = self._place((*fact.campaigns, *asked, *default), places)
            if place is None and fact.kind not in WITHOUT_CAMPAIGN:
                heard.unmatched.append(fact.word)
                continue
            heard.events.append(event_of(fact, connection, place, call.at))
        return heard

    def _place(self, names: Iterable[Named], known: dict[Named, Place | None]) -> Place | None:
        for name in names:
            if name not in known:
                known[name] = self._campaigns.place(name.campaign_id, name.external_id)
            found = known[name]
            if found is not None:
                return found
        return None

    def _record(
        self,
        provider: Provider,
        connection: Connection,
        call: Call,
        verdict: str,
        why: str,
        counts: Mapping[str, int],
    ) -> None:
        CALLS.labels(provider.key, verdict).inc()
        UNKNOWN_WORDS.labels(provider.key).inc(counts.get("unknown", 0))
        query = call.url.partition("?")[2]
        path = clean(f"{call.rest}?{query}" if query else call.rest, _PATH_LENGTH)
        headers = {
            name: clean(value, 500)
            for name, value in call.headers.items()
            if name in _HEADERS or name.startswith("ce-")
        }
        raw = RawCall(
            verdict,
            clean(why, _WHY_LENGTH),
            call.method,
            path,
            headers,
            call.body,
            call.at,
            call.at,
            counts=counts,
        )
        same = (call.method.encode(), path.encode(), json.dumps(headers).encode(), call.body)
        self._connections.record(connection, raw, same)
        if verdict in {"unknown", "unmatched", "refused"}:
            log.warning("A call of %s/%s: %s", provider.key, connection.name, shown(why))


def _unpacked(call: Call) -> Call:
    """The call with its body unpacked; it was signed as it was sent."""
    encoding = call.headers.get("content-encoding", "")
    if not encoding:
        return call
    return replace(call, body=unpacked(call.body, encoding))


def _outcome(heard: _Heard, verdict: Verdict) -> tuple[str, str]:
    """What became of a call, by what the owner most needs to see, and why."""
    if verdict.rejected:
        return "refused", "; ".join(one.error for one in verdict.rejected[:5])
    if heard.unmatched:
        names = ", ".join(dict.fromkeys(heard.unmatched))
        return "unmatched", f"It names no campaign, and the connection has none: {names}"
    if verdict.accepted:
        return "accepted", " ".join(heard.notes)
    if verdict.duplicates:
        return "duplicate", ""
    if heard.notes:
        return "unknown", " ".join(heard.notes)
    names = ", ".join(dict.fromkeys(heard.unknown)) or "nothing"
    return "unknown", f"It says nothing that is counted here: {names}"
