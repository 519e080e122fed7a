"""Links that no person can see are followed by programs alone."""

from __future__ import annotations

import polars as pl

from data.actor_rule import ActorRule, Option, Options
from data.vocabulary.actor import Actor

LINKS = Option("links", "Addresses of links that nobody can see, one a line", "", texts=True)
SECONDS = Option("seconds", "Seconds before and after", "60")
_WHO = ["campaign_id", "person"]


def _marks(acts: pl.LazyFrame, options: Options) -> pl.LazyFrame:
    around = pl.duration(seconds=SECONDS.number(options))
    caught = acts.filter(pl.col("link").is_in(LINKS.lines(options)))
    caught = caught.select(*_WHO, caught_at="at").unique()
    near = (pl.col("at") - pl.col("caught_at")).abs() <= around
    return acts.join(caught, on=_WHO).filter(near).select(*_WHO, "at")


ACTOR_RULE = ActorRule(
    key="traps",
    label="Honeypot links",
    definition="The recipient's address followed a link that no person can see; its opens and "
    "clicks of the same campaign shortly before and after are left out with it.",
    source="The links listed here",
    actor=Actor.BOT,
    order=30,
    marks=_marks,
    options=(LINKS, SECONDS),
)
