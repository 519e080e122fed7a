"""Walls are kept, found by their addresses, and shown from the figures that stand there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from data.campaign_draft import CampaignDraft
from data.errors import BadRequest, NotFound, Refused
from data.reports import Reports
from data.services import Services
from data.source import Part
from data.vocabulary.campaign_state import Group, State
from data.wall import Entry, EntryKind, Slide, WallTheme
from data.wall_program import program
from data.wall_slides import WallSlides
from data.walls import MOST_ENTRIES
from pages.report.tabs import TABS
from tests.conftest import SetClock
from tests.small_campaign import START, SmallCampaign

MESSAGING = "/dashboards/messaging?from=2026-03-01&to=2026-03-09"
LIVE = Entry(EntryKind.LIVE)


def shown(services: Services, wall_id: str) -> tuple[Slide, ...]:
    reports = Reports(services.campaigns, services.lake, services.clock, services.zone, TABS)
    services = replace(services, reports=reports)
    now = services.clock()
    stage = WallSlides(services.desk, services.own_dashboards, now)
    return program(services.walls.get(wall_id), now, stage)


def sent(small: SmallCampaign, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        small.sent(
            "message.status",
            START,
            f"+346000000{number:02}",
            channel="sms",
            message_id=f"m{number}",
            status="DELIVRD",
            sender="1234",
        )


def test_a_wall_is_kept_as_it_was_put_together(services: Services) -> None:
    entries = (LIVE, Entry(EntryKind.CHART, MESSAGING, "exchanged_by_day", 40))
    made = services.walls.create(" Lobby ", entries, "Ada")
    assert made.name == "Lobby"
    assert services.walls.get(made.id) == made
    assert services.walls.every() == (made,)


def test_whoever_saves_what_somebody_else_has_changed_is_told(services: Services) -> None:
    first = services.walls.create("Lobby", (LIVE,), "Ada")
    second = services.walls.save(replace(first, theme=WallTheme.LIGHT, takeover=False), "Bea")
    with pytest.raises(Refused, match="Bea has just changed"):
        services.walls.save(replace(first, name="Hall"), "Ada")
    assert services.walls.get(first.id) == second


def test_a_wall_that_cannot_be_is_refused_and_says_where(services: Services) -> None:
    for name, entries, where in (
        (" ", (), "name"),
        ("a\nb", (), "name"),
        ("x" * 201, (), "name"),
        ("x", (replace(LIVE, seconds=4),), "seconds"),
        ("x", (replace(LIVE, seconds=601),), "seconds"),
        ("x", (Entry(EntryKind.BOARD, "https://example.com/"),), "address"),
        ("x", (Entry(EntryKind.BOARD, "/" + "x" * 2000),), "address"),
        ("x", (LIVE,) * (MOST_ENTRIES + 1), "entries"),
    ):
        with pytest.raises(BadRequest) as refused:
            services.walls.create(name, entries, "Ada")
        assert refused.value.where == where
    assert services.walls.every() == ()


def test_an_id_of_nothing_is_not_found(services: Services) -> None:
    for wall_id in ("", "w", "w0", "w9", "9", "x", "w1x", "w²", "screen", "9" * 30, "w" + "9" * 30):
        with pytest.raises(NotFound):
            services.walls.get(wall_id)


def test_a_wall_that_a_screen_shows_stays(services: Services) -> None:
    wall = services.walls.create("Lobby", (LIVE,), "Ada")
    pairing = services.screens.begin("1.2.3.4")
    screen = services.screens.pair(pairing.code, "Door", wall.id, "Ada")
    with pytest.raises(Refused, match="Door"):
        services.walls.delete(wall.id)
    services.screens.revoke(screen.id)
    services.walls.delete(wall.id)
    with pytest.raises(NotFound):
        services.walls.get(wall.id)


def test_a_dashboard_is_a_wall_by_itself(services: Services) -> None:
    small = SmallCampaign(services, "raffle-giveaway", created_at=START, delivery_at=START)
    sent(small, 3)
    figures, chart = shown(services, "messaging")
    assert [(v.label, v.text) for v in figures.values][:2] == [
        ("Total Messages", "3"),
        ("Outbound Messages", "3"),
    ]
    assert figures.headline == "Total Messages: 3 in the last 30 days."
    assert figures.about.endswith("(Last 30 Days) · UTC")
    assert chart.chart is not None
    assert chart.headline == chart.chart.summary


def test_an_own_dashboard_is_a_wall_by_itself(services: Services) -> None:
    small = SmallCampaign(services, "raffle-giveaway", created_at=START, delivery_at=START)
    sent(small, 2)
    board = services.own_dashboards.create("Mine", "Ada").id
    for part, key, title in (
        (Part.KPI, "outbound", "Out of the house"),
        (Part.CHART, "exchanged_by_day", "By day"),
        (Part.TABLE, "messages_exchanged", "By channel"),
    ):
        services.own_dashboards.add(board, MESSAGING, part, key, title, by="Ada")
    figures, chart = shown(services, str(board))
    assert [(v.label, v.text) for v in figures.values] == [("Out of the house", "2")]
    assert figures.title == "Mine"
    assert (chart.title, chart.chart is not None) == ("By day", True)


def test_one_figure_and_one_chart_can_be_chosen(services: Services) -> None:
    small = SmallCampaign(services, "raffle-giveaway", created_at=START, delivery_at=START)
    sent(small, 3)
    entries = (
        Entry(EntryKind.CHART, MESSAGING, "exchanged_by_day", 40),
        Entry(EntryKind.KPI, MESSAGING, "outbound"),
        Entry(EntryKind.KPI, MESSAGING, "nothing of that name"),
        Entry(EntryKind.BOARD, "/campaigns/999/report"),
    )
    chart, figure = shown(services, services.walls.create("Lobby", entries, "Ada").id)
    assert chart.seconds == 40
    assert [(v.label, v.text) for v in figure.values] == [("Outbound Messages", "3")]


def test_a_period_without_figures_is_skipped(services: Services) -> None:
    small = SmallCampaign(services, "raffle-giveaway", created_at=START, delivery_at=START)
    sent(small, 3)
    entry = Entry(EntryKind.BOARD, "/dashboards/messaging?from=2026-02-01&to=2026-02-02")
    assert shown(services, services.walls.create("Lobby", (entry,), "Ada").id) == ()


def test_a_live_campaign_shows_what_people_do_with_it(services: Services, clock: SetClock) -> None:
    small = SmallCampaign(services, "e-swipe", channel="sms", delivery_at=START)
    small.sent("link.open", START, "+34600000001")
    (slide,) = shown(services, "live")
    assert (slide.title, slide.state) == ("E-Swipe", State.LIVE)
    assert slide.headline == "A e-swipe is Live since Mar 2, 2026, 9:00 AM."
    assert ("Opened URL Link", "1") in [(v.label, v.text) for v in slide.values]
    services.campaigns.change(small.campaign.id, State.COMPLETED, "clock")
    assert shown(services, "live") == ()


def test_a_send_takes_over_until_its_messages_have_left(
    services: Services, clock: SetClock
) -> None:
    SmallCampaign(services, "e-swipe", channel="sms", delivery_at=START).sent(
        "link.open", START, "+34600000001"
    )
    draft = CampaignDraft(
        name="Spring",
        group=Group.MESSAGING,
        type="sms",
        channel="sms",
        sender="61222",
        state=State.PENDING,
        recipients=4,
    )
    spring = services.campaigns.register(draft, "Ada")[0]
    assert [slide.title for slide in shown(services, "live")] == ["E-Swipe"]
    services.campaigns.change(spring.id, State.IN_PROGRESS, "Ada")
    clock.forward(minutes=8)
    report(services, spring.id, "m1")
    (slide,) = shown(services, "live")
    assert (slide.title, slide.takes_over, slide.done) == ("SMS · 61222", True, 0.25)
    assert slide.headline == "Spring is going out: 1 of 4 messages submitted, 25.0 %."
    clock.forward(minutes=5)  # thirteen since it began, five since a message left
    assert [one.title for one in shown(services, "live")] == ["SMS · 61222"]
    clock.forward(minutes=15)
    assert [one.title for one in shown(services, "live")] == ["SMS · 61222", "E-Swipe"]
    services.campaigns.change(spring.id, State.COMPLETED, "clock")
    assert [one.title for one in shown(services, "live")] == ["E-Swipe"]


def report(services: Services, campaign_id: int, message: str) -> None:
    event = {
        "specversion": "1.0",
        "id": message,
        "source": "test",
        "type": "message.status",
        "time": services.clock().isoformat(),
        "subject": "+34600000009",
        "data": {
            "campaign_id": campaign_id,
            "channel": "sms",
            "message_id": message,
            "status": "SENT",
        },
    }
    assert services.accept.events([event]).accepted == 1


def test_a_campaign_that_is_resumed_has_just_begun_again(
    services: Services, clock: SetClock
) -> None:
    small = SmallCampaign(services, "e-swipe", channel="sms", delivery_at=START)
    assert shown(services, "messaging") == ()
    services.campaigns.change(small.campaign.id, State.PENDING, "Ada")
    clock.forward(hours=1)
    services.campaigns.change(small.campaign.id, State.LIVE, "Ada")
    assert [slide.title for slide in shown(services, "messaging")] == ["E-Swipe"]
    clock.forward(minutes=11)
    assert shown(services, "messaging") == ()


def test_recipients_are_masked_on_a_wall(services: Services) -> None:
    """D-28: nothing that a wall asks for is revealed, whoever looks at it."""
    small = SmallCampaign(services, "e-swipe", channel="sms", delivery_at=START)
    small.sent("link.open", START, "+34600000001")
    address = f"/campaigns/{small.campaign.id}/report/participants?range=all"
    wall = services.walls.create("Lobby", (Entry(EntryKind.BOARD, address), LIVE), "Ada")
    assert "+34600000001" not in repr(shown(services, wall.id))


def test_the_choices_name_every_wall(services: Services) -> None:
    made = services.walls.create("Lobby", (LIVE,), "Ada")
    choices = services.walls.choices()
    assert choices[made.id] == "Lobby"
    assert choices["messaging"] == "Messaging"
    assert {services.walls.get(key).name for key in choices} == set(choices.values())


def test_the_days_of_a_wall_move_on_with_the_clock(services: Services, clock: SetClock) -> None:
    small = SmallCampaign(services, "raffle-giveaway", created_at=START, delivery_at=START)
    sent(small, 3)
    assert shown(services, "messaging")
    clock.now = START + timedelta(days=40)
    assert shown(services, "messaging") == ()
