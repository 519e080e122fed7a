"""What does a workspace remember about itself, and which process does its chores?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from data.clock import Clock, utc_now
from data.store.engine import read, write
from data.store.tables import leases, workspace


def fact(engine: Engine, name: str) -> Any:
    """The JSON value kept under `name`; None where there is none. Raises Unavailable."""
    with read(engine) as connection:
        return connection.scalar(select(workspace.c.value).where(workspace.c.name == name))


def facts(connection: Connection, *names: str) -> dict[str, Any]:
    """The JSON values kept under those of `names` that are there."""
    wanted = select(workspace.c.name, workspace.c.value).where(workspace.c.name.in_(names))
    return {row.name: row.value for row in connection.execute(wanted)}


def keep_fact(engine: Engine, name: str, value: Any) -> None:
    """Keep a JSON value under `name`, instead of any that was there. Raises Unavailable."""
    with write(engine) as connection:
        connection.execute(delete(workspace).where(workspace.c.name == name))
        connection.execute(insert(workspace).values(name=name, value=value))


def hold(engine: Engine, name: str, holder: str, until: datetime, clock: Clock = utc_now) -> bool:
    """Take the task `name` for `holder`, or keep it, until a moment; False: another one has it.

    A task whose holder didn't renew it in time is free for anybody. Raises Unavailable.
    """
    with write(engine) as connection:
        free = (leases.c.holder == holder) | (leases.c.until <= clock())
        taken = connection.execute(
            update(leases).where(leases.c.name == name, free).values(holder=holder, until=until)
        )
        if taken.rowcount:
            return True
        if connection.scalar(select(leases.c.holder).where(leases.c.name == name)) is not None:
            return False
        connection.execute(insert(leases).values(name=name, holder=holder, until=until))
        return True


def holder_of(engine: Engine, name: str) -> str | None:
    """Who has a task, or had it last; None where nobody does. Raises Unavailable."""
    with read(engine) as connection:
        return connection.scalar(select(leases.c.holder).where(leases.c.name == name))


def release(engine: Engine, name: str, holder: str) -> None:
    """Give a task back, if `holder` has it. Raises Unavailable."""
    with write(engine) as connection:
        connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
