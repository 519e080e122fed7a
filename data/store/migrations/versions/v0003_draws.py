"""Winner draws and their schedules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their tables."""
    _draws()
    _schedules()


def _draws() -> None:
    op.create_table(
        "draws",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("prize", sa.String(200), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("statuses", sa.JSON(), nullable=False),
        sa.Column("exclude_winners", sa.Boolean(), nullable=False),
        sa.Column("at", _Moment, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("algorithm", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("as_of", _Moment, nullable=False),
        sa.Column("lake", sa.JSON(), nullable=False),
        sa.Column("winners", sa.JSON(), nullable=False),
        sa.Column("schedule_id", sa.Integer()),
        sa.Column("due_at", _Moment),
        sa.UniqueConstraint("schedule_id", "due_at", name="uq_draws_due"),
    )
    op.create_index("ix_draws_campaign_id", "draws", ["campaign_id"])


def _schedules() -> None:
    op.create_table(
        "draw_schedules",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("prize", sa.String(200), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("statuses", sa.JSON(), nullable=False),
        sa.Column("exclude_winners", sa.Boolean(), nullable=False),
        sa.Column("rhythm", sa.String(20), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("at_time", sa.String(5), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("next_due", _Moment),
    )
    op.create_index("ix_draw_schedules_campaign_id", "draw_schedules", ["campaign_id"])
    op.create_index("ix_draw_schedules_next_due", "draw_schedules", ["next_due"])
