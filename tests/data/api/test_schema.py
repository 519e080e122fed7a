"""Does every address of the API keep what its own description says, whatever it is sent?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from data.api import routers
from data.keys import Scope
from data.services import Services
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from tests.conftest import SetClock, built
from tests.small_campaign import SmallCampaign

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
EXAMPLES = 6  # calls of each address, good and bad ones
# Days, campaigns and tables have to be there, which a schema can't say.
UNTOLD = [positive_data_acceptance]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A campaign of each group with a few events, so that some calls find something."""
    data_dir: Path = tmp_path_factory.mktemp("schema")
    found = Settings(_env_file=None, data_dir=data_dir)  # type: ignore[call-arg]
    with built(found, SetClock(NOW)) as services:
        for kind, more in (
            ("raffle-giveaway", {}),
            ("sms", {"group": Group.MESSAGING, "channel": "sms", "state": State.COMPLETED}),
        ):
            small = SmallCampaign(services, kind, **more)
            data = {"channel": "sms", "message_id": "m", "status": "DELIVRD"}
            small.sent("message.status", NOW - timedelta(days=1), "+34600000001", **data)
        yield services


def test_no_call_breaks_an_address_or_its_description(workspace: Services) -> None:
    """Whatever the description allows, and what it doesn't, is answered as it says."""
    app = routers.create(workspace)
    key = workspace.keys.create("schema", list(Scope))
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    for found in described.get_all_operations():
        _holds(found.ok(), {"Authorization": f"Bearer {key}"})


def _holds(operation: Any, headers: dict[str, str]) -> None:
    """Call one address in many ways, and compare each answer with the description."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def answers(case: Any) -> None:
        case.call_and_validate(headers=headers, excluded_checks=UNTOLD)

    answers()
