"""Somebody who opens a link and presses what the page offers, as a browser without scripts does."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from httpx import Client, Response

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_HEADING = re.compile(r"<h1>(.*?)</h1>")


class Phone:
    """One participant with cookies of their own; `client` must not follow redirects."""

    def __init__(self, client: Client, code: str) -> None:
        self.client = client
        self.code = code
        self.html = ""

    def open(self) -> Response:
        """Click the short link, and go where it leads within the workspace."""
        answer = self.client.get(f"/l/{self.code}")
        if answer.status_code == 302 and not urlsplit(answer.headers["location"]).netloc:
            self.load(answer.headers["location"])
        else:
            self.html = answer.text
        return answer

    def load(self, path: str = "") -> Response:
        """Load the page, or reload it."""
        answer = self.client.get(path or f"/p/{self.code}")
        self.html = answer.text
        return answer

    @property
    def heading(self) -> str:
        """What stands above the page."""
        found = _HEADING.search(self.html)
        return unescape(found[1]) if found else ""

    def fields(self, act: str = "") -> dict[str, str]:
        """What the form of `act` sends by itself; without one, the page's first form."""
        for form in re.findall(r"<form.*?</form>", self.html, re.DOTALL):
            found = {name: unescape(value) for name, value in _HIDDEN.findall(form)}
            if act in ("", found.get("act")):
                return found
        raise AssertionError(f"The page has no form {act!r}: {self.html}")

    def press(self, act: str = "", **chosen: str) -> Response:
        """Send a form of the page, and load what it leads to."""
        return self.send(self.fields(act) | chosen)

    def send(self, fields: dict[str, str]) -> Response:
        """Send any form."""
        answer = self.client.post(f"/p/{self.code}", data=fields)
        if answer.status_code == 303:
            self.load(answer.headers["location"])
        else:
            self.html = answer.text
        return answer
