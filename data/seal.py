"""How is a secret kept so that the database alone does not give it away?"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from data.errors import Unavailable


class Seal:
    """Seals texts with the workspace's key, for one purpose each."""

    def __init__(self, key: bytes, purpose: str) -> None:
        made = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(key)
        self._box = Fernet(base64.urlsafe_b64encode(made))

    def close(self, text: str) -> str:
        """The text, sealed."""
        return self._box.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text again. Raises Unavailable where another key has sealed it."""
        try:
            return self._box.decrypt(sealed).decode()
        except InvalidToken:
            raise Unavailable(
                "This secret was sealed with another HELIOGRAPH_SECRET_KEY: set that one again, or "
                "make a new secret"
            ) from None
