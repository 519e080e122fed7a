"""Who was given a pass, and where does it stand? A row a person, for several tabs."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from data.campaign import Campaign
from data.store.lake import View
from data.vocabulary.event_kind import EventKind

IOS, ANDROID, UNKNOWN = "iOS", "Android", "Not known"
ADDED, REMOVED, NOT_ADDED = "Added", "Removed", "Not added"
STATUSES = (ADDED, REMOVED, NOT_ADDED)

_KINDS = {
    "issued": EventKind.PASS_GENERATE,
    "added": EventKind.PASS_ADD,
    "removed": EventKind.PASS_REMOVE,
    "redeemed": EventKind.PASS_REDEEM,
}


def holders(view: View, campaign: Campaign) -> pl.DataFrame:
    """Everybody with a pass, whatever the period; looked for once, see View.kept.

    Columns: person, recipient, pass_id, status, issued (first time), added and removed (last
    time), redeemed (how often), first_added, platform. Whoever added, removed or redeemed a pass
    has one, though its making was never reported.
    """
    rows = _holders(view.scan("events", (campaign,)))
    return view.kept("pass holders", (campaign,), rows.collect)


def _holders(events: pl.LazyFrame) -> pl.LazyFrame:
    of = {name: pl.col("kind") == kind.value for name, kind in _KINDS.items()}
    at, in_wallet = pl.col("at"), of["added"] | of["removed"]
    rows = events.filter(pl.col("kind").is_in([kind.value for kind in _KINDS.values()]))
    by_time = pl.struct("at", "key")
    return (
        rows.with_columns(system=_system())
        .group_by("person")
        .agg(
            pl.col("recipient").max(),
            pl.col("pass_id").sort_by(by_time).drop_nulls().last(),
            issued=at.filter(of["issued"]).min(),
            first_added=at.filter(of["added"]).min(),
            added=at.filter(of["added"]).max(),
            removed=at.filter(of["removed"]).max(),
            redeemed=of["redeemed"].sum().cast(pl.Int64),
            platform=pl.col("system")
            .filter(in_wallet)
            .sort_by(by_time.filter(in_wallet))
            .drop_nulls()
            .last(),
        )
        .with_columns(status=_status())
    )


def _status() -> pl.Expr:
    """What was done last counts; at the same moment a removal does, as in the metrics."""
    added, removed = pl.col("added"), pl.col("removed")
    return (
        pl.when(removed.is_not_null() & (added.is_null() | (removed >= added)))
        .then(pl.lit(REMOVED))
        .when(added.is_not_null())
        .then(pl.lit(ADDED))
        .otherwise(pl.lit(NOT_ADDED))
    )


def _system() -> pl.Expr:
    """The phone's system in one word, from what is said of its platform and operating system."""
    said = pl.concat_str("platform", "os", separator=" ", ignore_nulls=True).str.to_lowercase()
    return (
        pl.when(said.str.contains(r"\b(ios|iphone|ipad|apple)"))
        .then(pl.lit(IOS))
        .when(said.str.contains(r"\b(android|google)"))
        .then(pl.lit(ANDROID))
    )


def platforms(
    view: View, campaign: Campaign, start: datetime | None, until: datetime | None
) -> dict[str, int]:
    """Those who first added the pass in [start, until), by system; nobody is left out."""
    rows = holders(view, campaign).filter(pl.col("first_added").is_not_null())
    if start is not None:
        rows = rows.filter(pl.col("first_added") >= start)
    if until is not None:
        rows = rows.filter(pl.col("first_added") < until)
    counted = dict(rows.group_by("platform").len().iter_rows())
    named = {IOS: counted.get(IOS, 0), ANDROID: counted.get(ANDROID, 0)}
    named[UNKNOWN] = counted.get(None, 0)
    return {name: people for name, people in named.items() if people}


def in_wallets(view: View, campaign: Campaign, system: str) -> list[str]:
    """Holders who have the pass in a wallet of `system` now and gave a name; sorted."""
    rows = holders(view, campaign).filter(
        (pl.col("status") == ADDED)
        & (pl.col("platform") == system)
        & pl.col("recipient").is_not_null()
    )
    return rows.get_column("recipient").sort().to_list()
