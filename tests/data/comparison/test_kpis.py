"""Are compared campaigns counted, bounded and judged as plain Python does it? (F244)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import sqrt
from zoneinfo import ZoneInfo

import pytest

from data.comparison.kpis import Asked, Line, chosen, lines, side_by_side
from data.comparison.sentence import sentence
from data.services import Services
from data.store.compaction import compact, settle
from tests.sends import Send, send
from tests.small_campaign import SmallCampaign

BEGAN = datetime(2026, 3, 3, 9, tzinfo=UTC)
Z = 1.959963984540054


def asked(services: Services, *sends: Send) -> Asked:
    """These campaigns, in this order."""
    campaigns = tuple(one.campaign for one in sends)
    return Asked(services.lake.view(), services.clock(), ZoneInfo("UTC"), campaigns)


def line(found: tuple[Line, ...], key: str) -> Line:
    """The metric of that key."""
    return next(one for one in found if one.metric.key == key)


def edge(part: int, whole: int, far: float) -> float:
    """The share p whose distance from part/whole is Z standard errors of p itself."""
    seen = part / whole
    near = seen
    for _ in range(80):
        middle = (near + far) / 2
        if abs(seen - middle) > Z * sqrt(middle * (1 - middle) / whole):
            far = middle
        else:
            near = middle
    return near


def bounds(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval, found by bisection."""
    return edge(part, whole, 0), edge(part, whole, 1)


def difference(one: tuple[int, int], two: tuple[int, int]) -> tuple[float, float]:
    """Newcombe's interval from the bounds of both."""
    p, q = one[0] / one[1], two[0] / two[1]
    (low, high), (low_2, high_2) = bounds(*one), bounds(*two)
    down, up = sqrt((p - low) ** 2 + (high_2 - q) ** 2), sqrt((high - p) ** 2 + (q - low_2) ** 2)
    return p - q - down, p - q + up


def test_each_campaign_has_its_counts_its_interval_and_its_verdict(services: Services) -> None:
    """Whether its messages are settled in the lake or still wait in the inbox."""
    settled = [
        send(services, "First", BEGAN, people=620, delivered=0.95, clicked=0.05),
        send(services, "Better", BEGAN, people=600, delivered=0.96, clicked=0.11),
    ]
    compact(services.lake)
    settle(services.lake)
    sends = (
        *settled,
        send(services, "Alike", BEGAN, people=580, delivered=0.95, clicked=0.055),
        send(services, "Small", BEGAN, people=90, delivered=0.9, clicked=0.3),
    )
    found = lines(asked(services, *sends))
    counts: dict[str, Callable[[Send], tuple[int, int]]] = {
        "delivery_rate": lambda one: (len(one.delivered()), one.sent()),
        "failed_rate": lambda one: (one.failed(), one.sent()),
        "click_rate": lambda one: (len(one.clicked()), len(one.delivered())),
    }
    for key, counted in counts.items():
        results = line(found, key).results
        for one, result in zip(sends, results, strict=True):
            part, whole = counted(one)
            assert (result.part, result.whole, result.value) == (part, whole, part / whole)
            assert result.interval is not None
            ends = (result.interval.low, result.interval.high)
            assert ends == pytest.approx(bounds(part, whole), abs=1e-9)
        assert results[0].change is None
        for one, result in zip(sends[1:], results[1:], strict=True):
            low, high = difference(counted(one), counted(sends[0]))
            change = result.change
            assert change is not None
            assert change.interval is not None
            assert (change.interval.low, change.interval.high) == pytest.approx((low, high))
            few = min(counted(one)[1], counted(sends[0])[1]) < 500
            close = low <= 0 <= high
            good = (low > 0) == (key != "failed_rate")
            word = "too few" if few else "too close" if close else "better" if good else "worse"
            assert change.verdict == word
    words = [one.change.verdict for one in line(found, "click_rate").results[1:] if one.change]
    assert words == ["better", "too close", "too few"]
    assert line(found, "delivered").results[1].value == len(sends[1].delivered())
    assert line(found, "delivered").results[1].change is None  # counts have none


def test_a_campaign_without_events_has_nothing_and_is_told_so(services: Services) -> None:
    sends = send(services, "Full", BEGAN, people=30), send(services, "Empty", BEGAN, people=0)
    found = lines(asked(services, *sends))
    click_rate = line(found, "click_rate")
    assert (click_rate.results[1].value, click_rate.results[1].interval) == (None, None)
    assert sentence(click_rate) == "Fewer than two of these campaigns have a Click Rate yet."
    table = side_by_side(found, [one.campaign for one in sends])
    (row,) = [r for r in table.rows if (r["campaign"], r["metric"]) == ("Empty", "Click Rate")]
    assert (row["value"], row["part"], row["whole"], row["verdict"]) == ("–", 0, 0, "too few")


def test_without_campaigns_there_is_nothing(services: Services) -> None:
    assert lines(asked(services)) == ()
    assert chosen((), "click_rate") is None


def test_a_kpi_that_only_one_kind_has_is_no_zero_of_the_other(services: Services) -> None:
    """And the share that took part is of delivered messages, other players left out."""
    sms = send(services, "Text", BEGAN, people=20)
    game = SmallCampaign(services, "raffle-giveaway", channel="sms", name="Game")
    for n in range(4):
        about = {"channel": "sms", "message_id": f"m{n}", "status": "DELIVRD"}
        game.sent("message.status", BEGAN, f"+346000{n}", **about)
    for who in ("+3460000", "+3460000", "+3460003", "+49999"):
        game.sent("content.play", BEGAN + timedelta(hours=1), who)
    found = lines(asked(services, sms, Send(game.campaign, BEGAN, [])))
    played, took_part = line(found, "played").results, line(found, "participation_rate").results
    assert [one.value for one in played] == [None, 3]
    assert [(one.part, one.whole) for one in took_part] == [(0, None), (2, 4)]


def test_the_usual_metric_is_the_first_that_somebody_has(services: Services) -> None:
    quiet = send(services, "Quiet", BEGAN, people=20, clicked=0)
    found = lines(asked(services, quiet))
    assert chosen(found, "").metric.key == "delivery_rate"  # type: ignore[union-attr]
    assert chosen(found, "failed_rate").metric.key == "failed_rate"  # type: ignore[union-attr]
