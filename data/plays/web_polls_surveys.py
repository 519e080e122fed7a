"""How is a web poll taken? A cover, the questions in turn, a closure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from data.campaign import Campaign
from data.play_questions import answered, answers_in, is_through, questions_of, start
from data.play_type import PlayType, Round, Scene, Step, Turn, heading, part

THANKS = "Thank you for your answers"


def _scene(campaign: Campaign, rounds: tuple[Round, ...], query: Mapping[str, str]) -> Scene:
    questions = questions_of(campaign)
    if not questions:
        return Scene("empty", heading(campaign))
    if not rounds:
        values = {"text": part(campaign, "cover", "text"), "count": len(questions)}
        return Scene("cover", heading(campaign), values)
    if is_through(campaign, rounds[-1]):
        closing = part(campaign, "closure", "title", THANKS)
        return Scene("closure", closing, {"text": part(campaign, "closure", "text")})
    place = len(answers_in(rounds[-1]))
    values = {"question": questions[place], "number": place + 1, "count": len(questions)}
    return Scene("question", f"Question {place + 1} of {len(questions)}", values)


def _answer(turn: Turn) -> Step:
    step = answered(turn)
    if step.round is None or not is_through(turn.campaign, step.round):
        return step
    return replace(step, round=replace(step.round, ended_at=turn.now))


PLAY = PlayType(key="web-polls-surveys", scene=_scene, acts={"start": start, "answer": _answer})
