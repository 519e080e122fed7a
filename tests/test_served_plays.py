"""Do two hundred phones at once win exactly what there is, and does a power cut change that?"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import httpx
from sqlalchemy import select

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.play import Visitor
from data.services import Services, build
from data.settings import Settings
from data.short_links import OWN, Link
from data.store.engine import read
from data.store.tables import plays
from data.vocabulary.campaign_state import Group, State
from tests.phone import Phone
from tests.server import serving, start

STOCK = 50


def workspace(data_dir: Path, url: str = "") -> Services:
    return build(Settings(_env_file=None, data_dir=data_dir, database_url=url))  # type: ignore[call-arg]


def raffle(services: Services, stock: int) -> tuple[Campaign, str]:
    """A raffle in which everybody wins until the stock ends, and the code of its short URL."""
    config: dict[str, Any] = {
        "recipients": "form",
        "game": "Spin",
        "prizes": [{"name": "Gift card", "stock": stock - 10}, {"name": "Cookbook", "stock": 10}],
        "prize_logic": "By Exhaustion",
    }
    draft = CampaignDraft("R", Group.INTERACTIVE, "raffle-giveaway", State.LIVE, config=config)
    one = services.campaigns.register(draft, "test")[0]
    return one, services.short_links.prepare(one).code()


def played(address: str, code: str, presses: int = 1) -> bool:
    """One phone opens the page and presses, more than once at once; whether it got an answer."""
    # No certificates are asked for, and to read them for each phone takes longer than its play.
    with httpx.Client(base_url=address, timeout=60, verify=False) as client:
        phone = Phone(client, code)
        phone.load()
        fields = phone.fields("play")
        with ThreadPoolExecutor(presses) as fingers:
            answers = fingers.map(
                lambda _: client.post(f"/p/{code}", data=fields).status_code, range(presses)
            )
            return set(answers) == {303}


def kept(services: Services, one: Campaign) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Events by kind, awards by their events' prizes, and awards by the plays' own rows."""
    events = services.lake.view().scan("events", (one,)).select("kind", "prize").collect()
    awards = Counter(prize for _, prize in events.rows() if prize is not None)
    with read(services.engine) as connection:
        rows = connection.scalars(select(plays.c.prize).where(plays.c.campaign_id == one.id)).all()
    kinds = Counter(events.get_column("kind").to_list())
    return kinds, awards, Counter(prize or "" for prize in rows)


def test_two_hundred_at_once_win_the_fifty_prizes_and_no_more(
    database_url: str, tmp_path: Path
) -> None:
    services = workspace(tmp_path / "var", database_url)
    one, code = raffle(services, STOCK)
    services.engine.dispose()
    with serving(tmp_path / "var", database_url=database_url) as address:
        with ThreadPoolExecutor(16) as phones:
            presses = [3 if number % 10 == 0 else 1 for number in range(200)]
            assert all(phones.map(lambda times: played(address, code, times), presses))
    kinds, awards, rows = kept(services, one)
    assert kinds == {"content.play": 200, "prize.award": STOCK}
    assert awards == {"Gift card": STOCK - 10, "Cookbook": 10}
    assert rows == awards + Counter({"": 150})
    services.engine.dispose()


def test_a_power_cut_loses_no_prize_and_doubles_none(tmp_path: Path) -> None:
    """Ended in the midst of plays; what was shown before is still there, each once."""
    stock = 20
    services = workspace(tmp_path / "var")
    one, code = raffle(services, stock)
    process, address = start(tmp_path / "var")
    shown: list[bool] = []
    enough = Event()

    def play(_: int) -> None:
        with suppress(httpx.TransportError):
            shown.append(played(address, code))
        if len(shown) >= 10:
            enough.set()

    with ThreadPoolExecutor(8) as phones:
        going = [phones.submit(play, number) for number in range(30)]
        assert enough.wait(60)
        process.kill()
        process.wait()
        for one_more in going:
            one_more.result()
    kinds, awards, rows = kept(services, one)
    assert awards.total() == kinds["prize.award"] <= stock
    assert +Counter({prize: count for prize, count in rows.items() if prize}) == awards
    assert kinds["content.play"] == rows.total() >= len(shown)
    here = services.plays.arrive(Link(one.id, OWN, None))
    for number in range(stock - awards.total() + 2):
        services.plays.act(here, Visitor(f"later {number}", {}), "play", {"round": "1"}, "n")
    assert kept(services, one)[1].total() == stock
    services.engine.dispose()
