"""A real SMTP server on this machine that keeps what it gets, and refuses whom it is told to."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class MailServer:
    """`refusals` are answers to recipients by address; `says` to texts, by recipient.

    An empty refusal hangs up, and so does None as an answer to a text, which is then kept.
    """

    port: int
    refusals: dict[str, str] = field(default_factory=dict)
    says: dict[str, str | None] = field(default_factory=dict)
    got: list[tuple[str, str, bytes]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    @property
    def url(self) -> str:
        """What HELIOGRAPH_SMTP_URL takes."""
        return f"smtp://127.0.0.1:{self.port}"

    def recipients(self) -> list[str]:
        """Who got a mail, in the order in which they did."""
        with self.lock:
            return [recipient for _, recipient, _ in self.got]

    def mails(self) -> list[EmailMessage]:
        """What they got."""
        with self.lock:
            return [
                message_from_bytes(content, policy=policy.default)  # type: ignore[misc]
                for _, _, content in self.got
            ]

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if address in self.refusals:
            if not self.refusals[address]:
                server.transport.close()
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        (recipient,) = envelope.rcpt_tos
        said = self.says.get(recipient, "250 OK")
        if said is None or said.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            with self.lock:
                self.got.append((envelope.mail_from or "", recipient, content))
        if said is None:
            server.transport.close()
            return "250 OK"
        return said


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def mail_server(port: int = 0, password: str = "") -> Iterator[MailServer]:
    """It runs for as long as the block; with a `password` it lets nobody in without."""
    server = MailServer(port or free_port())

    def let_in(_: Any, __: Any, ___: Any, mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == password.encode()
        return AuthResult(success=good, handled=good)

    more = (
        {"auth_required": True, "auth_require_tls": False, "authenticator": let_in}
        if password
        else {}
    )
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **more)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
