"""What does a mail look like as it leaves?"""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from html import escape

from data.carrier import Content, Envelope, Message
from data.errors import BadRequest

_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")


def mime(message: Message, now: datetime) -> EmailMessage:
    """The mail as it goes out, with a text and an HTML part. Raises BadRequest naming a part."""
    envelope, content = message.envelope, message.content
    mail = EmailMessage(policy=WIRE if is_ascii(envelope) else WIRE.clone(utf8=True))
    user, _, domain = envelope.sender.rpartition("@")
    try:
        mail["From"] = Address(content.from_name, user, domain)
        user, _, there = envelope.recipient.rpartition("@")
        mail["To"] = Address("", user, there)
        mail["Subject"] = _line(content.subject or content.title)
        mail["Date"] = now
        mail["Message-ID"] = f"<{envelope.id}.heliograph@{domain}>"
        if message.unsubscribe:
            # RFC 8058: a mail program may unsubscribe with one POST and no page.
            mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except (ValueError, IndexError):
        raise BadRequest("The headers of this mail can't be written", "headers") from None
    mail.set_content(_text(content, message.unsubscribe))
    mail.add_alternative(_html(content, message.unsubscribe), subtype="html")
    return mail


def is_ascii(envelope: Envelope) -> bool:
    """Whether servers of any age can write both addresses."""
    return envelope.sender.isascii() and envelope.recipient.isascii()


def _line(text: str) -> str:
    return " ".join(text.split())


def _text(content: Content, unsubscribe: str) -> str:
    parts = [content.header, content.body]
    parts += [f"{button.text}: {button.url}" for button in content.buttons if button.url]
    parts += [content.footer, f"Unsubscribe: {unsubscribe}" if unsubscribe else ""]
    return "\n\n".join(part for part in parts if part) + "\n"


def _html(content: Content, unsubscribe: str) -> str:
    """The same words; nothing of them is taken for markup, only web addresses become links."""
    hidden = (
        f'<div style="display:none">{escape(content.preheader)}</div>' if content.preheader else ""
    )
    blocks = [f"<h1>{_linked(content.header)}</h1>" if content.header else ""]
    blocks += [f"<p>{_linked(block)}</p>" for block in re.split(r"\n\s*\n", content.body)]
    blocks += [
        f'<p><a href="{escape(button.url)}">{escape(button.text)}</a></p>'
        for button in content.buttons
        if button.url.startswith(("https://", "http://"))
    ]
    small = [_linked(content.footer)] if content.footer else []
    if unsubscribe:
        small.append(f'<a href="{escape(unsubscribe)}">Unsubscribe</a>')
    foot = f"<p><small>{'<br>'.join(small)}</small></p>" if small else ""
    title = escape(_line(content.subject or content.title))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{hidden}{''.join(blocks)}{foot}</body></html>\n"
    )


def _linked(text: str) -> str:
    parts, end = [], 0
    for found in _URL.finditer(text):
        url = escape(found[0])
        parts += [escape(text[end : found.start()]), f'<a href="{url}">{url}</a>']
        end = found.end()
    parts.append(escape(text[end:]))
    return "".join(parts).replace("\n", "<br>\n")
