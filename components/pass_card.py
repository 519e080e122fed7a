"""How does a wallet pass look on a phone?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dash import html

_COLOR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def pass_card(stored: Mapping[str, Any]) -> html.Div:
    """The pass as its configuration describes it; its fields are filled in for each holder."""
    color = str(stored.get("color") or "")
    color = color if _COLOR.fullmatch(color) else "#5b6270"
    barcode = str(stored.get("barcode") or "none")
    fields = [html.Div([html.Dt(str(name)), html.Dd("…")]) for name in stored.get("fields") or ()]
    return html.Div(
        [
            html.P(str(stored.get("title") or "No title yet"), className="pass-title"),
            html.P(str(stored.get("description") or ""), className="pass-text"),
            *([html.Dl(fields)] if fields else []),
            *([html.P(barcode, className="pass-code")] if barcode != "none" else []),
        ],
        role="group",
        className="pass-card",
        style={"--pass": color, "--on-pass": "#1d2026" if _is_light(color) else "#ffffff"},
        dir="auto",
        **{"aria-label": "Preview of the pass"},
    )


def _is_light(color: str) -> bool:
    """Whether dark words read better on it than white ones (WCAG's relative luminance)."""
    shares = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return luminance > 0.18
