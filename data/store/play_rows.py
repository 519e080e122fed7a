"""How are plays, and what they won, kept in the database?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Connection  # a handle that the door of events passes on
from sqlalchemy import RowMapping, insert, select, update

from data.play_prizes import Drawn, Pool
from data.play_type import Round
from data.store.tables import plays, prize_pools


def rounds(connection: Connection, campaign_id: int, subject: str) -> tuple[Round, ...]:
    """Somebody's rounds in a campaign, the first first."""
    table = plays.c
    mine = select(plays).where(table.campaign_id == campaign_id, table.subject == subject)
    rows = connection.execute(mine.order_by(table.round)).mappings()
    return tuple(_round(row) for row in rows)


def keep(connection: Connection, campaign_id: int, subject: str, one: Round, now: datetime) -> None:
    """Store a round in place of the one of its number; its draw is kept by `keep_draw`."""
    values = {"progress": dict(one.progress), "ended_at": one.ended_at}
    changed = connection.execute(
        update(plays).where(*_named(campaign_id, subject, one.number)).values(values)
    )
    if changed.rowcount:
        return
    names = {"campaign_id": campaign_id, "subject": subject, "round": one.number}
    connection.execute(insert(plays), [{**names, **values, "begun_at": now}])


def keep_draw(
    connection: Connection, campaign_id: int, subject: str, number: int, drawn: Drawn
) -> None:
    """Store what a round won, or that it won nothing."""
    values = {
        "number": drawn.record["number"],
        "prize": drawn.prize,
        "record": dict(drawn.record),
    }
    connection.execute(update(plays).where(*_named(campaign_id, subject, number)).values(values))


def draws(
    connection: Connection, campaign_id: int
) -> tuple[tuple[str | None, Mapping[str, Any]], ...]:
    """The prize and the record of every play that was drawn for, in the order of the draws."""
    table = plays.c
    drawn = (
        select(table.prize, table.record)
        .where(table.campaign_id == campaign_id, table.number.is_not(None))
        .order_by(table.number)
    )
    return tuple((prize, record) for prize, record in connection.execute(drawn))


def pool(connection: Connection, campaign_id: int) -> Pool | None:
    """What a campaign has drawn and given; None before its first draw."""
    mine = select(prize_pools).where(prize_pools.c.campaign_id == campaign_id)
    row = connection.execute(mine).mappings().one_or_none()
    if row is None:
        return None
    return Pool(row["seed"], row["drawn"], row["given"], row["awarded_at"])


def keep_pool(connection: Connection, campaign_id: int, one: Pool) -> None:
    """Store a campaign's pool in place of the one before."""
    values = {
        "seed": one.seed,
        "drawn": one.drawn,
        "given": dict(one.given),
        "awarded_at": one.awarded_at,
    }
    mine = update(prize_pools).where(prize_pools.c.campaign_id == campaign_id)
    if not connection.execute(mine.values(values)).rowcount:
        connection.execute(insert(prize_pools), [{"campaign_id": campaign_id, **values}])


def _named(campaign_id: int, subject: str, number: int) -> tuple[Any, ...]:
    table = plays.c
    return table.campaign_id == campaign_id, table.subject == subject, table.round == number


def _round(row: RowMapping) -> Round:
    return Round(row["round"], row["progress"], row["ended_at"], row["prize"], row["record"])
