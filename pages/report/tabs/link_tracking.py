"""Who clicked the campaign's short link, where and on what (specification 4.6)?"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data.metrics import METRICS
from data.query import TIME
from data.report import Chart, ChartKind, Column, TabNumbers
from data.reports import Ask
from data.vocabulary.event_kind import EventKind
from data.vocabulary.formats import Unit, number, share
from pages.report import by_actor
from pages.report.report_tab import ReportTab
from pages.report.table_page import ignored, table_page
from pages.report.timeline import history, steps

OPENS = {"Total Opens": "total_opens", "Unique Opens": "opened_url_link"}
GRIDS = (1, 2, 5, 10)  # degrees
MOST_CELLS = 2000
MOST_SLICES = 5
_PLACE = ("latitude", "longitude")
_AROUND = 361  # whole degrees from -180 to 180
OTHER, UNKNOWN = "Other", "Not known"
# In this order: an iPhone calls itself "like Mac OS X", an Android phone "Linux".
_SYSTEMS = (
    ("iOS", r"\b(ios|ipados|iphone|ipad|ipod)"),
    ("Android", r"\bandroid"),
    ("ChromeOS", r"\b(cros|chrome ?os)\b"),
    ("Windows", r"\bwindows"),
    ("macOS", r"\b(mac ?os|os ?x|macintosh)"),
    ("Linux", r"\b(linux|ubuntu|fedora|debian|x11)"),
)
_COLUMNS = (
    Column("country", "Country"),
    Column("latitude", "Latitude", Unit.COUNT),
    Column("longitude", "Longitude", Unit.COUNT),
    Column("clicks", "Clicks", Unit.COUNT),
    Column("people", "People", Unit.COUNT),
)


@dataclass(frozen=True, slots=True)
class Clicks:
    """Clicks on the short link: by place, and by operating system.

    `places`: country, latitude, longitude (to the nearest degree, null where not known), clicks,
    people. `cells`: latitude, longitude, clicks, on a grid of `grid` degrees that has no more of
    them than a map can show. `systems`: os, clicks.
    """

    places: pl.DataFrame
    cells: pl.DataFrame
    grid: int
    systems: pl.DataFrame


def numbers(ask: Ask) -> TabNumbers:
    """Click Rate, Click Heatmap, OS Device Distribution, the timeline and places (F151 to F155)."""
    clicks = _clicks(ask)
    table = table_page(
        ask, "click_places", "Clicks by Place", _COLUMNS, _worded(clicks.places), "-clicks"
    )
    return TabNumbers(
        ask.now,
        charts=(_rate(ask), _systems(clicks), _heatmap(clicks), _timeline(ask)),
        tables=(table, *by_actor.tables(ask)),
        notices=tuple(ignored(ask, table)),
    )


def _clicks(ask: Ask) -> Clicks:
    """The clicks of the asked days, read once."""
    return ask.kept("short link clicks", lambda: _counted(ask))


def _counted(ask: Ask) -> Clicks:
    rows = ask.scan("events").filter(pl.col("kind") == EventKind.LINK_OPEN.value)
    rows = ask.within(rows, pl.col("at"))
    told = pl.any_horizontal(pl.col("os", "platform").is_not_null())
    agent = pl.when(~told).then("user_agent")
    clicks = pl.len().cast(pl.Int64)
    people = pl.col("person").n_unique().cast(pl.Int64)
    by_system, by_degree = pl.collect_all(
        [
            rows.group_by("os", "platform", user_agent=agent).agg(clicks=clicks),
            rows.group_by("country", degree=_degree()).agg(clicks=clicks, people=people),
        ]
    )
    north, east = pl.col("degree") // _AROUND - 90, pl.col("degree") % _AROUND - 180
    places = (
        by_degree.with_columns(latitude=north, longitude=east)
        .select("country", *_PLACE, "clicks", "people")
        .sort("clicks", "country", *_PLACE, descending=[True, False, True, False], nulls_last=True)
    )
    grid, cells = _cells(places)
    return Clicks(places, cells, grid, _by_family(by_system))


def _degree() -> pl.Expr:
    """The nearest whole degrees as one number, by which millions of clicks group twice as fast.

    Null, as one of them is, for a click that says half of a place.
    """
    latitude, longitude = (_nearest(pl.col(name), 1) for name in _PLACE)
    return (latitude + 90) * _AROUND + _one_meridian(longitude) + 180


def _nearest(degrees: pl.Expr, grid: int) -> pl.Expr:
    return ((degrees / grid + 0.5).floor() * grid).cast(pl.Int32)


def _one_meridian(longitude: pl.Expr) -> pl.Expr:
    """The line across from Greenwich has two names; it gets one."""
    return pl.when(longitude == -180).then(180).otherwise(longitude)


def _cells(places: pl.DataFrame) -> tuple[int, pl.DataFrame]:
    """Clicks on the finest grid that has no more cells than a map can show."""
    placed = places.drop_nulls(list(_PLACE))
    for grid in GRIDS:
        latitude, longitude = (_nearest(pl.col(name), grid) for name in _PLACE)
        cells = (
            placed.group_by(latitude=latitude, longitude=_one_meridian(longitude))
            .agg(pl.col("clicks").sum())
            .sort("clicks", *_PLACE, descending=[True, True, False])
        )
        if len(cells) <= MOST_CELLS:
            break
    return grid, cells


def _by_family(by_system: pl.DataFrame) -> pl.DataFrame:
    """Clicks by the family of the operating system, the most frequent first."""
    said = pl.concat_str("os", "platform", "user_agent", separator=" ", ignore_nulls=True)
    word = said.str.to_lowercase()
    family = pl.when(word == "").then(pl.lit(UNKNOWN))
    for name, pattern in _SYSTEMS:
        family = family.when(word.str.contains(pattern)).then(pl.lit(name))
    return (
        by_system.group_by(os=family.otherwise(pl.lit(OTHER)))
        .agg(pl.col("clicks").sum())
        .sort("clicks", "os", descending=[True, False])
    )


def _rate(ask: Ask) -> Chart:
    """Two bars: every click, and everybody once (F154, F155)."""
    found = ask.figures(*OPENS.values())
    total, unique = (int(found[metric].value or 0) for metric in OPENS.values())
    return Chart(
        key="click_rate",
        title="Click Rate",
        kind=ChartKind.BARS,
        rows=[
            {"opens": label, "clicks": n} for label, n in zip(OPENS, (total, unique), strict=True)
        ],
        x="opens",
        y="clicks",
        summary=f"{number(total)} clicks by {number(unique)} "
        f"{'person' if unique == 1 else 'people'}: {total / unique:.1f} each on average."
        if unique
        else "Nobody has clicked the short link yet.",
        x_label="Clicks on the short link",
        y_label="Clicks",
    )


def _systems(clicks: Clicks) -> Chart:
    """Each operating system's share of the clicks; past five, the rarest are one slice (F153)."""
    rows = list(clicks.systems.iter_rows())
    named = [row for row in rows if row[0] not in (OTHER, UNKNOWN)]
    rest = dict(row for row in rows if row[0] in (OTHER, UNKNOWN))
    room = MOST_SLICES - len(rest.keys() - {OTHER})
    if len(named) + (OTHER in rest) > room:
        gone = named[room - 1 :]
        named = named[: room - 1]
        rest[OTHER] = rest.get(OTHER, 0) + sum(n for _, n in gone)
    shown = [*named, *((name, rest[name]) for name in (OTHER, UNKNOWN) if name in rest)]
    total = sum(n for _, n in shown)
    return Chart(
        key="os_distribution",
        title="OS Device Distribution",
        kind=ChartKind.DONUT,
        rows=[{"os": name, "clicks": n, "share": n / total} for name, n in shown],
        x="os",
        y="clicks",
        summary=f"{share(rows[0][1] / total)} of the clicks: {rows[0][0]}."
        if rows
        else "Nobody has clicked the short link yet.",
        x_label="Operating system",
        y_label="Clicks",
    )


def _heatmap(clicks: Clicks) -> Chart:
    """A circle for each cell in which somebody clicked (F152, D-15)."""
    rows = [
        {"place": place_name(row["latitude"], row["longitude"]), **row}
        for row in clicks.cells.iter_rows(named=True)
    ]
    return Chart(
        key="click_heatmap",
        title="Click Heatmap",
        kind=ChartKind.MAP,
        rows=rows,
        x="place",
        y="clicks",
        summary=_where(clicks, rows[0]["place"] if rows else ""),
        x_label=f"Place (nearest {'degree' if clicks.grid == 1 else f'{clicks.grid} degrees'})",
        y_label="Clicks",
    )


def _where(clicks: Clicks, most: str) -> str:
    total = int(clicks.places.get_column("clicks").sum())
    placed = int(clicks.cells.get_column("clicks").sum())
    if not placed:
        return (
            "No click says where it happened."
            if total
            else "Nobody has clicked the short link yet."
        )
    top = clicks.cells.item(0, "clicks")
    return (
        f"{number(placed)} of {number(total)} clicks say where they happened; most, "
        f"{number(top)}, at {most}."
    )


def place_name(latitude: int, longitude: int) -> str:
    """Like "41° N, 74° W"; the equator and the meridian of Greenwich have no side."""
    north = f"{abs(latitude)}°{' N' if latitude > 0 else ' S' if latitude < 0 else ''}"
    east = f"{abs(longitude)}°{' E' if longitude > 0 else ' W' if longitude < 0 else ''}"
    return f"{north}, {east}"


def _worded(places: pl.DataFrame) -> pl.DataFrame:
    return places.with_columns(pl.col("country").fill_null(UNKNOWN))


def _timeline(ask: Ask) -> Chart:
    """Clicks over time; somebody new is counted in the step of the first click."""
    unit, found = history(ask, "total_opens")
    both = ask.run(tuple(OPENS.values()), (), unit)
    times = steps(found.get_column(TIME), unit).to_frame()
    filled = times.join(both, on=TIME, how="left").fill_null(0).sort(TIME)
    rows = [
        {TIME: time, "opens": label, "clicks": n}
        for label, metric in OPENS.items()
        for time, n in filled.select(TIME, metric).iter_rows()
    ]
    total = int(filled.get_column("total_opens").sum())
    return Chart(
        key="clicks_over_time",
        title="Clicks over Time",
        kind=ChartKind.LINES,
        rows=rows,
        x=TIME,
        y="clicks",
        series="opens",
        summary=f"{METRICS['total_opens'].label} by {unit}, {number(total)} in all; "
        "whoever is new counts among Unique Opens once, at the first click."
        if total
        else "Nobody has clicked the short link yet.",
        x_label=unit.capitalize(),
        y_label="Clicks",
    )


TAB = ReportTab("link-tracking", "Link Tracking", numbers)
