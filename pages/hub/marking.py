"""What is laid over the hub's figures: notes on its chart, targets on its tiles?"""

from __future__ import annotations

from dataclasses import replace

from data.hub.hub import Hub
from data.marked import marked
from data.store.engine import Engine


def marked_hub(found: Hub, engine: Engine) -> Hub:
    """The same hub with the workspace's notes, and the targets of the one channel it is about."""
    asked = found.look.asked
    channels = asked.filters.get("channel", ())
    channel = channels[0] if len(channels) == 1 else ""
    numbers = marked(engine, found.numbers, asked.zone, channel=channel)
    aims = {kpi.key: kpi for kpi in numbers.kpis}
    return replace(
        found,
        numbers=numbers,
        over_time=replace(found.over_time, chart=numbers.charts[0]),
        tiles=tuple(replace(tile, kpi=aims[tile.kpi.key]) for tile in found.tiles),
    )
