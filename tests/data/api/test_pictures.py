"""Charts as pictures and screens as figures, over the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from data.api.pictures import FiguresAnswer
from data.api.routers import create
from data.document import Document
from data.errors import Busy, Unavailable
from data.keys import Scope
from data.picture import Picture, PictureFormat, Theme
from data.services import Services, build
from data.settings import Settings
from tests.conftest import SetClock
from tests.data.api.conftest import SMS
from tests.data.api.test_reports import Numbers

AT = "/campaigns/1/report/performance"
CHART = "messages_by_status"


@dataclass
class Brush:
    """A painter whose pictures are their titles; what it raises, if anything, is set."""

    painted: list[Picture] = field(default_factory=list)
    trouble: Exception | None = None

    def paint(self, picture: Picture) -> bytes:
        if self.trouble:
            raise self.trouble
        self.painted.append(picture)
        return picture.title.encode()

    def bind(self, document: Document) -> bytes:
        return document.title.encode()

    def print(self, document: Document) -> bytes:
        return document.title.encode()

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock(datetime(2026, 3, 11, 12, tzinfo=UTC))


@pytest.fixture(scope="module")
def one_brush() -> Brush:
    return Brush()


@pytest.fixture(scope="module")
def services(tmp_path_factory, clock, one_brush) -> Iterator[Services]:
    """Nothing here changes what is in it, so one workspace serves all."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("pictures"))
    services = build(settings, clock, {"performance": Numbers()}, one_brush)
    yield services
    services.engine.dispose()


@pytest.fixture(scope="module")
def api(services) -> Iterator[TestClient]:
    key = services.keys.create("program", list(Scope))
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(create(services), base_url="http://127.0.0.1:8050", headers=headers) as client:
        client.post("/api/v1/campaigns", json=SMS)
        yield client


@pytest.fixture
def brush(one_brush) -> Brush:
    one_brush.painted.clear()
    one_brush.trouble = None
    return one_brush


def asked(**more: str | int | float) -> dict[str, str | int | float]:
    return {"at": AT, "chart": CHART, **more}


@pytest.mark.parametrize("kind", [kind.value for kind in PictureFormat])
def test_a_chart_comes_in_every_format_under_its_name(api, brush, kind):
    answer = api.get(f"/api/v1/chart.{kind}", params=asked())
    assert answer.status_code == 200
    assert answer.content == b"Launch: Performance: Messages by Status"
    assert answer.headers["content-type"] == PictureFormat(kind).media_type
    assert f'filename="heliograph-{CHART}.{kind}"' in answer.headers["content-disposition"]
    assert brush.painted[0].format == kind


def test_it_looks_as_asked_and_prints_where_it_comes_from(api, brush):
    api.get("/api/v1/chart.png", params=asked(theme="dark", width=640, height=480, scale=1))
    (picture,) = brush.painted
    assert (picture.theme, picture.width, picture.height) == (Theme.DARK, 640, 480)
    assert picture.scale == 1
    assert picture.caption[-1] == f"http://127.0.0.1:8050{AT}"
    assert picture.about["address"] == AT


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        pytest.param({"theme": "blue"}, "theme", id="theme"),
        pytest.param({"width": "12"}, "width", id="too-narrow"),
        pytest.param({"height": "99999"}, "height", id="too-high"),
        pytest.param({"scale": "nan"}, "scale", id="no-number"),
        pytest.param({"scale": "100"}, "scale", id="too-fine"),
        pytest.param({"colour": "red"}, "colour", id="unknown"),
        pytest.param({"at": f"{AT}?range=someday"}, "at", id="a-word-of-the-address"),
        pytest.param({"at": f"{AT}?tz=Mars/Base"}, "at", id="its-time-zone"),
    ],
)
def test_what_cannot_be_followed_is_refused_by_name(api, brush, wrong, where):
    answer = api.get("/api/v1/chart.png", params={**asked(), **wrong})
    assert (answer.status_code, answer.json()["where"]) == (400, where)
    assert brush.painted == []


@pytest.mark.parametrize(
    "missing",
    [
        pytest.param({"chart": "nothing"}, id="chart"),
        pytest.param({"at": "/campaigns/9/report/performance"}, id="campaign"),
        pytest.param({"at": "/settings"}, id="a-screen-without-figures"),
        pytest.param({"at": "https://elsewhere.example/"}, id="elsewhere"),
        pytest.param({"at": f"/hub?q={'x' * 3000}"}, id="a-very-long-address"),
    ],
)
def test_what_is_not_there_is_not_found(api, missing):
    answer = api.get("/api/v1/chart.png", params={**asked(), **missing})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_same_picture_is_not_drawn_again_for_whoever_has_it(api, brush, clock):
    first = api.get("/api/v1/chart.png", params=asked())
    clock.forward(seconds=20)
    tag = {"If-None-Match": first.headers["etag"]}
    again = api.get("/api/v1/chart.png", params=asked(), headers=tag)
    assert (again.status_code, again.content, len(brush.painted)) == (304, b"", 1)
    assert again.headers["etag"] == first.headers["etag"]
    other = api.get("/api/v1/chart.png", params=asked(theme="dark"), headers=tag)
    assert other.status_code == 200
    clock.forward(minutes=1)  # it prints the minute that it is of
    later = api.get("/api/v1/chart.png", params=asked(), headers=tag)
    assert later.status_code == 200


def test_without_a_browser_it_is_unavailable_and_says_why(api, brush):
    brush.trouble = Unavailable("Install Chromium")
    answer = api.get("/api/v1/chart.png", params=asked())
    assert (answer.status_code, answer.json()["detail"]) == (503, "Install Chromium")


def test_whoever_comes_when_too_many_wait_is_told_when_to_come_again(api, brush):
    brush.trouble = Busy("Too many", 5)
    answer = api.get("/api/v1/chart.png", params=asked())
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")


def test_a_report_has_its_charts_at_addresses_of_their_own(api, brush):
    path = f"/api/v1{AT}/{CHART}.png"
    answer = api.get(path, params={"range": "last-week", "tz": "Europe/Berlin", "width": 800})
    assert answer.headers["content-type"] == "image/png"
    (picture,) = brush.painted
    assert picture.about["address"] == f"{AT}?range=last-week&tz=Europe%2FBerlin"
    assert picture.caption[0] == "Mar 2, 2026 to Mar 8, 2026 (Last Week) · Europe/Berlin"
    assert picture.width == 800
    for wrong in ({"range": "someday"}, {"tz": "Mars/Base"}, {"width": "5"}):
        assert api.get(path, params=wrong).json()["where"] == next(iter(wrong))


def test_the_figures_at_an_address_are_those_of_the_report(api):
    answer = api.get("/api/v1/figures", params={"at": f"{AT}?tz=Europe/Berlin"})
    figures = answer.json()
    FiguresAnswer.model_validate(figures)
    assert figures.pop("title") == "Launch: Performance"
    assert figures.pop("zone") == "Europe/Berlin"
    assert figures.pop("address").startswith(AT)
    assert figures == api.get(f"/api/v1{AT}", params={"tz": "Europe/Berlin"}).json()


def test_a_key_needs_the_scope_to_read_reports(services, api):
    writer = services.keys.create("writer", (Scope.EVENTS_WRITE,))
    for path in ("/api/v1/chart.png", "/api/v1/figures"):
        params = asked() if "chart" in path else {"at": AT}
        told = api.get(path, params=params, headers={"Authorization": f"Bearer {writer}"})
        assert told.status_code == 403
        stranger = api.get(path, params=params, headers={"Authorization": ""})
        assert stranger.status_code == 401
