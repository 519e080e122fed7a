"""Which short URLs does a campaign have, and what does one that somebody opened stand for?

A code is a head, which names the link and the message that it went out in, and ten characters of
an HMAC of that head: without the workspace's secret nobody can make one, and none says to whom
its message went.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from string import ascii_lowercase, ascii_uppercase, digits

from data.campaign import Campaign
from data.clock import Clock
from data.errors import NotFound
from data.store import link_rows as rows
from data.store.engine import Engine, read, write
from data.vocabulary.web_address import is_web_address

OWN = ""  # the URL of a campaign's own link, which leads to what the campaign shows

_ALPHABET = digits + ascii_uppercase + ascii_lowercase
_MAC = 10  # characters: 59 bits, which nobody guesses over the network
_FORM = re.compile(r"([1-6])([0-9A-Za-z]{1,13})[0-9A-Za-z]{10}", re.ASCII)
_LARGEST = 2**31 - 1
_PLACEHOLDER = r"\{\{\s*link\s*\}\}|https?://[^\s{}]*\{\{\s*code\s*\}\}"
# A URL ends where no character of a longer one follows; a full stop may end the sentence.
_END = r"(?![\w/?#=&%~+@:-]|[.,;!]\w)"


@dataclass(frozen=True, slots=True)
class Link:
    """What a code stands for: a link, and the number of the message it went out in.

    `url` is OWN for the campaign's short URL; `number` is None for a link that was for anybody.
    """

    campaign_id: int
    url: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Codes:
    """Makes and reads codes with the workspace's secret."""

    secret: bytes

    def code(self, link_id: int, number: int = 0) -> str:
        """The code of a link in message `number`; 0 is for anybody."""
        link = _base62(link_id)
        head = f"{len(link)}{link}{_base62(number) if number else ''}"
        return head + self._mac(head)

    def read(self, code: str) -> tuple[int, int] | None:
        """The link's id and the message's number; None unless this secret made the code."""
        found = _FORM.fullmatch(code)
        if found is None:
            return None
        head, mac = code[:-_MAC], code[-_MAC:]
        if not hmac.compare_digest(mac, self._mac(head)):
            return None
        end = 1 + int(head[0])
        return _number(head[1:end]), _number(head[end:])

    def _mac(self, head: str) -> str:
        digest = hmac.digest(self.secret, f"short link\0{head}".encode(), sha256)
        return _base62(int.from_bytes(digest[:16], "big")).rjust(_MAC, "0")[-_MAC:]


@dataclass(frozen=True, slots=True)
class CampaignLinks:
    """The links of one campaign: the ids by URL, of its own short URL and of each tracked one."""

    base: str
    codes: Codes
    ids: Mapping[str, int]
    pattern: re.Pattern[str]

    @property
    def short_url(self) -> str:
        """The campaign's short URL for anybody, to be printed or shared."""
        return self.url(OWN)

    def code(self, url: str = OWN, number: int = 0) -> str:
        """The code of one of the links, in message `number` (0: for anybody)."""
        return self.codes.code(self.ids[url], number)

    def url(self, url: str, number: int = 0) -> str:
        """The short URL of one of the links, in message `number` (0: for anybody)."""
        return self.base + self.code(url, number)

    def personal(self, text: str, number: int) -> str:
        """`text` with `{{link}}` and each tracked URL replaced by message `number`'s own."""

        def replaced(found: re.Match[str]) -> str:
            url = found[0]
            return self.url(url if url in self.ids else OWN, number)

        return self.pattern.sub(replaced, text)


class ShortLinks:
    """The short links of one workspace; `address` is where the outside reaches it."""

    def __init__(self, engine: Engine, secret: bytes, address: str, clock: Clock) -> None:
        self._engine = engine
        self._codes = Codes(secret)
        self._base = f"{address.rstrip('/')}/l/"
        self._clock = clock

    def prepare(self, campaign: Campaign) -> CampaignLinks:
        """The links of a campaign as it is configured now; those that are new are kept.

        Not to be called inside `data.store.engine.write`, since it writes itself.
        """
        wanted = [OWN, *tracked_urls(campaign)]
        with read(self._engine) as connection:
            known = rows.of_campaign(connection, campaign.id)
        if any(url not in known for url in wanted):
            known = self._keep(campaign.id, wanted)
        ids = {url: known[url] for url in wanted}
        return CampaignLinks(self._base, self._codes, ids, _pattern(wanted))

    def _keep(self, campaign_id: int, wanted: list[str]) -> dict[str, int]:
        with write(self._engine) as connection:
            known = rows.of_campaign(connection, campaign_id)
            new = [url for url in wanted if url not in known]
            if not new:  # somebody else was quicker
                return known
            rows.add(connection, campaign_id, new, self._clock())
            return rows.of_campaign(connection, campaign_id)

    def resolve(self, code: str) -> Link:
        """What a code stands for. Raises NotFound for any that this workspace did not make."""
        parts = self._codes.read(code)
        found = None
        if parts is not None and parts[0] <= _LARGEST:
            with read(self._engine) as connection:
                found = rows.by_id(connection, parts[0])
        if parts is None or found is None:
            raise NotFound("There is no such link")
        return Link(found.campaign_id, found.url, parts[1] or None)


def tracked_urls(campaign: Campaign) -> tuple[str, ...]:
    """The URLs of a campaign's tracked links, each once; one that says nothing about it is."""
    listed = campaign.config.get("links")
    found: dict[str, None] = {}
    for entry in listed if isinstance(listed, list | tuple) else ():
        whole = entry if isinstance(entry, Mapping) else {"url": entry}
        url = whole.get("url")
        if whole.get("tracked", True) and is_web_address(url):
            found.setdefault(url)
    return tuple(found)


def _pattern(urls: list[str]) -> re.Pattern[str]:
    """Finds what is to be replaced, the longest first."""
    tracked = sorted((re.escape(url) for url in urls if url), key=len, reverse=True)
    found = f"|(?:{'|'.join(tracked)}){_END}" if tracked else ""
    return re.compile(_PLACEHOLDER + found)


def _base62(number: int) -> str:
    text = ""
    while number or not text:
        number, digit = divmod(number, 62)
        text = _ALPHABET[digit] + text
    return text


def _number(text: str) -> int:
    number = 0
    for character in text:
        number = number * 62 + _ALPHABET.index(character)
    return number
