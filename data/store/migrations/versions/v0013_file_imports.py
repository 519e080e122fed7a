"""Files that were mapped and brought in, so that one can be taken out whole."""

from __future__ import annotations

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make their tables."""
