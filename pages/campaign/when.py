"""Which moment is meant by a day and a time of the workspace?"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from data.errors import BadRequest

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{1,2}:\d{2}", re.ASCII)


def read_when(day: str, time: str, zone: ZoneInfo) -> datetime:
    """The moment in UTC; where the clock shows it twice, the first. Raises BadRequest."""
    day, time = day.strip(), time.strip()
    if not _DAY.fullmatch(day):
        raise BadRequest(f"The day must be like 2026-03-12, not “{day[:20]}”", "day")
    if not _TIME.fullmatch(time):
        raise BadRequest(f"The time must be like 09:30, not “{time[:20]}”", "time")
    try:
        local = datetime.strptime(f"{day} {time}", "%Y-%m-%d %H:%M").replace(tzinfo=zone)
        moment = local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadRequest(f"There is no {day}, {time} in the calendar", "day") from None
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise BadRequest(
            f"On {day} the clock of {zone.key} jumps over {time}: choose another time", "time"
        )
    return moment
