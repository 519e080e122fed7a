"""What can be counted: the words that metrics are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.vocabulary.event_kind import EventKind
from data.vocabulary.outcome import Outcome


class Grain(StrEnum):
    """What one count is a count of; it decides which table of the lake is read."""

    EVENTS = "events"  # every report, repeats included: table `hourly`
    MESSAGES = "messages"  # each message once, by where it stands: table `messages`
    PEOPLE = "people"  # each recipient once a campaign: table `people`
    ACTS = "acts"  # opens and clicks one by one, each with who made it: a person or a program
    CONFIG = "config"  # what the campaign's creator configured: keywords, interactions, stock
    LISTS = "lists"  # people and addresses on the subscribers' lists, of no campaign


# Acts that the table `people` knows besides the event kinds: a message status that says so.
OPENED = "message.open"
CLICKED = EventKind.LINK_CLICK.value
# A status that says that somebody clicked; the click itself is an event of its own.
CLICKED_STATUS = "message.click"


@dataclass(frozen=True, slots=True)
class Tally:
    """One countable thing, as a declaration.

    EVENTS: events of `kinds` (and, where given, on `channels`); with `distinct`, different values
    of that column; with `flag`, those where that column is true. MESSAGES: messages standing in
    `outcomes` (and, where given, in `statuses`, on `channels`, or `opened`); with `acts`, distinct
    recipients of those messages who did one of the acts, so that the count can't exceed the
    messages; with `people`, distinct recipients. PEOPLE: distinct recipients who did one of `acts`
    (none given: any act); `everywhere` counts them over all campaigns, each once; `undone_by`
    leaves out those who did that act later than any of `acts` (at the same moment, the later word
    in the alphabet counts as later); `present` counts in a period who acted in it, not who did so
    for the first time. CONFIG: entries of the list `total` in the configuration, or the sum of
    their field after the dot. ACTS: opens and clicks that are one of `acts` (words of
    data.store.engagement), with `distinct` different values of that column. `actors`, here and with
    MESSAGES and `acts`: only what these made. `at` names the time at which it is booked on an axis.
    `total` sums a column of MESSAGES instead of counting rows. `configured`, with `distinct`: only
    values that this list of the campaign's configuration holds, in upper or lower case. LISTS: the
    counts `total` of the subscribers' lists; without `at`, whatever period is asked.
    """

    key: str
    grain: Grain
    kinds: frozenset[EventKind] = frozenset()
    outcomes: frozenset[Outcome] = frozenset()
    statuses: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    opened: bool = False
    acts: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    people: bool = False
    everywhere: bool = False
    undone_by: str = ""
    present: bool = False
    distinct: str = ""
    configured: str = ""
    flag: str = ""
    total: str = ""
    at: str = "status_at"
