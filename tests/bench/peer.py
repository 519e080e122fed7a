"""The same questions in SQL, answered by DuckDB over the very files that the lake reads.

Times come out as microseconds since 1970: DuckDB needs another package to make datetimes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import duckdb

from data.campaign import Campaign
from data.store.lake import View

Row = tuple[Any, ...]


class Peer:
    """DuckDB, warm, with as many threads as the machine has cores."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._db = duckdb.connect()
        self._db.execute("SET TimeZone = 'UTC'")
        self._db.execute("SET parquet_metadata_cache = true")

    def close(self) -> None:
        """Free its memory."""
        self._db.close()

    def ask(self, sql: str, *values: object) -> list[Row]:
        """All rows of the answer."""
        return self._db.execute(sql, list(values)).fetchall()

    def files(self, table: str, campaign: Campaign | None = None) -> str:
        """The table's files as SQL: those in which this campaign may be."""
        wanted: Sequence[Campaign] | None = None if campaign is None else (campaign,)
        paths = [f"'{f.path}'" for f in self._view.files[table] if f.may_hold(wanted)]
        return f"read_parquet([{', '.join(paths)}], hive_partitioning = false)"

    def performance(self, campaign: Campaign) -> dict[str, Any]:
        """What the tab Performance says of a messaging campaign."""
        messages, people, events = (
            self.files(table, campaign) for table in ("messages", "people", "events")
        )
        mine = campaign.id
        stands = self.ask(
            f"SELECT outcome, status, opened, count(*), sum(segments) FROM {messages} "
            "WHERE campaign_id = ? GROUP BY ALL",
            mine,
        )
        times = self.ask(
            "SELECT outcome, opened, epoch_us(time_bucket(INTERVAL 15 MINUTE, status_at)), "
            f"count(*) FROM {messages} WHERE campaign_id = ? GROUP BY ALL",
            mine,
        )
        carriers = self.ask(
            f"SELECT carrier, count(*) FILTER (outcome <> 'unsent') AS sent, "
            f"count(*) FILTER (outcome = 'delivered'), count(*) FILTER (outcome = 'failed') "
            f"FROM {messages} WHERE campaign_id = ? GROUP BY carrier "
            "HAVING count(*) FILTER (outcome <> 'unsent') > 0",
            mine,
        )
        clicked, opened = (
            self.ask(
                f"SELECT count(DISTINCT person) FROM {messages} WHERE campaign_id = $1 "
                f"AND outcome = 'delivered' AND person IN (SELECT person FROM {people} "
                f"WHERE campaign_id = $1 AND act IN ({acts}))",
                mine,
            )[0][0]
            for acts in ("'link.click'", "'link.click', 'link.open', 'message.open'")
        )
        links = self.ask(
            f"SELECT link, count(*), count(DISTINCT person) FROM {events} "
            "WHERE campaign_id = ? AND kind = 'link.click' GROUP BY link",
            mine,
        )
        return {
            "outcomes": _summed(stands, 0, 3),
            "segments": sum(row[4] or 0 for row in stands if row[0] != "unsent"),
            "over_time": sum(row[3] for row in times),
            "by_carrier": sorted(carriers, key=repr),
            "clicked": clicked,
            "opened": opened,
            "links": sorted(links),
        }

    def recipient(self, campaign: Campaign) -> str:
        """One of the campaign's recipients, always the same."""
        messages = self.files("messages", campaign)
        found = self.ask(
            f"SELECT min(recipient) FROM {messages} WHERE campaign_id = ?", campaign.id
        )
        return str(found[0][0])

    def recipients(self, campaign: Campaign, prefix: str, size: int) -> tuple[int, list[int]]:
        """How many messages went to recipients that begin so, and a page of the latest."""
        messages = self.files("messages", campaign)
        where = "campaign_id = ? AND starts_with(recipient, ?)"
        total = self.ask(f"SELECT count(*) FROM {messages} WHERE {where}", campaign.id, prefix)[0][
            0
        ]
        page = self.ask(
            "SELECT epoch_us(status_at), recipient, sender, status, outcome, epoch_us(sent_at), "
            f"carrier, segments FROM {messages} WHERE {where} ORDER BY status_at DESC LIMIT {size}",
            campaign.id,
            prefix,
        )
        return total, [row[0] for row in page]

    def reached(self, campaign: Campaign) -> tuple[int, int, int]:
        """Distinct people of the campaign: all, those sent a message, those who took part."""
        messages, people = self.files("messages", campaign), self.files("people", campaign)
        sent = f"SELECT person FROM {messages} WHERE campaign_id = $1"
        acted = f"SELECT person FROM {people} WHERE campaign_id = $1"
        counts = [
            self.ask(f"SELECT count(DISTINCT person) FROM ({rows})", campaign.id)[0][0]
            for rows in (f"{sent} UNION ALL {acted}", sent, acted)
        ]
        return counts[0], counts[1], counts[2]

    def status_by_day(self, start: datetime, until: datetime) -> list[Row]:
        """Day, channel, sent, delivered and failed messages of the whole account."""
        messages = self.files("messages")
        parts = [
            f"SELECT epoch_us(date_trunc('day', {at})) AS day, channel, "
            f"{', '.join('1' if k == n else '0' for k in range(3))} "
            f"FROM {messages} WHERE {where} AND {at} >= $1 AND {at} < $2"
            for n, (at, where) in enumerate(
                (
                    ("sent_at", "outcome <> 'unsent'"),
                    ("delivered_at", "outcome = 'delivered'"),
                    ("status_at", "outcome = 'failed'"),
                )
            )
        ]
        return self.ask(
            "SELECT day, channel, sum(a)::BIGINT, sum(b)::BIGINT, sum(c)::BIGINT FROM "
            f"({' UNION ALL '.join(parts)}) AS counted(day, channel, a, b, c) "
            "GROUP BY ALL ORDER BY ALL",
            start,
            until,
        )

    def delivered_by_campaign(self) -> list[Row]:
        """Campaign and delivered messages, the most first."""
        return self.ask(
            f"SELECT campaign_id, count(*) AS n FROM {self.files('messages')} "
            "WHERE outcome = 'delivered' GROUP BY campaign_id ORDER BY n DESC, campaign_id"
        )

    def clicks_by_hour(self, start: datetime, until: datetime) -> list[Row]:
        """Hour and link clicks of the whole account."""
        return self.ask(
            f"SELECT epoch_us(hour), sum(n)::BIGINT FROM {self.files('hourly')} "
            "WHERE kind = 'link.click' AND hour >= ? AND hour < ? GROUP BY hour ORDER BY hour",
            start,
            until,
        )


def _summed(rows: Sequence[Row], key: int, value: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row[key]] = sums.get(row[key], 0) + row[value]
    return sums
