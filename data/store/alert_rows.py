"""How are alerts' rules, and what became of them, kept?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, delete, insert, select, update

from data.store.tables import alert_episodes as episodes
from data.store.tables import alert_rules as rules


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it is kept; `said` is what the last look found. Times in UTC."""

    id: int
    rule: Mapping[str, Any]
    who: str
    created_at: datetime
    changed_at: datetime
    paused_at: datetime | None
    looked_at: datetime | None
    next_look: datetime
    said: str


@dataclass(frozen=True, slots=True)
class Episode:
    """From when to when a rule's condition held; `told_at` and `end_told_at` are of its notices."""

    id: int
    rule_id: int
    began_at: datetime
    said: str
    ended_at: datetime | None = None
    ended_said: str = ""
    told_at: datetime | None = None
    end_told_at: datetime | None = None


def add(connection: Connection, rule: Mapping[str, Any], who: str, now: datetime) -> int:
    """Keep a new rule, to be looked at from now on; return its id."""
    made = connection.execute(
        insert(rules)
        .values(rule=dict(rule), who=who, created_at=now, changed_at=now, next_look=now, said="")
        .returning(rules.c.id)
    )
    return int(made.scalar_one())


def edit(connection: Connection, rule_id: int, rule: Mapping[str, Any], now: datetime) -> None:
    """Put another rule in its place, to be looked at at once."""
    wanted = update(rules).where(rules.c.id == rule_id)
    connection.execute(wanted.values(rule=dict(rule), changed_at=now, next_look=now))


def pause(connection: Connection, rule_id: int, at: datetime | None, next_look: datetime) -> None:
    """Look no more, or again."""
    wanted = update(rules).where(rules.c.id == rule_id)
    connection.execute(wanted.values(paused_at=at, next_look=next_look))


def remove(connection: Connection, rule_id: int) -> None:
    """Forget a rule and its episodes."""
    connection.execute(delete(episodes).where(episodes.c.rule_id == rule_id))
    connection.execute(delete(rules).where(rules.c.id == rule_id))


def every(connection: Connection) -> tuple[RuleRow, ...]:
    """All rules, the oldest first."""
    found = connection.execute(select(rules).order_by(rules.c.id)).mappings()
    return tuple(_rule(row) for row in found)


def by_id(connection: Connection, rule_id: int) -> RuleRow | None:
    """The rule with this id."""
    row = connection.execute(select(rules).where(rules.c.id == rule_id)).mappings().one_or_none()
    return None if row is None else _rule(row)


def due(connection: Connection, now: datetime) -> tuple[RuleRow, ...]:
    """Rules to be looked at."""
    wanted = select(rules).where(rules.c.next_look <= now, rules.c.paused_at.is_(None))
    found = connection.execute(wanted.order_by(rules.c.next_look, rules.c.id)).mappings()
    return tuple(_rule(row) for row in found)


def looked(
    connection: Connection, row: RuleRow, now: datetime, next_look: datetime, said: str
) -> bool:
    """Record a look; False where somebody else took it, or the rule has changed since."""
    done = connection.execute(
        update(rules)
        .where(
            rules.c.id == row.id,
            rules.c.next_look == row.next_look,
            rules.c.changed_at == row.changed_at,
            rules.c.paused_at.is_(None),
        )
        .values(looked_at=now, next_look=next_look, said=said)
    )
    return bool(done.rowcount)


def last_episode(connection: Connection, rule_id: int) -> Episode | None:
    """The episode that began last."""
    return next(iter(latest(connection, rule_id, 1)), None)


def latest(connection: Connection, rule_id: int, most: int) -> tuple[Episode, ...]:
    """A rule's episodes, the latest first."""
    wanted = select(episodes).where(episodes.c.rule_id == rule_id)
    found = connection.execute(wanted.order_by(episodes.c.id.desc()).limit(most)).mappings()
    return tuple(_episode(row) for row in found)


def begin(connection: Connection, rule_id: int, at: datetime, said: str) -> None:
    """Open an episode."""
    connection.execute(
        insert(episodes).values(rule_id=rule_id, began_at=at, said=said, ended_said="")
    )


def end(connection: Connection, episode_id: int, at: datetime, said: str) -> None:
    """Close an episode."""
    wanted = update(episodes).where(episodes.c.id == episode_id)
    connection.execute(wanted.values(ended_at=at, ended_said=said))


def end_open(connection: Connection, rule_id: int, at: datetime, said: str) -> None:
    """Close a rule's open episode and tell nobody: the rule is another one, or rests."""
    is_open = and_(episodes.c.rule_id == rule_id, episodes.c.ended_at.is_(None))
    connection.execute(
        update(episodes).where(is_open).values(ended_at=at, ended_said=said, end_told_at=at)
    )


def untold(connection: Connection) -> tuple[tuple[RuleRow, Episode], ...]:
    """Episodes whose beginning or end is still to be told, unless they passed untold."""
    open_untold = episodes.c.told_at.is_(None) & episodes.c.ended_at.is_(None)
    end_untold = (
        episodes.c.told_at.is_not(None)
        & episodes.c.ended_at.is_not(None)
        & episodes.c.end_told_at.is_(None)
    )
    wanted = select(episodes).where(open_untold | end_untold).order_by(episodes.c.id)
    found = [_episode(row) for row in connection.execute(wanted).mappings()]
    pairs = ((by_id(connection, one.rule_id), one) for one in found)
    return tuple((row, one) for row, one in pairs if row is not None)


def told(connection: Connection, episode_id: int, at: datetime) -> bool:
    """The beginning is being told; False where it was already."""
    wanted = update(episodes).where(episodes.c.id == episode_id, episodes.c.told_at.is_(None))
    return bool(connection.execute(wanted.values(told_at=at)).rowcount)


def end_told(connection: Connection, episode_id: int, at: datetime) -> bool:
    """The end is being told; False where it was already."""
    wanted = update(episodes).where(episodes.c.id == episode_id, episodes.c.end_told_at.is_(None))
    return bool(connection.execute(wanted.values(end_told_at=at)).rowcount)


def _rule(row: RowMapping) -> RuleRow:
    return RuleRow(
        row["id"],
        row["rule"],
        row["who"],
        row["created_at"],
        row["changed_at"],
        row["paused_at"],
        row["looked_at"],
        row["next_look"],
        row["said"],
    )


def _episode(row: RowMapping) -> Episode:
    return Episode(
        row["id"],
        row["rule_id"],
        row["began_at"],
        row["said"],
        row["ended_at"],
        row["ended_said"],
        row["told_at"],
        row["end_told_at"],
    )
