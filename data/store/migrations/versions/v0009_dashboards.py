"""People's own dashboards, and the links that share them."""

from __future__ import annotations

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make their tables."""
