"""How do files that seldom change get to the browser without being compressed for each reader?"""

from __future__ import annotations

import gzip
import mimetypes
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, QueryParams
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
PACKED = frozenset({".js", ".mjs", ".ttf", ".css", ".svg", ".json", ".map", ".txt"})


@lru_cache(maxsize=512)
def packed(path: str, mtime_ns: int) -> tuple[bytes, str]:
    """The gzipped bytes of the file and their ETag; a changed file has another `mtime_ns`."""
    body = gzip.compress(Path(path).read_bytes(), compresslevel=6, mtime=0)
    return body, f'"{mtime_ns:x}-{len(body):x}"'


def pack_ahead(paths: Iterable[Path]) -> None:
    """Compress the files now, so that no reader waits for it."""
    for path in paths:
        if path.suffix in PACKED and path.suffix != ".map" and path.is_file():
            packed(str(path), path.stat().st_mtime_ns)


def file_answer(path: str, stat: os.stat_result, headers: Headers, *, forever: bool) -> Response:
    """The file as an answer: packed where the reader takes gzip, 304 where it has it already."""
    told = {"Cache-Control": FOREVER if forever else ASK_AGAIN}
    if Path(path).suffix not in PACKED or "gzip" not in headers.get("accept-encoding", ""):
        return FileResponse(path, headers=told, stat_result=stat)
    body, etag = packed(path, stat.st_mtime_ns)
    told |= {"ETag": etag, "Vary": "Accept-Encoding"}
    if headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=told)
    media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Response(body, media_type=media_type, headers={**told, "Content-Encoding": "gzip"})


class PackedFiles(StaticFiles):
    """A folder of files. An address with `m` (the time of change) or `v` never changes again."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer with the file at `full_path`."""
        query = QueryParams(scope["query_string"])
        forever = "m" in query or "v" in query
        return file_answer(str(full_path), stat_result, Headers(scope=scope), forever=forever)
