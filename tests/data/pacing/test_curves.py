"""Are pace, band and projection those of plain Python over the raw events? (F244)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import floor

import pytest

from data.campaign import Campaign
from data.pacing.curves import (
    LEAST,
    Band,
    Curve,
    Standing,
    addressed,
    band,
    capped,
    curves,
    projected,
    reached,
    settled_after,
    standing,
)
from data.services import Services, build
from data.settings import Settings
from data.store.compaction import compact, settle
from data.vocabulary.campaign_state import Group, State
from tests.sends import HOUR, Send, send

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
BEGAN = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Workspace:
    """Sends of different length and age; late clicks of the first ones came after settling."""

    services: Services
    sends: list[Send]

    def curves(self, measure: str) -> tuple[Curve, ...]:
        """The curves of all of them."""
        campaigns = [one.campaign for one in self.sends]
        view = self.services.lake.view()
        return curves(campaigns, addressed(campaigns, view), measure, view, NOW)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Curves are only read, so one workspace serves all tests."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("pacing"))  # type: ignore[call-arg]
    services = build(settings, lambda: NOW)
    sends = [
        send(services, f"Send {n}", BEGAN + timedelta(days=n), people=20 + n, slow=1 + n / 4)
        for n in range(5)
    ]
    compact(services.lake)
    settle(services.lake)
    for one in sends[:2]:  # arrives after everything else was folded
        late = dict(one.events[-1], id=f"late-{one.campaign.id}", type="link.click")
        late["subject"] = one.events[0]["subject"]
        late["time"] = (one.began + 70 * HOUR).isoformat()
        late["data"] = {"campaign_id": one.campaign.id, "channel": "sms"}
        assert services.accept.events([late]).accepted == 1
        one.events.append(late)
    sends += [
        send(services, "Young", NOW - 20.5 * HOUR, people=30),
        send(services, "Silent", BEGAN, people=0, recipients=25),
        send(services, "Declared", BEGAN, people=30, recipients=50),
    ]
    yield Workspace(services, sends)
    services.engine.dispose()


def quarter(at: datetime) -> datetime:
    """The beginning of its quarter of an hour."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def truth(one: Send, measure: str, hour: int) -> int:
    """What had happened before that many hours after the start."""
    clicks = one._firsts(lambda event: event["type"] == "link.click")
    moments = {"delivered": one.delivered(), "link_clickers": clicks}[measure].values()
    return sum(at < quarter(one.began) + hour * HOUR for at in moments)


def quantile(values: list[float], share: float) -> float:
    """By straight lines between the sorted values, the least at 0 and the greatest at 1."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


@pytest.mark.parametrize("measure", ["delivered", "link_clickers"])
def test_each_curve_is_what_had_happened_by_each_hour(workspace: Workspace, measure: str) -> None:
    """Late events included; a campaign's curve ends where it is now."""
    for one, curve in zip(workspace.sends, workspace.curves(measure), strict=True):
        hours = floor((NOW - quarter(one.began)) / HOUR)
        assert curve.known == hours
        assert list(curve.counts) == [truth(one, measure, hour) for hour in range(hours + 1)]
        size = {"Silent": 25, "Declared": 50}.get(one.campaign.name, one.sent())
        assert curve.addressed == size
        assert curve.share(hours) == truth(one, measure, hours) / size
        assert curve.share(hours + 1) is None


@pytest.mark.parametrize("hour", [0, 1, 5, 20, 21, 70, 71, 90])
def test_the_band_is_of_those_who_are_old_enough(workspace: Workspace, hour: int) -> None:
    """Campaigns of different length: at each hour the band is of those that got that far."""
    usual = workspace.curves("link_clickers")
    shares = [
        truth(one, "link_clickers", hour) / curve.addressed
        for one, curve in zip(workspace.sends, usual, strict=True)
        if quarter(one.began) + hour * HOUR <= NOW
    ]
    found = band(usual, hour)
    assert len(shares) == (8 if hour <= 20 else 7)
    assert found is not None
    assert found.campaigns == len(shares)
    expected = [quantile(shares, share) for share in (0.1, 0.5, 0.9)]
    assert [found.low, found.middle, found.high] == pytest.approx(expected)


def test_what_was_reached_includes_the_hour_that_is_not_over(workspace: Workspace) -> None:
    young = workspace.sends[5]
    view = workspace.services.lake.view()
    assert reached(young.campaign, "link_clickers", view) == len(
        young._firsts(lambda event: event["type"] == "link.click")
    )


def test_nobody_is_addressed_without_messages_or_a_list(workspace: Workspace) -> None:
    empty = send(workspace.services, "Open", BEGAN, people=0).campaign
    view = workspace.services.lake.view()
    assert addressed([empty], view) == {empty.id: 0}
    (curve,) = curves([empty], {empty.id: 0}, "delivered", view, NOW)
    assert curve.share(1) is None
    assert band([curve] * LEAST, 1) is None


def made(addressed_to: int, *counts: int) -> Curve:
    """A curve of these counts."""
    campaign = Campaign(
        1, "x", Group.MESSAGING, "sms", "sms", "", State.COMPLETED, BEGAN, "2026-03"
    )
    return Curve(campaign, addressed_to, counts)


def test_fewer_than_five_make_no_band() -> None:
    assert band([made(10, 0, 5)] * (LEAST - 1), 1) is None
    found = band([made(10, 0, n) for n in (1, 2, 3, 4, 5)], 1)
    assert found is not None
    assert [found.low, found.middle, found.high] == pytest.approx([0.14, 0.3, 0.46])
    assert band([made(10, 0, 5)] * LEAST, 2) is None  # nobody got that far


def test_on_the_edges_of_the_band_is_within_it() -> None:
    usual = Band(0.2, 0.3, 0.4, 5)
    places = [standing(share, usual) for share in (0.19, 0.2, 0.4, 0.41)]
    assert places == [Standing.BEHIND, Standing.WITHIN, Standing.WITHIN, Standing.AHEAD]


def test_a_projection_grows_as_the_others_grew() -> None:
    """Between hours 1 and 3 the others grew 2, 2.5, 3, 3.5 and 4 times."""
    usual = [made(100, 0, 2, 3, n) for n in (4, 5, 6, 7, 8)]
    own = made(1000, 0, 100)
    found = projected(own, usual, 1, 3)
    assert found is not None
    assert [found.low, found.middle, found.high] == pytest.approx([0.22, 0.3, 0.38])
    assert projected(own, usual, 1, 1) is None  # it is there
    assert projected(made(1000, 0, 0), usual, 1, 3) is None  # nothing to grow
    assert projected(own, [*usual[:4], made(100, 0, 0, 3, 9)], 1, 3) is None  # from nothing
    assert capped(Band(0.5, 0.9, 1.4, 5)) == Band(0.5, 0.9, 1.0, 5)


def test_it_is_settled_when_half_of_the_others_had_nearly_all() -> None:
    usual = [made(100, 0, 94, 95, 100), made(100, 95, 95, 100, 100), *[made(9, 0, 0, 20, 20)] * 3]
    assert settled_after(usual, 3) == 2
    assert settled_after(usual[:4], 3) is None
    assert settled_after([made(9, 0, 0)] * 9, 1) is None
