"""What is asked before winners are drawn, and which draws are still to come (4.7, D-13)?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from data import draws
from data.campaign import entries
from data.participants import STATUSES, Status
from data.reports import Ask
from data.services import services
from data.store.draw_rows import Rhythm, Schedule
from data.vocabulary.formats import moment, number
from pages.report.compose_form import ComposeForm, field, outcome, row

FORM = ComposeForm("winners", "select winners")
CAMPAIGN, PRIZE, WANTED, ELIGIBLE, EXCLUDE, WHEN, DAY, TIME, LAST, SCHEDULED = (
    FORM.part(part)
    for part in (
        "campaign",
        "prize",
        "wanted",
        "eligible",
        "exclude",
        "when",
        "day",
        "time",
        "last",
        "scheduled",
    )
)
CHECK, CHECKED, STOPPED, PRIZES = (
    FORM.part(part) for part in ("check", "checked", "stopped", "prizes")
)
NOW = "now"
RHYTHMS = {
    NOW: "Now",
    Rhythm.ONCE.value: "Once, later",
    Rhythm.DAILY.value: "Every day",
    Rhythm.WEEKLY.value: "Every week",
}


def form(ask: Ask) -> Component:
    """Number, prize and conditions of a draw, the draws to come, and the check of those made."""
    key = str(ask.campaign.id)  # what was typed survives a refresh of this campaign's report
    tomorrow = ask.now.astimezone(ask.zone).date() + timedelta(days=1)
    prizes = [html.Option(value=one["name"]) for one in _configured(ask)]
    when = [
        field("First day", DAY, _text(DAY, tomorrow.isoformat(), "YYYY-MM-DD", key)),
        field(f"Time ({services().zone.key})", TIME, _text(TIME, "18:00", "HH:MM", key)),
        field("Last day, if any", LAST, _text(LAST, "", "YYYY-MM-DD", key)),
    ]
    return html.Details(
        [
            html.Summary([icon("trophy"), " Winner Selection"], className="part-button"),
            html.Div(
                [
                    dcc.Store(id=CAMPAIGN, data=ask.campaign.id),
                    html.Div(
                        [
                            field("Prize", PRIZE, _prize(key)),
                            html.Datalist(prizes, id=PRIZES),
                            field("Number of winners", WANTED, _wanted(key)),
                        ],
                        className="winners-row",
                    ),
                    _group("Eligible", _eligible(key)),
                    _exclude(key),
                    _group("When", _when(key)),
                    html.Div(when, id=SCHEDULED, className="winners-row", hidden=True),
                    *FORM.foot("Review", "Confirm"),
                    *_to_come(ask),
                    *_checking(ask),
                ],
                className="compose",
            ),
        ],
        id="winners-part",
        className="participants-part",
        **{"data-keeps": ""},
    )


def _configured(ask: Ask) -> list[dict[str, str]]:
    listed = entries(ask.campaign, "prizes", "name").values()
    return [{"name": str(entry["name"]).strip()} for entry in listed]


def _prize(key: str) -> Component:
    return dcc.Input(
        id=PRIZE, maxLength=200, list=PRIZES, persistence=key, autoComplete="off", value=""
    )


def _wanted(key: str) -> Component:
    most = draws.MOST_WINNERS
    return dcc.Input(id=WANTED, type="number", min=1, max=most, step=1, value=1, persistence=key)


def _eligible(key: str) -> Component:
    options = [{"label": s.value, "value": s.value} for s in reversed(STATUSES)]
    return dbc.Checklist(options, [Status.ALL.value], id=ELIGIBLE, inline=True, persistence=key)


def _exclude(key: str) -> Component:
    options = [{"label": "Leave out who has won before", "value": "exclude"}]
    return dbc.Checklist(options, ["exclude"], id=EXCLUDE, persistence=key)


def _when(key: str) -> Component:
    options = [{"label": label, "value": value} for value, label in RHYTHMS.items()]
    return dbc.RadioItems(options, NOW, id=WHEN, inline=True, persistence=key)


def _text(control_id: str, value: str, placeholder: str, key: str) -> Component:
    return dcc.Input(
        id=control_id,
        value=value,
        placeholder=placeholder,
        maxLength=10,
        autoComplete="off",
        persistence=key,
    )


def _to_come(ask: Ask) -> Iterator[Component]:
    """The Scheduled Winner Selection (F164): what will be drawn, each with a button to stop it."""
    yield html.H3("Scheduled Winner Selection", className="part-title")
    planned = draws.schedules(ask.engine, ask.campaign.id) if ask.engine else ()
    if not planned:
        yield html.P("Nothing is scheduled.", className="participants-rule")
    else:
        yield html.Ul([_planned(one) for one in planned], className="winners-plan")
    yield outcome(STOPPED)


def _planned(schedule: Schedule) -> Component:
    stop = html.Button(
        "Stop",
        id={"winners": "stop", "schedule": schedule.id},
        type="button",
        className="part-button",
        **{"aria-label": f"Stop drawing {schedule.terms.prize}"},
    )
    return html.Li([html.Span(in_words(schedule)), stop])


def _checking(ask: Ask) -> Iterator[Component]:
    if ask.engine is None or not draws.log(ask.engine, ask.campaign.id):
        return
    yield html.H3("Check", className="part-title")
    yield html.P(
        "Each draw follows from its seed and the eligible IDs alone, so it can be made again.",
        className="participants-rule",
    )
    yield row(
        html.Button("Draw again and compare", id=CHECK, type="button", className="part-button"),
        html.Span(id=CHECKED, role="status"),
    )


def _group(label: str, control: Component) -> Component:
    return html.Fieldset([html.Legend(label), control], className="winners-group")


def in_words(schedule: Schedule) -> str:
    """A schedule as a sentence."""
    zone = ZoneInfo(schedule.zone)
    until = f" until {schedule.last_day}" if schedule.last_day else ""
    rhythm = RHYTHMS[schedule.rhythm].lower() if schedule.rhythm is not Rhythm.ONCE else "once"
    next_due = moment(schedule.next_due, zone)
    return (
        f"{schedule.terms.prize}: {winners(schedule.terms.wanted)}, {rhythm}{until}; next "
        f"{next_due} ({schedule.zone}), among {', '.join(schedule.terms.statuses)}."
    )


def winners(count: int) -> str:
    """So many winners, in words."""
    return "1 winner" if count == 1 else f"{number(count)} winners"
