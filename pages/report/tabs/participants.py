"""Who took part, and how far did each one get (specification 4.7, D-13)?"""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from data.participants import RULES, Status, by_status, nameless
from data.report import Kpi, Table, TabNumbers
from data.reports import Ask, Pieces
from data.vocabulary.formats import Unit, number
from pages.report import participant_list as people
from pages.report import reengage, winner_log, winner_selection
from pages.report.report_tab import ReportTab
from pages.report.table_page import about, ignored
from pages.report.table_search import masked, search_form, unknown

_TILES = {
    Status.ALL: ("participants_all", "Participants", "took part in all that was offered"),
    Status.SOME: ("participants_some", "Participants*", "began, and left something out"),
    Status.NONE: ("participants_none", "Non-Participants", "were reached, and did not take part"),
}


def numbers(ask: Ask) -> TabNumbers:
    """How many have each status, and one page of those whom search and filters let through.

    Parameters: `q` (part of an ID), `status` (participant, partly, non-participant), `sort`,
    `page`, `size`. The period is that of the last activity. Types that give prizes also answer
    the winner selection log and the record of each draw.
    """
    counted = by_status(people.in_period(ask).select("degree").collect())
    tiles = (
        Kpi(key, label, counted[status], Unit.COUNT, note)
        for status, (key, label, note) in _TILES.items()
    )
    table = people.page(ask)
    return TabNumbers(
        ask.now,
        kpis=tuple(tiles),
        tables=(table, *winner_log.tables(ask), *reengage.tables(ask)),
        notices=tuple(_notices(ask, table)),
    )


def pieces(ask: Ask, table: str) -> Pieces | None:
    """All matching rows in their order, some thousand at a time (F277)."""
    if table == people.KEY:
        return people.pieces(ask)
    return winner_log.pieces(ask, table)


def _notices(ask: Ask, table: Table) -> Iterator[str]:
    if not ask.period.is_all:
        yield "Only people whose last activity lies in these days are counted and shown."
    if count := nameless(ask.view, ask.campaign):
        acts = "1 act" if count == 1 else f"{number(count)} acts"
        yield f"{acts} came without an ID, and whoever did that can't be listed."
    yield from masked(ask)
    yield from unknown(ask, "status", people.WORDS)
    yield from ignored(about(ask, people.KEY), table)


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The search form, an address in itself; below it what can be done with the people found."""
    parts = [reengage.form(ask, numbers.tables[0].total)]
    if people.gives_prizes(ask):
        parts.insert(0, winner_selection.form(ask))
    own = [_search(ask), _legend(ask), html.Div(parts, className="participants-parts")]
    return html.Div(own, className="participants")


def _search(ask: Ask) -> Component:
    statuses = {word: status.value for word, status in people.WORDS.items()}
    choices = {"status": ("Status", statuses)}
    hint = "Mobile number or email address"
    return search_form(ask, "participants", "Participants", "Search by ID", choices, hint)


def _legend(ask: Ask) -> Component | None:
    """What the statuses mean for this type of campaign."""
    rule = RULES.get(ask.campaign.type)
    if rule is None:
        return None
    return html.P(rule.why, className="participants-rule")


TAB = ReportTab("participants", "Participants", numbers, body, pieces)
