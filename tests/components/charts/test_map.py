"""The map: land where land is, places where they are, as near as they allow."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from components.charts.map import DRAWING, LARGEST, LEAST_HEIGHT, LEAST_WIDTH
from components.land import FILE, outlines
from data.report import Chart, ChartKind
from tests.drawn import valid

POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")


def drawn(*places: tuple[float, float, int]) -> dict[str, Any]:
    rows = [
        {"place": str(n), "latitude": north, "longitude": east, "clicks": clicks}
        for n, (north, east, clicks) in enumerate(places)
    ]
    chart = Chart("map", "Map", ChartKind.MAP, rows, "place", "clicks", "S.")
    return DRAWING.draw(chart, ZoneInfo("UTC"))


def is_land(north: float, east: float) -> bool:
    """By the number of coasts that lie to the east of a place."""
    inside = False
    for ring in outlines()["land"].split("Z"):
        points = [(float(x), float(y)) for x, y in POINT.findall(ring)]
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
            if (ay > north) != (by > north):
                inside ^= east < ax + (north - ay) / (by - ay) * (bx - ax)
    return inside


@pytest.mark.parametrize(
    ("place", "land"),
    [
        ((48.2, 14.0), True),  # Austria
        ((-25.0, 134.0), True),  # Australia
        ((64.0, 100.0), True),  # Siberia
        ((66.5, -175.0), True),  # Siberia beyond the 180th meridian
        ((-80.0, 20.0), True),  # Antarctica
        ((0.0, -30.0), False),  # the Atlantic
        ((30.0, -150.0), False),  # the Pacific
        ((-16.4, 0.0), False),  # where a coast that wraps around would draw a line
    ],
)
def test_land_is_where_land_is(place, land):
    assert is_land(*place) == land


def test_no_line_runs_around_the_world():
    for path in outlines().values():
        for part in path.split("M")[1:]:
            xs = [float(x) for x, _ in POINT.findall(part)]
            long = [(a, b) for a, b in zip(xs, xs[1:], strict=False) if abs(b - a) > 180]
            # The foot of Antarctica at the pole is the one that does.
            assert not long or "-90" in part


def test_the_outlines_stay_light():
    assert FILE.stat().st_size < 80_000


def test_areas_are_by_count_and_the_small_ones_lie_on_top():
    figure = drawn((1, 1, 1), (2, 2, 9))
    valid(figure)
    (circles,) = figure["data"]
    assert circles["customdata"] == ["1: 9", "0: 1"]
    marker = circles["marker"]
    assert (marker["sizemode"], marker["size"]) == ("area", [9, 1])
    # Plotly's rule: the diameter is the root of size ÷ sizeref × 2.
    assert (9 / marker["sizeref"] * 2) ** 0.5 == pytest.approx(LARGEST)
    assert marker["opacity"][0] > marker["opacity"][1]


def test_one_place_is_in_the_middle_and_not_nearer_than_the_outlines_are_good_for():
    layout = drawn((40, -74, 5))["layout"]
    west, east = layout["xaxis"]["range"]
    south, north = layout["yaxis"]["range"]
    assert ((west + east) / 2, (south + north) / 2) == (-74, 40)
    assert (east - west, north - south) == (LEAST_WIDTH, LEAST_HEIGHT)


def test_places_all_over_the_world_get_the_world():
    layout = drawn((-33.9, 151.2, 5), (37.8, -122.4, 1))["layout"]
    assert layout["xaxis"]["range"] == [-180, 180]
    south, north = layout["yaxis"]["range"]
    assert south < -33.9 < 37.8 < north
