"""How is a Web Trivia played? Start, the questions in turn, then the winner or loser screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from data.campaign import Campaign
from data.play_prizes import is_exhausted, terms_of
from data.play_questions import (
    answered,
    answers_in,
    is_through,
    questions_of,
    right_in,
    start,
)
from data.play_type import (
    Did,
    PlayType,
    Round,
    Scene,
    Step,
    Turn,
    first_link,
    fitted,
    heading,
    part,
    text,
)
from data.vocabulary.event_kind import EventKind


def _scene(campaign: Campaign, rounds: tuple[Round, ...], query: Mapping[str, str]) -> Scene:
    questions = questions_of(campaign)
    if not questions:
        return Scene("empty", heading(campaign))
    if not rounds:
        values = {"text": part(campaign, "cover", "text"), "count": len(questions)}
        return Scene("cover", heading(campaign), values)
    one = rounds[-1]
    if one.ended_at is not None:
        return _result(campaign, one)
    place = min(len(answers_in(one)), len(questions) - 1)
    values = {
        "question": questions[place],
        "number": place + 1,
        "count": len(questions),
        "through": is_through(campaign, one),
    }
    return Scene("question", f"Question {place + 1} of {len(questions)}", values)


def _result(campaign: Campaign, one: Round) -> Scene:
    right = right_in(campaign, one)
    won = one.prize is not None or (one.record is None and _gives_nothing(campaign, right))
    values = {
        "won": won,
        "prize": one.prize,
        "gone": one.record is not None and is_exhausted(one.record),
        "right": sum(right),
        "marked": tuple(zip(questions_of(campaign), answers_in(one), right, strict=False)),
        "text": text(campaign, "win_text" if won else "lose_text"),
        "leads_on": not won and bool(first_link(campaign)),
    }
    missed = "All right, but no prize this time" if all(right) else "Not this time"
    return Scene("trivia-result", "You have won!" if won else missed, values)


def _gives_nothing(campaign: Campaign, right: tuple[bool, ...]) -> bool:
    """Whether all was answered right where there are no prizes: that is winning, too."""
    return terms_of(campaign) is None and all(right)


def _answer(turn: Turn) -> Step:
    step = answered(turn)
    if step.round is None or not is_through(turn.campaign, step.round):
        return step
    return _ended(turn, step)


def _finish(turn: Turn) -> Step:
    """End a round whose last questions were taken away while it was played."""
    one = turn.round
    if not turn.rounds or one.ended_at is not None or not is_through(turn.campaign, one):
        return Step()
    return _ended(turn, Step(round=one))


def _ended(turn: Turn, step: Step) -> Step:
    """Whoever has everything right may win a prize."""
    assert step.round is not None
    may_win = all(right_in(turn.campaign, step.round))
    return replace(step, round=replace(step.round, ended_at=turn.now), draws=may_win)


def _leave(turn: Turn) -> Step:
    """Follow the link of the loser screen (F175)."""
    if turn.form.get("exit") != "loser" or turn.round.ended_at is None or turn.round.prize:
        return Step()
    link = first_link(turn.campaign)
    told = fitted({"interaction": "loser screen", "link": link})
    return Step((Did(EventKind.CONTENT_CLICK, f"click-{turn.nonce}", told),), leads_on=link)


def _touch(turn: Turn) -> Step:
    """A touch on the loser screen, wherever it is (F175)."""
    if turn.round.ended_at is None or turn.round.prize:
        return Step()
    told = {"interaction": "loser screen"}
    return Step((Did(EventKind.CONTENT_CLICK, f"touch-{turn.nonce}", told),), search="thanks=1")


PLAY = PlayType(
    key="web-trivia",
    scene=_scene,
    acts={"start": start, "answer": _answer, "finish": _finish, "touch": _touch},
    leave=_leave,
)
