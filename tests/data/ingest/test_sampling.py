"""Can a connection be tested with its own secret, through the door that providers use?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from data.errors import NotSignedIn, Refused
from data.ingest.connecting import connect
from data.ingest.provider import Provider, Scheme
from data.ingest.providers import PROVIDERS
from data.ingest.sampling import sample_call
from data.services import Services, build
from data.settings import Settings
from tests.conftest import SetClock

WAYS = [(provider, scheme) for provider in PROVIDERS.values() for scheme in provider.schemes]
SIGNED = [way for way in WAYS if way[1].sign is not None]
UNSIGNED = [way for way in WAYS if way[1].sign is None]
OPTIONS = {"topic": "arn:aws:sns:eu-west-1:1:test", "issuer": "3388000000000000000"}
ADDRESS = "https://reports.example.com/webhooks"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Any:
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("var"))  # type: ignore[call-arg]
    made = build(settings, SetClock(datetime(2026, 3, 11, 12, tzinfo=UTC)))
    yield made
    made.engine.dispose()


def way(pair: object) -> str:
    provider, scheme = pair  # type: ignore[misc]
    return f"{provider.key}-{scheme.key}"


def connected(services: Services, provider: Provider, scheme: Scheme) -> Any:
    name = f"{scheme.key}-{len(services.connections.list())}"
    secrets = {one: "whsec_c2VjcmV0" if one == "secret" else "a secret" for one in scheme.secrets}
    options = {one: OPTIONS[one] for one in scheme.needed}
    connect(
        services.connections,
        services.campaigns,
        provider.key,
        name,
        secrets,
        options,
        scheme=scheme.key,
    )
    return services.connections.opened(provider.key, name)


@pytest.mark.parametrize("pair", SIGNED, ids=way)
def test_a_sample_passes_its_own_check_and_counts_nothing(services: Services, pair: Any):
    connection, (secrets,) = connected(services, *pair)
    address = f"{ADDRESS}/{connection.provider}/{connection.name}"
    call = sample_call(connection, secrets, address, "a1b2c3", services.clock())
    answer = services.webhooks.take(connection.provider, connection.name, call, trial=True)
    assert 200 <= answer.status < 300
    (kept,) = services.connections.calls(connection)
    assert (kept.verdict, kept.counts["accepted"], kept.counts["unknown"]) == ("test", 0, 0)
    assert services.lake.view().stored("events").collect().is_empty()
    assert services.unmatched.groups() == ()


@pytest.mark.parametrize("pair", SIGNED, ids=way)
def test_a_sample_with_another_secret_is_refused(services: Services, pair: Any):
    connection, (secrets,) = connected(services, *pair)
    wrong = dict.fromkeys(secrets, f"whsec_{'d3Jvbmc='}")
    address = f"{ADDRESS}/{connection.provider}/{connection.name}"
    call = sample_call(connection, wrong, address, "a1b2c3", services.clock())
    with pytest.raises(NotSignedIn):
        services.webhooks.take(connection.provider, connection.name, call, trial=True)


@pytest.mark.parametrize("pair", UNSIGNED, ids=way)
def test_where_only_the_provider_can_sign_that_is_said(services: Services, pair: Any):
    connection, (secrets,) = connected(services, *pair)
    with pytest.raises(Refused, match="Only"):
        sample_call(connection, secrets, ADDRESS, "a1b2c3", services.clock())


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda one: one.key)
def test_every_provider_says_how_it_is_set_up_and_has_a_sample(provider: Provider):
    assert provider.setup
    assert all(step.endswith(".") for step in provider.setup)
    assert provider.sample is not None
    for scheme in provider.schemes:
        assert set(scheme.chosen) <= set(scheme.secrets)
