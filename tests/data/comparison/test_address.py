"""Is an address of the comparison read as far as it can be, and told where it can't? (F244)"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from data.comparison.address import Choice, choice
from data.services import Services
from data.showing import showing
from data.vocabulary.campaign_state import State
from tests.sends import send
from tests.small_campaign import SmallCampaign

BEGAN = datetime(2026, 3, 3, 9, tzinfo=UTC)


def read(services: Services, **words: Any) -> Choice:
    """What these words ask for."""
    return choice(words, services.campaigns, services.zone, services.clock())


def test_what_can_not_be_followed_is_left_out_with_a_notice(services: Services) -> None:
    ids = [SmallCampaign(services, "e-swipe", name=f"No. {n}").campaign.id for n in range(1, 8)]
    draft = SmallCampaign(services, "e-swipe", name="Idea", state=State.DRAFT).campaign.id
    asked = [str(one) for one in ids]
    found = read(
        services,
        campaign=["x", "-1", "99999", "9" * 30, "", str(draft), asked[0], *asked],
        axis="sideways",
        total="half",
        span="25",
        range="last-month",
        tz="Mars/Olympus",
        colour="red",
    )
    assert [one.id for one in found.campaigns] == ids[:5]
    assert (found.axis, found.total, found.span) == ("elapsed", "running", 0)
    assert sorted(found.notices) == sorted(
        [
            "campaign=“x” was ignored: a campaign is named by its number.",
            "campaign=“-1” was ignored: a campaign is named by its number.",
            "campaign=99999 was ignored: there is no such campaign.",
            f"campaign=“{'9' * 30}” was ignored: a campaign is named by its number.",
            "“Idea” was left out: it is Draft and has not gone out yet.",
            "“No. 6” was left out: at most 5 can be compared.",
            "“No. 7” was left out: at most 5 can be compared.",
            "axis=“sideways” was ignored: there is no such axis.",
            "total=“half” was ignored: there is no such total.",
            "span=“25” was ignored: there is no such span.",
            "Campaigns are compared over their whole life; the days were ignored.",
            "tz=“Mars/Olympus” was ignored: there is no such time zone.",
            "There is no filter “colour”; it was ignored.",
        ]
    )


def test_the_address_survives_a_trip(services: Services) -> None:
    ids = [str(SmallCampaign(services, "e-swipe").campaign.id) for _ in range(2)]
    at = (
        f"/hub/compare?campaign={ids[1]}&campaign={ids[0]}"
        "&metric=open_rate&axis=calendar&total=each&span=72&tz=Asia%2FKolkata"
    )
    found = read(
        services,
        campaign=[ids[1], ids[0]],
        metric="open_rate",
        axis="calendar",
        total="each",
        span="72",
        tz="Asia/Kolkata",
    )
    assert found.notices == ()
    assert found.link() == at
    assert read(services).link() == "/hub/compare"
    assert read(services, campaign=ids[0]).link() == f"/hub/compare?campaign={ids[0]}"


def test_the_figures_stand_at_the_address(services: Services) -> None:
    one, two = send(services, "One", BEGAN), send(services, "Two", BEGAN, people=50)
    ids = f"campaign={one.campaign.id}&campaign={two.campaign.id}"
    found = showing(services.desk, f"/hub/compare?{ids}&metric=delivery_rate&nonsense=1")
    assert found.address == f"/hub/compare?{ids}&metric=delivery_rate"
    assert dict(found.filters)["Campaigns"] == "One, Two"
    assert found.chart("compared").title == "Delivery Rate by hours since send"
    rows = found.table("kpis_compared").rows
    assert [r["part"] for r in rows if r["metric"] == "Delivered"] == [36, 45]
    assert len(found.notices) == 1
    wrong = showing(services.desk, f"/hub/compare?{ids}&metric=stock")
    assert wrong.notices == (
        "metric=“stock” was ignored: these campaigns can't be compared by it.",
    )
    assert showing(services.desk, "/hub/compare").numbers.charts == ()
