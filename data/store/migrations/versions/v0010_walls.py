"""Wall screens, and the codes that pair them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "walls",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("takeover", sa.Boolean(), nullable=False),
        sa.Column("theme", sa.String(10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", _Moment, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "screens",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("code", sa.String(10), unique=True),
        sa.Column("code_until", _Moment),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("wall", sa.String(40), nullable=False),
        sa.Column("paired_at", _Moment),
        sa.Column("paired_by", sa.String(200), nullable=False),
        sa.Column("seen_at", _Moment),
        sqlite_autoincrement=True,
    )
