"""Are opens and clicks of people told from those of programs, whatever order they came in?

The truth is counted here in plain Python, from the rules' own words.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA
from hypothesis import given, settings
from hypothesis import strategies as st

from data.actor_rules import ACTOR_RULES
from data.actors import RuleSet, as_words, checked, from_words
from data.errors import BadRequest
from data.query import Query, figures, run
from data.services import Services
from data.store.actor_rows import add, newest
from data.store.compaction import compact, settle
from data.store.engine import write
from data.store.made_files import ACTED
from data.store.verify import verify
from tests.small_campaign import START, SmallCampaign

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
APPLE, GMAIL = "Mozilla/5.0", "Mozilla/5.0 (via ggpht.com GoogleImageProxy)"
SCANNER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
OPENS = ("human_opens", "machine_opens", "bot_opens")
CLICKS = ("human_clicks", "machine_clicks", "bot_clicks")


class Mailing(SmallCampaign):
    """An email campaign with delivered messages, and what became of each."""

    def __init__(self, services: Services, people: int = 4) -> None:
        super().__init__(services, "digital-coupon", channel="email")
        for n in range(people):
            self.status(n, "DELIVERED", 0)

    def status(self, who: int, code: str, after: float, agent: str | None = None) -> None:
        data: dict[str, Any] = {"channel": "email", "message_id": f"m{who}", "status": code}
        if agent is not None:
            data["user_agent"] = agent
        self.sent("message.status", moment(after), f"p{who}@example.com", **data)

    def clicked(self, who: int, link: str, after: float, agent: str | None = PHONE) -> None:
        data = {"channel": "email", "link": f"https://shop.example/{link}"}
        if agent is not None:
            data["user_agent"] = agent
        self.sent("link.click", moment(after), f"p{who}@example.com", **data)

    def found(self, *metrics: str) -> list[float | int | None]:
        answer = figures(Query(metrics, campaigns=(self.campaign,)), self.services.lake.view())
        return [answer[key].value for key in metrics]


def moment(after: float) -> datetime:
    """That many seconds after the campaign began."""
    return START + timedelta(seconds=after)


def test_a_proxys_open_is_a_machines_and_a_scanners_click_is_a_bots(services: Services) -> None:
    mailing = Mailing(services)
    mailing.status(0, "OPEN", 60, APPLE)
    mailing.status(1, "OPEN", 61, GMAIL)
    mailing.status(2, "OPEN", 62, PHONE)
    mailing.clicked(2, "a", 63)
    mailing.clicked(3, "a", 64, SCANNER)
    assert mailing.found(*OPENS) == [1, 2, 0]
    assert mailing.found(*CLICKS) == [1, 0, 1]
    # Of four delivered messages one person opened; the proxies' and the scanner's are opened by
    # programs only.
    assert mailing.found("opened", "human_opened", "machine_opened") == [4, 1, 3]
    assert mailing.found("human_open_rate", "human_click_rate") == [1 / 4, 1 / 4]
    assert mailing.found("human_click_to_open_rate") == [1.0]


def test_on_the_acts_own_axis_a_recipient_counts_when_they_first_clicked_themselves(
    services: Services,
) -> None:
    mailing = Mailing(services)
    mailing.clicked(0, "a", 60, SCANNER)
    mailing.clicked(0, "a", 2 * 3600 + 60)
    mailing.clicked(0, "b", 5 * 3600)
    mailing.clicked(1, "a", 60)
    query = Query(("human_clicked",), campaigns=(mailing.campaign,), granularity="hour", axis="act")
    found = run(query, mailing.services.lake.view()).drop_nulls("time")
    counted = {row["time"]: row["human_clicked"] for row in found.to_dicts()}
    hours = {at.replace(tzinfo=None): n for at, n in counted.items() if n}
    start = START.replace(tzinfo=None)
    assert hours == {start: 1, start + timedelta(hours=2): 1}


def test_acts_that_were_settled_count_as_fresh_ones_do_and_verify_sees_one_that_is_lost(
    services: Services,
) -> None:
    mailing, lake = Mailing(services), services.lake
    mailing.status(0, "OPEN", 60, APPLE)
    mailing.status(1, "OPEN", 62, PHONE)
    mailing.clicked(2, "a", 63)
    compact(lake)
    settle(lake, everything=True)
    mailing.clicked(2, "b", 63.5)
    mailing.clicked(2, "c", 64)  # the third link within two seconds: a bot's, all three
    mailing.clicked(3, "a", 65)
    assert mailing.found(*OPENS) == [1, 1, 0]
    assert mailing.found(*CLICKS) == [1, 0, 3]
    compact(lake)
    settle(lake, everything=True)
    assert mailing.found(*OPENS, *CLICKS) == [1, 1, 0, 1, 0, 3]
    assert verify(lake) == []
    kept = lake.view().made_file(ACTED, "2026-03")
    pl.read_parquet(kept).filter(pl.col("act") != "link.click").write_parquet(kept)
    assert verify(lake) == ["acts 2026-03: 4 opens and clicks differ from the events"]


def test_what_tells_no_user_agent_is_a_persons(services: Services) -> None:
    mailing = Mailing(services, 2)
    mailing.status(0, "OPEN", 60)
    mailing.clicked(1, "a", 61, None)
    assert mailing.found(*OPENS, *CLICKS) == [1, 0, 0, 1, 0, 0]


def test_a_status_that_says_clicked_shows_a_person_and_counts_no_second_click(
    services: Services,
) -> None:
    mailing = Mailing(services, 1)
    mailing.status(0, "CLICK", 60, PHONE)
    mailing.clicked(0, "a", 60)
    assert mailing.found("human_opened", "human_clicked", "human_clicks") == [1, 1, 1]


def test_three_links_within_two_seconds_are_a_bots_and_in_three_a_persons(
    services: Services,
) -> None:
    mailing = Mailing(services)
    for link, after in zip("abc", (60.0, 61.0, 62.0), strict=True):
        mailing.clicked(0, link, after)
    for link, after in zip("abc", (60.0, 61.5, 63.0), strict=True):
        mailing.clicked(1, link, after)
    for after in (60.0, 60.5, 61.0):  # one link three times is an impatient person
        mailing.clicked(2, "a", after)
    assert mailing.found(*CLICKS) == [6, 0, 3]


def test_whoever_follows_a_link_that_nobody_can_see_is_a_bot(services: Services) -> None:
    mailing = Mailing(services)
    mailing.status(0, "OPEN", 70, PHONE)
    mailing.clicked(0, "hidden", 100)
    mailing.clicked(0, "a", 161)  # later than the minute around it
    mailing.clicked(1, "a", 100)
    options = {"traps": {"links": "https://shop.example/hidden\nhttps://shop.example/other"}}
    with write(services.engine) as connection:
        add(connection, checked(frozenset(), options))
    assert mailing.found(*OPENS, *CLICKS) == [0, 0, 1, 2, 0, 1]


def test_other_rules_recompute_all_that_ever_happened_and_the_first_ones_do_again(
    services: Services,
) -> None:
    mailing = Mailing(services)
    mailing.clicked(0, "a", 60, SCANNER)
    mailing.status(1, "OPEN", 60, APPLE)
    before = mailing.found(*OPENS, *CLICKS)
    assert before == [0, 1, 0, 0, 0, 1]
    version = services.lake.version()
    for off, expected in (
        ({"crawlers"}, [0, 1, 0, 1, 0, 0]),
        ({"crawlers", "privacy_proxies"}, [1, 0, 0, 1, 0, 0]),
        (set(), before),
    ):
        with write(services.engine) as connection:
            add(connection, checked(frozenset(off), {}))
        assert mailing.found(*OPENS, *CLICKS) == expected
    assert services.lake.version() != version  # so that screens look again
    with write(services.engine) as connection:
        assert newest(connection).version == 3


def test_acts_are_split_by_who_made_them_and_by_the_rule_that_told(services: Services) -> None:
    mailing = Mailing(services)
    mailing.status(0, "OPEN", 60, APPLE)
    mailing.clicked(1, "a", 60, SCANNER)
    mailing.clicked(2, "a", 60)
    query = Query(("human_clicks", "bot_clicks"), ("rule",), campaigns=(mailing.campaign,))
    rows = run(query, services.lake.view()).select("rule", "human_clicks", "bot_clicks").rows()
    assert rows == [("crawlers", 0, 1), (None, 1, 0)]


@pytest.mark.parametrize("entry", range(0, len(CRAWLER_USER_AGENTS_DATA), 97))
def test_the_kept_lists_own_examples_are_bots(entry: int) -> None:
    rule = ACTOR_RULES["crawlers"]
    assert rule.agent is not None
    for agent in CRAWLER_USER_AGENTS_DATA[entry]["instances"][:3]:
        assert rule.agent(agent)
    assert not rule.agent(PHONE)


@pytest.mark.parametrize(
    ("off", "options", "named"),
    [
        ({"nothing"}, {}, "nothing"),
        (set(), {"bursts": {"links": "1"}}, "from 2 to 100"),
        (set(), {"bursts": {"links": "three"}}, "whole number"),
        (set(), {"bursts": {"depth": "3"}}, "depth"),
        (set(), {"crawlers": {"list": "mine"}}, "list"),
        (set(), {"traps": {"links": "x" * 10_001}}, "characters"),
    ],
    ids=["no rule", "too few", "no number", "no option", "no options", "too long"],
)
def test_a_rule_set_that_cannot_be_is_refused_by_name(
    off: set[str], options: dict[str, dict[str, str]], named: str
) -> None:
    with pytest.raises(BadRequest, match=named):
        checked(frozenset(off), options)


def test_a_rule_set_is_kept_word_by_word() -> None:
    rules = replace(
        checked(frozenset({"crawlers"}), {"bursts": {"links": "4"}}), version=7, at=START, who="me"
    )
    assert from_words(as_words(rules)) == rules
    assert from_words({**as_words(rules), "off": ["gone"]}).off == frozenset()
    assert rules.of(ACTOR_RULES["bursts"]) == {"links": "4", "seconds": "2"}
    assert RuleSet().rules == tuple(ACTOR_RULES.values())


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_bursts_are_those_of_a_count_by_hand_in_any_order(data: st.DataObject) -> None:
    clicks = data.draw(
        st.lists(
            st.tuples(st.integers(0, 1), st.sampled_from("abcd"), st.integers(0, 12)),
            max_size=14,
            unique=True,
        )
    )
    expected = {
        (who, link, at)
        for who, link, at in clicks
        if any(
            start <= at <= start + 4
            and len({other for w, other, t in clicks if w == who and start <= t <= start + 4}) >= 3
            for start in range(-4, 13)
        )
    }
    assert _bursts(data.draw(st.permutations(clicks))) == expected


def _bursts(clicks: list[tuple[int, str, int]]) -> set[tuple[int, str, int]]:
    """What the rule says of clicks, half a second being the unit: two seconds are four."""
    rows = pl.DataFrame(
        {
            "campaign_id": [1] * len(clicks),
            "person": [who for who, _, _ in clicks],
            "link": [link for _, link, _ in clicks],
            "at": [moment(at / 2) for _, _, at in clicks],
        },
        schema={
            "campaign_id": pl.Int64,
            "person": pl.Int64,
            "link": pl.String,
            "at": pl.Datetime("us", "UTC"),
        },
    )
    rule = ACTOR_RULES["bursts"]
    assert rule.marks is not None
    marked = rule.marks(rows.lazy(), RuleSet().of(rule)).select("person", "at").collect().rows()
    return {click for click in clicks if (click[0], moment(click[2] / 2)) in set(marked)}
