"""A report over the API: the numbers that its tabs have, as JSON or a table as CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import openpyxl
import polars as pl
import pytest
from starlette.testclient import TestClient

from data.api.reports import TabNumbersAnswer
from data.api.routers import create
from data.keys import Scope
from data.report import Chart, ChartKind, Column, Kpi, Table, TabNumbers
from data.reports import Ask
from data.services import build
from data.vocabulary.formats import Unit
from data.vocabulary.period import Period
from tests.data.api.conftest import SMS

ROWS = [{"who": f"+{n}", "n": n, "at": datetime(2026, 3, 1, tzinfo=UTC)} for n in range(2503)]


@dataclass
class Numbers:
    """A tab whose table comes in pages, and which remembers what it was asked."""

    key: str = "performance"
    label: str = "Performance"
    pieces: None = None
    ask: Ask | None = None

    def numbers(self, ask: Ask) -> TabNumbers:
        self.ask = ask
        page, size = int(ask.param("page", "0")), int(ask.param("size", "10"))
        columns = (
            Column("who", "Recipient"),
            Column("n", "Number", Unit.COUNT),
            Column("at", "At"),
        )
        return TabNumbers(
            as_of=ask.now,
            kpis=(
                Kpi("delivery_rate", "Delivery Rate", 1 / 3, Unit.SHARE),
                Kpi("open_rate", "Open Rate", None, Unit.SHARE),
                Kpi("sent", "Sent", 3, Unit.COUNT),
            ),
            charts=(
                Chart(
                    key="messages_by_status",
                    title="Messages by Status",
                    kind=ChartKind.BARS,
                    rows=[{"status": "Sent", "n": 3}],
                    x="status",
                    y="n",
                    summary="All sent.",
                ),
            ),
            tables=(
                Table(
                    "participants",
                    "Participants",
                    columns,
                    ROWS[page * size : (page + 1) * size],
                    len(ROWS),
                    page,
                    size,
                ),
                Table("empty", "Empty", columns, [], 0),
            ),
            facts=(("Name", "Launch"),),
            notices=("So far.",),
        )


@pytest.fixture
def tab():
    return Numbers()


@pytest.fixture
def services(settings, clock, tab):
    built = build(settings, clock, {tab.key: tab})
    yield built
    built.engine.dispose()


@pytest.fixture
def api(services):
    key = services.keys.create("program", list(Scope))
    with TestClient(create(services), headers={"Authorization": f"Bearer {key}"}) as client:
        client.post("/api/v1/campaigns", json=SMS)
        yield client


URL = "/api/v1/campaigns/1/report"
CSV = {"Accept": "text/csv"}
PARQUET = "application/vnd.apache.parquet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_the_tabs_of_the_campaign_are_listed(api):
    assert api.get(URL).json() == {"tabs": [{"key": "performance", "label": "Performance"}]}


def test_a_tab_is_told_in_the_contracts_words_unrounded(api):
    answer = api.get(f"{URL}/performance").json()
    assert answer["as_of"] == "2026-03-11T12:00:00Z"
    assert answer["kpis"] == {"delivery_rate": 1 / 3, "open_rate": None, "sent": 3}
    assert answer["charts"] == {"messages_by_status": [{"status": "Sent", "n": 3}]}
    assert answer["tables"]["participants"]["total"] == 2503
    assert answer["tables"]["participants"]["rows"][1] == {
        "who": "+1",
        "n": 1,
        "at": "2026-03-01T00:00:00Z",
    }
    assert answer["tables"]["empty"] == {"total": 0, "rows": []}
    assert answer["facts"] == [{"label": "Name", "value": "Launch"}]
    assert answer["notices"] == ["So far."]


def test_the_answer_is_what_the_description_says(api):
    assert TabNumbersAnswer.model_validate(api.get(f"{URL}/performance").json())


def test_days_and_zone_reach_the_tab(api, tab):
    api.get(f"{URL}/performance?from=2026-03-01&to=2026-03-05&tz=Asia/Tokyo")
    assert tab.ask.period == Period(date(2026, 3, 1), date(2026, 3, 5))
    assert tab.ask.zone.key == "Asia/Tokyo"


def test_today_is_that_of_the_named_zone(api, tab, clock):
    clock.forward(hours=6)  # 18:00 in UTC is the next day in Tokyo
    api.get(f"{URL}/performance?range=today&tz=Asia/Tokyo")
    assert tab.ask.period.first == date(2026, 3, 12)


def test_the_tabs_own_words_reach_it_and_the_apis_do_not(api, tab):
    api.get(f"{URL}/performance?page=2&size=5&sort=-n&q=x&range=all")
    assert tab.ask.params == {"page": "2", "size": "5", "sort": "-n", "q": "x"}


def test_a_table_as_csv_is_whole_whatever_page_is_asked_for(api):
    answer = api.get(f"{URL}/performance?table=participants&page=3&size=7", headers=CSV)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert "campaign-1-performance-participants.csv" in answer.headers["content-disposition"]
    lines = list(csv.reader(StringIO(answer.text, newline="")))
    assert lines[0] == ["Recipient", "Number", "At"]
    assert lines[1:] == [[f"'+{n}", str(n), "2026-03-01T00:00:00Z"] for n in range(2503)]


def test_an_empty_table_as_csv_is_its_header(api):
    answer = api.get(f"{URL}/performance?table=empty", headers=CSV)
    assert answer.text == "Recipient,Number,At\r\n"


def test_a_charts_rows_can_be_had_as_csv_too(api):
    answer = api.get(f"{URL}/performance?table=messages_by_status", headers=CSV)
    assert answer.text == "status,n\r\nSent,3\r\n"


def test_a_table_as_parquet_or_workbook_is_whole_and_what_json_says(api):
    told = api.get(f"{URL}/performance?size=3000").json()["tables"]["participants"]["rows"]
    path = f"{URL}/performance?table=participants&page=3&size=7"
    parquet = api.get(path, headers={"Accept": PARQUET})
    assert "campaign-1-performance-participants.parquet" in parquet.headers["content-disposition"]
    assert pl.read_parquet(BytesIO(parquet.content)).to_dicts() == told
    workbook = api.get(path, headers={"Accept": XLSX})
    assert "campaign-1-performance-participants.xlsx" in workbook.headers["content-disposition"]
    page = openpyxl.load_workbook(BytesIO(workbook.content), read_only=True)["Data"]
    head, *rows = page.iter_rows(values_only=True)
    assert head == ("Recipient", "Number", "At")
    assert rows == [tuple(row.values()) for row in told]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"),
        ("TEXT/CSV; q=0.9, application/json; q=0.1", "text/csv"),
        (f"{PARQUET}, text/csv", PARQUET),
        (f"application/pdf, {XLSX};q=0.8", XLSX),
        ("application/json, text/csv", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
        ("text/html, \x7f", "application/json"),
    ],
)
def test_what_is_accepted_decides_the_form(api, accept, kind):
    answer = api.get(f"{URL}/performance?table=participants", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"{URL}/nope", {}, 404),
        (f"{URL}/performance?table=nope", CSV, 404),
        (f"{URL}/performance", CSV, 400),
        (f"{URL}/performance?tz=Mars/Base", {}, 400),
        (f"{URL}/performance?tz=../../etc/passwd", {}, 400),
        (f"{URL}/performance?tz=%00", {}, 400),
        (f"{URL}/performance?tz=", {}, 400),
        (f"{URL}/performance?range=never", {}, 400),
        (f"{URL}/performance?sort=a&sort=b", {}, 400),
        ("/api/v1/campaigns/9/report", {}, 404),
        ("/api/v1/campaigns/9/report/performance", {}, 404),
        (f"/api/v1/campaigns/{'9' * 30}/report/performance", {}, 404),
    ],
)
def test_what_there_is_not_or_cannot_be_read_is_a_problem(api, path, headers, status):
    answer = api.get(path, headers=headers)
    assert answer.status_code == answer.json()["status"] == status


@pytest.mark.parametrize("path", ["", "/performance"])
def test_a_campaign_without_a_report_in_its_state_is_409_with_the_reason(api, path):
    """F064"""
    waiting = api.post("/api/v1/campaigns", json={**SMS, "status": "pending"}).json()["id"]
    answer = api.get(f"/api/v1/campaigns/{waiting}/report{path}")
    assert answer.status_code == 409
    assert "Pending" in answer.json()["detail"]
