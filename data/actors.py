"""Which opens and clicks were made by people? Told when they are read, by a versioned rule set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from data.actor_rule import ActorRule, Option, Options
from data.actor_rules import ACTOR_RULES
from data.errors import BadRequest
from data.vocabulary.actor import Actor

_WHEN = ("campaign_id", "person", "at")  # whatever somebody did at one moment, one kind did
_LONGEST = 10_000  # characters of an option


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Which rules count, with what options; a rule that isn't named counts with its usual ones.

    `version` 0 is the set that a workspace begins with. `at` and `who` tell who made it, when.
    """

    version: int = 0
    off: frozenset[str] = frozenset()
    options: Mapping[str, Options] = field(default_factory=dict)
    at: datetime | None = None
    who: str = ""

    @property
    def rules(self) -> tuple[ActorRule, ...]:
        """The rules that count, in the order in which they are tried."""
        return tuple(rule for rule in ACTOR_RULES.values() if rule.key not in self.off)

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for rule sets that say the same of every act."""
        chosen = sorted((k, tuple(sorted(o.items()))) for k, o in self.options.items())
        return tuple(sorted(self.off)), tuple(chosen)

    def of(self, rule: ActorRule) -> Options:
        """The options of a rule."""
        return {option.key: option.usual for option in rule.options} | dict(
            self.options.get(rule.key, {})
        )


def checked(off: frozenset[str], options: Mapping[str, Options]) -> RuleSet:
    """A rule set of these words. Raises BadRequest that names the rule and option."""
    for key in {*off, *options}:
        if key not in ACTOR_RULES:
            raise BadRequest(f"There is no rule {key[:40]!r}", "rule")
    for key, given in options.items():
        known = {option.key: option for option in ACTOR_RULES[key].options}
        for name, text in given.items():
            if name not in known:
                raise BadRequest(f"The rule {key} has no option {name[:40]!r}", f"{key}.{name}")
            _check(known[name], text, f"{key}.{name}")
    return RuleSet(off=off, options=options)


def _check(option: Option, text: str, field_name: str) -> None:
    if len(text) > _LONGEST:
        raise BadRequest(f"{option.label}: at most {_LONGEST:,} characters", field_name)
    if option.texts:
        return
    if not (text.isascii() and text.isdecimal() and len(text) < 6) or not (
        option.least <= int(text) <= option.most
    ):
        raise BadRequest(
            f"{option.label}: a whole number from {option.least} to {option.most}, "
            f"not {text[:20]!r}",
            field_name,
        )


def classified(acts: pl.LazyFrame, rules: RuleSet) -> pl.LazyFrame:
    """`acts` with `actor`, and `rule`: the key of the rule that told it, null for people.

    What carries no user agent is a person's, unless another rule says otherwise.
    """
    told = acts.join(_by_agent(acts, rules).lazy(), on="user_agent", how="left")
    places = {rule.key: place for place, rule in enumerate(rules.rules)}
    found = pl.col("place")
    for rule in rules.rules:
        if rule.marks is None:
            continue
        marked = rule.marks(acts, rules.of(rule)).select(_WHEN).unique().collect()
        if marked.is_empty():
            continue
        here = marked.lazy().with_columns(marked=pl.lit(places[rule.key], pl.Int64))
        told = told.join(here, on=_WHEN, how="left").with_columns(
            place=pl.min_horizontal(found, "marked")
        )
        told = told.drop("marked")
    names = list(places)
    actors = [rule.actor.value for rule in rules.rules]
    return told.with_columns(
        actor=_named(found, actors).fill_null(Actor.HUMAN.value), rule=_named(found, names)
    ).drop("place")


def _by_agent(acts: pl.LazyFrame, rules: RuleSet) -> pl.DataFrame:
    """The first rule that fits each user agent, by its place; null where none does."""
    agents = acts.select("user_agent").unique().drop_nulls().collect().get_column("user_agent")
    fitting = [(place, r.agent) for place, r in enumerate(rules.rules) if r.agent is not None]
    places = [next((p for p, fits in fitting if fits(agent)), None) for agent in agents]
    return pl.DataFrame({"user_agent": agents, "place": pl.Series(places, dtype=pl.Int64)})


def _named(place: pl.Expr, names: list[str]) -> pl.Expr:
    return place.replace_strict(
        list(range(len(names))), names, default=None, return_dtype=pl.String
    )


def as_words(rules: RuleSet) -> dict[str, Any]:
    """A rule set as it is kept."""
    return {
        "version": rules.version,
        "off": sorted(rules.off),
        "options": {key: dict(options) for key, options in rules.options.items()},
        "at": rules.at.isoformat() if rules.at else None,
        "who": rules.who,
    }


def from_words(words: Mapping[str, Any]) -> RuleSet:
    """The rule set of these words; a rule that is no longer there is left out."""
    known = frozenset(ACTOR_RULES)
    return RuleSet(
        version=int(words["version"]),
        off=frozenset(words["off"]) & known,
        options={key: dict(one) for key, one in words["options"].items() if key in known},
        at=datetime.fromisoformat(words["at"]) if words["at"] else None,
        who=words["who"],
    )
