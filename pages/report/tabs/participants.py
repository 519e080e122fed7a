"""Who took part, and how far did each one get (specification 4.7, D-13)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dash import dcc, html
from dash.development.base_component import Component

from data.participants import RULES, Status, by_status, nameless
from data.report import Kpi, Table, TabNumbers
from data.reports import Ask, Pieces
from data.vocabulary.campaign_state import State
from data.vocabulary.formats import Unit, number
from pages.report import participant_list as people
from pages.report import reengage, winner_selection
from pages.report.report_tab import ReportTab
from pages.report.table_page import SIZES, about, ignored

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
        tables=(table, *winner_selection.tables(ask), *reengage.tables(ask)),
        notices=tuple(_notices(ask, table)),
    )


def pieces(ask: Ask, table: str) -> Pieces | None:
    """All matching rows in their order, some thousand at a time (F277)."""
    if table == people.KEY:
        return people.pieces(ask)
    return winner_selection.pieces(ask, table)


def _notices(ask: Ask, table: Table) -> Iterator[str]:
    if not ask.period.is_all:
        yield "Only people whose last activity lies in these days are counted and shown."
    if count := nameless(ask.view, ask.campaign):
        acts = "1 act" if count == 1 else f"{number(count)} acts"
        yield f"{acts} came without an ID, and whoever did that can't be listed."
    if ask.param("q") and not ask.reveal:
        yield "You see masked IDs, so the search finds whole IDs only."
    status = ask.param("status")
    if status and status not in people.WORDS:
        yield f"status=“{status[:40]}” was ignored: it is none of {', '.join(people.WORDS)}."
    yield from ignored(about(ask, people.KEY), table)


# Words of the address that the form does not ask for but must not lose.
_KEPT = ("range", "from", "to", "tz", "sort", "table")


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The search form, an address in itself; below it what can be done with the people found."""
    parts = [reengage.form(ask, numbers.tables[0].total)]
    if people.gives_prizes(ask):
        parts.insert(0, winner_selection.form(ask))
    own = [_search(ask), _legend(ask), html.Div(parts, className="participants-parts")]
    live = {"data-live": ""} if ask.campaign.state is State.LIVE else {}
    return html.Div(own, className="participants", **live)


def _search(ask: Ask) -> Component:
    kept = {key: value for key, value in (ask.params or {}).items() if key in _KEPT}
    narrow = any(ask.param(name) for name in ("q", "status"))
    sought = dcc.Input(
        id="participants-q",
        name="q",
        type="search",
        value=ask.param("q"),
        placeholder="Mobile number or email address",
        autoComplete="off",
        maxLength=people.LONGEST_SEARCH,
    )
    statuses = {word: status.value for word, status in people.WORDS.items()}
    return html.Form(
        [
            html.Div(
                [dcc.Input(type="text", name=key, value=value) for key, value in kept.items()],
                hidden=True,
            ),
            _field("participants-q", "Search by ID", sought),
            _choice(ask, "status", "Status", {"": "All", **statuses}),
            _choice(ask, "size", "Rows", {str(size): str(size) for size in SIZES}),
            html.Button("Search", type="submit", className="part-button strong"),
            dcc.Link("Clear", href="?", className="part-button") if narrow else None,
        ],
        method="get",
        className="report-search",
        role="search",
        **{"aria-label": "Participants"},
    )


def _legend(ask: Ask) -> Component | None:
    """What the statuses mean for this type of campaign."""
    rule = RULES.get(ask.campaign.type)
    if rule is None:
        return None
    return html.P(rule.why, className="participants-rule")


def _choice(ask: Ask, name: str, label: str, options: Mapping[str, str]) -> Component:
    chosen = ask.param(name)
    return _field(
        f"participants-{name}",
        label,
        html.Select(
            [
                html.Option(text, value=value, **({"selected": True} if value == chosen else {}))
                for value, text in options.items()
            ],
            id=f"participants-{name}",
            name=name,
        ),
    )


def _field(control_id: str, label: str, control: Component) -> Component:
    return html.Div([html.Label(label, htmlFor=control_id), control], className="report-field")


TAB = ReportTab("participants", "Participants", numbers, body, pieces)
