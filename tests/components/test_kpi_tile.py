"""A figure on a tile, and where it comes from."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from components.kpi_tile import kpi_row, kpi_tile
from data.metric import Metric
from data.report import Kpi
from data.vocabulary.formats import Unit
from tests.drawn import all_of, by_class, by_role, name, prop, text

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
RATE = Kpi(
    "delivery_rate", "Delivery Rate", 0.9731, Unit.SHARE, counts={"Delivered": 9731, "Sent": 10000}
)
METRIC = Metric(
    "delivery_rate",
    "Delivery Rate",
    "The share of sent messages that arrived.",
    "delivered ÷ sent",
    "specification 2.3",
    ("delivered",),
    over=("sent",),
    unit=Unit.SHARE,
    exclusions="Unsent messages",
)


def panel(**more) -> dict[str, str]:
    tile = kpi_tile(RATE, BERLIN, NOW, **more)
    return {
        text(dt): text(dd) for dt, dd in zip(all_of(tile, "Dt"), all_of(tile, "Dd"), strict=True)
    }


def test_a_tile_is_a_group_named_by_its_metric_that_holds_the_formatted_value():
    tile = by_role(kpi_tile(RATE, BERLIN, NOW), "group", "Delivery Rate")
    assert "97.3 %" in text(tile)


def test_a_rate_over_nothing_is_a_dash():
    """F280."""
    tile = kpi_tile(Kpi("r", "Failed Rate", None, Unit.SHARE), BERLIN, NOW)
    assert text(by_class(tile, "kpi-value")) == "–"


def test_zero_is_not_nothing():
    tile = kpi_tile(Kpi("n", "Sent", 0, Unit.COUNT), BERLIN, NOW)
    assert text(by_class(tile, "kpi-value")) == "0"


def test_a_note_stands_under_the_value():
    tile = kpi_tile(Kpi("r", "Read Rate", 0.5, Unit.SHARE, note="at least"), BERLIN, NOW)
    assert text(by_class(tile, "kpi-note")) == "at least"


def test_what_is_this_number_tells_everything_that_the_metric_and_its_counts_know():
    assert panel(metric=METRIC) == {
        "Definition": "The share of sent messages that arrived.",
        "Formula": "delivered ÷ sent",
        "Source of the definition": "specification 2.3",
        "Delivered": "9,731",
        "Sent": "10,000",
        "Left out": "Unsent messages",
        "Time zone": "Europe/Berlin",
        "Data as of": "Nov 24, 2026, 11:05 AM",
    }


def test_without_a_metric_the_panel_still_tells_the_counts():
    assert set(panel()) == {"Delivered", "Sent", "Time zone", "Data as of"}


def test_the_panels_button_says_which_number_it_explains():
    (summary,) = all_of(kpi_tile(RATE, BERLIN, NOW), "Summary")
    assert name(summary) == "What is this number: Delivery Rate"


def test_a_change_is_told_in_words():
    tile = kpi_tile(RATE, BERLIN, NOW, change="+2.1 points against the week before: better")
    assert "better" in text(tile)


def test_recent_values_are_drawn_from_two_on():
    assert by_class(kpi_tile(RATE, BERLIN, NOW, spark=[3]), "sparkline") == []
    (spark,) = by_class(kpi_tile(RATE, BERLIN, NOW, spark=[3, None, 5, 0]), "sparkline")
    assert prop(spark, "role") == "img"
    assert name(spark) == "Recent values of Delivery Rate: 3 points"


def test_a_row_gives_every_tile_the_definition_of_its_own_key():
    row = kpi_row([RATE, Kpi("other", "Other", 1, Unit.COUNT)], BERLIN, NOW, {METRIC.key: METRIC})
    rate, other = (tile for tile in by_class(row, "kpi"))
    assert METRIC.definition in text(rate)
    assert METRIC.definition not in text(other)


def test_no_tiles_take_no_room():
    assert kpi_row([], BERLIN, NOW, {}) is None
