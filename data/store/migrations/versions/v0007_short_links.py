"""Short links, and what was played and won through them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_Moment = sa.DateTime(timezone=True)
_Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "short_links",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.UniqueConstraint("campaign_id", "digest", name="uq_short_links_url"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "plays",
        sa.Column("id", _Serial, primary_key=True, autoincrement=True),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(256), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("begun_at", _Moment, nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("ended_at", _Moment),
        sa.Column("number", sa.Integer()),
        sa.Column("prize", sa.Text()),
        sa.Column("record", sa.JSON()),
        sa.UniqueConstraint("campaign_id", "subject", "round", name="uq_plays_round"),
        sa.UniqueConstraint("campaign_id", "number", name="uq_plays_number"),
    )
    op.create_table(
        "prize_pools",
        sa.Column("campaign_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("awarded_at", _Moment),
    )
