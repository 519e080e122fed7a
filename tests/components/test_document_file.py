"""The document that opens without a network."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from components.document_file import document_file
from data.document import Document, Section
from tests.pictured import AS_OF, BERLIN, HOSTILE, NUMBERS, SENDERS

REST = "https://reports.example.com/hub.csv?table=senders"
DOCUMENT = Document(
    "hub",
    "Dashboard",
    f"Spring {HOSTILE}",
    (("Days", "All days"), ("Data as of", "Mar 11, 2026, 1:07 PM")),
    (
        Section(
            "hub",
            "Analytics Hub",
            NUMBERS,
            BERLIN,
            ("All days · Europe/Berlin",),
            {"senders": REST},
        ),
    ),
    AS_OF,
    BERLIN,
    about={"address": "/hub"},
)


class Read(HTMLParser):
    """The elements of a page, and the text in each script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self._script: dict[str, str | None] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag == "script":
            self._script = dict(attrs)
            self.scripts.append((self._script, ""))

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self.scripts[-1] = (self._script, self.scripts[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None


@pytest.fixture(scope="module")
def text() -> str:
    return document_file(DOCUMENT).decode()


@pytest.fixture(scope="module")
def read(text: str) -> Read:
    return Read(text)


def data_of(read: Read) -> tuple[str, Any]:
    (raw,) = (body for attrs, body in read.scripts if attrs.get("id") == "data")
    return raw, json.loads(raw)


def test_nothing_in_it_is_fetched_from_anywhere(read):
    for tag, attributes in read.found:
        assert tag not in {"link", "iframe", "object", "embed", "base"}
        assert "src" not in attributes, tag
        if tag == "a":
            assert str(attributes["href"]).startswith("#")


def test_its_styles_fetch_nothing_either(text):
    styles = text[text.index("<style>") : text.index("</style>")]
    assert all(found.startswith("data:") for found in re.findall(r"url\([\"']?([^)\"']+)", styles))
    assert "@import" not in styles


def test_its_policy_lets_its_own_scripts_run_and_no_other(read):
    policy = next(a["content"] for t, a in read.found if a.get("http-equiv"))
    allowed = {b64decode(one) for one in re.findall(r"'sha256-([^']+)'", str(policy))}
    run = [body for attrs, body in read.scripts if attrs.get("type") != "application/json"]
    assert {sha256(body.encode()).digest() for body in run} == allowed
    assert "default-src 'none'" in str(policy)
    assert "unsafe-eval" not in str(policy)


def test_a_name_that_would_end_the_script_is_only_a_name(read, text):
    assert [attrs.get("type") for attrs, _ in read.scripts].count(None) == 3
    assert data_of(read)[1]["title"] == DOCUMENT.title
    assert "<script>alert" not in text


def test_the_data_are_the_figures_unrounded_and_the_sum_is_theirs(read, text):
    raw, data = data_of(read)
    (section,) = data["sections"]
    assert section["kpis"] == {"delivery_rate": 9123 / 9368}
    assert [row["count"] for row in section["charts"]["messages_by_status"]] == [9123, 212, 33]
    assert section["as_of"] == "2026-03-11T12:07:30Z"
    assert sha256(raw.encode()).hexdigest() in text


def test_it_says_how_much_of_a_long_table_it_holds_and_where_the_rest_is(text):
    assert f"3 of {SENDERS.total} rows" in text
    assert REST in unescape(text)


def test_every_number_is_defined(read, text):
    metric = data_of(read)[1]["metrics"]["delivery_rate"]
    assert metric["definition"] in unescape(text)
    assert "What the numbers mean" in text


def test_a_chart_of_nothing_says_so_and_has_no_drawing(read, text):
    drawn = [a["data-figure"] for _, a in read.found if "data-figure" in a]
    assert drawn == ["hub/messages_by_status"]
    assert "Nothing was sent." in text
