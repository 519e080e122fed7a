"""Winner draws: fair by their rules, and the same again from their record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.background import Background
from data.draws import (
    after,
    again,
    checked,
    draw,
    drawn_prizes,
    fingerprint,
    log,
    plan,
    run_due,
    schedules,
    stop,
    winners_of,
)
from data.errors import BadRequest, NotFound, Refused
from data.services import build
from data.store import draw_rows
from data.store.draw_rows import Rhythm, Schedule, Terms
from data.store.engine import read, write
from data.vocabulary.campaign_state import State
from tests.small_campaign import SmallCampaign

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
IDS = st.sets(st.text(LETTERS, min_size=1))
ALL_OF_THEM = ("Participant", "Participant*", "Non-Participant")


def terms(wanted: int = 1, statuses=("Participant",), exclude: bool = True, prize="Cookbook"):
    return Terms(prize, wanted, tuple(statuses), exclude)


@pytest.fixture
def raffle(services) -> SmallCampaign:
    """Ten people played: p0 to p9; q was only told of it."""
    made = SmallCampaign(services, "raffle-giveaway", channel="sms")
    for n in range(10):
        made.sent("content.play", "2026-03-02 10:00", f"p{n}")
    made.sent("message.status", "2026-03-02 09:00", "q", channel="sms", status="DELIVRD")
    services.clock.forward(minutes=1)
    return made


def drawn(made: SmallCampaign, asked: Terms, seed: str = ""):
    services = made.services
    view = services.lake.view()
    done = draw(services.engine, view, made.campaign, asked, "ada", services.clock(), seed)
    services.clock.forward(minutes=1)
    return done


# The algorithm.


@given(st.text(st.characters(exclude_categories=["Cs"])), IDS, st.integers(1, 30))
def test_winners_are_as_many_as_wanted_all_different_and_all_eligible(seed, ids, wanted):
    found = winners_of(seed, ids, wanted)
    assert len(set(found)) == len(found) == min(wanted, len(ids))
    assert set(found) <= ids


@given(st.text("abc"), IDS, st.integers(1, 30), st.randoms())
def test_the_order_of_the_eligible_changes_neither_winners_nor_fingerprint(seed, ids, wanted, rng):
    one, other = list(ids), list(ids)
    rng.shuffle(one)
    assert winners_of(seed, one, wanted) == winners_of(seed, other, wanted)
    assert fingerprint(one) == fingerprint(other)


@given(st.text("abc"), IDS, st.integers(1, 30))
def test_winners_are_the_first_by_the_sha_256_of_seed_and_id(seed, ids, wanted):
    lots = sorted(ids, key=lambda one: sha256((seed + one).encode()).digest())
    assert winners_of(seed, ids, wanted) == tuple(lots[:wanted])


@given(st.text("abc"), IDS, st.integers(1, 30))
def test_more_winners_only_add_to_fewer_ones(seed, ids, wanted):
    assert winners_of(seed, ids, wanted + 1)[:wanted] == winners_of(seed, ids, wanted)


def test_the_fingerprint_is_the_one_that_anybody_can_compute():
    assert fingerprint(["b", "a"]) == sha256(b"a\0b\0").hexdigest()
    assert fingerprint(["ab"]) != fingerprint(["a", "b"])


def test_over_many_seeds_everybody_wins_about_as_often():
    """A thousand draws of one among four: 250 each, give or take 4.5 standard deviations."""
    won = [winners_of(f"seed {n}", "abcd", 1)[0] for n in range(1000)]
    assert all(abs(won.count(one) - 250) < 62 for one in "abcd")


# Draws among the participants of a campaign.


def test_by_default_only_participants_are_eligible_and_earlier_winners_are_left_out(raffle):
    """D-13: ten draws of one have ten winners, and there is no eleventh."""
    winners = [drawn(raffle, terms()).winners[0] for _ in range(10)]
    assert sorted(winners) == [f"p{n}" for n in range(10)]
    with pytest.raises(Refused, match="Nobody is eligible"):
        drawn(raffle, terms())
    assert len(log(raffle.services.engine, raffle.campaign.id)) == 10


def test_who_was_awarded_a_prize_by_the_game_has_won_before(raffle):
    raffle.sent("prize.award", "2026-03-02 10:01", "p3", prize="Bicycle")
    assert set(drawn(raffle, terms(99)).winners) == {f"p{n}" for n in range(10)} - {"p3"}
    assert "p3" in drawn(raffle, terms(99, exclude=False)).winners


def test_the_asked_statuses_are_eligible(raffle):
    raffle.sent("content.play", "2026-03-02 10:00", None)  # nobody knows who
    assert drawn(raffle, terms(99, ["Non-Participant"])).winners == ("q",)
    assert set(drawn(raffle, terms(99, ALL_OF_THEM, exclude=False)).winners) == {
        *(f"p{n}" for n in range(10)),
        "q",
    }


def test_a_draw_records_all_that_it_takes_to_draw_again(raffle):
    services = raffle.services
    now, version = services.clock(), services.lake.version()
    done = drawn(raffle, terms(3), seed="given")
    (kept,) = log(services.engine, raffle.campaign.id)
    ids = [f"p{n}" for n in range(10)]
    assert kept == done
    assert (kept.seed, kept.algorithm, kept.who, kept.method) == ("given", 1, "ada", "At once")
    assert (kept.at, kept.as_of, kept.lake) == (now, now, version)
    assert (kept.eligible, kept.fingerprint) == (10, fingerprint(ids))
    assert kept.winners == winners_of("given", ids, 3)


def test_draws_come_to_the_same_winners_again_from_their_record(raffle):
    """F279: though more people have played, have won and have been drawn since."""
    services = raffle.services
    done = [drawn(raffle, terms(2)) for _ in range(3)]
    for n in range(10, 60):
        raffle.sent("content.play", "2026-03-02 11:00", f"p{n}")
    raffle.sent("prize.award", "2026-03-02 09:59", "p1", prize="Bicycle")
    done += [drawn(raffle, terms(5, ALL_OF_THEM)) for _ in range(3)]
    view = services.lake.view()
    for one in log(services.engine, raffle.campaign.id):
        assert again(services.engine, view, raffle.campaign, one) == one.winners
    assert len({w for one in done for w in one.winners}) == 3 * 2 + 3 * 5


def test_seeds_are_new_each_time(raffle):
    assert drawn(raffle, terms()).seed != drawn(raffle, terms()).seed


def test_a_record_whose_eligible_ids_are_others_now_is_not_drawn_again(raffle):
    """A second round was configured afterwards, so nobody has finished any more."""
    done = drawn(raffle, terms())
    campaign = replace(raffle.campaign, config={"rounds": 2})
    with pytest.raises(Refused, match="among 10 people, who are not the 0"):
        again(raffle.services.engine, raffle.services.lake.view(), campaign, done)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (terms(prize=" "), "prize"),
        (terms(prize="a\nb"), "prize"),
        (terms(0), "wanted"),
        (terms(100_001), "wanted"),
        (terms(statuses=()), "statuses"),
        (terms(statuses=("Winner",)), "statuses"),
    ],
)
def test_terms_that_are_no_good_are_named(asked, named):
    with pytest.raises(BadRequest) as caught:
        checked(asked)
    assert caught.value.where == named


@pytest.mark.parametrize(
    ("kind", "state"),
    [("geofence", State.LIVE), ("keyword", State.LIVE), ("e-swipe", State.DRAFT)],
)
def test_a_campaign_without_prizes_or_report_draws_nobody(services, kind, state):
    """F163."""
    channel = "push" if kind == "geofence" else "sms"
    made = SmallCampaign(services, kind, channel=channel, state=state)
    with pytest.raises(Refused):
        drawn(made, terms())


def test_drawn_prizes_are_told_by_person(raffle):
    drawn(raffle, terms(99, prize="Book"))
    drawn(raffle, terms(99, prize="Cap", exclude=False))
    told = drawn_prizes(log(raffle.services.engine, raffle.campaign.id))
    assert set(told.iter_rows()) == {(f"p{n}", "Book, Cap") for n in range(10)}
    assert drawn_prizes(()).is_empty()


# Draws by schedule.


def planned(made: SmallCampaign, rhythm: Rhythm, first: date, **more) -> Schedule:
    fields = {
        "id": 0,
        "campaign_id": made.campaign.id,
        "terms": terms(),
        "rhythm": rhythm,
        "first_day": first,
        "at_time": "18:00",
        "zone": "Europe/Berlin",
        "last_day": None,
        "who": "ada",
        "created_at": made.services.clock(),
        "next_due": None,
    }
    return plan(made.services.engine, made.campaign, Schedule(**(fields | more)))


def run(made: SmallCampaign):
    services = made.services
    return run_due(services.engine, services.lake, services.campaigns, services.clock())


def test_a_draw_planned_once_is_made_at_its_time_and_not_again(raffle):
    """F164. It is 13:01 in Berlin when it is planned for six in the evening."""
    planned(raffle, Rhythm.ONCE, date(2026, 3, 11))
    clock = raffle.services.clock
    clock.now = datetime(2026, 3, 11, 16, 59, 59, tzinfo=UTC)
    assert run(raffle) == ()
    clock.now = datetime(2026, 3, 11, 17, tzinfo=UTC)
    (done,) = run(raffle)
    assert (done.method, done.who, done.due_at) == ("Scheduled, once", "ada", clock.now)
    clock.forward(days=40)
    assert run(raffle) == ()
    assert schedules(raffle.services.engine, raffle.campaign.id) == ()


def test_draws_that_were_missed_are_made_up_for_each_once(raffle):
    """Three days without the program, then two steps: a winner for each day, none twice."""
    planned(raffle, Rhythm.DAILY, date(2026, 3, 12))
    raffle.services.clock.now = datetime(2026, 3, 14, 20, tzinfo=UTC)
    done = (*run(raffle), *run(raffle))
    assert [one.due_at for one in done] == [
        datetime(2026, 3, day, 17, tzinfo=UTC) for day in (12, 13, 14)
    ]
    assert len({one.winners[0] for one in done}) == 3


def test_the_last_day_is_drawn_and_none_after_it(raffle):
    planned(raffle, Rhythm.DAILY, date(2026, 3, 12), last_day=date(2026, 3, 13))
    raffle.services.clock.now = datetime(2026, 4, 1, tzinfo=UTC)
    assert len(run(raffle)) == 2
    assert schedules(raffle.services.engine, raffle.campaign.id) == ()


def test_every_week_is_every_seventh_day_at_the_same_hour_on_the_clocks(raffle):
    """Clocks go forward on March 29: 18:00 in Berlin is 17:00 UTC before, and 16:00 after."""
    weekly = planned(raffle, Rhythm.WEEKLY, date(2026, 3, 25))
    assert weekly.next_due == datetime(2026, 3, 25, 17, tzinfo=UTC)
    assert after(weekly, weekly.next_due) == datetime(2026, 4, 1, 16, tzinfo=UTC)


def test_an_hour_that_the_clocks_leave_out_comes_back_the_day_after(raffle):
    """02:30 on March 29 is none in Berlin: that draw is at 03:30, the next one at 02:30 again."""
    daily = planned(raffle, Rhythm.DAILY, date(2026, 3, 29), at_time="02:30")
    assert daily.next_due == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert after(daily, daily.next_due) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


def test_a_scheduled_draw_among_nobody_is_recorded_without_winners(services):
    made = SmallCampaign(services, "raffle-giveaway", channel="sms")
    planned(made, Rhythm.ONCE, date(2026, 3, 12))
    services.clock.forward(days=2)
    (done,) = run(made)
    assert (done.eligible, done.winners) == (0, ())


def test_a_stopped_schedule_draws_no_more_and_keeps_what_it_drew(raffle):
    daily = planned(raffle, Rhythm.DAILY, date(2026, 3, 12))
    services = raffle.services
    services.clock.forward(days=1, hours=8)
    assert len(run(raffle)) == 1
    with pytest.raises(NotFound):
        stop(services.engine, raffle.campaign.id + 1, daily.id)
    stop(services.engine, raffle.campaign.id, daily.id)
    services.clock.forward(days=9)
    assert run(raffle) == ()
    assert len(log(services.engine, raffle.campaign.id)) == 1


def test_a_scheduled_draw_comes_to_the_same_winners_again(raffle):
    """F279."""
    planned(raffle, Rhythm.DAILY, date(2026, 3, 12))
    services = raffle.services
    services.clock.forward(days=4)
    run(raffle)
    services.clock.forward(minutes=1)
    raffle.sent("content.play", "2026-03-02 11:00", "late")
    made = log(services.engine, raffle.campaign.id)
    found = [again(services.engine, services.lake.view(), raffle.campaign, one) for one in made]
    assert found == [one.winners for one in made]
    assert len(made) == 3


def test_the_schedule_of_a_campaign_that_is_gone_ends(raffle):
    services = raffle.services
    planned(raffle, Rhythm.DAILY, date(2026, 3, 12))
    with write(services.engine) as connection:
        lost = draw_rows.schedules(connection, raffle.campaign.id)[0]
        draw_rows.set_next(connection, lost.id, None)
        draw_rows.add_schedule(
            connection,
            replace(lost, campaign_id=9999, next_due=services.clock() - timedelta(days=1)),
        )
    assert run(raffle) == ()
    assert schedules(services.engine, 9999) == ()


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"at_time": "24:00"}, "at_time"),
        ({"at_time": "6 pm"}, "at_time"),
        ({"first_day": date(2026, 3, 11), "at_time": "13:00"}, "first_day"),
        ({"last_day": date(2026, 3, 11)}, "last_day"),
        ({"terms": terms(0)}, "wanted"),
    ],
)
def test_a_schedule_that_is_no_good_is_named(raffle, more, named):
    with pytest.raises(BadRequest) as caught:
        planned(raffle, Rhythm.DAILY, **({"first": date(2026, 3, 12)} | _first(more)))
    assert caught.value.where == named


def _first(more):
    return {("first" if key == "first_day" else key): value for key, value in more.items()}


def test_both_databases_draw_and_plan(database_url, settings, clock):
    """F279, on SQLite and on PostgreSQL."""
    services = build(settings.model_copy(update={"database_url": database_url}), clock)
    made = SmallCampaign(services, "e-swipe", channel="sms")
    for who in ("+12025550101", "ünï@example.com"):
        made.sent("content.play", "2026-03-02 10:00", who)
    clock.forward(minutes=1)
    planned(made, Rhythm.DAILY, date(2026, 3, 12))
    clock.forward(days=1, hours=8)
    (scheduled,) = run(made)
    assert run(made) == ()
    rest = drawn(made, terms(5))
    assert sorted((*scheduled.winners, *rest.winners)) == ["+12025550101", "ünï@example.com"]
    view = services.lake.view()
    for one in log(services.engine, made.campaign.id):
        assert again(services.engine, view, made.campaign, one) == one.winners
    with read(services.engine) as connection:
        assert connection.dialect.name == database_url.split(":")[0].split("+")[0]
    services.engine.dispose()


def test_the_background_makes_the_draws_that_are_due(raffle):
    """F164: nobody needs to look at a page."""
    planned(raffle, Rhythm.ONCE, date(2026, 3, 12))
    raffle.services.clock.forward(days=2)
    background = Background(raffle.services)
    background._closed = float("-inf")  # it looks every ten seconds
    background.step()
    assert len(log(raffle.services.engine, raffle.campaign.id)) == 1
