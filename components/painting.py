"""Who draws pictures on the server? Chromium, with the same drawings as on the screens."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import unquote

from components.chart_canvas import Figure
from components.chromium import Page
from components.document_file import ASSETS, SHEETS, document_file
from components.document_paper import on_paper
from components.picture_figure import Drawn, drawn
from components.picture_file import in_pdf, in_png
from components.warm_browser import WarmBrowser
from data.document import Document
from data.picture import Picture, PictureFormat

PATIENCE, PATIENCE_FOR_PAPER = 20.0, 60.0  # seconds for a picture, and for a document
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

    def bind(self, document: Document) -> bytes:
        """The document as one HTML file."""
        return document_file(document)

    def print(self, document: Document) -> bytes:
        """The document as PDF. Raises Unavailable and Busy."""
        return self.browser.use(lambda page: _paper(page, document), PATIENCE_FOR_PAPER)

    def close(self) -> None:
        """Let the browser go; a later picture starts another."""
        self.browser.close()


def _painted(page: Page, picture: Picture) -> bytes:
    whole = drawn(picture, partial(_svg, page))
    if picture.format is PictureFormat.SVG:
        return whole.svg.encode()
    page.call("heliographShow", whole.svg, picture.title)
    if picture.format is PictureFormat.PNG:
        return in_png(_photographed(page, whole, picture.scale), picture.about)
    size = {"paperWidth": whole.width / DPI, "paperHeight": whole.height / DPI, "pageRanges": "1"}
    sides = ("marginTop", "marginBottom", "marginLeft", "marginRight")
    printed = _printed(page, {**size, **dict.fromkeys(sides, 0)})
    return in_pdf(printed, picture.title, picture.about)


def _paper(page: Page, document: Document) -> bytes:
    paper = on_paper(document, partial(_svg, page))
    page.call("heliographLay", paper.body, paper.style, document.title)
    printed = _printed(page, {"preferCSSPageSize": True, "generateDocumentOutline": True})
    return in_pdf(printed, document.title, document.about)


def _svg(page: Page, figure: Figure, width: int, height: int) -> str:
    size = {"format": "svg", "width": width, "height": height}
    return unquote(str(page.call("Plotly.toImage", figure, size)).removeprefix(_SVG))


def _photographed(page: Page, whole: Drawn, scale: float) -> bytes:
    clip = {"x": 0, "y": 0, "width": whole.width, "height": whole.height, "scale": scale}
    taken: dict[str, Any] = page.ask(
        "Page.captureScreenshot", {"format": "png", "clip": clip, "captureBeyondViewport": True}
    )
    return b64decode(taken["data"])


def _printed(page: Page, how: Mapping[str, Any]) -> bytes:
    printed: dict[str, Any] = page.ask(
        "Page.printToPDF", {"printBackground": True, "generateTaggedPDF": True, **how}
    )
    return b64decode(printed["data"])


def _prepare(page: Page) -> None:
    """Give a new page what it draws with; it fetches nothing by itself."""
    page.ask("Network.enable")
    page.ask("Network.emulateNetworkConditions", _OFFLINE)
    page.run((ASSETS / "plotly-basic.min.js").read_text("utf-8") + ";0")
    page.run((SHEETS / "stage.js").read_text("utf-8"))
    page.call("heliographFont", font())


@cache
def font() -> str:
    """The typeface as an address that holds it whole."""
    file = ASSETS / "fonts" / "inter-variable-latin.woff2"
    return f"data:font/woff2;base64,{b64encode(file.read_bytes()).decode()}"
