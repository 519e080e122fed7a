"""Provider calls that are read again, words that people mapped, and events without a campaign."""

from __future__ import annotations

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make their tables."""
