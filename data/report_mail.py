"""How does a report that is too long for a screen get into somebody's mailbox?"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from data.carriers.smtp import Server, open_to, sender_of, server_of
from data.errors import BadRequest, TooLarge
from data.settings import Settings

MOST = 10  # addresses
LARGEST = 20_000_000  # bytes of the packed file; few servers take more
_LONGEST = 254

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom a file goes, what it is called, and the days that it is about."""

    to: tuple[str, ...]
    file: str
    first: str
    last: str


def addresses(text: str) -> tuple[str, ...]:
    """Addresses separated by commas, each once. Raises BadRequest naming the wrong one."""
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    for one in found:
        user, _, domain = one.rpartition("@")
        plain = one.isascii() and one.isprintable() and not any(c in one for c in ' ;<>"()\\')
        if not (user and "." in domain and plain and len(one) <= _LONGEST):
            raise BadRequest(f"emails holds {one[:60]!r}, which is no email address", "emails")
    if len(found) > MOST:
        raise BadRequest(f"emails takes at most {MOST} addresses", "emails")
    return found


def send(settings: Settings, letter: Letter, lines: Iterable[str]) -> None:
    """Pack the lines and send them to each address on its own; what fails is logged.

    It runs after the answer, so there is nobody left to tell.
    """
    server = server_of(settings.smtp_url.get_secret_value())
    try:
        packed = _packed(letter, lines)
        _deliver(server, letter, packed)
    except (OSError, smtplib.SMTPException, TooLarge) as error:
        log.error("A report could not be sent by mail: %s", type(error).__name__)


def mail(letter: Letter, sender: str, packed: bytes) -> EmailMessage:
    """The mail to all of them, without their addresses."""
    message = EmailMessage(policy=WIRE)
    message["From"] = sender
    message["Subject"] = f"Message log, {letter.first} to {letter.last}"
    message.set_content(
        f"The messages from {letter.first} to {letter.last} are in {letter.file}.zip, newest "
        "first. Times are in UTC.\n"
    )
    name = f"{letter.file}.zip"
    message.add_attachment(packed, maintype="application", subtype="zip", filename=name)
    return message


def _packed(letter: Letter, lines: Iterable[str]) -> bytes:
    with TemporaryFile() as file:
        with (
            ZipFile(file, "w", ZIP_DEFLATED) as archive,
            archive.open(letter.file, "w", force_zip64=True) as inside,
        ):
            for line in lines:
                inside.write(line.encode())
        if (size := file.tell()) > LARGEST:
            raise TooLarge(f"The file has {size:,} bytes, more than a mail may have")
        file.seek(0)
        return file.read()


def _deliver(server: Server, letter: Letter, packed: bytes) -> None:
    message = mail(letter, sender_of(server), packed)
    with open_to(server) as connection:
        for address in letter.to:
            del message["To"]
            message["To"] = address
            connection.send_message(message)
