"""How did a messaging campaign do? The numbers of its Performance tab (2.2, 2.3, D-08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from data.campaign_type import KpiPlace
from data.campaign_types import CAMPAIGN_TYPES
from data.channel import Channel
from data.dimensions import DIMENSIONS
from data.errors import NotFound
from data.metrics import METRICS
from data.report import Column, Kpi, Table, TabNumbers
from data.reports import Ask
from data.totals import is_of_totals
from data.vocabulary.event_kind import EventKind
from data.vocabulary.formats import Unit, number
from pages.report import by_actor
from pages.report.in_sum import undrawn
from pages.report.message_status import Standings, by_status, cohort, over_time, standings

_OPENED_LABEL = "Opened"
_SPLIT = ("total_sent", "delivered", "transit", "failed", "delivery_rate", "failed_rate")


def numbers(ask: Ask) -> TabNumbers:
    """The four boxes, the counts behind them, the charts and the tables."""
    channel = ask.channel
    if channel is None:
        raise NotFound(f"Campaign {ask.campaign.id} names no channel, so nothing was sent")
    ask = cohort(ask)
    stands = standings(ask, channel)
    kpis = by_actor.with_people(ask, _kpis(ask, channel, stands))
    tables = [_breakdown(ask, key, stands) for key in channel.breakdowns]
    if channel.tracks_links:
        tables += [_tracked_links(ask), *by_actor.tables(ask)]
    charts = by_status(stands, opened_bar(kpis)), over_time(ask, stands)
    return TabNumbers(
        as_of=ask.now,
        kpis=kpis,
        charts=tuple(undrawn(ask, chart) for chart in charts),
        tables=tuple(tables),
        notices=tuple(_notices(ask, stands)),
    )


def _kpis(ask: Ask, channel: Channel, stands: Standings) -> tuple[Kpi, ...]:
    """The four boxes of the channel, then every count that stands behind them."""
    boxes = CAMPAIGN_TYPES[ask.campaign.type].kpis
    shown = {place.metric for place in boxes}
    counts = [place for place in _counts(channel, stands) if place.metric not in shown]
    return tuple(_with_silent(kpi, stands) for kpi in ask.kpis((*boxes, *counts)))


def _counts(channel: Channel, stands: Standings) -> Iterable[KpiPlace]:
    yield from (KpiPlace(key) for key in ("total_sent", "unsent", "delivered"))
    if channel.transit in stands.categories:
        yield KpiPlace("transit")
    yield KpiPlace("failed")
    if "app_opened" in openings(channel):
        yield KpiPlace("app_opened", _OPENED_LABEL)
    else:
        yield from (KpiPlace(key) for key in openings(channel))
    if channel.tracks_links:
        yield KpiPlace("clicked")
    if channel.has_segments:
        yield KpiPlace("segments_sent")


def openings(channel: Channel) -> tuple[str, ...]:
    """The metric of those who saw the message, by what the channel can tell."""
    if "read_rate" in channel.kpis:
        return ("read",)
    if "open_rate" in channel.kpis:
        return ("opened",)
    return ("app_opened",) if "unique_devices" in channel.kpis else ()


def _with_silent(kpi: Kpi, stands: Standings) -> Kpi:
    """Unsent counts recipients of whom nothing was reported, too, as its bar does (F274)."""
    if kpi.key != "unsent" or not stands.silent:
        return kpi
    return replace(
        kpi,
        value=stands.unsent,
        note=f"{number(stands.silent)} without a report yet",
        counts={**kpi.counts, "no report yet": stands.silent},
    )


def opened_bar(kpis: Iterable[Kpi]) -> list[dict[str, Any]]:
    """The bar Open where no status tells it: a part of Delivered, from the app's own events."""
    opened = next((kpi.value for kpi in kpis if kpi.key == "app_opened"), None)
    if opened is None:
        return []
    return [
        {
            "category": "open",
            "category_label": "Open",
            "status": "OPEN",
            "meaning": "Opened, as the app reports; a part of Delivered",
            "count": opened,
            "total": False,
            "color": "status-opened",
        }
    ]


def _breakdown(ask: Ask, key: str, stands: Standings) -> Table:
    """Delivery figures by carrier or platform (D-08, F088), the largest first."""
    channel, dimension = stands.channel, DIMENSIONS[key]
    split = [m for m in _SPLIT if m != "transit" or channel.transit in stands.categories]
    metrics = (*split, *(m for m in openings(channel) if m == "app_opened"))
    found = ask.run(metrics, (key,)).sort("total_sent", key, descending=[True, False])
    found = found.filter(pl.col("total_sent") > 0)
    labels = {**{m: METRICS[m].label for m in metrics}, "total_sent": "Sent"}
    labels |= {"app_opened": _OPENED_LABEL}
    return Table(
        key=f"by_{key}",
        title=f"{channel.short} by {dimension.label}",
        columns=(
            Column(key, dimension.label, sortable=False),
            *(Column(m, labels[m], METRICS[m].unit, sortable=False) for m in metrics),
        ),
        rows=found.select(key, *metrics).to_dicts(),
        total=len(found),
    )


def _tracked_links(ask: Ask) -> Table:
    """Clicks on each link of the message; links that aren't tracked have none (F109)."""
    clicked = {row["link"]: row for row in _clicks(ask).iter_rows(named=True)}
    rows = []
    for link in _configured_links(ask.campaign.config.get("links")):
        found = clicked.pop(link["url"], None)
        tracked = found is not None or link["tracked"]
        none = 0 if tracked else None
        rows.append(
            {
                "link": link["url"],
                "label": link["label"],
                "tracked": tracked,
                "clicks": found["clicks"] if found else none,
                "clickers": found["clickers"] if found else none,
            }
        )
    rows += [{**row, "label": None, "tracked": True} for row in clicked.values()]
    rows.sort(key=lambda row: (row["clicks"] is None, -(row["clicks"] or 0), row["link"] or ""))
    return Table(
        key="tracked_links",
        title="Tracked Links",
        columns=(
            Column("link", "Link", sortable=False),
            Column("label", "Label", sortable=False),
            Column("tracked", "Tracked", sortable=False),
            Column("clicks", "Total Clicks", Unit.COUNT, sortable=False),
            Column("clickers", "Unique Clickers", Unit.COUNT, sortable=False),
        ),
        rows=rows,
        total=len(rows),
    )


def _clicks(ask: Ask) -> pl.DataFrame:
    """Clicks and distinct people by link."""
    return ask.kept("clicks", lambda: _by_link(ask))


def _by_link(ask: Ask) -> pl.DataFrame:
    acts = ask.view.engagement((ask.campaign,))
    clicks = acts.filter(pl.col("act") == EventKind.LINK_CLICK.value)
    return (
        ask.within(clicks, pl.col("at"))
        .group_by("link")
        .agg(clicks=pl.len().cast(pl.Int64), clickers=pl.col("person").n_unique())
        .sort("link")
        .collect()
    )


def _configured_links(links: object) -> Iterable[Mapping[str, Any]]:
    """The links of the message as stored; whatever is no link is passed over."""
    for link in links if isinstance(links, list | tuple) else ():
        if isinstance(link, str):
            yield {"url": link, "label": None, "tracked": True}
        elif isinstance(link, Mapping) and isinstance(link.get("url"), str):
            label = link.get("label")
            yield {
                "url": link["url"],
                "label": label if isinstance(label, str) else None,
                "tracked": link.get("tracked", True) is not False,
            }


def _notices(ask: Ask, stands: Standings) -> Iterable[str]:
    if stands.rows.is_empty() and not is_of_totals(ask.view, ask.campaign):
        yield (
            "Nothing has been reported about this campaign's messages yet."
            if ask.period.is_all
            else "No message of this campaign was to leave on these days."
        )
