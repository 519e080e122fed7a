"""Is every table of the dashboards and of the log a file, with what the page shows? (F277)"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from data.api.routers import create
from data.services import build
from data.settings import Settings
from tests.exchange import DAYS, FIRST, Exchange

SPAN = {"from": "2026-03-02", "to": "2026-03-08"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Exchange, TestClient]]:
    """A few hundred messages, and a browser in front of them."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("files"))  # type: ignore[call-arg]
    services = build(settings, lambda: FIRST + timedelta(days=DAYS))
    exchange = Exchange(services)
    with TestClient(create(services), base_url="http://127.0.0.1:8050") as client:
        yield exchange, client
    services.engine.dispose()


def rows(client: TestClient, path: str, **params: str) -> list[dict[str, str]]:
    """The lines of a file for SPAN."""
    answer = client.get(path, params={**SPAN, **params})
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_the_table_by_channel_comes_as_it_is_sorted(served: tuple[Exchange, TestClient]) -> None:
    path = "/dashboards/messaging.csv"
    found = rows(served[1], path, table="messages_exchanged", sort="-total")
    assert list(found[0]) == ["Channel", "Outbound", "Inbound", "Total"]
    totals = [int(row["Total"]) for row in found]
    assert totals == sorted(totals, reverse=True)
    assert {
        row["Inbound"] for row in found if row["Channel"] in ("Email", "Push notification")
    } == {""}


@pytest.mark.parametrize(
    ("tab", "table", "columns"),
    [
        ("messages", "traffic_messages", 6),
        ("performance", "traffic_performance", 10),
        ("conversations", "traffic_conversations", 8),
        ("performance", "outcomes_by_sender", 3),
    ],
)
def test_every_table_by_sender_is_a_file(
    served: tuple[Exchange, TestClient], tab: str, table: str, columns: int
) -> None:
    asked = {"tab": tab, "table": table}
    found = rows(served[1], "/dashboards/messaging/senders.csv", **asked)
    assert len(found[0]) == columns
    narrow = rows(served[1], "/dashboards/messaging/senders.csv", **asked, sender="whatsapp-2")
    assert 0 < len(narrow) < len(found)


def test_the_log_is_a_file_of_all_its_pages(served: tuple[Exchange, TestClient]) -> None:
    exchange, client = served
    lines = [
        x for x in exchange.lines() if "2026-03-02" <= x["at"].isoformat()[:10] <= "2026-03-08"
    ]
    found = rows(client, "/logs.csv")
    assert [row["Status"] for row in found] == [line["status"] for line in lines]
    came = rows(client, "/logs.csv", direction="incoming", channel="whatsapp")
    assert len(came) == sum((x["channel"], x["direction"]) == ("whatsapp", "MO") for x in lines)


def test_a_table_that_is_not_there_is_not_found(served: tuple[Exchange, TestClient]) -> None:
    answer = served[1].get("/dashboards/messaging.csv", params={"table": "x"})
    assert answer.status_code == 404
