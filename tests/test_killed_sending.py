"""Does everyone get one message, though the server that sends is killed again and again?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

from data.campaign import Campaign
from data.services import Services, build
from data.settings import Settings
from data.store.verify import verify
from data.vocabulary.campaign_state import State
from tests.mail_server import mail_server
from tests.outbound import events, number, published, rows
from tests.server import start

PATIENCE = 120.0  # seconds in which something must move


def workspace(folder: Path) -> Services:
    return build(Settings(_env_file=None, data_dir=folder))  # type: ignore[call-arg]


def wait_for(happened: Callable[[], bool]) -> None:
    """Look again and again until it has."""
    until = monotonic() + PATIENCE
    while not happened():
        assert monotonic() < until, "Nothing moves any more"
        sleep(0.02)


def is_completed(services: Services, campaign: Campaign) -> bool:
    return services.campaigns.get(campaign.id).state is State.COMPLETED


def handed(services: Services, campaign: Campaign) -> int:
    return sum(1 for row in rows(services, campaign) if row.code)


def test_a_killed_server_loses_no_message_and_sends_none_twice(tmp_path: Path) -> None:
    """Text messages by a carrier that knows repeated ones, and mail by one that doesn't."""
    services = workspace(tmp_path)
    numbers = [number(n) for n in range(600)]
    people = [f"person{n}@example.com" for n in range(160)]
    texts = published(services, numbers, send_rate=6_000)
    mail = published(services, people, "email", message={"body": "Hello"})
    with mail_server() as server:
        for mails, handed_over in ((1, 1), (70, 250)):
            process, _ = start(tmp_path, smtp_url=server.url)
            wait_for(lambda wanted=mails: len(server.recipients()) >= wanted)  # type: ignore[misc]
            wait_for(lambda wanted=handed_over: handed(services, texts) >= wanted)  # type: ignore[misc]
            process.kill()
            process.wait()
        process, _ = start(tmp_path, smtp_url=server.url)
        wait_for(lambda: is_completed(services, texts) and is_completed(services, mail))
        process.terminate()
        process.wait(20)
        arrived = Counter(server.recipients())
        names = Counter(one["Message-ID"] for one in server.mails())
    check_texts(services, texts, numbers)
    check_mails(services, mail, people, arrived)
    assert set(names.values()) == {1}
    assert verify(services.lake) == []


def check_texts(services: Services, campaign: Campaign, numbers: list[str]) -> None:
    """Everyone has one message, and each of its facts was told once."""
    found = rows(services, campaign)
    assert Counter(row.recipient for row in found) == Counter(numbers)
    told = Counter((e["message_id"], e["status"]) for e in events(services, campaign))
    assert set(told.values()) == {1}
    assert {f"{campaign.id}-{row.number}" for row in found} == {message for message, _ in told}
    assert all(told[f"{campaign.id}-{row.number}", row.code] == 1 for row in found)


def check_mails(
    services: Services, campaign: Campaign, people: list[str], arrived: Counter[str]
) -> None:
    """At most one mail a kill may have arrived or not; each of them is NOT_SENT, interrupted."""
    assert set(arrived.values()) == {1}
    said = {row.recipient: (row.code, row.error) for row in rows(services, campaign)}
    assert set(said) == set(people)
    unknown = {who for who, status in said.items() if status == ("NOT_SENT", "interrupted")}
    assert len(unknown) <= 2
    assert {who for who, status in said.items() if status == ("SENT", "")} == set(people) - unknown
    assert set(people) - unknown <= set(arrived)
    assert Counter(e["recipient"] for e in events(services, campaign)) == Counter(people)
