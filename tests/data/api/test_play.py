"""A campaign's page does what its buttons say, for whom they were drawn, and no more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from data.api.headers import Headers
from data.api.routers import create
from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.plays.raffle_giveaway import GAMES
from data.services import Services
from data.store import outbox_rows
from data.store.engine import write
from data.store.outbox_rows import Outgoing
from data.vocabulary.campaign_state import Group, State
from tests.conftest import SetClock
from tests.phone import Phone

Opens = Callable[..., Phone]
SHOP = "https://shop.example.com/linen"
PAGES = [{"title": "Spring", "text": "One\nTwo"}, {"title": "Linen", "link": SHOP}]
PRIZES = [{"name": "Weekend <for> two", "stock": 1}]
QUIZ = [{"text": "Herb?", "answers": ["Basil", "Mint"], "correct": "Basil"}]
FIELDS = [{"name": "Mobile", "field": "number", "required": True}]


@pytest.fixture
def opens(services: Services) -> Iterator[Opens]:
    """Another phone, with the page of a campaign open on it."""
    clients: list[TestClient] = []
    app = Headers(create(services))

    def opened(one: Campaign, number: int = 0) -> Phone:
        client = TestClient(app, base_url="http://127.0.0.1:8050", follow_redirects=False)
        clients.append(client)
        phone = Phone(client, services.short_links.prepare(one).code(number=number))
        phone.open()
        return phone

    yield opened
    for client in clients:
        client.close()


def campaign(services: Services, kind: str, **config: Any) -> Campaign:
    source = {"recipients": "api" if kind == "web-polls-surveys" else "form"}
    draft = CampaignDraft(
        f"A <{kind}>", Group.INTERACTIVE, kind, State.LIVE, channel="sms", config=source | config
    )
    return services.campaigns.register(draft, "test")[0]


def kept(services: Services, one: Campaign, *fields: str) -> list[tuple[Any, ...]]:
    """The events that the page made, without the opening of its link."""
    frame = services.lake.view().scan("events", (one,)).collect()
    rows = [row for row in frame.to_dicts() if row["kind"] != "link.open"]
    return [tuple(row.get(name) for name in fields) for row in rows]


def test_pages_are_swiped_forward_and_back_and_lead_out(services, opens) -> None:
    """F145, F174."""
    one = campaign(services, "e-swipe", pages=PAGES)
    phone = opens(one)
    assert phone.heading == "Spring"
    phone.press(to="2")
    assert phone.heading == "Linen"
    out = phone.client.get(f"/p/{phone.code}/out/2")
    assert (out.status_code, out.headers["location"]) == (302, SHOP)
    phone.press(to="1")
    assert phone.heading == "Spring"
    assert kept(services, one, "kind", "page", "link") == [
        ("content.play", "2", None),
        ("content.click", "2", SHOP),
        ("content.play", "1", None),
    ]


def test_a_page_leads_to_its_own_link_or_nowhere(services, opens) -> None:
    one = campaign(services, "e-swipe", pages=PAGES)
    phone = opens(one)
    for name in ("1", "3", "0", "x", "https:%2F%2Fevil.example", "loser"):
        answer = phone.client.get(f"/p/{phone.code}/out/{name}")
        assert (answer.status_code, answer.headers.get("location")) == (404, None), name
    assert kept(services, one, "kind") == []


def test_a_page_with_an_odd_link_has_none(services, opens) -> None:
    links = ["javascript:alert(1)", "//evil.example", "https://", 7]
    one = campaign(services, "e-swipe", pages=[{"title": "Bad", "link": link} for link in links])
    phone = opens(one)
    for number, link in enumerate(links, start=1):
        phone.load(f"/p/{phone.code}?page={number}")
        assert "/out/" not in phone.html, link
        assert phone.client.get(f"/p/{phone.code}/out/{number}").status_code == 404, link


def test_a_reload_is_no_swipe(services, opens) -> None:
    one = campaign(services, "e-swipe", pages=PAGES)
    phone = opens(one)
    phone.load(f"/p/{phone.code}?page=2")
    phone.load(f"/p/{phone.code}?page=99")
    assert phone.heading == "Spring"
    assert kept(services, one, "kind") == []


def test_each_game_is_played_by_its_own_button(services, opens) -> None:
    """F147: opening the page is no play."""
    for game, what in GAMES.items():
        one = campaign(services, "raffle-giveaway", game=game)
        phone = opens(one)
        assert f'<span class="act">{what.act}</span>' in phone.html
        assert kept(services, one, "kind") == []
        phone.press("play")
        assert kept(services, one, "kind", "interaction") == [("content.play", game)]


def test_a_winner_sees_the_prize_claims_it_and_sees_it_again(services, opens) -> None:
    """F176: the claim button and both screens."""
    one = campaign(services, "raffle-giveaway", prizes=PRIZES, win_text="Come & see us")
    winner, loser = opens(one), opens(one)
    winner.press("play")
    assert winner.heading == "You have won!"
    assert "Weekend &lt;for&gt; two" in winner.html
    assert "Come &amp; see us" in winner.html
    loser.press("play")
    assert loser.heading == "All prizes are gone"
    touch = winner.fields("touch")
    winner.press("claim")
    assert "You have claimed your prize" in winner.html
    winner.send(touch)
    winner.load()
    assert winner.heading == "You have won!"
    loser.press("touch")
    clicks = [row for row in kept(services, one, "kind", "interaction") if "click" in row[0]]
    screens = ["claim button", "winner screen", "loser screen"]
    assert clicks == [("content.click", screen) for screen in screens]


def test_nobody_claims_what_they_did_not_win(services, opens) -> None:
    one = campaign(services, "raffle-giveaway", prizes=[{"name": "Car", "stock": 0}])
    phone = opens(one)
    phone.press("play")
    phone.send(phone.fields("touch") | {"act": "claim"})
    assert Counter(kept(services, one, "kind")) == {("content.play",): 1}


def test_a_quiz_is_lost_on_a_screen_that_leads_on(services, opens) -> None:
    """F146, F175."""
    one = campaign(services, "web-trivia", questions=QUIZ, links=[SHOP], lose_text="A pity")
    phone = opens(one)
    assert kept(services, one, "kind") == []
    phone.press("start")
    phone.press("answer", answer="Mint")
    assert phone.heading == "Not this time"
    assert "A pity" in phone.html
    out = phone.client.get(f"/p/{phone.code}/out/loser")
    assert out.headers["location"] == SHOP
    assert kept(services, one, "kind", "correct", "interaction") == [
        ("content.play", None, "start"),
        ("question.answer", False, None),
        ("content.click", None, "loser screen"),
    ]


def test_a_quiz_is_won_by_right_answers(services, opens) -> None:
    one = campaign(services, "web-trivia", questions=QUIZ, prizes=PRIZES)
    phone = opens(one)
    phone.press("start")
    phone.press("answer", answer="Basil")
    assert phone.heading == "You have won!"
    assert phone.client.get(f"/p/{phone.code}/out/loser").status_code == 404


def test_an_answer_that_is_none_of_them_is_asked_for_again(services, opens) -> None:
    one = campaign(services, "web-trivia", questions=QUIZ)
    phone = opens(one)
    phone.press("start")
    answer = phone.press("answer", answer="Dill")
    assert answer.status_code == 422
    assert "Choose one of the answers" in phone.html
    assert Counter(kept(services, one, "kind")) == {("content.play",): 1}


def test_a_survey_goes_from_its_cover_to_its_closure(services, opens) -> None:
    one = campaign(
        services,
        "web-polls-surveys",
        questions=[{"text": "How was it?", "answers": ["Good", "Bad"]}],
        cover={"title": "Two minutes", "text": "Please"},
        closure={"title": "Goodbye", "text": "See you"},
    )
    phone = opens(one)
    assert phone.heading == "Two minutes"
    phone.press("start")
    phone.press("answer", answer="Bad")
    assert phone.heading == "Goodbye"
    assert kept(services, one, "kind", "answer", "correct") == [
        ("content.play", None, None),
        ("question.answer", "Bad", None),
    ]


def test_a_form_leads_into_the_next_campaign(services, opens) -> None:
    target = campaign(services, "e-swipe", pages=PAGES)
    one = campaign(services, "subscription-form", fields=FIELDS, leads_to=[target.id])
    phone = opens(one)
    refused = phone.press("send", field0="12", consent="yes")
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in phone.html
    assert 'value="12"' in phone.html
    phone.press("send", field0="+12025550123", consent="yes")
    assert phone.heading == "Thank you, you are in"
    following = re.search(r'href="(/l/[^"]+)"', phone.html)
    assert following is not None
    assert phone.client.get(following[1]).headers["location"].startswith("/p/")
    assert Counter(kept(services, one, "kind")) == {
        ("form.submit",): 1,
        ("subscriber.join",): 1,
    }


def test_a_recipient_is_known_by_the_message_on_every_device(services, opens) -> None:
    one = campaign(services, "raffle-giveaway", prizes=PRIZES)
    with write(services.engine) as connection:
        outbox_rows.add(connection, [Outgoing(one.id, 7, "+12025550107")])
    first, second = opens(one, 7), opens(one, 7)
    first.press("play")
    second.load()
    assert second.heading == "You have won!"
    assert set(kept(services, one, "recipient")) == {("+12025550107",)}
    assert "12025550107" not in first.html + str(first.client.cookies) + first.code


def test_a_form_drawn_for_one_is_not_taken_from_another(services, opens) -> None:
    one = campaign(services, "raffle-giveaway", prizes=PRIZES)
    mine, other = opens(one), opens(one)
    answer = other.send(mine.fields("play"))
    assert answer.status_code == 403
    assert "Please try again" in other.html
    assert kept(services, one, "kind") == []
    other.press("play")
    assert other.heading == "You have won!"


def test_a_form_of_another_campaign_is_not_taken(services, opens) -> None:
    one, two = (campaign(services, "raffle-giveaway", prizes=PRIZES) for _ in range(2))
    phone = opens(one)
    fields = phone.fields("play")
    phone.code = services.short_links.prepare(two).code()
    assert phone.send(fields).status_code == 403
    assert kept(services, two, "kind") == []


def test_without_a_cookie_nothing_is_taken(services, opens) -> None:
    one = campaign(services, "raffle-giveaway", prizes=PRIZES)
    phone = opens(one)
    fields = phone.fields("play")
    phone.client.cookies.clear()
    assert phone.send(fields).status_code == 403
    assert kept(services, one, "kind") == []


def test_a_form_that_was_open_for_days_has_to_be_loaded_again(
    services, opens, clock: SetClock
) -> None:
    one = campaign(services, "raffle-giveaway", prizes=PRIZES)
    phone = opens(one)
    clock.forward(hours=25)
    assert phone.press("play").status_code == 403
    assert phone.press("play").status_code == 303


BODIES = [
    (b"x" * 40_000, 413),
    (b"&".join(b"a=b" for _ in range(100)), 400),
    (b"\xff\xfe=%ff", 400),
    (b"token=%00&act=play", 403),
    (b"", 403),
    (b"{}", 403),
]


def test_a_body_that_is_no_form_of_the_page_is_refused(services, opens) -> None:
    one = campaign(services, "raffle-giveaway", prizes=PRIZES)
    phone = opens(one)
    for body, status in BODIES:
        answer = phone.client.post(f"/p/{phone.code}", content=body)
        assert answer.status_code == status, body[:40]
        assert answer.headers["content-type"].startswith("text/html")
    assert kept(services, one, "kind") == []


def test_a_name_with_control_characters_is_refused_whole(services, opens) -> None:
    fields = [*FIELDS, {"name": "Name", "field": "name"}]
    one = campaign(services, "subscription-form", fields=fields)
    phone = opens(one)
    answer = phone.press("send", field0="+12025550123", field1="A\x00na", consent="yes")
    assert 400 <= answer.status_code < 500
    assert kept(services, one, "kind") == []


def test_another_site_cannot_press_a_button(services, opens) -> None:
    one = campaign(services, "raffle-giveaway", prizes=PRIZES)
    phone = opens(one)
    fields = phone.fields("play")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = phone.client.post(f"/p/{phone.code}", data=fields, headers=headers)
        assert answer.status_code == 403
    assert kept(services, one, "kind") == []


def test_a_page_loads_nothing_from_elsewhere_and_runs_no_script_of_its_own(services, opens) -> None:
    one = campaign(services, "e-swipe", pages=PAGES)
    phone = opens(one)
    policy = phone.load().headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "A <e-swipe>" not in phone.html
    assert not re.search(r"<script(?! src=\"/assets/)|\sstyle=|\son\w+=", phone.html)


ODD: list[tuple[str, dict[str, Any]]] = [
    ("e-swipe", {"pages": "x"}),
    ("e-swipe", {"pages": [None, 7]}),
    ("web-trivia", {"questions": [{"text": "", "answers": ["a"]}, {"text": "Q"}, 7]}),
    ("web-polls-surveys", {}),
    ("raffle-giveaway", {"game": 7, "rounds": "x", "prizes": 7, "cover": "x"}),
    ("subscription-form", {"fields": {"a": 1}, "leads_to": 7}),
]


def test_whatever_is_configured_the_page_opens(services, opens) -> None:
    for kind, config in ODD:
        assert opens(campaign(services, kind, **config)).load().status_code == 200, config


def test_a_pause_between_the_look_and_the_press_is_told(services, opens) -> None:
    """F060, F061: and after it the same page goes on."""
    one = campaign(services, "raffle-giveaway", prizes=PRIZES)
    phone = opens(one)
    fields = phone.fields("play")
    services.campaigns.change(one.id, State.PENDING, "test")
    phone.send(fields)
    assert phone.heading == "Paused"
    assert kept(services, one, "kind") == []
    services.campaigns.change(one.id, State.LIVE, "test")
    phone.send(fields)
    assert phone.heading == "You have won!"


def test_a_tracked_link_has_no_page(services, opens) -> None:
    one = campaign(services, "e-swipe", pages=PAGES, links=[SHOP])
    phone = opens(one)
    tracked = services.short_links.prepare(one).code(SHOP)
    assert phone.client.get(f"/p/{tracked}").status_code == 404


def test_looking_at_an_exit_is_no_click(services, opens) -> None:
    one = campaign(services, "e-swipe", pages=PAGES)
    phone = opens(one)
    phone.client.head(f"/p/{phone.code}/out/2")
    assert kept(services, one, "kind") == []
