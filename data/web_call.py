"""How is a web address called that somebody typed, without reaching what only we can reach?

A name is looked up once, every address that it stands for is checked, and the call goes to the
checked address itself: a name that means something else a moment later leads nowhere. Redirects
are not followed, proxies not used, and what is answered is not read.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv6Address, ip_address
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from data.errors import BadRequest, Refused, Unavailable
from data.settings import is_loopback
from data.vocabulary.web_address import is_web_address

PATIENCE = 10.0  # seconds for each step
LONGEST = 30.0  # seconds for the whole call
_TLS = ssl.create_default_context()


def check_address(url: str, *, private: bool, where: str = "url") -> SplitResult:
    """Take an address apart. Raises BadRequest unless it is https, or loopback where allowed."""
    if not is_web_address(url):
        raise BadRequest("This is no address like https://example.com/hook", where)
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0 or parts.username is not None or parts.password is not None:
        raise BadRequest("The address may hold no user or password, and only a real port", where)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (private and is_loopback(host)):
        raise BadRequest("Only https:// is called", where)
    try:
        literal = ip_address(host)
    except ValueError:
        return parts
    if not private and not _is_public(str(literal)):
        raise BadRequest(f"{host} is not a public address", where)
    return parts


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool = False) -> int:
    """The status that the address answers to `body`.

    `private` allows addresses of this machine and its networks. Raises BadRequest for an address
    that is not called at all, Refused for a name that stands for a private one, Unavailable where
    nobody answers.
    """
    parts = check_address(url, private=private)
    host = parts.hostname or ""
    secured = parts.scheme == "https"
    port = parts.port or (443 if secured else 80)
    connection = _connection(host, port, _looked_up(host, port, private=private), secured)
    path = parts.path or "/"
    # Each word has its own time; a server that sends one byte after the other would take for ever.
    watch = Timer(LONGEST, _cut, (connection,))
    watch.start()
    try:
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        return connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise Unavailable(f"The webhook's server can't be reached: {_reason(error)}") from None
    finally:
        watch.cancel()
        connection.close()


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # it is closed already, or not open yet
        connection.sock.shutdown(socket.SHUT_RDWR)


def _connection(host: str, port: int, address: str, secured: bool) -> HTTPConnection:
    """A connection to `address` that speaks to `host`."""

    def connect(_: tuple[str, int], timeout: float, __: object = None) -> socket.socket:
        return socket.create_connection((address, port), timeout)

    made = (
        HTTPSConnection(host, port, timeout=PATIENCE, context=_TLS)
        if secured
        else HTTPConnection(host, port, timeout=PATIENCE)
    )
    # http.client's own place for what opens the socket; TLS then checks the name of `host`.
    made._create_connection = connect  # type: ignore[attr-defined]
    return made


def _looked_up(host: str, port: int, *, private: bool) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unavailable("The webhook's name can't be looked up") from None
    addresses = [str(one[4][0]) for one in found]
    if not private and not all(_is_public(one) for one in addresses):
        raise Refused("The webhook's name stands for an address that is not public")
    return addresses[0]


def _is_public(text: str) -> bool:
    """Whether an address is of the internet, also where it wraps an older one."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if wrapped is None and int(address) >> 32 == 0x64FF9B << 64:  # NAT64
            wrapped = ip_address(int(address) & 0xFFFFFFFF)  # type: ignore[assignment]
        if address.teredo is not None:
            return False
        if wrapped is not None:
            return wrapped.is_global and not wrapped.is_multicast
    return address.is_global and not address.is_multicast


def _reason(error: Exception) -> str:
    return "the certificate is wrong" if isinstance(error, ssl.SSLError) else type(error).__name__
