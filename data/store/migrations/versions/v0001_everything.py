"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make all tables."""
    _campaigns()
    _access()
    _events()
    _workspace()


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("external_id", sa.String(200), unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("group", sa.String(20), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("delivery_at", _Moment),
        sa.Column("recipients", sa.Integer()),
        sa.Column("config", sa.JSON(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("updated_at", _Moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_campaigns_list", "campaigns", ["group", "created_at", "id", "type", "state"]
    )
    op.create_table(
        "transitions",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(20)),
        sa.Column("after", sa.String(20)),
        sa.Column("at", _Moment, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
    )
    op.create_index("ix_transitions_campaign_id", "transitions", ["campaign_id"])


def _access() -> None:
    op.create_table(
        "keys",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("revoked_at", _Moment),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("sees_recipients", sa.Boolean(), nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
    )


def _events() -> None:
    op.create_table(
        "seen",
        sa.Column("key", sa.LargeBinary(16), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "inbox",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("payload", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "imports",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("finished_at", _Moment),
    )


def _workspace() -> None:
    op.create_table(
        "workspace",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("holder", sa.String(100), nullable=False),
        sa.Column("until", _Moment, nullable=False),
    )
