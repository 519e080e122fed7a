"""Is a report sent once at each due time, with the screen's own figures, whoever is killed?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from data.errors import BadRequest, Busy, NotFound, Refused, Unavailable
from data.picture import Picture
from data.report_schedules import WAITS, ReportSchedules
from data.services import Services
from data.showing import showing
from data.source import Part
from data.store.notice_rows import Stage
from data.store.report_rows import RunState
from data.vocabulary.formats import number
from tests.conftest import SetClock, built
from tests.data.sent_hours import campaign, sent
from tests.data.test_report_schedule import schedule
from tests.mail_server import MailServer, mail_server

HOUR = timedelta(hours=1)
PNG = bytes.fromhex("89504e470d0a1a0a") + b"picture"


class Brush:
    """Paints the same every time, or fails as it is told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.painted: list[Picture] = []

    def paint(self, picture: Picture) -> bytes:
        self.painted.append(picture)
        if self.error is not None:
            raise self.error
        return PNG

    def close(self) -> None:
        """Nothing to let go."""


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@contextmanager
def at_seven(services: Services, clock: SetClock, mails: MailServer) -> Iterator[Services]:
    """The workspace with a mail server, 40 messages of which 4 failed, and it is 7 o'clock."""
    clock.now = datetime(2026, 3, 11, 7, tzinfo=UTC)
    secret = type(services.settings.smtp_url)
    settings = services.settings.model_copy(update={"smtp_url": secret(mails.url)})
    with built(settings, clock) as made:
        sent(made, campaign(made), [(clock() - 30 * HOUR, 36, 4)])
        yield made


@pytest.fixture
def here(services: Services, clock: SetClock, mails: MailServer) -> Iterator[Services]:
    """It on each kind of database."""
    with at_seven(services, clock, mails) as made:
        yield made


@pytest.fixture
def alone(lite: Services, clock: SetClock, mails: MailServer) -> Iterator[Services]:
    """It on SQLite alone."""
    with at_seven(lite, clock, mails) as made:
        yield made


def daily(**filled: str):  # type: ignore[no-untyped-def]
    usual = {"at_time": "08:00", "zone": "UTC", "pictures": "yes"}
    return schedule(**(usual | filled))


def of(here: Services, brush: Brush | None = None) -> ReportSchedules:
    """The schedules, drawn by `brush`."""
    return ReportSchedules(here.desk, here.telling.mail, brush or Brush(), "http://here")


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return body.get_content()


def html(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    assert body is not None
    return body.get_content()


def turn(here: Services, *schedules: ReportSchedules) -> None:
    for one in schedules:
        one.step()
    while here.telling.notices.step():
        pass


def test_each_due_time_is_sent_once_to_each_by_two_workers(
    here: Services, clock: SetClock, mails: MailServer
):
    reports, others = of(here), of(here)
    one = reports.add(daily(emails="ada@example.com, bo@example.com"), "Ada")
    turn(here, reports, others)
    assert mails.recipients() == []
    for day in (1, 2):
        clock.forward(hours=1 if day == 1 else 24)
        turn(here, reports, others)
        turn(here, others, reports)
        assert mails.recipients() == ["ada@example.com", "bo@example.com"] * day
    assert len({mail["Message-ID"] for mail in mails.mails()}) == 4
    runs = reports.get(one).runs
    assert [run.due_at.day for run in runs] == [12, 11]
    assert {run.state for run in runs} == {RunState.MADE}


def test_the_mail_says_what_the_screen_says(alone: Services, clock: SetClock, mails: MailServer):
    reports = of(alone)
    reports.add(daily(), "Ada")
    clock.forward(hours=1)
    turn(alone, reports)
    (mail,) = mails.mails()
    screen = showing(alone.desk, "/dashboards/messaging?range=last-7-days")
    assert mail["Subject"] == "Weekly figures"
    for kpi in screen.numbers.kpis:
        assert f"{kpi.label} | {number(kpi.value)}" in text(mail)
        assert f">{number(kpi.value)}</td>" in html(mail)
    assert "SMS | 40" in text(mail)
    assert "Mar 5, 2026 to Mar 11, 2026 (Last 7 Days) · UTC" in text(mail)
    assert "as of Mar 11, 2026, 8:00 AM" in text(mail)
    assert "http://here/dashboards/messaging?range=last-7-days" in text(mail)
    assert 'href="http://here/dashboards/messaging?range=last-7-days"' in html(mail)


def test_notes_and_targets_go_along(alone: Services, clock: SetClock, mails: MailServer):
    alone.annotations.add({"text": "Sale <b>", "first": "2026-03-10"}, "Ada")
    wanted = {"metric": "outbound", "bound": "at-least", "value": "50", "scope": "workspace"}
    alone.targets.put(wanted, "Ada")
    reports = of(alone)
    reports.add(daily(), "Ada")
    clock.forward(hours=1)
    turn(alone, reports)
    (mail,) = mails.mails()
    assert "Note 1, Mar 10, 2026: Sale <b>" in text(mail)
    assert "Note 1, Mar 10, 2026: Sale &lt;b&gt;" in html(mail)
    assert "Outbound Messages | 40 | Target at least 50: missed by 10" in text(mail)


def test_charts_are_pictures_inside_the_mail(alone: Services, clock: SetClock, mails: MailServer):
    brush = Brush()
    reports = of(alone, brush)
    reports.add(daily(), "Ada")
    clock.forward(hours=1)
    turn(alone, reports)
    (mail,) = mails.mails()
    (picture,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert picture.get_content() == PNG
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html(mail)
    assert picture.get_content_disposition() == "inline"
    assert brush.painted[0].about["address"] == "/dashboards/messaging?range=last-7-days"


def test_without_a_browser_the_rows_are_told_and_that_is_said(
    alone: Services, clock: SetClock, mails: MailServer
):
    reports = of(alone, Brush(Unavailable("There is no browser")))
    one = reports.add(daily(), "Ada")
    clock.forward(hours=1)
    turn(alone, reports)
    (mail,) = mails.mails()
    assert "Pictures could not be drawn this time" in text(mail)
    assert "Pictures could not be drawn this time" in html(mail)
    assert re.search("Mar 10, 2026</td><td[^>]*>SMS</td><td[^>]*>40</td>", html(mail))
    assert reports.get(one).runs[0].said == "Made with 0 pictures"


def test_tables_and_charts_are_attached_as_csv_where_that_is_wanted(
    alone: Services, clock: SetClock, mails: MailServer
):
    reports = of(alone)
    reports.add(daily(csv="yes", pictures=""), "Ada")
    clock.forward(hours=1)
    turn(alone, reports)
    parts = mails.mails()[0].iter_attachments()
    files = {part.get_filename(): part.get_content() for part in parts}
    assert set(files) == {
        "dashboards-messaging-exchanged_by_day.csv",
        "dashboards-messaging-messages_exchanged.csv",
    }
    table = files["dashboards-messaging-messages_exchanged.csv"].splitlines()
    assert "SMS,40,0,40" in table


def test_after_a_standstill_the_latest_due_time_alone_is_served(
    alone: Services, clock: SetClock, mails: MailServer
):
    reports = of(alone)
    one = reports.add(daily(), "Ada")
    clock.forward(days=5, hours=3)
    turn(alone, reports)
    assert len(mails.recipients()) == 1
    (run,) = reports.get(one).runs
    assert run.due_at == datetime(2026, 3, 16, 8, tzinfo=UTC)
    assert reports.get(one).next_due == datetime(2026, 3, 17, 8, tzinfo=UTC)


def test_who_is_killed_while_it_is_made_or_kept_leaves_it_to_the_next(
    here: Services, clock: SetClock, mails: MailServer, monkeypatch: pytest.MonkeyPatch
):
    killed = of(here, Brush(KeyboardInterrupt()))  # type: ignore[arg-type]
    one = killed.add(daily(), "Ada")
    clock.forward(hours=1)
    with pytest.raises(KeyboardInterrupt):
        killed.step()
    with monkeypatch.context() as patch:
        clock.now += WAITS[0]
        patch.setattr(
            "data.store.notice_rows.add", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            of(here).step()
    turn(here, of(here))
    assert mails.recipients() == []
    clock.now += WAITS[1]
    turn(here, of(here))
    turn(here, of(here))
    assert mails.recipients() == ["ada@example.com"]
    (run,) = of(here).get(one).runs
    assert (run.state, run.attempts) == (RunState.MADE, 3)


def test_a_painter_that_stays_busy_is_asked_again_and_then_it_has_failed_with_its_reason(
    alone: Services, clock: SetClock, mails: MailServer
):
    reports = of(alone, Brush(Busy("Too many pictures at once", 5)))
    one = reports.add(daily(), "Ada")
    clock.forward(hours=1)
    turn(alone, reports)
    (run,) = reports.get(one).runs
    assert (run.state, run.said) == (
        RunState.WAITING,
        "Too many pictures at once; it is tried again",
    )
    for wait in WAITS:
        clock.now += wait
        turn(alone, reports)
    (run,) = reports.get(one).runs
    assert (run.state, run.said) == (RunState.FAILED, "Too many pictures at once")
    assert mails.recipients() == []


def test_it_can_be_sent_at_once_paused_changed_and_deleted(
    here: Services, clock: SetClock, mails: MailServer
):
    reports = of(here)
    one = reports.add(daily(), "Ada")
    reports.send_now(one)
    turn(here, reports)
    assert len(mails.recipients()) == 1
    reports.pause(one)
    clock.forward(days=3)
    turn(here, reports)
    reports.pause(one, paused=False)
    turn(here, reports)
    assert len(mails.recipients()) == 1
    reports.edit(one, daily(emails="bo@example.com", at_time="12:00"))
    clock.forward(hours=6)
    turn(here, reports)
    assert mails.recipients()[-1] == "bo@example.com"
    notices = here.telling.notices.about(f"report:{one}")
    assert {notice.stage for notice in notices} == {Stage.SENT}
    reports.remove(one)
    with pytest.raises(NotFound):
        reports.get(one)
    assert here.telling.notices.about(f"report:{one}") == ()


def test_an_address_without_figures_is_refused_by_field(alone: Services):
    with pytest.raises(BadRequest) as caught:
        of(alone).add(daily(address="/settings"), "Ada")
    assert caught.value.where == "address"


def test_a_dashboard_of_ones_own_is_sent_tile_by_tile(
    alone: Services, clock: SetClock, mails: MailServer
):
    board = alone.own_dashboards.create("Mondays", "Ada")
    alone.own_dashboards.add(board.id, "/dashboards/messaging", Part.KPI, "outbound", by="Ada")
    reports = of(alone)
    reports.add(daily(address=f"/dashboards/{board.id}"), "Ada")
    clock.forward(hours=1)
    turn(alone, reports)
    said = text(mails.mails()[0])
    assert "Mondays" in said
    assert "Outbound Messages | 40" in said


def test_without_a_mail_server_nothing_can_be_sent_at_once(lite: Services):
    reports = of(lite)
    one = reports.add(daily(), "Ada")
    with pytest.raises(Refused, match="HELIOGRAPH_SMTP_URL"):
        reports.send_now(one)
