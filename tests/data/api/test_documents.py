"""Reports, screens and dashboards as documents, at the addresses that pages link to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from data.api.guard import DEMO_OWNER
from data.api.routers import create
from data.document import Document
from data.errors import Unavailable
from data.keys import Scope
from data.report import TabNumbers
from data.reports import Ask
from data.screen_documents import ON_PAPER, ON_SCREEN
from data.services import Services, build
from data.settings import Settings
from data.source import Part
from tests.conftest import SetClock
from tests.data.api.conftest import SMS
from tests.data.api.test_pictures import Brush
from tests.data.api.test_reports import ROWS, Numbers

REPORT = "/campaigns/1/report"


class Press(Brush):
    """A painter that keeps the documents that it is to make."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[Document] = []

    def bind(self, document: Document) -> bytes:
        self.documents.append(document)
        return super().bind(document)

    def print(self, document: Document) -> bytes:
        if self.trouble:
            raise self.trouble
        self.documents.append(document)
        return super().print(document)


class Fading(Numbers):
    """A tab whose tables can go."""

    faded = False

    def numbers(self, ask: Ask) -> TabNumbers:
        found = super().numbers(ask)
        return replace(found, tables=()) if self.faded else found


@pytest.fixture(scope="module")
def tab() -> Fading:
    return Fading()


@pytest.fixture(scope="module")
def one_press() -> Press:
    return Press()


@pytest.fixture(scope="module")
def services(tmp_path_factory, one_press, tab) -> Iterator[Services]:
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("documents"))
    clock = SetClock(datetime(2026, 3, 11, 12, tzinfo=UTC))
    services = build(settings, clock, {"performance": tab}, one_press)
    yield services
    services.engine.dispose()


@pytest.fixture(scope="module")
def person(services) -> Iterator[TestClient]:
    """Somebody who looks at the screens of a workspace with one campaign."""
    key = services.keys.create("program", list(Scope))
    with TestClient(create(services), base_url="http://127.0.0.1:8050") as client:
        client.post(
            "/api/v1/campaigns", json=SMS, headers={"Authorization": f"Bearer {key}"}
        ).raise_for_status()
        yield client


@pytest.fixture
def press(one_press) -> Press:
    one_press.documents.clear()
    one_press.trouble = None
    return one_press


@pytest.mark.parametrize(
    ("kind", "media", "rows"),
    [
        pytest.param("pdf", "application/pdf", ON_PAPER, id="pdf"),
        pytest.param("html", "text/html; charset=utf-8", ON_SCREEN, id="html"),
    ],
)
def test_a_report_comes_whole_with_its_first_rows_and_the_way_to_the_rest(
    person, press, kind, media, rows
):
    answer = person.get(f"{REPORT}.{kind}?range=last-week")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    disposition = answer.headers["content-disposition"]
    assert disposition == f'attachment; filename="campaign-1-report.{kind}"'
    (document,) = press.documents
    assert document.title == "Launch"
    assert dict(document.facts)["Days"] == "Mar 2, 2026 to Mar 8, 2026 (Last Week)"
    (section,) = document.sections
    participants, empty = section.numbers.tables
    assert participants.rows == ROWS[:rows]
    assert (participants.total, empty.rows) == (len(ROWS), [])
    rest = section.rest
    assert list(rest) == ["participants"]
    path = rest["participants"].removeprefix("http://127.0.0.1:8050")
    assert path == f"{REPORT}/performance.csv?range=last-week&table=participants"
    assert len(person.get(path).text.splitlines()) == 1 + len(ROWS)


def test_a_tab_comes_by_itself(person, press):
    assert person.get(f"{REPORT}/performance.html?tz=Asia/Tokyo").status_code == 200
    (document,) = press.documents
    assert document.title == "Launch: Performance"
    assert dict(document.facts)["Time zone"] == "Asia/Tokyo"
    assert dict(document.about)["address"].startswith(f"{REPORT}/performance?")


def test_a_screen_that_is_no_report_comes_as_well(person, press):
    assert person.get("/dashboards/messaging.html?range=last-week").status_code == 200
    assert press.documents[0].title == "Messaging"


def test_a_dashboard_comes_with_each_tile_as_it_stands_there(person, press, services):
    boards = services.own_dashboards
    board = boards.create("Monday <morning>", "Ada").id
    tab = f"{REPORT}/performance"
    for part, key, title in (
        (Part.KPI, "sent", "Out"),
        (Part.KPI, "delivery_rate", ""),
        (Part.CHART, "messages_by_status", "By status"),
        (Part.TABLE, "participants", "Who"),
    ):
        boards.add(board, tab, part, key, title, by="Ada")
    answer = person.get(f"/dashboards/{board}.pdf?range=last-week")
    assert answer.status_code == 200
    (document,) = press.documents
    assert document.title == "Monday <morning>"
    figures, chart, table = document.sections
    assert [kpi.label for kpi in figures.numbers.kpis] == ["Out", "Delivery Rate"]
    assert chart.heading == "By status"
    assert chart.about == ("Launch: Performance · Mar 2, 2026 to Mar 8, 2026 (Last Week) · UTC",)
    assert table.numbers.tables[0].rows == ROWS[:ON_PAPER]
    assert "range=last-week" in table.rest["participants"]


def test_a_tile_whose_figure_is_gone_says_so_and_the_others_stay(person, press, services, tab):
    boards = services.own_dashboards
    board = boards.create("Board", "Ada").id
    boards.add(board, f"{REPORT}/performance", Part.TABLE, "participants", by="Ada")
    boards.add(board, f"{REPORT}/performance", Part.KPI, "sent", by="Ada")
    tab.faded = True
    answer = person.get(f"/dashboards/{board}.html")
    tab.faded = False
    assert answer.status_code == 200
    gone, there = press.documents[0].sections
    assert "nothing called 'participants'" in gone.numbers.notices[0]
    assert there.numbers.kpis[0].value == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [
        pytest.param("/campaigns/9/report.pdf", 404, id="no-campaign"),
        pytest.param("/dashboards/9.html", 404, id="no-dashboard"),
        pytest.param(f"{REPORT}/nothing.html", 404, id="no-tab"),
        pytest.param(f"{REPORT}.pdf?range=someday", 400, id="no-days"),
        pytest.param(f"{REPORT}.html?tz=Mars/Base", 400, id="no-zone"),
        pytest.param("/dashboards/messaging.pdf?from=soon", 400, id="no-day"),
        pytest.param("/dashboards/nothing.html", 404, id="no-number"),
    ],
)
def test_what_cannot_be_made_is_a_problem_document_and_no_file(person, press, path, status):
    answer = person.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert press.documents == []


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(f"{REPORT}.zip", id="the-copy"),
        pytest.param(f"{REPORT}/performance.csv?table=participants", id="a-tables-rows"),
        pytest.param("/dashboards/messaging.csv?table=messages_exchanged", id="a-dashboards"),
    ],
)
def test_other_files_keep_their_addresses(person, press, path):
    assert person.get(path).status_code == 200
    assert press.documents == []


def test_without_a_browser_the_pdf_is_unavailable_and_the_html_file_is_not(person, press):
    press.trouble = Unavailable("Install Chromium")
    assert person.get(f"{REPORT}.pdf").status_code == 503
    assert person.get(f"{REPORT}.html").status_code == 200


def test_the_owner_of_the_demonstration_sees_whole_recipients(person, press):
    assert DEMO_OWNER.sees_recipients
    person.get(f"{REPORT}.html")
    assert press.documents[0].sections[0].numbers.tables[0].rows[1]["who"] == "+1"
