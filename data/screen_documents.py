"""How does a report, a screen or a dashboard become one document?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, groupby, islice
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from data.channels import CHANNELS
from data.document import Document, Section
from data.own_dashboard import Dashboard
from data.report import Chart, Kpi, Table, TabNumbers
from data.reports import Pieces, Report
from data.showing import find
from data.shown_tiles import ShownTile, shown_tiles
from data.source import Asked, Desk, Showing, Source
from data.vocabulary.days import days_in_full
from data.vocabulary.filters import period_to_pairs
from data.vocabulary.formats import NOTHING, moment, number
from data.vocabulary.period import Period

ON_PAPER, ON_SCREEN = 100, 1000  # rows of a table


def of_report(
    desk: Desk,
    campaign_id: int,
    period: Period,
    zone: ZoneInfo,
    *,
    rows: int,
    reveal: bool = False,
    origin: str = "",
) -> Document:
    """A campaign's report with all its tabs, `rows` of each table at most.

    Raises as data.reports.Reports.open does.
    """
    copied = desk.reports.copy(campaign_id, period, zone, reveal)
    first, address = copied[0][0], f"/campaigns/{campaign_id}/report"
    words = [*period_to_pairs(period), *((("tz", zone.key),) if zone.key != desk.zone.key else ())]
    sections = []
    if first.row:
        row = replace(first.numbers, kpis=first.row, charts=(), tables=(), facts=(), notices=())
        sections.append(Section("figures", "Key figures", row, zone))
    for report, wholes in copied:
        pieces = {whole.key: whole.pieces for whole in wholes}
        numbers = _cut(report.numbers, pieces, rows)
        here = _joined(f"{address}/{report.tab}", words)
        label = dict(report.tabs)[report.tab]
        rest = _rest(numbers, here, origin)
        sections.append(Section(report.tab, label, numbers, zone, rest=rest))
    at, as_of = _joined(address, words), first.numbers.as_of
    return Document(
        f"campaign-{campaign_id}-report",
        "Campaign report",
        first.campaign.name,
        (*facts_of(first, period), ("Address", f"{origin}{at}")),
        tuple(sections),
        as_of,
        zone,
        about=_about(at, first.campaign.name, as_of, zone, period),
    )


def of_screen(
    desk: Desk, address: str, *, rows: int, reveal: bool = False, origin: str = ""
) -> Document:
    """What stands at one address. Raises as data.showing.showing does."""
    source, asked = find(desk, address, reveal=reveal)
    found = source.read(asked)
    numbers = _cut(found.numbers, _pieces(source, asked, found.numbers), rows)
    name = "-".join(part for part in urlsplit(found.address).path.split("/") if part)
    facts = (
        ("Days", days_in_full(found.period)),
        ("Time zone", found.zone.key),
        *found.filters,
        ("Data as of", moment(found.numbers.as_of, found.zone)),
        ("Address", f"{origin}{found.address}"),
    )
    rest = _rest(numbers, found.address, origin)
    return Document(
        name,
        "Dashboard",
        found.title,
        facts,
        (Section(name, found.title, numbers, found.zone, rest=rest),),
        found.numbers.as_of,
        found.zone,
        found.notices,
        _about(found.address, found.title, found.numbers.as_of, found.zone, found.period),
    )


def of_dashboard(
    desk: Desk, dashboard: Dashboard, *, rows: int, reveal: bool = False, origin: str = ""
) -> Document:
    """A dashboard that somebody made, its filters in its tiles' addresses (Dashboard.shown_with).

    A tile that can't be shown says so in its place.
    """
    shown = shown_tiles(desk, dashboard, reveal=reveal)
    as_of = min((one.found.numbers.as_of for one in shown if one.found), default=desk.clock())
    address = _joined(f"/dashboards/{dashboard.id}", dashboard.words.items())
    sections = tuple(
        chain.from_iterable(
            [_tiles_together(list(tiles), desk)]
            if is_kpi
            else [_tile(tile, desk, rows, reveal, origin) for tile in tiles]
            for is_kpi, tiles in groupby(shown, lambda one: isinstance(one.figure, Kpi))
        )
    )
    facts = (
        ("Data as of", moment(as_of, desk.zone)),
        ("Time zone", desk.zone.key),
        ("Last changed", f"{moment(dashboard.changed_at, desk.zone)} by {dashboard.changed_by}"),
        ("Address", f"{origin}{address}"),
    )
    return Document(
        f"dashboard-{dashboard.id}",
        "Dashboard",
        dashboard.name,
        facts,
        sections,
        as_of,
        desk.zone,
        about={
            "address": address,
            "title": dashboard.name,
            "as_of": _rfc(as_of),
            "zone": desk.zone.key,
        },
    )


def facts_of(report: Report, period: Period) -> tuple[tuple[str, str], ...]:
    """What a report is of, label and value."""
    campaign, zone = report.campaign, report.ask.zone
    channel = CHANNELS.get(campaign.channel)
    return (
        ("Campaign", campaign.name),
        ("Campaign ID", str(campaign.id)),
        ("External ID", campaign.external_id or NOTHING),
        ("Type", report.type.label),
        ("Channel", channel.label if channel else NOTHING),
        ("Sender", campaign.sender or NOTHING),
        ("Status", campaign.state.label),
        ("Creation date", moment(campaign.created_at, zone)),
        ("Delivery date", moment(campaign.delivery_at, zone)),
        ("Recipients", number(campaign.recipients)),
        ("Days", days_in_full(period)),
        ("Time zone", zone.key),
        ("Data as of", moment(report.numbers.as_of, zone)),
    )


def _pieces(source: Source, asked: Asked, numbers: TabNumbers) -> dict[str, Pieces]:
    """All rows of the tables that the screen shows a page of."""
    if source.whole is None:
        return {}
    longer = (table for table in numbers.tables if len(table.rows) < table.total)
    return {table.key: source.whole(asked, table.key).pieces for table in longer}


def _cut(numbers: TabNumbers, pieces: Mapping[str, Pieces], rows: int) -> TabNumbers:
    """The numbers with as many rows of each table, from its first."""
    tables = tuple(_first(table, pieces.get(table.key), rows) for table in numbers.tables)
    return replace(numbers, tables=tables)


def _first(table: Table, pieces: Pieces | None, rows: int) -> Table:
    if len(table.rows) == table.total or pieces is None:
        known: Iterable[dict[str, Any]] = table.rows
    else:
        known = chain.from_iterable(pieces)
    return replace(table, rows=list(islice(known, rows)), page=0, size=0)


def _rest(numbers: TabNumbers, address: str, origin: str) -> dict[str, str]:
    parts = urlsplit(address)
    words = parse_qsl(parts.query)
    return {
        table.key: origin + _joined(f"{parts.path}.csv", [*words, ("table", table.key)])
        for table in numbers.tables
        if len(table.rows) < table.total
    }


def _joined(path: str, words: Iterable[tuple[str, str]]) -> str:
    query = urlencode([(name, value) for name, value in words if value])
    return f"{path}?{query}" if query else path


def _about(
    address: str, title: str, as_of: datetime, zone: ZoneInfo, period: Period
) -> dict[str, str]:
    return {
        "address": address,
        "title": title,
        "as_of": _rfc(as_of),
        "zone": zone.key,
        "period": days_in_full(period),
    }


def _rfc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _tiles_together(tiles: list[ShownTile], desk: Desk) -> Section:
    """Single figures that stand beside one another, each of what its tile says."""
    kpis = tuple(
        replace(one.figure, label=one.tile.title) for one in tiles if isinstance(one.figure, Kpi)
    )
    of = dict.fromkeys(line for one in tiles if one.found for line in (_of(one.found),))
    first = tiles[0]
    as_of = first.found.numbers.as_of if first.found else desk.clock()
    notes = tuple(dict.fromkeys(note for one in tiles for note in one.notes))
    numbers = TabNumbers(as_of, kpis=kpis, notices=notes)
    return Section(f"tile-{first.tile.id}", "Key figures", numbers, desk.zone, tuple(of))


def _tile(one: ShownTile, desk: Desk, rows: int, reveal: bool, origin: str) -> Section:
    key, heading = f"tile-{one.tile.id}", one.tile.title
    if one.found is None or one.figure is None:
        numbers = TabNumbers(desk.clock(), notices=(one.trouble,))
        return Section(key, heading, numbers, desk.zone)
    found = one.found
    numbers = TabNumbers(
        found.numbers.as_of,
        charts=(one.figure,) if isinstance(one.figure, Chart) else (),
        tables=(one.figure,) if isinstance(one.figure, Table) else (),
        notices=one.notes,
    )
    source, asked = find(desk, one.tile.address, reveal=reveal)
    cut = _cut(numbers, _pieces(source, asked, numbers), rows)
    return Section(key, heading, cut, found.zone, (_of(found),), _rest(cut, found.address, origin))


def _of(found: Showing) -> str:
    """What a figure is of, in one line."""
    filters = (f"{label}: {value}" for label, value in found.filters)
    return " · ".join((found.title, days_in_full(found.period), found.zone.key, *filters))
