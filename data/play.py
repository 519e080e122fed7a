"""Who came by which link, what did they do on the page, and what have they won?

Whatever somebody does is one transaction: their round, the prize, and the events that reports
count. It is kept with its events or not at all, so nothing that was shown is ever lost or doubled,
whenever the program ends.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from data.campaign import Campaign
from data.campaigns import Campaigns
from data.clock import Clock
from data.errors import BadRequest, NotFound, Refused
from data.ingest.accept import Accept
from data.play_gate import Gate, gate
from data.play_prizes import Pool, draw, terms_of, word
from data.play_type import Act, Did, Joining, PlayType, Round, Scene, Step, Turn, fitted
from data.plays import PLAYS
from data.query import Query, run
from data.short_links import OWN, Link
from data.store import campaign_rows, outbox_rows
from data.store import play_rows as rows
from data.store.engine import Engine, read
from data.store.lake import Lake
from data.store.play_rows import Connection
from data.subscriber_draft import SubscriberDraft, checked
from data.subscriber_intake import Via, fill_in, take
from data.vocabulary.event_kind import EventKind

SOURCE = "pages"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody at a campaign's link; `recipient` is whom the link's message went to, if known."""

    campaign: Campaign
    link: Link
    gate: Gate
    recipient: str | None

    @property
    def is_own(self) -> bool:
        """Whether they came by the campaign's short URL and not by a tracked link."""
        return self.link.url == OWN

    @property
    def play(self) -> PlayType | None:
        """The page of the campaign's type, if it has one."""
        return PLAYS.get(self.campaign.type)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who acts, by an id that stays the same, and what is known about where (fields of events)."""

    subject: str | None
    where: Mapping[str, Any]


class Plays:
    """The pages of one workspace's campaigns, and who opened and played them."""

    def __init__(
        self, engine: Engine, campaigns: Campaigns, accept: Accept, lake: Lake, clock: Clock
    ) -> None:
        self._engine = engine
        self._campaigns = campaigns
        self._accept = accept
        self._lake = lake
        self._clock = clock

    def arrive(self, link: Link) -> Arrival:
        """Who came where. Raises NotFound where the campaign is gone."""
        campaign = self._campaigns.get(link.campaign_id)
        recipient = None
        if link.number is not None:
            with read(self._engine) as connection:
                recipient = outbox_rows.recipient_of(connection, campaign.id, link.number)
        return Arrival(campaign, link, gate(campaign, self._clock()), recipient)

    def record_open(self, arrival: Arrival, visitor: Visitor) -> None:
        """Keep a click on a link: an OPEN, or a click on a tracked link; durable on return.

        Raises BadRequest for what no event may hold, and Unavailable.
        """
        kind = EventKind.LINK_OPEN if arrival.is_own else EventKind.LINK_CLICK
        did = Did(kind, secrets.token_hex(16), {**visitor.where, "link": arrival.link.url})
        verdict = self._accept.events([_event(arrival, visitor, did, self._clock())])
        if verdict.rejected:
            raise BadRequest(f"The click was not kept: {verdict.rejected[0].error}")

    def scene(self, arrival: Arrival, visitor: Visitor, query: Mapping[str, str]) -> Scene:
        """What the campaign's page shows them now. Raises NotFound for one without a page."""
        rounds: tuple[Round, ...] = ()
        if visitor.subject is not None:
            with read(self._engine) as connection:
                rounds = rows.rounds(connection, arrival.campaign.id, visitor.subject)
        return _page(arrival).scene(arrival.campaign, rounds, query)

    def act(
        self, arrival: Arrival, visitor: Visitor, name: str, form: Mapping[str, str], nonce: str
    ) -> Step:
        """Do what a button of the page stands for; durable on return.

        Raises NotFound for a button that the page doesn't have, and Refused where the campaign
        takes nobody in by now.
        """
        act = _page(arrival).acts.get(name)
        if act is None:
            raise NotFound("This page has no such button")
        return self._do(arrival, visitor, act, form, nonce)

    def leave(self, arrival: Arrival, visitor: Visitor, name: str) -> Step:
        """Follow one of the page's own links, named by the page. Raises as `act` does."""
        leave = _page(arrival).leave
        return self._do(arrival, visitor, leave, {"exit": name}, secrets.token_hex(16))

    def leads_to(self, campaign: Campaign) -> tuple[Campaign, ...]:
        """The campaigns that one leads into, by external id or by number, and are open now."""
        listed = campaign.config.get("leads_to")
        found = []
        for name in listed if isinstance(listed, list | tuple) else ():
            with suppress(NotFound):
                found.append(self._named(name))
        now = self._clock()
        return tuple(c for c in found if c.type in PLAYS and gate(c, now) is Gate.OPEN)

    def _named(self, name: object) -> Campaign:
        if type(name) is int:
            return self._campaigns.get(name)
        place = self._campaigns.place(None, name) if isinstance(name, str) else None
        if place is None:
            raise NotFound("There is no campaign of that name")
        return self._campaigns.get(place.id)

    def _do(
        self, arrival: Arrival, visitor: Visitor, act: Act, form: Mapping[str, str], nonce: str
    ) -> Step:
        done: list[Step] = []

        def work(connection: Connection) -> Sequence[object]:
            now = self._clock()
            campaign = campaign_rows.by_id(connection, arrival.campaign.id)
            if campaign is None or gate(campaign, now) is not Gate.OPEN:
                raise Refused("The campaign takes nobody in just now")
            assert visitor.subject is not None
            mine = rows.rounds(connection, campaign.id, visitor.subject)
            step = act(Turn(campaign, mine, form, nonce, now))
            done.append(step)
            did = list(step.did)
            if step.round is not None:
                rows.keep(connection, campaign.id, visitor.subject, step.round, now)
                if step.draws:
                    did += self._draw(connection, campaign, visitor.subject, step.round, now)
            current = replace(arrival, campaign=campaign)
            told: list[object] = [_event(current, visitor, one, now) for one in did]
            if step.joining is not None:
                told += _joins(connection, campaign, step.joining, now)
            return told

        self._accept.together(work)
        return done[0]

    def _draw(
        self, connection: Connection, campaign: Campaign, subject: str, one: Round, now: datetime
    ) -> tuple[Did, ...]:
        """Draw for a round, and keep what it took; the award where it won."""
        terms = terms_of(campaign)
        if terms is None:
            return ()
        pool = rows.pool(connection, campaign.id)
        if pool is None:
            pool = Pool(secrets.token_hex(16), given=self._given_before(campaign))
        drawn = draw(terms, pool, now)
        rows.keep_draw(connection, campaign.id, subject, one.number, drawn)
        rows.keep_pool(connection, campaign.id, pool.after(drawn, now))
        if drawn.prize is None:
            return ()
        return (Did(EventKind.PRIZE_AWARD, f"prize-{one.number}", {"prize": drawn.prize}),)

    def _given_before(self, campaign: Campaign) -> dict[str, int]:
        """What was given out before the first draw here, by whoever ran the campaign then."""
        asked = Query(("assigned_prizes",), ("prize",), campaigns=(campaign,))
        found = run(asked, self._lake).select("prize", "assigned_prizes")
        given: dict[str, int] = {}
        for name, count in found.iter_rows():
            if name:
                given[word(name)] = given.get(word(name), 0) + count
        return given


def _page(arrival: Arrival) -> PlayType:
    if arrival.play is None or not arrival.is_own:
        raise NotFound("This campaign has no page")
    return arrival.play


def _joins(
    connection: Connection, campaign: Campaign, joining: Joining, now: datetime
) -> tuple[object, ...]:
    """Put somebody on the list of subscribers; the events that tell of it."""
    whole = checked(
        SubscriberDraft(joining.first_name, joining.last_name, joining.addresses, joining.tags)
    )
    via = Via(SOURCE, now, campaign.id)
    taken = take(connection, [whole], via, fill_in)
    if taken.ids != (None,):
        return taken.events
    # The addresses are those of two people, which is nothing that a stranger may be told.
    apart = [SubscriberDraft(addresses={c: a}) for c, a in whole.addresses.items()]
    return take(connection, apart, via, fill_in).events


def _event(arrival: Arrival, visitor: Visitor, did: Did, now: datetime) -> dict[str, Any]:
    """A thing that was done as a CloudEvent, whose id is the same whenever it is made again."""
    campaign, number = arrival.campaign, arrival.link.number
    who = blake2b((visitor.subject or "").encode(), digest_size=12).hexdigest()
    data = {
        "campaign_id": campaign.id,
        "channel": campaign.channel or "web",
        "country": visitor.where.get("country"),
        "message_id": None if number is None else f"{campaign.id}-{number}",
        **did.data,
    }
    event = {
        "specversion": "1.0",
        "id": f"{campaign.id}-{who}-{did.mark}",
        "source": SOURCE,
        "type": did.kind.value,
        "time": now.isoformat(),
        "data": fitted(data),
    }
    subject = did.subject or visitor.subject
    return event if subject is None else {**event, "subject": subject}
