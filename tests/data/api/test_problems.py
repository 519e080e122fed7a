"""Whatever goes wrong, the answer is a problem document that says what to do."""

from __future__ import annotations

import logging

import pytest
from fastapi import FastAPI
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from data import errors
from data.api.problems import LastResort, answer_problems, page


@pytest.fixture
def client():
    app = FastAPI()

    @app.get("/busy")
    def busy() -> None:
        raise errors.Busy("later", 7)

    @app.get("/bad")
    def bad() -> None:
        raise errors.TooLarge("too much", "body")

    @app.get("/refused")
    def refused() -> None:
        raise errors.Refused("not now")

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("secret detail")

    @app.get("/half")
    def half() -> StreamingResponse:
        def pieces():
            yield b"a"
            raise ZeroDivisionError

        return StreamingResponse(pieces())

    @app.get("/number")
    def number(n: int) -> int:
        return n

    answer_problems(app)
    app.add_middleware(LastResort)
    return TestClient(app)


def test_a_foreseen_failure_tells_its_sentence_and_place(client):
    answer = client.get("/bad")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Too large",
        "status": 413,
        "detail": "too much",
        "where": "body",
    }


def test_a_refusal_has_no_place(client):
    assert "where" not in client.get("/refused").json()


def test_busy_says_when_to_come_again(client):
    answer = client.get("/busy")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")


@pytest.mark.parametrize("query", ["", "?n=x", "?n=1.5", "?n=" + "1" * 10_000])
def test_a_wrong_parameter_is_400_and_named(client, query):
    answer = client.get(f"/number{query}")
    assert answer.status_code == 400
    assert answer.json()["where"] == "n"
    assert answer.json()["detail"].startswith("n: ")


def test_an_unknown_address_is_404(client):
    answer = client.get("/nope")
    assert answer.json()["detail"] == "There is nothing at /nope"
    assert answer.status_code == answer.json()["status"] == 404


def test_a_wrong_method_is_405_with_the_right_ones(client):
    answer = client.post("/bad")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_the_unforeseen_is_500_without_details_and_is_logged_once_under_its_number(client, caplog):
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    number = answer.json()["instance"].removeprefix("urn:uuid:")
    errors_logged = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert [number in record.getMessage() for record in errors_logged] == [True]


def test_half_an_answer_breaks_off_rather_than_looking_whole(client):
    with pytest.raises(ZeroDivisionError):
        client.get("/half")


def test_a_page_escapes_what_it_tells():
    shown = page(errors.NotFound("<script>alert(1)</script>")).body.decode()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    "error",
    [kind for kind in vars(errors).values() if isinstance(kind, type) and kind.status >= 400],
)
def test_every_foreseen_failure_has_a_status_and_a_title(error):
    assert 400 <= error.status < 600
    assert error.title
