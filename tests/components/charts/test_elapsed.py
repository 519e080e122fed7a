"""Are lines by hours drawn in their ribbons, and told as they are drawn?"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from components.chart_frame import as_table, figure_of
from components.chart_legend import entries
from data.report import Chart, ChartKind
from data.vocabulary.formats import Unit
from tests.drawn import valid

ZONE = ZoneInfo("UTC")


def pacing() -> Chart:
    """A campaign after 0, 1 and 1.5 hours, and what is usual."""
    usual = [
        {"hours": h, "who": "Median", "share": s, "low": s / 2, "high": s * 1.5}
        for h, s in ((0, 0.0), (1, 0.25), (2, 0.5))
    ]
    mine = [{"hours": h, "who": "Mine", "share": s} for h, s in ((0, 0.0), (1, 0.9), (1.5, 0.95))]
    return Chart(
        "pacing",
        "Pacing",
        ChartKind.ELAPSED,
        [*mine, *usual],
        "hours",
        "share",
        "S.",
        series="who",
        unit=Unit.SHARE,
        low="low",
        high="high",
        x_label="Hours since start",
    )


def test_a_ribbon_lies_below_the_lines_and_only_around_its_own() -> None:
    figure = figure_of(pacing(), ZONE)
    assert figure is not None
    lower, upper, mine, median = valid(figure).data
    assert (list(lower.y), list(upper.y)) == ([0, 0.125, 0.25], [0, 0.375, 0.75])
    assert (upper.fill, lower.fill) == ("tonexty", None)
    assert upper.line.color == lower.line.color == median.line.color != mine.line.color
    assert [entry.name for entry in entries(figure)] == ["Mine", "Median"]
    assert figure["layout"]["yaxis"]["range"][1] > 0.95


def test_a_point_in_a_ribbon_says_how_far_it_reaches() -> None:
    figure = figure_of(pacing(), ZONE)
    assert figure is not None
    *_, mine, median = figure["data"]
    assert mine["customdata"][1:] == [
        "Mine, after 1 hour: 90.0 %",
        "Mine, after 1.50 hours: 95.0 %",
    ]
    assert median["customdata"][1] == "Median, after 1 hour: 25.0 % (12.5 % to 37.5 %)"


def test_the_table_has_the_hours_as_numbers_and_the_bounds() -> None:
    table = as_table(pacing(), ZONE)
    assert [(column.label, column.unit) for column in table.columns] == [
        ("Hours since start", Unit.COUNT),
        ("Who", None),
        ("Share", Unit.SHARE),
        ("Low", Unit.SHARE),
        ("High", Unit.SHARE),
    ]
