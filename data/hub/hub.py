"""What stands on the Analytics Hub, for the screen, its files and whoever shows a part of it?"""

from __future__ import annotations

from dataclasses import dataclass

from data.compare import Verdict
from data.hub.asked import HubAsked
from data.hub.before import before
from data.hub.breakdown import SIZE, breakdown
from data.hub.by_hour import by_hour
from data.hub.counting import Look, shown_campaigns
from data.hub.over_time import OverTime, over_time
from data.hub.tiles import Tile, tiles
from data.report import TabNumbers
from data.store.campaign_fields import campaign_fields
from data.store.engine import Engine
from data.store.lake import View
from data.totals import among
from data.vocabulary.formats import number, share


@dataclass(frozen=True, slots=True)
class Hub:
    """Everything on the hub; `answer` is the one sentence above it all.

    `compared` says which days the changes are against. `is_empty`: there is no campaign at all.
    """

    look: Look
    answer: str
    compared: str
    tiles: tuple[Tile, ...]
    over_time: OverTime
    numbers: TabNumbers
    is_empty: bool


def hub(asked: HubAsked, view: View, engine: Engine, *, size: int = SIZE) -> Hub:
    """The figures of an address from one view of the lake; `size` rows of the table, 0 for all."""
    look = Look(view, campaign_fields(engine), asked, before(asked.period, asked.zone, asked.now))
    found, course = tiles(look), over_time(look)
    numbers = TabNumbers(
        asked.now,
        kpis=tuple(tile.kpi for tile in found),
        charts=(course.chart, by_hour(look)),
        tables=(breakdown(look, size),),
        notices=among(view, shown_campaigns(look), *asked.period.instants(asked.zone)),
    )
    compared = look.before.sentence(asked.zone) if look.before else _NOTHING_BEFORE
    is_empty = look.fields.is_empty() and not any(tile.kpi.value for tile in found)
    return Hub(look, answer(found), compared, found, course, numbers, is_empty)


_NOTHING_BEFORE = "There are no days before these to compare with."


def answer(found: tuple[Tile, ...]) -> str:
    """How it is going, and what has changed by more than chance."""
    kpis = {tile.kpi.key: tile.kpi for tile in found}
    sent, rate = kpis["total_sent"].value or 0, kpis["delivery_rate"].value
    if not any(tile.kpi.value for tile in found):
        return "Nothing is counted for these days and filters."
    words = f"{number(sent)} messages sent"
    words += f", {share(rate)} of them delivered." if rate is not None else "."
    told = {
        verdict: [_moved(t) for t in found if t.change and t.change.verdict is verdict]
        for verdict in (Verdict.BETTER, Verdict.WORSE, Verdict.HIGHER, Verdict.LOWER)
    }
    for verdict, changes in told.items():
        if changes:
            words += f" {verdict.capitalize()} than before: {', '.join(changes)}."
    if any(t.change for t in found) and not any(told.values()):
        words += " Nothing has changed by more than chance."
    return words


def _moved(tile: Tile) -> str:
    return f"{tile.kpi.label} ({tile.change.amount})" if tile.change else tile.kpi.label
