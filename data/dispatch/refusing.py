"""Which messages are never handed over, and what is said about each instead?"""

from __future__ import annotations

from data.carrier import Answer, Message
from data.channel import Channel
from data.channels import CHANNELS
from data.errors import BadRequest
from data.vocabulary.address import address

LONGEST_TEXT = 1600  # characters of an SMS; more is SEGMENTS_EXCEEDED

# Of each, the first that the channel knows.
_BLOCKED = ("BLACKLISTED", "NOT_SENT")
_BAD_RECIPIENT = ("BAD_TO", "CODE_NOT_ALLOWED", "NOT_SENT")
_BAD_SENDER = ("BAD_FROM", "CODE_NOT_ALLOWED", "AUTH_MISSING", "NOT_SENT")
_UNCERTAIN = ("NOT_SENT", "EXHAUSTED", "CODE_NOT_ALLOWED")
_GIVEN_UP = ("EXHAUSTED", "NOT_SENT", "CODE_NOT_ALLOWED")


def refusal(message: Message, blocked: bool) -> Answer | None:
    """Why this message may not leave; None where it may."""
    envelope = message.envelope
    channel = CHANNELS[envelope.channel]
    if blocked:
        return Answer(_first(channel, _BLOCKED), "blocklist")
    if not _is_address(envelope.channel, envelope.recipient):
        return Answer(_first(channel, _BAD_RECIPIENT), "bad-recipient")
    if envelope.channel == "email" and not _is_address("email", envelope.sender):
        return Answer(_first(channel, _BAD_SENDER), "bad-sender")
    if channel.has_segments and len(message.content.body) > LONGEST_TEXT:
        return Answer("SEGMENTS_EXCEEDED", "too-long")
    return None


def uncertain(channel: Channel) -> Answer:
    """What is said of a message that may have left as the program was ended, and may not have.

    It is not offered again, because nobody may get it twice: so it counts as not sent. Whatever
    its recipient does with it, if it arrived, outranks that.
    """
    return Answer(_first(channel, _UNCERTAIN), "interrupted")


def given_up(channel: Channel, error: str) -> Answer:
    """What is said of a message that was tried as often as is sensible."""
    return Answer(_first(channel, _GIVEN_UP), error)


def _is_address(channel: str, text: str) -> bool:
    try:
        address(channel, text)
    except BadRequest:
        return False
    return True


def _first(channel: Channel, codes: tuple[str, ...]) -> str:
    known = {status.code for status in channel.statuses}
    return next(code for code in codes if code in known)
