"""GET /v3/mlog, letter by letter: what it answers, what it refuses, and in which words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from data.api.routers import create
from data.keys import Scope
from data.message_log import MessageLog
from data.services import Services, build
from data.settings import Settings
from tests.exchange import DAYS, FIRST, Exchange
from tests.mail_server import free_port, mail_server

CODES = {"sms": "S", "email": "E", "push": "P", "whatsapp": "W", "rcs": "R"}
SPAN = {"from": "2026-03-01T00:00:00.000Z", "to": "2026-03-11T00:00:00.000Z"}
FIELDS = {
    "date",
    "channel",
    "direction",
    "sender",
    "recipient",
    "carrier",
    "status",
    "statusDate",
    "campaignId",
    "externalId",
    "messageId",
    "action",
}


@dataclass(frozen=True)
class Served:
    """The API over an exchange of messages, and a program with a key that reads reports."""

    exchange: Exchange
    services: Services
    client: TestClient

    def get(self, path: str = "/v3/mlog", **params: str) -> Any:
        """An answer for the whole span, or for what `params` say instead."""
        return self.client.get(path, params={**SPAN, **params})

    def explain(self, status: int = 400, path: str = "/v3/mlog", **params: str) -> str:
        """Why a report is refused."""
        answer = self.get(path, **params)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["records"] == []
        return str(answer.json()["explain"])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A few hundred messages behind the real API."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("mlog"))  # type: ignore[call-arg]
    services = build(settings, lambda: FIRST + timedelta(days=DAYS))
    exchange = Exchange(services)
    with client_of(services, "reader") as client:
        yield Served(exchange, services, client)
    services.engine.dispose()


def client_of(
    services: Services, name: str, scopes: tuple[Scope, ...] = (Scope.REPORTS_READ,)
) -> TestClient:
    """A program with a key of those scopes."""
    headers = {"Authorization": f"Bearer {services.keys.create(name, scopes)}"}
    return TestClient(create(services), base_url="http://127.0.0.1:8050", headers=headers)


def test_messages_are_records_newest_first(served: Served) -> None:
    """F259, F266: both directions, with the ten columns, the message's id and the owner's id."""
    answer = served.get(size="1000").json()
    lines = served.exchange.lines()
    assert {k: v for k, v in answer.items() if k != "records"} == {
        "status": 200,
        "explain": "",
        "total": len(lines),
        "page": 0,
        "size": 1000,
    }
    for record, line in zip(answer["records"], lines, strict=True):
        assert set(record) == FIELDS
        assert datetime.fromisoformat(record["date"]) == line["at"]
        assert datetime.fromisoformat(record["statusDate"]) == line["status_at"]
        assert record["date"].endswith("Z")
        assert record["channel"] == CODES[line["channel"]]
        same = ("direction", "sender", "recipient", "carrier", "status")
        assert [record[name] for name in same] == [line[name] for name in same]
        assert record["campaignId"] == line["campaign_id"]
        assert record["messageId"] == line["message_id"]
    owned = {record["campaignId"]: record["externalId"] for record in answer["records"]}
    ids = {channel: campaign.id for channel, campaign in served.exchange.campaigns.items()}
    assert owned == {
        ids["sms"]: "spring",
        ids["email"]: None,
        ids["whatsapp"]: "pickup",
        None: None,
    }


def test_pages_put_together_are_the_whole(served: Served) -> None:
    """F265: pages count from 0, and have 100 records unless told otherwise."""
    whole = served.get(size="1000").json()["records"]
    first = served.get().json()
    assert (first["size"], len(first["records"])) == (100, 100)
    pages = [served.get(page=str(n)).json()["records"] for n in range(4)]
    assert [record for page in pages for record in page] == whole
    beyond = served.get(page="999999999").json()
    assert (beyond["total"], beyond["records"]) == (len(whole), [])


@pytest.mark.parametrize(
    ("params", "fits"),
    [
        ({"channel": "S"}, lambda line: line["channel"] == "sms"),
        ({"channel": "E"}, lambda line: line["channel"] == "email"),
        ({"channel": "W"}, lambda line: line["channel"] == "whatsapp"),
        ({"channel": "P"}, lambda line: False),
        ({"channel": "R"}, lambda line: False),
        ({"direction": "MO"}, lambda line: line["direction"] == "MO"),
        ({"direction": "MT"}, lambda line: line["direction"] == "MT"),
        ({"status": "DELIVRD"}, lambda line: line["status"] == "DELIVRD"),
        ({"status": "NO SUCH"}, lambda line: False),
        ({"campaignId": "spring"}, lambda line: line["campaign_id"] == 1),
        ({"campaignId": "1"}, lambda line: line["campaign_id"] == 1),
        ({"campaignId": "nobody's"}, lambda line: False),
        ({"recipient": "+12025550003"}, lambda line: "+12025550003" in line["pair"]),
        ({"recipient": "p3@y.example"}, lambda line: "p3@y.example" in line["pair"]),
    ],
    ids=lambda value: "-".join(map(str, value.items())) if isinstance(value, dict) else "",
)
def test_a_filter_keeps_what_it_names(served: Served, params: dict[str, str], fits: Any) -> None:
    """F264."""
    lines = [
        {**line, "pair": (line["sender"], line["recipient"])} for line in served.exchange.lines()
    ]
    answer = served.get(size="1000", **params).json()
    dates = [datetime.fromisoformat(record["date"]) for record in answer["records"]]
    assert dates == [line["at"] for line in lines if fits(line)]
    assert answer["total"] == len(dates)


def test_a_range_is_required_in_utc(served: Served) -> None:
    """F260."""
    for name in ("from", "to"):
        assert served.explain(**{name: ""}).startswith(f"{name} is required")
        others = {other: value for other, value in SPAN.items() if other != name}
        answer = served.client.get("/v3/mlog", params=others)
        assert (answer.status_code, answer.json()["where"]) == (400, name)
    for wrong in ("2026-03-01", "yesterday", "2026-03-01T00:00:00+02:00", "2026-13-01T00:00:00Z"):
        assert "must be in UTC" in served.explain(**{"from": wrong})
    for right in ("2026-03-01T00:00:00Z", "2026-03-01T00:00:00+00:00", "2026-03-01T00:00Z"):
        assert served.get(**{"from": right}).status_code == 200


def test_the_end_must_come_after_the_beginning(served: Served) -> None:
    """F261: equal is refused, too."""
    for end in (SPAN["from"], "2026-02-28T23:59:59.999Z"):
        assert served.explain(to=end) == "to must be after from"


def test_92_days_are_the_most(served: Served) -> None:
    """F262."""
    assert served.get(
        **{"from": "2026-01-01T00:00:00.000Z", "to": "2026-04-03T00:00:00Z"}
    ).is_success
    for path in ("/v3/mlog", "/v3/mlog/export"):
        span = {"from": "2026-01-01T00:00:00.000Z", "to": "2026-04-03T00:00:00.001Z"}
        told = served.explain(path=path, **span)
        assert told == "The date range exceeds the allowed limit: 92"


def test_too_large_a_report_is_refused(served: Served) -> None:
    """F263."""
    log = MessageLog(served.services.lake, served.services.campaigns, largest=10)
    narrow = replace(served.services, message_log=log)
    with client_of(narrow, "narrow") as client:
        for path in ("/v3/mlog", "/v3/mlog/export"):
            answer = client.get(path, params=SPAN)
            assert answer.status_code == 413
            explain = answer.json()["explain"]
            assert explain == "The size of the report is too big. Please contact support"


@pytest.mark.parametrize(("step", "length"), [("hour", 13), ("day", 10), ("month", 7)])
def test_a_granularity_counts_messages(served: Served, step: str, length: int) -> None:
    """F268: what the counts add up to is every message, in its step of UTC."""
    answer = served.get(granularity=step, size="1000").json()
    lines = served.exchange.lines()
    for record in answer["records"]:
        assert set(record) == {"date", "channel", "direction", "messages"}
        assert record["messages"] == sum(
            line["at"].isoformat()[:length] == record["date"][:length]
            and CODES[line["channel"]] == record["channel"]
            and line["direction"] == record["direction"]
            for line in lines
        )
    assert sum(record["messages"] for record in answer["records"]) == len(lines)
    assert answer["total"] == len(answer["records"])


@pytest.mark.parametrize(
    "params",
    [
        {"page": "-1"},
        {"page": "x"},
        {"page": "9" * 40},
        {"size": "0"},
        {"size": "1001"},
        {"size": "1e3"},
        {"channel": "s"},
        {"channel": "SMS"},
        {"direction": "IN"},
        {"granularity": "week"},
        {"status": ""},
        {"recipient": "\0"},
        {"recipient": "x" * 300},
        {"campaignId": "a\nb"},
        {"from": "2026-03-01T00:00:00Z\0"},
        {"from": "0001-01-01T00:00:00Z"},
        {"to": "9999-12-31T23:59:59Z"},
        {"unknown": "1"},
        {"status": "\ud7ff\U0010ffff"},
    ],
    ids=lambda params: next(iter(params)),
)
def test_what_cannot_be_read_is_refused_by_name(served: Served, params: dict[str, str]) -> None:
    name = next(iter(params))
    answer = served.get(**params)
    assert answer.status_code == 400
    assert answer.json()["where"] == name
    assert answer.json()["explain"]


@pytest.mark.parametrize("name", ["recipient", "campaignId", "status"])
@pytest.mark.parametrize("text", ["'; DROP TABLE campaigns; --", "%", "🙂", "=1+1", "9" * 30, "١"])
def test_a_strange_word_matches_nothing(served: Served, name: str, text: str) -> None:
    assert served.get(**{name: text}).json()["total"] == 0


def test_a_key_that_reads_reports_is_needed(served: Served) -> None:
    stranger = TestClient(served.client.app, base_url="http://127.0.0.1:8050")
    for path in ("/v3/mlog", "/v3/mlog/export"):
        assert stranger.get(path, params=SPAN).status_code == 401
        with client_of(served.services, f"writer{path}", (Scope.EVENTS_WRITE,)) as writer:
            assert writer.get(path, params=SPAN).status_code == 403


def test_an_export_is_the_same_messages_as_a_file(served: Served) -> None:
    """D-19; text that a spreadsheet would run is made harmless (D-25)."""
    answer = served.get("/v3/mlog/export", channel="W")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "messages-2026-03-01-2026-03-11.csv" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    records = served.get(channel="W", size="1000").json()["records"]
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        assert row["Date"] == record["date"]
        assert row["Recipient"].lstrip("'") == record["recipient"]
        assert not row["Recipient"].startswith("+")
        assert row["Message ID"] == (record["messageId"] or "")


def test_without_mail_a_file_for_addresses_is_refused_and_nothing_pretended(served: Served) -> None:
    """F267."""
    told = served.explain(409, "/v3/mlog/export", emails="ada@x.example")
    assert "Mail is not set up here" in told
    for wrong in (
        "",
        "ada",
        "a@b",
        "a@x.example, b",
        "a b@x.example",
        "a@x.example\r\nBcc: b@x.example",
    ):
        answer = served.get("/v3/mlog/export", emails=wrong)
        assert (answer.status_code, answer.json()["where"]) == (400, "emails")


def test_with_mail_the_file_goes_to_every_address(served: Served) -> None:
    """F267: packed, one mail each, so that nobody learns who else got it."""
    with mail_server() as mail:
        settings = served.services.settings.model_copy(update={"smtp_url": SecretStr(mail.url)})
        services = replace(served.services, settings=settings)
        with client_of(services, "sender") as client:
            addresses = {"emails": "ada@x.example, bob@x.example, ada@x.example"}
            answer = client.get("/v3/mlog/export", params={**SPAN, **addresses})
        assert (answer.status_code, answer.json()["status"]) == (202, 202)
        assert mail.recipients() == ["ada@x.example", "bob@x.example"]
        for letter, to in zip(mail.mails(), ("ada@x.example", "bob@x.example"), strict=True):
            assert letter["To"] == to
            (packed,) = letter.iter_attachments()
            with ZipFile(io.BytesIO(packed.get_content())) as archive:
                (name,) = archive.namelist()
                text = archive.read(name).decode()
            assert text == served.get("/v3/mlog/export").text


def test_a_mail_server_that_is_gone_is_logged_without_an_address(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    gone = SecretStr(f"smtp://127.0.0.1:{free_port()}")
    settings = served.services.settings.model_copy(update={"smtp_url": gone})
    with client_of(replace(served.services, settings=settings), "hopeful") as client:
        params = {**SPAN, "emails": "ada@x.example"}
        assert client.get("/v3/mlog/export", params=params).status_code == 202
    told = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert told == ["A report could not be sent by mail: ConnectionRefusedError"]


def test_the_description_names_every_parameter(served: Served) -> None:
    paths = served.client.get("/api/openapi.json").json()["paths"]
    names = {p["name"] for p in paths["/v3/mlog"]["get"]["parameters"]}
    filters = {"from", "to", "recipient", "campaignId", "channel", "direction", "status"}
    assert names == filters | {"page", "size", "granularity"}
    exported = {p["name"] for p in paths["/v3/mlog/export"]["get"]["parameters"]}
    assert exported == filters | {"emails"}
