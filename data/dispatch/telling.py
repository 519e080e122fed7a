"""What is reported of a message that leaves: ordinary events, through the door that all come by.

Their ids follow from the message and the fact, so a fact that is told twice counts once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from data.carrier import Answer, Envelope, Message, Receipt
from data.channel import Channel
from data.channels import CHANNELS
from data.vocabulary.event_kind import EventKind
from data.vocabulary.outcome import Outcome

MOST_SEGMENTS = 255  # that an event can say
INCOMPLETE = "INCOMPLETE"

Event = dict[str, Any]


def was_taken(channel: Channel, code: str) -> bool:
    """Whether a status says that the carrier has the message, in its queue or beyond."""
    status = channel.status(code)
    return status.waits or channel.category(status.category).outcome is not Outcome.UNSENT


def answered(
    message: Message, answer: Answer, at: datetime, blank: bool, carrier: str
) -> Iterator[Event]:
    """What a message's status at hand-over is worth; `blank`: a placeholder stayed empty.

    Where a channel parts long texts, INCOMPLETE means something else and is the carrier's to say.
    """
    channel = CHANNELS[message.envelope.channel]
    data: dict[str, Any] = {"status": answer.code, "error_code": answer.error, **answer.data}
    taken = was_taken(channel, answer.code)
    if channel.has_segments and taken:
        data["segments"] = min(message.content.segments, MOST_SEGMENTS)
    kind = EventKind.MESSAGE_STATUS
    yield _event(message.envelope, kind, answer.code.lower(), at, data, carrier)
    if blank and taken and not channel.has_segments:
        more = {"status": INCOMPLETE, **answer.data}
        yield _event(message.envelope, kind, INCOMPLETE.lower(), at, more, carrier)


def receipt_event(envelope: Envelope, receipt: Receipt, carrier: str) -> Event:
    """One receipt."""
    return _event(envelope, receipt.kind, receipt.name, receipt.at, receipt.data, carrier)


def _event(
    envelope: Envelope,
    kind: EventKind,
    name: str,
    at: datetime,
    data: Mapping[str, Any],
    carrier: str,
) -> Event:
    known = {
        "campaign_id": envelope.campaign_id,
        "channel": envelope.channel,
        "message_id": envelope.id,
        "sender": envelope.sender,
        **data,
    }
    return {
        "specversion": "1.0",
        "id": f"{envelope.id}-{name}",
        "source": f"carrier/{carrier}",
        "type": kind.value,
        "time": at.isoformat(),
        "subject": envelope.recipient,
        "data": {key: value for key, value in known.items() if value != ""},
    }
