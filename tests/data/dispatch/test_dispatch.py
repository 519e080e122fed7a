"""From a published campaign to Completed or Live, on both databases and with a set clock."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.carrier import Content, Envelope, Message
from data.carriers.demonstration import Demonstration
from data.channels import CHANNELS
from data.event import key_of
from data.query import Query, figures
from data.sending import sending
from data.services import Services
from data.store.engine import write
from data.store.send_rows import add_made_here
from data.vocabulary.campaign_state import Group, State
from tests.conftest import SetClock
from tests.outbound import (
    events,
    made,
    number,
    publish,
    published,
    rows,
    statuses,
    turns,
)

ANA = ("+12025550101", {"first_name": "Ana"})


def state(services: Services, campaign: Campaign) -> State:
    return services.campaigns.get(campaign.id).state


def until_out(services: Services, campaign: Campaign, clock: SetClock) -> None:
    """Go on until no message waits in the carrier's queue."""
    for _ in range(60):
        turns(services)
        if state(services, campaign) not in {State.IN_PROGRESS, State.PROCESSING}:
            return
        clock.forward(seconds=2)
    raise AssertionError("It does not come to its end")


def plainly(campaign: Campaign, recipients: list[str], at: datetime, now: datetime) -> set[Any]:
    """Every fact of a send, computed one by one: (message, status) by `now`."""
    carrier, found = Demonstration(), set()
    for n, recipient in enumerate(recipients, 1):
        one = Envelope(campaign.id, n, campaign.channel, campaign.sender, recipient, True)
        (answer,) = carrier.hand_over([Message(one, Content("x"))], at)
        found.add((one.id, recipient, answer.code))
        found |= {
            (one.id, recipient, r.data["status"])
            for r in carrier.receipts(one, at)
            if r.told_at <= now
        }
    return found


def test_a_campaign_is_prepared_handed_over_and_completed_with_its_last_message(
    services: Services, clock: SetClock
):
    """F041, F042, F043: and each fact is exactly the one that its carrier told."""
    recipients = [number(n) for n in range(120)]
    campaign = published(services, recipients)
    began = clock()
    until_out(services, campaign, clock)
    found = services.campaigns.get(campaign.id)
    assert (found.state, found.recipients) == (State.COMPLETED, 120)
    last = services.campaigns.transitions(campaign.id)[-1]
    assert (last.before, last.who) == (State.IN_PROGRESS, "clock")
    clock.forward(days=3)
    turns(services)
    told = {(e["message_id"], e["recipient"], e["status"]) for e in events(services, campaign)}
    assert told == plainly(campaign, recipients, began, clock())
    assert all(row.next_at is None and row.fields == {} for row in rows(services, campaign))


def test_messages_leave_at_the_rate_and_the_card_moves_with_them(
    services: Services, clock: SetClock
):
    """F042: 30 a minute; after a minute half of sixty are out, and the end is in a minute."""
    campaign = published(services, [number(n) for n in range(60)], send_rate=30)
    turns(services)
    for _ in range(60):
        turns(services)
        clock.forward(seconds=1)
    view = services.lake.view()
    far = sending(services.campaigns.get(campaign.id), view, clock())
    handed = sum(1 for row in rows(services, campaign) if row.code)
    assert handed == 30
    assert far.recipients == 60
    assert far.submitted == pytest.approx(30, abs=5)  # some wait in the carrier's queue
    assert far.per_minute == pytest.approx(far.submitted, abs=2)
    assert far.finish is not None
    assert far.finish - clock() < timedelta(minutes=2)
    assert state(services, campaign) is State.IN_PROGRESS
    until_out_slowly(services, campaign, clock)
    assert state(services, campaign) is State.COMPLETED
    assert len(rows(services, campaign)) == 60


def until_out_slowly(services: Services, campaign: Campaign, clock: SetClock) -> None:
    for _ in range(120):
        clock.forward(seconds=1)
        turns(services)
        if state(services, campaign) is State.COMPLETED:
            return


def test_nothing_leaves_outside_the_timetable(services: Services, clock: SetClock):
    hours = {"from": "13:00", "until": "20:00", "days": [3], "zone": "UTC"}
    campaign = published(services, [number(1)], timetable=hours)
    turns(services)
    assert statuses(services, campaign) == Counter()
    clock.forward(hours=1)
    turns(services)
    assert statuses(services, campaign).total() == 1


@pytest.mark.parametrize("kind", ["sms", "e-swipe"])
def test_a_scheduled_campaign_starts_when_its_date_has_come(
    services: Services, clock: SetClock, kind: str
):
    """The clock is named as the one who did it."""
    campaign = made(services, [ANA], kind)
    date = clock() + timedelta(hours=2)
    if kind == "sms":
        services.campaigns.change(campaign.id, State.SCHEDULED, "test", delivery_at=date)
    else:
        campaign = scheduled_by_the_creator(services, campaign, date)
    turns(services)
    assert state(services, campaign) is State.SCHEDULED
    clock.forward(hours=2)
    turns(services)
    moves = services.campaigns.transitions(campaign.id)
    started = next(move for move in moves if move.before is State.SCHEDULED and move.who == "clock")
    assert started.after is (State.IN_PROGRESS if kind == "sms" else State.PROCESSING)
    until_out(services, campaign, clock)
    assert state(services, campaign) is State.COMPLETED
    assert rows(services, campaign)[0].code


def scheduled_by_the_creator(services: Services, like: Campaign, date: datetime) -> Campaign:
    draft = CampaignDraft(
        name="Scheduled",
        group=like.group,
        type=like.type,
        channel=like.channel,
        sender=like.sender,
        state=State.SCHEDULED,
        delivery_at=date,
        config=like.config,
    )
    campaign = services.campaigns.register(draft, "test")[0]
    members = services.audience.members(like)
    services.audience.replace(campaign.id, members)  # type: ignore[arg-type]
    with write(services.engine) as connection:
        add_made_here(connection, campaign.id)
    return campaign


@pytest.mark.parametrize(
    "theirs",
    [
        {"external_id": "crm-1"},
        {},
        {"demo": True},
        {"external_id": "crm-2", "state": State.SCHEDULED},
        {"state": State.SCHEDULED},
    ],
    ids=str,
)
def test_what_another_system_runs_is_never_sent_from_here(
    services: Services, clock: SetClock, theirs: dict[str, Any]
):
    """Registered In Progress, or Scheduled for a date that has come, whatever its list says."""
    words = {"recipients": "typed", "message": {"body": "Hello"}}
    fields = {"state": State.IN_PROGRESS, **theirs}
    draft = CampaignDraft(
        name="Theirs",
        group=Group.MESSAGING,
        type="sms",
        delivery_at=clock(),
        recipients=1,
        config=words,
        **fields,
    )
    campaign = services.campaigns.register(draft, "crm")[0]
    services.audience.replace(campaign.id, services.audience.members(made(services, [ANA])))  # type: ignore[arg-type]
    clock.forward(hours=1)
    turns(services)
    assert rows(services, campaign) == []
    assert state(services, campaign) is fields["state"]


def test_one_of_another_system_that_is_published_here_is_left_to_it(services: Services):
    draft = CampaignDraft(
        name="Theirs",
        group=Group.MESSAGING,
        type="sms",
        state=State.PENDING,
        external_id="crm-3",
        config={"recipients": "typed", "message": {"body": "Hello"}},
    )
    campaign = services.campaigns.register(draft, "crm")[0]
    publish(services, campaign)
    turns(services)
    assert rows(services, campaign) == []
    assert state(services, campaign) is State.IN_PROGRESS


def test_whoever_is_blocked_or_has_no_address_gets_a_status_and_no_message(
    services: Services, clock: SetClock
):
    """Looked up as the message would leave: a block after publishing counts."""
    people = ["ana@example.com", "bea@example.com", "nobody", "cleo@example.com"]
    campaign = published(services, people, "email", send_rate=1, message={"body": "Hello"})
    services.dispatch.step()
    block(services, "bea@example.com", campaign)
    turns(services)
    assert statuses(services, campaign).total() == 1
    for _ in range(5):
        clock.forward(minutes=1)
        turns(services)
    found = {row.recipient: (row.code, row.error, row.attempts) for row in rows(services, campaign)}
    assert found["bea@example.com"] == ("BLACKLISTED", "blocklist", 0)
    assert found["nobody"] == ("BAD_TO", "bad-recipient", 0)
    told = {e["recipient"]: e["status"] for e in events(services, campaign)}
    assert told["bea@example.com"] == "BLACKLISTED"
    assert found["ana@example.com"][2] == found["cleo@example.com"][2] == 1


def block(services: Services, recipient: str, campaign: Campaign) -> None:
    event = {
        "specversion": "1.0",
        "id": f"block-{recipient}",
        "source": "test",
        "type": "subscriber.block",
        "time": services.clock().isoformat(),
        "subject": recipient,
        "data": {"channel": campaign.channel},
    }
    assert services.accept.events([event]).accepted == 1


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_has_words_for_whom_it_cant_write_to(services: Services, channel: str):
    good = {"email": "ana@example.com", "push": "token-1"}.get(channel, number(1))
    campaign = published(services, [good, "x\ty" if channel == "push" else "x"], channel)
    block(services, good, campaign)
    turns(services)
    codes = [row.code for row in rows(services, campaign)]
    assert set(codes) <= {status.code for status in CHANNELS[channel].statuses}
    outcomes = [CHANNELS[channel].status(code).category for code in codes]
    assert outcomes == ["unsent", "unsent"]


def test_an_empty_placeholder_makes_a_message_incomplete_but_for_sms(
    services: Services, clock: SetClock
):
    """F104."""
    ana = ("ana@example.com", {"first_name": "Ana"})
    mail = published(services, [ana, "bea@example.com"], "email")
    sms = published(services, [number(1)], "sms")
    turns(services)
    assert {e["recipient"] for e in events(services, mail) if e["status"] == "INCOMPLETE"} == {
        "bea@example.com"
    }
    assert statuses(services, sms)["INCOMPLETE"] == 0


def test_a_text_that_is_too_long_is_not_sent_and_others_say_their_parts(services: Services):
    """F108."""
    long = published(services, [number(1)], message={"body": "x" * 1601})
    two = published(services, [number(2)], message={"body": "x" * 170})
    turns(services)
    assert statuses(services, long) == Counter({"SEGMENTS_EXCEEDED": 1})
    assert [e["segments"] for e in events(services, two)] == [2]


def test_a_closed_interactive_campaign_sends_its_invitation_and_is_completed(
    services: Services, clock: SetClock
):
    """F065, F070."""
    campaign = published(services, [ANA, number(2)], "e-swipe")
    until_out(services, campaign, clock)
    assert state(services, campaign) is State.COMPLETED
    assert len(rows(services, campaign)) == 2


def test_an_open_one_goes_live_at_once_and_lives_for_its_hours(services: Services, clock: SetClock):
    """F065, F069, F071, F255: hours of life count from publishing."""
    campaign = published(services, [], "e-swipe", recipients="keyword", expires_hours=48)
    clock.forward(minutes=5)
    turns(services)
    found = services.campaigns.get(campaign.id)
    assert found.state is State.LIVE
    assert found.config["expires_at"] == "2026-03-13T12:00:00+00:00"
    assert rows(services, campaign) == []
    clock.now = datetime(2026, 3, 13, 12, tzinfo=UTC)
    assert [c.id for c in services.campaigns.close_due(clock())] == [campaign.id]


def test_with_nobody_on_the_list_a_campaign_is_out_at_once(services: Services):
    campaign = published(services, [])
    turns(services)
    assert services.campaigns.get(campaign.id).recipients == 0
    assert services.campaigns.transitions(campaign.id)[-1].why == "there was nobody to send to"


def test_one_that_cant_be_sent_as_it_is_waits_and_holds_no_other_up(
    services: Services, caplog: pytest.LogCaptureFixture
):
    broken = published(services, [number(1)], send_rate="fast")
    worse = published(services, [], recipients="subscribers", audience=7)
    good = published(services, [number(2)])
    turns(services)
    turns(services)
    assert statuses(services, good).total() == 1
    assert statuses(services, broken) == statuses(services, worse) == Counter()
    assert [r.message for r in caplog.records if f"Campaign {broken.id} " in r.message] == [
        f"Campaign {broken.id} can't be sent: send_rate must be a whole number of messages a minute"
    ]


def test_what_others_report_of_a_campaign_cant_end_it_early(services: Services):
    """Whoever may write events could else keep half of an audience from its message."""
    from data.sending import complete_submitted

    campaign = published(services, [number(1), number(2)], send_rate=1)
    turns(services)
    forged = {
        "specversion": "1.0",
        "id": "forged",
        "source": "elsewhere",
        "type": "message.status",
        "time": services.clock().isoformat(),
        "subject": number(2),
        "data": {"campaign_id": campaign.id, "message_id": "other", "status": "SENT"},
    }
    assert services.accept.events([forged]).accepted == 1
    view, leaving = services.lake.view(), services.dispatch.under_way()
    assert leaving == {campaign.id}
    assert complete_submitted(services.campaigns, view, leaving) == ()
    assert state(services, campaign) is State.IN_PROGRESS


def test_the_figures_of_a_send_add_up(services: Services, clock: SetClock):
    """F274: recipients are the unsent and the sent ones."""
    campaign = published(services, [number(n) for n in range(200)])
    until_out(services, campaign, clock)
    clock.forward(days=2)
    turns(services)
    found = figures(Query(("total_sent", "unsent"), campaigns=(campaign,)), services.lake.view())
    assert sum(int(figure.value or 0) for figure in found.values()) == 200


def test_ids_of_events_name_message_and_fact(services: Services):
    """So that a fact which is told twice counts once."""
    campaign = published(services, [number(1)])
    turns(services)
    (event,) = events(services, campaign)
    name = f"{campaign.id}-1-{event['status'].lower()}"
    assert event["key"] == key_of("carrier/demonstration", name, "message.status").hex()


def test_every_campaign_has_its_turn_when_turns_are_short(
    services: Services, monkeypatch: pytest.MonkeyPatch
):
    """One whose server is slow can't keep the others waiting for ever."""
    monkeypatch.setattr("data.dispatch.dispatch.LONGEST", 0.0)  # one campaign a turn
    campaigns = [published(services, [number(n)]) for n in range(3)]
    for _ in range(9):  # a page, the end of the list, and the message of each
        assert services.dispatch.step()
    assert all(row.code for one in campaigns for row in rows(services, one))
    assert [len(rows(services, one)) for one in campaigns] == [1, 1, 1]
