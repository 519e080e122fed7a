"""What is a value that the hub splits by called, and which colour has it everywhere?"""

from __future__ import annotations

from calendar import day_name

from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.hub.asked import NONE
from data.hub.counting import Look
from data.hub.offered import FIELDS, Split
from data.vocabulary.campaign_state import State

_NOTHING = {
    "channel": "No channel",
    "type": "No campaign",
    "sender": "No sender",
    "status": "No campaign",
    "campaign": "No campaign",
}
OTHERS = "Others"


def named(split: Split, values: list[object], look: Look) -> dict[object, str]:
    """Each value with its name; two campaigns of one name have their numbers with it."""
    if split.key == "campaign":
        return _campaigns(values, look)
    return {value: _name(split, value) for value in values}


def colored(split: Split, value: object) -> str:
    """The token of its colour; "" where the palette decides by place."""
    if split.key == "channel" and value in CHANNELS:
        return f"series-{CHANNELS[str(value)].order}"
    return f"status-{value}" if split.key == "outcome" else ""


def _name(split: Split, value: object) -> str:
    if value is None or value == "":
        return _NOTHING.get(split.key, "Not known")
    word = str(value)
    if split.key == "channel" and word in CHANNELS:
        return CHANNELS[word].label
    if split.key == "type" and word in CAMPAIGN_TYPES:
        return CAMPAIGN_TYPES[word].label
    if split.key == "status" and word in set(State):
        return State(word).label
    return word.capitalize() if split.key == "outcome" else word


def _campaigns(values: list[object], look: Look) -> dict[object, str]:
    names = dict(look.fields.select("campaign", "name").iter_rows())
    found = [names.get(value) for value in values]
    said: dict[object, str] = {}
    for value, name in zip(values, found, strict=True):
        if name is None:
            said[value] = _NOTHING["campaign"] if value is None else f"Campaign {value}, deleted"
        else:
            said[value] = name if found.count(name) == 1 else f"{name} ({value})"
    return said


def said_filters(look: Look) -> tuple[tuple[str, str], ...]:
    """What the page is filtered by beside the days, label and value."""
    asked = look.asked
    found = [
        (FIELDS[name].label, ", ".join(filter_names(look, name).values())) for name in asked.filters
    ]
    if asked.weekday is not None:
        found.append(("Weekday", day_name[asked.weekday]))
    if asked.hour is not None:
        found.append(("Hour", clock(asked.hour)))
    return tuple(found)


def filter_names(look: Look, name: str) -> dict[str, str]:
    """The values by which the page is filtered, as the address has them, each with its name."""
    given = look.asked.filters.get(name, ())
    read = {value: _read(name, value) for value in given}
    names = named(FIELDS[name], list(read.values()), look)
    return {value: names[read[value]] for value in given}


def _read(name: str, value: str) -> object:
    if value == NONE:
        return None
    return int(value) if name == "campaign" else value


def clock(hour: int) -> str:
    """An hour of the day as people say it: "1 PM"."""
    return f"{hour % 12 or 12} {'AP'[hour // 12]}M"
