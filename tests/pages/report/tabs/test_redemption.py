"""Pass Redemption: by hand on a few passes, and on a real campaign of a grocer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from components.chart_frame import chart_frame
from data.vocabulary.period import Period
from pages.report.tabs.redemption import DAYS, TAB
from tests.drawn import by_class, by_role, cells, text
from tests.small_campaign import SmallCampaign, bare, chart

MORNING, AFTERNOON, EVENING, NIGHT = (
    "Morning 6:00–11:59",
    "Afternoon 12:00–17:59",
    "Evening 18:00–23:59",
    "Night 0:00–5:59",
)


def parts(made: SmallCampaign, key: str = "redemption_frequency", **asked: str) -> dict:
    """The cells that are not zero."""
    rows = chart(made.numbers(TAB, **asked), key).rows
    return {(r["weekday"], r["part"]): r["redemptions"] for r in rows if r["redemptions"]}


@pytest.fixture
def coupon(services) -> SmallCampaign:
    """Of four passes Ana's is used twice and Ben's once; Zoe redeems one that nobody reported."""
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    for who in ("ana", "ben", "cleo", "dan"):
        made.sent("pass.generate", "2026-03-02 00:30", who)
    made.sent("pass.redeem", "2026-03-06 13:00", "ana")  # a Friday
    made.sent("pass.redeem", "2026-03-06 14:00", "ana")
    made.sent("pass.redeem", "2026-03-07 19:00", "ben")
    made.sent("pass.redeem", "2026-03-08 09:00", "zoe")
    return made


def test_generated_passes_are_split_into_used_and_not_yet_used(coupon):
    """F203: 2 of the 4 generated passes are used, however often; Zoe's is none of them."""
    ring = chart(coupon.numbers(TAB), "pass_redemption")
    assert bare(ring.rows, "state", "passes", "share") == [
        ("Used", 2, 0.5),
        ("Not yet used", 2, 0.5),
    ]
    assert ring.summary == "50.0 % of 4 generated passes are used, 50.0 % are not yet used."


def test_redemptions_count_repeats_and_redeemers_do_not(coupon):
    assert coupon.row()["passes_redeemed"] == 3
    kpis = {kpi.key: kpi.value for kpi in coupon.numbers(TAB).kpis}
    assert kpis == {"redemptions": 4, "redemption_rate": 3 / 4}


def test_redemptions_are_placed_by_weekday_and_part_of_the_day(coupon):
    """F204."""
    assert parts(coupon) == {
        ("Friday", AFTERNOON): 2,
        ("Saturday", EVENING): 1,
        ("Sunday", MORNING): 1,
    }


def test_the_grid_has_all_28_cells(coupon):
    """F204: seven days from Monday on, four parts each."""
    rows = chart(coupon.numbers(TAB), "redemption_frequency").rows
    assert bare(rows, "weekday", "part") == [
        (day, part) for day in DAYS for part in (MORNING, AFTERNOON, EVENING, NIGHT)
    ]


@pytest.mark.parametrize(
    ("time", "part"),
    [
        ("00:00:00", NIGHT),
        ("05:59:59.999999", NIGHT),
        ("06:00:00", MORNING),
        ("11:59:59.999999", MORNING),
        ("12:00:00", AFTERNOON),
        ("17:59:59.999999", AFTERNOON),
        ("18:00:00", EVENING),
        ("23:59:59.999999", EVENING),
    ],
)
def test_parts_begin_and_end_to_the_microsecond_in_utc(services, time, part):
    """F205."""
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    made.sent("pass.redeem", f"2026-03-04 {time}", "ana")
    assert parts(made, zone="Asia/Kolkata") == {("Wednesday", part): 1}


def test_the_reports_own_zone_gets_a_second_grid(services):
    """Sunday 23:30 in UTC is Monday 05:00 in Kolkata, half an hour off the whole hours."""
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    made.sent("pass.redeem", "2026-03-08 23:30", "ana")
    made.sent("pass.redeem", "2026-03-09 00:29", "ben")
    made.sent("pass.redeem", "2026-03-09 00:30", "cleo")
    local = parts(made, "redemption_frequency_local", zone="Asia/Kolkata")
    assert local == {("Monday", NIGHT): 2, ("Monday", MORNING): 1}
    assert parts(made, zone="Asia/Kolkata") == {("Sunday", EVENING): 1, ("Monday", NIGHT): 2}
    keys = [one.key for one in made.numbers(TAB).charts]
    assert keys == ["pass_redemption", "redemption_frequency"]


def test_daylight_saving_moves_the_local_hours_and_not_those_of_utc(services):
    """In Berlin the 28th of March 2026 is at UTC+1, the 30th at UTC+2."""
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    made.services.clock.now = datetime(2026, 4, 1, tzinfo=UTC)
    made.sent("pass.redeem", "2026-03-28 04:30", "ana")
    made.sent("pass.redeem", "2026-03-30 04:30", "ben")
    local = parts(made, "redemption_frequency_local", zone="Europe/Berlin")
    assert local == {("Saturday", NIGHT): 1, ("Monday", MORNING): 1}


def test_the_most_popular_day_and_part_are_told_in_words(coupon):
    """F206."""
    frequency = chart(coupon.numbers(TAB), "redemption_frequency")
    assert frequency.summary == "Most popular is Friday afternoon (UTC), with 2 of 4 redemptions."
    drawn = chart_frame(frequency, coupon.ask().zone)
    (most,) = by_class(drawn, "most")
    assert text(most) == "2 Most"
    grid = next(t for t in by_class(drawn, "day-parts"))
    assert cells(grid)[4] == ["0", "2 Most", "0", "0"]


def test_equally_popular_parts_are_all_named(services):
    """F206."""
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    made.sent("pass.redeem", "2026-03-04 05:00", "ana")
    made.sent("pass.redeem", "2026-03-02 13:00", "ben")
    frequency = chart(made.numbers(TAB), "redemption_frequency")
    assert frequency.summary == (
        "Most popular are Monday afternoon and Wednesday night (UTC), with 1 of 2 redemptions each."
    )
    assert len(by_class(chart_frame(frequency, made.ask().zone), "most")) == 2


def test_the_grid_is_a_table_in_a_named_figure(coupon):
    frequency = chart(coupon.numbers(TAB), "redemption_frequency")
    drawn = chart_frame(frequency, coupon.ask().zone)
    assert by_role(drawn, "figure", "Redemption Frequency (UTC)")
    assert "View as table" in text(drawn)


def test_days_are_those_of_the_redemption(coupon):
    only = Period(first=datetime(2026, 3, 7).date(), last=datetime(2026, 3, 7).date())
    assert parts(coupon, period=only) == {("Saturday", EVENING): 1}


def test_without_a_pass_nothing_is_split_and_nothing_is_popular(services):
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    numbers = made.numbers(TAB)
    assert bare(chart(numbers, "pass_redemption").rows, "passes", "share") == [(0, None), (0, None)]
    assert parts(made) == {}
    assert {kpi.key: kpi.value for kpi in numbers.kpis} == {
        "redemptions": 0,
        "redemption_rate": None,
    }
    for one in numbers.charts:
        chart_frame(one, made.ask().zone)


def test_the_grocers_campaign_18_reads_as_its_own_files_count_it(services):
    """1,133 households got a coupon, 214 of them redeemed 653 times."""
    folder = "tests/samples/complete_journey"
    sent_to = pl.read_parquet(f"{folder}/campaigns.parquet").filter(pl.col("campaign_id") == 18)
    redeemed = pl.read_parquet(f"{folder}/coupon_redemptions.parquet")
    redeemed = redeemed.filter(pl.col("campaign_id") == 18)
    made = SmallCampaign(
        services, "digital-coupon", created_at=datetime(2017, 10, 1, tzinfo=UTC), channel="email"
    )

    def event(number: int, kind: str, at: datetime, household: int) -> dict:
        return {
            "specversion": "1.0",
            "id": str(number),
            "source": "grocer",
            "type": kind,
            "time": at.replace(tzinfo=UTC).isoformat(),
            "subject": f"household-{household}",
            "data": {"campaign_id": made.campaign.id},
        }

    start = redeemed.get_column("redemption_date").min() - timedelta(days=3)
    passes = [
        event(n, "pass.generate", start, household)
        for n, household in enumerate(sent_to.get_column("household_id"))
    ]
    uses = [
        event(n, "pass.redeem", at, household)
        for n, (at, household) in enumerate(
            redeemed.select("redemption_date", "household_id").iter_rows()
        )
    ]
    assert services.accept.events(passes + uses).accepted == 1133 + 653
    row = made.row()
    assert (row["passes_generated"], row["passes_redeemed"]) == (1133, 214)
    numbers = made.numbers(TAB)
    kpis = {kpi.key: kpi.value for kpi in numbers.kpis}
    assert kpis == {"redemptions": 653, "redemption_rate": 214 / 1133}
    assert bare(chart(numbers, "pass_redemption").rows, "passes") == [(214,), (919,)]
    # The file knows days and no hours, so everything is at midnight in UTC.
    weekdays: dict[tuple[str, str], int] = {}
    for day in redeemed.get_column("redemption_date"):
        place = (DAYS[day.weekday()], NIGHT)
        weekdays[place] = weekdays.get(place, 0) + 1
    assert parts(made) == weekdays
