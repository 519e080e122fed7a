"""Can the busiest hour be read off and followed, without seeing a single shade?"""

from __future__ import annotations

from typing import Any

import pytest

from components.hour_grid import hour_grid, short
from data.report import Chart, ChartKind
from data.vocabulary.formats import Unit
from tests.drawn import walk


def chart(unit: Unit = Unit.COUNT, **amounts: Any) -> Chart:
    """Two days of two hours: `a` to `d`, and how many messages the shares are of."""
    places = [("Monday", "9 AM"), ("Monday", "10 AM"), ("Tuesday", "9 AM"), ("Tuesday", "10 AM")]
    rows = [
        {"weekday": day, "hour": hour, "y": amounts.get(key), "whole": amounts.get(f"{key}_of")}
        for (day, hour), key in zip(places, "abcd", strict=True)
    ]
    return Chart(
        "grid", "Grid", ChartKind.STACKED_BARS, rows, "weekday", "y", "", series="hour", unit=unit
    )


def links(grid: Any) -> dict[str, str]:
    """The cells that lead somewhere, by what is said of them."""
    named = [part.to_plotly_json()["props"] for part in walk(grid) if part._type == "A"]
    return {props["aria-label"]: props["href"] for props in named}


def test_every_cell_with_something_is_a_link_that_says_its_hour_and_number() -> None:
    """F276."""
    grid = hour_grid(chart(a=12, b=0, c=1500, d=3), lambda row: f"/to/{row['y']}")
    assert links(grid) == {
        "Monday, 9 AM: 12": "/to/12",
        "Tuesday, 9 AM: 1,500": "/to/1500",
        "Tuesday, 10 AM: 3": "/to/3",
    }
    cells = [part for part in walk(grid) if part._type == "Td" and part.children]
    shades = [cell.to_plotly_json()["props"].get("data-level") for cell in cells]
    assert shades == ["1", None, "6", "1"]


def test_a_share_of_few_is_shown_but_neither_shaded_nor_the_most() -> None:
    drawn = chart(Unit.SHARE, a=1.0, a_of=2, b=0.4, b_of=300, c=0.1, c_of=300)
    grid = hour_grid(drawn, lambda _: "/", few="whole", least=30)
    cells = [part for part in walk(grid) if part._type == "Td" and part.children]
    found = [(c.to_plotly_json()["props"].get("data-level"), c.className) for c in cells]
    assert found == [("0", ""), ("6", "most"), ("2", ""), (None, "nothing")]


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (874, Unit.COUNT, "874"),
        (2_449, Unit.COUNT, "2.4k"),
        (9_960, Unit.COUNT, "10k"),
        (13_827, Unit.COUNT, "14k"),
        (999_999, Unit.COUNT, "1.0M"),
        (1_300_000, Unit.COUNT, "1.3M"),
        (0.314, Unit.SHARE, "31"),
        (0.004, Unit.SHARE, "0.4"),
        (1.0, Unit.SHARE, "100"),
    ],
    ids=lambda value: str(value),
)
def test_a_number_fits_into_its_cell(amount: float, unit: Unit, said: str) -> None:
    assert short(amount, unit) == said
