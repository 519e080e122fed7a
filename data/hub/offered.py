"""Which metrics does the hub offer, and by what can each of them be split?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from data.dimensions import DIMENSIONS
from data.metric import Metric
from data.metrics import METRICS
from data.tallies import TALLIES
from data.tally import Grain, Tally
from data.vocabulary.event_kind import EventKind
from data.vocabulary.formats import Unit

USUAL = "total_sent"
# What answers "how is it going", in the order of the tiles.
TILES = (
    "total_sent",
    "delivery_rate",
    "open_rate",
    "click_rate",
    "complaint_rate",
    "opened_url_link",
    "played",
    "redemptions",
)


@dataclass(frozen=True, slots=True)
class Split:
    """One way to split: by a column of `campaign_fields`, or by a dimension of the counts."""

    key: str  # in the address
    label: str
    field: str = ""
    dimension: str = ""

    @property
    def column(self) -> str:
        """The column of what `counting.count` answers."""
        return self.field or self.dimension


# The campaigns' own fields split everything; by these the page is filtered, too.
FIELDS = {
    split.key: split
    for split in (
        Split("channel", "Channel", field="channel"),
        Split("type", "Campaign Type", field="type"),
        Split("sender", "Sender", field="sender"),
        Split("status", "Campaign Status", field="state"),
        Split("campaign", "Campaign", field="campaign"),
    )
}
_OF_MESSAGES = {
    "carrier": Split("carrier", "Carrier", dimension="carrier"),
    "country": Split("country", "Country", dimension="country"),
    "platform": Split("platform", "Platform", dimension="platform"),
}
_STANDING = {
    "outcome": Split("outcome", "Outcome", dimension="outcome"),
    "code": Split("code", "Status Code", dimension="status"),
}
_OF_KINDS = {
    EventKind.KEYWORD_USE: ("keyword",),
    EventKind.CHATBOT_INTERACTION: ("interaction",),
    EventKind.QUESTION_ANSWER: ("question", "answer"),
    EventKind.PRIZE_AWARD: ("prize",),
}
# In these a chart can be drawn in a few series; of the others there may be thousands.
_DRAWN = ("channel", "type", "sender", "status", "outcome")


@cache
def offered() -> dict[str, Metric]:
    """What can be counted over all campaigns and hour by hour, each formula once."""
    found: dict[tuple[tuple[str, ...], ...], Metric] = {}
    for metric in METRICS.values():
        if all(_adds_up(TALLIES[name]) for name in metric.tallies):
            found.setdefault((metric.top, metric.minus, metric.over), metric)
    return {metric.key: metric for metric in found.values()}


@cache
def labels() -> dict[str, str]:
    """The metrics' names, those of the tiles first; two of one name say what they count."""
    names = [metric.label for metric in offered().values()]
    said = {
        key: metric.label if names.count(metric.label) == 1 else f"{metric.label}: {metric.formula}"
        for key, metric in offered().items()
    }
    return {key: said[key] for key in dict.fromkeys((*TILES, *said))}


@cache
def splits(key: str) -> dict[str, Split]:
    """Every way to split the offered metric `key`, those by campaigns' fields first."""
    tallies = [TALLIES[name] for name in METRICS[key].tallies]
    grains = {tally.grain for tally in tallies}
    found = dict(FIELDS)
    if grains <= {Grain.MESSAGES, Grain.EVENTS}:
        found |= _OF_MESSAGES
    if grains == {Grain.MESSAGES} and any(len(tally.outcomes) > 1 for tally in tallies):
        found |= _STANDING if METRICS[key].unit is Unit.COUNT else {}
    if grains == {Grain.EVENTS}:
        kinds = {kind for tally in tallies for kind in tally.kinds}
        names = [name for kind, names in _OF_KINDS.items() if kind in kinds for name in names]
        found |= {n: Split(n, DIMENSIONS[n].label, dimension=n) for n in names}
    return found


def drawn_splits(key: str) -> dict[str, Split]:
    """Those of `splits` that a chart can show as series."""
    return {name: split for name, split in splits(key).items() if name in _DRAWN}


def has_axes(key: str) -> bool:
    """Whether booking messages when they were sent makes another chart than booking events."""
    tallies = [TALLIES[name] for name in METRICS[key].tallies]
    moved = any(tally.grain is Grain.MESSAGES and tally.at != "sent_at" for tally in tallies)
    return moved and not METRICS[key].over


def is_part(metric: Metric) -> bool:
    """Whether what a share counts is some of the very things that it is a share of."""
    grains = {TALLIES[name].grain for name in metric.tallies}
    return grains == {Grain.MESSAGES} or grains == {Grain.EVENTS}


def _adds_up(tally: Tally) -> bool:
    """Whether its counts by campaign and hour add up to that of all campaigns and hours."""
    if tally.grain in (Grain.CONFIG, Grain.LISTS) or tally.distinct or tally.everywhere:
        return False
    return not tally.present
