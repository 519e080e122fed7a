"""What do people choose in the chatbot (specification 4.11)?"""

from __future__ import annotations

from typing import Any

import polars as pl
from dash import ClientsideFunction, Input, Output, clientside_callback, dcc, html
from dash.development.base_component import Component

from components.date_range import date_range, value_id
from data.campaign import entries
from data.report import Chart, ChartKind, Column, TabNumbers
from data.reports import Ask
from data.vocabulary.formats import Unit, number, share
from pages.report.report_tab import ReportTab
from pages.report.table_page import ignored, table_page

METRIC = "cumulative_answers"
SHOW = "chatbot-show"
GONE = "chatbot-gone"
MOST_ANSWERS = 6  # segments of one bar; the table below has every answer
NONE, OTHERS = "No answer", "Other answers"
# What is no choice of somebody's takes no colour from those that are.
_GREY = {NONE: "status-unsent", OTHERS: "status-unsent"}
_COLUMNS = (
    Column("interaction", "Interaction"),
    Column("answer", "Answer"),
    Column("answers", "Times", Unit.COUNT),
    Column("share", "Share of the interaction", Unit.SHARE),
)


def numbers(ask: Ask) -> TabNumbers:
    """The distribution of answers in the period; the tiles stand above the tabs (F191–F196)."""
    counted = _counted(ask)
    table = table_page(ask, "answers", "Answers", _COLUMNS, counted, "-answers")
    return TabNumbers(
        ask.now,
        charts=(_distribution(counted),),
        tables=(table,),
        notices=tuple(ignored(ask, table)),
    )


def _counted(ask: Ask) -> pl.DataFrame:
    """Each interaction's answers: as configured the interactions, the most given answer first."""
    place = {word: n for n, word in enumerate(entries(ask.campaign, "interactions", "name"))}
    rows = ask.run((METRIC,), ("interaction", "answer")).filter(pl.col(METRIC) > 0)
    word = pl.col("interaction").str.strip_chars().str.to_lowercase()
    return (
        rows.with_columns(
            pl.col("interaction").fill_null("Not named"),
            pl.col("answer").fill_null(NONE),
            order=word.replace_strict(place, default=len(place), return_dtype=pl.Int32),
            answers=pl.col(METRIC),
            share=pl.col(METRIC) / pl.col(METRIC).sum().over("interaction"),
        )
        .sort("order", "interaction", "answers", "answer", descending=[False, False, True, False])
        .select("interaction", "answer", "answers", "share")
    )


def _distribution(counted: pl.DataFrame) -> Chart:
    """A bar for each interaction, made up of its answers (D-15, F196)."""
    rows: list[dict[str, Any]] = []
    for _, one in counted.group_by("interaction", maintain_order=True):
        rows += [{**row, "color": _GREY.get(row["answer"], "")} for row in _bar(one)]
    return Chart(
        key="answers_distribution",
        title="Answers Distribution",
        kind=ChartKind.HORIZONTAL_BARS,
        rows=rows,
        x="interaction",
        y="answers",
        series="answer",
        color="color",
        summary=_summary(counted),
        x_label="Interaction",
        y_label="Answers",
    )


def _bar(answers: pl.DataFrame) -> list[dict[str, Any]]:
    few = len(answers) <= MOST_ANSWERS
    kept = answers if few else answers.head(MOST_ANSWERS - 1)
    rows = kept.to_dicts()
    if not few:
        rest = answers.slice(len(kept)).select(pl.sum("answers", "share")).row(0, named=True)
        name = answers.item(0, "interaction")
        rows.append({"interaction": name, "answer": OTHERS, **rest})
    return rows


def _summary(counted: pl.DataFrame) -> str:
    given = counted.filter(pl.col("answer") != NONE).sort("answers", descending=True)
    if given.is_empty():
        return "Nobody has chosen an answer in these days."
    top = given.row(0, named=True)
    return (
        f"“{top['answer']}” in {top['interaction']} is chosen most: {_times(top['answers'])}, "
        f"{share(top['share'])} of the answers there."
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{number(count)} times"


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The tab's own date filter, with All (F190)."""
    today = ask.now.astimezone(ask.zone).date()
    return html.Div(
        [
            dcc.Store(id=GONE),
            date_range(SHOW, ask.period, today, offer_all=True, zone=ask.zone.key),
            html.P(
                "The days apply to everything here but Total Interactions, which counts what is "
                "configured. All is from the campaign's start until now."
            ),
        ],
        className="tab-filter",
    )


clientside_callback(
    ClientsideFunction("interactiveB", "days"),
    Output(GONE, "data"),
    Input(value_id(SHOW), "data"),
    prevent_initial_call=True,
)

TAB = ReportTab("chatbot-interactions", "Chatbot Interactions", numbers, body)
