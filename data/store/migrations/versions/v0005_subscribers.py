"""The subscriber list, and the lists that campaigns bring."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_Moment = sa.DateTime(timezone=True)
_Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Ranges of beginnings need an order that is the same in every language.
_Word = sa.String(64).with_variant(sa.String(64, "C"), "postgresql")


def upgrade() -> None:
    """Make all of their tables."""
    op.create_table(
        "subscribers",
        sa.Column("id", _Serial, primary_key=True, autoincrement=True),
        sa.Column("first_name", sa.String(200), nullable=False),
        sa.Column("last_name", sa.String(200), nullable=False),
        sa.Column("joined_at", _Moment),
        sa.Column("updated_at", _Moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subscriber_addresses",
        sa.Column("address", sa.String(256), primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("subscriber_id", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", _Moment),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("changed_at", _Moment),
        sa.Column("reachable", sa.Boolean(), nullable=False),
    )
    op.create_index(
        "ix_subscriber_addresses_subscriber_id", "subscriber_addresses", ["subscriber_id"]
    )
    op.create_index(
        "ix_subscriber_addresses_channel",
        "subscriber_addresses",
        ["channel", "blocked", "subscriber_id"],
    )
    for table, column in (("subscriber_tags", sa.String(64)), ("subscriber_words", _Word)):
        name = table.removeprefix("subscriber_").removesuffix("s")
        op.create_table(
            table,
            sa.Column(name, column, primary_key=True),
            sa.Column("subscriber_id", sa.BigInteger(), primary_key=True),
        )
        op.create_index(f"ix_{table}_subscriber_id", table, ["subscriber_id"])
    op.create_table(
        "subscriber_growth",
        sa.Column("quarter", _Moment, primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
    )
    op.create_table(
        "subscriber_totals",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("blocked", sa.Integer(), nullable=False),
    )
    op.create_table(
        "subscriber_imports",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("started_at", _Moment, nullable=False),
        sa.Column("finished_at", _Moment),
        sa.Column("heading", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.JSON(), nullable=False),
    )
    op.create_table(
        "audiences",
        sa.Column("campaign_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("at", _Moment, nullable=False),
    )
    op.create_table(
        "audience_entries",
        sa.Column("campaign_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("recipient", sa.String(256), nullable=False),
        sa.Column("fields", sa.JSON(none_as_null=True)),
        sa.Column("subscriber_id", sa.BigInteger()),
        sqlite_with_rowid=False,
    )
