"""Can a typed address reach what only this machine can reach?"""

from __future__ import annotations

import socket
from typing import Any

import pytest

from data.errors import BadRequest, Refused, Unavailable
from data.web_call import check_address, post
from tests.receiver import receiver


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "ftp://example.com/",
        "https://",
        "hook",
        "https://user:password@example.com/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[2002:a00:1::]/",
        "https://224.0.0.1/",
        "https://0.0.0.0/",
    ],
)
def test_an_address_that_is_not_of_the_internet_is_refused(url: str):
    with pytest.raises(BadRequest) as caught:
        check_address(url, private=False)
    assert caught.value.where == "url"


def test_plain_http_is_for_loopback_alone_even_where_private_addresses_are_allowed():
    assert check_address("http://127.0.0.1:8080/x", private=True).port == 8080
    assert check_address("https://10.0.0.1/x", private=True)
    with pytest.raises(BadRequest, match="Only https"):
        check_address("http://10.0.0.1/x", private=True)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "192.168.1.1", "::1", "::ffff:127.0.0.1", "fe80::1%eth0"]
)
def test_a_name_that_stands_for_a_private_address_is_not_called(
    monkeypatch: pytest.MonkeyPatch, address: str
):
    """Nor one that stands for a public address and a private one."""
    called: list[Any] = []
    answers = [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_: called.append(a))
    with pytest.raises(Refused, match="not public"):
        post("https://hook.example.com/", b"{}", {})
    assert called == []


def test_the_checked_address_itself_is_called(monkeypatch: pytest.MonkeyPatch):
    """A name that means another address a moment later leads nowhere."""
    called: list[Any] = []

    def connect(address: tuple[str, int], *_: Any) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    answers = [(0, 0, 0, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unavailable, match="ConnectionRefusedError"):
        post("https://hook.example.com/", b"{}", {})
    assert called == [("93.184.215.14", 443)]


def test_a_redirect_is_an_answer_and_not_a_way():
    with receiver() as hook:
        hook.answers = [307]
        assert post(hook.url, b"{}", {"X-One": "1"}, private=True) == 307
        (call,) = hook.calls
    assert (call.path, call.body, call.headers["x-one"]) == ("/hook?from=test", b"{}", "1")
    with pytest.raises(BadRequest):
        post(hook.url, b"{}", {})
