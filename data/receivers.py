"""Which programs hear by webhook, and how is a call to them signed (Standard Webhooks)?"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import datetime
from secrets import token_bytes

from data.clock import Clock
from data.errors import BadRequest, HeliographError, NotFound
from data.notices import Verdict
from data.seal import Seal
from data.store import receiver_rows as rows
from data.store.engine import Engine, read, write
from data.store.notice_rows import Notice
from data.store.receiver_rows import Receiver
from data.vocabulary.line import clean_line
from data.web_call import check_address, post

_PREFIX = "whsec_"  # Standard Webhooks: so that a secret that leaked is recognised
_GONE = 410


class Receivers:
    """The webhooks of one workspace; `private` allows addresses of its own network."""

    def __init__(self, engine: Engine, key: bytes, clock: Clock, *, private: bool) -> None:
        self._engine = engine
        self._clock = clock
        self._private = private
        self._seal = Seal(key, "heliograph webhook receivers")

    def add(self, name: str, url: str) -> tuple[Receiver, str]:
        """A new one and its secret, which is told this once. Raises BadRequest naming a field."""
        named = clean_line(name, "name")
        if not named:
            raise BadRequest("Give the webhook a name", "name")
        check_address(url.strip(), private=self._private)
        made, secret = Receiver(0, named, url.strip(), self._clock()), _secret()
        with write(self._engine) as connection:
            if rows.has_name(connection, named):
                raise BadRequest(f"There is a webhook {named!r} already", "name")
            return replace(made, id=rows.add(connection, made, self._seal.close(secret))), secret

    def list(self) -> tuple[Receiver, ...]:
        """All of them, by name."""
        with read(self._engine) as connection:
            return rows.every(connection)

    def get(self, receiver_id: int) -> Receiver:
        """One of them. Raises NotFound."""
        return self._opened(receiver_id)[0]

    def rotate(self, receiver_id: int) -> str:
        """A new secret, which is told this once and counts at once. Raises NotFound."""
        self.get(receiver_id)
        secret = _secret()
        with write(self._engine) as connection:
            rows.rotate(connection, receiver_id, self._seal.close(secret), self._clock())
        return secret

    def remove(self, receiver_id: int) -> None:
        """Forget one; what still waits for it fails. Raises NotFound."""
        self.get(receiver_id)
        with write(self._engine) as connection:
            rows.remove(connection, receiver_id)

    def __call__(self, notice: Notice) -> Verdict:
        """Call the receiver of a notice."""
        try:
            receiver, sealed = self._opened(int(notice.to))
            secret = self._seal.open(sealed)
        except HeliographError as error:
            return Verdict(False, f"{error}")
        if receiver.gone_at is not None:
            return Verdict(False, "The receiver answered 410 earlier: it wants no more calls")
        body = notice.content or b""
        headers = {"Content-Type": "application/json", "User-Agent": "Heliograph"}
        headers |= signed(secret, f"msg_{notice.mark}", self._clock(), body)
        try:
            status = post(receiver.url, body, headers, private=self._private)
        except HeliographError as error:
            return Verdict(False, str(error), again=True)
        return self._verdict(receiver, status)

    def _verdict(self, receiver: Receiver, status: int) -> Verdict:
        if 200 <= status < 300:
            return Verdict(True, f"Answered {status}")
        if status == _GONE:
            with write(self._engine) as connection:
                rows.gone(connection, receiver.id, self._clock())
            return Verdict(False, f"Answered {status}: it wants no more calls")
        more = "; redirects are not followed" if 300 <= status < 400 else ""
        return Verdict(False, f"Answered {status}{more}", again=True)

    def _opened(self, receiver_id: int) -> tuple[Receiver, str]:
        with read(self._engine) as connection:
            found = rows.by_id(connection, receiver_id)
        if found is None:
            raise NotFound("There is no such webhook any more")
        return found


def signed(secret: str, id_: str, now: datetime, body: bytes) -> dict[str, str]:
    """The three headers that prove where a call comes from, and that it is this one."""
    at = str(int(now.timestamp()))
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    made = hmac.new(key, f"{id_}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": id_,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
    }


def _secret() -> str:
    return _PREFIX + base64.b64encode(token_bytes(32)).decode()
