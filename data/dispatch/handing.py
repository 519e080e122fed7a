"""How does a message leave, once and never twice?

A message is claimed in the database before its carrier gets it, and its status is kept and
reported in one transaction afterwards. A claim without a status is of a program that was ended
in between. A carrier that ignores repeated messages is asked again; one that doesn't is not, and
the message is reported as NOT_SENT with the error "interrupted", since it may have left or not.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import Connection

from data.carrier import Answer, Message
from data.channels import CHANNELS
from data.clock import Clock
from data.dispatch.needs import Blocklist
from data.dispatch.pace import Left, within_a_minute
from data.dispatch.refusing import given_up, refusal, uncertain
from data.dispatch.telling import Event, answered, was_taken
from data.dispatch.under_way import UnderWay
from data.errors import Unavailable
from data.ingest.accept import Accept
from data.store import outbox_rows, send_rows
from data.store.engine import Engine, read, write
from data.store.outbox_rows import Outgoing, Stage
from data.store.send_rows import Send

PORTION = 1000  # messages of one campaign before the next one has its turn
LONGEST = 5.0  # seconds that it may take
# How long a message waits after each attempt that its carrier told us to repeat.
BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60))
REST = timedelta(seconds=10)  # for a carrier that can't be reached

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that may leave, and whether a placeholder in it stayed empty."""

    row: Outgoing
    message: Message
    blank: bool


class Handing:
    """Hands messages of the outbox to their carriers."""

    def __init__(self, engine: Engine, accept: Accept, blocklist: Blocklist, clock: Clock) -> None:
        self._engine = engine
        self._accept = accept
        self._blocklist = blocklist
        self._clock = clock
        self._rests: dict[str, datetime] = {}

    def portion(self, send: Send, under_way: UnderWay) -> bool:
        """Hand over what may leave of one campaign now; True when more could at once.

        Raises Unavailable where the database can't be written.
        """
        now = self._clock()
        if self._rests.get(send.carrier, now) > now:
            return False
        self._settle_claimed(under_way, now)
        most = under_way.pace.allowance(send.recent, now, PORTION)
        if most == 0:
            return False
        with read(self._engine) as connection:
            rows = outbox_rows.waiting(connection, send.campaign_id, now, most)
        ready = self._without_refused(under_way, rows, now)
        left = self._hand_over(send, under_way, ready, now)
        return left and len(rows) == PORTION

    def _settle_claimed(self, under_way: UnderWay, now: datetime) -> None:
        """Decide about messages of which nobody knows whether they left."""
        campaign = under_way.campaign
        with read(self._engine) as connection:
            claimed = outbox_rows.in_stage(connection, campaign.id, Stage.CLAIMED, PORTION)
        if not claimed:
            return
        if under_way.carrier.repeats:
            with write(self._engine) as connection:
                outbox_rows.put_back(
                    connection, [replace(one, attempts=one.attempts - 1) for one in claimed]
                )
            return
        answer = uncertain(CHANNELS[campaign.channel])
        self._keep(under_way, [(self._ready(under_way, one), answer) for one in claimed], now)

    def _without_refused(
        self, under_way: UnderWay, rows: Sequence[Outgoing], now: datetime
    ) -> list[Ready]:
        """Those that may leave; the others get their status."""
        if not rows:
            return []
        channel = under_way.campaign.channel
        blocked = self._blocklist.blocked(channel, [row.recipient for row in rows])
        ready: list[Ready] = []
        refused: list[tuple[Ready, Answer]] = []
        for row in rows:
            one = self._ready(under_way, row)
            answer = refusal(one.message, row.recipient in blocked)
            if answer is None:
                ready.append(one)
            else:
                refused.append((one, answer))
        self._keep(under_way, refused, now)
        return ready

    def _ready(self, under_way: UnderWay, row: Outgoing) -> Ready:
        message, blank = under_way.message(row)
        return Ready(row, message, blank)

    def _hand_over(
        self, send: Send, under_way: UnderWay, ready: Sequence[Ready], now: datetime
    ) -> bool:
        """Give messages to the carrier; False when it had to stop before the last one."""
        carrier, left = under_way.carrier, within_a_minute(send.recent, now)
        began = monotonic()
        for start in range(0, len(ready), carrier.batch):
            if monotonic() - began > LONGEST:
                return True
            batch = ready[start : start + carrier.batch]
            left = _added(left, now, len(batch))
            mine = self._claim(send.campaign_id, batch, left)
            if not mine:
                return False
            at = self._clock()
            try:
                answers = carrier.hand_over([one.message for one in mine], at)
            except Unavailable as error:
                self._take_back(send, mine, at)
                log.warning("Carrier %s can't be reached: %s", send.carrier, error)
                return False
            self._keep(under_way, list(zip(mine, answers, strict=True)), at)
        return True

    def _claim(self, campaign_id: int, batch: Sequence[Ready], left: Left) -> list[Ready]:
        """Write down that these are about to leave; none where the campaign doesn't run now."""
        with write(self._engine) as connection:
            if not send_rows.runs(connection, campaign_id):
                return []
            numbers = [one.row.number for one in batch]
            claimed = outbox_rows.claim(connection, campaign_id, numbers)
            send_rows.left(connection, campaign_id, left)
        return [
            replace(one, row=replace(one.row, attempts=one.row.attempts + 1))
            for one in batch
            if one.row.number in claimed
        ]

    def _take_back(self, send: Send, mine: Sequence[Ready], at: datetime) -> None:
        """None of these left: let them wait, and their carrier rest."""
        self._rests[send.carrier] = at + REST
        again = [replace(one.row, attempts=one.row.attempts - 1) for one in mine]
        with write(self._engine) as connection:
            outbox_rows.put_back(connection, again)

    def _keep(
        self, under_way: UnderWay, pairs: Sequence[tuple[Ready, Answer]], at: datetime
    ) -> None:
        """Keep and report what was said of messages, or let them wait for another attempt."""
        if not pairs:
            return
        again: list[Outgoing] = []
        told: list[Outgoing] = []
        events: list[Event] = []
        for one, answer in pairs:
            if answer.again and one.row.attempts <= len(BACK_OFF):
                again.append(replace(one.row, next_at=at + BACK_OFF[one.row.attempts - 1]))
                continue
            channel = CHANNELS[under_way.campaign.channel]
            final = given_up(channel, answer.error) if answer.again else answer
            told.append(_told(under_way, one, final, at))
            events += answered(one.message, final, at, one.blank, under_way.carrier_key)

        def work(connection: Connection) -> Sequence[Event]:
            outbox_rows.put_back(connection, again)
            outbox_rows.tell(connection, told)
            return events

        self._accept.together(work)


def _added(left: Left, now: datetime, count: int) -> Left:
    if left and left[-1][0] == now:
        return (*left[:-1], (now, left[-1][1] + count))
    return (*left, (now, count))


def _told(under_way: UnderWay, one: Ready, answer: Answer, at: datetime) -> Outgoing:
    """The message with its status, and when its carrier tells more about it."""
    first = _first_receipt(under_way, one, answer, at)
    return replace(one.row, code=answer.code, error=answer.error, at=at, next_at=first)


def _first_receipt(
    under_way: UnderWay, one: Ready, answer: Answer, at: datetime
) -> datetime | None:
    if not was_taken(CHANNELS[under_way.campaign.channel], answer.code):
        return None
    receipts = under_way.carrier.receipts(one.message.envelope, at)
    return min((receipt.told_at for receipt in receipts), default=None)
