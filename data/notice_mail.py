"""How does a notice become a mail, and how does that leave?"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from hashlib import sha256

from data.carriers.smtp import open_to, sender_of, server_of
from data.notices import Verdict
from data.settings import Settings
from data.store.notice_rows import Notice

NO_SERVER = "No mail server is set up: HELIOGRAPH_SMTP_URL is empty"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a mail's HTML, which shows it as <img src="cid:…"> of its `key`."""

    key: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file beside a mail."""

    name: str
    content: str
    subtype: str = "csv"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it has a recipient; the text says all that the HTML does."""

    title: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class MailWay:
    """The way by email; without a server nothing leaves, and the verdict says so."""

    def __init__(self, settings: Settings) -> None:
        url = settings.smtp_url.get_secret_value()
        self._server = server_of(url) if url else None

    @property
    def is_open(self) -> bool:
        """Whether there is a server."""
        return self._server is not None

    def written(self, letter: Letter, key: str, to: str, now: datetime) -> bytes:
        """The mail as it leaves; of the same `key` always with the same Message-ID."""
        sender = self._sender()
        domain = sender.rpartition("@")[2]
        mail = EmailMessage(policy=WIRE)
        mail["From"] = Address("Heliograph", addr_spec=sender)
        mail["To"] = Address(addr_spec=to)
        mail["Subject"] = " ".join(letter.title.split())
        mail["Date"] = now
        mail["Message-ID"] = f"<{sha256(key.encode()).hexdigest()[:32]}.heliograph@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
        mail.set_content(letter.text)
        mail.add_alternative(letter.html, subtype="html")
        _add_pictures(mail, letter.pictures)
        for one in letter.attachments:
            mail.add_attachment(one.content, subtype=one.subtype, filename=one.name)
        return mail.as_bytes()

    def __call__(self, notice: Notice) -> Verdict:
        """Hand a notice's mail to the server."""
        if self._server is None:
            return Verdict(False, NO_SERVER, again=True)
        try:
            with open_to(self._server) as connection:
                connection.sendmail(self._sender(), [notice.to], notice.content or b"")
        except smtplib.SMTPRecipientsRefused as error:
            (code, _), *_ = error.recipients.values()
            return _refused(code)
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            said = f"The mail server can't be reached ({type(error).__name__})"
            return Verdict(False, said, again=True)
        return Verdict(True, "The mail server has taken it")

    def _sender(self) -> str:
        return sender_of(self._server) if self._server else "heliograph@localhost"


def _add_pictures(mail: EmailMessage, pictures: Sequence[Picture]) -> None:
    if not pictures:
        return
    body = mail.get_body(("html",))
    assert isinstance(body, EmailMessage)
    for one in pictures:
        name = f"{one.key}.png"
        body.add_related(
            one.content, "image", "png", cid=f"<{one.key}>", filename=name, disposition="inline"
        )


def _refused(code: int) -> Verdict:
    """A refusal by its number alone: the server's words may name people."""
    again = 400 <= code < 500
    said = f"The mail server has refused it ({code})"
    return Verdict(False, f"{said}; it is tried again" if again else said, again=again)
