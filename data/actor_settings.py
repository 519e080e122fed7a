"""Which rules tell people from programs, and what would other rules change?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from data.actor_rule import Options
from data.actors import RuleSet, checked
from data.campaigns import Campaigns
from data.clock import Clock
from data.errors import NotFound
from data.report import Column, Table
from data.store import actor_rows
from data.store.engine import Engine, read, write
from data.store.lake import Lake, View
from data.tally import CLICKED, OPENED
from data.vocabulary.actor import Actor
from data.vocabulary.event_kind import EventKind
from data.vocabulary.formats import Unit
from data.vocabulary.period import Period

_WHAT = {OPENED: "Opens", EventKind.LINK_OPEN.value: "Opens", CLICKED: "Clicks"}
_MOST = 20  # campaigns in a preview
_TOTALS = (
    Column("what", "What", sortable=False),
    Column("now", "As it is", Unit.COUNT, sortable=False),
    Column("then", "With these rules", Unit.COUNT, sortable=False),
    Column("change", "Change", Unit.COUNT, sortable=False),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What another rule set would say of the opens and clicks in some days; nothing is kept."""

    totals: Table
    campaigns: Table  # those whose human opens or clicks would change, the most changed first


class ActorSettings:
    """The rule sets of one workspace."""

    def __init__(self, engine: Engine, lake: Lake, campaigns: Campaigns, clock: Clock) -> None:
        self._engine, self._lake = engine, lake
        self._campaigns, self._clock = campaigns, clock

    def current(self) -> RuleSet:
        """The rule set that counts now."""
        with read(self._engine) as connection:
            return actor_rows.newest(connection)

    def versions(self) -> tuple[RuleSet, ...]:
        """Every rule set that was made here, the newest first."""
        with read(self._engine) as connection:
            return tuple(reversed(actor_rows.every(connection)))

    def save(self, off: frozenset[str], options: Mapping[str, Options], who: str) -> RuleSet:
        """Let other rules count from now on, for everything that ever happened.

        What says the same as the present set makes no new version. Raises BadRequest that names
        what is wrong.
        """
        wanted = replace(checked(off, options), at=self._clock(), who=who)
        with write(self._engine) as connection:
            present = actor_rows.newest(connection)
            if _says(present) == _says(wanted):
                return present
            return actor_rows.add(connection, wanted)

    def preview(
        self, off: frozenset[str], options: Mapping[str, Options], period: Period, zone: ZoneInfo
    ) -> Preview:
        """What these rules would change in `period`, whole days of `zone`. Raises BadRequest."""
        view = self._lake.view()
        now, then = (
            _counted(view, rules, period, zone) for rules in (view.rules, checked(off, options))
        )
        both = now.join(then, on=["campaign_id", "what", "actor"], how="full", coalesce=True)
        both = both.rename({"n": "now", "n_right": "then"}).with_columns(
            pl.col("now", "then").fill_null(0)
        )
        return Preview(_totals(both), self._changed(both))

    def _changed(self, both: pl.DataFrame) -> Table:
        people = both.filter(pl.col("actor") == Actor.HUMAN.value)
        wide = (
            people.pivot("what", index="campaign_id", values=["now", "then"])
            .with_columns(pl.selectors.integer().fill_null(0))
            .rename(lambda name: name.lower())
        )
        for name in ("now_opens", "then_opens", "now_clicks", "then_clicks"):
            if name not in wide.columns:
                wide = wide.with_columns(pl.lit(0, pl.Int64).alias(name))
        moved = (pl.col("then_opens") - pl.col("now_opens")).abs() + (
            pl.col("then_clicks") - pl.col("now_clicks")
        ).abs()
        found = wide.with_columns(moved=moved).filter(pl.col("moved") > 0)
        found = found.sort("moved", "campaign_id", descending=[True, False])
        rows = [
            {
                "campaign": self._name(row["campaign_id"]),
                **{name: row[name] for name in wide.columns if name != "campaign_id"},
            }
            for row in found.head(_MOST).to_dicts()
        ]
        columns = (
            Column("campaign", "Campaign", sortable=False),
            Column("now_opens", "Human opens as it is", Unit.COUNT, sortable=False),
            Column("then_opens", "with these rules", Unit.COUNT, sortable=False),
            Column("now_clicks", "Human clicks as it is", Unit.COUNT, sortable=False),
            Column("then_clicks", "with these rules", Unit.COUNT, sortable=False),
        )
        title = "Campaigns That Would Change Most"
        return Table("changed_campaigns", title, columns, rows, len(found))

    def _name(self, campaign_id: int | None) -> str:
        if campaign_id is None:
            return "No campaign"
        try:
            return self._campaigns.get(campaign_id).name
        except NotFound:
            return f"Campaign {campaign_id}"


def _says(rules: RuleSet) -> tuple[object, ...]:
    """Rule sets that tell alike are equal in this, whether an option was named or left."""
    return rules.off, tuple((rule.key, tuple(rules.of(rule).items())) for rule in rules.rules)


def _counted(view: View, rules: RuleSet, period: Period, zone: ZoneInfo) -> pl.DataFrame:
    """Opens and clicks (`what`) by campaign and actor."""
    start, until = period.instants(zone)
    acts = view.engagement(None, rules)
    if start is not None:
        acts = acts.filter(pl.col("at") >= start)
    if until is not None:
        acts = acts.filter(pl.col("at") < until)
    return (
        acts.filter(pl.col("act").is_in(list(_WHAT)))
        .group_by("campaign_id", "actor", what=pl.col("act").replace_strict(_WHAT))
        .agg(n=pl.len().cast(pl.Int64))
        .collect()
    )


def _totals(both: pl.DataFrame) -> Table:
    summed = {
        (row["what"], row["actor"]): row
        for row in both.group_by("what", "actor").agg(pl.col("now", "then").sum()).to_dicts()
    }
    rows: list[dict[str, Any]] = []
    for what in ("Opens", "Clicks"):
        for actor in Actor:
            row = summed.get((what, actor.value), {"now": 0, "then": 0})
            rows.append(
                {
                    "what": f"{actor.label} {what.lower()}",
                    "now": row["now"],
                    "then": row["then"],
                    "change": row["then"] - row["now"],
                }
            )
    return Table("totals", "Opens and Clicks in These Days", _TOTALS, rows, len(rows))
