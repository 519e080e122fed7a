"""A served workspace whose callbacks are called as the browser calls them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.campaign_types import CAMPAIGN_TYPES
from data.services import Services, build
from data.settings import Settings
from data.vocabulary.campaign_state import State
from tests.server import serving

ZONE = "Europe/Berlin"
_OUTPUTS = (
    ("campaign-body", "children"),
    ("campaign-told", "children"),
    ("campaign-slot", "children"),
    ("campaign-asked", "data"),
    ("campaign-poll", "data-follow"),
)
_PAUSED = (
    ("pause-slot", "children"),
    ("pause-told", "children"),
    ("pause-shown", "data"),
    ("pause-gone", "href"),
)


@dataclass
class Pages:
    """The server, and a second hand in its workspace."""

    web: httpx.Client
    services: Services

    def register(self, kind: str, state: State, **more: Any) -> Campaign:
        fields: dict[str, Any] = {
            "name": "A <b>campaign</b>",
            "group": CAMPAIGN_TYPES[kind].group,
            "type": kind,
            "state": state,
            "channel": "sms" if "sms" in CAMPAIGN_TYPES[kind].channels else "",
            "created_at": datetime.now(UTC) - timedelta(days=3),
            "recipients": 40,
        }
        return self.services.campaigns.register(CampaignDraft(**(fields | more)), "Ada")[0]

    def state(self, campaign: Campaign) -> State:
        return self.services.campaigns.get(campaign.id).state

    def details(self, campaign: Campaign) -> str:
        """The page at a campaign's address, as text."""
        place = {"id": "_pages_location"}
        body = {
            "output": ".._pages_content.children..._pages_store.data..",
            "outputs": [
                {"id": "_pages_content", "property": "children"},
                {"id": "_pages_store", "property": "data"},
            ],
            "inputs": [
                {**place, "property": "pathname", "value": f"/campaigns/{campaign.id}"},
                {**place, "property": "search", "value": ""},
            ],
            "changedPropIds": ["_pages_location.pathname"],
            "state": [],
        }
        found = self.web.post("/_dash-update-component", json=body).json()["response"]
        return json.dumps(found, ensure_ascii=False)

    def press(self, campaign: Campaign, button: dict[str, Any], **filled: str) -> dict[str, str]:
        """Press a button of a campaign's Details; what changed on the page, as text."""
        inputs = [
            _pattern({"campaign": "ask", "deed": ["ALL"]}, button, "campaign", "ask"),
            _pattern({"campaign": "go", "deed": ["ALL"]}, button, "campaign", "go"),
            _pattern({"campaign": "other", "id": ["ALL"]}, button, "campaign", "other"),
        ]
        asked = {"campaign": campaign.id, "state": campaign.state.value}
        state = [{"id": "campaign-asked", "property": "data", "value": asked}]
        state += [
            {"id": f"campaign-{name}", "property": "value", "value": filled.get(name)}
            for name in ("day", "time", "reason")
        ]
        return self._called(_OUTPUTS, inputs, state, button)

    def pause(self, campaign: Campaign, step: str, **kept: Any) -> dict[str, str]:
        """Press Pause on a report's card ("ask") or in its dialog ("go")."""
        button = {"pause": step, "campaign": campaign.id}
        inputs = [
            _pattern({"pause": one, "campaign": ["ALL"]}, button, "pause", one)
            for one in ("ask", "go")
        ]
        also = kept.get("also", {})
        ids = [{"pause": "also", "id": one} for one in also]
        ticks = list(also.values())
        state: list[Any] = [
            {"id": "pause-shown", "property": "data", "value": kept.get("shown")},
            [
                {"id": i, "property": "value", "value": ["also"] if ticked else []}
                for i, ticked in zip(ids, ticks, strict=True)
            ],
            [{"id": i, "property": "id", "value": i} for i in ids],
            {"id": "pause-reason", "property": "value", "value": kept.get("reason")},
        ]
        return self._called(_PAUSED, inputs, state, button)

    def _called(
        self,
        outputs: tuple[tuple[str, str], ...],
        inputs: list[Any],
        state: list[Any],
        button: dict[str, Any],
    ) -> dict[str, str]:
        body = {
            "output": f"..{'...'.join(f'{i}.{p}' for i, p in outputs)}..",
            "outputs": [{"id": i, "property": p} for i, p in outputs],
            "inputs": inputs,
            "state": state,
            "changedPropIds": [f"{_key(button)}.n_clicks"],
        }
        answer = self.web.post("/_dash-update-component", json=body)
        assert answer.status_code == 200, answer.text
        found = answer.json()["response"]
        return {i: json.dumps(found[i][p], ensure_ascii=False) for i, p in outputs if i in found}


def _key(button: dict[str, Any]) -> str:
    return json.dumps(button, sort_keys=True, separators=(",", ":"))


def _pattern(
    wanted: dict[str, Any], button: dict[str, Any], word: str, which: str
) -> list[dict[str, Any]]:
    if button.get(word) != which or set(button) != set(wanted):
        return []
    return [{"id": button, "property": "n_clicks", "value": 1}]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """One server for a module's tests; each makes its own campaigns."""
    data_dir = tmp_path_factory.mktemp("campaign")
    settings = Settings(_env_file=None, data_dir=data_dir, timezone=ZONE)  # type: ignore[call-arg]
    services = build(settings)
    with serving(data_dir, timezone=ZONE) as url, httpx.Client(base_url=url, timeout=20) as web:
        yield Pages(web, services)
    services.engine.dispose()
