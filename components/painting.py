"""Who draws pictures on the server? Chromium, with the same drawings as on the screens."""

from __future__ import annotations

from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from components.chart_canvas import Figure
from components.chromium import Page
from components.picture_figure import Drawn, drawn
from components.picture_file import in_pdf, in_png
from components.warm_browser import WarmBrowser
from data.picture import Picture, PictureFormat

ASSETS = Path(__file__).parent.parent / "assets"
PATIENCE = 20.0  # seconds for a picture
DPI = 96.0
_OFFLINE = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
_SVG = "data:image/svg+xml,"


class Painting:
    """Draws, in whichever thread asks; see data.picture.Painter."""

    def __init__(self, program: str = "") -> None:
        """`program` is the browser's path or name, where it isn't one of the usual ones."""
        self.browser = WarmBrowser(program, _prepare)

    def paint(self, picture: Picture) -> bytes:
        """The picture as a file. Raises Unavailable and Busy."""
        return self.browser.use(lambda page: _painted(page, picture), PATIENCE)

    def close(self) -> None:
        """Let the browser go; a later picture starts another."""
        self.browser.close()


def _painted(page: Page, picture: Picture) -> bytes:
    def draw(figure: Figure, width: int, height: int) -> str:
        size = {"format": "svg", "width": width, "height": height}
        return unquote(str(page.call("Plotly.toImage", figure, size)).removeprefix(_SVG))

    whole = drawn(picture, draw)
    if picture.format is PictureFormat.SVG:
        return whole.svg.encode()
    page.call("heliographShow", whole.svg, picture.title)
    if picture.format is PictureFormat.PNG:
        return in_png(_photographed(page, whole, picture.scale), picture.about)
    return in_pdf(_printed(page, whole), picture.title, picture.about)


def _photographed(page: Page, whole: Drawn, scale: float) -> bytes:
    clip = {"x": 0, "y": 0, "width": whole.width, "height": whole.height, "scale": scale}
    taken: dict[str, Any] = page.ask(
        "Page.captureScreenshot", {"format": "png", "clip": clip, "captureBeyondViewport": True}
    )
    return b64decode(taken["data"])


def _printed(page: Page, whole: Drawn) -> bytes:
    printed: dict[str, Any] = page.ask(
        "Page.printToPDF",
        {
            "paperWidth": whole.width / DPI,
            "paperHeight": whole.height / DPI,
            **dict.fromkeys(("marginTop", "marginBottom", "marginLeft", "marginRight"), 0),
            "printBackground": True,
            "pageRanges": "1",
            "generateTaggedPDF": True,
        },
    )
    return b64decode(printed["data"])


def _prepare(page: Page) -> None:
    """Give a new page what it draws with; it fetches nothing by itself."""
    page.ask("Network.enable")
    page.ask("Network.emulateNetworkConditions", _OFFLINE)
    page.run((ASSETS / "plotly-basic.min.js").read_text("utf-8") + ";0")
    page.run((ASSETS / "pictures" / "stage.js").read_text("utf-8"))
    page.call("heliographFont", font())


@cache
def font() -> str:
    """The typeface as an address that holds it whole."""
    file = ASSETS / "fonts" / "inter-variable-latin.woff2"
    return f"data:font/woff2;base64,{b64encode(file.read_bytes()).decode()}"
