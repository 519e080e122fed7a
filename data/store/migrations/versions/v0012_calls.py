"""Provider calls that are read again, words that people mapped, and events without a campaign."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_Moment = sa.DateTime(timezone=True)
_Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "provider_words",
        sa.Column("connection_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("word", sa.String(200), primary_key=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", _Moment, nullable=False),
        sa.Column("last_at", _Moment, nullable=False),
        sa.Column("names_message", sa.Boolean(), nullable=False),
        sa.Column("meaning", sa.String(60)),
        sa.Column("mapped_at", _Moment),
        sa.Column("mapped_by", sa.String(200)),
    )
    op.create_table(
        "claim_rules",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(10), nullable=False),
        sa.Column("word", sa.String(256), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("at", _Moment, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.UniqueConstraint("connection_id", "about", "word", name="uq_claim_rules_word"),
    )
    op.create_table(
        "waiting_groups",
        sa.Column("id", _Serial, primary_key=True, autoincrement=True),
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.UniqueConstraint("connection_id", "digest", name="uq_waiting_groups_digest"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "waiting_names",
        sa.Column("group_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("about", sa.String(10), primary_key=True),
        sa.Column("word", sa.String(256), primary_key=True),
        sa.Column("campaign_id", sa.Integer()),
    )
    op.create_table(
        "waiting_events",
        sa.Column("id", _Serial, primary_key=True, autoincrement=True),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.LargeBinary(16), nullable=False, unique=True),
        sa.Column("fact", sa.JSON(), nullable=False),
        sa.Column("received_at", _Moment, nullable=False, index=True),
        sa.Column("fault", sa.Text()),
    )
    op.create_index("ix_waiting_events_group", "waiting_events", ["group_id", "id"])
