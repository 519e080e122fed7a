"""Which call brought an event, and what a corrected reading changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KNOWN = sa.text("call_id IS NOT NULL")


def upgrade() -> None:
    """Add the columns, which rewrites no row, and make the table."""
    op.add_column("seen", sa.Column("call_id", sa.BigInteger()))
    op.add_column("seen", sa.Column("claimed", sa.Boolean()))
    op.create_index(
        "ix_seen_call", "seen", ["call_id"], sqlite_where=_KNOWN, postgresql_where=_KNOWN
    )
    op.add_column("waiting_events", sa.Column("call_id", sa.BigInteger()))
    op.create_index(
        "ix_waiting_events_call",
        "waiting_events",
        ["call_id"],
        sqlite_where=_KNOWN,
        postgresql_where=_KNOWN,
    )
    op.create_table(
        "corrections",
        sa.Column("id", _Serial, primary_key=True, autoincrement=True),
        sa.Column("key", sa.LargeBinary(16), nullable=False, index=True),
        sa.Column("payload", sa.Text()),
        sa.Column("call_id", sa.BigInteger()),
        sqlite_autoincrement=True,
    )
