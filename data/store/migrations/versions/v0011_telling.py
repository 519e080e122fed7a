"""Annotations, targets, alerts and scheduled reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make their tables."""
    _annotations_and_targets()
    _alerts()
    _reports()
    _notices()


def _annotations_and_targets() -> None:
    op.create_table(
        "annotations",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("campaign_id", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", _Moment),
        sa.Column("first", sa.Date()),
        sa.Column("last", sa.Date()),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("changed_by", sa.String(200)),
        sa.Column("changed_at", _Moment),
    )
    op.create_index("ix_annotations_campaign_id", "annotations", ["campaign_id"])
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("metric", sa.String(60), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("of", sa.String(60), nullable=False),
        sa.Column("bound", sa.String(20), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("changed_at", _Moment, nullable=False),
        sa.UniqueConstraint("metric", "scope", "of", name="uq_targets_of"),
    )


def _alerts() -> None:
    op.create_table(
        "alert_rules",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("changed_at", _Moment, nullable=False),
        sa.Column("paused_at", _Moment),
        sa.Column("looked_at", _Moment),
        sa.Column("next_look", _Moment, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alert_rules_next_look", "alert_rules", ["next_look"])
    op.create_table(
        "alert_episodes",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("began_at", _Moment, nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("ended_at", _Moment),
        sa.Column("ended_said", sa.Text(), nullable=False),
        sa.Column("told_at", _Moment),
        sa.Column("end_told_at", _Moment),
        sa.UniqueConstraint("rule_id", "began_at", name="uq_alert_episodes_began"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "webhook_receivers",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("rotated_at", _Moment),
        sa.Column("gone_at", _Moment),
        sqlite_autoincrement=True,
    )


def _reports() -> None:
    op.create_table(
        "report_schedules",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("changed_at", _Moment, nullable=False),
        sa.Column("paused_at", _Moment),
        sa.Column("next_due", _Moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_schedules_next_due", "report_schedules", ["next_due"])
    op.create_table(
        "report_runs",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("due_at", _Moment, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", _Moment),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("done_at", _Moment),
        sa.UniqueConstraint("schedule_id", "due_at", name="uq_report_runs_due"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_runs_next_at", "report_runs", ["next_at"])


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(200), nullable=False, unique=True),
        sa.Column("about", sa.String(60), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("to", sa.String(254), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", _Moment),
        sa.Column("created_at", _Moment, nullable=False),
        sa.Column("done_at", _Moment),
    )
    op.create_index("ix_notices_next_at", "notices", ["next_at"])
    op.create_index("ix_notices_about", "notices", ["about"])
    op.create_table(
        "notice_attempts",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("at", _Moment, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
    )
    op.create_index("ix_notice_attempts_notice_id", "notice_attempts", ["notice_id"])
