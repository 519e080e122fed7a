"""Who has been drawn as a winner, and by what can each draw be checked (F165, F279)?"""

from __future__ import annotations

import polars as pl

from data import draws
from data.report import Column, Table
from data.reports import Ask, Pieces
from data.store.draw_rows import Draw
from data.vocabulary.formats import Unit
from pages.report.participant_list import gives_prizes
from pages.report.table_page import about, in_order, table_page

LOG, RECORDS = "winners", "draws"
_LOG_COLUMNS = (
    Column("date", "Date", time=True),
    Column("prize", "Prize"),
    Column("winner_id", "Winner ID"),
    Column("method", "Method"),
    Column("who", "Drawn by"),
)
_RECORD_COLUMNS = (
    Column("date", "Date", time=True),
    Column("prize", "Prize"),
    Column("winners", "Winners", Unit.COUNT),
    Column("eligible", "Eligible", Unit.COUNT),
    Column("statuses", "Eligible statuses"),
    Column("earlier", "Earlier winners"),
    Column("as_of", "As of", time=True),
    Column("seed", "Seed"),
    Column("algorithm", "Algorithm", Unit.COUNT),
    Column("fingerprint", "SHA-256 of the eligible IDs"),
)


def tables(ask: Ask) -> tuple[Table, ...]:
    """The Winner Selection Log (F165), and what each draw can be checked by (F279)."""
    if not gives_prizes(ask) or ask.engine is None:
        return ()
    made = draws.log(ask.engine, ask.campaign.id)
    log = table_page(
        about(ask, LOG), LOG, "Winner Selection Log", _LOG_COLUMNS, _log(ask, made), "-date"
    )
    if not made:
        return (log,)
    records = table_page(
        about(ask, RECORDS), RECORDS, "Draw Records", _RECORD_COLUMNS, _records(made), "-date"
    )
    return log, records


def pieces(ask: Ask, table: str) -> Pieces | None:
    """All rows of a table here; None for one that isn't."""
    if not gives_prizes(ask) or ask.engine is None or table not in (LOG, RECORDS):
        return None
    made = draws.log(ask.engine, ask.campaign.id)
    if table == LOG:
        rows = in_order(ask, _LOG_COLUMNS, _log(ask, made), "-date")
    else:
        rows = in_order(ask, _RECORD_COLUMNS, _records(made), "-date")
    return iter([rows.to_dicts()])


def _log(ask: Ask, made: tuple[Draw, ...]) -> pl.DataFrame:
    rows = [
        (one.at, one.terms.prize, ask.shown_recipient(winner), one.method, one.who)
        for one in made
        for winner in one.winners
    ]
    kinds = (pl.Datetime("us", "UTC"), pl.String, pl.String, pl.String, pl.String)
    keys = (column.key for column in _LOG_COLUMNS)
    return pl.DataFrame(rows, dict(zip(keys, kinds, strict=True)), orient="row")


def _records(made: tuple[Draw, ...]) -> pl.DataFrame:
    rows = [
        {
            "date": one.at,
            "prize": one.terms.prize,
            "winners": len(one.winners),
            "eligible": one.eligible,
            "statuses": ", ".join(one.terms.statuses),
            "earlier": "Left out" if one.terms.exclude_winners else "Eligible",
            "as_of": one.as_of,
            "seed": one.seed,
            "algorithm": one.algorithm,
            "fingerprint": one.fingerprint,
        }
        for one in made
    ]
    return pl.DataFrame(rows)
