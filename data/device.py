"""What does a user agent say about the device, in the words of events?"""

from __future__ import annotations

import re
from typing import NamedTuple


class Device(NamedTuple):
    """The platform ("iOS", "Android", or "" for others) and the operating system ("" unknown)."""

    platform: str
    os: str


UNKNOWN = Device("", "")

# The first that is found counts: Android says Linux too, iPads and iPhones say Mac OS X.
_MARKS = (
    (
        re.compile(
            r"(?<!cu)bot\b|crawler|spider|facebookexternalhit|whatsapp/|preview|curl/", re.I
        ),
        UNKNOWN,
    ),
    (re.compile(r"Windows Phone"), Device("", "Windows")),
    (re.compile(r"Android"), Device("Android", "Android")),
    (re.compile(r"iPhone|iPad|iPod"), Device("iOS", "iOS")),
    (re.compile(r"Windows"), Device("", "Windows")),
    (re.compile(r"CrOS"), Device("", "ChromeOS")),
    (re.compile(r"Mac OS X|Macintosh"), Device("", "macOS")),
    (re.compile(r"Linux|X11"), Device("", "Linux")),
)


def device_of(user_agent: str) -> Device:
    """The device as its user agent tells; robots that fetch previews have none."""
    return next((device for mark, device in _MARKS if mark.search(user_agent)), UNKNOWN)
