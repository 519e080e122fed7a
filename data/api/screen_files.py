"""<a screen's address>.csv, .xlsx, .parquet: which of its charts and tables can be taken away?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import StreamingResponse

from data.api import parameters
from data.api.file_answer import file_answer
from data.api.guard import visitor_of
from data.api.parameters import FromDay, Range, ToDay, Tz
from data.api.workspace import Workspace
from data.exports.format import Format
from data.exports.formats import IN_ORDER
from data.screen_files import sheet
from data.sources import SOURCES

# Pages link here, so the guard has let a person in; programs have /api/v1 and /v3.
router = APIRouter(include_in_schema=False)


def _route(kind: Format) -> Callable[..., StreamingResponse]:
    def get_rows(
        request: Request,
        workspace: Workspace,
        *,
        table: Annotated[str, Query()],
        range_: Range = None,
        first: FromDay = None,
        last: ToDay = None,
        tz: Tz = None,
    ) -> StreamingResponse:
        """All rows of the chart or table, as the screen's address filters and sorts them (F277).

        A screen goes on without what it can't read and says so; a file outlives what was said,
        so here such days are refused.
        """
        reveal = visitor_of(request).sees_recipients
        parameters.days(range_, first, last, tz, workspace.clock(), workspace.zone)
        path = request.url.path.removesuffix(f".{kind.key}")
        words = [(k, v) for k, v in request.query_params.multi_items() if k != "table"]
        address = f"{path}?{urlencode(words)}"
        origin = workspace.settings.public_url or str(request.base_url).rstrip("/")
        return file_answer(
            sheet(workspace.desk, address, table, reveal=reveal, origin=origin), kind
        )

    return get_rows


for _source in SOURCES.values():
    for _kind in IN_ORDER:
        router.get(f"{_source.path}.{_kind.key}")(_route(_kind))
