"""A user agent tells the device in the words that reports count by."""

from __future__ import annotations

import pytest

from data.demo.people import DESKTOPS, DEVICES
from data.device import device_of

ROBOTS = [
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Twitterbot/1.0",
    "WhatsApp/2.23.20 A",
    "TelegramBot (like TwitterBot)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Chrome/41 Mobile (compatible; Googlebot/2.1)",
    "curl/8.5.0",
]


@pytest.mark.parametrize("device", [*DEVICES, *DESKTOPS], ids=lambda device: device.user_agent[:60])
def test_what_people_hold_is_told_by_its_user_agent(device) -> None:
    """F153."""
    assert device_of(device.user_agent) == (device.platform, device.os)


@pytest.mark.parametrize("agent", [*ROBOTS, "", "x"])
def test_robots_and_strangers_have_no_device(agent: str) -> None:
    assert device_of(agent) == ("", "")


@pytest.mark.parametrize(
    ("agent", "os"),
    [
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/139", "ChromeOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Linux"),
        ("Mozilla/5.0 (Windows Phone 10.0; Android 4.2.1; Microsoft; Lumia)", "Windows"),
        ("Mozilla/5.0 (Linux; Android 13; Cubot X70) Chrome/120 Mobile Safari/537.36", "Android"),
    ],
)
def test_who_says_several_names_is_the_one_that_it_is(agent: str, os: str) -> None:
    assert device_of(agent).os == os
