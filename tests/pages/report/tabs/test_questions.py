"""Questions and Answers of a quiz and of a poll, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from components.chart_frame import chart_frame, figure_of
from data.vocabulary.period import Period
from pages.report.tabs.questions import CORRECT, MOST_ANSWERS, TAB, WRONG
from tests.drawn import text, valid
from tests.small_campaign import SmallCampaign, bare, chart, table

HERB, EGG = "Which herb goes into pesto?", "How long does an egg take?"
QUIZ = [
    {"text": HERB, "answers": ["Mint", "Basil", "Dill"], "correct": "Basil"},
    {"text": EGG, "answers": ["3 minutes", "6 minutes"], "correct": "6 minutes"},
]


def answered(made: SmallCampaign, who: str | None, question: str, answer: str, **more: Any) -> None:
    made.sent("question.answer", "2026-03-02 10:00", who, question=question, answer=answer, **more)


@pytest.fixture
def quiz(services) -> SmallCampaign:
    """Herb: Basil by Ana, Ben and Cleo, Mint by Dan; egg: 3 minutes by Ana; one stray question."""
    made = SmallCampaign(services, "web-trivia", channel="sms", config={"questions": QUIZ})
    for who in ("ana", "ben", "cleo"):
        answered(made, who, HERB, "Basil", correct=True)
    answered(made, "dan", HERB, "mint ", correct=False)
    answered(made, "ana", EGG, "3 minutes", correct=False)
    answered(made, "ana", EGG, "Until noon", correct=False)
    answered(made, "dan", "Where do olives grow?", "On trees", correct=True)
    return made


@pytest.fixture
def poll(services) -> SmallCampaign:
    """Two people answer three questions between them."""
    questions = [{"text": "How was it?", "answers": ["Fine", "Bad"]}, {"text": "And the shop?"}]
    made = SmallCampaign(services, "polls-surveys", channel="sms", config={"questions": questions})
    answered(made, "ana", "How was it?", "Fine")
    answered(made, "ben", "How was it?", "Fine")
    answered(made, "ana", "And the shop?", "Too small")
    return made


def test_questions_come_as_configured_and_strays_after_them(quiz):
    """F207."""
    titles = [one.title for one in quiz.numbers(TAB).charts]
    assert titles == [
        f"1. {HERB}",
        f"2. {EGG}",
        "3. Where do olives grow? (not configured)",
    ]


def test_each_question_has_its_participations_and_how_many_were_right(quiz):
    """F207: 3 of 4 knew the herb, nobody of 2 the egg."""
    questions = table(quiz.numbers(TAB), "questions")
    fields = ("participations", "correct", "incorrect", "correct_rate")
    assert bare(questions.rows, *fields) == [(4, 3, 1, 3 / 4), (2, 0, 2, 0.0), (1, 1, 0, 1.0)]
    assert [column.label for column in questions.columns][1:4] == [
        "Participations",
        "Correct",
        "Incorrect",
    ]


def test_each_choice_has_its_rate_in_the_configured_order(quiz):
    """F207: an answer in another case or with a blank is the same; one never given is 0."""
    herb = chart(quiz.numbers(TAB), "question_1")
    assert bare(herb.rows, "answer", "answers", "share") == [
        ("Mint", 1, 1 / 4),
        ("Basil", 3, 3 / 4),
        ("Dill", 0, 0.0),
    ]
    assert herb.summary == (
        "4 participations: 3 correct, 1 incorrect; Basil is chosen most, by 75.0 %."
    )


def test_the_correct_answer_is_told_by_word_colour_and_pattern(quiz):
    """D-15."""
    herb = chart(quiz.numbers(TAB), "question_1")
    assert bare(herb.rows, "label", "verdict") == [
        ("Mint", WRONG),
        ("Correct: Basil", CORRECT),
        ("Dill", WRONG),
    ]
    figure = figure_of(herb, quiz.ask().zone)
    valid(figure)
    marker = figure["data"][0]["marker"]
    plain, marked, _ = marker["pattern"]["shape"]
    assert plain == "" != marked
    assert marker["color"][0] != marker["color"][1]
    assert "Correct: Basil" in text(chart_frame(herb, quiz.ask().zone))


def test_answers_that_were_never_configured_appear_and_say_so(quiz):
    egg = chart(quiz.numbers(TAB), "question_2")
    assert bare(egg.rows, "label", "answers") == [
        ("3 minutes", 1),
        ("Correct: 6 minutes", 0),
        ("Not configured: Until noon", 1),
    ]


def test_without_a_configuration_the_reports_say_what_is_correct(quiz):
    stray = chart(quiz.numbers(TAB), "question_3")
    assert bare(stray.rows, "label", "share") == [("Correct, not configured: On trees", 1.0)]


def test_tiles_above_the_tabs_are_not_repeated(quiz, services):
    """F207: Trivia has them in its row (D-10), Web Trivia has others there."""
    kpis = {kpi.key: kpi.value for kpi in quiz.numbers(TAB).kpis}
    assert kpis == {
        "total_participants": 4,
        "total_answers": 7,
        "correct_answer_rate": 4 / 7,
    }
    trivia = SmallCampaign(services, "trivia", channel="sms", config={"questions": QUIZ})
    assert trivia.numbers(TAB).kpis == ()


def test_a_poll_has_engaged_users_questions_answered_and_the_choices(poll):
    """F208: 2 people gave 3 answers."""
    numbers = poll.numbers(TAB)
    assert [(kpi.label, kpi.value) for kpi in numbers.kpis] == [
        ("Engaged Users", 2),
        ("Questions Answered", 3),
    ]
    assert bare(chart(numbers, "question_1").rows, "label", "answers", "share") == [
        ("Fine", 2, 1.0),
        ("Bad", 0, 0.0),
    ]
    assert chart(numbers, "question_1").summary == "2 answers; Fine is chosen most, by 100.0 %."


def test_a_poll_knows_no_right_and_wrong(poll):
    """F208."""
    numbers = poll.numbers(TAB)
    assert all("verdict" not in row for one in numbers.charts for row in one.rows)
    assert all(not row["pattern"] for one in numbers.charts for row in one.rows)
    assert table(numbers, "questions").rows == [
        {"question": "How was it?", "participations": 2},
        {"question": "And the shop?", "participations": 1},
    ]


def test_every_answer_stands_in_the_table_in_the_order_of_the_charts(poll):
    rows = table(poll.numbers(TAB), "answers").rows
    assert [(r["place"], r["answer"], r["answers"], r["share"]) for r in rows] == [
        (1, "Fine", 2, 1.0),
        (1, "Bad", 0, 0.0),
        (2, "Not configured: Too small", 1, 1.0),
    ]


def test_many_different_answers_share_a_bar_and_no_answer_is_lost(services):
    config = {"questions": [{"text": "Say something"}]}
    made = SmallCampaign(services, "web-polls-surveys", channel="sms", config=config)
    for n in range(30):
        answered(made, f"p{n}", "Say something", f"word {n}")
    answered(made, "p0", "Say something", "word 7")
    numbers = made.numbers(TAB)
    bars = chart(numbers, "question_1").rows
    assert len(bars) == MOST_ANSWERS
    assert (bars[0]["answer"], bars[-1]["label"]) == ("word 7", "Other answers")
    assert sum(row["answers"] for row in bars) == 31
    assert table(numbers, "answers").total == 30


def test_days_are_those_of_the_answer(quiz):
    later = Period(date(2026, 3, 3), date(2026, 3, 3))
    quiz.sent("question.answer", "2026-03-03 10:00", "eve", question=EGG, answer="6 minutes")
    rows = table(quiz.numbers(TAB, period=later), "questions").rows
    assert bare(rows, "participations") == [(0,), (1,)]


@pytest.mark.parametrize(
    "config", [{}, {"questions": "none"}, {"questions": [{"text": 5}, None]}, {"questions": ["Q?"]}]
)
def test_whatever_is_configured_nothing_fails_before_the_first_answer(services, config):
    made = SmallCampaign(services, "trivia", channel="sms", config=config)
    numbers = made.numbers(TAB)
    assert table(numbers, "answers").rows == []
    made.sent("question.answer", "2026-03-02 10:00", None)
    numbers = made.numbers(TAB)
    assert table(numbers, "answers").rows[0]["answer"] == "Not configured: No answer"
    for one in numbers.charts:
        assert chart_frame(one, made.ask().zone)
