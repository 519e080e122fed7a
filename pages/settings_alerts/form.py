"""What is asked of an alert's rule?"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo, available_timezones

from components.settings_form import ANY, CHOICE, LINE, MANY, NUMBER, TIME, Entry, Group
from data.alert_rule import FIGURES, LEAST_WEEKS, MOST_WEEKS, SENSITIVITIES, WINDOWS
from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.store.receiver_rows import Receiver
from data.vocabulary.formats import Unit

USUAL = {
    "metric": "delivery_rate",
    "hours": "24",
    "lag": "2",
    "against": "threshold",
    "direction": "below",
    "threshold": "95",
    "weeks": "8",
    "sensitivity": "4",
    "minimum": "100",
    "cooldown": "6",
}


def usual(zone: ZoneInfo) -> dict[str, str]:
    """What a new rule begins with."""
    return USUAL | {"zone": zone.key}


def groups(receivers: Sequence[Receiver], mails: bool) -> tuple[Group, ...]:
    """The form's fields; `mails` says whether there is a mail server."""
    return (
        Group("What is watched", _figure()),
        Group("When it fires", _condition()),
        Group("Who hears of it", _told(receivers, mails)),
        Group("When nobody is disturbed", _rest()),
    )


def _figure() -> tuple[Entry, ...]:
    figures = {
        key: f"{metric.label} (%)" if metric.unit is Unit.SHARE else metric.label
        for key, metric in sorted(FIGURES.items(), key=lambda pair: pair[1].label)
    }
    channels = {ANY: "All channels"} | {key: one.label for key, one in CHANNELS.items()}
    types = {ANY: "All types"} | {key: one.label for key, one in CAMPAIGN_TYPES.items()}
    return (
        Entry("name", "Name", help="It is the subject of what is sent."),
        Entry("metric", "Figure", CHOICE, options=figures),
        Entry("channel", "Channel", CHOICE, options=channels),
        Entry("type", "Campaign type", CHOICE, options=types),
        Entry(
            "campaign", "Campaign ID", NUMBER, help="Of one campaign alone; empty for all of them."
        ),
        Entry(
            "hours",
            "Over the last",
            CHOICE,
            options={str(hours): label for hours, label in WINDOWS.items()},
        ),
        Entry(
            "lag",
            "Leave out the latest hours",
            NUMBER,
            help="So many hours, whose receipts are still coming. 0 leaves none out.",
        ),
    )


def _condition() -> tuple[Entry, ...]:
    return (
        Entry(
            "against",
            "Compare with",
            CHOICE,
            options={"threshold": "A threshold", "history": "Its own history"},
        ),
        Entry(
            "direction",
            "Fires when it is",
            CHOICE,
            options={"below": "Below", "above": "Above", "either": "Far off, either way"},
        ),
        Entry(
            "threshold",
            "Threshold",
            NUMBER,
            help="In percent for figures that say %.",
            only=("against", "threshold"),
        ),
        Entry(
            "weeks",
            "Weeks to compare with",
            NUMBER,
            help=f"The same weekday and hour, {LEAST_WEEKS} to {MOST_WEEKS} weeks back.",
            only=("against", "history"),
        ),
        Entry(
            "sensitivity",
            "Sensitivity",
            CHOICE,
            help="How many robust deviations from the median are too far.",
            options=SENSITIVITIES,
            only=("against", "history"),
        ),
        Entry(
            "minimum",
            "At least this many",
            NUMBER,
            help="A figure made of fewer is not judged. Counts against a threshold always are.",
        ),
    )


def _told(receivers: Sequence[Receiver], mails: bool) -> tuple[Entry, ...]:
    help_ = "Up to 10, separated by commas."
    if not mails:
        help_ += " No mail server is set up (HELIOGRAPH_SMTP_URL), so mails wait and then fail."
    emails = Entry("emails", "Email addresses", LINE, help=help_)
    if not receivers:
        return (emails,)
    hooks = {str(one.id): one.name for one in receivers}
    return emails, Entry("receivers", "Webhooks", MANY, options=hooks)


def _rest() -> tuple[Entry, ...]:
    return (
        Entry("quiet_from", "Quiet from", TIME),
        Entry(
            "quiet_until",
            "Quiet until",
            TIME,
            help="What fires meanwhile is told afterwards, if it is still so.",
        ),
        Entry("zone", "Time zone", LINE, suggestions=sorted(available_timezones())),
        Entry(
            "cooldown",
            "Hours between two alerts",
            NUMBER,
            help="It begins no second episode within so many hours of the first one's beginning.",
        ),
    )
