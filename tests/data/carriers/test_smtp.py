"""Mail through a real SMTP server: what arrives, what is refused, and what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data.carrier import Answer, Button, Content, Envelope, Message
from data.carriers.smtp import PORTS, Server, Smtp, server_of
from data.errors import SettingsError, Unavailable
from data.settings import Settings, load
from tests.mail_server import MailServer, free_port, mail_server

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
LEAVE = "https://go.example.com/u/7-1-abc"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture
def carrier(server: MailServer) -> Iterator[Smtp]:
    found = Smtp(server_of(server.url))
    yield found
    found.close()


def message(recipient: str = "ana@example.com", **texts: Any) -> Message:
    envelope = Envelope(7, 1, "email", "news@shop.example", recipient)
    return Message(envelope, Content(**{"body": "Hello", "subject": "Spring", **texts}), LEAVE)


def handed(carrier: Smtp, *recipients: str) -> list[Answer]:
    return list(carrier.hand_over([message(one) for one in recipients], NOON))


def test_a_mail_has_both_parts_its_name_and_a_way_out(server: MailServer, carrier: Smtp):
    texts = {
        "body": "Grüße, Ana!\n\nSee https://shop.example/a?b=1&c=2.",
        "subject": "Frühling <b>",
        "preheader": "Only today",
        "from_name": "Shop, Ltd.",
        "header": "Spring",
        "footer": "Shop, 1 Road",
        "buttons": (Button("Look", "https://shop.example/look"),),
    }
    (answer,) = carrier.hand_over([message(**texts)], NOON)
    assert answer == Answer("SENT")
    assert server.got[0][:2] == ("news@shop.example", "ana@example.com")
    (mail,) = server.mails()
    assert mail["Subject"] == "Frühling <b>"
    assert mail["From"] == '"Shop, Ltd." <news@shop.example>'
    assert mail["To"] == "ana@example.com"
    assert mail["Message-ID"] == "<7-1.heliograph@shop.example>"
    assert mail["Date"].datetime == NOON
    assert mail["List-Unsubscribe"] == f"<{LEAVE}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    for said in (
        "Spring",
        "Grüße, Ana!",
        "Look: https://shop.example/look",
        f"Unsubscribe: {LEAVE}",
    ):
        assert said in text
    assert '<a href="https://shop.example/a?b=1&amp;c=2">' in html
    assert "<title>Frühling &lt;b&gt;</title>" in html
    assert f'<a href="{LEAVE}">Unsubscribe</a>' in html


def test_what_a_server_refuses_becomes_a_status_with_its_number(server: MailServer, carrier: Smtp):
    server.refusals = {
        "gone@example.com": "550 5.1.1 No such user gone@example.com",
        "full@example.com": "552 Mailbox full",
        "later@example.com": "451 4.7.1 Greylisted",
    }
    server.says = {"spam@example.com": "554 5.7.1 Not here", "slow@example.com": "421 Too busy"}
    who = [f"{n}@example.com" for n in ("gone", "full", "later", "spam", "slow", "ana")]
    assert handed(carrier, *who) == [
        Answer("BOUNCED_PERMANENT", "5.1.1"),
        Answer("BOUNCED", "552"),
        Answer("BOUNCED", "4.7.1", again=True),
        Answer("BOUNCED", "5.7.1"),
        Answer("BOUNCED", "421", again=True),
        Answer("SENT"),
    ]
    assert server.recipients() == ["ana@example.com"]


def test_a_mail_whose_server_hung_up_is_uncertain_and_the_next_one_is_sent(
    server: MailServer, carrier: Smtp
):
    server.says = {"ana@example.com": None}
    assert handed(carrier, "ana@example.com", "bea@example.com") == [
        Answer("NOT_SENT", "interrupted"),
        Answer("SENT"),
    ]
    assert server.recipients() == ["ana@example.com", "bea@example.com"]


def test_a_server_that_hangs_up_on_a_recipient_is_asked_again_and_holds_no_other_up(
    server: MailServer, carrier: Smtp
):
    server.refusals = {"ana@example.com": ""}
    assert handed(carrier, "ana@example.com", "bea@example.com") == [
        Answer("NOT_SENT", "broken-off", again=True),
        Answer("SENT"),
    ]
    assert handed(carrier, "ana@example.com") == [Answer("NOT_SENT", "broken-off", again=True)]


def test_an_address_in_any_letters_is_written_to(server: MailServer, carrier: Smtp):
    assert handed(carrier, "josé@exämple.com") == [Answer("SENT")]
    assert server.recipients() == ["josé@exämple.com"]
    assert server.mails()[0]["To"] == "josé@exämple.com"


def test_a_server_that_isnt_there_takes_nothing_and_says_so_without_secrets():
    carrier = Smtp(Server("127.0.0.1", free_port(), "", "me", "hunter2"))
    with pytest.raises(Unavailable) as problem:
        handed(carrier, "ana@example.com")
    assert "hunter2" not in str(problem.value)
    assert "hunter2" not in repr(Server("h", 25, "", "me", "hunter2"))


def test_a_server_that_was_restarted_is_found_again():
    port = free_port()
    carrier = Smtp(Server("127.0.0.1", port, ""))
    with mail_server(port):
        assert handed(carrier, "ana@example.com") == [Answer("SENT")]
    with pytest.raises(Unavailable):
        handed(carrier, "bea@example.com")
    with mail_server(port) as again:
        assert handed(carrier, "bea@example.com") == [Answer("SENT")]
        assert again.recipients() == ["bea@example.com"]
        carrier.close()


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize(("password", "good"), [("right", True), ("wrong", False)])
def test_a_password_lets_in_or_nobody_is_written_to(password: str, good: bool):
    with mail_server(password="right") as server:
        carrier = Smtp(server_of(f"smtp://me:{password}@127.0.0.1:{server.port}"))
        if good:
            assert handed(carrier, "ana@example.com") == [Answer("SENT")]
        else:
            with pytest.raises(Unavailable, match="SMTPAuthenticationError 535"):
                handed(carrier, "ana@example.com")
        assert len(server.got) == good
        carrier.close()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.com", Server("mail.example.com", 25, "")),
        (
            "smtps://a%40b:p%3Aq@mail.example.com",
            Server("mail.example.com", 465, "tls", "a@b", "p:q"),
        ),
        ("smtp+starttls://mail.example.com:2525", Server("mail.example.com", 2525, "starttls")),
        ("smtp://me:pw@127.0.0.1:1025", Server("127.0.0.1", 1025, "", "me", "pw")),
    ],
)
def test_an_address_says_where_and_how(url: str, expected: Server):
    assert server_of(Settings(_env_file=None, smtp_url=url).smtp_url.get_secret_value()) == expected  # type: ignore[call-arg]
    assert set(PORTS) == {"smtp", "smtps", "smtp+starttls"}


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com",
        "http://me:hunter2@mail.example.com",
        "smtp://",
        "smtps://me:hunter2@mail.example.com:mail",
        "smtps://me:hunter2@mail.example.com/inbox",
        "smtp://me:hunter2@mail.example.com",
    ],
)
def test_a_wrong_address_ends_the_start_without_repeating_it(url: str):
    with pytest.raises(SettingsError) as problem:
        load(smtp_url=url, _env_file=None)
    assert str(problem.value).startswith("HELIOGRAPH_SMTP_URL: ")
    assert "hunter2" not in str(problem.value)
    assert problem.value.__cause__ is None


def test_the_password_shows_in_no_settings():
    found = Settings(_env_file=None, smtp_url="smtps://me:hunter2@mail.example.com")  # type: ignore[call-arg]
    assert "hunter2" not in repr(found)
    assert "hunter2" not in str(found.model_dump())


def test_a_quiet_connection_is_not_used_again(server: MailServer, carrier: Smtp):
    """Servers hang up on those, and a mail would be uncertain for nothing."""
    handed(carrier, "ana@example.com")
    first = carrier._connection
    carrier._used -= timedelta(minutes=5).total_seconds()
    assert handed(carrier, "bea@example.com") == [Answer("SENT")]
    assert carrier._connection is not first
