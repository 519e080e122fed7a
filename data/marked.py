"""What is laid over a screen's figures: notes on its time charts, targets on its tiles?"""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from data.annotations import annotated
from data.campaign import Campaign
from data.report import TabNumbers
from data.store.engine import Engine
from data.targets import aimed


def marked(
    engine: Engine,
    numbers: TabNumbers,
    zone: ZoneInfo,
    *,
    campaign: Campaign | None = None,
    channel: str = "",
) -> TabNumbers:
    """The same numbers with the notes and targets of the workspace, and of what they are about.

    That is one `campaign`, one `channel`, or everything. Days of notes are those of `zone`.
    """
    noted = annotated(engine, numbers, zone, () if campaign is None else (campaign.id,))
    return replace(noted, kpis=aimed(engine, noted.kpis, campaign=campaign, channel=channel))
