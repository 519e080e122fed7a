"""Is like held against like, and against nothing else?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.campaign_draft import CampaignDraft
from data.pacing.similar import rule, similar
from data.services import Services
from data.vocabulary.campaign_state import Group, State

UTC_ZONE = ZoneInfo("UTC")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def draft(name: str, at: datetime, **more: Any) -> CampaignDraft:
    """A finished SMS campaign to 1,000 people."""
    fields: dict[str, Any] = {
        "group": Group.MESSAGING,
        "type": "sms",
        "channel": "sms",
        "state": State.COMPLETED,
        "created_at": at,
        "delivery_at": at,
        "recipients": 1000,
        **more,
    }
    return CampaignDraft(name=name, **fields)


def found(services: Services, zone: ZoneInfo = UTC_ZONE) -> list[str]:
    """What is like the campaign of that Monday to 1,000 people, by name, the newest first."""
    own = services.campaigns.register(draft("own", MONDAY, state=State.IN_PROGRESS), "test")[0]
    like = similar(own, 1000, services.campaigns, services.lake.view(), zone)
    return [campaign.name for campaign, _ in like.values()]


def test_only_like_is_held_against_like(services: Services) -> None:
    """Same group, type, channel and kind of day; done, of the year before, of a similar size."""
    day = timedelta(days=1)
    friday = MONDAY - 3 * day
    services.campaigns.bulk_register(
        [
            draft("friday", friday),
            draft("a year ago", MONDAY - 365 * day),  # 2 March 2025 was a Sunday
            draft("last spring", MONDAY - 364 * day),
            draft("more than a year ago", MONDAY - 367 * day),
            draft("sunday", MONDAY - day),
            draft("the same moment", MONDAY),
            draft("later", MONDAY + day),
            draft("a quarter", friday - day, recipients=250),
            draft("four times", friday - 2 * day, recipients=4000),
            draft("too small", friday, recipients=249),
            draft("too large", friday, recipients=4001),
            draft("nobody", friday, recipients=0),
            draft("running", friday, state=State.IN_PROGRESS),
            draft("email", friday, type="email", channel="email"),
            draft("quiz", friday, group=Group.INTERACTIVE, type="web-trivia"),
        ],
        "test",
    )
    assert found(services) == ["friday", "a quarter", "four times", "last spring"]


def test_the_kind_of_day_is_that_of_the_workspaces_zone(services: Services) -> None:
    """Late on Friday in London is Saturday in Tokyo."""
    late = datetime(2026, 2, 27, 22, tzinfo=UTC)
    services.campaigns.register(draft("late", late), "test")
    assert found(services) == ["late"]
    assert found(services, ZoneInfo("Asia/Tokyo")) == []


def test_the_newest_fifty_are_taken(services: Services) -> None:
    weeks = [MONDAY - timedelta(hours=n) for n in range(1, 9)]
    many = [draft(f"{n}", weeks[n % 8] - timedelta(days=7 * (n // 8 + 1))) for n in range(80)]
    services.campaigns.bulk_register(many, "test")
    newest = sorted(many, key=lambda one: one.delivery_at or MONDAY, reverse=True)
    kept = [one.name for one in newest if (one.delivery_at or MONDAY).weekday() < 5][:50]
    assert found(services) == kept


def test_the_rule_is_told_with_its_figures(services: Services) -> None:
    own = services.campaigns.register(draft("own", MONDAY), "test")[0]
    assert rule(own, 1001, UTC_ZONE) == (
        "SMS, begun in the year before it on a Monday to Friday (UTC), addressed to 251 to 4,004; "
        "the newest 50 of these."
    )
    game = draft("g", MONDAY - timedelta(days=1), group=Group.INTERACTIVE, type="web-trivia")
    told = rule(services.campaigns.register(game, "test")[0], 100, UTC_ZONE)
    assert told.startswith("Web Trivia over SMS, begun in the year before it on a weekend (UTC)")
