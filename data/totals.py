"""What do totals that files brought add to the counts, and what has to be said of them?

A total names nobody and says nothing of when. It counts only while nothing of its campaign's
messages is here: as soon as there are events, they are the better knowledge, and nothing is
counted twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from data.store.counting import Owner, Owners
from data.store.lake import View
from data.store.schema import MOMENT
from data.store.total_rows import Summed
from data.tally import Tally
from data.vocabulary.event_kind import EventKind
from data.vocabulary.formats import day, number

# What a file can tell in sum: a tally's key, and its name.
TAKEN: Mapping[str, str] = {
    "sent": "Sent",
    "delivered": "Delivered",
    "failed": "Failed",
    "complained": "Complaints",
    "opened": "Opened",
    "human_opens": "Total Opens",
    "clicked": "Clicked",
    "clicks": "Total Clicks",
}
# The tallies that count the same. What carries no user agent is taken for a person's, so that is
# what opens and clicks are of which nothing is known but how many they were.
_ALIKE: Mapping[str, str] = {
    **dict.fromkeys(("outbound", "sms_sent", "email_sent"), "sent"),
    **dict.fromkeys(("human_opened", "read", "app_opened"), "opened"),
    **dict.fromkeys(("human_clicked", "link_clickers"), "clicked"),
    "human_clicks": "clicks",
}
_EVENTS = (EventKind.MESSAGE_STATUS.value, EventKind.LINK_OPEN.value, EventKind.LINK_CLICK.value)
_COLUMNS = (("campaign_id", pl.Int64), ("channel", pl.String), ("at", MOMENT))
_MOST_NAMED = 3  # systems in a sentence


@dataclass(frozen=True, slots=True)
class Split:
    """The totals of some campaigns: those that count, and those whose events count instead."""

    counted: tuple[Summed, ...] = ()
    outdone: tuple[Summed, ...] = ()


def split(view: View, campaigns: Owners) -> Split:
    """The totals of these campaigns; None: of all."""
    found = view.totals.of(None if campaigns is None else (one.id for one in campaigns))
    if not found:
        return Split()
    known = with_events(view, found)
    return Split(
        tuple(one for one in found if one.id not in known),
        tuple(one for one in found if one.id in known),
    )


def with_events(view: View, campaigns: Sequence[Owner]) -> frozenset[int]:
    """Those of whose messages, opens or clicks anything is in the lake."""

    def find() -> frozenset[int]:
        events = view.stored("hourly", campaigns).filter(pl.col("kind").is_in(_EVENTS))
        added = events.group_by("campaign_id").agg(pl.col("n").sum()).filter(pl.col("n") > 0)
        return frozenset(added.collect().get_column("campaign_id"))

    return view.kept("campaigns with events", campaigns, find) if campaigns else frozenset()


def counts(one: Summed) -> dict[str, int]:
    """All that is told by the totals of one campaign.

    What was sent has arrived, failed, or is on its way: what a file leaves out of these follows
    from the others (D-07), and no more has arrived or failed than was sent.
    """
    told = dict(one.counts)
    if "delivered" not in told and "sent" in told and "failed" in told:
        told["delivered"] = max(0, told["sent"] - told["failed"])
    ended = told.get("delivered", 0) + told.get("failed", 0)
    if "delivered" in told or "failed" in told:
        told["sent"] = max(told.get("sent", 0), ended)
    if "delivered" in told:
        told["transit"] = told["sent"] - ended
    return {**told, **{tally: told[known] for tally, known in _ALIKE.items() if known in told}}


def rows(view: View, campaigns: Owners, tallies: Sequence[Tally]) -> pl.DataFrame:
    """A row a campaign: `campaign_id`, `channel`, `at` when it was sent, and a column a tally."""
    found = [
        (one.id, one.channel, one.sent_at, *_of(one, tallies))
        for one in split(view, campaigns).counted
    ]
    return pl.DataFrame(found, [*_COLUMNS, *((t.key, pl.Int64) for t in tallies)], orient="row")


def is_of_totals(view: View, campaign: Owner) -> bool:
    """Whether all that is known of a campaign is how many there were of what."""
    return bool(split(view, (campaign,)).counted)


def of_campaign(view: View, campaigns: Owners, zone: ZoneInfo) -> tuple[str, ...]:
    """What to know before reading a campaign's figures, where a file brought totals of it."""
    found = split(view, campaigns)
    return (
        *(_said(one, zone) for one in found.counted),
        *(
            f"Totals were imported, too ({_origins(one, zone)}), and are not counted: events of "
            "this campaign's messages are here, and say more."
            for one in found.outdone
        ),
    )


def among(
    view: View,
    ids: Collection[int] | None = None,
    start: datetime | None = None,
    until: datetime | None = None,
) -> tuple[str, ...]:
    """What to know before reading figures of many campaigns, of `ids` or all, in [start, until)."""
    counted = [
        one
        for one in split(view, None).counted
        if (ids is None or one.id in ids)
        and (start is None or start <= one.sent_at)
        and (until is None or one.sent_at < until)
    ]
    if not counted:
        return ()
    systems = list(dict.fromkeys(name for one in counted for name in one.origins))
    more = len(systems) - _MOST_NAMED
    named = ", ".join(systems[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    few = f"{number(len(counted))} campaigns were" if len(counted) > 1 else "1 campaign was"
    return (
        f"{few} imported as totals ({named}): they are booked when the campaign was sent and in "
        "no curve by the hours after that; their carriers, countries and statuses are unknown, and "
        "so is everybody behind them.",
    )


def _said(one: Summed, zone: ZoneInfo) -> str:
    names = ", ".join(name for key, name in TAKEN.items() if key in one.counts)
    return (
        f"{names} were imported as totals ({_origins(one, zone)}). Nobody is known by name, and "
        "nothing is known of when they happened: all of it is booked when the campaign was sent, "
        "and opens and clicks count as people's. What these don't tell stands at 0."
    )


def _origins(one: Summed, zone: ZoneInfo) -> str:
    return "; ".join(
        f"{name}, {day(at.astimezone(zone).date())}" for name, at in one.origins.items()
    )


def _of(one: Summed, tallies: Sequence[Tally]) -> Iterator[int]:
    told = counts(one)
    for tally in tallies:
        there = not tally.channels or one.channel in tally.channels
        yield told.get(tally.key, 0) if there else 0
