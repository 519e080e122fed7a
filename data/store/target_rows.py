"""How are the targets of figures kept?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, delete, insert, select

from data.store.tables import targets as table


class Bound(StrEnum):
    """On which side of the target a figure should be."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"


class Scope(StrEnum):
    """For what a target is; the more special one goes before."""

    CAMPAIGN = "campaign"
    TYPE = "type"
    CHANNEL = "channel"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Target:
    """What a metric should be for one campaign, type or channel (`of`), or everywhere."""

    id: int
    metric: str
    scope: Scope
    of: str
    bound: Bound
    value: float
    who: str
    changed_at: datetime


def put(connection: Connection, target: Target) -> int:
    """Keep a target in the place of any for the same; return its id."""
    same = (
        (table.c.metric == target.metric)
        & (table.c.scope == target.scope)
        & (table.c.of == target.of)
    )
    connection.execute(delete(table).where(same))
    made = connection.execute(
        insert(table)
        .values(
            metric=target.metric,
            scope=target.scope,
            of=target.of,
            bound=target.bound,
            value=target.value,
            who=target.who,
            changed_at=target.changed_at,
        )
        .returning(table.c.id)
    )
    return int(made.scalar_one())


def remove(connection: Connection, target_id: int) -> bool:
    """Forget a target; False where there was none."""
    return bool(connection.execute(delete(table).where(table.c.id == target_id)).rowcount)


def every(connection: Connection) -> tuple[Target, ...]:
    """All targets, by metric, the workspace's first."""
    wanted = select(table).order_by(table.c.metric, table.c.scope.desc(), table.c.of)
    return tuple(_target(row) for row in connection.execute(wanted).mappings())


def _target(row: RowMapping) -> Target:
    return Target(
        row["id"],
        row["metric"],
        Scope(row["scope"]),
        row["of"],
        Bound(row["bound"]),
        row["value"],
        row["who"],
        row["changed_at"],
    )
