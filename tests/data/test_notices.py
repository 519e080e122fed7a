"""Does what is told outside arrive, signed, once, and with its failures on record?"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from data.errors import BadRequest, NotFound, Unavailable
from data.notice_mail import Letter
from data.notices import WAITS
from data.receivers import signed
from data.seal import Seal
from data.services import Services
from data.settings import Settings
from data.store import notice_rows
from data.store.engine import read, write
from data.store.notice_rows import Notice, Stage, Way
from data.store.tables import webhook_receivers
from tests.conftest import SetClock, built
from tests.mail_server import MailServer, mail_server
from tests.receiver import Call, receiver


def queue(services: Services, way: Way, to: str, key: str = "one") -> None:
    """Something to tell; a mail is written as any letter is."""
    content = b'{"n":1}'
    if way is Way.EMAIL:
        letter = Letter("Figures", "Ten sent", "<p>Ten sent</p>")
        content = services.telling.mail.written(letter, key, to, services.clock())
    with write(services.engine) as connection:
        notice = Notice(key, "alert:1", way, to, "Figures", content, services.clock())
        notice_rows.add(connection, [notice])


def only(services: Services) -> Notice:
    """The one notice there is."""
    (notice,) = services.telling.notices.about("alert:1")
    return notice


def is_signed(call: Call, secret: str) -> bool:
    """Whether the signature is that of Standard Webhooks, worked out on its own."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode()
    made = base64.b64encode(hmac.digest(key, said + call.body, hashlib.sha256)).decode()
    return call.headers["webhook-signature"] == f"v1,{made}"


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@contextmanager
def reaching(services: Services, clock: SetClock, mails: MailServer) -> Iterator[Services]:
    """The same workspace with a mail server, allowed to call this machine."""
    secret = type(services.settings.smtp_url)
    more: dict[str, Any] = {"smtp_url": secret(mails.url), "private_webhooks": True}
    with built(services.settings.model_copy(update=more), clock) as made:
        yield made


@pytest.fixture
def connected(services: Services, clock: SetClock, mails: MailServer) -> Iterator[Services]:
    """A workspace with a mail server, on each kind of database."""
    with reaching(services, clock, mails) as made:
        yield made


@pytest.fixture
def linked(lite: Services, clock: SetClock, mails: MailServer) -> Iterator[Services]:
    """A workspace with a mail server, on SQLite alone."""
    with reaching(lite, clock, mails) as made:
        yield made


def test_the_signature_is_the_one_of_the_standard():
    """The example that the standard's own libraries are tested with."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_webhook_is_tried_again_with_the_same_id_until_it_answers(
    connected: Services, clock: SetClock
):
    with receiver() as hook:
        hook.answers = [500, 307]
        one, secret = connected.telling.receivers.add("ops", hook.url)
        queue(connected, Way.WEBHOOK, str(one.id))
        for wait in WAITS[:3]:
            connected.telling.notices.step()
            connected.telling.notices.step()
            clock.now += wait
        calls = hook.calls
    assert len(calls) == 3
    assert all(is_signed(call, secret) for call in calls)
    assert len({call.headers["webhook-id"] for call in calls}) == 1
    assert len({call.headers["webhook-timestamp"] for call in calls}) == 3
    notice = only(connected)
    assert (notice.stage, notice.attempts, notice.content) == (Stage.SENT, 3, None)
    said = [verdict for _, verdict in connected.telling.notices.attempts(notice)]
    assert said == ["Answered 500", "Answered 307; redirects are not followed", "Answered 204"]


def test_a_receiver_that_is_gone_is_called_no_more_until_its_secret_is_new(
    linked: Services,
):
    with receiver() as hook:
        hook.answers = [410]
        one, _ = linked.telling.receivers.add("ops", hook.url)
        for key in ("a", "b"):
            queue(linked, Way.WEBHOOK, str(one.id), key)
            linked.telling.notices.step()
        assert len(hook.calls) == 1
        secret = linked.telling.receivers.rotate(one.id)
        queue(linked, Way.WEBHOOK, str(one.id), "c")
        linked.telling.notices.step()
        assert is_signed(hook.calls[1], secret)


def test_after_the_last_attempt_it_is_given_up(linked: Services, clock: SetClock):
    with receiver() as hook:
        hook.answers = [503] * 20
        one, _ = linked.telling.receivers.add("ops", hook.url)
        queue(linked, Way.WEBHOOK, str(one.id))
        for _ in range(10):
            linked.telling.notices.step()
            clock.forward(days=2)
        assert len(hook.calls) == len(WAITS) + 1
    assert only(linked).stage is Stage.FAILED


def test_a_mail_killed_at_the_server_is_sent_again_under_the_same_name(
    connected: Services, clock: SetClock, mails: MailServer, monkeypatch: pytest.MonkeyPatch
):
    """The server has it, but the process ends before that is written down."""
    queue(connected, Way.EMAIL, "ada@example.com")
    with monkeypatch.context() as patch:
        patch.setattr("data.store.notice_rows.tried", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            connected.telling.notices.step()
    connected.telling.notices.step()
    assert len(mails.recipients()) == 1
    clock.now += WAITS[0]
    connected.telling.notices.step()
    assert len({mail["Message-ID"] for mail in mails.mails()}) == 1
    assert only(connected).stage is Stage.SENT


@pytest.mark.parametrize(
    ("refusal", "stage", "said"),
    [
        ("550 5.1.1 Nobody", Stage.FAILED, "The mail server has refused it (550)"),
        (
            "451 4.3.0 Later",
            Stage.WAITING,
            "The mail server has refused it (451); it is tried again",
        ),
    ],
    ids=["for-good", "for-now"],
)
def test_a_refused_mail_says_so_by_its_number_alone(
    linked: Services, mails: MailServer, refusal: str, stage: Stage, said: str
):
    mails.refusals["ada@example.com"] = refusal
    queue(linked, Way.EMAIL, "ada@example.com")
    linked.telling.notices.step()
    notice = only(linked)
    assert (notice.stage, notice.verdict) == (stage, said)


def test_the_same_thing_is_kept_once(connected: Services, clock: SetClock):
    queue(connected, Way.EMAIL, "ada@example.com")
    queue(connected, Way.EMAIL, "ada@example.com")
    assert only(connected).attempts == 0


def test_what_was_told_is_kept_for_ninety_days(linked: Services, clock: SetClock):
    queue(linked, Way.EMAIL, "ada@example.com", "old")
    linked.telling.notices.step()
    clock.forward(days=89)
    queue(linked, Way.EMAIL, "ada@example.com", "new")
    linked.telling.notices.step()
    assert len(linked.telling.notices.about("alert:1")) == 2
    clock.forward(days=2)
    queue(linked, Way.EMAIL, "ada@example.com", "newer")
    linked.telling.notices.step()
    kept = [notice.key for notice in linked.telling.notices.about("alert:1")]
    assert kept == ["newer", "new"]


def test_a_webhook_needs_a_name_of_its_own_and_a_public_address(lite: Services):
    receivers = lite.telling.receivers
    receivers.add("ops", "https://example.com/hook")
    for name, url, where in (
        ("ops", "https://example.com/2", "name"),
        (" ", "https://example.com/2", "name"),
        ("other", "http://127.0.0.1/", "url"),
    ):
        with pytest.raises(BadRequest) as caught:
            receivers.add(name, url)
        assert caught.value.where == where
    with pytest.raises(NotFound):
        receivers.rotate(99)


def test_a_removed_receiver_is_a_verdict_and_no_crash(linked: Services):
    one, _ = linked.telling.receivers.add("ops", "https://example.com/hook")
    linked.telling.receivers.remove(one.id)
    queue(linked, Way.WEBHOOK, str(one.id))
    linked.telling.notices.step()
    assert only(linked).verdict == "There is no such webhook any more"


def test_a_secret_is_kept_sealed_and_another_key_does_not_open_it(
    lite: Services, settings: Settings
):
    _, secret = lite.telling.receivers.add("ops", "https://example.com/hook")
    with read(lite.engine) as connection:
        kept = connection.scalar(select(webhook_receivers.c.secret))
    assert secret not in kept
    with pytest.raises(Unavailable, match="another HELIOGRAPH_SECRET_KEY"):
        Seal(b"another", "heliograph webhook receivers").open(kept)
