"""What of a screen leaves as a file: all rows of a chart or table, and what they are of?"""

from __future__ import annotations

from urllib.parse import urlsplit

from data import picture
from data.exports.sheet import About, Sheet, fields_of_chart, fields_of_table, metrics_in
from data.reports import Whole
from data.showing import find, shown
from data.source import Desk, Part, Showing
from data.vocabulary.days import days_in_full
from data.vocabulary.formats import moment


def sheet(desk: Desk, address: str, key: str, *, reveal: bool = False, origin: str = "") -> Sheet:
    """All rows of the chart or table `key` at an address, in the order that the screen has.

    `origin` ("https://reports.example.com") goes before the address that the file names. Raises
    as data.showing.showing does, and NotFound for a key that the screen doesn't have.
    """
    source, asked = find(desk, address, reveal=reveal)
    showing = shown(source, asked)
    is_chart = any(chart.key == key for chart in showing.numbers.charts)
    # A chart shows all its rows; of a table there can be more than the screen's page.
    whole = None if is_chart else source.whole
    rows = whole(asked, key) if whole else _whole(showing, key)
    return Sheet(
        name="-".join((*_segments(showing), key)),
        title=rows.title,
        fields=rows.fields,
        pieces=iter(rows.pieces),
        zone=showing.zone,
        about=_about(showing, rows, origin),
    )


def _whole(showing: Showing, key: str) -> Whole:
    """What the screen shows is all there is."""
    if any(chart.key == key for chart in showing.numbers.charts):
        chart = showing.chart(key)
        return Whole(key, chart.title, fields_of_chart(chart), iter([chart.rows]))
    table = showing.table(key)
    return Whole(key, table.title, fields_of_table(table.columns), iter([table.rows]))


def _segments(showing: Showing) -> list[str]:
    return [part for part in urlsplit(showing.address).path.split("/") if part]


def _about(showing: Showing, rows: Whole, origin: str) -> About:
    charts = [chart for chart in showing.numbers.charts if chart.key == rows.key]
    part = Part.CHART if charts else Part.TABLE
    notices = (*showing.notices, *showing.numbers.notices)
    named = (*(one.key for one in rows.fields), *(chart.metric for chart in charts))
    return About(
        facts=(
            ("Screen", showing.title),
            ("Days", days_in_full(showing.period)),
            ("Time zone", showing.zone.key),
            *showing.filters,
            ("Data as of", moment(showing.numbers.as_of, showing.zone)),
            ("Address", f"{origin}{showing.address}"),
            *((("Please note", " ".join(notices)),) if notices else ()),
        ),
        metrics=metrics_in(named),
        origin=picture.about(showing, part, rows.key, rows.title),
    )
