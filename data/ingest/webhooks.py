"""What becomes of a provider's call: is it genuine, what does it say, whose campaign is it?"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from prometheus_client import Counter

from data.connections import Connection, Connections, RawCall
from data.errors import BadRequest, NotFound, Refused
from data.event import Place, Places, normalise, shown
from data.ingest.accept import Accept, Rejection, Verdict
from data.ingest.fetching import fetched
from data.ingest.hearing import Heard, hear, key_in
from data.ingest.provider import Answer, BadSignature, Call, Credentials, Fetch, Provider
from data.ingest.providers import PROVIDERS
from data.ingest.translating import clean
from data.ingest.unmatched import Unmatched
from data.store.inbox import Origin
from data.store.subscriber_fold import Connection as Link

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call: a word for it, why, and how many facts of each sort it brought."""

    word: str  # accepted, duplicate, unknown, unmatched, ignored, refused, test
    why: str
    counts: Mapping[str, int]


_UNJUDGED = Outcome("", "", {})


class Webhooks:
    """Takes the calls of providers; safe to use from several threads."""

    def __init__(
        self,
        connections: Connections,
        accept: Accept,
        campaigns: Places,
        unmatched: Unmatched,
    ) -> None:
        self._connections = connections
        self._accept = accept
        self._campaigns = campaigns
        self._unmatched = unmatched

    def take(
        self,
        provider_key: str,
        name: str,
        call: Call,
        fetch: Fetch = fetched,
        *,
        trial: bool = False,
    ) -> Answer:
        """Take what a call says; durable once this returns. A `trial` is checked and read all the
        same, but nothing of it is counted.

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
        known = tuple(Credentials(one, connection.options, call.at, fetch) for one in secrets)
        answer = provider.reply(call, known)
        if answer is not None:
            return answer
        self._check(provider, connection, call, known)
        return self._read(provider, connection, call, trial=trial)

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

    def _read(
        self, provider: Provider, connection: Connection, call: Call, *, trial: bool
    ) -> Answer:
        numbered = 0

        def number(link: Link) -> int:
            nonlocal numbered
            numbered = self._connections.number(connection, _raw(call, _UNJUDGED)[1], link)
            return numbered

        def keep(outcome: Outcome, link: Link | None = None) -> None:
            raw, same = _raw(call, outcome)
            raw = replace(raw, id=numbered)
            words = heard.odd if outcome.word != "test" else None
            self._connections.record(connection, raw, same, words, link)

        heard = Heard()
        try:
            heard = self.hear(provider, connection, call)
            outcome = (
                self._tried(heard, call)
                if trial
                else self.settle(connection, heard, call, number, keep)
            )
        except BadRequest as error:
            outcome = Outcome("refused", str(error), {})
            keep(outcome)
            _tell(provider, connection, outcome)
            raise
        if trial:
            keep(outcome)
        _tell(provider, connection, outcome)
        status = provider.status(call, outcome.counts["accepted"] > 0)
        return Answer(status, "" if status == 204 else json.dumps(outcome.counts))

    def hear(
        self,
        provider: Provider,
        connection: Connection,
        call: Call,
        held: Mapping[bytes, Place] | None = None,
    ) -> Heard:
        """Read a genuine call as it is to be read now; see data/ingest/hearing.py for `held`.

        Raises BadRequest.
        """
        readings = self._connections.readings(connection)
        return hear(provider, connection, readings, self._campaigns, call, held)

    def settle(
        self,
        connection: Connection,
        heard: Heard,
        call: Call,
        number: Callable[[Link], int],
        keep: Callable[[Outcome, Link], None],
    ) -> Outcome:
        """Take the events that were heard, and keep those that wait for a campaign; what `keep`
        writes of the outcome is durable together with them. `number` says by which the call is
        kept, for its events are to be found by it.
        """
        found: list[Outcome] = []
        numbers: list[int] = []

        def origins(link: Link) -> Mapping[bytes, Origin]:
            numbers.append(number(link))
            keys = map(key_in, heard.events)
            return {key: Origin(numbers[0], key in heard.claimed) for key in keys}

        def beside(link: Link, verdict: Verdict) -> None:
            parked = self._unmatched.park(link, connection, heard.strays, call.at, numbers[0])
            rejected = (*verdict.rejected, *(Rejection(-1, "", why) for why in parked.faults))
            duplicates = verdict.duplicates + parked.taken
            verdict = Verdict(verdict.accepted, duplicates, rejected)
            found.append(_outcome(heard, verdict, parked.waiting))
            keep(found[0], link)

        self._accept.events(heard.events, beside, origins=origins)
        return found[0]

    def _tried(self, heard: Heard, call: Call) -> Outcome:
        """What would become of a call; nothing of it is taken or kept waiting."""
        good = 0
        rejected = []
        for index, event in enumerate(heard.events):
            try:
                normalise(event, self._campaigns, call.at)
                good += 1
            except BadRequest as error:
                rejected.append(Rejection(index, "", str(error)))
        counts = _counts(heard, Verdict(0, 0, tuple(rejected)), len(heard.strays))
        why = f"A test, in no figure. Events in it: {good}; without a campaign: {len(heard.strays)}"
        return Outcome("test", why, counts)


def _raw(call: Call, outcome: Outcome) -> tuple[RawCall, tuple[bytes, ...]]:
    """The call as it is kept, and what makes two calls the same one."""
    query = call.url.partition("?")[2]
    path = clean(f"{call.rest}?{query}" if query else call.rest, _PATH_LENGTH)
    headers = {
        name: clean(value, 500)
        for name, value in call.headers.items()
        if name in _HEADERS or name.startswith("ce-")
    }
    raw = RawCall(
        outcome.word,
        clean(outcome.why, _WHY_LENGTH),
        call.method,
        path,
        headers,
        call.body,
        call.at,
        call.at,
        counts=outcome.counts,
    )
    same = (call.method.encode(), path.encode(), json.dumps(headers).encode(), call.body)
    if outcome.word == "test":
        return raw, (*same, b"test", call.at.isoformat().encode())
    return raw, same


def _tell(provider: Provider, connection: Connection, outcome: Outcome) -> None:
    CALLS.labels(provider.key, outcome.word).inc()
    UNKNOWN_WORDS.labels(provider.key).inc(outcome.counts.get("unknown", 0))
    if outcome.word in {"unknown", "unmatched", "refused"}:
        log.warning("A call of %s/%s: %s", provider.key, connection.name, shown(outcome.why))


def _counts(heard: Heard, verdict: Verdict, waiting: int) -> dict[str, int]:
    counts = {
        "accepted": verdict.accepted,
        "duplicates": verdict.duplicates,
        "rejected": len(verdict.rejected),
        "unknown": len(heard.unknown),
        "unmatched": waiting,
    }
    return counts | ({"ignored": heard.ignored} if heard.ignored else {})


def _outcome(heard: Heard, verdict: Verdict, waiting: int) -> Outcome:
    """What became of a call."""
    return Outcome(*_worded(heard, verdict, waiting), _counts(heard, verdict, waiting))


def _worded(heard: Heard, verdict: Verdict, waiting: int) -> tuple[str, str]:
    """A word for it, by what the owner most needs to see, and why."""
    if verdict.rejected:
        return "refused", "; ".join(one.error for one in verdict.rejected[:5])
    if waiting:
        words = ", ".join(dict.fromkeys(one.fact.word for one in heard.strays))
        return "unmatched", f"It names no campaign, and the connection has none: {words}"
    if verdict.accepted:
        return "accepted", " ".join(heard.notes)
    if verdict.duplicates:
        return "duplicate", ""
    if heard.notes:
        return "unknown", " ".join(heard.notes)
    if heard.ignored and not heard.unknown:
        return "ignored", "All that it says is to be ignored here"
    names = ", ".join(dict.fromkeys(heard.unknown)) or "nothing"
    return "unknown", f"It says nothing that is counted here: {names}"
