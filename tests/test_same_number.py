"""Is a number the same wherever it stands: tile, chart, table, file, API, dashboard and wall?"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from data.api.routers import create
from data.hub.offered import TILES
from data.keys import Scope
from data.metrics import METRICS
from data.services import Services, build
from data.settings import Settings
from data.showing import showing
from data.source import Part
from data.vocabulary.formats import Unit, shown
from data.wall import Entry, EntryKind
from data.wall_slides import WallSlides
from tests.hub_history import NOW, History

DAYS = {"from": "2026-02-09", "to": "2026-03-08"}  # whole ones
WORDS = "&".join(f"{name}={value}" for name, value in DAYS.items())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Two months of five campaigns."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("same"))  # type: ignore[call-arg]
    services = build(settings, lambda: NOW)
    History(services)
    yield services
    services.engine.dispose()


@pytest.fixture(scope="module")
def api(told: Services) -> Iterator[TestClient]:
    """A program that may read."""
    key = told.keys.create("reader", [Scope.REPORTS_READ])
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(create(told), base_url="http://127.0.0.1:8050", headers=headers) as client:
        yield client


@pytest.mark.parametrize("metric", TILES)
def test_a_tiles_number_is_the_apis_the_dashboards_and_the_walls(
    told: Services, api: TestClient, metric: str
) -> None:
    """F244."""
    address = f"/hub?{WORDS}&metric={metric}"
    found = showing(told.desk, address)
    known = {kpi.key: kpi.value for kpi in found.numbers.kpis}
    asked = {"metrics": [metric], "axis": "send", **DAYS}
    (row,) = api.post("/api/v1/query", json=asked).json()["rows"] or [{metric: 0}]
    if metric not in known:
        assert not row[metric]
        return
    value = known[metric]
    assert row[metric] == value
    figures = api.get("/api/v1/figures", params={"at": address}).json()
    assert figures["kpis"][metric] == value

    made = told.own_dashboards.create(f"Of {metric}", "somebody")
    told.own_dashboards.add(made.id, address, Part.KPI, metric, by="somebody")
    (tile,) = api.get(f"/api/v1/dashboards/{made.id}").json()["tiles"]
    assert tile["value"] == value

    slides = WallSlides(told.desk, told.own_dashboards, NOW)
    (slide,) = slides.slides(Entry(EntryKind.KPI, address, metric))
    assert slide.values[0].text == shown(value, METRICS[metric].unit)


@pytest.mark.parametrize("metric", [key for key in TILES if METRICS[key].unit is Unit.COUNT])
def test_a_charts_and_a_tables_counts_add_up_to_the_tile(told: Services, metric: str) -> None:
    """F244."""
    found = showing(told.desk, f"/hub?{WORDS}&metric={metric}&by=channel")
    known = {kpi.key: kpi.value for kpi in found.numbers.kpis}
    chart = found.numbers.charts[0]
    assert sum(row[chart.y] for row in chart.rows) == known.get(metric, 0)


def test_every_file_gives_the_rows_of_the_api_to_the_last_digit(
    told: Services, api: TestClient
) -> None:
    """F244, F277: a share of each day, whose digits don't end."""
    address = f"/hub?{WORDS}&metric=delivery_rate"
    chart = showing(told.desk, address).numbers.charts[0]
    rows = api.get("/api/v1/figures", params={"at": address}).json()["charts"][chart.key]
    expected = [row[chart.y] for row in rows]
    assert expected == [row[chart.y] for row in chart.rows]
    assert any(value and value != round(value, 6) for value in expected)

    # Pages link to files, and the visitor of a demonstration is let in.
    with TestClient(create(told), base_url="http://127.0.0.1:8050") as browser:
        files = {
            kind: browser.get(f"/hub.{kind}?{WORDS}&metric=delivery_rate&table={chart.key}")
            for kind in ("csv", "parquet", "xlsx")
        }
    (column,) = _columns(files["csv"].text, expected)
    assert column
    parquet = pl.read_parquet(BytesIO(files["parquet"].content))
    assert expected in [parquet.get_column(name).to_list() for name in parquet.columns]
    sheet = load_workbook(BytesIO(files["xlsx"].content)).worksheets[0]
    cells = list(sheet.iter_cols(min_row=2, values_only=True))
    assert any(list(cell) == expected for cell in cells)


def _columns(text: str, expected: list[Any]) -> list[str]:
    """The names of the columns of a CSV that say exactly this."""
    rows = list(csv.DictReader(StringIO(text)))
    words = ["" if value is None else str(value) for value in expected]
    return [name for name in rows[0] if [_plain(row[name]) for row in rows] == words]


def _plain(text: str) -> str:
    return str(float(text)) if text.replace(".", "").isdecimal() else text
