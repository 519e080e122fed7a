"""Files that were mapped and brought in, so that one can be taken out whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "file_imports",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, index=True),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("begun_at", _Moment, nullable=False),
        sa.Column("finished_at", _Moment),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.BigInteger(), nullable=False),
        sa.Column("duplicates", sa.BigInteger(), nullable=False),
        sa.Column("campaigns", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "file_contents",
        sa.Column("import_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "file_rejections",
        sa.Column("import_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("where", sa.String(300), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
    )
    op.create_table(
        "file_mappings",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("saved_at", _Moment, nullable=False),
        sa.Column("saved_by", sa.String(200), nullable=False),
    )
