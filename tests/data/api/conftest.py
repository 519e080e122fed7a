"""The API as programs meet it: the real app over a real workspace, called with a real key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from data.api.routers import create
from data.keys import Scope
from data.services import Services

SMS = {"name": "Launch", "group": "messaging", "type": "sms", "status": "completed"}


@pytest.fixture
def app(services: Services) -> FastAPI:
    """The API of an empty workspace."""
    return create(services)


@pytest.fixture
def outsider(app: FastAPI) -> Iterator[TestClient]:
    """Somebody without a key."""
    with TestClient(app, base_url="http://127.0.0.1:8050") as client:
        yield client


@pytest.fixture
def api(app: FastAPI, services: Services) -> Iterator[TestClient]:
    """A program whose key has every scope."""
    key = services.keys.create("program", list(Scope))
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(app, base_url="http://127.0.0.1:8050", headers=headers) as client:
        yield client


@pytest.fixture
def campaign(api: TestClient) -> dict[str, Any]:
    """Campaign 1: a completed SMS campaign."""
    answer: dict[str, Any] = api.post("/api/v1/campaigns", json=SMS).json()
    return answer
