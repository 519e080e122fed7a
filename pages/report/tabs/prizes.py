"""Which prizes are left, and who has won the others (specification 4.9)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from data.campaign_types import CAMPAIGN_TYPES
from data.metrics import METRICS
from data.report import Column, Kpi, Table, TabNumbers
from data.reports import Ask, Pieces
from data.vocabulary.event_kind import EventKind
from data.vocabulary.formats import Unit, number
from data.vocabulary.period import ALL
from pages.report.report_tab import ReportTab
from pages.report.table_page import about, ignored, in_order, table_page
from pages.report.table_search import having, masked, search_form, shown, streamed

STOCK, WINNERS, USUAL = "prizes", "winners", "-time"
NOT_CONFIGURED = "Not a configured prize"
UNNAMED = "A prize without a name"
_STOCK_COLUMNS = (
    Column("prize", "Prize", sortable=False),
    Column("stock", "Stock", Unit.COUNT, sortable=False),
    Column("given_out", "Given Out", Unit.COUNT, sortable=False),
    Column("remaining", "Remaining", Unit.COUNT, sortable=False),
    Column("burn_rate", "Burn Rate", Unit.SHARE, sortable=False),
    Column("remark", "Remark", sortable=False),
)
_WINNER_COLUMNS = (
    Column("recipient", "ID"),
    Column("prize", "Prize"),
    Column("time", "Time", time=True),
    Column("remark", "Remark"),
)
LOGICS = {
    "Always Win": "everybody who plays wins, and there is no notice when the prizes run out.",
    "By Exhaustion": "everybody wins until the stock is used up; then there is a notice.",
    "Cycles": "who wins is random and depends on the number of participations, and on a time "
    "condition if there is one.",
    "Random Select": "there is one prize for every N participations.",
}


@dataclass(frozen=True, slots=True)
class _Prize:
    """A configured prize; no `stock` is one that was never said."""

    name: str
    stock: int | None


def numbers(ask: Ask) -> TabNumbers:
    """Stock and what was given out, as they stand now, and the winners of the asked days.

    Parameters: `q` (part of an ID or of a prize's name), `sort`, `page`, `size`.
    """
    prizes = _configured(ask)
    if not prizes:
        return TabNumbers(ask.now, notices=("No prizes were configured.",))
    stock = _stock(ask, prizes)
    table = table_page(
        about(ask, WINNERS), WINNERS, "Winners", _WINNER_COLUMNS, _won(ask, prizes), USUAL
    )
    return TabNumbers(
        ask.now,
        kpis=_tiles(ask, prizes, stock),
        tables=(stock, replace(table, rows=shown(ask, table.rows))),
        facts=tuple(_logic(ask)),
        notices=(*_notices(ask), *ignored(about(ask, WINNERS), table)),
    )


def pieces(ask: Ask, table: str) -> Pieces | None:
    """All winners that the search lets through, some thousand at a time (F277)."""
    if table != WINNERS:
        return None
    rows = _won(ask, _configured(ask))
    return streamed(ask, in_order(ask, _WINNER_COLUMNS, rows, USUAL))


def _configured(ask: Ask) -> dict[str, _Prize]:
    """The campaign's prizes by their names in lower case; equal names are one prize."""
    listed = ask.campaign.config.get("prizes")
    found: dict[str, _Prize] = {}
    for entry in listed if isinstance(listed, list | tuple) else ():
        whole = entry if isinstance(entry, Mapping) else {"name": entry}
        name, stock = whole.get("name"), whole.get("stock")
        if not isinstance(name, str) or not name.strip():
            continue
        known = stock if type(stock) is int and stock >= 0 else None
        before = found.get(name.strip().lower())
        if before is not None:
            known = None if known is None or before.stock is None else before.stock + known
        found[name.strip().lower()] = _Prize(before.name if before else name.strip(), known)
    return found


def _stock(ask: Ask, prizes: Mapping[str, _Prize]) -> Table:
    """A row a prize, as configured; below them whatever else was awarded."""
    awarded: dict[str, int] = {}
    names: dict[str, str] = {}
    for name, count in (
        replace(ask, period=ALL)
        .run(("assigned_prizes",), ("prize",))
        .select("prize", "assigned_prizes")
        .iter_rows()
    ):
        word = (name or UNNAMED).strip().lower()
        names.setdefault(word, (name or UNNAMED).strip())
        awarded[word] = awarded.get(word, 0) + count
    rows = [_row(prize, awarded.get(word, 0)) for word, prize in prizes.items()]
    rows += [
        _row(_Prize(names[word], None), count, NOT_CONFIGURED)
        for word, count in awarded.items()
        if word not in prizes
    ]
    return Table(STOCK, "Stock", _STOCK_COLUMNS, rows, len(rows))


def _row(prize: _Prize, given_out: int, remark: str = "") -> dict[str, Any]:
    over = given_out - prize.stock if prize.stock is not None else 0
    return {
        "prize": prize.name,
        "stock": prize.stock,
        "given_out": given_out,
        "remaining": None if prize.stock is None else max(-over, 0),
        "burn_rate": given_out / prize.stock if prize.stock else None,
        "remark": f"{number(over)} more than there were" if over > 0 else remark,
    }


def _tiles(ask: Ask, prizes: Mapping[str, _Prize], stock: Table) -> tuple[Kpi, ...]:
    """What is left now, how far the stock has gone, and the winners of the asked days."""
    winners = ask.figures("winners")["winners"]
    tiles = [
        Kpi("winners", METRICS["winners"].label, winners.value, Unit.COUNT, "", winners.counts)
    ]
    if any(prize.stock is None for prize in prizes.values()):
        return tuple(tiles)  # without every stock there is no telling what is left
    listed = [{"name": prize.name, "stock": prize.stock} for prize in prizes.values()]
    counted = replace(ask.campaign, config={**ask.campaign.config, "prizes": listed})
    found = replace(ask, campaign=counted, period=ALL).figures("prizes_remaining", "burn_rate")
    left, burnt = found["prizes_remaining"], found["burn_rate"]
    by_name = sum(row["remaining"] or 0 for row in stock.rows)
    beyond = by_name - int(left.value or 0)
    note = f"{number(beyond)} given out beyond the stock" if beyond else "now, whatever the days"
    remaining = Kpi(
        "prizes_remaining",
        METRICS["prizes_remaining"].label,
        max(int(left.value or 0), 0),
        Unit.COUNT,
        note,
        left.counts,
    )
    burn = Kpi("burn_rate", METRICS["burn_rate"].label, burnt.value, Unit.SHARE, "", burnt.counts)
    return (remaining, burn, *tiles)


def _won(ask: Ask, prizes: Mapping[str, _Prize]) -> pl.DataFrame:
    """Every award of the asked days that the search lets through; remark marks unknown prizes."""
    rows = ask.scan("events").filter(pl.col("kind") == EventKind.PRIZE_AWARD.value)
    rows = ask.within(rows, pl.col("at"))
    name = pl.col("prize").fill_null(UNNAMED).str.strip_chars()
    known = name.str.to_lowercase().is_in(list(prizes))
    rows = rows.sort("at", "key").select(
        "recipient",
        prize=name,
        time="at",
        remark=pl.when(~known).then(pl.lit(NOT_CONFIGURED)),
    )
    return having(ask, rows, "prize").collect()


def _logic(ask: Ask) -> Iterator[tuple[str, str]]:
    """The prize logic with its meaning (F181)."""
    stored = ask.campaign.config.get("prize_logic")
    if isinstance(stored, str) and stored:
        meaning = LOGICS.get(stored)
        yield "Prize Logic", f"{stored}: {meaning}" if meaning else stored


def _notices(ask: Ask) -> Iterator[str]:
    kind = CAMPAIGN_TYPES[ask.campaign.type]
    stored = ask.campaign.config.get("prize_logic")
    if stored in LOGICS and stored not in kind.prize_logics:
        yield f"{stored} is no prize logic of a {kind.label} campaign."
    if not ask.period.is_all:
        yield "Winners are those of these days; stock is as it stands now."
    yield from masked(ask)


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The search form."""
    if not numbers.tables:
        return html.Div()
    return search_form(ask, "prizes", "Winners", "Search winners by ID or prize")


TAB = ReportTab("prizes", "Prizes", numbers, body, pieces)
