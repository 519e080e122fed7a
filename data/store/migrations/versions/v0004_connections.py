"""Connections to providers, and the calls that came through them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_Moment = sa.DateTime(timezone=True)
_Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "connections",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("campaign_id", sa.Integer()),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("secrets", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text()),
        sa.Column("previous_until", _Moment),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("rotated_at", _Moment),
        sa.Column("paused_at", _Moment),
        sa.UniqueConstraint("provider", "name", name="uq_connections_name"),
    )
    op.create_table(
        "webhook_calls",
        sa.Column("id", _Serial, primary_key=True, autoincrement=True),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("first_at", _Moment, nullable=False),
        sa.Column("last_at", _Moment, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.UniqueConstraint("connection_id", "digest", name="uq_webhook_calls_digest"),
    )
    op.create_index("ix_webhook_calls_recent", "webhook_calls", ["connection_id", "last_at"])
