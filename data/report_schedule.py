"""What is a scheduled report, and when is it due?"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from data.errors import BadRequest
from data.vocabulary.filled import chosen, digits, known_zone, mail_addresses, wall_time
from data.vocabulary.line import clean_line

MOST_ADDRESSES = 10
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LONGEST_ADDRESS = 2000
_DAY = timedelta(days=1)


class Rhythm(StrEnum):
    """How often a report is sent."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the figures at an address are sent to whom: at `at_time` on the clocks of `zone`.

    `weekday` counts from Monday, 0; `month_day` is the last day of a month that has no such day.
    """

    name: str
    address: str
    rhythm: Rhythm
    at_time: str
    zone: str
    emails: tuple[str, ...]
    weekday: int = 0
    month_day: int = 1
    pictures: bool = True
    csv: bool = False

    @property
    def place(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.zone)

    @property
    def said(self) -> str:
        """When it is due, in words."""
        day = {
            Rhythm.DAILY: "Every day",
            Rhythm.WEEKLY: f"Every {WEEKDAYS[self.weekday]}",
            Rhythm.MONTHLY: f"On day {self.month_day} of each month",
        }[self.rhythm]
        return f"{day} at {self.at_time} ({self.zone})"

    def due_after(self, moment: datetime) -> datetime:
        """The first time after a moment at which it is due, in UTC.

        The hour stays the same when the clocks change. An hour that they leave out is put off by as
        much as they are put forward; of an hour that comes twice, the first one counts.
        """
        day = moment.astimezone(self.place).date() - _DAY
        while True:
            if self._is_on(day):
                local = datetime.combine(day, time.fromisoformat(self.at_time), self.place)
                due = local.astimezone(UTC)
                if due > moment:
                    return due
            day += _DAY

    def latest_due(self, due: datetime, now: datetime) -> datetime:
        """The last due time up to `now`, which is not before `due`: those missed are left out."""
        while (later := self.due_after(due)) <= now:
            due = later
        return due

    def _is_on(self, day: date) -> bool:
        if self.rhythm is Rhythm.DAILY:
            return True
        if self.rhythm is Rhythm.WEEKLY:
            return day.weekday() == self.weekday
        return day.day == min(self.month_day, monthrange(day.year, day.month)[1])


def read_schedule(filled: Mapping[str, str]) -> Schedule:
    """A schedule as a form describes it. Raises BadRequest naming the field that is wrong."""
    name = clean_line(filled.get("name", ""), "name")
    if not name:
        raise BadRequest("Give the report a name: it is the subject of the mail", "name")
    address = _address(filled.get("address", ""))
    schedule = when(filled)
    emails = mail_addresses(filled.get("emails", ""), MOST_ADDRESSES)
    if not emails:
        raise BadRequest("Say to whom it is sent", "emails")
    return replace(schedule, name=name, address=address, emails=emails)


def when(filled: Mapping[str, str]) -> Schedule:
    """A schedule of nothing to nobody yet, as far as it says when. Raises BadRequest."""
    rhythm = Rhythm(chosen(filled, "rhythm", [one.value for one in Rhythm]))
    at_time = wall_time(filled, "at_time")
    if not at_time:
        raise BadRequest("Say at what time it is sent", "at_time")
    return Schedule(
        name="",
        address="",
        rhythm=rhythm,
        at_time=at_time,
        zone=known_zone(filled, "zone"),
        emails=(),
        weekday=digits(filled, "weekday", 0, 6),
        month_day=digits(filled, "month_day", 1, 31, "1"),
        pictures=filled.get("pictures") == "yes",
        csv=filled.get("csv") == "yes",
    )


def as_filled(schedule: Schedule) -> dict[str, str]:
    """A schedule as its form shows it."""
    told = {name: str(value) for name, value in asdict(schedule).items()}
    flags = {"pictures": schedule.pictures, "csv": schedule.csv}
    return (
        told
        | {name: "yes" if on else "" for name, on in flags.items()}
        | {"emails": ", ".join(schedule.emails)}
    )


def as_json(schedule: Schedule) -> dict[str, Any]:
    """A schedule as it is kept."""
    return asdict(schedule)


def from_json(kept: Mapping[str, Any]) -> Schedule:
    """The schedule that was kept."""
    return Schedule(**{**kept, "rhythm": Rhythm(kept["rhythm"]), "emails": tuple(kept["emails"])})


def _address(text: str) -> str:
    """A path of this workspace, also where a whole address of it was pasted."""
    address = text.strip()
    if address.startswith(("http://", "https://")):
        _, _, rest = address.partition("://")
        address = f"/{rest.partition('/')[2]}"
    if not address.startswith("/") or not address.isprintable() or len(address) > _LONGEST_ADDRESS:
        raise BadRequest("This is no address of a screen, like /hub?range=last-7-days", "address")
    return address
