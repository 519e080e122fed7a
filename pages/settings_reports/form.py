"""What is asked of a scheduled report?"""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from components.settings_form import CHOICE, LINE, MANY, NUMBER, TIME, Entry, Group
from data.report_schedule import WEEKDAYS, Rhythm

USUAL = {
    "rhythm": "weekly",
    "weekday": "0",
    "month_day": "1",
    "at_time": "08:00",
    "with": "pictures",
}
_RHYTHMS = {
    Rhythm.DAILY.value: "Every day",
    Rhythm.WEEKLY.value: "Every week",
    Rhythm.MONTHLY.value: "Every month",
}


def usual(zone: ZoneInfo) -> dict[str, str]:
    """What a new schedule begins with."""
    return USUAL | {"zone": zone.key}


def groups(mails: bool) -> tuple[Group, ...]:
    """The form's fields; `mails` says whether there is a mail server."""
    help_ = "Up to 10, separated by commas. Recipients' own data is masked in what is sent."
    if not mails:
        help_ += " No mail server is set up (HELIOGRAPH_SMTP_URL), so mails wait and then fail."
    return (
        Group(
            "What is sent",
            (
                Entry("name", "Name", help="It is the subject of the mail."),
                Entry(
                    "address",
                    "Address of the screen",
                    LINE,
                    help="Of a report, the hub or a dashboard, with its filters: "
                    "/hub?range=last-7-days. Ranges like that are those of the day it is sent.",
                ),
                Entry(
                    "with",
                    "With it go",
                    MANY,
                    options={"pictures": "Pictures of the charts", "csv": "CSV files of the rows"},
                ),
            ),
        ),
        Group(
            "When",
            (
                Entry("rhythm", "How often", CHOICE, options=_RHYTHMS),
                Entry(
                    "weekday",
                    "Weekday",
                    CHOICE,
                    options={str(n): day for n, day in enumerate(WEEKDAYS)},
                    only=("rhythm", "weekly"),
                ),
                Entry(
                    "month_day",
                    "Day of the month",
                    NUMBER,
                    help="In months without it, the last day.",
                    only=("rhythm", "monthly"),
                ),
                Entry("at_time", "At", TIME),
                Entry(
                    "zone",
                    "Time zone",
                    LINE,
                    help="The hour stays the same when its clocks change.",
                    suggestions=sorted(available_timezones()),
                ),
            ),
        ),
        Group("To whom", (Entry("emails", "Email addresses", LINE, help=help_),)),
    )


def spread(filled: dict[str, str]) -> dict[str, str]:
    """The form's choices as the schedule's own flags."""
    chosen = filled.get("with", "").split(",")
    return filled | {name: "yes" if name in chosen else "" for name in ("pictures", "csv")}


def gathered(told: dict[str, str]) -> dict[str, str]:
    """The schedule's own flags as the form's choices."""
    return told | {"with": ",".join(name for name in ("pictures", "csv") if told.get(name))}
