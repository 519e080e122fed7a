"""What is in a picture's file, read with nothing of what wrote it?"""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"


@dataclass
class Png:
    """A PNG's size in pixels, its dots to a metre, and its texts by keyword."""

    width: int = 0
    height: int = 0
    density: tuple[int, int, int] = (0, 0, 0)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def about(self) -> dict[str, Any]:
        """What it tells programs."""
        return json.loads(self.texts["heliograph"])


def png(content: bytes) -> Png:
    """Read the chunks; fails on a wrong checksum and on anything after the end."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    found, at, names = Png(), 8, []
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        name, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        (told,) = struct.unpack(">I", content[at + 8 + length : at + 12 + length])
        assert told == zlib.crc32(name + body), name
        if name == b"IHDR":
            found.width, found.height = struct.unpack(">II", body[:8])
        elif name == b"pHYs":
            found.density = struct.unpack(">IIB", body)
        elif name == b"iTXt":
            keyword, rest = body.split(b"\0", 1)
            assert rest[:4] == b"\0\0\0\0"  # plain, in no language
            found.texts[keyword.decode("latin-1")] = rest[4:].decode("utf-8")
        names.append(name)
        at += 12 + length
    assert (names[0], names[-1]) == (b"IHDR", b"IEND")
    return found


def svg_about(content: str) -> dict[str, Any]:
    """What an SVG tells programs."""
    told = ElementTree.fromstring(content).find(f"{SVG}metadata[@id='heliograph']")
    assert told is not None
    return json.loads(told.text or "")


def svg_words(content: str) -> list[str]:
    """Every text of an SVG, in its order."""
    root = ElementTree.fromstring(content)
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def svg_leads_out(content: str) -> list[str]:
    """What an SVG loads from elsewhere, which should be nothing."""
    root = ElementTree.fromstring(content)
    named = [one.get(key, "") for one in root.iter() for key in ("href", XLINK, "src")]
    return [name for name in named if name and not name.startswith(("#", "data:"))]
