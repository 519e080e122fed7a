"""Wall screens, and the codes that pair them."""

from __future__ import annotations

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make their tables."""
