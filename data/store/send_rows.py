"""Which campaigns leave from here, and how far has each got?

A campaign is ours to send when it was made here, or when somebody here published or scheduled it,
by screen or API. One that was registered in the state that it is in is run by whoever said so, as
is every one that has an id of another system; demonstrations are nobody's. None of those is ever
sent from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, func, insert, select, update

from data.campaign import Campaign
from data.store.campaign_rows import by_id
from data.store.tables import campaigns, made_here, sends, transitions
from data.vocabulary.campaign_state import State

RUNNING = (State.IN_PROGRESS, State.PROCESSING)


@dataclass(frozen=True, slots=True)
class Send:
    """A campaign that leaves from here; times in UTC.

    `prepared` is the last number in the outbox, `prepared_at` when all were. `recent` has what
    left in the last minute, as moments with numbers of messages.
    """

    campaign_id: int
    carrier: str
    begun_at: datetime
    prepared: int = 0
    prepared_at: datetime | None = None
    recent: tuple[tuple[datetime, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """A campaign of ours that runs, and when it was published."""

    campaign: Campaign
    at: datetime


def add_made_here(connection: Connection, campaign_id: int) -> None:
    """Remember that the creator made this campaign; again, it changes nothing."""
    known = select(made_here.c.campaign_id).where(made_here.c.campaign_id == campaign_id)
    if connection.scalar(known) is None:
        connection.execute(insert(made_here).values(campaign_id=campaign_id))


def due(connection: Connection, now: datetime) -> tuple[Campaign, ...]:
    """Scheduled campaigns of ours whose date has come, the oldest first."""
    wanted = _ours().where(campaigns.c.state == State.SCHEDULED, campaigns.c.delivery_at <= now)
    return tuple(one.campaign for one in _published(connection, wanted))


def unbegun(connection: Connection) -> tuple[Published, ...]:
    """Campaigns of ours that were published and not begun, the oldest first."""
    begun = exists().where(sends.c.campaign_id == campaigns.c.id)
    return tuple(_published(connection, _ours().where(campaigns.c.state.in_(RUNNING), ~begun)))


def _published(connection: Connection, wanted: Select[int, datetime]) -> Iterator[Published]:
    for campaign_id, at in connection.execute(wanted).all():
        campaign = by_id(connection, campaign_id)
        if campaign is not None:
            yield Published(campaign, at)


def _ours() -> Select[int, datetime]:
    last = (
        select(func.max(transitions.c.id))
        .where(transitions.c.campaign_id == campaigns.c.id)
        .correlate(campaigns)
        .scalar_subquery()
    )
    made = exists().where(made_here.c.campaign_id == campaigns.c.id)
    return (
        select(campaigns.c.id, transitions.c.at)
        .join(transitions, transitions.c.id == last)
        .where(
            campaigns.c.external_id.is_(None),
            campaigns.c.demo.is_(False),
            transitions.c.before.is_not(None) | made,
        )
        .order_by(campaigns.c.id)
    )


def begin(connection: Connection, send: Send, config: Mapping[str, Any]) -> None:
    """Open a campaign's send, and keep its configuration as it is from now on."""
    connection.execute(
        insert(sends).values(
            campaign_id=send.campaign_id,
            carrier=send.carrier,
            begun_at=send.begun_at,
            prepared=send.prepared,
            prepared_at=send.prepared_at,
            recent=[],
        )
    )
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == send.campaign_id)
        .values(config=dict(config), updated_at=send.begun_at)
    )


def open_sends(connection: Connection) -> tuple[Send, ...]:
    """Those that have not ended, the oldest first."""
    wanted = select(sends).where(sends.c.ended_at.is_(None)).order_by(sends.c.campaign_id)
    return tuple(
        Send(
            campaign_id=row["campaign_id"],
            carrier=row["carrier"],
            begun_at=row["begun_at"],
            prepared=row["prepared"],
            prepared_at=row["prepared_at"],
            recent=tuple((datetime.fromisoformat(at), n) for at, n in row["recent"]),
        )
        for row in connection.execute(wanted).mappings()
    )


def carriers_of(connection: Connection, campaign_ids: Sequence[int]) -> dict[int, str]:
    """By which carrier each of these campaigns is sent."""
    wanted = select(sends.c.campaign_id, sends.c.carrier)
    rows = connection.execute(wanted.where(sends.c.campaign_id.in_(campaign_ids)))
    return {row.campaign_id: row.carrier for row in rows}


def prepared(connection: Connection, campaign_id: int, number: int) -> None:
    """Remember the last number that is in the outbox."""
    connection.execute(
        update(sends).where(sends.c.campaign_id == campaign_id).values(prepared=number)
    )


def all_prepared(connection: Connection, campaign_id: int, recipients: int, at: datetime) -> None:
    """Remember that the outbox has everyone, who are as many as the campaign has recipients."""
    connection.execute(
        update(sends).where(sends.c.campaign_id == campaign_id).values(prepared_at=at)
    )
    connection.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id)
        .values(recipients=recipients, updated_at=at)
    )


def left(connection: Connection, campaign_id: int, recent: Sequence[tuple[datetime, int]]) -> None:
    """Remember what left in the last minute."""
    listed = [[at.isoformat(), n] for at, n in recent]
    connection.execute(
        update(sends).where(sends.c.campaign_id == campaign_id).values(recent=listed)
    )


def runs(connection: Connection, campaign_id: int) -> bool:
    """Whether the campaign is in a state in which its messages may leave."""
    state = connection.scalar(select(campaigns.c.state).where(campaigns.c.id == campaign_id))
    return state in RUNNING


def end(connection: Connection, campaign_id: int, at: datetime) -> None:
    """Close a campaign's send."""
    connection.execute(update(sends).where(sends.c.campaign_id == campaign_id).values(ended_at=at))
