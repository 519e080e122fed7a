"""How are short links kept in the database?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, insert, select

from data.store.tables import short_links


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link of a campaign; `url` is "" for the campaign's own short URL."""

    id: int
    campaign_id: int
    url: str


def of_campaign(connection: Connection, campaign_id: int) -> dict[str, int]:
    """The ids of a campaign's links by their URLs."""
    table = short_links.c
    found = select(table.url, table.id).where(table.campaign_id == campaign_id)
    return {row.url: row.id for row in connection.execute(found)}


def add(connection: Connection, campaign_id: int, urls: Sequence[str], now: datetime) -> None:
    """Keep links that a campaign doesn't have yet; the others must not be among `urls`."""
    rows = [
        {"campaign_id": campaign_id, "digest": _digest(url), "url": url, "created_at": now}
        for url in urls
    ]
    connection.execute(insert(short_links), rows)


def by_id(connection: Connection, link_id: int) -> LinkRow | None:
    """The link with this id."""
    found = select(short_links).where(short_links.c.id == link_id)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else LinkRow(row["id"], row["campaign_id"], row["url"])


def _digest(url: str) -> bytes:
    """Stands for the URL in the index, which has no room for long ones."""
    return blake2b(url.encode(), digest_size=16).digest()
