"""Do notes stand on the charts that cover them, and nowhere else?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from components.chart_frame import as_table, figure_of
from data.annotations import annotated, as_filled
from data.errors import BadRequest, NotFound
from data.report import NOTE, Chart, ChartKind, TabNumbers
from data.screen_files import sheet
from data.services import Services
from data.showing import showing
from tests.conftest import SetClock
from tests.data.sent_hours import campaign, sent
from tests.drawn import valid

BERLIN = ZoneInfo("Europe/Berlin")


def days_chart(kind: ChartKind, first: date, count: int, step: int = 1) -> Chart:
    rows = [
        {"day": first + timedelta(days=n * step), "n": n + 1, "series": "All"} for n in range(count)
    ]
    return Chart("c", "By day", kind, rows, "day", "n", "A chart.", series="series")


def noted(services: Services, chart: Chart, *campaigns: int, zone: ZoneInfo = BERLIN) -> Chart:
    numbers = TabNumbers(services.clock(), charts=(chart,))
    return annotated(services.engine, numbers, zone, campaigns).charts[0]


def note(services: Services, text: str, first: str, **more: str) -> int:
    return services.annotations.add({"text": text, "first": first, **more}, "Ada").id


def test_a_note_stands_on_the_days_that_it_is_about(lite: Services):
    note(lite, "Sale", "2026-03-02", last="2026-03-03")
    note(lite, "Outage", "2026-02-27")
    note(lite, "Later", "2026-03-06")
    chart = noted(lite, days_chart(ChartKind.STACKED_BARS, date(2026, 3, 1), 5))
    assert [(one.number, one.text, one.when) for one in chart.notes] == [
        (1, "Sale", "Mar 2, 2026 to Mar 3, 2026")
    ]
    assert [row[NOTE] for row in chart.rows] == [None, "1: Sale", "1: Sale", None, None]


def test_bars_of_weeks_take_the_notes_of_their_days(lite: Services):
    note(lite, "Sale", "2026-03-15")  # the Sunday of the second week
    chart = noted(lite, days_chart(ChartKind.STACKED_BARS, date(2026, 3, 2), 3, step=7))
    assert [row[NOTE] for row in chart.rows] == [None, "1: Sale", None]


def test_a_moment_stands_in_its_hour_of_any_zone(lite: Services):
    """11:30 in the workspace's zone, UTC; the chart is of hours."""
    note(lite, "Deployed", "2026-03-11", at_time="11:30")
    start = datetime(2026, 3, 11, 10, tzinfo=UTC)
    rows = [{"at": start + timedelta(hours=n), "n": 1} for n in range(3)]
    hours = Chart("c", "By hour", ChartKind.LINES, rows, "at", "n", "A chart.")
    chart = noted(lite, hours)
    assert [row[NOTE] for row in chart.rows] == [None, "1: Deployed", None]
    assert chart.notes[0].when == "Mar 11, 2026, 12:30 PM"


def test_a_campaigns_note_is_on_its_own_charts_alone(services: Services):
    one, other = campaign(services), campaign(services)
    note(services, "Here", "2026-03-01", campaign=str(one.id))
    chart = days_chart(ChartKind.LINES, date(2026, 3, 1), 2)
    assert [n.text for n in noted(services, chart, one.id).notes] == ["Here"]
    assert noted(services, chart, other.id).notes == ()
    assert noted(services, chart).notes == ()


def test_charts_of_something_else_than_time_have_no_notes(lite: Services):
    note(lite, "Sale", "2026-03-01")
    rows = [{"status": "Sent", "n": 1, "series": "All"}]
    bars = Chart("c", "By status", ChartKind.STACKED_BARS, rows, "status", "n", "A chart.")
    assert noted(lite, bars) == bars


@pytest.mark.parametrize("kind", [ChartKind.LINES, ChartKind.STACKED_BARS])
def test_marks_are_drawn_with_their_words_and_the_arrow_keys_hear_them(
    lite: Services, kind: ChartKind
):
    note(lite, "Sale <b>", "2026-03-02")
    note(lite, "Long", "2026-03-02", last="2026-03-04")
    chart = noted(lite, days_chart(kind, date(2026, 3, 1), 5))
    figure = figure_of(chart, BERLIN)
    assert figure is not None
    layout = valid(figure).layout
    assert [shape.type for shape in layout.shapes] == ["line", "rect"]
    assert [(mark.text, mark.hovertext) for mark in layout.annotations] == [
        ("1", "Mar 2, 2026: Sale &lt;b&gt;"),
        ("2", "Mar 2, 2026 to Mar 4, 2026: Long"),
    ]
    heard = [text for text in figure["data"][0]["customdata"] if "Note" in text]
    assert len(heard) == 3
    assert heard[0].endswith(". Note 1: Sale <b>; 2: Long")
    assert as_table(chart, BERLIN).columns[-1].label == "Notes"


def test_the_note_goes_along_with_the_rows_of_a_screen_and_of_its_file(
    lite: Services, clock: SetClock
):
    sent(lite, campaign(lite), [(clock() - timedelta(days=1), 5, 0)])
    note(lite, "Sale", "2026-03-10")
    address = "/dashboards/messaging?range=last-7-days"
    chart = showing(lite.desk, address).chart("exchanged_by_day")
    assert [one.text for one in chart.notes] == ["Sale"]
    file = sheet(lite.desk, address, "exchanged_by_day")
    rows = [row for piece in file.pieces for row in piece]
    assert {row["note"] for row in rows if row["messages"]} == {"1: Sale"}
    assert "note" in [field.key for field in file.fields]


def test_a_note_is_changed_and_deleted_and_keeps_who_wrote_it(services: Services, clock: SetClock):
    one = note(services, "Sale", "2026-03-02", last="2026-03-04")
    filled = as_filled(services.annotations.get(one), services.zone)
    clock.forward(hours=1)
    services.annotations.edit(one, {**filled, "text": "Big  sale\n", "last": ""}, "Bo")
    found = services.annotations.get(one)
    assert (found.text, found.first, found.last) == (
        "Big sale",
        date(2026, 3, 2),
        date(2026, 3, 2),
    )
    assert (found.who, found.changed_by, found.changed_at) == ("Ada", "Bo", clock())
    services.annotations.remove(one)
    with pytest.raises(NotFound):
        services.annotations.get(one)


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        ("text", {"text": " "}),
        ("text", {"text": "x" * 501}),
        ("first", {"first": ""}),
        ("first", {"first": "yesterday"}),
        ("last", {"last": "2026-03-01"}),
        ("last", {"last": "2026-03-03", "at_time": "10:00"}),
        ("at_time", {"at_time": "noon"}),
        ("campaign", {"campaign": "99"}),
        ("campaign", {"campaign": "x"}),
    ],
)
def test_a_wrong_field_is_named(lite: Services, field: str, filled: dict[str, str]):
    with pytest.raises(BadRequest) as caught:
        lite.annotations.add({"text": "Sale", "first": "2026-03-02", **filled}, "Ada")
    assert caught.value.where == field
    assert lite.annotations.list() == ()
