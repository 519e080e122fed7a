"""Is there a carrier for every channel, and is nothing sent outside unless somebody set it up?"""

from __future__ import annotations

from data.carriers import CARRIERS
from data.channels import CHANNELS
from data.dispatch.dispatch import connect
from data.dispatch.preparing import chosen
from data.settings import Settings


def settings(**more: str) -> Settings:
    return Settings(_env_file=None, **more)  # type: ignore[arg-type,call-arg]


def test_carriers_are_known_by_their_keys():
    assert list(CARRIERS) == ["demonstration", "smtp"]
    assert all(kind.channels <= set(CHANNELS) for kind in CARRIERS.values())
    assert len({kind.label for kind in CARRIERS.values()}) == len(CARRIERS)


def test_without_settings_the_demonstration_sends_on_every_channel():
    carriers = connect(settings())
    assert {chosen(channel, carriers) for channel in CHANNELS} == {"demonstration"}


def test_a_mail_server_takes_the_mail_and_nothing_else():
    carriers = connect(settings(smtp_url="smtp://127.0.0.1:1025"))
    found = {channel: chosen(channel, carriers) for channel in CHANNELS}
    assert found.pop("email") == "smtp"
    assert set(found.values()) == {"demonstration"}


def test_where_nobody_sends_there_is_no_carrier():
    assert chosen("sms", {}) == ""
