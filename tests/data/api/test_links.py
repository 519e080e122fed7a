"""A short link leads where it was made to lead and nowhere else, and each click is kept first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from data.api import play_page
from data.api.guard import FILES
from data.api.headers import Headers
from data.api.routers import create
from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.services import Services, build
from data.settings import Settings
from data.store import outbox_rows
from data.store.engine import write
from data.store.outbox_rows import Outgoing
from data.vocabulary.campaign_state import Group, State
from pages.wall.document import PAIRING_SCRIPTS, SCRIPTS, STYLES

ASSETS = Path(__file__).parents[3] / "assets"
TEMPLATES = Path(play_page.__file__).parent / "templates"
SHOP = "https://shop.example.com/linen?a=1"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1"


@pytest.fixture
def phone(services: Services) -> Iterator[TestClient]:
    """Whoever clicks, without a key and without a session."""
    yield from _phone(services)


def _phone(services: Services) -> Iterator[TestClient]:
    with TestClient(
        Headers(create(services)),
        base_url="http://127.0.0.1:8050",
        follow_redirects=False,
        headers={"User-Agent": IPHONE},
    ) as client:
        yield client


def message(services: Services, state: State = State.COMPLETED, **config: Any) -> Campaign:
    draft = CampaignDraft(
        "S", Group.MESSAGING, "sms", state, config={"links": [{"url": SHOP}], **config}
    )
    return services.campaigns.register(draft, "test")[0]


def raffle(services: Services, state: State = State.LIVE, **config: Any) -> Campaign:
    whole = {"recipients": "form", **config}
    draft = CampaignDraft(
        "R", Group.INTERACTIVE, "raffle-giveaway", state, channel="sms", config=whole
    )
    return services.campaigns.register(draft, "test")[0]


def code(services: Services, one: Campaign, url: str = "", number: int = 0) -> str:
    return services.short_links.prepare(one).code(url, number)


def kept(services: Services, one: Campaign) -> list[dict[str, Any]]:
    frame = services.lake.view().scan("events", (one,)).collect()
    return [{k: v for k, v in row.items() if v is not None} for row in frame.to_dicts()]


def test_a_tracked_link_leads_to_its_own_address_and_the_click_is_kept(services, phone) -> None:
    one = message(services)
    with write(services.engine) as connection:
        outbox_rows.add(connection, [Outgoing(one.id, 7, "+12025550107")])
    answer = phone.get(f"/l/{code(services, one, SHOP, 7)}")
    assert (answer.status_code, answer.headers["location"]) == (302, SHOP)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    (event,) = kept(services, one)
    told = {name: event[name] for name in ("kind", "recipient", "link", "os", "platform")}
    assert told == {
        "kind": "link.click",
        "recipient": "+12025550107",
        "link": SHOP,
        "os": "iOS",
        "platform": "iOS",
    }
    assert event["user_agent"] == IPHONE


def test_a_link_for_anybody_is_clicked_by_nobody_in_particular(services, phone) -> None:
    one = message(services)
    for _ in range(2):
        phone.get(f"/l/{code(services, one, SHOP)}")
    people = [event["person"] for event in kept(services, one)]
    assert len(set(people)) == 2
    assert not any("recipient" in event for event in kept(services, one))


def test_a_device_is_the_same_one_at_its_second_visit(services, phone) -> None:
    """D-26: one per device, each click an OPEN."""
    one = raffle(services)
    first = phone.get(f"/l/{code(services, one)}")
    assert first.headers["location"] == f"/p/{code(services, one)}"
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    phone.get(f"/l/{code(services, one)}")
    opens = kept(services, one)
    assert [event["kind"] for event in opens] == ["link.open", "link.open"]
    assert len({event["recipient"] for event in opens}) == 1
    phone.cookies.clear()
    phone.get(f"/l/{code(services, one)}")
    assert len({event["recipient"] for event in kept(services, one)}) == 2


def test_a_cookie_that_was_tampered_with_is_another_device(services, phone) -> None:
    one = raffle(services)
    phone.cookies.set("heliograph_device", "device-" + "A" * 22 + "." + "0" * 64)
    answer = phone.get(f"/l/{code(services, one)}")
    (event,) = kept(services, one)
    assert event["recipient"] != "device-" + "A" * 22
    assert event["recipient"] in answer.headers["set-cookie"]


def test_a_look_whether_the_link_is_there_is_no_click(services, phone) -> None:
    one = message(services)
    answer = phone.head(f"/l/{code(services, one, SHOP)}")
    assert (answer.status_code, answer.headers["location"]) == (302, SHOP)
    assert kept(services, one) == []


def test_a_robot_that_fetches_previews_is_kept_with_its_name(services, phone) -> None:
    one = message(services)
    phone.get(f"/l/{code(services, one, SHOP)}", headers={"User-Agent": "Slackbot 1.0"})
    (event,) = kept(services, one)
    assert event["user_agent"] == "Slackbot 1.0"
    assert "os" not in event


def test_a_broken_code_gets_a_plain_page(phone) -> None:
    for path in ("/l/", "/l/x", "/l/1A0000000000", "/l/a/b", "/p/x", "/p/x/out/1", "/p/x/y/z"):
        answer = phone.get(path)
        assert answer.status_code == 404, path
        assert "Nothing here" in answer.text
        assert answer.headers["content-type"].startswith("text/html")


def test_nothing_in_the_address_changes_where_it_leads(services, phone) -> None:
    known = code(services, message(services), SHOP)
    for tail in ("?to=https://evil.example", "?url=//evil.example", "?/../x"):
        assert phone.get(f"/l/{known}{tail}").headers["location"] == SHOP
    for tail in ("//evil.example", "/https://evil.example", "%2F%2Fevil.example"):
        answer = phone.get(f"/l/{known}{tail}")
        assert (answer.status_code, answer.headers.get("location")) == (404, None), tail


def test_the_short_url_of_a_message_leads_to_its_first_link(services, phone) -> None:
    one = message(services)
    assert phone.get(f"/l/{code(services, one)}").headers["location"] == SHOP
    assert [event["kind"] for event in kept(services, one)] == ["link.open"]


def test_a_short_url_that_leads_nowhere_says_so(services, phone) -> None:
    one = message(services, links=["javascript:alert(1)"])
    assert phone.get(f"/l/{code(services, one)}").status_code == 404
    assert kept(services, one) == []


def test_a_paused_campaign_says_so_and_keeps_no_open(services, phone) -> None:
    """F060."""
    one = raffle(services, State.PENDING)
    answer = phone.get(f"/l/{code(services, one)}")
    assert "come back later" in answer.text
    assert kept(services, one) == []


def test_a_draft_is_not_open_yet(services, phone) -> None:
    one = raffle(services, State.DRAFT)
    assert "Not open yet" in phone.get(f"/l/{code(services, one)}").text


def test_whoever_comes_late_sees_what_was_configured_for_them(services, phone, clock) -> None:
    """F255."""
    image = "https://cdn.example.com/late.png"
    over = {"expires_at": clock().isoformat(), "late_image": image, "late_text": "Too <late>"}
    one = raffle(services, **over)
    answer = phone.get(f"/l/{code(services, one)}")
    assert f'src="{image}"' in answer.text
    assert "Too &lt;late&gt;" in answer.text
    assert "img-src 'self' https://cdn.example.com" in answer.headers["content-security-policy"]
    assert kept(services, one) == []
    assert phone.get(f"/p/{code(services, one)}").text == answer.text


def test_an_odd_late_image_is_left_out(services, phone, clock) -> None:
    for image in ("javascript:alert(1)", "https://a.example;script-src", 7):
        one = raffle(services, expires_at=clock().isoformat(), late_image=image)
        answer = phone.get(f"/l/{code(services, one)}")
        assert "<img" not in answer.text, image
        assert answer.headers["content-security-policy"].endswith("img-src 'self'")


GEO = {"CF-IPCountry": "de", "X-Geo-Latitude": "52.52437", "X-Geo-Longitude": "13.41053"}


def test_where_somebody_is_comes_from_a_trusted_proxy_alone(services, phone, tmp_path) -> None:
    """F152: and roughly, to a tenth of a degree."""
    one = message(services)
    phone.get(f"/l/{code(services, one, SHOP)}", headers=GEO)
    assert "country" not in kept(services, one)[0]
    trusting = build(
        Settings(_env_file=None, data_dir=tmp_path / "trusting", trusted_proxy=True),
        services.clock,
    )
    other = message(trusting)
    for client in _phone(trusting):
        client.get(f"/l/{code(trusting, other, SHOP)}", headers=GEO)
        odd = {"CF-IPCountry": "T1", "X-Geo-Latitude": "nan", "X-Geo-Longitude": "999"}
        client.get(f"/l/{code(trusting, other, SHOP)}", headers=odd)
    places = [
        (e.get("country"), e.get("latitude"), e.get("longitude")) for e in kept(trusting, other)
    ]
    assert sorted(places, key=str) == [("DE", 52.5, 13.4), (None, None, None)]
    trusting.engine.dispose()


def test_short_links_begin_with_the_public_address(tmp_path, clock) -> None:
    settings = Settings(
        _env_file=None, data_dir=tmp_path / "var", public_url="https://go.example.com/"
    )
    public = build(settings, clock)
    assert public.short_links.prepare(message(public)).short_url.startswith(
        "https://go.example.com/l/"
    )
    one = raffle(public)
    for client in _phone(public):
        answer = client.get(f"/l/{code(public, one)}")
        assert "Secure" in answer.headers["set-cookie"]
    public.engine.dispose()


@pytest.mark.parametrize("url", ["go.example.com", "ftp://x", "https://", "https://x/?a=b"])
def test_a_public_address_that_is_none_stops_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="is not an address"):
        Settings(_env_file=None, public_url=url)


def test_recipients_need_no_sign_in_and_everybody_else_does(tmp_path, clock) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "var", auth="password")
    closed = build(settings, clock)
    one = raffle(closed)
    for client in _phone(closed):
        assert client.get(f"/l/{code(closed, one)}").status_code == 302
        assert client.get(f"/p/{code(closed, one)}").status_code == 200
        for path in ("/hub", "/assets/app.css", "/assets/", "/lx", "/p"):
            assert client.get(path).status_code == 401, path
        for path in FILES:
            assert client.get(path).status_code == 404, path  # no assets in this app
    closed.engine.dispose()


def test_pages_load_what_is_there_for_everybody() -> None:
    loaded = re.findall(r'"(/assets/[^"]+)"', (TEMPLATES / "base.html").read_text())
    styles = [ASSETS / path.removeprefix("/assets/") for path in loaded if path.endswith(".css")]
    fonts = [
        f"/assets/{name}" for s in styles for name in re.findall(r'url\("([^"]+)"', s.read_text())
    ]
    walls = {f"/assets/{name}" for name in (*STYLES, *SCRIPTS, *PAIRING_SCRIPTS)}
    assert {*loaded, *fonts, *walls} == FILES
    assert all((ASSETS / path.removeprefix("/assets/")).is_file() for path in FILES)
