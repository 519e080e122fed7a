"""Who is it that opened a page, and was this form drawn for them?

Whoever comes by a message's own code is its recipient. Anybody else is a device: a random id in a
signed cookie, which says nothing about them. A form carries a token that fits one campaign and one
of them, so that no other site can fill it in.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

DEVICE = "device-"
COOKIE_LASTS = timedelta(days=400)  # browsers keep none for longer
FORM_LASTS = timedelta(hours=24)

_ID = re.compile(r"device-[A-Za-z0-9_-]{22}", re.ASCII)
_NONCE = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Identity:
    """Makes and reads what browsers are given, with the workspace's secret."""

    secret: bytes

    def new_device(self) -> str:
        """An id that no other device has."""
        return DEVICE + secrets.token_urlsafe(16)

    def cookie(self, device: str) -> str:
        """What the device's browser keeps."""
        return f"{device}.{self._mac('device', device)}"

    def device(self, cookie: str) -> str | None:
        """Whose cookie it is; None unless it was made here."""
        device, _, mac = cookie.partition(".")
        if not _ID.fullmatch(device) or not _same(mac, self._mac("device", device)):
            return None
        return device

    def token(self, campaign_id: int, subject: str, now: datetime) -> str:
        """A token for one form as it is drawn at `now`."""
        head = f"{secrets.token_urlsafe(16)}.{int(now.timestamp())}"
        return f"{head}.{self._mac('form', head, str(campaign_id), subject)}"

    def nonce(self, token: str, campaign_id: int, subject: str, now: datetime) -> str | None:
        """What names the form; None for a foreign token, or one that is too old."""
        head, _, mac = token.rpartition(".")
        nonce, _, drawn = head.partition(".")
        if not _NONCE.fullmatch(nonce) or not _SECONDS.fullmatch(drawn):
            return None
        if not _same(mac, self._mac("form", head, str(campaign_id), subject)):
            return None
        age = now.timestamp() - int(drawn)
        return nonce if age <= FORM_LASTS.total_seconds() else None

    def _mac(self, *words: str) -> str:
        return hmac.digest(self.secret, "\0".join(words).encode(), sha256).hex()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())
