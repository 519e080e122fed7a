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


def send_with_kills(
    folder: Path, kills: list[int], done: Callable[[], int], ended: Callable[[], bool], **more: str
) -> None:
    """Serve and kill as so many messages are out, and serve until all are."""
    for count in kills:
        process, _ = start(folder, **more)
        wait_for(lambda wanted=count: done() >= wanted)  # type: ignore[misc]
        process.kill()
        process.wait()
    process, _ = start(folder, **more)
    try:
        wait_for(ended)
    finally:
        process.terminate()
        process.wait(20)


def is_completed(services: Services, campaign: Campaign) -> bool:
    return services.campaigns.get(campaign.id).state is State.COMPLETED


def test_a_killed_server_loses_and_doubles_no_message_of_the_demonstration(tmp_path: Path) -> None:
    services = workspace(tmp_path)
    people = [number(n) for n in range(600)]
    campaign = published(services, people, send_rate=12_000)

    def done() -> int:
        return sum(1 for row in rows(services, campaign) if row.code)

    send_with_kills(tmp_path, [1, 300], done, lambda: is_completed(services, campaign))
    found = rows(services, campaign)
    assert Counter(row.recipient for row in found) == Counter(people)
    first = {row.code.lower() for row in found}
    told = Counter((e["message_id"], e["status"]) for e in events(services, campaign))
    assert set(told.values()) == {1}
    assert {f"{campaign.id}-{row.number}" for row in found} == {message for message, _ in told}
    assert all(told[f"{campaign.id}-{row.number}", row.code] == 1 for row in found)
    assert "sent" in first
    assert verify(services.lake) == []


def test_a_killed_server_sends_no_mail_twice_and_names_those_that_nobody_knows_of(
    tmp_path: Path,
) -> None:
    """At most one mail a kill may have arrived or not; each of them is NOT_SENT, interrupted."""
    services = workspace(tmp_path)
    people = [f"person{n}@example.com" for n in range(160)]
    campaign = published(services, people, "email", message={"body": "Hello"})
    with mail_server() as server:
        kills = [1, 80]
        send_with_kills(
            tmp_path,
            kills,
            lambda: len(server.recipients()),
            lambda: is_completed(services, campaign),
            smtp_url=server.url,
        )
        arrived = Counter(server.recipients())
        names = Counter(mail["Message-ID"] for mail in server.mails())
    assert set(arrived.values()) == set(names.values()) == {1}
    said = {row.recipient: (row.code, row.error) for row in rows(services, campaign)}
    assert set(said) == set(people)
    unknown = {who for who, status in said.items() if status == ("NOT_SENT", "interrupted")}
    assert len(unknown) <= len(kills)
    assert {who for who, status in said.items() if status == ("SENT", "")} == set(people) - unknown
    assert set(people) - unknown <= set(arrived)
    told = Counter(e["recipient"] for e in events(services, campaign))
    assert told == Counter(people)
