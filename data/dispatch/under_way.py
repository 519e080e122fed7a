"""What must be known of a campaign while its messages leave?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from data.campaign import Campaign
from data.campaigns import is_open
from data.carrier import Carrier, Envelope, Message
from data.dispatch.needs import Links, Unsubscribing
from data.dispatch.pace import Pace, pace_of
from data.dispatch.wording import Wording, content_of
from data.store.outbox_rows import Outgoing
from data.store.send_rows import Published
from data.vocabulary.campaign_state import Group

LISTED = frozenset({"subscribers", "csv", "typed"})
_LONGEST = 24 * 366  # hours that a campaign may live


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A campaign that leaves: with what words, how fast, and by whom."""

    campaign: Campaign
    carrier_key: str
    carrier: Carrier
    wording: Wording
    pace: Pace
    has_links: bool
    unsubscribing: Unsubscribing

    def envelope(self, one: Outgoing) -> Envelope:
        """Whom a message of the outbox goes to."""
        campaign = self.campaign
        return Envelope(
            campaign.id,
            one.number,
            campaign.channel,
            campaign.sender,
            one.recipient,
            self.has_links,
        )

    def message(self, one: Outgoing) -> tuple[Message, bool]:
        """A message as its recipient reads it; True where a placeholder stayed empty."""
        content, blank = self.wording.personal(one.number, one.fields)
        mail = self.campaign.channel == "email"
        unsubscribe = self.unsubscribing.address(one.campaign_id, one.number) if mail else ""
        return Message(self.envelope(one), content, unsubscribe), blank


def under_way(
    campaign: Campaign, key: str, carrier: Carrier, links: Links, unsubscribing: Unsubscribing
) -> UnderWay | None:
    """What to know of a campaign; None where it has no words.

    Raises BadRequest where its configuration can't be read.
    """
    content = content_of(campaign)
    if content is None:
        return None
    wording = Wording(content, campaign.channel, links.prepare(campaign))
    return UnderWay(
        campaign,
        key,
        carrier,
        wording,
        pace_of(campaign.config),
        wording.has_links(),
        unsubscribing,
    )


def sends_messages(campaign: Campaign) -> bool:
    """Whether a campaign that was published here has somebody to write to, and words."""
    return campaign.config.get("recipients") in LISTED and content_of(campaign) is not None


def opens_at_once(campaign: Campaign) -> bool:
    """Whether people come to it by themselves, so that it sends nothing (F069)."""
    return campaign.group is Group.INTERACTIVE and is_open(campaign)


def settled_config(published: Published) -> Mapping[str, Any]:
    """The configuration from the moment of publishing on: hours of life become an end (F255)."""
    config = dict(published.campaign.config)
    hours = config.get("expires_hours")
    if type(hours) is int and 0 < hours <= _LONGEST and config.get("expires_at") is None:
        config["expires_at"] = (published.at + timedelta(hours=hours)).isoformat()
    return config
