"""How is what is being made, or changed, kept until it is saved for good?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from data.campaign import Campaign
from data.store import campaign_rows, send_rows
from data.store.tables import campaigns, draft_lists, drafts
from data.vocabulary.campaign_state import Group


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What was typed about a campaign; `begun_from` is None for one that is new. Times in UTC.

    `revision` counts the savings; `tab` and `sequence` name the last one.
    """

    campaign_id: int
    group: Group
    type: str
    typed: Mapping[str, Any]
    begun_from: str | None
    revision: int
    tab: str
    sequence: int
    created_at: datetime
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class ListHead:
    """The list of recipients that comes with one, but for its entries."""

    name: str
    told: Mapping[str, Any]
    total: int


_KEPT = tuple(DraftRow.__dataclass_fields__)


def reserve(connection: Connection, campaign: Campaign, at: datetime) -> int:
    """An id that no other campaign will ever get; no campaign is stored."""
    key = campaign_rows.add(connection, [campaign], at)[0]
    connection.execute(delete(campaigns).where(campaigns.c.id == key))
    return key


def get(connection: Connection, campaign_id: int) -> DraftRow | None:
    """What was typed about this campaign."""
    if not 0 < campaign_id <= campaign_rows.LARGEST_ID:
        return None
    wanted = select(drafts).where(drafts.c.campaign_id == campaign_id)
    row = connection.execute(wanted).mappings().first()
    return None if row is None else DraftRow(**{**row, "group": Group(row["group"])})


def put(connection: Connection, row: DraftRow) -> None:
    """Store it in place of the one before."""
    values = {name: getattr(row, name) for name in _KEPT} | {"typed": dict(row.typed)}
    changed = connection.execute(
        update(drafts).where(drafts.c.campaign_id == row.campaign_id).values(**values)
    )
    if not changed.rowcount:
        connection.execute(insert(drafts).values(**values))


def new_of(connection: Connection, group: Group, limit: int) -> tuple[DraftRow, ...]:
    """Campaigns of a group that are being made, the last saved first."""
    rows = connection.execute(
        select(drafts)
        .where(drafts.c.group == group, drafts.c.begun_from.is_(None))
        .order_by(drafts.c.saved_at.desc(), drafts.c.campaign_id.desc())
        .limit(limit)
    ).mappings()
    return tuple(DraftRow(**{**row, "group": Group(row["group"])}) for row in rows)


def forget(connection: Connection, campaign_id: int) -> None:
    """Drop what was typed, and the list that came with it."""
    for table in (drafts, draft_lists):
        connection.execute(delete(table).where(table.c.campaign_id == campaign_id))


def put_list(
    connection: Connection,
    campaign_id: int,
    head: ListHead,
    entries: Sequence[tuple[str, Mapping[str, str]]],
) -> None:
    """Store the list that comes with a campaign, in place of the one before."""
    connection.execute(delete(draft_lists).where(draft_lists.c.campaign_id == campaign_id))
    connection.execute(
        insert(draft_lists).values(
            campaign_id=campaign_id,
            name=head.name,
            told=dict(head.told),
            total=head.total,
            entries=[[recipient, dict(fields)] for recipient, fields in entries],
        )
    )


def list_head(connection: Connection, campaign_id: int) -> ListHead | None:
    """The list that came with it, but for its entries."""
    table = draft_lists.c
    row = connection.execute(
        select(table.name, table.told, table.total).where(table.campaign_id == campaign_id)
    ).first()
    return None if row is None else ListHead(row.name, row.told, row.total)


def list_entries(connection: Connection, campaign_id: int) -> list[tuple[str, dict[str, str]]]:
    """The recipients of that list, and their fields."""
    wanted = select(draft_lists.c.entries).where(draft_lists.c.campaign_id == campaign_id)
    return [(recipient, fields) for recipient, fields in connection.scalar(wanted) or ()]


def has_name(connection: Connection, group: Group, name: str, but: int) -> bool:
    """Whether another campaign of the group bears this name, regardless of case (D-18)."""
    # The first line of what the search looks through is the name.
    text = campaign_rows.folded(name)
    found = connection.scalar(
        select(campaigns.c.id)
        .where(
            campaigns.c.group == group,
            campaigns.c.id != but,
            campaigns.c.search.startswith(f"{text}\n", autoescape=True),
        )
        .limit(1)
    )
    return found is not None


def senders(connection: Connection, channel: str, limit: int) -> tuple[str, ...]:
    """The senders of a channel's campaigns, by name."""
    column = campaigns.c.sender
    wanted = select(column).where(campaigns.c.channel == channel, column != "")
    return tuple(connection.scalars(wanted.distinct().order_by(column).limit(limit)))


def settle(connection: Connection, campaign: Campaign, at: datetime, *, new: bool) -> None:
    """Store the campaign that was made under its reserved id, or what became of a known one."""
    if new:
        campaign_rows.add_as(connection, campaign, at)
        send_rows.add_made_here(connection, campaign.id)
    else:
        campaign_rows.replace_row(connection, campaign, at)
