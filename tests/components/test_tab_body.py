"""Any tab of a report, drawn from its numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from components.tab_body import tab_body
from data.report import Chart, ChartKind, Column, Kpi, Table, TabNumbers
from data.vocabulary.formats import Unit
from tests.drawn import all_of, by_class, by_role, prop, text

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
FULL = TabNumbers(
    NOW,
    kpis=(Kpi("sent", "Total Sent", 12, Unit.COUNT),),
    charts=(Chart("c", "Events", ChartKind.BARS, [{"x": "a", "y": 1}], "x", "y", "S."),),
    tables=(
        Table("one", "First", (Column("id", "ID"),), [{"id": "x"}], 30, 0, 1),
        Table("two", "Second", (Column("id", "ID"),), [], 0),
    ),
    facts=(("Sender", "55500"), ("Campaign Expiration", "")),
    notices=("This report is open.",),
)


def body(numbers=FULL, **more):
    return tab_body(numbers, BERLIN, metrics={}, **more)


def test_a_tab_answers_first_and_shows_its_rows_last():
    order = [prop(part, "className") for part in body().children]
    assert order == ["notices", "kpis", "charts", "facts-box", "data-table", "data-table"]


def test_everything_in_the_numbers_is_drawn():
    drawn = body()
    assert by_role(drawn, "group", "Total Sent")
    assert by_role(drawn, "figure", "Events")
    assert "This report is open." in text(drawn)
    assert "There are no rows in Second" in text(drawn)


def test_a_fact_without_a_value_is_a_dash():
    (facts,) = by_class(body(), "facts")
    assert [text(dd) for dd in all_of(facts, "Dd")] == ["55500", "–"]


def test_a_tab_without_numbers_says_so():
    assert text(body(TabNumbers(NOW))) == "This tab has nothing to show yet."


def test_sort_and_page_links_name_their_table():
    drawn = body(link=lambda key, params: f"?{key}={params['page']}")
    assert {a.href for a in all_of(drawn, "Link")} == {"?one=0", "?one=1", "?one=29"}


def test_every_chart_and_table_links_to_its_own_rows_as_csv():
    """F277."""
    drawn = body(csv=lambda key: f"/{key}.csv")
    files = [a.href for a in all_of(drawn, "A")]
    assert [href for href in files if href.endswith(".csv")] == ["/c.csv", "/one.csv", "/two.csv"]
