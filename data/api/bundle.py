"""How do many small files get to the browser in one answer?"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from data.api.packed_files import FOREVER

# A file that lacks its last semicolon must not run into the next one.
_BETWEEN = {".js": b"\n;\n", ".css": b"\n"}
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files of one kind, joined in their order and named after their content."""

    name: str  # its file name: "screens-1a2b3c4d.css"
    media_type: str
    body: bytes
    packed: bytes

    def answer(self, request: Request) -> Response:
        """The bundle, packed where the reader takes gzip; it never changes under its name."""
        told = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(self.body, media_type=self.media_type, headers=told)
        told["Content-Encoding"] = "gzip"
        return Response(self.packed, media_type=self.media_type, headers=told)


def bundle(stem: str, files: Sequence[Path]) -> Bundle:
    """Join `files`, all of the kind of the first one."""
    suffix = files[0].suffix
    body = _BETWEEN[suffix].join(file.read_bytes() for file in files)
    digest = blake2b(body, digest_size=8).hexdigest()
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    return Bundle(f"{stem}-{digest}{suffix}", _TYPES[suffix], body, packed)
