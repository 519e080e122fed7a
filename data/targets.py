"""What should a figure be, and is it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import Campaigns
from data.channels import CHANNELS
from data.clock import Clock
from data.errors import BadRequest, NotFound
from data.metrics import METRICS
from data.report import Aim, Kpi
from data.store import target_rows as rows
from data.store.engine import Engine, read, write
from data.store.target_rows import Bound, Scope, Target
from data.vocabulary.filled import amount, chosen, digits
from data.vocabulary.formats import Unit, number, shown

SAID = {Bound.AT_LEAST: "at least", Bound.AT_MOST: "at most"}
SCOPES = {
    Scope.WORKSPACE: "The whole workspace",
    Scope.CHANNEL: "One channel",
    Scope.TYPE: "One campaign type",
    Scope.CAMPAIGN: "One campaign",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A target to begin with, and where it comes from."""

    metric: str
    bound: Bound
    value: float
    source: str


_BANDS = "The best of the bands that Klaviyo publishes for email"
SUGGESTIONS = (
    Suggestion("open_rate", Bound.AT_LEAST, 0.25, _BANDS),
    Suggestion("click_rate", Bound.AT_LEAST, 0.025, _BANDS),
    Suggestion("failed_rate", Bound.AT_MOST, 0.004, f"{_BANDS}, there of bounces"),
    Suggestion("complaint_rate", Bound.AT_MOST, 0.0005, _BANDS),
)


class Targets:
    """The targets of one workspace; of one figure and scope there is one."""

    def __init__(self, engine: Engine, campaigns: Campaigns, clock: Clock) -> None:
        self._engine = engine
        self._campaigns = campaigns
        self._clock = clock

    def list(self) -> tuple[Target, ...]:
        """All targets, by metric."""
        with read(self._engine) as connection:
            return rows.every(connection)

    def put(self, filled: Mapping[str, str], who: str) -> Target:
        """Keep a target as a form says, a share in percent, in the place of any for the same.

        Raises BadRequest naming a field.
        """
        metric = METRICS[chosen(filled, "metric", METRICS)]
        bound = Bound(chosen(filled, "bound", [one.value for one in Bound]))
        is_share = metric.unit is Unit.SHARE
        value = amount(filled, "value", 100 if is_share else 1e12) / (100 if is_share else 1)
        scope = Scope(chosen(filled, "scope", [one.value for one in Scope]))
        of = self._of(scope, filled)
        made = Target(0, metric.key, scope, of, bound, value, who, self._clock())
        with write(self._engine) as connection:
            return replace(made, id=rows.put(connection, made))

    def suggest(self, metric: str, who: str) -> Target:
        """Take a suggestion over for the whole workspace. Raises NotFound."""
        for one in SUGGESTIONS:
            if one.metric == metric:
                made = Target(
                    0, metric, Scope.WORKSPACE, "", one.bound, one.value, who, self._clock()
                )
                with write(self._engine) as connection:
                    return replace(made, id=rows.put(connection, made))
        raise NotFound(f"Nothing is suggested for {metric[:40]!r}")

    def remove(self, target_id: int) -> None:
        """Forget a target. Raises NotFound."""
        with write(self._engine) as connection:
            if not rows.remove(connection, target_id):
                raise NotFound("There is no such target any more")

    def _of(self, scope: Scope, filled: Mapping[str, str]) -> str:
        if scope is Scope.CHANNEL:
            return chosen(filled, "channel", CHANNELS)
        if scope is Scope.TYPE:
            return chosen(filled, "type", CAMPAIGN_TYPES)
        if scope is Scope.WORKSPACE:
            return ""
        try:
            return str(self._campaigns.get(digits(filled, "campaign", 1, 999_999_999)).id)
        except NotFound as error:
            raise BadRequest(str(error), "campaign") from None


def named(target: Target) -> str:
    """For what a target is, in words."""
    if target.scope is Scope.CHANNEL:
        return CHANNELS[target.of].label if target.of in CHANNELS else target.of
    if target.scope is Scope.TYPE:
        return CAMPAIGN_TYPES[target.of].label if target.of in CAMPAIGN_TYPES else target.of
    if target.scope is Scope.CAMPAIGN:
        return f"Campaign {target.of}"
    return SCOPES[Scope.WORKSPACE]


def aimed(
    engine: Engine,
    kpis: Sequence[Kpi],
    *,
    campaign: Campaign | None = None,
    channel: str = "",
) -> tuple[Kpi, ...]:
    """The same tiles, each with its most special target.

    They are about one `campaign`, or one `channel`, or about everything.
    """
    if not kpis:
        return ()
    with read(engine) as connection:
        found = {(one.metric, one.scope, one.of): one for one in rows.every(connection)}
    if not found:
        return tuple(kpis)
    scopes = [(Scope.WORKSPACE, "")]
    if campaign is not None:
        scopes = [
            (Scope.CAMPAIGN, str(campaign.id)),
            (Scope.TYPE, campaign.type),
            (Scope.CHANNEL, campaign.channel),
            *scopes,
        ]
    elif channel:
        scopes = [(Scope.CHANNEL, channel), *scopes]
    return tuple(_aimed(kpi, found, scopes) for kpi in kpis)


def _aimed(
    kpi: Kpi, found: Mapping[tuple[str, Scope, str], Target], scopes: Sequence[tuple[Scope, str]]
) -> Kpi:
    for scope, of in scopes:
        if target := found.get((kpi.key, scope, of)):
            return replace(kpi, aim=aim(target, kpi.value, kpi.unit))
    return kpi


def aim(target: Target, value: float | int | None, unit: Unit) -> Aim:
    """The target in words, and whether `value` meets it; shares miss by percentage points."""
    said = f"Target {SAID[target.bound]} {shown(target.value, unit)}"
    if value is None:
        return Aim(f"{said}: nothing to judge yet", None)
    short = target.value - value if target.bound is Bound.AT_LEAST else value - target.value
    if short <= 0:
        return Aim(f"{said}: met", True)
    missed = f"{short * 100:.1f} points" if unit is Unit.SHARE else number(round(short, 2))
    if unit is Unit.SHARE and missed == "0.0 points":
        missed = "less than 0.1 points"
    return Aim(f"{said}: missed by {missed}", False)
