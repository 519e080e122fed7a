"""Does the Performance tab say of a messaging campaign what its raw events say?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.campaign import Campaign
from data.campaign_types import of_group
from data.channels import CHANNELS
from data.report import Chart, Table, TabNumbers
from data.services import Services
from data.store.compaction import compact
from data.vocabulary.campaign_state import Group
from data.vocabulary.period import ALL, Period
from tests.pages.report.conftest import Register, Tell, event

SMS = [
    # recipient, hour, status, carrier
    ("+1", 0, "QUEUE", "Aster"),
    ("+1", 0, "DEQUEUED", "Aster"),
    ("+1", 0.1, "SENT", "Aster"),
    ("+1", 0.2, "DELIVRD", "Aster"),
    ("+2", 0.1, "SENT", "Aster"),
    ("+2", 1.5, "DELIVRD", "Aster"),
    ("+3", 0.1, "SENT", "Birch"),
    ("+3", 0.3, "ENROUTE", "Birch"),
    ("+4", 0.1, "SENT", "Birch"),
    ("+4", 26.0, "UNDELIV", "Birch"),
    ("+5", 0, "BLACKLISTED", None),
    ("+6", 0, "SEGMENTS_EXCEEDED", None),
    ("+7", 0.1, "SENT", "Aster"),
    ("+7", 0.2, "INCOMPLETE", "Aster"),
    ("+8", 0.1, "SENT", "Birch"),
    ("+8", 0.3, "HELD_BY_CARRIER", "Birch"),
    ("+9", 0.4, "DELIVRD", "Aster"),
    ("+9", 0.1, "SENT", "Aster"),
    ("+10", 0, "EXHAUSTED", None),
]
LINKS = [
    {"url": "https://a.example", "label": "Shop", "tracked": True},
    {"url": "https://b.example", "label": "Imprint", "tracked": False},
    {"url": "https://c.example", "label": "Map", "tracked": True},
]


@pytest.fixture
def sms(register: Register, tell: Tell) -> Campaign:
    """Twelve recipients: 3 delivered, 3 in transit, 1 failed, 3 unsent, 2 silent."""
    campaign = register("sms", recipients=12, config={"links": LINKS})
    for recipient, hour, status, carrier in SMS:
        tell(campaign, recipient, status, hour, carrier=carrier, segments=2)
    for hour in (2, 3, 4):
        tell(campaign, "+2", "https://a.example", hour, "link.click")
    tell(campaign, "+1", "https://a.example", 2, "link.click")
    return campaign


def performance(
    workspace: Services, campaign: Campaign, period: Period = ALL, zone: str = "UTC"
) -> TabNumbers:
    return workspace.reports.tab(campaign.id, "performance", period, ZoneInfo(zone))


def kpis(numbers: TabNumbers) -> dict[str, float | int | None]:
    return {kpi.key: kpi.value for kpi in numbers.kpis}


def chart(numbers: TabNumbers, key: str = "messages_by_status") -> Chart:
    return next(c for c in numbers.charts if c.key == key)


def table(numbers: TabNumbers, key: str) -> Table:
    return next(t for t in numbers.tables if t.key == key)


def bars(numbers: TabNumbers) -> dict[str, int]:
    counted: dict[str, int] = {}
    for row in chart(numbers).rows:
        counted[row["category_label"]] = counted.get(row["category_label"], 0) + row["count"]
    return counted


def inside(numbers: TabNumbers, category: str) -> dict[str, int]:
    return {r["status"]: r["count"] for r in chart(numbers).rows if r["category"] == category}


def test_sms_shows_its_four_boxes_first(workspace: Services, sms: Campaign) -> None:
    """F107, F132."""
    numbers = performance(workspace, sms)
    boxes = [(kpi.label, kpi.value) for kpi in numbers.kpis[:4]]
    assert boxes == [
        ("Total Messages Sent", 7),
        ("Delivery Rate", 3 / 7),
        ("Transit Rate", 3 / 7),
        ("Failed Rate", 1 / 7),
    ]


def test_the_three_rates_are_shares_of_sent_and_add_up_to_one(
    workspace: Services, sms: Campaign
) -> None:
    """F090, F091, F092, F093."""
    found = kpis(performance(workspace, sms))
    sent, delivered, failed = found["total_sent"], found["delivered"], found["failed"]
    assert (sent, delivered, found["transit"], failed) == (7, 3, 3, 1)
    assert found["delivery_rate"] == delivered / sent
    assert found["transit_rate"] == (sent - delivered - failed) / sent
    assert found["failed_rate"] == failed / sent
    total = found["delivery_rate"] + found["transit_rate"] + found["failed_rate"]
    assert total == pytest.approx(1)


def test_sms_has_the_documented_bars_in_their_order(workspace: Services, sms: Campaign) -> None:
    """F095, F089."""
    assert list(bars(performance(workspace, sms)).items()) == [
        ("Unsent", 5),
        ("Sent", 7),
        ("Delivered", 3),
        ("Transit", 3),
        ("Failed", 1),
    ]


def test_each_bar_is_made_up_of_its_raw_statuses(workspace: Services, sms: Campaign) -> None:
    """F097, F104: INCOMPLETE stands for pending segments; F106: each status in one category."""
    numbers = performance(workspace, sms)
    assert inside(numbers, "unsent") == {
        "BLACKLISTED": 1,
        "SEGMENTS_EXCEEDED": 1,
        "EXHAUSTED": 1,
        "NO_STATUS": 2,
    }
    assert inside(numbers, "transit") == {"ENROUTE": 1, "INCOMPLETE": 1, "HELD_BY_CARRIER": 1}
    assert inside(numbers, "delivered") == {"DELIVRD": 3}
    assert inside(numbers, "failed") == {"UNDELIV": 1}
    parts = Counter(r["status"] for r in chart(numbers).rows if not r["total"])
    assert set(parts.values()) == {1}
    meanings = {r["status"]: r["meaning"] for r in chart(numbers).rows}
    assert "pending segments" in meanings["INCOMPLETE"]
    assert meanings["NO_STATUS"] == "No report yet"


def test_sent_is_the_total_of_its_outcomes_and_says_so(workspace: Services, sms: Campaign) -> None:
    """F274."""
    numbers = performance(workspace, sms)
    found = bars(numbers)
    assert found["Sent"] == found["Delivered"] + found["Transit"] + found["Failed"]
    assert found["Unsent"] + found["Sent"] == sms.recipients
    assert all(row["total"] == (row["category"] == "sent") for row in chart(numbers).rows)
    assert "Sent is the total" in chart(numbers).x_label


def test_unsent_is_outside_of_total_sent_and_blocklisted_ones_are_unsent(
    workspace: Services, sms: Campaign
) -> None:
    """F094, F105."""
    numbers = performance(workspace, sms)
    assert kpis(numbers)["unsent"] == 5 == bars(numbers)["Unsent"]
    assert kpis(numbers)["total_sent"] == 7
    assert "BLACKLISTED" in inside(numbers, "unsent")
    unsent = next(kpi for kpi in numbers.kpis if kpi.key == "unsent")
    assert unsent.note == "2 without a report yet"


def test_the_summary_says_what_the_bars_show(workspace: Services, sms: Campaign) -> None:
    assert chart(performance(workspace, sms)).summary == (
        "Of 12 messages 5 are unsent and 7 sent: 3 Delivered, 3 Transit, 1 Failed."
    )


def test_the_buckets_of_the_timeline_add_up_to_the_bars(workspace: Services, sms: Campaign) -> None:
    numbers = performance(workspace, sms)
    over_time = chart(numbers, "statuses_over_time").rows
    found: Counter[str] = Counter()
    for row in over_time:
        found[row["category_label"]] += row["count"]
    told = {**bars(numbers), "Unsent": 3}  # the two silent ones have no time
    assert found == {k: told[k] for k in ("Unsent", "Delivered", "Transit", "Failed")}


def test_each_message_stands_on_the_timeline_when_it_reached_where_it_stands(
    workspace: Services, sms: Campaign
) -> None:
    rows = chart(performance(workspace, sms), "statuses_over_time").rows
    hours = {
        (row["category"], row["time"].astimezone(UTC).isoformat()[:13]): row["count"]
        for row in rows
        if row["count"]
    }
    assert hours == {
        ("unsent", "2026-03-09T12"): 3,
        ("delivered", "2026-03-09T12"): 2,
        ("delivered", "2026-03-09T13"): 1,
        ("transit", "2026-03-09T12"): 3,
        ("failed", "2026-03-10T14"): 1,
    }


@pytest.mark.parametrize(
    ("hours", "step", "zone"),
    [(71, "hour", "UTC"), (73, "day", "Asia/Kathmandu"), (24 * 179, "day", "UTC")],
)
def test_the_steps_of_the_timeline_follow_its_span(
    workspace: Services, register: Register, tell: Tell, hours: int, step: str, zone: str
) -> None:
    campaign = register("sms")
    tell(campaign, "+1", "DELIVRD", -hours)
    tell(campaign, "+2", "DELIVRD", 0)
    numbers = performance(workspace, campaign, zone=zone)
    over_time = chart(numbers, "statuses_over_time")
    times = [row["time"] for row in over_time.rows]
    assert over_time.x_label == step.capitalize()
    assert sum(row["count"] for row in over_time.rows) == 2
    assert len(times) == len(set(times)) == (hours + 1 if step == "hour" else hours // 24 + 1)
    if step == "day":
        assert all(time.hour == time.minute == 0 for time in times)


def test_a_year_is_shown_in_weeks_and_a_life_in_months(
    workspace: Services, register: Register, tell: Tell
) -> None:
    year, life = register("sms"), register("sms")
    for campaign, days in ((year, 365), (life, 3650)):
        tell(campaign, "+1", "DELIVRD", -24 * days)
        tell(campaign, "+2", "DELIVRD", 0)
    assert chart(performance(workspace, year), "statuses_over_time").x_label == "Week"
    months = chart(performance(workspace, life), "statuses_over_time")
    assert months.x_label == "Month"
    assert {row["time"].day for row in months.rows} == {1}


def test_sms_is_split_by_carrier(workspace: Services, sms: Campaign) -> None:
    found = table(performance(workspace, sms), "by_carrier")
    rows = {row["carrier"]: row for row in found.rows}
    assert set(rows) == {"Aster", "Birch"}
    assert (rows["Aster"]["total_sent"], rows["Aster"]["delivered"]) == (4, 3)
    assert (rows["Birch"]["total_sent"], rows["Birch"]["failed"]) == (3, 1)
    assert rows["Aster"]["delivery_rate"] == 3 / 4
    assert rows["Birch"]["failed_rate"] == 1 / 3
    assert [row["carrier"] for row in found.rows] == ["Aster", "Birch"], "the largest first"


def test_segments_of_sent_messages_are_summed(workspace: Services, sms: Campaign) -> None:
    """F108: two segments for each of seven sent messages."""
    assert kpis(performance(workspace, sms))["segments_sent"] == 14


def test_links_show_clicks_and_clickers_and_untracked_ones_neither(
    workspace: Services, sms: Campaign
) -> None:
    """F109."""
    rows = table(performance(workspace, sms), "tracked_links").rows
    assert [tuple(row[k] for k in ("link", "tracked", "clicks", "clickers")) for row in rows] == [
        ("https://a.example", True, 4, 2),
        ("https://c.example", True, 0, 0),
        ("https://b.example", False, None, None),
    ]
    assert kpis(performance(workspace, sms))["clicked"] == 2


def test_a_link_that_nobody_configured_shows_once_it_is_clicked(
    workspace: Services, register: Register, tell: Tell
) -> None:
    campaign = register("sms", config={"links": ["https://plain.example", 7, {"label": "no url"}]})
    tell(campaign, None, "https://new.example", 1, "link.click")
    tell(campaign, None, "https://new.example", 2, "link.click")
    rows = table(performance(workspace, campaign), "tracked_links").rows
    assert [(row["link"], row["clicks"], row["clickers"]) for row in rows] == [
        ("https://new.example", 2, 2),  # anonymous clicks are one person each (D-26)
        ("https://plain.example", 0, 0),
    ]


def test_email_has_its_boxes_and_bars(workspace: Services, register: Register, tell: Tell) -> None:
    """F096, F107, F104: placeholders left empty are Not Open; rates are over delivered."""
    campaign = register("email", recipients=9)
    lives = {
        "a@x.example": ["SENT", "DELIVERED", "OPEN", "CLICK"],
        "b@x.example": ["SENT", "DELIVERED", "OPEN", "OPEN"],
        "c@x.example": ["SENT", "DELIVERED"],
        "d@x.example": ["SENT"],
        "e@x.example": ["SENT", "INCOMPLETE"],
        "f@x.example": ["SENT", "BOUNCED_PERMANENT"],
        "g@x.example": ["SENT", "DELIVERED", "OPEN", "COMPLAINED"],
        "h@x.example": ["BAD_TO"],
        "i@x.example": ["BLACKLISTED"],
    }
    for recipient, life in lives.items():
        for hour, status in enumerate(life):
            tell(campaign, recipient, status, hour)
    numbers = performance(workspace, campaign)
    assert list(bars(numbers).items()) == [
        ("Unsent", 2),
        ("Sent", 7),
        ("Not Open", 3),
        ("Open", 2),
        ("Failed", 2),
    ]
    assert inside(numbers, "open") == {"OPEN": 1, "CLICK": 1}
    assert inside(numbers, "failed") == {"BOUNCED_PERMANENT": 1, "COMPLAINED": 1}
    assert [(kpi.label, kpi.value) for kpi in numbers.kpis[:4]] == [
        ("Total Messages Sent", 7),
        ("Open Rate", 2 / 5),
        ("Click Rate", 1 / 5),
        ("Failed Rate", 2 / 7),
    ]
    assert (kpis(numbers)["opened"], kpis(numbers)["clicked"]) == (2, 1)
    assert chart(numbers).summary.endswith("3 Not Open, 2 Open, 2 Failed.")


def test_push_counts_devices_and_opens_from_the_app(
    workspace: Services, register: Register, tell: Tell
) -> None:
    """F082, F083, F085, F086, F087, F088, F089."""
    campaign = register("push", recipients=6)
    devices = [
        ("t1", "SENT", "ios"),
        ("t2", "SENT", "ios"),
        ("t3", "SENT", "android"),
        ("t4", "UNREGISTERED", "android"),
        ("t5", "NOT_SENT", "android"),
        ("t6", "INCOMPLETE", "android"),
    ]
    for token, status, platform in devices:
        tell(campaign, token, status, 0, platform=platform)
    tell(campaign, "t1", "", 1, "link.open")
    tell(campaign, "t1", "", 2, "link.open")
    tell(campaign, "t3", "", 2, "content.play")
    tell(campaign, "t4", "", 2, "link.open")  # never got it, so it can't have opened it
    tell(campaign, "stranger", "", 2, "link.open")
    numbers = performance(workspace, campaign)
    assert [(kpi.label, kpi.value) for kpi in numbers.kpis[:4]] == [
        ("Total Messages Sent", 5),
        ("Delivery Rate", 4 / 5),
        ("Failed Rate", 1 / 5),
        ("Unique Devices", 6),
    ]
    assert kpis(numbers)["app_opened"] == 2
    assert list(bars(numbers).items()) == [
        ("Unsent", 1),
        ("Sent", 5),
        ("Delivered", 4),
        ("Open", 2),
        ("Failed", 1),
    ]
    rows = {row["platform"]: row for row in table(numbers, "by_platform").rows}
    assert (rows["ios"]["delivered"], rows["ios"]["app_opened"]) == (2, 1)
    assert (rows["android"]["delivered"], rows["android"]["app_opened"]) == (2, 1)


def test_unique_devices_counts_a_device_once_however_many_messages_it_gets(
    workspace: Services, register: Register, tell: Tell
) -> None:
    """F086."""
    campaign = register("push")
    for message in ("m1", "m2"):
        tell(campaign, "t1", "SENT", 0, message_id=message)
    found = kpis(performance(workspace, campaign))
    assert (found["total_sent"], found["unique_devices"]) == (2, 1)


@pytest.mark.parametrize("kind", ["rcs", "whatsapp"])
def test_read_stands_apart_and_counts_as_delivered(
    workspace: Services, register: Register, tell: Tell, kind: str
) -> None:
    """F107, D-07: Sent = Delivered + Read + Transit + Failed."""
    campaign = register(kind, recipients=5)
    lives = {
        "+1": ["SENT", "DELIVERED", "READ"],
        "+2": ["SENT", "DELIVERED"],
        "+3": ["SENT"],
        "+4": ["SENT", "FALLBACK" if kind == "rcs" else "FAILED"],
        "+5": ["BLACKLISTED"],
    }
    for recipient, life in lives.items():
        for hour, status in enumerate(life):
            tell(campaign, recipient, status, hour)
    numbers = performance(workspace, campaign)
    failed = "Fallback" if kind == "rcs" else "Failed"
    assert list(bars(numbers).items()) == [
        ("Unsent", 1),
        ("Sent", 4),
        ("Transit", 1),
        ("Delivered", 1),
        ("Read", 1),
        (failed, 1),
    ]
    assert [(kpi.label, kpi.value) for kpi in numbers.kpis[:4]] == [
        ("Total Messages Sent", 4),
        ("Delivery Rate", 2 / 4),
        ("Read Rate", 1 / 2),
        ("Failed Rate", 1 / 4),
    ]
    assert next(kpi for kpi in numbers.kpis if kpi.key == "read_rate").note == "at least"


def test_fallback_is_final(workspace: Services, register: Register, tell: Tell) -> None:
    """F101: what comes after it, out of order, doesn't take it back."""
    campaign = register("rcs")
    tell(campaign, "+1", "FALLBACK", 1)
    tell(campaign, "+1", "SENT", 2)
    assert bars(performance(workspace, campaign))["Fallback"] == 1


def test_a_whatsapp_message_without_receipts_stays_sent(
    workspace: Services, register: Register, tell: Tell
) -> None:
    """F103."""
    campaign = register("whatsapp")
    tell(campaign, "+1", "SENT")
    numbers = performance(workspace, campaign)
    assert inside(numbers, "transit") == {"SENT": 1}
    meaning = next(r["meaning"] for r in chart(numbers).rows if r["status"] == "SENT")
    assert "read receipts off" in meaning


@pytest.mark.parametrize("kind", [kind.key for kind in of_group(Group.MESSAGING)])
def test_every_raw_status_stands_in_exactly_one_category(
    workspace: Services, register: Register, tell: Tell, kind: str
) -> None:
    """F098, F099, F100, F101, F102, F106, F274: one message of each code that the channel knows."""
    channel = CHANNELS[kind]
    codes = [status.code for status in channel.statuses]
    campaign = register(kind, recipients=len(codes))
    for number, code in enumerate(codes):
        tell(campaign, f"r{number}", code)
    numbers = performance(workspace, campaign)
    parts = [r for r in chart(numbers).rows if not r["total"] and r["meaning"] != "" and r["count"]]
    standing = {
        r["status"]: r["category"] for r in parts if "as the app reports" not in r["meaning"]
    }
    assert standing == {status.code: status.category for status in channel.statuses}
    found = bars(numbers)
    assert found["Unsent"] + found["Sent"] == len(codes) == campaign.recipients
    outcomes = {c.label for c in channel.categories} - {"Unsent"}
    assert found["Sent"] == sum(found[label] for label in outcomes)


@pytest.mark.parametrize("kind", [kind.key for kind in of_group(Group.MESSAGING)])
def test_a_report_about_nothing_says_so_and_divides_by_nothing(
    workspace: Services, register: Register, kind: str
) -> None:
    """F280, F075."""
    numbers = performance(workspace, register(kind))
    assert numbers.notices == ("Nothing has been reported about this campaign's messages yet.",)
    for kpi in numbers.kpis:
        assert kpi.value is None if kpi.key.endswith("_rate") else kpi.value == 0
    assert sum(row["count"] for row in chart(numbers).rows) == 0
    assert chart(numbers, "statuses_over_time").rows == []
    assert {row["category"] for row in chart(numbers).rows} >= {
        "sent",
        *(c.key for c in CHANNELS[kind].categories),
    }


def test_a_report_about_one_event(workspace: Services, register: Register, tell: Tell) -> None:
    campaign = register("sms")
    tell(campaign, "+1", "DELIVRD")
    numbers = performance(workspace, campaign)
    assert kpis(numbers)["delivery_rate"] == 1
    assert bars(numbers) == {"Unsent": 0, "Sent": 1, "Delivered": 1, "Transit": 0, "Failed": 0}
    assert "1 message." in chart(numbers, "statuses_over_time").summary
    assert numbers.notices == ()


def test_unknown_codes_are_in_transit_on_every_channel(
    workspace: Services, register: Register, tell: Tell
) -> None:
    """D-07; email has no bar Transit until it needs one."""
    campaign = register("email")
    tell(campaign, "a@x.example", "GREYLISTED")
    numbers = performance(workspace, campaign)
    assert bars(numbers)["Transit"] == 1 == bars(numbers)["Sent"] == kpis(numbers)["transit"]


def test_more_messages_than_declared_recipients_are_all_counted(
    workspace: Services, register: Register, tell: Tell
) -> None:
    campaign = register("sms", recipients=1)
    for number in range(3):
        tell(campaign, f"+{number}", "DELIVRD")
    assert bars(performance(workspace, campaign))["Sent"] == 3
    assert bars(performance(workspace, campaign))["Unsent"] == 0


def test_a_period_is_about_the_messages_of_its_days_whatever_became_of_them_when(
    workspace: Services, register: Register, tell: Tell
) -> None:
    """F021, F274: so shares never exceed one, and outcomes add up to what was sent."""
    campaign = register("sms", recipients=4)
    first, second = datetime(2026, 3, 9).date(), datetime(2026, 3, 10).date()
    tell(campaign, "+1", "SENT", 11.9)  # 23:54 of the 9th
    tell(campaign, "+1", "DELIVRD", 12.1)  # 00:06 of the 10th
    tell(campaign, "+2", "SENT", 13)
    tell(campaign, "+3", "BLACKLISTED", 13)
    one = performance(workspace, campaign, Period(first, first))
    two = performance(workspace, campaign, Period(second, second))
    assert bars(one) == {"Unsent": 0, "Sent": 1, "Delivered": 1, "Transit": 0, "Failed": 0}
    assert bars(two) == {"Unsent": 1, "Sent": 1, "Delivered": 0, "Transit": 1, "Failed": 0}
    for numbers in (one, two):
        found = kpis(numbers)
        assert found["total_sent"] == bars(numbers)["Sent"]
        assert found["unsent"] == bars(numbers)["Unsent"]
        assert 0 <= (found["delivery_rate"] or 0) <= 1


def test_the_days_of_a_period_are_those_of_the_asked_zone(
    workspace: Services, register: Register, tell: Tell
) -> None:
    campaign = register("sms")
    tell(campaign, "+1", "DELIVRD", 11.5)  # 23:30 of the 9th in UTC, 00:30 of the 10th in Berlin
    day = datetime(2026, 3, 10).date()
    utc = performance(workspace, campaign, Period(day, day))
    berlin = performance(workspace, campaign, Period(day, day), "Europe/Berlin")
    assert (kpis(utc)["total_sent"], kpis(berlin)["total_sent"]) == (0, 1)
    assert utc.notices == ("No message of this campaign was to leave on these days.",)


def _items(workspace: Services, campaign: Campaign) -> list[dict[str, Any]]:
    clicks = [("+2", 2, "https://a.example"), ("+1", 2, "https://a.example")]
    told: Iterable[tuple[str, float, str, str, dict[str, Any]]] = [
        *((r, h, s, "message.status", {"carrier": c, "segments": 1}) for r, h, s, c in SMS),
        *((r, h, link, "link.click", {}) for r, h, link in clicks),
    ]
    return [
        event(workspace.clock(), campaign, recipient, what, hour, kind, number, **data)
        for number, (recipient, hour, what, kind, data) in enumerate(told)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_changes_nothing(
    workspace: Services, register: Register, seed: int
) -> None:
    """F278: in order into one campaign, shuffled, repeated and cut into batches into the other."""
    straight, shuffled = register("sms", recipients=12), register("sms", recipients=12)
    workspace.accept.events(_items(workspace, straight))
    items = [{**item, "source": "other"} for item in _items(workspace, shuffled)]
    luck = random.Random(seed)
    items += luck.sample(items, 8)
    luck.shuffle(items)
    for start in range(0, len(items), 5):
        workspace.accept.events(items[start : start + 5])
        if luck.random() < 0.5:
            compact(workspace.lake)
    one, other = performance(workspace, straight), performance(workspace, shuffled)
    assert kpis(one) == kpis(other)
    assert [c.rows for c in one.charts] == [c.rows for c in other.charts]
    assert [t.rows for t in one.tables] == [t.rows for t in other.tables]


def test_another_campaign_does_not_show_through(
    workspace: Services, sms: Campaign, register: Register, tell: Tell
) -> None:
    before = kpis(performance(workspace, sms))
    other = register("sms")
    tell(other, "+1", "DELIVRD")
    tell(other, "+1", "https://a.example", 1, "link.click")
    assert kpis(performance(workspace, sms)) == before
