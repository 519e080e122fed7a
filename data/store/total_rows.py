"""Which totals of campaigns did files bring, with nobody behind them?

A source's totals only grow, so what it said last is the largest of what it said: that counts,
whatever came first and however often it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from data.store.tables import campaign_totals, campaigns, file_imports, workspace

NAME = "campaign_totals"  # the fact that counts how often they were changed
_table = campaign_totals


@dataclass(frozen=True, slots=True)
class Told:
    """What one row of a file says of a campaign: its counts by tally. `sent_at` is in UTC."""

    campaign_id: int
    sent_at: datetime
    channel: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summed:
    """What all files say of a campaign: the largest of each count, booked when it was sent.

    `id` and `month` are the campaign's; `origins` are the files' systems, and when each came last.
    """

    id: int
    month: str
    sent_at: datetime
    channel: str
    counts: Mapping[str, int]
    origins: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of all campaigns that have any, after `version` changes."""

    version: int = 0
    by_campaign: Mapping[int, Summed] = field(default_factory=dict)

    def of(self, ids: Iterable[int] | None) -> tuple[Summed, ...]:
        """Those of these campaigns; None: of all."""
        if not self.by_campaign:
            return ()
        wanted = self.by_campaign if ids is None else ids
        return tuple(self.by_campaign[one] for one in wanted if one in self.by_campaign)

    def state(self, ids: Iterable[int]) -> int:
        """Equal where the same totals belong to these campaigns; 0 where none do."""
        return self.version if self.of(ids) else 0


def keep(connection: Connection, import_id: int, told: Sequence[Told]) -> None:
    """Keep what a file says; what the same import said of a campaign before is replaced."""
    rows = [
        {
            "import_id": import_id,
            "campaign_id": one.campaign_id,
            "tally": tally,
            "count": count,
            "sent_at": one.sent_at,
            "channel": one.channel,
        }
        for one in told
        for tally, count in one.counts.items()
    ]
    ids = [one.campaign_id for one in told]
    _remove(connection, (_table.c.import_id == import_id) & _table.c.campaign_id.in_(ids))
    if rows:
        connection.execute(insert(_table), rows)
        _changed(connection)


def drop(connection: Connection, import_id: int) -> None:
    """Forget all that one import brought."""
    if _remove(connection, _table.c.import_id == import_id):
        _changed(connection)


def forget(connection: Connection, campaign_id: int) -> None:
    """Forget all that files said of a campaign."""
    if _remove(connection, _table.c.campaign_id == campaign_id):
        _changed(connection)


def later(connection: Connection, known: Totals, version: int) -> Totals:
    """`known`, or the totals after `version` changes where those are others."""
    if version == known.version:
        return known
    rows = connection.execute(
        select(_table, campaigns.c.month, file_imports.c.mapping, file_imports.c.begun_at)
        .join(campaigns, campaigns.c.id == _table.c.campaign_id)
        .join(file_imports, file_imports.c.id == _table.c.import_id)
        .order_by(_table.c.campaign_id, file_imports.c.begun_at, _table.c.import_id)
    )
    by_campaign: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows.mappings():
        by_campaign.setdefault(row["campaign_id"], []).append(dict(row))
    return Totals(version, {key: _summed(key, found) for key, found in by_campaign.items()})


def brought(connection: Connection, import_id: int) -> frozenset[int]:
    """The campaigns of which one import said anything."""
    wanted = select(_table.c.campaign_id).where(_table.c.import_id == import_id)
    return frozenset(connection.scalars(wanted.distinct()))


def _summed(campaign_id: int, rows: Sequence[Mapping[str, Any]]) -> Summed:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["tally"]] = max(row["count"], counts.get(row["tally"], 0))
    return Summed(
        campaign_id,
        rows[0]["month"],
        min(row["sent_at"] for row in rows),
        min(row["channel"] for row in rows),
        counts,
        dict(_origins(rows)),
    )


def _origins(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, datetime]]:
    for row in rows:
        yield str(row["mapping"].get("label", "")), row["begun_at"]


def _remove(connection: Connection, where: ColumnElement[bool]) -> int:
    return connection.execute(delete(_table).where(where)).rowcount


def _changed(connection: Connection) -> None:
    mine = workspace.c.name == NAME
    before = connection.scalar(select(workspace.c.value).where(mine)) or 0
    connection.execute(delete(workspace).where(mine))
    connection.execute(insert(workspace).values(name=NAME, value=before + 1))
