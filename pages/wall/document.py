"""Which HTML does a wall screen load? As little as can be: one style sheet and its scripts."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from data.wall import WallTheme

ASSETS = Path(__file__).parents[2] / "assets"
SCRIPTS = ("plotly-basic.min.js", "plots.js", "wall.js")
STYLES = ("tokens.css", "wall.css")
PAIRING_SCRIPTS = ("wall_pairing.js",)

_TEMPLATES = Environment(
    loader=PackageLoader("pages.wall"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def wall_page(name: str, feed: str, theme: WallTheme) -> HTMLResponse:
    """The page that shows what `feed`, an address, says."""
    return _drawn("wall.html", SCRIPTS, title=name, feed=feed, theme=theme.value)


def pairing_page(settings: str) -> HTMLResponse:
    """The page that shows a code; `settings` is where it is to be entered, in words."""
    return _drawn(
        "pairing.html",
        PAIRING_SCRIPTS,
        title="Pair this screen",
        settings=settings,
        theme=WallTheme.DARK.value,
    )


@cache
def program_version() -> str:
    """Changes with all that pages load, so that one of an older version loads itself anew."""
    mark = sha256(version("heliograph").encode())
    for file in sorted({*SCRIPTS, *STYLES, *PAIRING_SCRIPTS}):
        mark.update((ASSETS / file).read_bytes())
    for template in sorted((Path(__file__).parent / "templates").iterdir()):
        mark.update(template.read_bytes())
    return mark.hexdigest()[:12]


def _drawn(template: str, scripts: tuple[str, ...], **values: Any) -> HTMLResponse:
    html = _TEMPLATES.get_template(template).render(
        scripts=[_address(name) for name in scripts],
        styles=[_address(name) for name in STYLES],
        icon=_address("favicon.svg"),
        version=program_version(),
        **values,
    )
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})


def _address(name: str) -> str:
    return f"/assets/{name}?m={(ASSETS / name).stat().st_mtime:.0f}"
