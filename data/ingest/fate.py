"""What became of a message, in words that all providers share, and our code for it by channel?"""

from __future__ import annotations

from enum import StrEnum


class Fate(StrEnum):
    """A message's fate as providers tell it; each channel has its own code for it (D-07)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    DELIVERED = "delivered"
    SEEN = "seen"  # opened or read
    CLICKED = "clicked"
    COMPLAINED = "complained"
    UNCERTAIN = "uncertain"  # the operator can't tell
    BOUNCED = "bounced"  # this time
    UNREACHABLE = "unreachable"  # for good
    BAD_ADDRESS = "bad address"
    EXPIRED = "expired"
    GAVE_UP = "gave up"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    SUPPRESSED = "suppressed"  # the recipient had opted out, so nothing was sent
    THROTTLED = "throttled"
    BAD_SENDER = "bad sender"


# What no failure of the channel says more exactly has the code that says just "failed".
_SMS = {
    Fate.QUEUED: "QUEUE",
    Fate.SENDING: "DEQUEUED",
    Fate.SENT: "SENT",
    Fate.DEFERRED: "ENROUTE",
    Fate.DELIVERED: "DELIVRD",
    Fate.SEEN: "DELIVRD",
    Fate.CLICKED: "DELIVRD",
    Fate.COMPLAINED: "DELIVRD",
    Fate.UNCERTAIN: "UNKNOWN",
    Fate.BOUNCED: "UNDELIV",
    Fate.UNREACHABLE: "UNDELIV",
    Fate.BAD_ADDRESS: "INVALID_ROUTING",
    Fate.EXPIRED: "EXPIRED",
    Fate.GAVE_UP: "EXHAUSTED",
    Fate.CANCELLED: "DELETED",
    Fate.REJECTED: "REJECTD",
    Fate.SUPPRESSED: "BLACKLISTED",
    Fate.THROTTLED: "REJECTD",
    Fate.BAD_SENDER: "CODE_NOT_ALLOWED",
}
_EMAIL = {
    Fate.QUEUED: "DEQUEUED",
    Fate.SENDING: "DEQUEUED",
    Fate.SENT: "SENT",
    # No code of the channel means "will be tried again"; an undeclared one counts as Transit.
    Fate.DEFERRED: "DEFERRED",
    Fate.DELIVERED: "DELIVERED",
    Fate.SEEN: "OPEN",
    Fate.CLICKED: "CLICK",
    Fate.COMPLAINED: "COMPLAINED",
    Fate.UNCERTAIN: "SENT",
    Fate.BOUNCED: "BOUNCED",
    Fate.UNREACHABLE: "BOUNCED_PERMANENT",
    Fate.BAD_ADDRESS: "BAD_TO",
    Fate.EXPIRED: "BOUNCED",
    Fate.GAVE_UP: "EXHAUSTED",
    Fate.CANCELLED: "NOT_SENT",
    Fate.REJECTED: "NOT_SENT",
    Fate.SUPPRESSED: "BLACKLISTED",
    Fate.THROTTLED: "BLOCKED_DUE_BAD_BEHAVIOUR",
    Fate.BAD_SENDER: "BAD_FROM",
}
# Our push channel has one code for all that left well: SENT counts as delivered.
_PUSH = {
    Fate.QUEUED: "DEQUEUED",
    Fate.SENDING: "DEQUEUED",
    Fate.SENT: "SENT",
    Fate.DEFERRED: "DEQUEUED",
    Fate.DELIVERED: "SENT",
    Fate.SEEN: "SENT",
    Fate.CLICKED: "SENT",
    Fate.COMPLAINED: "SENT",
    Fate.UNCERTAIN: "SENT",
    Fate.BOUNCED: "NOT_CONTEMPLATED_ERROR",
    Fate.UNREACHABLE: "UNREGISTERED",
    Fate.BAD_ADDRESS: "BAD_DEVICE_TOKEN",
    Fate.EXPIRED: "SERVER_UNAVAILABLE",
    Fate.GAVE_UP: "EXHAUSTED",
    Fate.CANCELLED: "NOT_SENT",
    Fate.REJECTED: "INVALID_MESSAGE",
    Fate.SUPPRESSED: "NOT_SENT",
    Fate.THROTTLED: "DEVICE_QUOTA_EXCEEDED",
    Fate.BAD_SENDER: "AUTH_ERROR",
}
_RCS = {
    Fate.QUEUED: "NOT_SENT",
    Fate.SENDING: "NOT_SENT",
    Fate.SENT: "SENT",
    Fate.DEFERRED: "SENT",
    Fate.DELIVERED: "DELIVERED",
    Fate.SEEN: "READ",
    Fate.CLICKED: "READ",
    Fate.COMPLAINED: "READ",
    Fate.UNCERTAIN: "SENT",
    Fate.BOUNCED: "FALLBACK",
    Fate.UNREACHABLE: "FALLBACK",
    Fate.BAD_ADDRESS: "FALLBACK",
    Fate.EXPIRED: "FALLBACK",
    Fate.GAVE_UP: "EXHAUSTED",
    Fate.CANCELLED: "NOT_SENT",
    Fate.REJECTED: "FALLBACK",
    Fate.SUPPRESSED: "BLACKLISTED",
    Fate.THROTTLED: "FALLBACK",
    Fate.BAD_SENDER: "NOT_SENT",
}
_WHATSAPP = {
    Fate.QUEUED: "QUEUE",
    Fate.SENDING: "DEQUEUED",
    Fate.SENT: "SENT",
    Fate.DEFERRED: "SENT",
    Fate.DELIVERED: "DELIVERED",
    Fate.SEEN: "READ",
    Fate.CLICKED: "READ",
    Fate.COMPLAINED: "READ",
    Fate.UNCERTAIN: "SENT",
    Fate.BOUNCED: "FAILED",
    Fate.UNREACHABLE: "FAILED",
    Fate.BAD_ADDRESS: "FAILED",
    Fate.EXPIRED: "FAILED",
    Fate.GAVE_UP: "FAILED",
    Fate.CANCELLED: "FAILED",
    Fate.REJECTED: "FAILED",
    Fate.SUPPRESSED: "BLACKLISTED",
    Fate.THROTTLED: "QUOTA_EXCEEDED",
    Fate.BAD_SENDER: "CODE_NOT_ALLOWED",
}
CODES = {"sms": _SMS, "email": _EMAIL, "push": _PUSH, "rcs": _RCS, "whatsapp": _WHATSAPP}


def code(fate: Fate | None, channel: str, word: str) -> str:
    """Our status code for `fate` on `channel`; the provider's own `word` where there is none.

    A word that no channel declares is kept as it is and counts as Transit (D-07).
    """
    return CODES.get(channel, {}).get(fate, word) if fate else word
