"""Summary: how long it lasts, how fast it goes out, and when it begins (6.2, F255)."""

from __future__ import annotations

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind, on
from data.vocabulary.campaign_state import Group

_DAYS = tuple(
    (str(number), name)
    for number, name in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), 1
    )
)
_EXPIRES = (("never", "Never"), ("date", "On a date"), ("hours", "After so many hours"))


def _expiration() -> tuple[Field, ...]:
    ends = on("expires", "date", "hours")
    return (
        Field(
            "expires",
            "Campaign Expiration",
            Kind.CHOICE,
            usual="never",
            options=_EXPIRES,
            kept=False,
        ),
        Field(
            "expires_day",
            "Last day",
            Kind.DAY,
            required=True,
            kept=False,
            when=on("expires", "date"),
        ),
        Field(
            "expires_time",
            "Until",
            Kind.TIME,
            required=True,
            usual="23:59",
            kept=False,
            when=on("expires", "date"),
        ),
        Field(
            "expires_hours",
            "Hours after it is published",
            Kind.NUMBER,
            required=True,
            least=1,
            most=8760,
            when=on("expires", "hours"),
        ),
        Field(
            "late_image",
            "Image for late visitors",
            help="The address of a picture, shown once it has expired. Optional.",
            pattern="url",
            when=ends,
        ),
    )


def _sending() -> tuple[Field, ...]:
    times = on("timetable_on", "on")
    return (
        Field(
            "send_rate",
            "Messages a minute at most",
            Kind.NUMBER,
            help="Empty: as fast as the carrier takes them.",
            least=1,
            most=100_000,
        ),
        Field("timetable_on", "Send only at certain times", Kind.SWITCH, kept=False),
        Field("timetable.from", "From", Kind.TIME, required=True, usual="09:00", when=times),
        Field("timetable.until", "Until", Kind.TIME, required=True, usual="20:00", when=times),
        Field(
            "timetable.days",
            "On these days",
            Kind.MANY,
            required=True,
            usual="1,2,3,4,5",
            options=_DAYS,
            numbers=True,
            when=times,
        ),
    )


def _fields(kind: CampaignType) -> tuple[Field, ...]:
    by_message = bool(set(kind.recipients) & {"subscribers", "csv", "typed"})
    return (
        *(_expiration() if kind.group is Group.INTERACTIVE else ()),
        *(_sending() if by_message else ()),
    )


STEP = CreationStep("summary", "Summary", "Check everything, then decide when it begins.", _fields)
