"""A code leads to its own link and message, and nobody can make one."""

from __future__ import annotations

from string import ascii_letters, digits
from typing import Any

import pytest

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.errors import NotFound
from data.services import Services
from data.short_links import OWN, Codes, tracked_urls
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.web_address import is_web_address

SHOP = "https://shop.example.com"
LINEN = "https://shop.example.com/linen?a=1"


def campaign(services: Services, **config: Any) -> Campaign:
    draft = CampaignDraft("Linen", Group.MESSAGING, "sms", State.PENDING, config=config)
    return services.campaigns.register(draft, "test")[0]


def code_of(url: str) -> str:
    return url.rpartition("/l/")[2]


def test_a_code_stands_for_its_link_and_message(services: Services) -> None:
    one = campaign(services, links=[{"url": SHOP}, {"url": LINEN, "tracked": False}])
    links = services.short_links.prepare(one)
    found = services.short_links.resolve(code_of(links.url(SHOP, 70_000)))
    assert (found.campaign_id, found.url, found.number) == (one.id, SHOP, 70_000)
    plain = services.short_links.resolve(code_of(links.short_url))
    assert (plain.url, plain.number) == (OWN, None)
    assert set(links.ids) == {OWN, SHOP}


def test_preparing_again_keeps_the_codes_and_adds_new_links(services: Services) -> None:
    first = services.short_links.prepare(campaign(services, links=[{"url": SHOP}]))
    same = services.campaigns.get(1)
    assert services.short_links.prepare(same).ids == first.ids
    wider = campaign(services, links=[{"url": SHOP}, {"url": LINEN}])
    links = services.short_links.prepare(wider)
    assert not set(links.ids.values()) & set(first.ids.values())
    assert services.short_links.resolve(code_of(links.url(LINEN))).campaign_id == wider.id


def test_a_text_gets_the_short_urls_of_its_own_message(services: Services) -> None:
    links = services.short_links.prepare(campaign(services, links=[{"url": SHOP}, {"url": LINEN}]))
    text = (
        f"Play {{{{link}}}} or {{{{ link }}}}, see {LINEN} and {SHOP}. "
        f"Not {SHOP}/else nor {LINEN}0, but https://jo.example/{{{{code}}}}"
    )
    own, shop, linen = (links.url(url, 7) for url in (OWN, SHOP, LINEN))
    assert links.personal(text, 7) == (
        f"Play {own} or {own}, see {linen} and {shop}. Not {SHOP}/else nor {LINEN}0, but {own}"
    )
    assert links.personal(text, 8) != links.personal(text, 7)


def test_no_other_code_is_taken(services: Services) -> None:
    links = services.short_links.prepare(campaign(services, links=[{"url": SHOP}]))
    good = code_of(links.url(SHOP, 12))
    others = {
        good[:place] + letter + good[place + 1 :]
        for place in range(len(good))
        for letter in digits + ascii_letters
    } - {good}
    odd = ["", good[:-1], good + "0", "0" + good, f"{good}\n", good.lower(), "é" * 15, "1" * 99]
    foreign = Codes(b"another workspace's secret").code(2, 12)
    for code in [*others, *odd, foreign]:
        with pytest.raises(NotFound):
            services.short_links.resolve(code)


def test_a_code_stays_short_enough_for_a_message(services: Services) -> None:
    links = services.short_links.prepare(campaign(services))
    assert len(code_of(links.short_url)) == 12
    assert len(code_of(links.url(OWN, 5_000_000))) <= 16
    assert Codes(b"k").read(Codes(b"k").code(2**31 - 1, 2**40)) == (2**31 - 1, 2**40)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "//evil.example",
        "https://",
        "http:///path",
        "https://a.example/\r\nSet-Cookie: a=b",
        "https://a.example\\@b.example",
        "https://[broken",
        "data:text/html,hi",
        " https://a.example",
        "https://a.example/" + "x" * 2048,
        None,
        7,
    ],
)
def test_only_whole_addresses_of_the_web_become_links(url: object) -> None:
    assert not is_web_address(url)


@pytest.mark.parametrize("links", [None, "x", [7], [{}], {"url": SHOP}, [{"url": "javascript:x"}]])
def test_whatever_a_configuration_says_its_odd_links_are_left_out(
    services: Services, links: Any
) -> None:
    one = campaign(services, links=links)
    assert tracked_urls(one) == ()
    assert services.short_links.prepare(one).short_url.startswith("http://127.0.0.1:8050/l/")
