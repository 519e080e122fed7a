"""How does a table leave through the door: in which format, under which name?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from starlette.responses import StreamingResponse

from data.exports.format import Format
from data.exports.formats import IN_ORDER
from data.exports.sheet import Sheet

_JSON = "application/json"
_BY_MEDIA = {one.media: one for one in IN_ORDER}
# For the description of the API: what a route answers where its caller asks for a file.
FILES: dict[str, Any] = {
    one.media: {"schema": {"type": "string", **({"format": "binary"} if one.key != "csv" else {})}}
    for one in IN_ORDER
}


def file_answer(sheet: Sheet, kind: Format) -> StreamingResponse:
    """The sheet as a file to keep, sent as it is made."""
    headers = {"Content-Disposition": f'attachment; filename="{sheet.name}.{kind.key}"'}
    return StreamingResponse(kind.write(sheet), media_type=kind.media_type, headers=headers)


def wanted(accept: str, known: Collection[str] = frozenset(_BY_MEDIA)) -> Format | None:
    """The format that an Accept header names first; None where JSON comes before, or none does."""
    for part in accept.split(","):
        media = part.partition(";")[0].strip().lower()
        if media == _JSON:
            return None
        if media in known:
            return _BY_MEDIA[media]
    return None
