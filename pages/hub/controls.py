"""By what is the hub filtered, and what does its chart show: the controls and their words."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.choice_select import EVERY, choice_select
from components.date_range import date_range, period_value
from components.filter_bar import Choice, choice_menu
from data.address import usual_days
from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.hub.asked import AXES, BY, COMPARE, NONE
from data.hub.counting import Look
from data.hub.naming import clock, filter_names
from data.hub.offered import FIELDS, USUAL, drawn_splits, has_axes, labels, splits
from data.hub.steps import STEPS, offered_steps
from data.vocabulary.campaign_state import State

SHOW, METRIC, SPLIT, BREAKDOWN = "hub-show", "hub-metric", "hub-split", "hub-by"
MENUS = {name: f"hub-{name}" for name in ("channel", "type", "status", "sender")}
NAMES, GONE = "hub-names", "hub-gone"
_AXES = {"event": "By event time", "send": "By send time"}
_NOUNS = {"channel": "channels", "type": "types", "status": "statuses", "sender": "senders"}


def filters(look: Look) -> list[Component]:
    """The days and the four menus that choose campaigns, and how they are called in the address."""
    asked = look.asked
    today, usual = asked.now.astimezone(asked.zone).date(), usual_days(asked.now, asked.zone)
    called = {
        "days": period_value(usual),
        "lists": list(MENUS),
        "words": {"metric": USUAL, "split": EVERY, "by": BY},
    }
    return [
        dcc.Store(id=NAMES, data=called),
        dcc.Store(id=GONE),
        date_range(SHOW, asked.period, today, zone=asked.zone.key, default=usual),
        *(
            choice_menu(
                MENUS[name],
                FIELDS[name].label,
                _NOUNS[name],
                _choices(look, name),
                asked.filters.get(name, ()),
            )
            for name in MENUS
        ),
    ]


def _choices(look: Look, name: str) -> list[Choice]:
    """What can be chosen; what the address says is offered, too."""
    if name == "status":
        return [Choice(state.value, state.label, f"state-{state.value}") for state in State]
    if name == "type":
        return [Choice(kind.key, kind.label) for kind in CAMPAIGN_TYPES.values()]
    if name == "channel":
        ordered = sorted(CHANNELS.values(), key=lambda channel: channel.order)
        return [*(Choice(c.key, c.label) for c in ordered), Choice(NONE, "No channel")]
    known = look.fields.get_column("sender").drop_nulls().unique().sort().to_list()
    asked = look.asked.filters.get(name, ())
    senders = dict.fromkeys([*known, *(sender for sender in asked if sender != NONE)])
    return [*(Choice(sender, sender) for sender in senders), Choice(NONE, "No sender")]


def only(look: Look) -> Component | None:
    """What a click on a mark has filtered by, each taken away by one more; None for nothing."""
    asked = look.asked
    chips = [
        _chip(f"Campaign: {name}", _without(look, "campaign", value))
        for value, name in filter_names(look, "campaign").items()
    ]
    if asked.weekday is not None:
        day = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")[asked.weekday]
        chips.append(_chip(f"{day}days", asked.link({"weekday": ""})))
    if asked.hour is not None:
        chips.append(
            _chip(
                f"{clock(asked.hour)} to {clock((asked.hour + 1) % 24)}", asked.link({"hour": ""})
            )
        )
    if not chips and not asked.is_narrow:
        return None
    everything = asked.link({**dict.fromkeys(FIELDS, ""), "weekday": "", "hour": ""})
    clear = html.A(
        "Clear all filters", href=everything, className="hub-clear", **{"data-route": ""}
    )
    return html.Div(
        [html.Span("Only:") if chips else None, *chips, clear],
        className="hub-only",
        role="group",
        **{"aria-label": "Chosen marks"},
    )


def _without(look: Look, name: str, value: str) -> str:
    kept = [one for one in look.asked.filters[name] if one != value]
    return look.asked.link({name: kept})


def _chip(label: str, href: str) -> Component:
    named = {"data-route": "", "aria-label": f"Remove: {label}"}
    return html.A([html.Bdi(label), icon("x-lg")], href=href, className="hub-chip", **named)


def chart_controls(look: Look, step: str, days: Any) -> Component:
    """What the chart shows: metric, step of time, split, the days before, and the axis."""
    asked = look.asked
    parts: list[Component] = [
        choice_select(METRIC, "Metric", labels(), asked.metric),
        choice_select(SPLIT, "Split by", _split_names(look), asked.split),
    ]
    steps = offered_steps(days) if days else ()
    if len(steps) > 1:
        words = {name: STEPS[name] for name in steps}
        parts.append(_switch(look, "granularity", "Step", words, step))
    if not asked.split and look.before is not None:
        words = {"": "Alone", COMPARE: "With the days before"}
        parts.append(_switch(look, "compare", "Compare", words, COMPARE if asked.compare else ""))
    if has_axes(asked.metric):
        parts.append(
            _switch(look, "axis", "Axis", {name: _AXES[name] for name in AXES}, asked.axis)
        )
    return html.Div(
        parts, className="hub-controls", role="group", **{"aria-label": "What the chart shows"}
    )


def breakdown_control(look: Look) -> Component:
    """By what the table splits."""
    words = {key: split.label for key, split in splits(look.asked.metric).items()}
    control = choice_select(BREAKDOWN, "Break down by", words, look.asked.by)
    return html.Div(control, className="hub-controls")


def _split_names(look: Look) -> dict[str, str]:
    found = {key: split.label for key, split in drawn_splits(look.asked.metric).items()}
    return {EVERY: "Nothing", **found}


def _switch(look: Look, name: str, label: str, words: dict[str, str], chosen: str) -> Component:
    links = [
        html.A(
            text,
            id=f"hub-{name}-{key or 'off'}",
            href=look.asked.link({name: key}),
            className="part-button" + (" strong" if key == chosen else ""),
            **{"data-route": "", **({"aria-current": "true"} if key == chosen else {})},
        )
        for key, text in words.items()
    ]
    title = html.Span(label, className="filter-label", id=f"hub-{name}-label")
    group = html.Div(links, role="group", className="switch", **{"aria-labelledby": title.id})
    return html.Div([title, group], className="filter")
