"""Where can a person be reached on a channel, written in one way only?

Numbers must be international (E.164) as they stand: the library that also reads national ones
needs a country for every file and is larger than this program.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from data.errors import BadRequest

LONGEST_ADDRESS = 256

_CHANNELS_OF = {"number": ("sms", "rcs", "whatsapp"), "email": ("email",), "token": ("push",)}
_KIND = {channel: kind for kind, channels in _CHANNELS_OF.items() for channel in channels}
_PUNCTUATION = re.compile(r"[\s().\-/\u2010-\u2015\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\]\\]{1,64}@([^\s@.,:;<>()\[\]\\/]{1,63}\.)+[^\W\d_]{2,63}")
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


def kind_of(channel: str) -> str:
    """What a channel writes to: "number", "email" or "token"; "" for one that writes to nobody."""
    return _KIND.get(channel, "")


def address(channel: str, text: str) -> str:
    """`text` as the address that `channel` knows a person by: "+4915112345", "ana@example.com".

    Of a number, blanks and the usual punctuation go, and 00 before the country becomes +; an email
    address loses its capitals. Raises BadRequest that says what is wrong, whose `where` is the kind
    of address.
    """
    kind = kind_of(channel)
    plain = _PUNCTUATION.sub("", text) if kind == "number" else text.strip()
    if not plain:
        raise BadRequest(f"The {_NAMES[kind]} is missing", kind)
    if _UNFIT.search(plain) or len(plain) > LONGEST_ADDRESS:
        raise BadRequest(
            f"The {_NAMES[kind]} must be at most {LONGEST_ADDRESS} characters of text", kind
        )
    return _READERS[kind](plain)


def known_as(channel: str, text: str) -> str:
    """The same without complaint: what is no address of the channel stays as it is, trimmed."""
    try:
        return address(channel, text)
    except BadRequest:
        return text.strip()[:LONGEST_ADDRESS]


def fits(channel: str, text: str) -> bool:
    """Whether the channel can write to `text`, an address as `address` gives it."""
    try:
        return kind_of(channel) != "" and address(channel, text) == text
    except BadRequest:
        return False


def channel_of(text: str) -> str:
    """The channel that an address without one is meant for; "" where its looks don't tell."""
    return next((c for c in ("sms", "email") if fits(c, known_as(c, text))), "")


def _number(plain: str) -> str:
    number = f"+{plain[2:]}" if plain.startswith("00") else plain
    if not _NUMBER.fullmatch(number):
        raise BadRequest(
            f"{_shown(plain)} is not an international number like +4915112345678: + and the "
            "country's code, 7 to 15 digits in all",
            "number",
        )
    return number


def _email(plain: str) -> str:
    if len(plain) > 254 or not _EMAIL.fullmatch(plain) or ".." in plain:
        raise BadRequest(f"{_shown(plain)} is not an email address like ana@example.com", "email")
    return plain.lower()


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}…")


_NAMES = {"number": "number", "email": "email address", "token": "device token", "": "id"}
_READERS: dict[str, Callable[[str], str]] = {
    "number": _number,
    "email": _email,
    "token": str,
    "": str,
}
