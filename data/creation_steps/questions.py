"""Web Trivia, Trivia, Poll and Contents: the questions and their answers."""

from __future__ import annotations

from collections.abc import Iterator

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind, Values
from data.creation_steps.message import message_fields, too_long

_ANSWERS = Field(
    "answers",
    "Answers",
    Kind.WORDS,
    help="One a line.",
    required=True,
    fewest=2,
    most_rows=10,
    noun="answer",
    unique=True,
)
_TEXT = Field("text", "Question", required=True, longest=500)


def _questions(*columns: Field) -> Field:
    return Field(
        "questions",
        "Questions",
        Kind.ROWS,
        required=True,
        columns=columns,
        fewest=1,
        noun="question",
    )


def _quiz(_: CampaignType) -> tuple[Field, ...]:
    correct = Field("correct", "Correct answer", help="As it is written above.", required=True)
    return (_questions(_TEXT, _ANSWERS, correct),)


def _poll(_: CampaignType) -> tuple[Field, ...]:
    return (*message_fields(required=False), _questions(_TEXT, _ANSWERS))


def _web_poll(_: CampaignType) -> tuple[Field, ...]:
    return (_questions(_TEXT, _ANSWERS),)


def _check_quiz(_: CampaignType, values: Values) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(values.get("questions") or ()):
        correct = str(row.get("correct") or "").strip()
        answers = [line.strip() for line in str(row.get("answers") or "").splitlines()]
        if correct and correct not in answers:
            yield f"questions.{number}.correct", "Is none of the answers"


def _check_poll(_: CampaignType, values: Values) -> Iterator[tuple[str, str]]:
    yield from too_long(values)


STEP = (
    CreationStep(
        "web-trivia", "Web Trivia", "The questions of the quiz.", _quiz, check=_check_quiz
    ),
    CreationStep("trivia", "Trivia", "The questions of the quiz.", _quiz, check=_check_quiz),
    CreationStep(
        "poll",
        "Poll",
        "What people are asked, one message a question; the text opens the conversation.",
        _poll,
        check=_check_poll,
    ),
    CreationStep("contents", "Contents", "What people are asked, page by page.", _web_poll),
)
