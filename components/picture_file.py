"""How does a picture's file say what it is of? In a chunk, an element, or the Subject."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

import orjson

from data.picture import KEYWORD

_HEADER = 8 + 25  # bytes of a PNG's signature and its first chunk, which is always the same length


def told(about: Mapping[str, str]) -> str:
    """The facts as one line of JSON."""
    return orjson.dumps(dict(about)).decode()


def in_png(png: bytes, about: Mapping[str, str]) -> bytes:
    """The same picture with its facts after the header."""
    text = KEYWORD.encode() + b"\0\0\0\0\0" + told(about).encode()  # plain, in no language
    body = b"iTXt" + text
    chunk = struct.pack(">I", len(text)) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_HEADER] + chunk + png[_HEADER:]


def svg_metadata(about: Mapping[str, str]) -> str:
    """The element to put first in an SVG."""
    return f'<metadata id="{KEYWORD}">{escape(told(about))}</metadata>'


def in_pdf(pdf: bytes, title: str, about: Mapping[str, str]) -> bytes:
    """The same document with a title, and its facts as the Subject."""
    from pypdf import PdfReader, PdfWriter  # a tenth of the server's start, needed now and then

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    writer.add_metadata({"/Title": title, "/Subject": told(about), "/Creator": "Heliograph"})
    written = BytesIO()
    writer.write(written)
    return written.getvalue()
