"""Where on earth is land, and where are borders? Their outlines for a map in degrees."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from pathlib import Path

FILE = Path(__file__).parent.parent / "assets" / "world.svg"
TENTHS = 10  # a degree in the file's units
_OUTLINE = re.compile(r'<path id="(\w+)"[^>]* d="([^"]*)"')
_PART = re.compile(r"M(-?\d+) (-?\d+)l([-\d ]*)(z?)")


@cache
def outlines() -> dict[str, str]:
    """The file's paths by id ("land", "borders"), in degrees east and north.

    Plotly's shapes know absolute positions alone, and its axes point north.
    """
    return {
        name: "".join(_absolute(*part) for part in _PART.findall(path))
        for name, path in _OUTLINE.findall(FILE.read_text("utf-8"))
    }


def _absolute(x: str, y: str, steps: str, end: str) -> str:
    moves = [int(step) for step in steps.split()]
    xs = accumulate(moves[0::2], initial=int(x))
    ys = accumulate(moves[1::2], initial=int(y))
    points = (f"{e / TENTHS:g},{-s / TENTHS:g}" for e, s in zip(xs, ys, strict=True))
    return f"M{'L'.join(points)}{end.upper()}"
