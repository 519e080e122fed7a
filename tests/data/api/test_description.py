"""The OpenAPI document says what the API does."""

from __future__ import annotations

from typing import Any

import pytest

from data.api.description import describe
from data.api.routers import ROUTERS

OPEN = {"/healthz", "/readyz", "/metrics"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return describe(ROUTERS)


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_it_is_openapi_3_1_and_served(document, outsider):
    answer = outsider.get("/api/openapi.json")
    assert answer.json() == document
    assert document["openapi"] == "3.1.0"


def test_it_has_the_addresses_of_the_contract(document):
    found = {(method.upper(), path) for path, method, _ in operations(document)}
    campaign = "/api/v1/campaigns/{campaign_id}"
    assert found >= {
        ("POST", "/api/v1/events"),
        ("GET", "/api/v1/campaigns"),
        ("POST", "/api/v1/campaigns"),
        ("GET", campaign),
        ("DELETE", campaign),
        ("POST", f"{campaign}/pause"),
        ("POST", f"{campaign}/resume"),
        ("POST", f"{campaign}/schedule"),
        ("POST", f"{campaign}/publish"),
        ("GET", f"{campaign}/report"),
        ("GET", f"{campaign}/report/{{tab}}"),
        ("GET", "/api/v1/metrics"),
        ("POST", "/api/v1/query"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/metrics"),
    }


def test_every_keyed_call_says_so_and_tells_of_401_and_403(document):
    for path, _, operation in operations(document):
        if path in OPEN:
            continue
        assert operation["security"] == [{"key": []}], path
        assert {"401", "403"} <= operation["responses"].keys(), path
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


def test_every_failure_is_described_as_a_problem_and_none_as_422(document):
    for path, _, operation in operations(document):
        for status, response in operation["responses"].items():
            assert status != "422", path
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], path


def test_every_reference_leads_somewhere(document):
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [found for inner in part.values() for found in references(inner)]
        if isinstance(part, list):
            return [found for inner in part for found in references(inner)]
        return []

    for reference in references(document):
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_names_of_parameters_are_those_that_are_read(document):
    names = {p["name"] for p in document["paths"]["/api/v1/campaigns"]["get"]["parameters"]}
    assert names == {"group", "range", "from", "to", "type", "status", "q", "page", "size"}


def test_every_body_is_described(document):
    for path, method, operation in operations(document):
        if method == "post" and not path.endswith(("pause", "resume", "publish")):
            assert operation["requestBody"]["content"], path
