"""How many messages does an SMS text count as? (specification 2.6, F108)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# The default alphabet of GSM 03.38, and the characters that it reaches with an escape before them.
GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_EXTENSION = frozenset("\f^{}\\[~]|€")


class Encoding(StrEnum):
    """How a text travels; one character outside GSM-7 makes the whole text UCS-2."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


# Room for characters: in a message of its own, and in each of several that are put together.
_ROOM = {Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)}


@dataclass(frozen=True, slots=True)
class Segments:
    """A text's length: `units` is what its characters take, `messages` what they count as."""

    encoding: Encoding
    characters: int
    units: int
    messages: int


def segments(text: str) -> Segments:
    """Measure `text`; an empty one counts as no message."""
    plain = all(c in GSM_7 or c in GSM_7_EXTENSION for c in text)
    encoding = Encoding.GSM_7 if plain else Encoding.UCS_2
    sizes = [_units(character, encoding) for character in text]
    alone, each = _ROOM[encoding]
    units = sum(sizes)
    messages = min(units, 1) if units <= alone else _packed(sizes, each)
    return Segments(encoding, len(text), units, messages)


def _units(character: str, encoding: Encoding) -> int:
    """Septets, or UTF-16 code units: both have characters that take two."""
    if encoding is Encoding.GSM_7:
        return 2 if character in GSM_7_EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1


def _packed(sizes: Sequence[int], room: int) -> int:
    """How many messages of `room` hold these; a character of two is never parted."""
    messages, used = 1, 0
    for size in sizes:
        if used + size > room:
            messages, used = messages + 1, 0
        used += size
    return messages
