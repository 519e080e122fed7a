"""At which address does the recipient of a mail take themselves off the list?

The address names the message and is signed, so that nobody can unsubscribe others; whose message
it was stands in the outbox alone.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from data.campaign import Campaign
from data.campaigns import Campaigns
from data.clock import Clock
from data.errors import NotFound
from data.event import microseconds
from data.ingest.accept import Accept
from data.store.engine import Engine, read
from data.store.outbox_rows import recipient_of
from data.subscribers import Subscribers
from data.vocabulary.event_kind import EventKind

PATH = "/u/"
SOURCE = "unsubscribe"
_TOKEN = re.compile(r"([1-9]\d{0,9})-([1-9]\d{0,9})-([\w-]{22})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whose message it was."""

    campaign: Campaign
    number: int
    recipient: str


class Unsubscribing:
    """Makes and honours such addresses; `address` is where the outside reaches the workspace."""

    def __init__(
        self,
        engine: Engine,
        campaigns: Campaigns,
        accept: Accept,
        subscribers: Subscribers,
        clock: Clock,
        *,
        secret: bytes,
        address: str,
    ) -> None:
        self._engine = engine
        self._campaigns = campaigns
        self._accept = accept
        self._subscribers = subscribers
        self._clock = clock
        self._secret = secret
        self._base = address.rstrip("/") + PATH

    def address(self, campaign_id: int, number: int) -> str:
        """The address of one message."""
        message = f"{campaign_id}-{number}"
        return f"{self._base}{message}-{self._mac(message)}"

    def resolve(self, token: str) -> Addressed:
        """Whose address this is. Raises NotFound for any that this workspace did not make."""
        found = _TOKEN.fullmatch(token)
        if found is None or not hmac.compare_digest(found[3], self._mac(f"{found[1]}-{found[2]}")):
            raise NotFound("There is no such address")
        campaign_id, number = int(found[1]), int(found[2])
        with read(self._engine) as connection:
            recipient = recipient_of(connection, campaign_id, number)
        if recipient is None:
            raise NotFound("There is no such address")
        return Addressed(self._campaigns.get(campaign_id), number, recipient)

    def unsubscribe(self, token: str) -> Addressed:
        """Put the recipient on the blocklist; whoever is on it stays as they are.

        Raises NotFound as `resolve` does, and Unavailable.
        """
        one = self.resolve(token)
        if not self.is_off(one):
            self._accept.events([_block(one, self._clock())])
        return one

    def is_off(self, one: Addressed) -> bool:
        """Whether the recipient is on the blocklist of the channel."""
        return bool(self._subscribers.blocked(one.campaign.channel, [one.recipient]))

    def _mac(self, message: str) -> str:
        digest = hmac.digest(self._secret, f"unsubscribe\0{message}".encode(), sha256)
        return urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def _block(one: Addressed, now: datetime) -> dict[str, Any]:
    """The event; one of its own each time, since people may have come back in between."""
    message = f"{one.campaign.id}-{one.number}"
    return {
        "specversion": "1.0",
        "id": f"{message}-unsubscribed-{microseconds(now)}",
        "source": SOURCE,
        "type": EventKind.SUBSCRIBER_BLOCK.value,
        "time": now.isoformat(),
        "subject": one.recipient,
        "data": {
            "campaign_id": one.campaign.id,
            "channel": one.campaign.channel,
            "message_id": message,
        },
    }
