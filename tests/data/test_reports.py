"""Which reports can be opened, and do program, page and file get the same numbers?"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from data.api.routers import create
from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.campaign_types import CAMPAIGN_TYPES
from data.errors import NotFound, Refused
from data.keys import Scope
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from pages.report.tabs import TABS
from tests.conftest import SetClock

MARCH_10 = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture
def workspace(settings: Settings, clock: SetClock) -> Iterator[Services]:
    """An empty workspace with every tab there is."""
    built = build(settings, clock, TABS)
    yield built
    built.engine.dispose()


@pytest.fixture
def reader(workspace: Services) -> Iterator[TestClient]:
    """A program that may read reports, on an app whose pages know the demo's owner."""
    key = workspace.keys.create("reader", [Scope.REPORTS_READ])
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(create(workspace), base_url="http://127.0.0.1:8050", headers=headers) as client:
        yield client


def register(workspace: Services, kind: str, state: State, **more: Any) -> Campaign:
    group = CAMPAIGN_TYPES[kind].group
    fields: dict[str, Any] = {
        "name": "Spring <sale>",
        "group": group,
        "type": kind,
        "state": state,
        "created_at": MARCH_10,
    }
    return workspace.campaigns.register(CampaignDraft(**{**fields, **more}), "test")[0]


@pytest.fixture
def campaign(workspace: Services) -> Campaign:
    """An SMS campaign with 30 messages, of which every fifth failed."""
    found = register(workspace, "sms", State.COMPLETED, recipients=31, sender="61222")
    items = [
        {
            "specversion": "1.0",
            "id": f"{number}",
            "source": "carrier",
            "type": "message.status",
            "time": "2026-03-10T10:00:00Z",
            "subject": f"+49151{number:04}",
            "data": {
                "campaign_id": found.id,
                "channel": "sms",
                "status": "UNDELIV" if number % 5 == 0 else "DELIVRD",
                "carrier": "=cmd|' /C calc'!A0",
            },
        }
        for number in range(30)
    ]
    assert workspace.accept.events(items).accepted == 30
    return found


NO_REPORT = [
    *(("sms", s) for s in (State.IN_PROGRESS, State.SCHEDULED, State.PENDING)),
    *(("e-swipe", s) for s in (State.PROCESSING, State.SCHEDULED, State.PENDING, State.DRAFT)),
]


@pytest.mark.parametrize(("kind", "state"), NO_REPORT)
def test_a_report_opens_in_no_state_but_those_that_have_one(
    workspace: Services, reader: TestClient, kind: str, state: State
) -> None:
    """F040, F064: not even by address."""
    found = register(workspace, kind, state)
    for call in (workspace.reports.open, workspace.reports.copy):
        with pytest.raises(Refused, match=rf"Campaign {found.id} is {state.label}; its report"):
            call(found.id)
    base = f"/api/v1/campaigns/{found.id}/report"
    answers = [reader.get(base), reader.get(f"{base}/overview")]
    answers += [reader.get(f"/campaigns/{found.id}/report.zip")]
    answers += [reader.get(f"/campaigns/{found.id}/report/overview.csv?table=x")]
    assert [answer.status_code for answer in answers] == [409] * 4
    assert state.label in answers[1].json()["detail"]


@pytest.mark.parametrize("state", [State.COMPLETED, State.LIVE])
def test_completed_and_live_interactive_campaigns_have_a_report(
    workspace: Services, state: State
) -> None:
    """F050, F051."""
    found = register(workspace, "e-swipe", state, channel="sms", config={"recipients": "api"})
    assert workspace.reports.open(found.id).campaign == found


@pytest.mark.parametrize("kind", [k.key for k in CAMPAIGN_TYPES.values()])
def test_every_tab_of_every_type_answers_before_anything_has_happened(
    workspace: Services, kind: str
) -> None:
    """F074, F076, F077, F078, F079: the tabs come from the type, in its order."""
    found = register(workspace, kind, State.COMPLETED)
    tabs = workspace.reports.tabs(found)
    if CAMPAIGN_TYPES[kind].group is Group.MESSAGING:
        assert tabs == (
            ("performance", "Performance"),
            ("preview", "Preview"),
            ("overview", "Campaign Overview"),
            ("recipients", "Recipient Search"),
        )
    for key, _ in tabs:
        assert workspace.reports.open(found.id, key).tab == key


def test_messaging_reports_have_no_row_above_their_tabs(
    workspace: Services, campaign: Campaign
) -> None:
    """F072: the row between card and tabs is an interactive report's."""
    assert workspace.reports.open(campaign.id).row == ()
    live = register(workspace, "e-swipe", State.LIVE, channel="sms", config={"recipients": "api"})
    labels = [kpi.label for kpi in workspace.reports.open(live.id).row]
    assert labels == ["SMS Sent", "Opened URL Link", "Played Interactive Content"]


def test_an_unknown_campaign_tab_or_table_is_not_found(
    workspace: Services, campaign: Campaign
) -> None:
    with pytest.raises(NotFound, match="no campaign"):
        workspace.reports.open(99)
    with pytest.raises(NotFound, match="no tab 'prizes'"):
        workspace.reports.open(campaign.id, "prizes")
    with pytest.raises(NotFound, match="no table 'x'; it has messages_by_status, .*, tracked"):
        workspace.reports.whole(campaign.id, "performance", "x")


def test_the_api_gives_exactly_what_the_report_says(
    workspace: Services, reader: TestClient, campaign: Campaign
) -> None:
    for key, _ in workspace.reports.tabs(campaign):
        numbers = workspace.reports.open(campaign.id, key, reveal=True).numbers
        told = reader.get(f"/api/v1/campaigns/{campaign.id}/report/{key}").json()
        assert told["kpis"] == {kpi.key: kpi.value for kpi in numbers.kpis}
        assert set(told["charts"]) == {chart.key for chart in numbers.charts}
        for table in numbers.tables:
            assert told["tables"][table.key]["total"] == table.total
            assert len(told["tables"][table.key]["rows"]) == len(table.rows)
        for chart in numbers.charts:
            counts = [row["count"] for row in told["charts"][chart.key]]
            assert counts == [row["count"] for row in chart.rows]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_leaves_whole_as_it_is_filtered(reader: TestClient, campaign: Campaign) -> None:
    """F277, D-25."""
    path = f"/campaigns/{campaign.id}/report/recipients.csv"
    answer = reader.get(f"{path}?table=recipients&category=delivered&sort=recipient")
    rows = rows_of(answer.text)
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert "attachment" in answer.headers["content-disposition"]
    assert [row["Recipient"] for row in rows] == [f"'+49151{n:04}" for n in range(30) if n % 5]
    assert rows[0] == {
        "Recipient": "'+491510001",
        "Sender": "",
        "Status": "DELIVRD",
        "Category": "Delivered",
        "Status Date": "2026-03-10T10:00:00Z",
        "Sent Date": "2026-03-10T10:00:00Z",
        "Carrier": "'=cmd|' /C calc'!A0",
        "Segments": "",
    }


def test_the_same_file_comes_by_the_api(reader: TestClient, campaign: Campaign) -> None:
    page = reader.get(f"/campaigns/{campaign.id}/report/performance.csv?table=messages_by_status")
    program = reader.get(
        f"/api/v1/campaigns/{campaign.id}/report/performance?table=messages_by_status",
        headers={"Accept": "text/csv"},
    )
    assert page.text == program.text
    assert sum(int(r["count"]) for r in rows_of(page.text) if r["category"] == "delivered") == 24


def test_a_copy_of_the_report_has_everything_in_it(
    workspace: Services, reader: TestClient, campaign: Campaign
) -> None:
    """F080."""
    answer = reader.get(f"/campaigns/{campaign.id}/report.zip?range=all&tz=Europe/Berlin")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    assert archive.namelist() == [
        "01-performance/kpis.csv",
        "01-performance/messages_by_status.csv",
        "01-performance/statuses_over_time.csv",
        "01-performance/by_carrier.csv",
        "01-performance/tracked_links.csv",
        "03-overview/kpis.csv",
        "04-recipients/recipients.csv",
        "readme.txt",
    ]
    kpis = {
        row["Key"]: row["Value"]
        for row in rows_of(archive.read("01-performance/kpis.csv").decode())
    }
    numbers = workspace.reports.tab(campaign.id, "performance")
    assert kpis == {k.key: "" if k.value is None else str(k.value) for k in numbers.kpis}
    assert kpis["delivery_rate"] == "0.8"
    recipients = rows_of(archive.read("04-recipients/recipients.csv").decode())
    assert len(recipients) == 30


def test_the_readme_says_what_the_copy_is_of(reader: TestClient, campaign: Campaign) -> None:
    """F080: it must be understood when nobody has the system any more."""
    answer = reader.get(
        f"/campaigns/{campaign.id}/report.zip?from=2026-03-01&to=2026-03-31&tz=Europe/Berlin"
    )
    readme = zipfile.ZipFile(io.BytesIO(answer.content)).read("readme.txt").decode()
    for line in (
        "Campaign:      Spring <sale>",
        "Days:          Mar 1, 2026 to Mar 31, 2026",
        "Time zone:     Europe/Berlin",
        "Data as of:    Mar 11, 2026, 1:00 PM",
        "Recipients:    31",
        "  01-performance/by_carrier.csv",
        "  Delivery Rate (delivery_rate): The share of sent messages that reached the recipient. "
        "Formula: delivered ÷ sent.",
    ):
        assert line in readme.splitlines()


def test_without_a_key_or_a_page_nothing_is_handed_out(
    workspace: Services, campaign: Campaign
) -> None:
    with TestClient(create(workspace), base_url="http://elsewhere.example") as stranger:
        assert stranger.get(f"/campaigns/{campaign.id}/report.zip").status_code == 403
    with TestClient(create(workspace), base_url="http://127.0.0.1:8050") as nobody:
        url = f"/api/v1/campaigns/{campaign.id}/report/recipients"
        assert nobody.get(url).status_code == 401


@pytest.mark.parametrize("query", ["range=x", "tz=Nowhere", "from=2026-1-1"])
def test_a_download_that_cannot_be_read_is_refused_by_name(
    reader: TestClient, campaign: Campaign, query: str
) -> None:
    answer = reader.get(f"/campaigns/{campaign.id}/report.zip?{query}")
    assert answer.status_code == 400
    assert answer.json()["where"] == query.partition("=")[0]
