"""How does a campaign that was published come into the outbox?

Each step is one transaction and can be taken again from where the last one ended, so the program
may be killed between any two of them. Nothing leaves before everyone is in the outbox: until
then nobody can say which message is the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from data.campaign import Campaign
from data.campaigns import CLOCK, Campaigns
from data.carrier import Carrier
from data.carriers import CARRIERS
from data.dispatch.needs import Audiences
from data.dispatch.under_way import opens_at_once, sends_messages, settled_config
from data.errors import NotFound, Refused
from data.store import outbox_rows, send_rows
from data.store.engine import Engine, read, write
from data.store.outbox_rows import Outgoing
from data.store.send_rows import Published, Send
from data.vocabulary.campaign_state import Group, State

PAGE = 5000
_STARTS = {Group.MESSAGING: State.IN_PROGRESS, Group.INTERACTIVE: State.PROCESSING}


def start_due(engine: Engine, campaigns: Campaigns, now: datetime) -> None:
    """Start every Scheduled campaign of ours whose date has come."""
    with read(engine) as connection:
        due = send_rows.due(connection, now)
    for campaign in due:
        with suppress(Refused, NotFound):  # somebody was quicker
            campaigns.change(campaign.id, _STARTS[campaign.group], CLOCK, "its date has come")


def published(engine: Engine) -> tuple[Published, ...]:
    """Campaigns of ours that were published and not begun."""
    with read(engine) as connection:
        return send_rows.unbegun(connection)


def begin(
    engine: Engine,
    audiences: Audiences,
    carriers: Mapping[str, Carrier],
    one: Published,
    now: datetime,
) -> None:
    """Open a campaign's send, and settle whom it goes to; nothing where it has nothing to send.

    Raises BadRequest where its configuration doesn't say to whom.
    """
    if opens_at_once(one.campaign):
        _begin(engine, one, "", now)
    elif sends_messages(one.campaign):
        audiences.freeze(one.campaign)
        _begin(engine, one, chosen(one.campaign.channel, carriers), now)


def _begin(engine: Engine, published: Published, carrier: str, now: datetime) -> None:
    send = Send(published.campaign.id, carrier, now)
    with write(engine) as connection:
        send_rows.begin(connection, send, settled_config(published))


def chosen(channel: str, carriers: Mapping[str, Carrier]) -> str:
    """The key of the connected carrier that sends on a channel; "" where none does."""
    fitting = [CARRIERS[key] for key in carriers if channel in CARRIERS[key].channels]
    return max(fitting, key=lambda kind: kind.order).key if fitting else ""


def prepare_page(
    engine: Engine, audiences: Audiences, campaign: Campaign, send: Send, now: datetime
) -> None:
    """Put the next page of recipients into the outbox, or remember that there are no more."""
    members = audiences.members(campaign, send.prepared, PAGE)
    new = [Outgoing(campaign.id, one.number, one.recipient, one.fields) for one in members]
    with write(engine) as connection:
        if new:
            outbox_rows.add(connection, new)
            send_rows.prepared(connection, campaign.id, new[-1].number)
            return
        recipients = outbox_rows.counted(connection, campaign.id)
        send_rows.all_prepared(connection, campaign.id, recipients, now)
