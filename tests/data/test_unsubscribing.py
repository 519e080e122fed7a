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
def sent(either: Services) -> Campaign:
    """A mail to two people."""
    campaign = published(either, [ANA, BEA], "email")
    turns(either)
    return campaign


def test_an_address_takes_its_own_recipient_off_and_nobody_else(either: Services, sent: Campaign):
    one = either.unsubscribing.unsubscribe(token(either, sent, 2))
    assert (one.recipient, one.campaign.id) == (BEA, sent.id)
    assert blocked(either) == {BEA}
    (event,) = [e for e in events(either, sent) if e["kind"] == "subscriber.block"]
    assert (event["recipient"], event["channel"]) == (BEA, "email")
    again = published(either, [ANA, BEA], "email", message={"body": "More"})
    turns(either)
    assert statuses(either, again)["BLACKLISTED"] == 1


def test_doing_it_again_changes_nothing_but_after_coming_back_it_counts(
    either: Services, sent: Campaign, clock: SetClock
):
    mine = token(either, sent, 1)
    for _ in range(2):
        either.unsubscribing.unsubscribe(mine)
        clock.forward(seconds=1)
    kinds = Counter(e["kind"] for e in events(either, sent))
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
    either.accept.events([back])
    assert blocked(either) == frozenset()
    clock.forward(seconds=1)
    either.unsubscribing.unsubscribe(mine)
    assert blocked(either) == {ANA}


def test_no_other_address_is_honoured(either: Services, sent: Campaign):
    mine = token(either, sent, 1)
    name, _, mac = mine.rpartition("-")
    wrong = [
        "",
        "x",
        f"{sent.id}-2-{mac}",
        f"{name}-{mac[:-1]}",
        f"{name}-{mac[:-1]}A" if mac[-1] != "A" else f"{name}-{mac[:-1]}B",
        f"0{mine}",
        mine.replace("-", "--", 1),
        token(either, sent, 3),  # of no message
        f"{2**31}-1-{mac}",
    ]
    for one in wrong:
        with pytest.raises(NotFound):
            either.unsubscribing.unsubscribe(one)
    assert blocked(either) == frozenset()


def test_another_workspaces_address_is_none_here(either: Services, sent: Campaign, tmp_path):
    other = build(Settings(_env_file=None, data_dir=tmp_path / "other"))  # type: ignore[call-arg]
    with pytest.raises(NotFound):
        either.unsubscribing.resolve(token(other, sent, 1))
    other.engine.dispose()
