"""What is there to send now? One turn after another, from the date of a campaign to its end."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from time import monotonic

from sqlalchemy import Connection

from data.campaign import Campaign
from data.campaigns import CLOCK, Campaigns, is_open
from data.carrier import Carrier
from data.carriers import CARRIERS
from data.clock import Clock
from data.dispatch.handing import Handing
from data.dispatch.needs import Audiences, Blocklist, Links, Unsubscribing
from data.dispatch.preparing import begin, chosen, prepare_page, published, start_due
from data.dispatch.telling import Event, receipt_event
from data.dispatch.under_way import UnderWay, opens_at_once, sends_messages, under_way
from data.errors import BadRequest, NotFound, Refused
from data.ingest.accept import Accept
from data.sending import is_submitted
from data.settings import Settings
from data.store import outbox_rows, send_rows
from data.store.engine import Engine, read, write
from data.store.lake import Lake
from data.store.outbox_rows import Outgoing
from data.store.send_rows import RUNNING, Send
from data.vocabulary.campaign_state import State

LONGEST = 5.0  # seconds of a turn after which no other campaign is begun with
RECEIPTS = 2000  # messages whose receipts are told in one turn
_REMEMBERED = 200  # campaigns

log = logging.getLogger(__name__)


def connect(settings: Settings) -> dict[str, Carrier]:
    """The carriers that the settings describe, by key."""
    found = ((key, kind.connect(settings)) for key, kind in CARRIERS.items())
    return {key: carrier for key, carrier in found if carrier is not None}


class Dispatch:
    """Sends the campaigns of one workspace; one process at a time may take turns."""

    def __init__(
        self,
        engine: Engine,
        campaigns: Campaigns,
        accept: Accept,
        lake: Lake,
        clock: Clock,
        *,
        audiences: Audiences,
        blocklist: Blocklist,
        links: Links,
        unsubscribing: Unsubscribing,
        carriers: Mapping[str, Carrier],
    ) -> None:
        self._engine = engine
        self._campaigns = campaigns
        self._accept = accept
        self._lake = lake
        self._clock = clock
        self._audiences = audiences
        self._links = links
        self._unsubscribing = unsubscribing
        self._carriers = carriers
        self._handing = Handing(engine, accept, blocklist, clock)
        self._known: dict[int, UnderWay | None] = {}
        self._complained: set[int] = set()
        self._last = 0

    def step(self) -> bool:
        """One turn; True when there is more to do at once. Raises Unavailable.

        Whatever it did before it was ended, by whatever means, the next turn goes on from there.
        """
        now = self._clock()
        start_due(self._engine, self._campaigns, now)
        for one in published(self._engine):
            with self._complaining(one.campaign.id):
                begin(self._engine, self._audiences, self._carriers, one, now)
        busy, until = False, monotonic() + LONGEST
        for send in self._in_turn():
            self._last = send.campaign_id
            with self._complaining(send.campaign_id):
                busy |= self._advance(send)
            if monotonic() > until:
                busy = True
                break
        return self._tell_receipts(self._clock()) or busy

    def under_way(self) -> frozenset[int]:
        """Ids of campaigns that leave from here and have messages left. Raises Unavailable."""
        return frozenset(send.campaign_id for send in self._open())

    def carrier_for(self, campaign: Campaign) -> str | None:
        """The key of the carrier by which a campaign would leave; "" where none is connected.

        None: it is another system's, or has no words or no recipients here, so it is not ours.
        """
        theirs = campaign.external_id is not None or campaign.demo
        if theirs or not sends_messages(campaign):
            return None
        return chosen(campaign.channel, self._carriers)

    def close(self) -> None:
        """Let go of what carriers hold open."""
        for carrier in self._carriers.values():
            carrier.close()

    @contextmanager
    def _complaining(self, campaign_id: int) -> Iterator[None]:
        """Let a campaign that can't be sent as it is wait, and no other one with it."""
        try:
            yield
        except BadRequest as error:
            if campaign_id not in self._complained:
                self._complained.add(campaign_id)
                log.warning("Campaign %d can't be sent: %s", campaign_id, error)

    def _in_turn(self) -> Sequence[Send]:
        """All that have not ended, beginning after the one that had the last turn."""
        sends = self._open()
        later = [send for send in sends if send.campaign_id > self._last]
        return [*later, *(send for send in sends if send.campaign_id <= self._last)]

    def _open(self) -> Sequence[Send]:
        with read(self._engine) as connection:
            return send_rows.open_sends(connection)

    def _advance(self, send: Send) -> bool:
        """Bring one campaign forward; True when more could be done at once."""
        try:
            campaign = self._campaigns.get(send.campaign_id)
        except NotFound:
            return self._end(send)
        if campaign.state not in RUNNING:
            # Completed by hand, or taken back: a pause may end, everything else is the end.
            return False if campaign.state is State.PENDING else self._end(send)
        if opens_at_once(campaign):
            return self._finish(send, campaign, "people take part from now on")
        if send.prepared_at is None:
            prepare_page(self._engine, self._audiences, campaign, send, self._clock())
            return True
        with read(self._engine) as connection:
            unsettled = outbox_rows.unsettled(connection, campaign.id)
        if unsettled:
            found = self._about(campaign, send.carrier)
            return found is not None and self._handing.portion(send, found)
        if not campaign.recipients:
            return self._finish(send, campaign, "there was nobody to send to")
        if is_submitted(campaign, self._lake.view()):
            return self._finish(send, campaign, "the last message was submitted")
        return False

    def _finish(self, send: Send, campaign: Campaign, why: str) -> bool:
        """The campaign is out: Completed, or Live where anybody may take part (F065)."""
        after = State.LIVE if is_open(campaign) else State.COMPLETED
        with suppress(Refused, NotFound):  # somebody was quicker
            self._campaigns.change(campaign.id, after, CLOCK, why)
        return self._end(send)

    def _end(self, send: Send) -> bool:
        with write(self._engine) as connection:
            send_rows.end(connection, send.campaign_id, self._clock())
        return False

    def _about(self, campaign: Campaign, carrier_key: str) -> UnderWay | None:
        """What to know of a campaign; None, and a line in the log, where it can't be sent."""
        if campaign.id not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[campaign.id] = self._read(campaign, carrier_key)
        return self._known[campaign.id]

    def _read(self, campaign: Campaign, carrier_key: str) -> UnderWay | None:
        carrier = self._carriers.get(carrier_key)
        if carrier is None:
            log.warning("Campaign %d waits: carrier %r isn't set up", campaign.id, carrier_key)
            return None
        return under_way(campaign, carrier_key, carrier, self._links, self._unsubscribing)

    def _tell_receipts(self, now: datetime) -> bool:
        """Report the receipts that have come by now; True when there are more."""
        with read(self._engine) as connection:
            rows = outbox_rows.receipts_due(connection, now, RECEIPTS)
            keys = send_rows.carriers_of(connection, sorted({row.campaign_id for row in rows}))
        if not rows:
            return False
        events: list[Event] = []
        waiting: list[Outgoing] = []
        for row in rows:
            found = self._about_id(row.campaign_id, keys[row.campaign_id])
            came, next_at = ((), None) if found is None else receipts_by(found, row, now)
            events += came
            waiting.append(replace(row, next_at=next_at))

        def work(connection: Connection) -> Sequence[Event]:
            outbox_rows.await_next(connection, waiting)
            return events

        self._accept.together(work)
        return len(rows) == RECEIPTS

    def _about_id(self, campaign_id: int, carrier_key: str) -> UnderWay | None:
        if campaign_id in self._known:
            return self._known[campaign_id]
        return self._about(self._campaigns.get(campaign_id), carrier_key)


def receipts_by(
    under_way: UnderWay, row: Outgoing, now: datetime
) -> tuple[Sequence[Event], datetime | None]:
    """The receipts of a message that have come by `now`, and when the next one does."""
    if row.at is None or row.next_at is None:
        return (), None
    envelope = under_way.envelope(row)
    left = [
        one for one in under_way.carrier.receipts(envelope, row.at) if one.told_at >= row.next_at
    ]
    came = [one for one in left if one.told_at <= now]
    later = [one.told_at for one in left if one.told_at > now]
    events = [receipt_event(envelope, one, under_way.carrier_key) for one in came]
    return events, min(later, default=None)
