"""Does the Analytics Hub say what plain Python counts over the same events?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.campaign import Campaign
from data.compare import Verdict, newcombe
from data.hub.asked import NONE, HubAsked, hub_asked
from data.hub.before import before
from data.hub.counting import count
from data.hub.hub import Hub, hub
from data.hub.offered import labels, splits
from data.query import Query, run
from data.screen_files import sheet
from data.services import Services, build
from data.settings import Settings
from data.showing import showing
from data.vocabulary.period import ALL, Period, midnight, preset
from tests.hub_history import LATER, NOW, History, everything

UTC_ZONE = ZoneInfo("UTC")
OPENING = {"link.open", "link.click"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, History]]:
    """The two months in a workspace that no test changes."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("hub"))  # type: ignore[call-arg]
    services = build(settings, lambda: NOW)
    yield services, History(services)
    services.engine.dispose()


def asked(**words: Any) -> HubAsked:
    """An address of the hub, read in UTC unless it says otherwise."""
    return hub_asked(words, UTC_ZONE, NOW)


def found(services: Services, **words: Any) -> Hub:
    """What stands there."""
    return hub(asked(**words), services.lake.view(), services.engine)


def values(services: Services, **words: Any) -> dict[str, float | int | None]:
    """The tiles' values by metric."""
    return {tile.kpi.key: tile.kpi.value for tile in found(services, **words).tiles}


def truth(
    history: History, start: datetime, until: datetime, keep: Any = everything
) -> dict[str, float | int | None]:
    """What the tiles must say."""
    sent, delivered = len(history.sent(start, until, keep)), history.delivered(start, until, keep)

    def share(part: int, whole: int) -> float | None:
        return part / whole if whole else None

    return {
        "total_sent": sent,
        "delivery_rate": share(delivered, sent),
        "open_rate": share(history.doers(OPENING, start, until, keep), delivered),
        "click_rate": share(history.doers({"link.click"}, start, until, keep), delivered),
        "opened_url_link": history.people("link.open", start, until, keep),
        "played": history.people("content.play", start, until, keep),
    }


def agree(said: dict[str, Any], counted: dict[str, Any]) -> None:
    """A tile of which nothing was counted on either side may be missing."""
    for key, value in counted.items():
        if key in said or value:
            assert said[key] == value, key


def of_thirty_days(services: Services, history: History, zone: str) -> None:
    """The tiles of the last 30 days of a zone are the truth."""
    where = ZoneInfo(zone)
    today = NOW.astimezone(where).date()
    start, until = (midnight(today - timedelta(days=n), where) for n in (29, -1))
    agree(values(services, tz=zone, range="last-30-days"), truth(history, start, until))


def test_tiles_are_what_plain_python_counts(services: Services, clock: Any) -> None:
    """F244."""
    clock.now = NOW
    of_thirty_days(services, History(services), "UTC")


@pytest.mark.parametrize("zone", ["America/Bogota", "Asia/Kolkata"])
def test_days_are_those_of_the_zone(told: tuple[Services, History], zone: str) -> None:
    of_thirty_days(*told, zone)


def local(campaign: Campaign, at: datetime, weekday: int, hour: int) -> bool:
    """Whether it lies in that hour of that weekday, in UTC."""
    return (at.weekday(), at.hour) == (weekday, hour)


@pytest.mark.parametrize(
    ("words", "keep"),
    [
        ({"channel": "sms"}, lambda c, at: c.channel == "sms"),
        ({"channel": ["email", NONE]}, lambda c, at: c.channel in ("email", "")),
        ({"type": ["e-swipe", "email"]}, lambda c, at: c.type in ("e-swipe", "email")),
        ({"sender": "61222"}, lambda c, at: c.sender == "61222"),
        ({"sender": NONE}, lambda c, at: not c.sender),
        ({"status": "live"}, lambda c, at: c.state == "live"),
        ({"campaign": "1"}, lambda c, at: c.id == 1),
        ({"weekday": "mon", "hour": "9"}, lambda c, at: local(c, at, 0, 9)),
        ({"channel": "sms", "status": "completed"}, lambda c, at: c.name == "Spring sale"),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, dict) else None,
)
def test_filters_keep_the_campaigns_and_hours_that_they_name(
    told: tuple[Services, History], words: dict[str, Any], keep: Any
) -> None:
    services, history = told
    start, until = datetime(2026, 1, 20, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    days = {"from": "2026-01-20", "to": "2026-03-01"}
    agree(values(services, **days, **words), truth(history, start, until, keep))


@pytest.mark.parametrize("by", ["campaign", "type", "channel"])
def test_the_api_answers_the_same_question_with_the_same_numbers(
    told: tuple[Services, History], by: str
) -> None:
    """F244: POST /api/v1/query runs the query below."""
    services, _ = told
    start, until = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    campaigns = tuple(services.campaigns.get(n) for n in range(1, 6))
    dimension = {"type": "campaign_type"}.get(by, by)
    query = Query(
        ("delivery_rate",), (dimension,), campaigns, start=start, until=until, axis="send"
    )
    days = {"from": "2026-02-01", "to": "2026-02-28"}
    table = found(services, **days, metric="delivery_rate", by=by).numbers.tables[0]
    counted = {row[dimension]: row["delivery_rate"] for row in run(query, services.lake).to_dicts()}
    assert {row["at"]: row["value"] for row in table.rows if row["value"] is not None} == {
        name: value for name, value in counted.items() if value is not None
    }


@pytest.mark.parametrize(
    ("period", "shift", "first", "last"),
    [
        (preset("last-7-days", NOW.date()), 7, date(2026, 2, 26), date(2026, 3, 4)),
        (preset("last-30-days", NOW.date()), 35, date(2026, 1, 6), date(2026, 2, 4)),
        (preset("today", NOW.date()), 7, date(2026, 3, 4), date(2026, 3, 4)),
        (preset("last-week", NOW.date()), 7, date(2026, 2, 23), date(2026, 3, 1)),
        (preset("this-month", NOW.date()), 14, date(2026, 2, 15), date(2026, 2, 25)),
        (Period(date(2025, 12, 1), date(2026, 2, 28)), 90, date(2025, 9, 2), date(2025, 11, 30)),
    ],
    ids=["week", "30-days", "today", "last-week", "running-month", "quarter"],
)
def test_the_days_before_are_as_many_and_up_to_eight_weeks_the_same_weekdays(
    period: Period, shift: int, first: date, last: date
) -> None:
    """F244, D-17."""
    earlier = before(period, UTC_ZONE, NOW)
    assert earlier is not None
    assert (earlier.shift, earlier.first, earlier.last) == (shift, first, last)
    assert period.first is not None
    elapsed = min(period.last or NOW.date(), NOW.date()) - period.first
    assert earlier.last - earlier.first == elapsed
    if elapsed < timedelta(days=56):
        assert earlier.first.weekday() == period.first.weekday()


def test_days_that_go_on_are_compared_up_to_the_same_full_hour_of_the_zone() -> None:
    earlier = before(preset("today", NOW.date()), ZoneInfo("Europe/Berlin"), NOW)
    assert earlier is not None
    assert earlier.cut == datetime(2026, 3, 11, 12, tzinfo=UTC)  # 1 PM there
    assert earlier.until == datetime(2026, 3, 4, 12, tzinfo=UTC)
    said = earlier.sentence(ZoneInfo("Europe/Berlin"))
    assert said == "Compared with Mar 4, 2026, the same weekday one week earlier, both until 1 PM."
    # The clocks went back in between: 9 AM is another hour in UTC then.
    autumn = datetime(2026, 10, 27, 8, 30, tzinfo=UTC)
    earlier = before(preset("today", autumn.date()), ZoneInfo("Europe/Berlin"), autumn)
    assert earlier is not None
    assert (earlier.cut, earlier.until) == (
        datetime(2026, 10, 27, 8, tzinfo=UTC),
        datetime(2026, 10, 20, 7, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "period",
    [ALL, Period(None, date(2026, 3, 1)), Period(date(2026, 4, 1), date(2026, 4, 2))],
    ids=["all", "no first day", "to come"],
)
def test_what_has_no_days_before_is_not_compared(period: Period) -> None:
    assert before(period, UTC_ZONE, NOW) is None


def test_in_its_first_hour_a_day_has_nothing_to_compare() -> None:
    midnight_ = datetime(2026, 3, 11, 0, 59, tzinfo=UTC)
    assert before(preset("today", midnight_.date()), UTC_ZONE, midnight_) is None


def test_a_share_is_compared_for_messages_alone_that_are_three_days_old(
    told: tuple[Services, History],
) -> None:
    """F244; metric 6: until then, much may still come."""
    services, history = told
    tile = next(t for t in found(services).tiles if t.kpi.key == "delivery_rate")
    start, cut = datetime(2026, 2, 10, tzinfo=UTC), datetime(2026, 3, 8, 12, tzinfo=UTC)
    step = timedelta(days=35)
    now = history.delivered(start, cut), len(history.sent(start, cut))
    earlier = (
        history.delivered(start - step, cut - step),
        len(history.sent(start - step, cut - step)),
    )
    assert tile.change is not None
    assert (tile.change.now, tile.change.before) == (now[0] / now[1], earlier[0] / earlier[1])
    assert tile.change.interval == newcombe(*now, *earlier)
    assert start > LATER  # and so most of the days before it had fewer delivered
    assert tile.change.verdict is Verdict.BETTER
    young = next(t for t in found(services, range="today").tiles if t.kpi.key == "delivery_rate")
    assert young.kpi.value is not None
    assert young.change is not None
    assert young.change.verdict is Verdict.NOT_JUDGED
    assert "younger than 72 hours" in young.change.sentence


def test_a_count_is_compared_to_the_same_hour(told: tuple[Services, History]) -> None:
    services, history = told
    tile = found(services, range="last-7-days").tiles[0]
    start, cut = datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 11, 12, tzinfo=UTC)
    week = timedelta(days=7)
    assert tile.change is not None
    assert tile.change.now == len(history.sent(start, cut))
    assert tile.change.before == len(history.sent(start - week, cut - week))
    assert tile.kpi.value == len(history.sent(start, NOW + week))


def days_of(history: History, start: date, last: date, **keep: Any) -> Counter[date]:
    """Sent messages by UTC day."""
    first, until = midnight(start, UTC_ZONE), midnight(last + timedelta(days=1), UTC_ZONE)
    return Counter(message["left"].date() for message in history.sent(first, until, **keep))


def test_the_chart_has_every_day_and_marks_the_one_that_goes_on(
    told: tuple[Services, History],
) -> None:
    services, history = told
    chart = found(services, range="last-30-days").over_time.chart
    truth_ = days_of(history, date(2026, 2, 10), date(2026, 3, 11))
    assert [row["time"] for row in chart.rows] == [
        date(2026, 2, 10) + timedelta(days=n) for n in range(30)
    ]
    assert {row["time"]: row["total_sent"] for row in chart.rows if row["total_sent"]} == truth_
    assert 0 in [row["total_sent"] for row in chart.rows]
    last = chart.rows[-1]
    assert (last["step"], last["series"]) == ("Mar 11 so far", "Total Messages Sent so far")
    assert chart.summary.endswith("Mar 11 is counted so far.")


def test_weeks_are_put_together_of_days_and_a_share_of_sums(
    told: tuple[Services, History],
) -> None:
    """F244: rates are never averaged."""
    services, history = told
    words = {"from": "2026-02-04", "to": "2026-03-03", "granularity": "week"}
    chart = found(services, **words, metric="delivery_rate").over_time.chart
    by_week: dict[date, list[str]] = {}
    for message in history.sent(datetime(2026, 2, 4, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)):
        day = message["left"].date()
        by_week.setdefault(day - timedelta(days=day.weekday()), []).append(message["outcome"])
    assert {row["time"]: row["delivery_rate"] for row in chart.rows} == {
        week: outcomes.count("delivered") / len(outcomes) for week, outcomes in by_week.items()
    }
    assert [row["step"] for row in chart.rows] == [
        "Feb 2 (part)",
        "Feb 9",
        "Feb 16",
        "Feb 23",
        "Mar 2 (part)",
    ]


def test_hours_and_months_add_up_to_the_same_total(told: tuple[Services, History]) -> None:
    services, history = told
    for words, steps in (
        ({"from": "2026-03-03", "to": "2026-03-03", "granularity": "hour"}, 24),
        ({"from": "2026-01-10", "to": "2026-03-11", "granularity": "month"}, 3),
        ({"range": "today"}, 13),  # the running hour is the last
    ):
        there = found(services, **words)
        assert len(there.over_time.chart.rows) == steps
        total = sum(row["total_sent"] for row in there.over_time.chart.rows)
        assert total == there.tiles[0].kpi.value


@pytest.mark.parametrize("split", ["channel", "type", "sender", "status", "outcome"])
def test_the_parts_of_a_split_add_up_to_the_whole(
    told: tuple[Services, History], split: str
) -> None:
    services, _ = told
    there = found(services, split=split, **{"from": "2026-02-01", "to": "2026-02-28"})
    rows = there.over_time.chart.rows
    assert sum(row["total_sent"] for row in rows) == there.tiles[0].kpi.value
    assert len({row["series"] for row in rows}) > 1


def test_the_days_before_are_drawn_where_their_weekdays_stand(
    told: tuple[Services, History],
) -> None:
    services, history = told
    words = {"from": "2026-02-02", "to": "2026-02-15", "compare": "previous"}
    chart = found(services, **words).over_time.chart
    earlier = days_of(history, date(2026, 1, 19), date(2026, 2, 1))
    drawn = {r["time"]: r["total_sent"] for r in chart.rows if r["series"] == "Days before"}
    assert {day - timedelta(days=14): n for day, n in drawn.items() if n} == earlier
    assert len(drawn) == 14


def test_the_breakdown_is_sorted_and_compared_part_by_part(
    told: tuple[Services, History],
) -> None:
    services, history = told
    words = {"from": "2026-02-10", "to": "2026-03-01", "by": "campaign"}
    start, until = datetime(2026, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    now = Counter(m["campaign"].id for m in history.sent(start, until))
    step = timedelta(days=21)
    earlier = Counter(m["campaign"].id for m in history.sent(start - step, until - step))
    (table,) = found(services, **words).numbers.tables
    assert {row["at"]: (row["value"], row["before"]) for row in table.rows} == {
        key: (now[key], earlier[key]) for key in now
    }
    assert [row["value"] for row in table.rows] == sorted(now.values(), reverse=True)
    (table,) = found(services, **words, sort="-difference").numbers.tables
    differences = [row["value"] - row["before"] for row in table.rows]
    assert differences == sorted(differences, reverse=True)
    (table,) = found(services, **words, sort="name", page="99").numbers.tables
    assert table.page == 0  # there is one page alone
    assert [row["name"] for row in table.rows] == ["Flash", "Letter", "Lookbook", "Spring sale"]


def test_message_dimensions_split_too(told: tuple[Services, History]) -> None:
    services, history = told
    days = {"from": "2026-02-01", "to": "2026-02-28"}
    start, until = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    carriers = Counter(m["carrier"] for m in history.sent(start, until))
    (table,) = found(services, **days, by="carrier").numbers.tables
    assert {row["at"]: row["value"] for row in table.rows} == carriers


def test_the_grid_has_every_hour_of_the_week_in_the_zone(told: tuple[Services, History]) -> None:
    services, history = told
    zone = ZoneInfo("America/Bogota")
    days = {"from": "2026-02-01", "to": "2026-02-28", "tz": zone.key}
    start, until = (midnight(date(2026, month, 1), zone) for month in (2, 3))
    cells = Counter()
    for message in history.sent(start, until):
        at = message["left"].astimezone(zone)
        cells[at.isoweekday(), at.hour] += 1
    grid = found(services, **days).numbers.charts[1]
    drawn = {(row["iso_weekday"], row["hour_of_day"]): row["total_sent"] for row in grid.rows}
    assert len(drawn) == 7 * 24
    assert {cell: n for cell, n in drawn.items() if n} == cells


def test_every_offered_metric_is_answered_by_every_dimension_of_it(
    told: tuple[Services, History],
) -> None:
    services, _ = told
    look = found(services).look
    asked_already = set()
    for metric in labels():
        for split in splits(metric).values():
            question = metric if not split.dimension else tuple(sorted(splits(metric)))
            if (question, split.dimension) not in asked_already:
                asked_already.add((question, split.dimension))
                rows = count(look, metric, "send", split.dimension)
                assert split.column in rows.columns


@pytest.mark.parametrize(
    ("words", "notice"),
    [
        ({"metric": "luck"}, "metric=“luck” was ignored"),
        ({"metric": "played", "by": "carrier"}, "by=“carrier” was ignored"),
        ({"granularity": "minute"}, "granularity=“minute” was ignored"),
        ({"split": "campaign"}, "split=“campaign” was ignored"),
        ({"channel": ["sms", "pigeon"]}, "channel=“pigeon” was ignored"),
        ({"type": "x"}, "type=“x” was ignored"),
        ({"status": "<b>"}, "status=“<b>” was ignored"),
        ({"campaign": "1;drop"}, "campaign=“1;drop” was ignored"),
        ({"hour": "24"}, "hour=“24” was ignored"),
        ({"hour": "٣"}, "hour=“٣” was ignored"),
        ({"weekday": "someday"}, "weekday=“someday” was ignored"),
        ({"compare": "next"}, "compare=“next” was ignored"),
        ({"axis": "x"}, "axis=“x” was ignored"),
        ({"sort": "secret"}, "sort=“secret” was ignored"),
        ({"page": "-1"}, "page=“-1” was ignored"),
        ({"from": "yesterday"}, "from=“yesterday” was ignored"),
        ({"tz": "Moon/Base"}, "tz=“Moon/Base” was ignored"),
        ({"metric": ["played", "unsent"]}, "metric=“unsent” was ignored: metric can be given once"),
        ({"colour": "red"}, "There is no filter “colour”"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_what_cannot_be_read_is_ignored_and_said(words: dict[str, Any], notice: str) -> None:
    read = hub_asked(words, UTC_ZONE, NOW)
    assert notice in read.notices[0]
    assert len(read.notices) == 1


def test_an_address_comes_back_as_it_was_written() -> None:
    address = (
        "/hub?range=last-week&tz=Europe%2FBerlin&metric=failed&granularity=hour&by=campaign"
        "&compare=previous&axis=send&weekday=tue&hour=9&sort=-difference&page=2"
        "&channel=sms&channel=none&sender=A%26B"
    )
    words = {
        "range": "last-week",
        "tz": "Europe/Berlin",
        "metric": "failed",
        "granularity": "hour",
        "by": "campaign",
        "compare": "previous",
        "axis": "send",
        "weekday": "tue",
        "hour": "9",
        "sort": "-difference",
        "page": "2",
        "channel": ["sms", "none"],
        "sender": "A&B",
    }
    read = hub_asked(words, UTC_ZONE, NOW)
    assert read.link({"page": "2"}) == address
    assert "page=" not in read.link({"metric": "unsent"})


def test_the_address_gives_the_figures_to_others_and_all_rows_to_files(
    told: tuple[Services, History],
) -> None:
    services, _ = told
    at = "/hub?from=2026-02-01&to=2026-02-28&by=campaign&channel=sms"
    there = showing(services.desk, at)
    assert there.kpi("delivery_rate").note.startswith(("Better", "Too close", "Worse"))
    assert there.filters == (("Channel", "SMS"),)
    assert there.table("hub_breakdown").total == 3
    whole = sheet(services.desk, at, "hub_breakdown")
    assert [field.label for field in whole.fields][:2] == ["Campaign", "Total Messages Sent"]
    assert sum(len(piece) for piece in whole.pieces) == 3
    over_time = sheet(services.desk, at, "hub_over_time")
    assert sum(len(piece) for piece in over_time.pieces) == 28


def test_a_workspace_without_campaigns_says_so(services: Services) -> None:
    empty = found(services)
    assert empty.is_empty
    assert empty.answer == "Nothing is counted for these days and filters."
