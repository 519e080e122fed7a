"""How is a whole report put into one file that outlives the system? (F080)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from data.exports.formats.csv_lines import lines as csv_lines
from data.metric import Metric
from data.metrics import METRICS
from data.report import Column, Kpi, Table, TabNumbers
from data.reports import Report, Whole
from data.screen_documents import facts_of
from data.vocabulary.formats import Unit
from data.vocabulary.period import Period

_KPI_COLUMNS = (
    Column("key", "Key"),
    Column("label", "Name"),
    Column("value", "Value"),
    Column("unit", "Unit"),
    Column("formula", "Formula"),
)
_CHUNK = 256 * 1024

Copied = Sequence[tuple[Report, tuple[Whole, ...]]]


def zipped(copied: Copied, period: Period) -> Iterator[bytes]:
    """The copy as a ZIP, piece by piece: a readme, and a CSV for each set of KPIs, chart and table.

    Tables of any length pass through a file on disk, never through memory as a whole.
    """
    with TemporaryFile() as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            names = ["readme.txt", *_written(archive, copied)]
            archive.writestr("readme.txt", readme(copied, period, names))
        file.seek(0)
        yield from _chunks(file)


def readme(copied: Copied, period: Period, names: Sequence[str]) -> str:
    """What the copy is of, as of when, and what each of its numbers means."""
    first = copied[0][0]
    notices = dict.fromkeys(one for report, _ in copied for one in report.numbers.notices)
    lines = [
        *_about(first, period),
        *(["", "Please note", *(f"  {notice}" for notice in notices)] if notices else []),
        "",
        "Files",
        *(f"  {name}" for name in names),
        "",
        "CSV: RFC 4180, UTF-8, one header row; times in UTC; shares are fractions, unrounded; an",
        "empty cell is a number that there is none of, such as a share of nothing. Text that a",
        "spreadsheet would run as a formula begins with an apostrophe.",
        "",
        "What the numbers mean",
        *chain.from_iterable(_meaning(metric) for metric in _metrics(copied)),
    ]
    facts = [(report.tab, report.numbers) for report, _ in copied if report.numbers.facts]
    for tab, numbers in facts:
        lines += ["", dict(first.tabs)[tab], *_facts(numbers)]
    return "\r\n".join(lines) + "\r\n"


def _written(archive: ZipFile, copied: Copied) -> Iterator[str]:
    """Write every file but the readme; its names in order."""
    row = copied[0][0].row
    if row:
        yield _write(archive, "kpis.csv", _kpi_lines(row))
    for place, (report, wholes) in enumerate(copied, 1):
        folder = f"{place:02}-{report.tab}"
        if report.numbers.kpis:
            yield _write(archive, f"{folder}/kpis.csv", _kpi_lines(report.numbers.kpis))
        for whole in wholes:
            yield _write(archive, f"{folder}/{whole.key}.csv", _lines(whole))


def _write(archive: ZipFile, name: str, lines: Iterable[str]) -> str:
    with archive.open(name, "w", force_zip64=True) as file:
        for line in lines:
            file.write(line.encode())
    return name


def _lines(whole: Whole) -> Iterator[str]:
    return csv_lines(whole.fields, chain.from_iterable(whole.pieces))


def _kpi_lines(kpis: Iterable[Kpi]) -> Iterator[str]:
    rows = [
        {
            "key": kpi.key,
            "label": kpi.label,
            "value": kpi.value,
            "unit": "fraction" if kpi.unit is Unit.SHARE else kpi.unit.value,
            "formula": METRICS[kpi.key].formula if kpi.key in METRICS else None,
        }
        for kpi in kpis
    ]
    return csv_lines(_KPI_COLUMNS, rows)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _about(report: Report, period: Period) -> list[str]:
    facts = facts_of(report, period)
    width = max(len(label) for label, _ in facts) + 2
    heading = f"Copy of the report of campaign {report.campaign.id}"
    return [heading, "", *(f"{label + ':':<{width}}{value}" for label, value in facts)]


def _metrics(copied: Copied) -> list[Metric]:
    kpis = [kpi for report, _ in copied for kpi in (*report.row, *report.numbers.kpis)]
    keys = [*(kpi.key for kpi in kpis), *_columns(copied)]
    return [METRICS[key] for key in dict.fromkeys(keys) if key in METRICS]


def _columns(copied: Copied) -> Iterator[str]:
    for report, _ in copied:
        tables: tuple[Table, ...] = report.numbers.tables
        yield from (column.key for table in tables for column in table.columns)


def _meaning(metric: Metric) -> Iterator[str]:
    yield f"  {metric.label} ({metric.key}): {metric.definition} Formula: {metric.formula}."
    if metric.exclusions:
        yield f"    Left out: {metric.exclusions}"


def _facts(numbers: TabNumbers) -> Iterator[str]:
    for label, value in numbers.facts:
        yield f"  {label}: {value}"
