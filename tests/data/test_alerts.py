"""Does an alert fire and tell once an episode, and is its replay what plain Python finds?"""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import UTC, datetime, timedelta
from math import sqrt
from random import Random
from zoneinfo import ZoneInfo

import orjson
import pytest

from data.background import Background
from data.errors import BadRequest, NotFound
from data.services import Services
from data.settings import Settings
from data.store import notice_rows
from data.store.engine import read
from data.store.notice_rows import Stage
from tests.conftest import SetClock, built
from tests.data.sent_hours import campaign, rule, sent
from tests.mail_server import mail_server
from tests.receiver import receiver

HOUR = timedelta(hours=1)


def told(services: Services, rule_id: int) -> list[str]:
    """The titles of what was told about a rule, the first one first."""
    return [one.title for one in reversed(services.telling.notices.about(f"alert:{rule_id}"))]


def test_one_episode_is_one_alert_and_one_all_clear(services: Services, clock: SetClock):
    """20 messages an hour, then 3, 3 and 20 again."""
    spring, alerts = campaign(services), services.telling.alerts
    sent(services, spring, [(clock() - HOUR, 20, 0), (clock() - 2 * HOUR, 20, 0)])
    one = alerts.add(rule(), "Ada")
    alerts.step()
    assert not alerts.get(one).firing
    assert alerts.get(one).said == "20 is not below 10"
    for count in (3, 3, 20):
        sent(services, spring, [(clock(), count, 0)])
        clock.forward(hours=1)
        alerts.step()
        alerts.step()
    (episode,) = alerts.history(one)
    assert (episode.began_at, episode.ended_at) == (clock() - 2 * HOUR, clock())
    assert (episode.said, episode.ended_said) == ("3 is below 10", "20 is not below 10")
    assert told(services, one) == ["Alert: Too little", "Resolved: Too little"]


def test_an_hour_without_any_message_is_below_a_threshold(lite: Services, clock: SetClock):
    sent(lite, campaign(lite), [(clock() - 3 * HOUR, 20, 0)])
    one = lite.telling.alerts.add(rule(), "Ada")
    lite.telling.alerts.step()
    assert lite.telling.alerts.get(one).said == "0 is below 10"


def test_before_the_first_message_nothing_can_be_told(lite: Services):
    one = lite.telling.alerts.add(rule(), "Ada")
    lite.telling.alerts.step()
    alert = lite.telling.alerts.get(one)
    assert (alert.firing, alert.said) == (False, "There was nothing to measure")


def test_a_rule_is_about_its_channel_or_campaign_alone(lite: Services, clock: SetClock):
    sms, mail = campaign(lite), campaign(lite, "email")
    sent(lite, sms, [(clock() - HOUR, 4, 1), (clock() - 2 * HOUR, 1, 0)])
    sent(lite, mail, [(clock() - 2 * HOUR, 1, 0)])
    alerts = lite.telling.alerts
    rates = rule(metric="delivery_rate", threshold="90", channel="sms")
    assert alerts.preview(rates).finding.said == "80.0 % is below 90.0 %"
    by_campaign = rule(campaign=str(mail.id), direction="above", threshold="0")
    assert alerts.preview(by_campaign).finding.said == "0 is not above 0"
    by_type = rule(type="sms", direction="above", threshold="0")
    assert alerts.preview(by_type).finding.said == "5 is above 0"


def test_hours_whose_receipts_still_come_can_be_left_out(lite: Services, clock: SetClock):
    sent(lite, campaign(lite), [(clock() - n * HOUR, n, 0) for n in (1, 2, 3, 4)])
    alerts = lite.telling.alerts
    assert alerts.preview(rule(lag="2")).finding.said == "3 is below 10"
    assert alerts.preview(rule(lag="1", hours="3", direction="above")).finding.fires is False


def test_a_second_episode_in_the_cool_down_waits_for_its_end(lite: Services, clock: SetClock):
    spring, alerts = campaign(lite), lite.telling.alerts
    sent(lite, spring, [(clock() - 2 * HOUR, 20, 0), (clock() - HOUR, 3, 0)])
    one = alerts.add(rule(cooldown="4"), "Ada")
    alerts.step()
    for count in (20, 3, 3, 3):
        sent(lite, spring, [(clock(), count, 0)])
        clock.forward(hours=1)
        alerts.step()
    began = [episode.began_at for episode in alerts.history(one)]
    assert began == [clock(), clock() - 4 * HOUR]


def test_what_fires_in_quiet_hours_is_told_after_them_if_it_is_still_so(
    lite: Services, clock: SetClock
):
    """Over the night in which the clocks of Berlin go forward; quiet until 7:00, 5:00 in UTC."""
    clock.now = datetime(2026, 3, 28, 21, tzinfo=UTC)
    spring, alerts = campaign(lite), lite.telling.alerts
    sent(lite, spring, [(clock() - 2 * HOUR, 20, 0)])
    night = {"quiet_from": "22:00", "quiet_until": "07:00", "zone": "Europe/Berlin"}
    one = alerts.add(rule(**night), "Ada")
    while clock() < datetime(2026, 3, 29, 5, tzinfo=UTC):
        alerts.step()
        assert told(lite, one) == []
        clock.forward(minutes=30)
    assert alerts.get(one).firing
    alerts.step()
    alerts.step()
    assert told(lite, one) == ["Alert: Too little"]
    (episode,) = alerts.history(one)
    assert episode.told_at == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert clock().astimezone(ZoneInfo("Europe/Berlin")).hour == 7


def test_what_is_over_before_the_quiet_hours_are_is_never_told(lite: Services, clock: SetClock):
    spring, alerts = campaign(lite), lite.telling.alerts
    sent(lite, spring, [(clock() - 2 * HOUR, 20, 0), (clock() - HOUR, 3, 0)])
    one = alerts.add(rule(quiet_from="11:00", quiet_until="14:00"), "Ada")
    alerts.step()
    sent(lite, spring, [(clock() + n * HOUR, 20, 0) for n in range(3)])
    for _ in range(3):
        clock.forward(hours=1)
        alerts.step()
    assert alerts.history(one)[0].ended_at is not None
    assert told(lite, one) == []


def test_two_workers_and_killed_ones_tell_everyone_once(
    services: Services, clock: SetClock, monkeypatch: pytest.MonkeyPatch
):
    """One dies between its look and its notices, one between two notices and their delivery."""
    sent(services, campaign(services), [(clock() - 2 * HOUR, 20, 0)])
    with mail_server() as mails, receiver() as hook:
        url = services.settings.model_copy(
            update={
                "smtp_url": type(services.settings.smtp_url)(mails.url),
                "private_webhooks": True,
                "database_url": services.settings.database_url,
            }
        )
        with built(url, clock) as here, built(url, clock) as there:
            program, _ = here.telling.receivers.add("ops", hook.url)
            one = here.telling.alerts.add(
                rule(emails="ops@example.com, ada@example.com", receivers=str(program.id)), "Ada"
            )
            with monkeypatch.context() as patch:
                patch.setattr(
                    "data.alerts.notices", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
                )
                with pytest.raises(KeyboardInterrupt):
                    here.telling.step()
            assert told(here, one) == []
            there.telling.alerts.step()
            here.telling.alerts.step()
            assert len(told(here, one)) == 3
            for _ in range(3):
                there.telling.notices.step()
                here.telling.notices.step()
        assert Counter(mails.recipients()) == {"ops@example.com": 1, "ada@example.com": 1}
        assert [orjson.loads(call.body)["type"] for call in hook.calls] == ["alert.firing"]
    text = mails.mails()[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Found: 0 is below 10" in text
    assert f"/settings/alerts/{one}" in text


def test_background_workers_share_the_turns(lite: Services, clock: SetClock):
    sent(lite, campaign(lite), [(clock() - 2 * HOUR, 20, 0)])
    one = lite.telling.alerts.add(rule(), "Ada")
    first, second = Background(lite), Background(lite)
    assert first.tell() is False
    assert second.tell() is False
    assert len(lite.telling.alerts.history(one)) == 1


def test_a_changed_or_paused_rule_ends_its_episode_without_a_word(
    services: Services, clock: SetClock
):
    sent(services, campaign(services), [(clock() - 2 * HOUR, 20, 0)])
    alerts = services.telling.alerts
    one = alerts.add(rule(), "Ada")
    alerts.step()
    alerts.edit(one, rule(threshold="0"))
    assert alerts.history(one)[0].ended_said == "The alert was changed"
    alerts.step()
    assert alerts.get(one).said == "0 is not below 0"
    alerts.pause(one)
    clock.forward(hours=2)
    alerts.step()
    assert alerts.get(one).looked_at == clock() - 2 * HOUR
    alerts.pause(one, paused=False)
    alerts.step()
    assert alerts.get(one).looked_at == clock()
    assert told(services, one) == ["Alert: Too little"]


def test_a_deleted_rule_leaves_nothing_to_deliver(services: Services, clock: SetClock):
    sent(services, campaign(services), [(clock() - 2 * HOUR, 20, 0)])
    alerts = services.telling.alerts
    one = alerts.add(rule(), "Ada")
    alerts.step()
    alerts.remove(one)
    with pytest.raises(NotFound):
        alerts.get(one)
    with read(services.engine) as connection:
        assert notice_rows.due(connection, clock(), 10) == ()


def test_a_test_reaches_everyone_and_begins_no_episode(services: Services):
    one = services.telling.alerts.add(rule(), "Ada")
    services.telling.alerts.test(one)
    assert told(services, one) == ["Test of an alert: Too little"]
    assert services.telling.alerts.history(one) == ()
    services.telling.notices.step()
    (notice,) = services.telling.notices.about(f"alert:{one}")
    assert notice.stage is Stage.WAITING
    assert notice.verdict == "No mail server is set up: HELIOGRAPH_SMTP_URL is empty"


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        ("campaign", {"campaign": "77"}),
        ("receivers", {"receivers": "5"}),
        ("channel", {"channel": "sms", "metric": "opened_url_link"}),
    ],
)
def test_a_rule_about_what_is_not_there_is_refused_by_field(
    lite: Services, field: str, filled: dict[str, str]
):
    with pytest.raises(BadRequest) as caught:
        lite.telling.alerts.add(rule(**filled), "Ada")
    assert caught.value.where == field
    assert lite.telling.alerts.list() == ()


def test_a_standstill_is_not_made_up_for(lite: Services, clock: SetClock):
    """Only the latest hour is looked at, and the next look is at the next full hour."""
    spring, alerts = campaign(lite), lite.telling.alerts
    sent(lite, spring, [(clock() - 2 * HOUR, 20, 0), (clock() - HOUR, 20, 0)])
    one = alerts.add(rule(), "Ada")
    alerts.step()
    sent(lite, spring, [(clock() + 9 * HOUR, 20, 0)])
    clock.forward(hours=10, minutes=20)
    alerts.step()
    assert alerts.history(one) == ()
    assert not lite.telling.alerts.is_due
    clock.forward(minutes=40)
    assert lite.telling.alerts.is_due


def test_the_replay_is_what_plain_python_finds_hour_by_hour(settings: Settings, clock: SetClock):
    """Fourteen weeks of noise with two days that stand out, in a zone whose clocks change."""
    clock.now = datetime(2026, 4, 8, 12, tzinfo=UTC)
    dice, start = Random(5), clock() - timedelta(weeks=14)
    hours = {start + n * 6 * HOUR: dice.randint(4, 9) for n in range(14 * 28)}
    odd = datetime(2026, 4, 2, tzinfo=UTC)
    hours |= {at: 60 for at in hours if at.date() == odd.date()}
    with built(settings, clock) as services:
        sent(services, campaign(services), [(at, n, 0) for at, n in hours.items()])
        one = rule(against="history", direction="above", hours="24", zone="Europe/Berlin")
        preview = services.telling.alerts.preview(one)
    wanted = plain_replay(hours, start, clock(), ZoneInfo("Europe/Berlin"))
    assert list(preview.replayed.episodes) == wanted
    assert 1 <= len(wanted) <= 5
    assert preview.replayed.weeks == 10
    assert preview.nominal is not None


def plain_replay(
    hours: dict[datetime, int], start: datetime, now: datetime, zone: ZoneInfo
) -> list[tuple[datetime, datetime | None]]:
    """From when to when the rule above would have fired, counted the slow way."""
    sums = {}
    end = start + 24 * HOUR
    while end <= now:
        sums[end] = sum(n for at, n in hours.items() if end - 24 * HOUR <= at < end)
        end += HOUR
    episodes: list[tuple[datetime, datetime | None]] = []
    for look, seen in sums.items():
        local = look.astimezone(zone)
        past = [(local - timedelta(days=7 * n)).astimezone(UTC) for n in range(1, 9)]
        known = [sums[at] for at in past if at in sums]
        fires = False
        if len(known) >= 4:
            middle = statistics.median(known)
            spread = 1.4826 * statistics.median(abs(one - middle) for one in known)
            fires = seen > middle + 4 * max(spread, sqrt(middle))
        is_open = bool(episodes) and episodes[-1][1] is None
        if fires and not is_open:
            episodes.append((look, None))
        elif is_open and not fires:
            episodes[-1] = (episodes[-1][0], look)
    return episodes
