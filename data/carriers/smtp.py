"""How does an email leave through an SMTP server?

SMTP has no way to say "this one again": a message whose server was lost between its text and the
server's word may have arrived, and is not sent a second time (at most once). So messages go one by
one, and a program that is ended in the middle leaves one message open, not a batch.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from urllib.parse import unquote, urlsplit

from data.carrier import Answer, Carrier, CarrierKind, Envelope, Message, Receipt
from data.errors import BadRequest, Unavailable
from data.mail import is_ascii, mime
from data.settings import Settings

TIMEOUT = 15.0  # seconds for each word of the server
IDLE = 30.0  # seconds after which an open connection is given up; servers do so, too
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
# Refusals of a recipient that no later attempt changes: the mailbox is not there.
_NO_MAILBOX = frozenset({550, 551, 553})


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is and how to get in; `secured` is "", "starttls" or "tls"."""

    host: str
    port: int
    secured: str
    user: str = ""
    password: str = field(default="", repr=False)


def server_of(url: str) -> Server:
    """Read smtp://, smtp+starttls:// or smtps:// with user:password@host:port.

    The address was checked when the settings were read.
    """
    parts = urlsplit(url)
    secured = {"smtp": "", "smtp+starttls": "starttls", "smtps": "tls"}[parts.scheme]
    return Server(
        parts.hostname or "",
        parts.port or PORTS[parts.scheme],
        secured,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def sender_of(server: Server) -> str:
    """Whom the workspace's own mails come from: the server's user, where that is an address."""
    return server.user if "@" in server.user else f"heliograph@{server.host}"


class Smtp:
    """One connection to an SMTP server, opened when there is something to send."""

    batch = 1
    repeats = False

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None
        self._used = 0.0

    def hand_over(self, messages: Sequence[Message], now: datetime) -> Sequence[Answer]:
        """Send each; a 4xx may be tried again later, a 5xx is final.

        Raises Unavailable where the server can't be reached or refuses everybody.
        """
        return [self._send(message, now) for message in messages]

    def receipts(self, envelope: Envelope, handed_at: datetime) -> Sequence[Receipt]:
        """None: what becomes of a mail later comes by its provider's webhooks."""
        return ()

    def close(self) -> None:
        """Say goodbye to the server."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):  # it may be gone
                connection.quit()

    def _send(self, message: Message, now: datetime) -> Answer:
        try:
            data = mime(message, now).as_bytes()
        except BadRequest as error:
            return Answer("NOT_SENT", error.where or "content")
        was_open = self._connection is not None
        connection = self._connected()
        try:
            refused = _introduced(connection, message.envelope)
        except smtplib.SMTPNotSupportedError:  # an address that only newer servers know to write
            return Answer("BAD_TO", "smtputf8")
        except (OSError, smtplib.SMTPException):
            self._drop()
            if was_open:  # the server may have hung up long ago
                return self._send(message, now)
            # It costs an attempt, or one message on which a server stumbles would hold up all.
            return Answer("NOT_SENT", "broken-off", again=True)
        if refused is not None:
            return refused
        return self._handed(connection, data)

    def _handed(self, connection: smtplib.SMTP, data: bytes) -> Answer:
        """Give the text; from its first byte on, a lost server means that nobody knows."""
        try:
            code, said = connection.data(data)
        except smtplib.SMTPDataError as error:
            # It refused before the first byte, or answered something that is no answer.
            code, said = error.smtp_code, b""
        except (OSError, smtplib.SMTPException):
            self._drop()
            return Answer("NOT_SENT", "interrupted")
        self._used = monotonic()
        if code == 250:
            return Answer("SENT")
        with suppress(OSError, smtplib.SMTPException):  # the next message finds out
            connection.rset()
        return _refused(code, said, "BOUNCED")

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None and monotonic() - self._used > IDLE:
            self.close()
        if self._connection is None:
            try:
                self._connection = open_to(self._server)
            except (OSError, smtplib.SMTPException) as error:
                raise Unavailable(f"The SMTP server can't be reached: {_reason(error)}") from None
        self._used = monotonic()
        return self._connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def open_to(server: Server) -> smtplib.SMTP:
    """A connection that is secured and signed in. Raises OSError and SMTPException."""
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.secured == "tls":
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.secured == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        connection.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException):
        connection.close()
        raise
    return connection


def _introduced(connection: smtplib.SMTP, envelope: Envelope) -> Answer | None:
    """Name sender and recipient; the server's refusal of one of them, if it refuses."""
    options = [] if is_ascii(envelope) else ["smtputf8"]
    code, said = connection.mail(envelope.sender, options)
    if code == 250:
        code, said = connection.rcpt(envelope.recipient)
        if code in (250, 251, 252):
            return None
        final = "BOUNCED_PERMANENT" if code in _NO_MAILBOX else "BOUNCED"
    else:
        final = "BAD_FROM"
    if code == 421:
        raise smtplib.SMTPServerDisconnected("421")
    connection.rset()
    return _refused(code, said, final)


def _refused(code: int, said: bytes, final: str) -> Answer:
    """A refusal with the server's own number; the rest of its words may name people."""
    enhanced = re.match(rb"[245]\.\d{1,3}\.\d{1,3}", said)
    error = enhanced[0].decode() if enhanced else str(code)
    return Answer(final, error, again=400 <= code < 500)


def _reason(error: Exception) -> str:
    """What failed, without the server's words: a refused login repeats what was sent."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return type(error).__name__


def _connect(settings: Settings) -> Carrier | None:
    url = settings.smtp_url.get_secret_value()
    return Smtp(server_of(url)) if url else None


CARRIER = CarrierKind(
    key="smtp",
    label="SMTP server",
    channels=frozenset({"email"}),
    connect=_connect,
    order=1,
)
