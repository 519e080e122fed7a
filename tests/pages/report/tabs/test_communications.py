"""Communications to the holders of a coupon: two on iOS, one on Android."""

from __future__ import annotations

import pytest

from data.communications import (
    Draft,
    Kind,
    audience_of,
    check_open,
    checked,
    compose,
    log,
    reached,
)
from data.errors import BadRequest, HeliographError, Refused
from data.services import build, install
from data.store.engine import read
from data.vocabulary.campaign_state import State
from pages.report.tabs.communications import TAB, body, question, recorded
from tests.drawn import by_class, by_role, text
from tests.small_campaign import SmallCampaign, bare, table

KEY = "communications"
PUSH = Kind.PASS_PUSH


@pytest.fixture
def coupon(services) -> SmallCampaign:
    """Ana and Bo have it on iOS; Cy removed it, Di has it on Android, Eve never added it."""
    install(services)
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    for who in ("ana", "bo", "cy", "di", "eve"):
        made.sent("pass.generate", "2026-03-02 09:00", who)
    for who, system in (("bo", "iOS"), ("ana", "ios 19"), ("cy", "iPhone"), ("di", "Android")):
        made.sent("pass.add", "2026-03-02 10:00", who, platform=system)
    made.sent("pass.remove", "2026-03-03 10:00", "cy", platform="iPhone")
    made.sent("pass.add", "2026-03-02 10:00", None, platform="iOS")  # nobody knows whose
    return made


def send(made: SmallCampaign, title: str = "Today", text: str = "Half price"):
    services = made.services
    return compose(
        services.engine,
        made.campaign,
        Draft(PUSH, text, title),
        reached(services.lake.view(), made.campaign),
        "demo owner",
        services.clock(),
    )


def test_a_push_addresses_ios_holders_who_have_the_pass_and_no_android_holder(coupon, services):
    """F201, F202."""
    done = send(coupon)
    assert done.targeted == 2
    assert audience_of(services.engine, done.id) == ["ana", "bo"]


def test_the_audience_stays_as_it_was_when_the_push_was_composed(coupon, services):
    done = send(coupon)
    coupon.sent("pass.remove", "2026-03-04 10:00", "ana", platform="iOS")
    assert audience_of(services.engine, done.id) == ["ana", "bo"]
    assert send(coupon).targeted == 1


def test_the_log_has_date_text_targeted_and_sent_the_newest_first(coupon, services):
    """D-24. Nothing was handed to anybody, and the log says so."""
    send(coupon, "Today", "Half price")
    services.clock.forward(hours=1)
    send(coupon, "Tomorrow", "Full price")
    numbers = coupon.numbers(TAB)
    assert bare(table(numbers, KEY).rows, "title", "text", "targeted", "sent", "status") == [
        ("Tomorrow", "Full price", 2, 0, "Waiting for a carrier"),
        ("Today", "Half price", 2, 0, "Waiting for a carrier"),
    ]
    assert table(numbers, KEY).rows[0]["date"] == services.clock()
    assert "nothing leaves this workspace" in numbers.notices[0]


def test_composing_writes_no_event_and_changes_no_figure(coupon, services):
    before = (services.accept.waiting(), coupon.row())
    send(coupon)
    assert (services.accept.waiting(), coupon.row()) == before


def test_the_log_of_one_campaign_has_nothing_of_another(coupon, services):
    send(coupon)
    assert log(services.engine, coupon.campaign.id + 1, PUSH) == ()


@pytest.mark.parametrize(
    ("title", "text", "named"),
    [
        ("", "x", "title"),
        ("  ", "x", "title"),
        ("x", " \n ", "text"),
        ("x" * 61, "x", "title"),
        ("x", "x" * 501, "text"),
        ("a\nb", "x", "title"),
        ("x", "a\x00b", "text"),
        ("x", "a\ud800b", "text"),
    ],
)
def test_a_title_or_text_that_is_no_good_is_named(title, text, named):
    with pytest.raises(BadRequest) as caught:
        checked(Draft(PUSH, text, title))
    assert caught.value.where == named


def test_title_and_text_of_the_largest_size_are_kept_trimmed():
    largest = Draft(PUSH, "y" * 500 + "\r\n", " " + "x" * 60 + " ")
    assert checked(largest) == Draft(PUSH, "y" * 500, "x" * 60)
    assert checked(Draft(PUSH, "one\r\ntwo", "t")) == Draft(PUSH, "one\ntwo", "t")


def test_the_log_of_pushes_has_no_message_to_participants(coupon, services):
    draft = Draft(Kind.RE_ENGAGEMENT, "Come back")
    compose(services.engine, coupon.campaign, draft, ["ana"], "ada", services.clock())
    assert log(services.engine, coupon.campaign.id, PUSH) == ()
    assert table(coupon.numbers(TAB), KEY).rows == []


def test_nobody_to_tell_is_refused_and_nothing_is_recorded(services):
    made = SmallCampaign(services, "digital-coupon", channel="sms")
    made.sent("pass.add", "2026-03-02 10:00", "di", platform="Android")
    with pytest.raises(Refused, match="nobody to tell"):
        send(made)
    assert log(services.engine, made.campaign.id, PUSH) == ()


@pytest.mark.parametrize(
    ("kind", "state"),
    [("e-swipe", State.LIVE), ("digital-coupon", State.DRAFT), ("member-card", State.PENDING)],
)
def test_a_campaign_without_passes_or_report_is_refused(services, kind, state):
    made = SmallCampaign(services, kind, channel="sms", state=state)
    with pytest.raises(Refused, match="has no passes|has to be out first"):
        check_open(PUSH, made.campaign, ["ana"])


def test_the_form_counts_who_is_reached_and_explains_that_android_is_not(coupon):
    """F202, D-24."""
    ask = coupon.ask()
    drawn = body(ask, TAB.numbers(ask))
    ios, android = by_class(drawn, "compose-audience")
    assert "iOS: 2 people" in text(ios)
    assert "Android: 1 person" in text(android)
    assert "Not addressed" in text(android)
    assert getattr(android, "aria-disabled") == "true"


def test_it_is_asked_before_anything_is_recorded(coupon, services):
    """D-24."""
    key = coupon.campaign.id
    asked = question(key, Draft(PUSH, "x", "Today"))
    assert asked == "Send “Today” to 2 people on iOS? It waits until a carrier is connected."
    assert log(services.engine, key, PUSH) == ()
    told = recorded(key, Draft(PUSH, "x", "Today"), "demo owner")
    assert "Recorded for 2 people. Waiting for a carrier" in text(told)
    assert by_role(told, "button", "Show it in the log")
    assert [(c.title, c.who) for c in log(services.engine, key, PUSH)] == [("Today", "demo owner")]


def test_asking_refuses_what_recording_would(coupon):
    with pytest.raises(HeliographError):
        question(coupon.campaign.id, Draft(PUSH, "x"))


def test_before_the_first_push_the_log_is_empty(coupon):
    numbers = coupon.numbers(TAB)
    assert (table(numbers, KEY).rows, table(numbers, KEY).total) == ([], 0)
    assert dict(numbers.facts)["iOS holders with the pass in their wallet"] == "2"


def test_both_databases_keep_a_push(database_url, settings, clock):
    """The table that the migration made, on SQLite and on PostgreSQL."""
    services = build(settings.model_copy(update={"database_url": database_url}), clock)
    made = SmallCampaign(services, "member-card", channel="sms")
    made.sent("pass.add", "2026-03-02 10:00", "+12025550101", platform="iOS")
    done = send(made, "Ünïcode “quotes”", "🎉\nline")
    (kept,) = log(services.engine, made.campaign.id, PUSH)
    assert kept == done
    with read(services.engine) as connection:
        assert connection.dialect.name == database_url.split(":")[0].split("+")[0]
    assert audience_of(services.engine, done.id) == ["+12025550101"]
    assert audience_of(services.engine, done.id + 1) == []
    services.engine.dispose()
