"""What would a rule say now, and how often would it have fired?"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.badges import icon
from data.alert_replay import Replay
from data.alert_rule import Rule
from data.alerts import Preview
from data.vocabulary.formats import moment, number, share

_SHOWN = 5  # of the episodes that would have been
_WORDS = {True: "It would fire now", False: "It would not fire now", None: "It can't be told now"}
_ICONS = {True: "bell-fill", False: "check-circle", None: "question-circle"}


def preview(rule: Rule, found: Preview, zone: ZoneInfo) -> Component:
    """The rule in words, what it finds now, and its false-alarm rate: replayed, and nominal."""
    fires = found.finding.fires
    return html.Div(
        [
            html.P(f"{rule.figure}: {rule.condition}.", className="preview-rule"),
            html.P(
                [icon(_ICONS[fires]), html.Strong(_WORDS[fires]), html.Br(), found.finding.said],
                className="preview-now",
            ),
            html.H3("How often it would have fired"),
            *_replayed(found.replayed, zone),
            *_nominal(found.nominal),
            html.P(
                "Looked at every full hour, with what is known today of the hours before: receipts "
                "that came late are in it.",
                className="muted",
            ),
        ],
        className="alert-preview",
    )


def times(count: int) -> str:
    """How often, in words."""
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _replayed(replayed: Replay, zone: ZoneInfo) -> list[Component]:
    if replayed.since is None:
        return [html.P("There is no stored history yet on which this rule could be tried.")]
    count, weeks = len(replayed.episodes), max(replayed.weeks, 1)
    over = "in the last week" if weeks == 1 else f"in the last {weeks} weeks"
    sentence = [html.Strong(f"It would have fired {times(count)}"), f" {over}."]
    lines = [html.Li(_episode(one, zone)) for one in reversed(replayed.episodes[-_SHOWN:])]
    left = count - len(lines)
    judged = (
        f"{number(replayed.judged)} of {number(replayed.looks)} looks came to a verdict; at the "
        "others there was too little to judge by."
    )
    return [
        html.P(sentence),
        *([html.Ul(lines, className="preview-list")] if lines else []),
        *([html.P(f"… and {number(left)} earlier.", className="muted")] if left > 0 else []),
        *([html.P(judged, className="muted")] if replayed.judged < replayed.looks else []),
    ]


def _episode(one: tuple[datetime, datetime | None], zone: ZoneInfo) -> str:
    began, ended = one
    if ended is None:
        return f"{moment(began, zone)}, still so"
    hours = round((ended - began).total_seconds() / 3600)
    return f"{moment(began, zone)}, for {hours} {'hour' if hours == 1 else 'hours'}"


def _nominal(rate: float | None) -> list[Component]:
    if rate is None:
        return [
            html.P(
                "A threshold has no rate of false alarms of its own: what the figure did is all "
                "there is to go by."
            )
        ]
    return [
        html.P(
            f"By chance alone at most {share(rate)} of looks would fire, if the figure varied only "
            "at random."
        )
    ]
