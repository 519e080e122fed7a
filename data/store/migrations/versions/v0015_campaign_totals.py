"""Totals of campaigns that files brought, with nobody behind them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "campaign_totals",
        sa.Column("import_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("campaign_id", sa.Integer(), primary_key=True, autoincrement=False, index=True),
        sa.Column("tally", sa.String(40), primary_key=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.CheckConstraint("count >= 0", name="ck_campaign_totals_count"),
    )
