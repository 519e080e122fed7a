"""Do the lines of compared campaigns add up to what plain Python counts? (F244)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.comparison.chart import by_calendar, by_hours
from data.comparison.kpis import Asked
from data.metrics import METRICS
from data.report import Chart
from data.services import Services, build
from data.settings import Settings
from data.store.compaction import compact, settle
from tests.sends import HOUR, Send, send

BEGAN = datetime(2026, 3, 3, 9, 15, tzinfo=UTC)
NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Workspace:
    """Sends of different age and length, by name; some are settled, some wait to be."""

    services: Services
    sends: Mapping[str, Send]

    def asked(self, *names: str, zone: str = "UTC") -> Asked:
        """These campaigns, in this order."""
        campaigns = tuple(self.sends[name].campaign for name in names)
        return Asked(self.services.lake.view(), NOW, ZoneInfo(zone), campaigns)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The charts only read, so one workspace serves them all."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("charts"))  # type: ignore[call-arg]
    services = build(settings, lambda: NOW)
    sends = [send(services, "Quick", BEGAN), send(services, "Slow", BEGAN, slow=4)]
    sends.append(send(services, "Long ago", BEGAN - timedelta(days=200), people=10))
    compact(services.lake)
    settle(services.lake)
    sends += [
        send(services, "Later", BEGAN + timedelta(days=1, minutes=30), slow=2),
        send(services, "Latest", BEGAN + timedelta(days=5)),
        send(services, "Young", NOW - 20 * HOUR),
        send(services, "None", BEGAN, people=0),
    ]
    yield Workspace(services, {one.campaign.name: one for one in sends})
    services.engine.dispose()


def drawn(chart: Chart, name: str) -> dict[Any, Any]:
    """A campaign's line: what it has where."""
    return {row[chart.x]: row["value"] for row in chart.rows if row["campaign"] == name}


def test_running_shares_are_shares_of_the_counts_so_far(workspace: Workspace) -> None:
    """Campaigns of different age and length, each by its own hours."""
    names = ("Quick", "Later", "Young", "None")
    chart, span = by_hours(workspace.asked(*names), METRICS["click_rate"], running=True, span=72)
    assert span == 72
    for name in names:
        one, line = workspace.sends[name], drawn(chart, name)
        assert list(line) == list(range(21 if name == "Young" else 73))
        for hour, value in line.items():
            over = one.by(one.delivered().values(), hour)
            top = one.by(one.clicked().values(), hour)
            assert value == (top / over if over else None), (name, hour)


def test_each_step_has_what_happened_in_it(workspace: Workspace) -> None:
    """A share by steps is that of the messages that were delivered in the step."""
    asked, one = workspace.asked("Slow"), workspace.sends["Slow"]
    counts, span = by_hours(asked, METRICS["delivered"], running=False, span=168)
    clicks, _ = by_hours(asked, METRICS["click_rate"], running=False, span=168)
    assert span == 168
    assert list(drawn(counts, "Slow")) == list(range(0, 168, 6))
    for start, count in drawn(counts, "Slow").items():
        first, until = BEGAN + start * HOUR, BEGAN + (start + 6) * HOUR
        inside = [who for who, at in one.delivered().items() if first <= at < until]
        assert count == len(inside)
        hits = sum(who in one.clicked() for who in inside)
        assert drawn(clicks, "Slow")[start] == (hits / len(inside) if inside else None)


def test_the_span_holds_nearly_all_of_the_slowest(workspace: Workspace) -> None:
    def span(metric: str, *names: str) -> int:
        return by_hours(workspace.asked(*names), METRICS[metric], running=True)[1]

    assert span("delivered", "Quick") == 24
    assert span("delivered", "None") == 24
    slow = workspace.sends["Slow"]
    last = max(slow.clicked().values()) - BEGAN
    assert 72 * HOUR < last < 168 * HOUR
    assert span("clicked", "Quick", "Slow") == 168


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
def test_by_the_calendar_each_line_begins_with_its_campaign_and_has_no_gaps(
    workspace: Workspace, zone: str
) -> None:
    """By hours for short stretches, by days for longer ones; of the days of the zone."""
    asked = workspace.asked("Quick", "Latest", zone=zone)
    chart = by_calendar(asked, METRICS["clicked"], running=True)
    assert chart.title == "Clicked by day"
    for name in ("Quick", "Latest"):
        line = drawn(chart, name)
        moments = workspace.sends[name].clicked().values()
        days = [at.astimezone(ZoneInfo(zone)).date() for at in moments]
        assert line == {day: sum(at <= day for at in days) for day in line}
        assert min(line) == min(days)
    whole = drawn(chart, "Quick")
    assert len(whole) == (max(whole) - min(whole)).days + 1
    short = by_calendar(workspace.asked("Quick", zone=zone), METRICS["clicked"], running=False)
    assert short.title == "Clicked by hour"
    assert sum(row["value"] for row in short.rows) == len(workspace.sends["Quick"].clicked())


def test_campaigns_months_apart_are_drawn_by_weeks(workspace: Workspace) -> None:
    asked = workspace.asked("Long ago", "Quick")
    chart = by_calendar(asked, METRICS["delivered"], running=True)
    assert chart.title == "Delivered by week"
    assert all(row["time"].weekday() == 0 for row in chart.rows)
    assert drawn(chart, "Quick") == {date(2026, 3, 2): 36}


def test_a_chart_of_nothing_says_so(workspace: Workspace) -> None:
    nobody = workspace.asked("None")
    chart, _ = by_hours(nobody, METRICS["click_rate"], running=True)
    assert chart.summary == "Nothing was counted for Click Rate yet."
    assert by_calendar(nobody, METRICS["click_rate"], running=True).rows == []
