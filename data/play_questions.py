"""Which questions does a campaign ask on its pages, and how does somebody answer them in turn?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.campaign import Campaign
from data.play_type import Did, Round, Step, Turn, fitted
from data.vocabulary.event_kind import EventKind


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its choices; `correct` is None where every answer is as good."""

    text: str
    answers: tuple[str, ...]
    correct: str | None = None


def questions_of(campaign: Campaign) -> tuple[Question, ...]:
    """The configured questions that can be asked: with a text, and an answer to choose."""
    listed = campaign.config.get("questions")
    found = (_question(entry) for entry in listed) if isinstance(listed, list | tuple) else ()
    return tuple(question for question in found if question is not None)


def _question(entry: object) -> Question | None:
    if not isinstance(entry, Mapping):
        return None
    text, listed, correct = (entry.get(name) for name in ("text", "answers", "correct"))
    if not isinstance(text, str) or not text.strip() or not isinstance(listed, list | tuple):
        return None
    answers = tuple(answer for answer in listed if isinstance(answer, str) and answer.strip())
    if not answers:
        return None
    return Question(text, answers, correct if isinstance(correct, str) else None)


def answers_in(one: Round) -> tuple[str, ...]:
    """What was answered so far, in the order of the questions."""
    listed = one.progress.get("answers", ())
    return tuple(answer for answer in listed if isinstance(answer, str))


def right_in(campaign: Campaign, one: Round) -> tuple[bool, ...]:
    """Whether each answer was right; where none is correct, every one is."""
    asked = zip(questions_of(campaign), answers_in(one), strict=False)
    return tuple(question.correct in (None, answer) for question, answer in asked)


def start(turn: Turn) -> Step:
    """Begin, once: pressing Start is the play of a quiz (F146)."""
    if turn.rounds or not questions_of(turn.campaign):
        return Step()
    play = Did(EventKind.CONTENT_PLAY, "play-1", {"interaction": "start"})
    return Step((play,), Round(1, {"answers": []}))


def answered(turn: Turn) -> Step:
    """Answer the question whose turn it is; one that is answered already stays as it is."""
    questions, given = questions_of(turn.campaign), answers_in(turn.round)
    place = len(given)
    if not turn.rounds or turn.round.ended_at is not None or place >= len(questions):
        return Step()
    if turn.form.get("question") != str(place + 1):
        return Step()
    question, answer = questions[place], turn.form.get("answer", "")
    if answer not in question.answers:
        return Step(faults={"answer": "Choose one of the answers."})
    right = None if question.correct is None else answer == question.correct
    told = {"question": question.text, "answer": answer, "correct": right}
    done = replace(turn.round, progress={**turn.round.progress, "answers": [*given, answer]})
    return Step((Did(EventKind.QUESTION_ANSWER, f"answer-{place + 1}", fitted(told)),), done)


def is_through(campaign: Campaign, one: Round) -> bool:
    """Whether every question is answered; also where some were taken away since."""
    return len(answers_in(one)) >= len(questions_of(campaign))
