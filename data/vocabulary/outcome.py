"""What became of a message: the four outcomes that every channel's categories fall into.

The invariant of the specification (2.4, D-07, F274) is in these words:
recipients = UNSENT + sent, and sent = TRANSIT + DELIVERED + FAILED.
"""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """Exactly one for each category of each channel."""

    UNSENT = "unsent"
    TRANSIT = "transit"
    DELIVERED = "delivered"
    FAILED = "failed"
