"""Is a provider's key fetched once, over TLS only?"""

from __future__ import annotations

import pytest

from data.errors import Unavailable
from data.ingest.fetching import fetched


def test_a_key_is_fetched_once_a_day():
    asked: list[str] = []

    def read(address: str) -> bytes:
        asked.append(address)
        return b"key"

    for _ in range(3):
        assert fetched("https://keys.example/once", read) == b"key"
    assert asked == ["https://keys.example/once"]


@pytest.mark.parametrize("address", ["http://keys.example/", "file:///etc/hostname", ""])
def test_nothing_but_https_is_fetched(address):
    with pytest.raises(Unavailable, match="https only"):
        fetched(address)
