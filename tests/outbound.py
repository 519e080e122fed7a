"""Campaigns of ours that are published and sent, and what was reported of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from data.audience import AudienceEntry
from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.services import Services
from data.store.engine import read
from data.store.tables import outbox
from data.vocabulary.campaign_state import Group, State

TEXT = "Hello {{first_name}}, spring is here: {{link}}"


def number(n: int) -> str:
    """A phone number that belongs to nobody."""
    return f"+9991{n:07d}"


def made(
    services: Services,
    people: Iterable[str | tuple[str, Mapping[str, str]]],
    kind: str = "sms",
    **more: Any,
) -> Campaign:
    """A campaign with a typed list that nobody has published yet; `more` is configuration."""
    group = Group.MESSAGING if kind in {"sms", "email", "push", "rcs", "whatsapp"} else None
    group = group or Group.INTERACTIVE
    channel = more.pop("channel", kind if group is Group.MESSAGING else "sms")
    draft = CampaignDraft(
        name=f"A {kind}",
        group=group,
        type=kind,
        channel=channel,
        sender="news@example.com" if channel == "email" else "12345",
        state=State.PENDING if group is Group.MESSAGING else State.DRAFT,
        config={"recipients": "typed", "message": {"body": TEXT}, **more},
    )
    campaign = services.campaigns.register(draft, "test")[0]
    pairs = [(one, {}) if isinstance(one, str) else one for one in people]
    services.audience.replace(
        campaign.id, [AudienceEntry(recipient, fields) for recipient, fields in pairs]
    )
    return campaign


def publish(services: Services, campaign: Campaign) -> Campaign:
    """Send it now."""
    after = State.IN_PROGRESS if campaign.group is Group.MESSAGING else State.PROCESSING
    return services.campaigns.change(campaign.id, after, "test")


def published(
    services: Services, people: Iterable[Any], kind: str = "sms", **more: Any
) -> Campaign:
    """A campaign that was made and published."""
    return publish(services, made(services, people, kind, **more))


def turns(services: Services, most: int = 100) -> None:
    """Take turns until there is nothing to do at this moment."""
    for _ in range(most):
        if not services.dispatch.step():
            return
    raise AssertionError("There is always more to do")


def events(services: Services, campaign: Campaign) -> list[dict[str, Any]]:
    """Every event of a campaign, in order of time."""
    found = services.lake.view().scan("events", (campaign,)).collect()
    return sorted(found.to_dicts(), key=lambda event: event["at"])


def statuses(services: Services, campaign: Campaign) -> Counter[str]:
    """How many events there are of each status."""
    return Counter(e["status"] for e in events(services, campaign) if e["status"])


def rows(services: Services, campaign: Campaign) -> list[Any]:
    """The campaign's outbox, by number."""
    wanted = select(outbox).where(outbox.c.campaign_id == campaign.id).order_by(outbox.c.number)
    with read(services.engine) as connection:
        return list(connection.execute(wanted))
