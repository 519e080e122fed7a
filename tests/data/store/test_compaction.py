"""Does every event reach the lake exactly once, whatever is killed when?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import polars as pl
import pytest
from deltalake import write_deltalake
from deltalake.exceptions import DeltaError

from data.campaign import Campaign
from data.campaigns import CampaignDraft
from data.query import Query, figures, run
from data.services import Services
from data.store import compaction
from data.store.compaction import compact, rebuild, settle
from data.store.lake import FRESH, SETTLED, Lake
from data.store.verify import verify
from data.vocabulary.campaign_state import Group, State
from tests import truth

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
STORE = str(Path(compaction.__file__).parent)
METRICS = ("total_sent", "delivered", "failed", "transit", "unsent", "total_clicks", "clicked")


KILLS = 24  # lines at which a run is ended, spread over all that it goes through


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


def register(services: Services, name: str = "one", month: int = 3) -> Campaign:
    """A completed SMS campaign."""
    at = datetime(2026, month, 1, 9, tzinfo=UTC)
    draft = CampaignDraft(
        external_id=name,
        name=name,
        group=Group.MESSAGING,
        type="sms",
        channel="sms",
        sender="12345",
        state=State.COMPLETED,
        created_at=at,
        delivery_at=at,
        recipients=None,
        config={},
    )
    return services.campaigns.register(draft, "test")[0]


def events(campaign: Campaign, first: int, last: int) -> list[dict[str, Any]]:
    """Messages `first` to `last` of a campaign, each sent, some delivered, failed or clicked."""
    found: list[dict[str, Any]] = []
    for n in range(first, last):
        codes = ["SENT", "DELIVRD"] if n % 3 else ["SENT", "UNDELIV"] if n % 2 else ["QUEUE"]
        for step, code in enumerate(codes):
            found.append(event(campaign, n, f"{n}-{step}", "message.status", step, status=code))
        if n % 6 == 1:
            found.append(event(campaign, n, f"{n}-c", "link.click", 5, link="https://example.com"))
    return found


def event(
    campaign: Campaign, n: int, name: str, kind: str, minutes: int, **data: Any
) -> dict[str, Any]:
    """One CloudEvent of recipient `n`."""
    at = START + timedelta(minutes=20 * n + minutes)
    message = {"message_id": f"m{n}"} if kind == "message.status" else {}
    return {
        "specversion": "1.0",
        "id": name,
        "source": f"test-{campaign.id}",
        "type": kind,
        "time": at.isoformat(),
        "subject": f"+1202555{n:04d}",
        "data": {"campaign_id": campaign.id, **message, **data},
    }


def answer(services: Services, campaign: Campaign, lake: Lake | None = None) -> dict[str, Any]:
    """The campaign's figures by metric."""
    found = figures(Query(METRICS, campaigns=(campaign,)), lake or services.lake)
    return {key: figure.value for key, figure in found.items()}


def expected(sent: list[dict[str, Any]]) -> dict[str, Any]:
    """The same figures, counted in plain Python."""
    return {key: value for key, value in truth.figures(sent, "sms").items() if key in METRICS}


def killing_at(step: int, work: Callable[[], object]) -> bool:
    """Run `work`, killed when it reaches its `step`-th line in the store; whether it was."""
    seen = 0

    def trace(frame: FrameType, what: str, _: object) -> Any:
        nonlocal seen
        if not frame.f_code.co_filename.startswith(STORE):
            return None
        if what == "line":
            seen += 1
            if seen == step:
                raise Killed
        return trace

    sys.settrace(trace)
    try:
        work()
    except Killed:
        return True
    finally:
        sys.settrace(None)
    return False


def steps(work: Callable[[], object]) -> int:
    """How many lines of the store `work` runs through."""
    count = 0

    def trace(frame: FrameType, what: str, _: object) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(STORE):
            return None
        count += what == "line"
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


def test_figures_are_the_same_before_during_and_after_compaction(services: Services) -> None:
    campaign = register(services)
    sent = events(campaign, 0, 40)
    services.accept.events(sent)
    before = answer(services, campaign)
    compact(services.lake)
    fresh = answer(services, campaign)
    settle(services.lake, everything=True)
    assert before == fresh == answer(services, campaign) == expected(sent)


def test_compaction_empties_the_inbox_into_every_table(services: Services) -> None:
    campaign = register(services)
    sent = events(campaign, 0, 30)
    services.accept.events(sent)
    assert compact(services.lake) == len(sent)
    assert compact(services.lake) == 0
    rows = services.lake.scan("events").select(pl.len()).collect().item()
    assert rows == len(sent)


def test_killed_at_any_line_compaction_loses_and_doubles_nothing(services: Services) -> None:
    campaign = register(services)
    sent = events(campaign, 0, 6)
    services.accept.events(sent)
    total = steps(lambda: compact(services.lake, batch=5))
    assert answer(services, campaign) == expected(sent)
    done = 6
    for step in range(1, total, total // KILLS):
        more = events(campaign, done, done + 6)
        done += 6
        assert services.accept.events(more).accepted == len(more)
        sent += more
        assert killing_at(step, lambda: compact(services.lake, batch=5))
        fresh = Lake(services.settings.lake, services.engine)
        assert answer(services, campaign, fresh) == expected(sent), f"killed at line {step}"
        compact(fresh)
        assert answer(services, campaign, fresh) == expected(sent), f"after line {step}"
    assert verify(Lake(services.settings.lake, services.engine)) == []


def test_killed_at_any_line_settling_changes_no_figure(services: Services) -> None:
    campaign = register(services)
    sent = events(campaign, 0, 12)
    services.accept.events(sent)
    compact(services.lake)
    total = steps(lambda: settle(services.lake, everything=True))
    for turn, step in enumerate(range(1, total, total // KILLS)):
        more = events(campaign, 12 + 2 * turn, 14 + 2 * turn)
        assert services.accept.events(more).accepted == len(more)
        sent += more
        compact(services.lake)
        killing_at(step, lambda: settle(services.lake, everything=True))
        fresh = Lake(services.settings.lake, services.engine)
        assert answer(services, campaign, fresh) == expected(sent), f"killed at line {step}"
    assert verify(Lake(services.settings.lake, services.engine)) == []


def test_of_two_compactions_at_once_one_is_refused(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that slept through its lease must not append what another one appended."""
    campaign = register(services)
    sent = events(campaign, 0, 20)
    services.accept.events(sent)
    awake = iter([True])

    def sleepy(*arguments: Any, **options: Any) -> None:
        if next(awake, False):
            compact(Lake(services.settings.lake, services.engine))
        write_deltalake(*arguments, **options)

    monkeypatch.setattr(compaction, "write_deltalake", sleepy)
    with pytest.raises(DeltaError):
        compact(services.lake)
    assert answer(services, campaign) == expected(sent)
    assert verify(services.lake) == []


def test_settling_leaves_one_sorted_file_of_folded_rows_a_month(services: Services) -> None:
    one, two = register(services), register(services, "two", month=4)
    for first in range(0, 30, 10):
        services.accept.events([*events(one, first, first + 10), *events(two, first, first + 10)])
        compact(services.lake)
    settle(services.lake, everything=True)
    files = services.lake.view().files
    assert {(f.month, f.tier) for f in files["messages"]} == {
        ("2026-03", SETTLED),
        ("2026-04", SETTLED),
    }
    assert sum(f.rows for f in files["messages"]) == 60


@pytest.mark.parametrize("rows_at_once", [7, 25, 1000])
def test_figures_do_not_depend_on_how_much_is_folded_at_once(
    services: Services, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    """Large campaigns are folded in parts, and small ones together."""
    monkeypatch.setattr(compaction, "CHUNK", rows_at_once)
    campaigns = [register(services, name) for name in ("one", "two", "three")]
    sent = [events(c, 0, n) for c, n in zip(campaigns, (40, 3, 5), strict=True)]
    for some in sent:
        services.accept.events(some)
        compact(services.lake)
    settle(services.lake, everything=True)
    assert [answer(services, c) for c in campaigns] == [expected(some) for some in sent]
    assert verify(services.lake) == []
    rebuild(services.lake)
    assert [answer(services, c) for c in campaigns] == [expected(some) for some in sent]
    assert verify(services.lake) == []


def test_many_fresh_files_are_merged_before_they_are_settled(services: Services) -> None:
    campaign = register(services)
    services.accept.events(events(campaign, 0, 400))
    compact(services.lake)
    settle(services.lake)
    for first in range(400, 400 + compaction.FRESH_FILES + 1):
        services.accept.events(events(campaign, first, first + 1))
        compact(services.lake)
    settle(services.lake)
    tiers = [f.tier for f in services.lake.view().files["events"]]
    assert sorted(tiers) == [FRESH, SETTLED]


def test_verify_names_a_row_that_does_not_follow_from_the_events(services: Services) -> None:
    campaign = register(services)
    services.accept.events(events(campaign, 0, 10))
    compact(services.lake)
    settle(services.lake, everything=True)
    rows = services.lake.scan("messages").collect()
    forged = rows.with_columns(
        status=pl.when(pl.col("message_id") == "m3").then(pl.lit("DELIVRD")).otherwise("status")
    )
    write_deltalake(
        services.lake.table("messages"),
        forged.with_columns(tier=pl.lit(SETTLED)),
        mode="overwrite",
        predicate="month = '2026-03'",
    )
    differences = verify(services.lake)
    assert differences
    assert all("m3" in difference for difference in differences)
    rebuild(services.lake)
    assert verify(services.lake) == []


def test_verify_names_events_that_are_stored_twice(services: Services) -> None:
    campaign = register(services)
    services.accept.events(events(campaign, 0, 4))
    compact(services.lake)
    again = services.lake.scan("events").collect().with_columns(tier=pl.lit(FRESH))
    write_deltalake(services.lake.table("events"), again, mode="append")
    assert any("stored more than once" in difference for difference in verify(services.lake))


def test_a_reader_sees_an_acknowledged_event_at_once(services: Services) -> None:
    campaign = register(services)
    counts = []
    for n in range(4):
        services.accept.events(events(campaign, n * 6, n * 6 + 6))
        counts.append(answer(services, campaign)["total_clicks"])
        if n == 1:
            compact(services.lake)
    assert counts == [1, 2, 3, 4]


def test_figures_over_time_sum_to_the_whole(services: Services) -> None:
    campaign = register(services)
    sent = events(campaign, 0, 50)
    services.accept.events(sent)
    compact(services.lake)
    query = Query(("total_clicks",), campaigns=(campaign,), granularity="day")
    days = run(query, services.lake)
    found = {f"{row['time']:%Y-%m-%d}": row["total_clicks"] for row in days.to_dicts()}
    assert found == truth.daily(sent, "link.click")


@pytest.fixture(autouse=True)
def _no_trace_left() -> Iterator[None]:
    yield
    sys.settrace(None)
