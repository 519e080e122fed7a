"""An analyst takes a report away: finds it, looks at it, downloads it, and it is all the same."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from data.campaign_draft import CampaignDraft
from data.keys import Scope
from data.services import build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from tests.server import serving

NAME = "Autumn letter"
LIVES = {
    "a@x.example": ["SENT", "DELIVERED", "OPEN", "CLICK"],
    "b@x.example": ["SENT", "DELIVERED", "OPEN"],
    "c@x.example": ["SENT", "DELIVERED"],
    "d@x.example": ["SENT", "BOUNCED"],
    "e@x.example": ["BAD_TO"],
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a workspace with one letter in it, and a key that reads its report."""
    data_dir: Path = tmp_path_factory.mktemp("walk")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    now = datetime.now(UTC)
    draft = CampaignDraft(
        external_id="letter",
        name=NAME,
        group=Group.MESSAGING,
        type="email",
        sender="news@x.example",
        state=State.COMPLETED,
        created_at=now - timedelta(days=2),
        delivery_at=now - timedelta(days=1),
        recipients=5,
    )
    services.campaigns.register(draft, "test")
    items = [
        {
            "specversion": "1.0",
            "id": f"{recipient}-{status}",
            "source": "mail",
            "type": "message.status",
            "time": (now - timedelta(hours=20 - number)).isoformat(),
            "subject": recipient,
            "data": {"external_id": "letter", "channel": "email", "status": status},
        }
        for recipient, life in LIVES.items()
        for number, status in enumerate(life)
    ]
    assert services.accept.events(items).accepted == len(items)
    key = services.keys.create("walk", [Scope.REPORTS_READ])
    services.engine.dispose()
    with serving(data_dir, timezone="UTC") as url:
        yield url, key


def table_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_an_analyst_copies_a_report(page: Page, served: tuple[str, str]) -> None:
    """F036, F080, F096, F097, F277."""
    url, key = served
    page.goto(f"{url}/reports/messaging")
    page.get_by_role("article", name=NAME).get_by_role("link", name="Report").click()
    expect(page).to_have_url(re.compile(r"/campaigns/1/report$"))
    told: dict[str, Any] = httpx.get(
        f"{url}/api/v1/campaigns/1/report/performance", headers={"Authorization": f"Bearer {key}"}
    ).json()
    bars = told["charts"]["messages_by_status"]

    expect(page.get_by_role("group", name="Total Messages Sent")).to_contain_text("4")
    assert told["kpis"]["total_sent"] == 4
    rate = f"{told['kpis']['open_rate'] * 100:.1f} %"
    expect(page.get_by_role("group", name="Open Rate")).to_contain_text(rate)

    chart = page.get_by_role("figure", name="Messages by Status")
    chart.get_by_role("button", name="View as table").click()
    seen = [row.all_inner_texts() for row in _rows(chart.locator(".chart-table tbody tr"))]
    assert seen == [[b["category_label"], b["status"], str(b["count"])] for b in bars]

    chart.get_by_label("Export Messages by Status").click()
    with page.expect_download() as download:
        chart.get_by_role("link", name="Download CSV").click()
    rows = table_of(download.value.path().read_text("utf-8"))
    assert [(r["status"], int(r["count"])) for r in rows] == [
        (b["status"], b["count"]) for b in bars
    ]

    with page.expect_download() as download:
        page.get_by_role("link", name="Copy of the report").click()
    assert download.value.suggested_filename == "campaign-1-report.zip"
    archive = zipfile.ZipFile(download.value.path())
    copied = table_of(archive.read("01-performance/messages_by_status.csv").decode())
    assert copied == rows
    kpis = table_of(archive.read("01-performance/kpis.csv").decode())
    assert {k["Key"]: float(k["Value"]) for k in kpis} == told["kpis"]
    people = table_of(archive.read("04-recipients/recipients.csv").decode())
    assert {p["Recipient"]: p["Status"] for p in people} == {r: s[-1] for r, s in LIVES.items()}
    assert f"Campaign:      {NAME}" in archive.read("readme.txt").decode()


def _rows(rows: Any) -> list[Any]:
    return [row.locator("th, td") for row in rows.all()]
