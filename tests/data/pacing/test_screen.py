"""Does the screen of a pace say where a campaign stands, and why where it can't? (F244)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from data.channels import CHANNELS
from data.pacing.address import measures, pace, usual_measure
from data.pacing.screen import Paced, paced
from data.services import Services
from data.showing import showing
from data.vocabulary.campaign_state import State
from data.vocabulary.formats import moment
from tests.sends import HOUR, Send, send
from tests.small_campaign import SmallCampaign


def shown(services: Services, one: Send, **words: str) -> Paced:
    """What the screen shows of it."""
    asked = pace(
        {"campaign": str(one.campaign.id), **words},
        services.campaigns,
        services.zone,
        services.clock(),
    )
    assert asked.notices == ()
    view = services.lake.view()
    return paced(asked, services.campaigns, view, services.clock(), services.zone)


def before(services: Services, count: int) -> list[Send]:
    """Past sends on such a day of other weeks; the older, the more clicks."""
    weeks = [services.clock() - timedelta(weeks=n + 1, hours=5) for n in range(count)]
    return [send(services, f"Past {n}", at, clicked=0.2 + n / 25) for n, at in enumerate(weeks)]


def test_it_says_where_the_campaign_stands(services: Services) -> None:
    past = before(services, 6)
    began = services.clock() - 24 * HOUR
    for word, clicked in (("ahead of", 0.9), ("within", 0.3), ("behind", 0.05)):
        own = send(services, word, began, clicked=clicked)
        found = shown(services, own, measure="link_clickers", span="72")
        assert found.sentence.startswith(f"“{word}” is {word} the band: Unique Clickers is at ")
        assert "of the 40 addressed after 24 hours, where the middle 80 % of 6" in found.sentence
        assert "Going on like these, it ends near" in found.sentence
        (chart,) = found.numbers.charts
        ours = [row for row in chart.rows if row["who"] == word]
        assert [row["hours"] for row in ours] == list(range(25))
        assert {row["low"] for row in ours} == {None}
        usual = [row for row in chart.rows if row["who"] == "Median of 6 similar sends"]
        assert [row["hours"] for row in usual] == list(range(73))
        (table,) = found.numbers.tables
        assert [row["campaign"] for row in table.rows] == [one.campaign.name for one in past]
        tiles = {kpi.key: kpi for kpi in found.numbers.kpis}
        assert tiles["pace_share"].value == ours[-1]["share"]
        assert tiles["pace_usual"].value == usual[24]["share"]
        assert tiles["pace_projected"].counts == {"Similar sends": 6}


def test_too_few_similar_sends_make_no_band(services: Services) -> None:
    before(services, 4)
    own = send(services, "Own", services.clock() - 5 * HOUR)
    found = shown(services, own)
    assert "There are too few similar sends to tell whether that is usual: 4" in found.sentence
    assert {row["who"] for row in found.numbers.charts[0].rows} == {"Own"}
    assert [kpi.key for kpi in found.numbers.kpis] == ["pace_share"]
    assert "too few similar sends for a band" in found.numbers.charts[0].summary


def test_before_the_first_hour_is_over_nothing_is_judged(services: Services) -> None:
    before(services, 6)
    now = services.clock()
    own = send(services, "Own", now - 0.5 * HOUR, state=State.IN_PROGRESS)
    found = shown(services, own)
    assert found.measure == "delivered"
    assert found.sentence.startswith("“Own” began less than an hour ago; Delivered is at ")
    *_, last = (row for row in found.numbers.charts[0].rows if row["who"] == "Own")
    assert (last["hours"], last["share"]) == (0.5, len(own.delivered()) / own.sent())


def test_while_it_is_being_sent_its_own_pace_tells_the_end(services: Services) -> None:
    """As Details do: by the messages of the last ten minutes."""
    before(services, 6)
    now = services.clock()
    own = send(
        services,
        "Own",
        now - 2 * HOUR,
        people=80,
        slow=4,
        recipients=100,
        state=State.IN_PROGRESS,
    )
    left = [event["time"] for event in own.events if event["data"].get("status") == "SENT"]
    recent = sum(at >= (now - timedelta(minutes=10)).isoformat() for at in left)
    assert recent
    finish = now + (100 - own.sent()) * timedelta(minutes=10) / recent
    found = shown(services, own)
    assert found.sentence.endswith(
        f"{own.sent()} of 100 messages have gone out; at the pace of the last minutes the last one "
        f"goes out by {moment(finish, services.zone)}."
    )
    assert "pace_projected" not in {kpi.key for kpi in found.numbers.kpis}


def test_a_campaign_without_any_event_stands_at_nothing(services: Services) -> None:
    before(services, 6)
    own = send(services, "Own", services.clock() - 5 * HOUR, people=0, recipients=40)
    found = shown(services, own, measure="delivered")
    assert "“Own” is behind the band: Delivered is at 0.0 % of the 40" in found.sentence
    assert "Going on" not in found.sentence


def test_what_has_no_share_to_follow_says_why(services: Services) -> None:
    now = services.clock()
    nobody = send(services, "Open", now - 5 * HOUR, people=0)
    assert "no list of recipients was declared" in shown(services, nobody).sentence
    later = send(services, "Later", now + 5 * HOUR, people=0, recipients=9)
    assert shown(services, later).sentence == (
        "“Later” begins Mar 11, 2026, 5:00 PM; its pace is told from then."
    )
    keyword = SmallCampaign(services, "keyword").campaign
    assert shown(services, Send(keyword, now, [])).sentence.startswith("Nothing of ")
    assert shown(services, nobody).numbers.charts == ()


def test_each_kind_offers_what_can_be_counted_of_it(services: Services) -> None:
    def of(kind: str, **more: Any) -> Any:
        return SmallCampaign(services, kind, **more).campaign

    game = of("raffle-giveaway", channel="sms", state=State.LIVE)
    assert measures(game) == ("delivered", "played", "opened_url_link")
    assert usual_measure(game) == "played"
    assert measures(of("raffle-giveaway", config={"recipients": "keyword"})) == (
        "played",
        "opened_url_link",
    )
    now = services.clock()
    for channel in CHANNELS.values():
        more = {"type": channel.key, "channel": channel.key, "people": 0}
        campaign = send(services, channel.key, now, **more).campaign
        assert measures(campaign)[0] == "delivered"
        assert ("read" in measures(campaign)) == any(c.opened for c in channel.categories)


def test_an_address_that_can_not_be_followed_is_told_so(services: Services) -> None:
    own = send(services, "Own", services.clock() - 5 * HOUR, people=5)
    draft = SmallCampaign(services, "e-swipe", name="Idea", state=State.DRAFT).campaign

    def told(words: str) -> list[str]:
        return list(showing(services.desk, f"/hub/pacing?{words}").notices)

    ask = f"campaign={own.campaign.id}"
    assert told(f"{ask}&measure=read&span=1&range=all") == [
        "Pace is counted from a campaign's start; the days were ignored.",
        "measure=“read” was ignored: “Own” has Delivered, Unique Clickers.",
        "span=“1” was ignored: there is no such span.",
    ]
    assert told("campaign=x") == ["campaign=“x” was ignored: a campaign is named by its number."]
    assert told("campaign=99999") == ["campaign=99999 was ignored: there is no such campaign."]
    assert told(f"campaign={draft.id}") == ["“Idea” is Draft and has not gone out yet."]
    found = showing(services.desk, f"/hub/pacing?{ask}&span=24&measure=delivered&nonsense=1")
    assert found.address == f"/hub/pacing?{ask}&measure=delivered&span=24"
    assert found.title == "Pacing: Own"
    assert found.kpi("pace_share").value == found.chart("pacing").rows[5]["share"]
