"""Is every chart and table of a screen a file in every format, with what it shows? (F277)"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import openpyxl
import polars as pl
import pytest
from starlette.testclient import TestClient

from data.api.routers import create
from data.services import build
from data.settings import Settings
from data.showing import showing
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


@pytest.mark.parametrize(
    ("tab", "table"),
    [("performance", "traffic_performance"), ("performance", "outcomes_by_sender")],
)
def test_every_format_has_the_screens_own_figures(
    served: tuple[Exchange, TestClient], tab: str, table: str
) -> None:
    exchange, client = served
    words = {**SPAN, "tab": tab, "channel": "sms"}
    path = "/dashboards/messaging/senders"
    found = showing(exchange.services.desk, f"{path}?{urlencode(words)}")
    parts = {one.key: one.rows for one in (*found.numbers.tables, *found.numbers.charts)}
    answer = client.get(f"{path}.parquet", params={**words, "table": table})
    frame = pl.read_parquet(BytesIO(answer.content))
    assert frame.to_dicts() == [
        {key: row.get(key) for key in frame.columns} for row in parts[table]
    ]
    told = pl.read_parquet_metadata(BytesIO(answer.content))
    about = json.loads(told["heliograph"])
    assert (about["address"], about["key"], about["zone"]) == (found.address, table, "UTC")
    assert "delivery_rate" in json.loads(told["metrics"]) or table == "outcomes_by_sender"
    facts = json.loads(told["about"])
    assert facts["Channel"] == "SMS"
    assert facts["Address"] == f"http://127.0.0.1:8050{found.address}"
    book = client.get(f"{path}.xlsx", params={**words, "table": table})
    _, *lines = openpyxl.load_workbook(BytesIO(book.content))["Data"].iter_rows(values_only=True)
    assert [list(line) for line in lines] == [list(row.values()) for row in frame.to_dicts()]


def test_a_file_without_days_has_the_days_that_the_screen_has(
    served: tuple[Exchange, TestClient],
) -> None:
    exchange, client = served
    shown = showing(exchange.services.desk, "/dashboards/messaging").table("messages_exchanged")
    answer = client.get("/dashboards/messaging.parquet?table=messages_exchanged")
    totals = pl.read_parquet(BytesIO(answer.content))["total"].to_list()
    assert totals == [row["total"] for row in shown.rows]


@pytest.mark.parametrize("words", ["range=never", "from=2026-13-01", "tz=Mars/Base"])
def test_days_that_can_not_be_read_are_refused_by_name(
    served: tuple[Exchange, TestClient], words: str
) -> None:
    answer = served[1].get(f"/dashboards/messaging.xlsx?table=messages_exchanged&{words}")
    assert answer.status_code == 400
    assert words.partition("=")[0] in answer.text


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_the_log_is_whole_in_every_format(served: tuple[Exchange, TestClient], ending: str) -> None:
    answer = served[1].get(f"/logs.{ending}", params={**SPAN, "direction": "incoming"})
    lines = rows(served[1], "/logs.csv", direction="incoming")
    if ending == "xlsx":
        _, *found = openpyxl.load_workbook(BytesIO(answer.content))["Data"].iter_rows(
            values_only=True
        )
        statuses = [line[6] for line in found]
    else:
        statuses = pl.read_parquet(BytesIO(answer.content))["status"].to_list()
    assert statuses == [line["Status"] for line in lines]
    assert statuses


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
