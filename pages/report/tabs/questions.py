"""What did people answer, question by question (specification 4.15)?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from data.campaign import entries
from data.campaign_type import KpiPlace
from data.campaign_types import CAMPAIGN_TYPES
from data.report import Chart, ChartKind, Column, Table, TabNumbers
from data.reports import Ask
from data.vocabulary.formats import Unit, number, share
from pages.report.report_tab import ReportTab
from pages.report.table_page import ignored, table_page

POLLS = frozenset({"polls-surveys", "web-polls-surveys"})
CORRECT, WRONG = "Correct answer", "Wrong answer"
RIGHT, USUAL = "status-delivered", "series-1"
OTHERS, NO_QUESTION, NO_ANSWER = "Other answers", "Not named", "No answer"
MOST_QUESTIONS, MOST_ANSWERS = 40, 12  # drawn; the tables have all of them
_HITS, _ANSWERS = "#correct_answers", "#answers"
_POLL_TILES = (
    KpiPlace("total_participants", "Engaged Users"),
    KpiPlace("total_answers", "Questions Answered"),
)
_QUIZ_TILES = (
    KpiPlace("total_participants"),
    KpiPlace("total_answers"),
    KpiPlace("correct_answer_rate"),
)
_QUESTION = Column("question", "Question", sortable=False)
_POLL_COLUMNS = (_QUESTION, Column("participations", "Answers", Unit.COUNT, sortable=False))
_QUIZ_COLUMNS = (
    _QUESTION,
    Column("participations", "Participations", Unit.COUNT, sortable=False),
    Column("correct", "Correct", Unit.COUNT, sortable=False),
    Column("incorrect", "Incorrect", Unit.COUNT, sortable=False),
    Column("correct_rate", "Correct Answer Rate", Unit.SHARE, sortable=False),
)
_ANSWER_COLUMNS = (
    Column("place", "No."),
    Column("question", "Question"),
    Column("answer", "Answer"),
    Column("answers", "Times", Unit.COUNT),
    Column("share", "Share of the question", Unit.SHARE),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One choice: how often it was given, and how often as the correct one."""

    text: str
    times: int = 0
    hits: int = 0
    configured: bool = False
    correct: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its choices: the configured ones in their order, then what else came."""

    text: str
    answers: tuple[Answer, ...]
    configured: bool

    @property
    def times(self) -> int:
        """Answers given to it, repeats included."""
        return sum(answer.times for answer in self.answers)

    @property
    def hits(self) -> int:
        """Answers that were correct."""
        return sum(answer.hits for answer in self.answers)


def numbers(ask: Ask) -> TabNumbers:
    """A chart a question, and all questions and answers as tables (F207, F208)."""
    poll = ask.campaign.type in POLLS
    questions = _questions(ask)
    drawn = questions[:MOST_QUESTIONS]
    answers = table_page(ask, "answers", "Answers", _columns(poll), _answers(questions), "place")
    notices = list(ignored(ask, answers))
    if len(questions) > len(drawn):
        notices.append(
            f"The first {len(drawn)} of {number(len(questions))} questions are drawn; the tables "
            "have all of them."
        )
    if not questions:
        notices.append("No question is configured, and none has been answered yet.")
    return TabNumbers(
        ask.now,
        kpis=ask.kpis(_tiles(ask, _POLL_TILES if poll else _QUIZ_TILES)),
        charts=tuple(_chart(n, q, poll=poll) for n, q in enumerate(drawn, start=1)),
        tables=(_summary_table(questions, poll=poll), answers),
        notices=tuple(notices),
    )


def _tiles(ask: Ask, places: Iterable[KpiPlace]) -> tuple[KpiPlace, ...]:
    """Those that don't stand above the tabs already."""
    above = {place.metric for place in CAMPAIGN_TYPES[ask.campaign.type].kpis}
    return tuple(place for place in places if place.metric not in above)


def _columns(poll: bool) -> tuple[Column, ...]:
    if poll:
        return _ANSWER_COLUMNS
    return (*_ANSWER_COLUMNS[:3], Column("verdict", "Verdict"), *_ANSWER_COLUMNS[3:])


def _questions(ask: Ask) -> list[Question]:
    """As configured, then those that were never configured, the most answered first."""
    given: dict[str, dict[str, Answer]] = {}
    spelled: dict[str, str] = {}
    found = ask.run(("total_answers", "correct_answer_rate"), ("question", "answer"))
    for question, answer, times, hits in found.select(
        "question", "answer", _ANSWERS, _HITS
    ).iter_rows():
        asked, said = (question or "").strip() or NO_QUESTION, (answer or "").strip() or NO_ANSWER
        spelled.setdefault(asked.lower(), asked)
        choices = given.setdefault(asked.lower(), {})
        before = choices.get(said.lower(), Answer(said))
        choices[said.lower()] = replace(before, times=before.times + times, hits=before.hits + hits)
    configured = entries(ask.campaign, "questions", "text")
    questions = [_configured(one, given.pop(word, {})) for word, one in configured.items()]
    stray = [
        Question(spelled[word], tuple(_stray(choices.values(), frozenset())), configured=False)
        for word, choices in given.items()
    ]
    return [*questions, *sorted(stray, key=lambda q: (-q.times, q.text))]


def _configured(entry: Mapping[str, Any], given: dict[str, Answer]) -> Question:
    """A question of the configuration, with what was answered to it."""
    right = {text.lower() for text in _texts(entry.get("correct"))}
    choices = {text.lower(): text for text in _texts(entry.get("answers"))}
    known = [
        replace(given.pop(word, Answer(text)), text=text, configured=True)
        for word, text in choices.items()
    ]
    answers = (*(_judged(answer, right) for answer in known), *_stray(given.values(), right))
    return Question(str(entry["text"]).strip(), answers, configured=True)


def _stray(answers: Iterable[Answer], right: Set[str]) -> list[Answer]:
    """Answers that nobody configured, the most given first."""
    judged = (_judged(answer, right) for answer in answers)
    return sorted(judged, key=lambda a: (-a.times, a.text))


def _judged(answer: Answer, right: Set[str]) -> Answer:
    """Correct is what the configuration says, else what was mostly reported as such."""
    correct = answer.text.lower() in right if right else answer.hits * 2 > answer.times
    return replace(answer, correct=correct)


def _texts(listed: object) -> list[str]:
    """A text or a list of texts, or of objects with one; whatever else there is is left out."""
    items = listed if isinstance(listed, list | tuple) else [listed]
    texts = (item.get("text") if isinstance(item, Mapping) else item for item in items)
    return [text.strip() for text in texts if isinstance(text, str) and text.strip()]


def _chart(place: int, question: Question, *, poll: bool) -> Chart:
    """The rate of each choice; of a quiz the correct one is told by word and pattern (D-15)."""
    rows = list(_bars(question, poll=poll))
    return Chart(
        key=f"question_{place}",
        title=f"{place}. {_named(question)}",
        kind=ChartKind.HORIZONTAL_BARS,
        rows=rows,
        x="label",
        y="share",
        color="color",
        pattern="pattern",
        summary=_in_words(question, poll=poll),
        x_label="Answer",
        y_label="Share of the answers",
        unit=Unit.SHARE,
    )


def _bars(question: Question, *, poll: bool) -> Iterable[dict[str, Any]]:
    shown = question.answers
    if len(shown) > MOST_ANSWERS:
        # What is right or was configured is never hidden; of the rest, what was given most.
        kept = sorted(shown, key=lambda a: (not a.correct, not a.configured, -a.times, a.text))
        kept = kept[: MOST_ANSWERS - 1]
        rest = [answer for answer in shown if answer not in kept]
        times, hits = (sum(getattr(a, field) for a in rest) for field in ("times", "hits"))
        shown = (*(a for a in shown if a in kept), Answer(OTHERS, times, hits, configured=True))
    total = question.times
    for answer in shown:
        right = answer.correct and not poll
        row = {
            "label": _marked(answer, poll=poll),
            "answer": answer.text,
            "answers": answer.times,
            "share": answer.times / total if total else None,
            "configured": answer.configured,
        }
        if not poll:
            row["verdict"] = CORRECT if right else WRONG
        yield {**row, "color": RIGHT if right else USUAL, "pattern": int(right)}


def _named(question: Question) -> str:
    return question.text if question.configured else f"{question.text} (not configured)"


def _marked(answer: Answer, *, poll: bool) -> str:
    """The answer, and before it, where no long text can hide it, what must be known of it."""
    marks = [
        *(["correct"] if answer.correct and not poll else []),
        *([] if answer.configured else ["not configured"]),
    ]
    return f"{', '.join(marks).capitalize()}: {answer.text}" if marks else answer.text


def _in_words(question: Question, *, poll: bool) -> str:
    if not question.times:
        return "Nobody has answered this question yet."
    top = max(question.answers, key=lambda a: a.times)
    most = f"{top.text} is chosen most, by {share(top.times / question.times)}"
    if poll:
        return f"{number(question.times)} answers; {most}."
    wrong = question.times - question.hits
    return (
        f"{number(question.times)} participations: {number(question.hits)} correct, "
        f"{number(wrong)} incorrect; {most}."
    )


def _summary_table(questions: Sequence[Question], *, poll: bool) -> Table:
    rows = [
        {
            "question": _named(question),
            "participations": question.times,
            "correct": question.hits,
            "incorrect": question.times - question.hits,
            "correct_rate": question.hits / question.times if question.times else None,
        }
        for question in questions
    ]
    columns = _POLL_COLUMNS if poll else _QUIZ_COLUMNS
    kept = [column.key for column in columns]
    shown = [{key: row[key] for key in kept} for row in rows]
    return Table("questions", "Questions", columns, shown, len(shown))


def _answers(questions: Iterable[Question]) -> pl.DataFrame:
    """Every answer of every question, in the order of the charts."""
    rows = [
        (
            place,
            _named(question),
            _marked(answer, poll=True),
            CORRECT if answer.correct else WRONG,
            answer.times,
            answer.times / question.times if question.times else None,
        )
        for place, question in enumerate(questions, start=1)
        for answer in question.answers
    ]
    schema = {
        "place": pl.Int64,
        "question": pl.String,
        "answer": pl.String,
        "verdict": pl.String,
        "answers": pl.Int64,
        "share": pl.Float64,
    }
    return pl.DataFrame(rows, schema, orient="row")


TAB = ReportTab("questions", "Questions and Answers", numbers)
