"""Every kind of chart, drawn from no, one and many rows."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from components.chart_canvas import CONFIG
from components.chart_frame import figure_of
from components.charts import DRAWINGS
from components.theme import colors
from data.report import Chart, ChartKind
from data.vocabulary.formats import Unit
from tests.drawn import VARIABLE, valid

BERLIN = ZoneInfo("Europe/Berlin")
BASIC_TRACES = {"scatter", "bar", "pie"}
FIRST = datetime(2026, 3, 28, 23, tzinfo=UTC)  # midnight of the 29th in Berlin: the clocks change


def chart(kind: ChartKind, rows: list[dict[str, Any]], **more: Any) -> Chart:
    usual = {"series": "series"} if kind in (ChartKind.STACKED_BARS, ChartKind.LINES) else {}
    return Chart("sample", "Sample", kind, rows, "x", "y", "A sentence.", **usual | more)


def rows(kind: ChartKind, count: int) -> list[dict[str, Any]]:
    def x(place: int) -> object:
        if kind is ChartKind.LINES:
            return FIRST + timedelta(hours=place)
        return place if kind is ChartKind.ELAPSED else f"Category {place}"

    return [
        {
            "x": x(n // 2),
            "series": f"Series {n % 2}",
            "y": n + 1,
            "latitude": 2.0 * n,
            "longitude": -3.0 * n,
        }
        for n in range(count)
    ]


def drawn(kind: ChartKind, some: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    figure = figure_of(chart(kind, some, **more), BERLIN)
    assert figure is not None
    return figure


def test_every_kind_of_chart_has_a_drawing():
    assert set(DRAWINGS) == set(ChartKind)


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_a_figure_is_one_that_plotly_accepts_with_its_basic_traces_alone(kind, count):
    figure = drawn(kind, rows(kind, count))
    assert {trace.type for trace in valid(figure).data} <= BASIC_TRACES


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("some", [[], [{"x": FIRST, "series": "a", "y": None}]])
def test_nothing_is_never_drawn_as_an_empty_chart(kind, some):
    assert figure_of(chart(kind, some), BERLIN) is None


@pytest.mark.parametrize("kind", ChartKind)
def test_zeros_alone_are_never_drawn_as_an_empty_chart(kind):
    assert figure_of(chart(kind, [{"x": FIRST, "series": "a", "y": 0}]), BERLIN) is None


@pytest.mark.parametrize("kind", ChartKind)
def test_a_figure_is_plain_json_of_known_colour_tokens(kind):
    as_text = json.dumps(drawn(kind, rows(kind, 6)))
    assert set(VARIABLE.findall(as_text)) <= set(colors())
    assert "series-1" in VARIABLE.findall(as_text)


@pytest.mark.parametrize("kind", ChartKind)
def test_an_update_keeps_the_readers_view_and_moves_nothing(kind):
    layout = drawn(kind, rows(kind, 4))["layout"]
    assert layout["uirevision"] == "sample"
    assert "transition" not in layout


def test_no_chart_offers_to_send_its_figures_to_another_host():
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["displaylogo"] is False
    assert CONFIG["displayModeBar"] is False
    assert "plotlyServerURL" not in CONFIG


@pytest.mark.parametrize("kind", sorted(set(ChartKind) - {ChartKind.DONUT, ChartKind.MAP}))
def test_the_axis_of_values_begins_at_zero_and_is_named(kind):
    layout = drawn(kind, rows(kind, 6), y_label="Messages")["layout"]
    axis = layout["xaxis" if kind is ChartKind.HORIZONTAL_BARS else "yaxis"]
    assert axis["range"][0] == 0
    assert axis["title"]["text"] == "Messages"


@pytest.mark.parametrize("kind", ChartKind)
def test_no_figure_has_a_second_axis_of_values(kind):
    assert "yaxis2" not in drawn(kind, rows(kind, 6))["layout"]


def test_shares_have_percent_on_their_axis():
    figure = drawn(ChartKind.BARS, [{"x": "a", "y": 0.973}], unit=Unit.SHARE)
    assert figure["layout"]["yaxis"]["tickformat"].endswith("%")
    assert figure["data"][0]["text"] == ["97.3 %"]


@pytest.mark.parametrize("kind", [ChartKind.BARS, ChartKind.STACKED_BARS])
def test_categories_stay_in_the_given_order_and_are_never_read_as_numbers(kind):
    given = ["10", "9", "2026-01-01"]
    figure = drawn(kind, [{"x": x, "series": "s", "y": 3} for x in given])
    axis = figure["layout"]["xaxis"]
    assert axis["type"] == "category"
    assert axis["categoryarray"] == given


@pytest.mark.parametrize("kind", ChartKind)
def test_words_from_outside_can_not_become_markup_in_a_chart(kind):
    evil = '<a href="javascript:alert(1)">x</a>'
    x = {ChartKind.LINES: FIRST, ChartKind.ELAPSED: 3}.get(kind, evil)
    place = {"latitude": 52.5, "longitude": 13.4}
    figure = drawn(
        kind,
        [{"x": x, "series": evil, "y": 1, **place}, {"x": x, "series": "b", "y": 2, **place}],
        x_label=evil,
        y_label=evil,
    )
    shown = [figure["layout"].get(axis, {}).get("title") for axis in ("xaxis", "yaxis")]
    shown += [figure["layout"].get(axis, {}).get("ticktext") for axis in ("xaxis", "yaxis")]
    shown += [figure["layout"].get("annotations")]
    for trace in figure["data"]:
        shown += [trace.get(field) for field in ("text", "hovertext", "labels", "name")]
    assert "<a" not in json.dumps(shown)
    assert "&lt;a" in json.dumps(shown)


def test_stacked_bars_show_each_status_inside_its_category_and_the_total_above():
    """F097: each category bar shows the raw statuses inside it."""
    figure = drawn(
        ChartKind.STACKED_BARS,
        [
            {"x": "Transit", "series": "SENT", "y": 30, "tone": "status-transit"},
            {"x": "Transit", "series": "ENROUTE", "y": 12, "tone": "status-transit"},
            {"x": "Delivered", "series": "DELIVRD", "y": 1234, "tone": "status-delivered"},
        ],
        color="tone",
    )
    *segments, totals = figure["data"]
    assert {s["name"]: s["hovertext"] for s in segments} == {
        "SENT": ["Transit · SENT: 30"],
        "ENROUTE": ["Transit · ENROUTE: 12"],
        "DELIVRD": ["Delivered · DELIVRD: 1,234"],
    }
    assert dict(zip(totals["x"], totals["text"], strict=True)) == {
        "Transit": "42",
        "Delivered": "1,234",
    }


def test_segments_of_one_colour_have_patterns_of_their_own():
    figure = drawn(
        ChartKind.STACKED_BARS,
        [{"x": "Failed", "series": s, "y": 1, "tone": "status-failed"} for s in "abcd"],
        color="tone",
    )
    segments = figure["data"][:-1]
    assert {s["marker"]["color"] for s in segments} == {"var(--status-failed)"}
    assert len({s["marker"]["pattern"]["shape"] for s in segments}) == 4


def test_an_unknown_colour_token_falls_back_to_the_palette():
    figure = drawn(ChartKind.BARS, [{"x": "a", "y": 1, "tone": "red;}"}], color="tone")
    assert figure["data"][0]["marker"]["color"] == ["var(--series-1)"]


def test_lines_differ_by_more_than_colour():
    figure = drawn(ChartKind.LINES, rows(ChartKind.LINES, 8))
    one, other = figure["data"]
    assert one["line"]["dash"] != other["line"]["dash"]
    assert one["marker"]["symbol"] != other["marker"]["symbol"]


def test_a_time_axis_shows_the_reports_zone_and_names_it():
    figure = drawn(ChartKind.LINES, [{"x": FIRST, "series": "a", "y": 1}])
    assert figure["data"][0]["x"] == ["2026-03-29T00:00:00"]
    assert "Europe/Berlin" in figure["layout"]["xaxis"]["title"]["text"]


@pytest.mark.parametrize(
    "given", [date(2026, 3, 29), "2026-03-29", "2026-03-28T23:00:00Z", datetime(2026, 3, 28, 23)]
)
def test_a_time_may_be_a_day_a_text_or_a_moment_in_utc(given):
    figure = drawn(ChartKind.LINES, [{"x": given, "series": "a", "y": 1}])
    assert figure["data"][0]["x"] == ["2026-03-29T00:00:00"]


def test_a_moment_without_a_number_is_a_gap_and_not_zero():
    some = [
        {"x": FIRST + timedelta(days=n), "series": "a", "y": y} for n, y in enumerate((1, None))
    ]
    (line,) = drawn(ChartKind.LINES, some)["data"]
    assert line["y"] == [1, None]
    assert line["connectgaps"] is False


def test_a_line_of_one_moment_can_be_seen():
    figure = drawn(ChartKind.LINES, [{"x": FIRST, "series": "a", "y": 1}])
    assert "markers" in figure["data"][0]["mode"]
    assert figure["layout"]["xaxis"]["range"] == ["2026-03-28T00:00:00", "2026-03-30T00:00:00"]


def test_a_ring_has_the_total_inside():
    figure = drawn(ChartKind.DONUT, [{"x": "iOS", "y": 1000}, {"x": "Android", "y": 234}])
    assert "1,234" in figure["layout"]["annotations"][0]["text"]
    assert figure["data"][0]["hole"] > 0.5


def test_a_ring_says_the_share_of_each_slice_to_one_decimal():
    figure = drawn(ChartKind.DONUT, [{"x": "iOS", "y": 2}, {"x": "Android", "y": 1}])
    assert figure["data"][0]["customdata"] == ["iOS: 2 (66.7 %)", "Android: 1 (33.3 %)"]


@pytest.mark.parametrize(("slices", "kind"), [(5, "pie"), (6, "bar")])
def test_more_than_five_slices_are_drawn_as_bars(slices, kind):
    figure = drawn(ChartKind.DONUT, [{"x": str(n), "y": n + 1} for n in range(slices)])
    assert figure["data"][0]["type"] == kind


def test_lying_bars_grow_with_their_number_so_that_every_name_has_room():
    few, many = (
        drawn(ChartKind.HORIZONTAL_BARS, rows(ChartKind.BARS, n))["layout"]["height"]
        for n in (4, 40)
    )
    assert many > few


def test_days_of_one_year_go_without_it_on_the_axis():
    days = [{"x": date(2026, 11, n), "series": "OPEN", "y": n} for n in (1, 2)]
    assert drawn(ChartKind.STACKED_BARS, days)["layout"]["xaxis"]["ticktext"] == ["Nov 1", "Nov 2"]


def test_days_of_two_years_keep_them_on_the_axis():
    days = [{"x": date(y, 1, 1), "series": "OPEN", "y": 1} for y in (2025, 2026)]
    ticktext = drawn(ChartKind.STACKED_BARS, days)["layout"]["xaxis"]["ticktext"]
    assert ticktext == ["Jan 1, 2025", "Jan 1, 2026"]


def test_small_counts_have_no_ticks_at_fractions():
    assert drawn(ChartKind.BARS, [{"x": "a", "y": 2}])["layout"]["yaxis"]["dtick"] == 1
