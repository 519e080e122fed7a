"""Participants of small campaigns, by the words of the specification."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from data.api.guard import Visitor
from data.campaign_types import of_group
from data.communications import Draft, Kind, audience_of, checked, compose
from data.communications import log as told_so_far
from data.draws import draw, log
from data.errors import BadRequest, HeliographError, Refused
from data.participants import RULES, Status, participants
from data.services import install
from data.store.draw_rows import Terms
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.period import Period
from pages.report import compose_form, reengage, winner_selection
from pages.report.tabs.participants import TAB, body, pieces
from tests.drawn import all_by_role, all_of, by_class, by_role, text
from tests.small_campaign import SmallCampaign, bare, table

KEY = "participants"
QUIZ = [{"text": "Which herb?"}, {"text": "How long?"}]
ALL, SOME, NONE = "Participant", "Participant*", "Non-Participant"


def messages(engine, campaign_id: int):
    """What was composed for participants."""
    return told_so_far(engine, campaign_id, Kind.RE_ENGAGEMENT)


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def quiz(services) -> SmallCampaign:
    """Ana answers both questions, Ben one, Cleo presses Start, Dan opens, Eve is only told."""
    install(services)
    made = SmallCampaign(services, "web-trivia", channel="email", config={"questions": QUIZ})
    for who in ("ana", "ben", "cleo", "dan", "eve"):
        made.sent("message.status", at(2, 9), f"{who}@example.com", status="DELIVERED")
    for n, who in enumerate(("ana", "ben", "cleo", "dan")):
        made.sent("link.open", at(3 + n, 8), f"{who}@example.com")
    for n, who in enumerate(("ana", "ben", "cleo")):
        made.sent("content.play", at(3 + n, 9), f"{who}@example.com", interaction="start")
    made.sent("question.answer", at(3), "ana@example.com", question="Which herb?", answer="Mint")
    made.sent("question.answer", at(3, 11), "ana@example.com", question=" how LONG? ", answer="6")
    made.sent("question.answer", at(4), "ben@example.com", question="Which herb?", answer="Dill")
    made.sent("prize.award", at(3, 12), "ana@example.com", prize="Cookbook")
    made.sent("link.open", at(4), None)
    services.clock.forward(minutes=1)
    return made


def ids(made: SmallCampaign, **asked) -> list[str]:
    rows = table(made.numbers(TAB, **asked), KEY).rows
    return [row["recipient"].partition("@")[0] for row in rows]


def statuses(made: SmallCampaign) -> dict[str, str]:
    return {row["recipient"]: row["status"] for row in table(made.numbers(TAB), KEY).rows}


def counts(made: SmallCampaign, **asked) -> tuple[int, ...]:
    tiles = {kpi.key: kpi.value for kpi in made.numbers(TAB, **asked).kpis}
    return tuple(tiles[f"participants_{one}"] for one in ("all", "some", "none"))


def cookbook(made: SmallCampaign, wanted: int = 1, who: str = "ada", **more):
    services = made.services
    terms = replace(Terms("Weekend", wanted, (ALL, SOME)), **more)
    view, now = services.lake.view(), services.clock()
    done = draw(services.engine, view, made.campaign, terms, who, now, "a seed")
    services.clock.forward(minutes=1)
    return done


def test_everybody_whom_the_campaign_reached_stands_there_with_what_they_did(quiz):
    """F156, F157, F158, F159, F160, F161: the latest activity first, the untouched last.

    An opened link is an activity and no participation; the award is none of Ana's own acts.
    """
    shown = table(quiz.numbers(TAB), KEY)
    assert [column.label for column in shown.columns] == [
        "ID",
        "Last Activity",
        "Participations",
        "Status",
        "Winner",
    ]
    assert [tuple(row.values()) for row in shown.rows] == [
        ("dan@example.com", at(6, 8), 0, NONE, None),
        ("cleo@example.com", at(5, 9), 1, SOME, None),
        ("ben@example.com", at(4, 10), 1, SOME, None),
        ("ana@example.com", at(3, 11), 1, ALL, "Cookbook"),
        ("eve@example.com", None, 0, NONE, None),
    ]


def test_the_tiles_count_each_status(quiz):
    assert counts(quiz) == (1, 2, 2)


def test_who_came_without_an_id_is_told_of_and_not_listed(quiz):
    assert "1 act came without an ID" in " ".join(quiz.numbers(TAB).notices)
    assert table(quiz.numbers(TAB), KEY).total == 5


def test_the_next_event_is_in_the_table_at_once(quiz):
    """F168."""
    quiz.sent("question.answer", at(7), "ben@example.com", question="How long?", answer="3")
    assert counts(quiz) == (2, 1, 2)
    assert ids(quiz)[0] == "ben"


def test_a_second_round_counts_as_another_participation(quiz):
    quiz.sent("content.play", at(8), "ana@example.com", interaction="start")
    rows = table(quiz.numbers(TAB, q="ana"), KEY).rows
    assert bare(rows, "participations", "status") == [(2, ALL)]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"status": "participant"}, ["ana"]),
        ({"status": "partly"}, ["cleo", "ben"]),
        ({"status": "non-participant"}, ["dan", "eve"]),
        ({"q": "EVE@"}, ["eve"]),
        ({"q": "e@"}, ["eve"]),
        ({"q": ".*"}, []),
        ({"q": "ana", "status": "partly"}, []),
        ({"sort": "recipient"}, ["ana", "ben", "cleo", "dan", "eve"]),
        ({"sort": "-recipient"}, ["eve", "dan", "cleo", "ben", "ana"]),
        ({"sort": "last_activity"}, ["ana", "ben", "cleo", "dan", "eve"]),
        ({"sort": "-status", "size": "1"}, ["ana"]),
        ({"sort": "-winner", "size": "1"}, ["ana"]),
        ({"sort": "winner", "size": "1"}, ["ana"]),
        ({"size": "2", "page": "1"}, ["ben", "ana"]),
        ({"size": "2", "page": "7"}, []),
    ],
)
def test_the_table_is_searched_filtered_sorted_and_paged(quiz, asked, wanted):
    """F166, D-13."""
    assert ids(quiz, **asked) == wanted


def test_the_total_counts_what_search_and_filters_let_through(quiz):
    assert table(quiz.numbers(TAB, status="partly", size="1"), KEY).total == 2


def test_people_who_are_equal_in_the_order_are_each_on_one_page(quiz):
    pages = [ids(quiz, sort="participations", size="1", page=str(n)) for n in range(5)]
    assert sorted(name for page in pages for name in page) == ["ana", "ben", "cleo", "dan", "eve"]


def test_days_are_those_of_the_last_activity(quiz):
    only = Period(first=date(2026, 3, 4), last=date(2026, 3, 5))
    assert ids(quiz, period=only) == ["cleo", "ben"]
    assert counts(quiz, period=only) == (0, 2, 0)
    assert any("last activity" in notice for notice in quiz.numbers(TAB, period=only).notices)


def test_who_may_not_see_ids_gets_them_masked_and_finds_whole_ones_only(quiz):
    """D-28."""
    cookbook(quiz)
    numbers = quiz.numbers(TAB, reveal=False)
    assert bare(table(numbers, KEY).rows, "recipient")[0] == ("d•••@example.com",)
    assert all("•••" in row["winner_id"] for row in table(numbers, "winners").rows)
    assert table(quiz.numbers(TAB, reveal=False, q="cleo@"), KEY).total == 0
    assert table(quiz.numbers(TAB, reveal=False, q="cleo@example.com"), KEY).total == 1


@pytest.mark.parametrize("reveal", [True, False])
@pytest.mark.parametrize("sort", ["", "recipient", "-winner", "status"])
def test_the_whole_table_is_what_the_pages_show(quiz, reveal, sort):
    """F277: the same rows, in the same order, as masked."""
    cookbook(quiz)
    whole = pieces(quiz.ask(reveal=reveal, sort=sort, status="partly"), KEY)
    assert whole is not None
    shown = table(quiz.numbers(TAB, reveal=reveal, sort=sort, status="partly"), KEY).rows
    assert [row for piece in whole for row in piece] == shown != []
    assert pieces(quiz.ask(), "another") is None


def test_words_that_there_are_not_are_told_and_ignored(quiz):
    numbers = quiz.numbers(TAB, status="lost", sort="colour", size="many")
    assert table(numbers, KEY).total == 5
    assert len([n for n in numbers.notices if "without an ID" not in n]) == 3


def test_page_and_order_are_those_of_the_table_that_is_named(quiz):
    cookbook(quiz, 3, exclude_winners=False)
    numbers = quiz.numbers(TAB, table="winners", page="1", size="2", sort="winner_id")
    assert table(numbers, KEY).page == 0
    assert len(table(numbers, "winners").rows) == 1
    assert not any("sorted" in notice for notice in numbers.notices)


# What the statuses mean, type by type.


def test_every_interactive_type_has_its_rule():
    assert RULES.keys() == {kind.key for kind in of_group(Group.INTERACTIVE)}
    assert all(rule.finished in rule.took and rule.why.endswith(".") for rule in RULES.values())


PAGES = [{"title": "Cover"}, {"title": "Linen"}, {"title": "Hats"}]
MENU = [{"name": "Welcome"}, {"name": "Hours"}]
Q = "question.answer"


@pytest.mark.parametrize(
    ("kind", "config", "acts", "wanted"),
    [
        ("e-swipe", {"pages": PAGES}, [], NONE),
        ("e-swipe", {"pages": PAGES}, [("content.play", {"page": "2"})], SOME),
        ("e-swipe", {"pages": PAGES}, [("content.play", {})], SOME),
        (
            "e-swipe",
            {"pages": PAGES},
            [("content.play", {"page": "2"}), ("content.play", {"page": "3"})],
            ALL,
        ),
        (
            "e-swipe",
            {"pages": PAGES},
            [("content.play", {"page": "Hats"}), ("content.play", {"page": " linen"})],
            ALL,
        ),
        (
            "e-swipe",
            {"pages": PAGES},
            [("content.play", {"page": "2"}), ("content.play", {"page": "linen"})],
            SOME,
        ),
        ("e-swipe", {}, [("content.play", {})], ALL),
        ("e-swipe", {"pages": "many"}, [("content.play", {})], ALL),
        ("trivia", {"questions": QUIZ}, [("keyword.use", {"keyword": "QUIZ"})], SOME),
        ("trivia", {"questions": QUIZ}, [(Q, {"question": "Which herb?"})], SOME),
        ("trivia", {"questions": QUIZ}, [(Q, {"question": "Another?"})] * 2, SOME),
        (
            "trivia",
            {"questions": QUIZ},
            [(Q, {"question": "Which herb?"}), (Q, {"question": "How long?"})],
            ALL,
        ),
        ("polls-surveys", {"questions": QUIZ}, [(Q, {"question": "Which herb?"})], SOME),
        ("polls-surveys", {}, [(Q, {"question": "Which herb?"})], ALL),
        ("web-polls-surveys", {"questions": QUIZ}, [("content.play", {})], SOME),
        ("raffle-giveaway", {}, [("content.play", {})], ALL),
        ("raffle-giveaway", {}, [("link.open", {})], NONE),
        ("raffle-giveaway", {"rounds": 2}, [("content.play", {})], SOME),
        ("raffle-giveaway", {"rounds": 2}, [("content.play", {})] * 2, ALL),
        ("subscription-form", {}, [("link.open", {})], NONE),
        ("subscription-form", {}, [("form.submit", {})], ALL),
        ("digital-coupon", {}, [("pass.generate", {})], NONE),
        ("digital-coupon", {}, [("pass.add", {})], SOME),
        ("digital-coupon", {}, [("pass.add", {}), ("pass.redeem", {})], ALL),
        ("member-card", {}, [("pass.generate", {}), ("pass.send", {})], NONE),
        ("member-card", {}, [("pass.add", {}), ("pass.remove", {})], ALL),
        ("keyword", {}, [("keyword.use", {"keyword": "HOURS"})], ALL),
        (
            "chatbot-service",
            {"interactions": MENU},
            [("chatbot.interaction", {"interaction": "Hours"})] * 2,
            SOME,
        ),
        (
            "chatbot-service",
            {"interactions": MENU},
            [("chatbot.interaction", {"interaction": name}) for name in ("welcome", "HOURS")],
            ALL,
        ),
        ("chatbot-service", {}, [("chatbot.interaction", {"interaction": "Hours"})], ALL),
        ("geofence", {}, [], NONE),
        ("geofence", {}, [("geofence.display", {})], ALL),
    ],
)
def test_a_status_follows_from_what_was_offered_and_done(services, kind, config, acts, wanted):
    """F159, F160, F161."""
    channel = "push" if kind == "geofence" else "sms"
    made = SmallCampaign(services, kind, channel=channel, config=config)
    code = "SENT" if kind == "geofence" else "DELIVRD"
    made.sent("message.status", at(2, 9), "ana", channel=channel, status=code, message_id="m1")
    for act, data in acts:
        made.sent(act, at(3), "ana", **data)
    assert statuses(made) == {"ana": wanted}


def test_a_changed_configuration_changes_the_statuses(quiz):
    changed = replace(quiz.campaign, config={"questions": [*QUIZ, {"text": "A third?"}]})
    view = quiz.services.lake.view()
    assert participants(view, quiz.campaign)["degree"].max() == 2
    assert participants(view, changed)["degree"].max() == 1


@pytest.mark.parametrize(
    "kind", ["polls-surveys", "subscription-form", "geofence", "keyword", "chatbot-service"]
)
def test_the_basic_variant_has_no_winners(services, kind):
    """F162, F163, D-13."""
    install(services)
    made = SmallCampaign(services, kind, channel="push" if kind == "geofence" else "sms")
    numbers = made.numbers(TAB)
    assert "winner" not in [column.key for column in table(numbers, KEY).columns]
    assert [one.key for one in numbers.tables] == [KEY]
    assert "Winner Selection" not in text(body(made.ask(), numbers))


def test_a_campaign_that_nobody_was_told_of_has_nobody(services):
    install(services)
    made = SmallCampaign(services, "raffle-giveaway", channel="sms")
    numbers = made.numbers(TAB)
    assert counts(made) == (0, 0, 0)
    assert (table(numbers, KEY).rows, table(numbers, KEY).total) == ([], 0)
    assert table(numbers, "winners").total == 0


def test_one_event_makes_one_participant(services):
    made = SmallCampaign(services, "raffle-giveaway", channel="sms")
    made.sent("content.play", at(3), "+12025550101")
    assert counts(made) == (1, 0, 0)


# Winner selection.


def test_the_log_has_date_prize_winner_method_and_who_drew(quiz):
    """F165."""
    now = quiz.services.clock()
    done = cookbook(quiz, 2)
    shown = table(quiz.numbers(TAB), "winners")
    labels = [column.label for column in shown.columns]
    assert labels == ["Date", "Prize", "Winner ID", "Method", "Drawn by"]
    assert {tuple(row.values()) for row in shown.rows} == {
        (now, "Weekend", winner, "At once", "ada") for winner in done.winners
    }
    # Ana was awarded a prize by the game, so the others are drawn.
    assert set(done.winners) == {"ben@example.com", "cleo@example.com"}


def test_the_winner_column_shows_awards_and_draws(quiz):
    cookbook(quiz, 3, exclude_winners=False)
    rows = table(quiz.numbers(TAB, sort="recipient"), KEY).rows
    assert [row["winner"] for row in rows] == [
        "Cookbook, Weekend",
        "Weekend",
        "Weekend",
        None,
        None,
    ]


def test_a_draw_writes_no_event_and_changes_no_figure(quiz):
    before = (quiz.services.accept.waiting(), quiz.row())
    cookbook(quiz)
    assert (quiz.services.accept.waiting(), quiz.row()) == before


def test_each_draw_shows_what_it_can_be_checked_by(quiz):
    """F279."""
    done = cookbook(quiz)
    (row,) = table(quiz.numbers(TAB), "draws").rows
    assert (row["seed"], row["fingerprint"], row["eligible"]) == ("a seed", done.fingerprint, 2)
    assert (row["statuses"], row["earlier"]) == (f"{SOME}, {ALL}", "Left out")


def test_all_rows_of_log_and_records_can_be_downloaded(quiz):
    """F277."""
    cookbook(quiz, 2)
    for key, total in (("winners", 2), ("draws", 1)):
        whole = [row for piece in pieces(quiz.ask(), key) or () for row in piece]
        assert whole == table(quiz.numbers(TAB), key).rows
        assert len(whole) == total


FILLED = {
    "prize": "Weekend",
    "wanted": 1,
    "statuses": [ALL, SOME],
    "exclude": ["exclude"],
    "when": "now",
    "first_day": "2026-03-12",
    "at_time": "18:00",
    "last_day": "",
}


EDITOR = Visitor("ada", "editor")


def test_it_is_asked_before_anybody_is_drawn_and_the_draw_is_told_masked(quiz):
    key = quiz.campaign.id
    asked = winner_selection.question(key, FILLED)
    assert asked.startswith("Draw 1 winner of “Weekend” among those with status ")
    assert log(quiz.services.engine, key) == ()
    told = text(winner_selection.done(key, FILLED, EDITOR))
    assert "Drawn among 2 eligible" in told
    assert "•••@example.com" in told
    assert [one.who for one in log(quiz.services.engine, key)] == ["ada"]


def test_a_schedule_is_shown_with_its_next_draw_and_a_button_to_stop_it(quiz):
    """F164."""
    filled = {**FILLED, "when": "daily", "last_day": "2026-03-20"}
    assert "every day, first on 2026-03-12 at 18:00" in winner_selection.question(1, filled)
    winner_selection.done(quiz.campaign.id, filled, EDITOR)
    drawn = body(quiz.ask(), quiz.numbers(TAB))
    (plan,) = by_class(drawn, "winners-plan")
    assert "Weekend: 1 winner, every day until 2026-03-20; next Mar 12, 2026, 6:00 PM" in text(plan)
    assert by_role(plan, "button", "Stop drawing Weekend")
    assert log(quiz.services.engine, quiz.campaign.id) == ()


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"prize": None}, "prize"),
        ({"wanted": None}, "wanted"),
        ({"wanted": 1.5}, "wanted"),
        ({"statuses": None}, "statuses"),
        ({"when": "hourly"}, "when"),
        ({"when": "daily", "first_day": "tomorrow"}, "first_day"),
        ({"when": "daily", "first_day": None}, "first_day"),
        ({"when": "daily", "last_day": "2026-02-30"}, "last_day"),
    ],
)
def test_what_is_filled_in_wrong_is_named(quiz, more, named):
    with pytest.raises(BadRequest) as caught:
        winner_selection.question(quiz.campaign.id, {**FILLED, **more})
    assert caught.value.where == named


def test_draws_are_checked_by_drawing_again(quiz):
    """F279: one whose record was tampered with is found out."""
    from sqlalchemy import update

    from data.store.engine import write
    from data.store.tables import draws

    key = quiz.campaign.id
    cookbook(quiz), cookbook(quiz)
    assert winner_selection.compared(key) == "2 of 2 draws come to the same winners."
    with write(quiz.services.engine) as connection:
        forged = update(draws).where(draws.c.id == 2).values(winners=["mallory@example.com"])
        connection.execute(forged)
    told = winner_selection.compared(key)
    assert told == "1 of 2 draws come to the same winners. Draw 2 comes to other winners."


class Vera:
    """A request of a viewer."""

    class state:  # noqa: N801
        visitor = Visitor("vera", "viewer")


@pytest.mark.parametrize("button", ["review", "go"])
@pytest.mark.parametrize("page", [winner_selection, reengage])
def test_viewers_may_neither_draw_nor_write(quiz, monkeypatch, page, button):
    class Context:
        triggered_id = page.FORM.part(button)

    monkeypatch.setattr(compose_form, "get_current_request", lambda: Vera)
    monkeypatch.setattr(compose_form, "ctx", Context)
    key, engine = quiz.campaign.id, quiz.services.engine
    if page is winner_selection:
        hidden, asked, told = page.act([1, 1, None], key, FILLED)
    else:
        hidden, asked, told = page.act([1, 1, None], {"campaign": key, "words": {}}, "Come back")
    assert (hidden, asked) == (True, "")
    assert "Only owners and editors" in text(told)
    assert (messages(engine, key), log(engine, key)) == ((), ())


def test_viewers_may_stop_no_schedule(quiz, monkeypatch):
    class Context:
        triggered_id = {"winners": "stop", "schedule": 1}

    monkeypatch.setattr(compose_form, "get_current_request", lambda: Vera)
    monkeypatch.setattr(winner_selection, "ctx", Context)
    told = text(winner_selection.stop([1], quiz.campaign.id))
    assert told == "Only owners and editors can select winners."


# Re-engage.


def test_a_message_is_recorded_with_the_audience_that_the_filters_let_through(quiz):
    """F167. Nothing was handed to anybody, and the log says so."""
    words = {"status": "partly"}
    found = reengage.audience(quiz.campaign.id, words, True)
    draft = Draft(Kind.RE_ENGAGEMENT, "One question left!", filters=words)
    told = text(reengage.recorded(quiz.campaign.id, draft, found, "ada"))
    assert "Recorded for 2 people. Waiting for a carrier." in told
    quiz.sent("question.answer", at(7), "ben@example.com", question="How long?", answer="3")
    (kept,) = messages(quiz.services.engine, quiz.campaign.id)
    assert audience_of(quiz.services.engine, kept.id) == ["ben@example.com", "cleo@example.com"]
    rows = table(quiz.numbers(TAB), "reengagements").rows
    assert bare(rows, "text", "targeted", "sent", "status", "who") == [
        ("One question left!", 2, 0, "Waiting for a carrier", "ada")
    ]


def test_the_audience_is_that_of_the_days_on_the_screen(quiz):
    ask = quiz.ask(period=Period(first=date(2026, 3, 4), last=date(2026, 3, 5)), q="ben")
    words = reengage.form(ask, 1).children[1].children[0].data["words"]
    assert words == {"q": "ben", "from": "2026-03-04", "to": "2026-03-05", "tz": "UTC"}
    assert reengage.audience(quiz.campaign.id, words, True) == ["ben@example.com"]
    assert reengage.audience(quiz.campaign.id, words, False) == []


@pytest.mark.parametrize("words", ["", " \n", "x" * 1001, "a\x00b", "a\ud800b"])
def test_a_text_that_is_no_good_is_named(words):
    with pytest.raises(BadRequest) as caught:
        checked(Draft(Kind.RE_ENGAGEMENT, words))
    assert caught.value.where == "text"


def test_a_message_to_participants_has_no_title():
    with pytest.raises(BadRequest) as caught:
        checked(Draft(Kind.RE_ENGAGEMENT, "Come back", "Title"))
    assert caught.value.where == "title"


def test_nobody_to_tell_or_no_report_is_refused(quiz):
    now, engine = quiz.services.clock(), quiz.services.engine
    draft = Draft(Kind.RE_ENGAGEMENT, "Hello")
    with pytest.raises(Refused, match="nobody to tell"):
        compose(engine, quiz.campaign, draft, [], "ada", now)
    paused = replace(quiz.campaign, state=State.PENDING)
    with pytest.raises(HeliographError, match="Pending"):
        compose(engine, paused, draft, ["ana"], "ada", now)
    assert messages(engine, quiz.campaign.id) == ()


# What is drawn.


def test_the_form_says_what_the_statuses_mean_and_keeps_what_was_asked(quiz):
    ask = quiz.ask(q="<b>", sort="-recipient", status="partly")
    drawn = body(ask, TAB.numbers(ask))
    form = by_role(drawn, "search")
    assert "Search by ID" in text(form)
    assert "Clear" in text(form)
    assert RULES["web-trivia"].why in text(drawn)
    chosen = [one.value for one in all_of(form, "Option") if getattr(one, "selected", None)]
    assert chosen == ["partly"]
    assert "nothing leaves this workspace" in text(drawn)
    assert all_by_role(drawn, "button", "Confirm")


def test_statuses_are_told_in_the_documented_words():
    assert [status.value for status in Status] == [NONE, SOME, ALL]
