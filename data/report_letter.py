"""How does a report become a mail: figures and tables, pictures where they can be drawn?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import escape
from zoneinfo import ZoneInfo

from data.errors import Unavailable
from data.exports.formats import FORMATS
from data.notice_mail import Attachment, Letter, Picture
from data.picture import Painter, caption, picture_of
from data.report import Chart, Kpi, Table
from data.report_content import Content, Piece
from data.screen_files import sheet
from data.source import Desk
from data.vocabulary.formats import NOTHING, Unit, day, moment, shown

MOST_ROWS = 40  # of a table in a mail; the rest stands at its address
WIDTH = 720  # CSS pixels of a picture; a mail is read in a column
LARGEST = 5_000_000  # bytes of all attachments
_SHORT = 12  # characters
_NO_PICTURES = "Pictures could not be drawn this time, so charts are told by their rows."
_TOO_LARGE = "Some tables were too large to be attached; they can be downloaded there."


@dataclass(slots=True)
class _Parts:
    """What is being put together; `html` and `text` say the same."""

    html: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def say(self, tag: str, sentence: str) -> None:
        """The same sentence in both."""
        self.html.append(f"<{tag}>{escape(sentence)}</{tag}>")
        self.text.append(sentence)


def letter(
    title: str,
    told: Content,
    desk: Desk,
    *,
    origin: str,
    painter: Painter | None,
    csv: bool = False,
) -> Letter:
    """The mail of a report.

    Without a `painter`, or one that has no browser, charts are told by their rows. `origin` is
    where the workspace is reached. Raises Busy while the painter has too much to do.
    """
    parts = _Parts()
    for sentence in (*told.caption, *told.notices):
        parts.say("p", sentence)
    _add_kpis(parts, [one for one in told.pieces if isinstance(one.figure, Kpi)])
    own_words = not told.caption
    drawing = painter
    for number, piece in enumerate(told.pieces):
        if isinstance(piece.figure, Kpi):
            continue
        parts.say("h2", piece.title)
        if own_words:
            parts.say("p", " · ".join(caption(piece.found)[:-1]))
        if isinstance(piece.figure, Chart):
            drawing = _add_chart(parts, piece, piece.figure, drawing, origin, number)
        else:
            _add_table(parts, *_rows_of_table(piece.figure, piece.found.zone), piece.figure.total)
    if painter is not None and drawing is None:
        parts.notes.append(_NO_PICTURES)
    attachments = _attached(told, desk, origin, parts.notes) if csv else ()
    for note in parts.notes:
        parts.say("p", note)
    link = f"{origin}{told.address}"
    return Letter(
        title,
        "\n\n".join([title, told.title, *parts.text, link]) + "\n",
        _page(title, told.title, parts.html, link),
        tuple(parts.pictures),
        attachments,
    )


def _add_kpis(parts: _Parts, pieces: Sequence[Piece]) -> None:
    rows = []
    for piece in pieces:
        kpi = piece.figure
        assert isinstance(kpi, Kpi)
        told = ". ".join(part for part in (kpi.note, kpi.aim.said if kpi.aim else "") if part)
        rows.append([piece.title, shown(kpi.value, kpi.unit), told])
    if rows:
        notes = any(row[2] for row in rows)
        _add_table(parts, ["Figure", "Value", "Note"][: 3 if notes else 2], rows, len(rows))


def _add_chart(
    parts: _Parts, piece: Piece, chart: Chart, painter: Painter | None, origin: str, number: int
) -> Painter | None:
    """The chart's sentences, and its picture or rows; None once nobody can draw."""
    parts.say("p", chart.summary)
    for note in chart.notes:
        parts.say("p", f"Note {note.number}, {note.when}: {note.text}")
    headings, rows = _rows_of_chart(chart, piece.found.zone)
    if painter is not None and any(row.get(chart.y) for row in chart.rows):
        picture = picture_of(piece.found, chart.key, origin=origin, width=WIDTH)
        try:
            drawn = painter.paint(picture)
        except Unavailable:
            painter = None
        else:
            key = f"chart-{number}"
            parts.pictures.append(Picture(key, drawn))
            about = escape(f"{piece.title}: {chart.summary}", quote=True)
            parts.html.append(f'<p><img src="cid:{key}" width="{WIDTH}" alt="{about}"></p>')
            parts.text.append(_text_table(headings, rows, len(rows)))
            return painter
    _add_table(parts, headings, rows, len(rows))
    return painter


def _rows_of_chart(chart: Chart, zone: ZoneInfo) -> tuple[list[str], list[list[str]]]:
    keys = [key for key in (chart.x, chart.series, chart.y) if key]
    label = {chart.x: chart.x_label, chart.y: chart.y_label}
    headings = [label.get(key) or key.replace("_", " ").capitalize() for key in keys]
    rows = [[_said(row.get(key), zone, _unit(chart, key)) for key in keys] for row in chart.rows]
    return headings, rows


def _unit(chart: Chart, key: str) -> Unit | None:
    return chart.unit if key == chart.y else None


def _rows_of_table(table: Table, zone: ZoneInfo) -> tuple[list[str], list[list[str]]]:
    headings = [column.label for column in table.columns]
    rows = [[_said(row.get(c.key), zone, c.unit) for c in table.columns] for row in table.rows]
    return headings, rows


def _said(value: object, zone: ZoneInfo, unit: Unit | None) -> str:
    if value is None or value == "":
        return NOTHING
    if unit is not None and isinstance(value, int | float):
        return shown(value, unit)
    if isinstance(value, datetime):
        return moment(value if value.tzinfo else value.replace(tzinfo=UTC), zone)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return day(value) if isinstance(value, date) else str(value)


def _add_table(
    parts: _Parts, headings: Sequence[str], rows: Sequence[Sequence[str]], total: int
) -> None:
    parts.html.append(_html_table(headings, rows[:MOST_ROWS]))
    parts.text.append(_text_table(headings, rows, total))
    left = total - min(len(rows), MOST_ROWS)
    if left > 0:
        parts.html.append(f"<p>{_more(left)}</p>")


def _more(left: int) -> str:
    return f"{left:,} more {'row stands' if left == 1 else 'rows stand'} at the address below."


def _html_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th align="left" scope="col">{escape(one)}</th>' for one in headings)
    body = "".join(
        f"<tr>{''.join(_cell(cell) for cell in row[: len(headings)])}</tr>" for row in rows
    )
    return f'<table cellpadding="4"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(text: str) -> str:
    """A short one, like a number with its unit, stays on one line."""
    style = ' style="white-space:nowrap"' if len(text) <= _SHORT else ""
    return f"<td{style}>{escape(text)}</td>"


def _text_table(headings: Sequence[str], rows: Sequence[Sequence[str]], total: int) -> str:
    lines = [" | ".join(headings)]
    lines += [" | ".join(row[: len(headings)]) for row in rows[:MOST_ROWS]]
    left = total - min(len(rows), MOST_ROWS)
    return "\n".join([*lines, _more(left)] if left > 0 else lines)


def _attached(told: Content, desk: Desk, origin: str, notes: list[str]) -> tuple[Attachment, ...]:
    """Every chart and table as CSV, as far as there is room."""
    found: list[Attachment] = []
    room = LARGEST
    for piece in told.pieces:
        if isinstance(piece.figure, Kpi):
            continue
        file = sheet(desk, piece.found.address, piece.figure.key, origin=origin)
        lines = _within(FORMATS["csv"].write(file), room)
        if lines is None:
            notes.append(_TOO_LARGE)
            break
        room -= len(lines)
        found.append(Attachment(f"{file.name}.csv", lines.decode()))
    return tuple(found)


def _within(pieces: Iterator[bytes], room: int) -> bytes | None:
    """All pieces, or None as soon as they are too many bytes."""
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > room:
            return None
    return bytes(whole)


def _page(title: str, screen: str, blocks: Sequence[str], link: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}'
        f'</title></head><body style="font-family:sans-serif;max-width:{WIDTH}px">'
        f"<h1>{escape(title)}</h1><p>{escape(screen)}</p>{''.join(blocks)}"
        f'<p><a href="{escape(link, quote=True)}">Open it in Heliograph</a></p></body></html>\n'
    )
