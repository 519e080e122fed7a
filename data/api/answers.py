"""How does a value leave as JSON? Times in UTC with "Z", numbers unrounded."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response


class Json(Response):
    """An answer in JSON; dataclasses, dates and enumerations are written as they stand."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Write `content`; what is no number in JSON (infinity) becomes null."""
        return orjson.dumps(content, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)
