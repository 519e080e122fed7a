"""What do the tokens of the stylesheet mean to a chart?

A figure names its colours by token. In the mode "auto" a colour is the text "var(--token)", and the
browser puts the reader's own colour in its place as it draws and again when the theme is switched
(assets/plots.js). "light" and "dark" give the hex value, for pictures made without a browser.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

Mode = Literal["auto", "light", "dark"]

TOKENS = Path(__file__).parent.parent / "assets" / "tokens.css"
SERIES = tuple(f"series-{n}" for n in range(1, 9))

_COLOR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9A-Fa-f]{6}),\s*(#[0-9A-Fa-f]{6})\);")
_NAMED = re.compile(r"var\(--([\w-]+)\)")


@cache
def colors() -> dict[str, tuple[str, str]]:
    """Every colour of the stylesheet by token: (light, dark), as "#RRGGBB"."""
    return {name: (light, dark) for name, light, dark in _COLOR.findall(TOKENS.read_text("utf-8"))}


def color(token: str, mode: Mode = "auto") -> str:
    """The colour `token` ("status-delivered", without dashes before it). Raises KeyError."""
    light, dark = colors()[token]
    return {"auto": f"var(--{token})", "light": light, "dark": dark}[mode]


def series_color(index: int, mode: Mode = "auto") -> str:
    """The colour of the series at `index`, from 0; after the eighth they begin anew."""
    return color(SERIES[index % len(SERIES)], mode)


def plotly_template(mode: Mode = "auto") -> dict[str, Any]:
    """The value of `layout.template` for every figure, as a plain dict."""
    text, muted = color("text", mode), color("muted", mode)
    axis = {
        "gridcolor": color("grid", mode),
        "linecolor": color("edge", mode),
        "zerolinecolor": color("edge", mode),
        "tickfont": {"color": muted, "size": 12},
        "title": {"font": {"color": muted, "size": 12}, "standoff": 8},
        "automargin": True,
        "ticks": "",
    }
    return {
        "layout": {
            "font": {"family": "Inter, system-ui, sans-serif", "size": 13, "color": text},
            "colorway": [color(token, mode) for token in SERIES],
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 48, "r": 16, "t": 16, "b": 40},
            "xaxis": {**axis, "showgrid": False, "showline": True},
            "yaxis": {**axis, "rangemode": "tozero", "tickformat": ",~r"},
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            "hoverlabel": {
                "bgcolor": color("raised", mode),
                "bordercolor": color("edge", mode),
                "font": {"color": text, "size": 13},
            },
            "hovermode": "closest",
            "bargap": 0.32,
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": muted, "activecolor": text},
        },
        "data": {
            "bar": [{"type": "bar", "marker": {"line": {"width": 0}}}],
            "scatter": [{"type": "scatter", "line": {"width": 2}}],
            "pie": [
                {"type": "pie", "marker": {"line": {"color": color("surface", mode), "width": 2}}}
            ],
        },
    }


def in_mode(value: Any, mode: Literal["light", "dark"]) -> Any:
    """A figure, or any part of one, with hex values for the colours that it names by token."""
    if isinstance(value, str):
        named = _NAMED.fullmatch(value)
        return color(named[1], mode) if named and named[1] in colors() else value
    if isinstance(value, list):
        return [in_mode(item, mode) for item in value]
    if isinstance(value, dict):
        return {key: in_mode(item, mode) for key, item in value.items()}
    return value
