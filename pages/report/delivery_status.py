"""Where do the messages of an interactive campaign stand, on each channel that carried them?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from data.campaign_type import KpiPlace
from data.channels import CHANNELS
from data.report import Chart
from data.reports import Ask
from pages.report.in_sum import undrawn
from pages.report.message_status import Standings, by_status, category_of, cohort, standings
from pages.report.messaging_performance import opened_bar, openings


def by_channel(ask: Ask) -> tuple[Standings, ...]:
    """The standings on each channel; none for a campaign without a channel and messages.

    The campaign's own channel comes first; recipients without a report are its own.
    """
    own = ask.channel
    some = own or next(iter(CHANNELS.values()))  # categories are put in for each channel below
    whole = standings(cohort(ask), some)
    used = set(whole.rows.get_column("channel")) & CHANNELS.keys()
    keys = ([own.key] if own else []) + [k for k in CHANNELS if k in used and some.key != k]
    return tuple(_on(whole, key, alone=len(keys) == 1) for key in dict.fromkeys(keys))


def charts(ask: Ask, stands: Iterable[Standings], title: str) -> Iterable[Chart]:
    """A chart for each channel, in the channel's own categories (F138)."""
    found = tuple(stands)
    for n, one in enumerate(found):
        chart = undrawn(ask, by_status(one, _opened(ask, one)))
        name = title if len(found) == 1 else f"{title}: {one.channel.short}"
        key = chart.key if n == 0 else f"{chart.key}_{one.channel.key}"
        yield replace(chart, key=key, title=name)


def _on(whole: Standings, key: str, *, alone: bool) -> Standings:
    channel = CHANNELS[key]
    rows = whole.rows if alone else whole.rows.filter(pl.col("channel") == key)
    rows = rows.with_columns(category=category_of(channel))
    silent = whole.silent if key == whole.channel.key else 0
    return Standings(channel, rows, silent)


def _opened(ask: Ask, stands: Standings) -> list[dict[str, object]]:
    """The bar Open of a channel whose opens the app reports, while it carried the campaign."""
    if "app_opened" not in openings(stands.channel):
        return []
    return opened_bar(cohort(ask).kpis((KpiPlace("app_opened"),)))
