"""What is an alert's rule: which figure, when it is wrong, and who hears of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.errors import BadRequest
from data.metric import Metric
from data.metrics import METRICS
from data.tallies import TALLIES
from data.tally import Grain
from data.vocabulary.filled import amount, chosen, digits, known_zone, mail_addresses, wall_time
from data.vocabulary.formats import Unit, number, shown
from data.vocabulary.line import clean_line

WINDOWS = {1: "hour", 3: "3 hours", 6: "6 hours", 24: "24 hours", 168: "7 days"}
SENSITIVITIES = {"3": "Sensitive (3 ×)", "4": "Usual (4 ×)", "6": "Only what is far off (6 ×)"}
LEAST_WEEKS, MOST_WEEKS = 4, 26
MOST_ADDRESSES = 10
_MOST_HOURS = 168
# Of what is on its way at this moment no stored history tells how it was.
_PASSING = frozenset({"transit", "transit_rate"})


class Against(StrEnum):
    """What a figure is compared with."""

    THRESHOLD = "threshold"
    HISTORY = "history"


class Direction(StrEnum):
    """On which side a figure is wrong; either one only against its own history."""

    BELOW = "below"
    ABOVE = "above"
    EITHER = "either"


def _is_offered(metric: Metric) -> bool:
    tallies = [TALLIES[name] for name in metric.tallies]
    timed = all(one.grain not in (Grain.CONFIG, Grain.LISTS) for one in tallies)
    adds_up = not any(t.present or t.everywhere or t.distinct or t.undone_by for t in tallies)
    return timed and adds_up and metric.key not in _PASSING


# Figures whose counts of single hours add up to those of any days, so that a rule can be replayed.
FIGURES = {key: metric for key, metric in METRICS.items() if _is_offered(metric)}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, looked at every full hour; shares are fractions.

    The figure is `metric` over `hours` hours that end `lag` hours before the look, of one
    `channel`, `type` or `campaign` where given; messages are booked when they were sent. `minimum`
    is how many a share must be made of. It fires at most once in `cooldown` hours, and what fires
    in quiet hours (on the clocks of `zone`) is told afterwards if it is still so.
    """

    name: str
    metric: str
    against: Against
    direction: Direction
    channel: str = ""
    type: str = ""
    campaign: int | None = None
    hours: int = 24
    lag: int = 0
    threshold: float = 0.0
    weeks: int = 8
    sensitivity: float = 4.0
    minimum: int = 0
    cooldown: int = 0
    quiet_from: str = ""
    quiet_until: str = ""
    zone: str = "UTC"
    emails: tuple[str, ...] = ()
    receivers: tuple[int, ...] = ()

    @property
    def of(self) -> Metric:
        """The metric itself."""
        return METRICS[self.metric]

    @property
    def places(self) -> ZoneInfo:
        """The zone of its quiet hours, and of the weekdays and hours that are compared."""
        return ZoneInfo(self.zone)

    def is_quiet(self, now: datetime) -> bool:
        """Whether quiet hours hold at that moment; they may go over midnight."""
        if not self.quiet_from:
            return False
        local = now.astimezone(self.places).time()
        start, end = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until)
        if start < end:
            return start <= local < end
        return local >= start or local < end

    @property
    def figure(self) -> str:
        """The figure in words: "Delivery Rate, SMS, over 24 hours"."""
        parts = [self.of.label]
        if self.channel:
            parts.append(CHANNELS[self.channel].label)
        if self.type:
            parts.append(CAMPAIGN_TYPES[self.type].label)
        if self.campaign is not None:
            parts.append(f"campaign {self.campaign}")
        return f"{', '.join(parts)}, over {WINDOWS.get(self.hours, f'{self.hours} hours')}"

    @property
    def condition(self) -> str:
        """When it fires, in words."""
        if self.against is Against.THRESHOLD:
            return f"{self.direction.value} {shown(self.threshold, self.of.unit)}"
        side = {"either": "far from", "below": "far below", "above": "far above"}
        return (
            f"{side[self.direction.value]} the same weekday and hour of the last {self.weeks} "
            f"weeks (more than {number(self.sensitivity)} robust deviations from their median)"
        )


def read_rule(filled: Mapping[str, str]) -> Rule:
    """A rule as a form describes it, a share's threshold in percent.

    Raises BadRequest naming the field that is wrong.
    """
    name = clean_line(filled.get("name", ""), "name")
    if not name:
        raise BadRequest("Give the alert a name", "name")
    rule = drafted_rule(filled)
    emails = mail_addresses(filled.get("emails", ""), MOST_ADDRESSES)
    receivers = tuple(int(one) for one in filled.get("receivers", "").split(",") if one)
    if not emails and not receivers:
        raise BadRequest("Say who hears of it: an email address or a webhook", "emails")
    return replace(rule, name=name, emails=emails, receivers=receivers)


def drafted_rule(filled: Mapping[str, str]) -> Rule:
    """A rule without a name and anybody who hears of it, as far as a preview needs it.

    Raises BadRequest naming the field that is wrong.
    """
    metric = FIGURES[chosen(filled, "metric", FIGURES)]
    against = Against(chosen(filled, "against", [one.value for one in Against]))
    direction = Direction(chosen(filled, "direction", [one.value for one in Direction]))
    if against is Against.THRESHOLD and direction is Direction.EITHER:
        raise BadRequest("A threshold is passed upwards or downwards: choose one", "direction")
    quiet = wall_time(filled, "quiet_from"), wall_time(filled, "quiet_until")
    if bool(quiet[0]) != bool(quiet[1]) or (quiet[0] and quiet[0] == quiet[1]):
        raise BadRequest("Quiet hours need two different times, or none", "quiet_from")
    rule = Rule(
        name="",
        metric=metric.key,
        against=against,
        direction=direction,
        channel=chosen(filled, "channel", ["", *CHANNELS]),
        type=chosen(filled, "type", ["", *CAMPAIGN_TYPES]),
        campaign=digits(filled, "campaign", 1, 999_999_999) if filled.get("campaign") else None,
        hours=int(chosen(filled, "hours", [str(hours) for hours in WINDOWS])),
        lag=digits(filled, "lag", 0, _MOST_HOURS),
        threshold=_threshold(filled, metric) if against is Against.THRESHOLD else 0.0,
        weeks=digits(filled, "weeks", LEAST_WEEKS, MOST_WEEKS, "8"),
        sensitivity=float(chosen(filled, "sensitivity", SENSITIVITIES)),
        minimum=digits(filled, "minimum", 0, 1_000_000_000),
        cooldown=digits(filled, "cooldown", 0, _MOST_HOURS),
        quiet_from=quiet[0],
        quiet_until=quiet[1],
        zone=known_zone(filled, "zone"),
    )
    if rule.type and rule.campaign is not None:
        raise BadRequest("Choose a campaign type or a campaign, not both", "campaign")
    return rule


def as_filled(rule: Rule) -> dict[str, str]:
    """A rule as its form shows it."""
    factor = 100 if rule.of.unit is Unit.SHARE else 1
    told = {name: str(value) for name, value in asdict(rule).items() if value is not None}
    return told | {
        "threshold": f"{rule.threshold * factor:g}",
        "sensitivity": f"{rule.sensitivity:g}",
        "emails": ", ".join(rule.emails),
        "receivers": ",".join(str(one) for one in rule.receivers),
    }


def as_json(rule: Rule) -> dict[str, Any]:
    """A rule as it is kept."""
    return asdict(rule)


def from_json(kept: Mapping[str, Any]) -> Rule:
    """The rule that was kept."""
    words = dict(kept)
    words |= {"against": Against(words["against"]), "direction": Direction(words["direction"])}
    words |= {"emails": tuple(words["emails"]), "receivers": tuple(words["receivers"])}
    return Rule(**words)


def _threshold(filled: Mapping[str, str], metric: Metric) -> float:
    if metric.unit is Unit.SHARE:
        return amount(filled, "threshold", 100) / 100
    return amount(filled, "threshold", 1e12)
