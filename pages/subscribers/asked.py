"""Which subscribers does an address ask for, and what are the addresses around it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from data.channels import CHANNELS
from data.subscribers import BLOCKLIST, MAIN_LIST, Wanted
from data.vocabulary.tag import clean_tag

PATH = "/settings/subscribers"
PAGE_SIZE = 25
LONGEST_SEARCH = 100
WORDS = ("q", "channel", "on", "tag")
LISTS = {MAIN_LIST: "Main list", BLOCKLIST: "Blocklist"}
_LONGEST_PAGE = 9  # digits

Words = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """An address as read; `page` counts from 0, `notices` say what was ignored."""

    wanted: Wanted
    page: int
    notices: tuple[str, ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves anybody out."""
        return self.wanted != Wanted()

    @property
    def words(self) -> dict[str, str]:
        """The filters by their words in the address; empty ones are left out."""
        found = {name: str(getattr(self.wanted, name)) for name in WORDS}
        return {name: value for name, value in found.items() if value}

    def on_page(self, page: int) -> str:
        """The address of another page of the same list."""
        return joined(PATH, self.words | ({"page": str(page)} if page else {}))

    @property
    def csv(self) -> str:
        """Where everybody on this list can be downloaded."""
        return joined(f"{PATH}.csv", self.words)


def read(words: Words) -> Asked:
    """Read an address. What can't be read is ignored, with a notice."""
    once = {name: _once(value) for name, value in words.items()}
    told = [
        f"There is no filter “{name[:40]}”; it was ignored."
        for name in once
        if name not in (*WORDS, "page")
    ]
    channel, on = once.get("channel", ""), once.get("on", "")
    if channel and channel not in CHANNELS:
        told.append(f"channel=“{channel[:40]}” was ignored: there is no such channel.")
        channel = ""
    if on and on not in LISTS:
        told.append(f"on=“{on[:40]}” was ignored: the lists are {' and '.join(LISTS)}.")
        on = ""
    page = once.get("page", "")
    if page and not (page.isascii() and page.isdecimal() and len(page) <= _LONGEST_PAGE):
        told.append(f"page=“{page[:40]}” was ignored: it is no page.")
        page = ""
    q = once.get("q", "").strip()[:LONGEST_SEARCH]
    wanted = Wanted(q, channel, clean_tag(once.get("tag", "")), on)
    return Asked(wanted, int(page or 0), tuple(told))


def joined(path: str, words: Mapping[str, str]) -> str:
    """An address of these words."""
    return f"{path}?{urlencode(words)}" if words else path


def _once(value: str | list[str]) -> str:
    if isinstance(value, str):
        return value
    return value[0] if value else ""
