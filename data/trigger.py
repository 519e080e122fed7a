"""What does a call of a campaign's delivery endpoint set off (4.17, D-23)?

The message is simulated: it is recorded as waiting, and never leaves.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import uuid4

from data.campaign import Campaign, features
from data.channel import Channel
from data.channels import CHANNELS
from data.errors import BadRequest, Refused
from data.ingest.accept import Accept
from data.vocabulary.event_kind import EventKind
from data.vocabulary.line import clean_line

# The first one that the channel has: none of them says that the message left.
_WAITING = ("QUEUE", "DEQUEUED", "NOT_SENT")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_SAMPLES = {"email": "ana@example.com", "push": "device-token"}
SAMPLE_NUMBER = "+12025550123"


def path(campaign: Campaign) -> str:
    """Where the endpoint of a campaign is (F216)."""
    return f"/v1/campaigns/{campaign.id}/trigger"


def sample(campaign: Campaign) -> dict[str, str]:
    """A body that the endpoint takes (F216)."""
    receiver = _SAMPLES.get(campaign.channel, SAMPLE_NUMBER)
    return {"receiver": receiver, "campaignLabel": campaign.name}


def check_open(campaign: Campaign) -> None:
    """Raise Refused unless the campaign is Live and its recipients come by API (F215)."""
    if "endpoint" not in features(campaign):
        raise Refused(
            f"Campaign {campaign.id} has no delivery endpoint: it has to be Live, "
            "and its recipients have to be API Endpoint"
        )


def simulated(
    campaign: Campaign, receiver: str, label: str, now: datetime, source: str
) -> dict[str, Any]:
    """The event that records one simulated message to `receiver`.

    `label` is the caller's own word for the call; it is kept with the message. Raises Refused as
    `check_open` does or for a campaign without a channel, and BadRequest that names the field.
    """
    check_open(campaign)
    channel = CHANNELS.get(campaign.channel)
    if channel is None:
        raise Refused(f"Campaign {campaign.id} has no channel to send a message on")
    receiver = _receiver(receiver, channel)
    label = clean_line(label, "campaignLabel")
    message = str(uuid4())
    data = {
        "campaign_id": campaign.id,
        "channel": channel.key,
        "message_id": message,
        "status": _waiting(channel),
        "sender": campaign.sender or None,
        "text": f"Simulated message, not sent. Label: {label}"
        if label
        else "Simulated message, not sent.",
    }
    return {
        "specversion": "1.0",
        "id": message,
        "source": source,
        "type": EventKind.MESSAGE_STATUS.value,
        "time": now.isoformat(),
        "subject": receiver,
        "data": {name: value for name, value in data.items() if value is not None},
    }


def record(accept: Accept, event: dict[str, Any]) -> None:
    """Take the event that `simulated` made; durable once this returns.

    Raises BadRequest with the reason where it was not taken, and Unavailable.
    """
    verdict = accept.events([event])
    if verdict.rejected:
        raise BadRequest(f"The message was not recorded: {verdict.rejected[0].error}")


def _waiting(channel: Channel) -> str:
    codes = {status.code for status in channel.statuses}
    return next(code for code in _WAITING if code in codes)


def _receiver(text: str, channel: Channel) -> str:
    receiver = clean_line(text, "receiver")
    if not receiver:
        raise BadRequest("receiver is missing: to whom is the message to go?", "receiver")
    if channel.key == "push":
        return receiver
    if channel.key == "email":
        if not _ADDRESS.fullmatch(receiver):
            raise BadRequest("receiver must be an address like ana@example.com", "receiver")
        return receiver
    if not _NUMBER.fullmatch(receiver):
        raise BadRequest(
            f"receiver must be a number with its country, like {SAMPLE_NUMBER}", "receiver"
        )
    return receiver
