"""A small demonstration in a workspace of its own, put in as `heliograph demo` puts it in."""

from __future__ import annotations

from data.campaign import Campaign
from data.demo.filling import fill
from data.demo.plan import World
from data.services import Services
from data.store.compaction import compact, settle
from data.vocabulary.campaign_state import Group, has_report
from data.vocabulary.filters import CampaignFilters

SCALE = 0.1

# A report of every interactive type; then one of each that shows more or less than its like:
# Live with an endpoint, open to whoever comes, shared far beyond those it was sent to.
ONE_OF_EACH = {
    "e-swipe": "demo-lookbook",
    "web-trivia": "demo-kitchen-quiz",
    "trivia": "demo-friday-quiz",
    "raffle-giveaway": "demo-scratch",
    "subscription-form": "demo-join",
    "digital-coupon": "demo-five-off",
    "member-card": "demo-members",
    "keyword": "demo-hotline",
    "chatbot-service": "demo-order-bot",
    "polls-surveys": "demo-visit-poll",
    "web-polls-surveys": "demo-web-poll",
    "geofence": "demo-downtown",
}
ODD_ONES = ("demo-guide", "demo-garden-quiz", "demo-word-quiz", "demo-viral")


def put_in(services: Services, world: World) -> None:
    """Fill an empty workspace, and move everything to the lake."""

    def tidy() -> None:
        compact(services.lake)
        settle(services.lake)

    parts = services.engine, services.campaigns, services.accept
    fill(world, *parts, tidy, lambda *_: None)


def open_reports(services: Services) -> dict[str, Campaign]:
    """The interactive campaigns that have a report, by their own names."""
    found = services.campaigns.find(CampaignFilters(Group.INTERACTIVE), size=200).campaigns
    return {c.external_id: c for c in found if c.external_id and has_report(c.group, c.state)}
