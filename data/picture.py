"""What is a picture of a chart, before anything is drawn, and who can draw it?

A picture tells what it is of twice: in a caption for people, and in its file for programs, so that
a picture dropped on the app leads back to the very figures (`about`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from data.document import Document
from data.errors import Unavailable
from data.report import Chart
from data.source import Part, Showing
from data.vocabulary.days import days_in_full
from data.vocabulary.formats import moment

KEYWORD = "heliograph"  # under which `about` stands in a picture's file
WIDTH = 1080
SMALLEST, LARGEST = 240, 4000  # pixels of a side
MOST_SCALE = 4.0
_NOT_HERE = "This process draws nothing; ask the server for it"


class Theme(StrEnum):
    """Whose colours a picture has."""

    LIGHT = "light"
    DARK = "dark"


class PictureFormat(StrEnum):
    """The kinds of files there are."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        """What the file is called in an answer or a mail."""
        return {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}[self]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart to be drawn, whole and by itself.

    `width` and `height` are in CSS pixels; without a height the chart has that of the screen, and
    what is printed around it comes on top. `scale` is the dots of a PNG to a pixel. `about` are
    strings that go into the file under KEYWORD, as one JSON object.
    """

    chart: Chart
    zone: ZoneInfo
    title: str
    caption: tuple[str, ...]
    theme: Theme = Theme.LIGHT
    width: int = WIDTH
    height: int | None = None
    scale: float = 2.0
    format: PictureFormat = PictureFormat.PNG
    about: Mapping[str, str] = field(default_factory=dict)


class Painter(Protocol):
    """Who draws: it needs a browser, so it stands outside the data's rooms (see app.py)."""

    def paint(self, picture: Picture) -> bytes:
        """The picture as a file.

        Raises Unavailable where there is no browser or it doesn't answer, Busy while too many
        others wait for theirs.
        """
        ...

    def bind(self, document: Document) -> bytes:
        """The document as one HTML file that needs nothing else; it takes no browser."""
        ...

    def print(self, document: Document) -> bytes:
        """The document as PDF. Raises as `paint` does."""
        ...

    def close(self) -> None:
        """Let the browser go; a later picture starts another."""
        ...


class NoPainter:
    """For processes that draw nothing, such as the commands."""

    def paint(self, picture: Picture) -> bytes:
        """Raise Unavailable."""
        raise Unavailable(_NOT_HERE)

    def bind(self, document: Document) -> bytes:
        """Raise Unavailable."""
        raise Unavailable(_NOT_HERE)

    def print(self, document: Document) -> bytes:
        """Raise Unavailable."""
        raise Unavailable(_NOT_HERE)

    def close(self) -> None:
        """Nothing to let go."""


def picture_of(
    showing: Showing,
    key: str,
    *,
    origin: str = "",
    theme: Theme = Theme.LIGHT,
    width: int = WIDTH,
    height: int | None = None,
    scale: float = 2.0,
    format: PictureFormat = PictureFormat.PNG,  # noqa: A002
) -> Picture:
    """The picture of one chart of a screen.

    `origin` ("https://reports.example.com") goes before the address that is printed. Raises
    NotFound for a chart that isn't there.
    """
    chart = showing.chart(key)
    return Picture(
        chart,
        showing.zone,
        f"{showing.title}: {chart.title}",
        caption(showing, origin),
        theme,
        width,
        height,
        scale,
        format,
        about(showing, Part.CHART, key, chart.title),
    )


def caption(showing: Showing, origin: str = "") -> tuple[str, ...]:
    """What is printed with figures that leave the screen: days, zone and filters; age; address."""
    filters = tuple(f"{label}: {value}" for label, value in showing.filters)
    return (
        " · ".join((days_in_full(showing.period), showing.zone.key, *filters)),
        f"as of {moment(showing.numbers.as_of, showing.zone)}",
        f"{origin}{showing.address}",
    )


def about(showing: Showing, part: Part, key: str, title: str) -> dict[str, str]:
    """What a file says of itself to programs."""
    as_of = showing.numbers.as_of.astimezone(UTC)
    return {
        "address": showing.address,
        "part": part.value,
        "key": key,
        "title": title,
        "as_of": as_of.isoformat().replace("+00:00", "Z"),
        "zone": showing.zone.key,
        "period": days_in_full(showing.period),
    }
