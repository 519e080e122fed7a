"""Messages on their way to a carrier."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "made_here",
        sa.Column("campaign_id", sa.Integer(), primary_key=True, autoincrement=False),
    )
    op.create_table(
        "sends",
        sa.Column("campaign_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("carrier", sa.String(40), nullable=False),
        sa.Column("begun_at", _Moment, nullable=False),
        sa.Column("prepared", sa.Integer(), nullable=False),
        sa.Column("prepared_at", _Moment),
        sa.Column("recent", sa.JSON(), nullable=False),
        sa.Column("ended_at", _Moment),
    )
    op.create_index("ix_sends_ended_at", "sends", ["ended_at"])
    op.create_table(
        "outbox",
        sa.Column("campaign_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("recipient", sa.String(256), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("error", sa.String(64), nullable=False),
        sa.Column("at", _Moment),
        sa.Column("next_at", _Moment),
        sa.UniqueConstraint("campaign_id", "recipient", name="uq_outbox_recipient"),
    )
    op.create_index("ix_outbox_state", "outbox", ["campaign_id", "state", "number"])
    due = sa.text("next_at IS NOT NULL")
    op.create_index("ix_outbox_due", "outbox", ["next_at"], sqlite_where=due, postgresql_where=due)
