"""How many opens and clicks were people's, and which rules told those of programs?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import polars as pl

from data.actor_rules import ACTOR_RULES
from data.metrics import METRICS
from data.report import Column, Kpi, Table
from data.reports import Ask
from data.tally import CLICKED, OPENED
from data.vocabulary.actor import Actor
from data.vocabulary.event_kind import EventKind
from data.vocabulary.formats import Unit, shown

# What people did, beside what everybody did.
BESIDE = {
    "open_rate": "human_open_rate",
    "opened": "human_opened",
    "click_rate": "human_click_rate",
    "clicked": "human_clicked",
}
_OPENS = ("human_opens", "machine_opens", "bot_opens")
_CLICKS = ("human_clicks", "machine_clicks", "bot_clicks")
_ACTS = {
    None: "Opens and clicks imported as totals",
    OPENED: "Opens and read receipts of the message",
    EventKind.LINK_OPEN.value: "Opens of the short link",
    CLICKED: "Clicks on tracked links",
}
_BY_ACTOR = (
    Column("what", "What", sortable=False),
    Column("total", "Total", Unit.COUNT, sortable=False),
    Column("human", "Human", Unit.COUNT, sortable=False),
    Column("machine", "Machine", Unit.COUNT, sortable=False),
    Column("bot", "Bot", Unit.COUNT, sortable=False),
)
_BY_RULE = (
    Column("rule", "Rule", sortable=False),
    Column("actor", "Made by", sortable=False),
    Column("opens", "Opens", Unit.COUNT, sortable=False),
    Column("clicks", "Clicks", Unit.COUNT, sortable=False),
)


def with_people(ask: Ask, kpis: Iterable[Kpi]) -> tuple[Kpi, ...]:
    """The tiles, each with what people did below what everybody did (metrics 9 to 15)."""
    tiles = tuple(kpis)
    wanted = [BESIDE[kpi.key] for kpi in tiles if kpi.key in BESIDE]
    if not wanted or not _has_programs(ask):
        return tiles  # what everybody did is what people did
    found = ask.figures(*wanted)

    def told(kpi: Kpi) -> Kpi:
        if kpi.key not in BESIDE or kpi.value is None:
            return kpi
        human = METRICS[BESIDE[kpi.key]]
        words = f"{shown(found[human.key].value, human.unit)} by people"
        return replace(kpi, note=f"{kpi.note}; {words}" if kpi.note else words)

    return tuple(map(told, tiles))


def _has_programs(ask: Ask) -> bool:
    acts = ask.view.engagement((ask.campaign,))
    return not acts.filter(pl.col("actor") != Actor.HUMAN.value).head(1).collect().is_empty()


def tables(ask: Ask) -> tuple[Table, ...]:
    """Opens and clicks by who made them, and those of programs by the rule that told them.

    None where nothing was opened or clicked.
    """
    rows = [_line(row) for row in ask.run((*_OPENS, *_CLICKS), ("act",)).to_dicts()]
    rows = [row for row in rows if row["total"]]
    if not rows:
        return ()
    left_out = _by_rule(ask)
    version = ask.view.rules.version
    return (
        Table("by_actor", "Opens and Clicks by Who Made Them", _BY_ACTOR, rows, len(rows)),
        Table(
            "by_rule",
            f"Opens and Clicks of Programs by Rule (rule set {version})",
            _BY_RULE,
            left_out,
            len(left_out),
        ),
    )


def _line(row: dict[str, Any]) -> dict[str, Any]:
    human, machine, bot = (row[o] + row[c] for o, c in zip(_OPENS, _CLICKS, strict=True))
    return {
        "what": _ACTS.get(row["act"], row["act"]),
        "total": human + machine + bot,
        "human": human,
        "machine": machine,
        "bot": bot,
    }


def _by_rule(ask: Ask) -> list[dict[str, Any]]:
    metrics = (*_OPENS[1:], *_CLICKS[1:])
    found = ask.run(metrics, ("rule",)).filter(pl.col("rule").is_not_null())
    rows = {row["rule"]: row for row in found.to_dicts()}
    return [
        {
            "rule": rule.label,
            "actor": rule.actor.label,
            "opens": rows[key]["machine_opens"] + rows[key]["bot_opens"],
            "clicks": rows[key]["machine_clicks"] + rows[key]["bot_clicks"],
        }
        for key, rule in ACTOR_RULES.items()
        if key in rows
    ]
