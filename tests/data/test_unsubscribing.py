"""Who can take themselves off the list, and nobody else."""

from __future__ import annotations

from collections import Counter

import pytest

from data.campaign import Campaign
from data.errors import NotFound
from data.services import Services, build
from data.settings import Settings
from data.unsubscribing import PATH
from tests.conftest import SetClock
from tests.outbound import events, published, statuses, turns

ANA, BEA = "ana@example.com", "bea@example.com"


def token(services: Services, campaign: Campaign, number: int) -> str:
    return services.unsubscribing.address(campaign.id, number).rpartition(PATH)[2]


def blocked(services: Services) -> frozenset[str]:
    return services.subscribers.blocked("email", [ANA, BEA])


@pytest.fixture
def sent(services: Services) -> Campaign:
    """A mail to two people."""
    campaign = published(services, [ANA, BEA], "email")
    turns(services)
    return campaign


def test_an_address_takes_its_own_recipient_off_and_nobody_else(services: Services, sent: Campaign):
    one = services.unsubscribing.unsubscribe(token(services, sent, 2))
    assert (one.recipient, one.campaign.id) == (BEA, sent.id)
    assert blocked(services) == {BEA}
    (event,) = [e for e in events(services, sent) if e["kind"] == "subscriber.block"]
    assert (event["recipient"], event["channel"]) == (BEA, "email")
    again = published(services, [ANA, BEA], "email", message={"body": "More"})
    turns(services)
    assert statuses(services, again)["BLACKLISTED"] == 1


def test_doing_it_again_changes_nothing_but_after_coming_back_it_counts(
    services: Services, sent: Campaign, clock: SetClock
):
    mine = token(services, sent, 1)
    for _ in range(2):
        services.unsubscribing.unsubscribe(mine)
        clock.forward(seconds=1)
    kinds = Counter(e["kind"] for e in events(services, sent))
    assert kinds["subscriber.block"] == 1
    back = {
        "specversion": "1.0",
        "id": "back",
        "source": "test",
        "type": "subscriber.unblock",
        "time": clock().isoformat(),
        "subject": ANA,
        "data": {"channel": "email"},
    }
    services.accept.events([back])
    assert blocked(services) == frozenset()
    clock.forward(seconds=1)
    services.unsubscribing.unsubscribe(mine)
    assert blocked(services) == {ANA}


def test_no_other_address_is_honoured(services: Services, sent: Campaign):
    mine = token(services, sent, 1)
    name, _, mac = mine.rpartition("-")
    wrong = [
        "",
        "x",
        f"{sent.id}-2-{mac}",
        f"{name}-{mac[:-1]}",
        f"{name}-{mac[:-1]}A" if mac[-1] != "A" else f"{name}-{mac[:-1]}B",
        f"0{mine}",
        mine.replace("-", "--", 1),
        token(services, sent, 3),  # of no message
        f"{2**31}-1-{mac}",
    ]
    for one in wrong:
        with pytest.raises(NotFound):
            services.unsubscribing.unsubscribe(one)
    assert blocked(services) == frozenset()


def test_another_workspaces_address_is_none_here(services: Services, sent: Campaign, tmp_path):
    other = build(Settings(_env_file=None, data_dir=tmp_path / "other"))  # type: ignore[call-arg]
    with pytest.raises(NotFound):
        services.unsubscribing.resolve(token(other, sent, 1))
    other.engine.dispose()
