"""Nobody reads several links within a second or two; scanners follow them all at once."""

from __future__ import annotations

import polars as pl

from data.actor_rule import ActorRule, Option, Options
from data.vocabulary.actor import Actor

LINKS = Option("links", "Different links", "3", least=2, most=100)
SECONDS = Option("seconds", "Seconds", "2", most=60)
_WHO = ["campaign_id", "person"]


def _marks(acts: pl.LazyFrame, options: Options) -> pl.LazyFrame:
    """A click is in a burst if some span of that length around it has that many links.

    Told by the clicks' times alone, so that the order in which they arrived makes no difference.
    """
    least, span = LINKS.number(options), f"{SECONDS.number(options)}s"
    clicks = acts.filter(pl.col("link").is_not_null())
    several = clicks.group_by(_WHO).agg(n=pl.col("link").n_unique()).filter(pl.col("n") >= least)
    few = clicks.join(several, on=_WHO, how="semi").sort(*_WHO, "at")
    # The spans that end at a click, those of them that are bursts, and all clicks in one of these.
    ending = few.rolling("at", period=span, closed="both", group_by=_WHO).agg(
        full=pl.col("link").n_unique() >= least
    )
    ending = ending.unique().sort(*_WHO, "at")
    within = ending.rolling("at", period=span, offset="0s", closed="both", group_by=_WHO).agg(
        burst=pl.col("full").any()
    )
    return within.filter("burst").select(*_WHO, "at")


ACTOR_RULE = ActorRule(
    key="bursts",
    label="Bursts of clicks",
    definition="The same recipient's address followed that many different links of a campaign "
    "within that many seconds.",
    source="Mail security gateways follow every link of a message as it arrives",
    actor=Actor.BOT,
    order=40,
    marks=_marks,
    options=(LINKS, SECONDS),
)
