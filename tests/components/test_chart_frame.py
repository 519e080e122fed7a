"""The frame around every chart: name, summary, table twin, menu, legend."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from components.chart_frame import chart_frame
from components.export_menu import MenuItem
from data.metrics import METRICS
from data.report import Chart, ChartKind
from tests.drawn import all_by_role, all_of, by_class, by_id, by_role, cells, name, prop, text

BERLIN = ZoneInfo("Europe/Berlin")
ROWS = [{"carrier": "T-Mobile", "sent": 1200}, {"carrier": "Orange", "sent": 34}]


def carriers(rows=ROWS, kind=ChartKind.BARS, y="sent", **more) -> Chart:
    return Chart(
        "carriers", "Messages by Carrier", kind, rows, "carrier", y, "T-Mobile leads.", **more
    )


def statuses(count: int) -> Chart:
    rows = [{"category": "Failed", "status": f"CODE_{n}", "sent": n + 1} for n in range(count)]
    return Chart(
        "s", "Statuses", ChartKind.STACKED_BARS, rows, "category", "sent", "S.", series="status"
    )


def test_a_chart_is_a_figure_with_a_name_a_summary_and_its_table():
    figure = by_role(chart_frame(carriers(), BERLIN), "figure", "Messages by Carrier")
    assert "T-Mobile leads." in text(figure)
    button = by_role(figure, "button", "View as table")
    twin = by_id(figure, prop(button, "aria-controls"))
    assert prop(button, "aria-expanded") == "false"
    assert prop(twin, "hidden") is True
    assert cells(by_role(twin, "table")) == [["T-Mobile", "1,200"], ["Orange", "34"]]


def test_the_table_of_a_chart_has_a_caption_and_column_heads():
    table = by_role(chart_frame(carriers(x_label="Carrier"), BERLIN), "table")
    assert text(all_of(table, "Caption")) == "Messages by Carrier"
    assert [(text(h), prop(h, "scope")) for h in all_of(table, "Th")] == [
        ("Carrier", "col"),
        ("Sent", "col"),
    ]


def test_every_chart_can_be_taken_away_as_a_picture_and_as_rows():
    """D-25: PNG on every chart."""
    frame = chart_frame(
        carriers(), BERLIN, csv="/api/rows.csv?range=all", exports=[MenuItem("Excel", "/x")]
    )
    buttons = [b for b in all_of(frame, "Button") if prop(b, "data-chart-action")]
    assert [(name(b), prop(b, "data-chart-action"), prop(b, "data-finer")) for b in buttons] == [
        ("Download PNG", "png", None),
        ("PNG at 1×", "png", "1"),
        ("PNG at 2×", "png", "2"),
        ("PNG at 4×", "png", "4"),
        ("Download SVG", "svg", None),
        ("Download PDF", "pdf", None),
        ("Picture …", "picture", None),
        ("Copy image", "copy", None),
        ("Add to dashboard", "pin", None),
    ]
    assert {name(a): a.href for a in all_of(frame, "A")} == {
        "Download CSV": "/api/rows.csv?range=all",
        "Download XLSX": "/api/rows.xlsx?range=all",
        "Download Parquet": "/api/rows.parquet?range=all",
        "Excel": "/x",
    }


def test_a_picture_will_bear_what_the_chart_is_of():
    frame = chart_frame(
        carriers(),
        BERLIN,
        period="Nov 1, 2026 to Nov 24, 2026",
        as_of=datetime(2026, 11, 24, 10, 5, tzinfo=UTC),
        filters=(("Channel", "SMS"), ("Sender", "Café “61222”")),
    )
    assert prop(frame, "data-title") == "Messages by Carrier"
    assert prop(frame, "data-period") == "Nov 1, 2026 to Nov 24, 2026"
    assert prop(frame, "data-zone") == "Europe/Berlin"
    assert prop(frame, "data-as-of") == "2026-11-24T10:05:00Z"
    assert prop(frame, "data-as-of-said") == "Nov 24, 2026, 11:05 AM"
    assert json.loads(prop(frame, "data-filters")) == ["Channel: SMS", "Sender: Café “61222”"]


@pytest.mark.parametrize(("y", "named"), [("delivery_rate", ""), ("sent", "delivery_rate")])
def test_what_a_chart_is_of_is_defined_where_it_is_one_metric(y: str, named: str):
    frame = chart_frame(carriers([{"carrier": "a", y: 0.5}], y=y, metric=named), BERLIN)
    opener = by_role(frame, "button", "What is this number")
    panel = by_id(frame, prop(opener, "aria-controls"))
    assert prop(panel, "hidden") is True
    assert METRICS["delivery_rate"].formula in text(panel)
    assert all_by_role(chart_frame(carriers(), BERLIN), "button", "What is this number") == []


def test_an_empty_chart_is_a_sentence_and_has_no_graph_to_download():
    frame = chart_frame(carriers([]), BERLIN)
    assert all_of(frame, "Graph") == []
    assert "There is nothing in Messages by Carrier" in text(frame)
    assert "Download PNG" not in text(frame)
    assert by_role(frame, "button", "View as table")


def test_a_chart_of_zeros_says_so():
    frame = chart_frame(carriers([{"carrier": "a", "sent": 0}]), BERLIN)
    assert all_of(frame, "Graph") == []
    assert "is 0 in this period" in text(frame)


def test_the_drawing_can_be_reached_by_keyboard_and_speaks_to_a_live_region():
    frame = chart_frame(carriers(), BERLIN)
    plot = by_role(frame, "application")
    assert prop(plot, "tabIndex") == 0
    assert "Messages by Carrier" in prop(plot, "aria-label")
    assert prop(by_role(frame, "status"), "className") == "visually-hidden chart-said"


def test_times_in_the_table_of_a_chart_are_those_of_the_zone():
    rows = [{"time": datetime(2026, 11, 23, 12, 7, tzinfo=UTC), "sent": 1}]
    chart = Chart("t", "Over time", ChartKind.LINES, rows, "time", "sent", "S.")
    table = by_role(chart_frame(chart, BERLIN), "table")
    assert cells(table) == [["Nov 23, 2026, 1:07 PM", "1"]]
    assert "Europe/Berlin" in text(all_of(table, "Th"))


def test_bars_that_their_axis_names_need_no_legend():
    assert by_class(chart_frame(carriers(), BERLIN), "legend") == []


def test_a_legend_names_every_series_while_they_are_few():
    (legend,) = by_class(chart_frame(statuses(3), BERLIN), "legend")
    assert [text(item) for item in all_of(legend, "Li")] == ["CODE_0", "CODE_1", "CODE_2"]


def test_a_long_legend_keeps_the_largest_and_counts_the_rest():
    (legend,) = by_class(chart_frame(statuses(17), BERLIN), "legend")
    words = [text(item) for item in all_of(legend, "Li")]
    assert words == [*(f"CODE_{n}" for n in range(12, 17)), "and 12 more, in the table"]


def test_lying_bars_of_segments_have_a_legend_too():
    rows = [{"question": "Q", "answer": a, "n": n} for a, n in (("Right", 3), ("Wrong", None))]
    chart = Chart("q", "Answers", ChartKind.HORIZONTAL_BARS, rows, "question", "n", "S.", "answer")
    (legend,) = by_class(chart_frame(chart, BERLIN), "legend")
    assert [text(item) for item in all_of(legend, "Li")] == ["Right", "Wrong"]


def test_a_rings_legend_names_its_slices_as_they_are_written():
    (legend,) = by_class(
        chart_frame(carriers([{"carrier": "AT&T <x>", "sent": 1}], ChartKind.DONUT), BERLIN),
        "legend",
    )
    assert text(legend) == "AT&T <x>"


def test_every_graph_has_the_one_shared_configuration():
    (graph,) = all_of(chart_frame(carriers(), BERLIN), "Graph")
    assert graph.config["showSendToCloud"] is False


def test_the_menu_says_what_it_exports():
    frame = chart_frame(carriers(), BERLIN)
    (summary,) = all_of(frame, "Summary")
    assert prop(summary, "aria-label") == "Export Messages by Carrier"
    assert all_by_role(frame, "link") == []
