"""Is what a command takes in moved to the lake, however fast it comes?"""

from __future__ import annotations

import pytest

from data.cli.workspace import LEASE, tidying
from data.errors import Unavailable
from data.services import Services
from data.store import inbox
from data.store.engine import read
from data.store.verify import verify
from data.store.workspace_rows import hold
from tests.small_campaign import START, SmallCampaign


def waiting(services: Services) -> int:
    with read(services.engine) as connection:
        return inbox.depth(connection)


def test_no_more_waits_than_came_since_the_lake_was_last_asked_to_take_it(
    services: Services,
) -> None:
    small = SmallCampaign(services, "digital-coupon", channel="sms")
    with tidying(services) as tidy:
        for n in range(4):
            small.sent("link.open", START, f"+4915100{n}", channel="sms")
            tidy()
            assert waiting(services) <= 2, "what was asked for before, and what came since"
        small.sent("link.open", START, "+49151009", channel="sms")
    assert waiting(services) == 0
    assert verify(services.lake) == []


def test_what_a_server_moves_is_left_to_it(services: Services) -> None:
    later = services.clock().replace(hour=23)
    assert hold(services.engine, LEASE, "a server", later, services.clock)
    small = SmallCampaign(services, "digital-coupon", channel="sms")
    with tidying(services) as tidy:
        small.sent("link.open", START, "+49151001", channel="sms")
        tidy()
    assert waiting(services) == 1


def test_a_failure_beside_ends_the_command(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise Unavailable("The disk is full")

    monkeypatch.setattr("data.cli.workspace.compact", full)
    with pytest.raises(Unavailable, match="The disk is full"), tidying(services) as tidy:
        tidy()
