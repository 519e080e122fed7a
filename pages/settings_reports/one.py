"""One scheduled report: its form, how it stands, and what was sent."""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.delivery_log import Delivery, delivery_log
from components.follow import follow
from components.page_head import page_head
from components.settings_form import fields
from data.report_schedules import Scheduled, about
from data.services import Services
from pages.settings_reports import form
from pages.settings_reports.ids import (
    BODY,
    FAULT,
    FORM,
    GONE,
    PATH,
    PAUSE,
    POLL,
    REMOVE,
    RESUME,
    SAVE,
    SEND,
    SLOT,
    TOLD,
    WHEN,
    WHICH,
    deed_id,
)
from pages.settings_reports.listing import next_due, result


def editor(here: Services, one: Scheduled | None, values: Mapping[str, str]) -> Component:
    """The screen of a new schedule, or of one that is there."""
    save = html.Button(
        "Save" if one else "Schedule it",
        id=deed_id("do", SAVE, one.id if one else 0),
        type="button",
        className="button primary",
    )
    back = dcc.Link("All scheduled reports", href=PATH, className="button")
    return html.Div(
        [
            dcc.Location(id=GONE, refresh="callback-nav"),
            dcc.Store(id=WHICH, data=one.id if one else 0),
            follow(POLL, moves=one is not None),
            page_head(
                one.schedule.name if one else "Schedule a report",
                "The figures of a screen by email, again and again.",
                actions=(back,),
            ),
            html.Div(id=TOLD),
            html.Div(
                [
                    html.Div(
                        [
                            *fields(FORM, form.groups(here.telling.mail.is_open), values),
                            html.P(id=FAULT, role="alert", className="form-fault"),
                            html.Div([save], className="form-buttons"),
                        ],
                        className="telling-form",
                    ),
                    html.Section(
                        [html.H2("When it is sent"), html.Div(id=WHEN, role="status")],
                        className="telling-aside",
                    ),
                ],
                className="telling-columns",
            ),
            html.Div(becoming(here, one) if one else [], id=BODY, className="telling-sections"),
            html.Div(id=SLOT),
        ],
        className="telling",
    )


def looked_on(here: Services, one: Scheduled) -> Component:
    """The screen of a schedule for those who may not change it."""
    back = dcc.Link("All scheduled reports", href=PATH, className="button")
    return html.Div(
        [
            page_head(one.schedule.name, f"{one.schedule.said}.", actions=(back,)),
            html.Div(becoming(here, one, may=False), className="telling-sections"),
        ],
        className="telling",
    )


def becoming(here: Services, one: Scheduled, *, may: bool = True) -> list[Component]:
    """When it is due next, what those who `may` can do, its results, and its deliveries."""
    paused = one.paused_at is not None
    buttons = [
        _button("do", SEND, one.id, "send", "Send now"),
        _button("do", RESUME, one.id, "play", "Resume")
        if paused
        else _button("do", PAUSE, one.id, "pause", "Pause"),
        _button("ask", REMOVE, one.id, "trash", "Delete"),
    ]
    runs = [html.Li(result(run, here.zone)) for run in one.runs]
    told = here.telling.notices.about(about(one.id))
    deliveries = [
        Delivery(n.created_at, n.title, n.to, n.stage.value, n.verdict, n.attempts, n.next_at)
        for n in told
    ]
    link = dcc.Link("Open the screen", href=one.schedule.address, className="button")
    return [
        html.Section(
            [
                html.Div([html.H2("Next due"), next_due(one, here.zone)], className="telling-head"),
                html.Div([*(buttons if may else ()), link], className="form-buttons"),
            ],
            className="telling-section",
        ),
        html.Section(
            [
                html.H2("Results"),
                html.Ul(runs, className="hook-list")
                if runs
                else html.P("It has not been due yet.", className="muted"),
            ],
            className="telling-section",
        ),
        html.Section(
            [html.H2("Deliveries"), delivery_log(deliveries, here.zone)],
            className="telling-section",
        ),
    ]


def _button(step: str, deed: str, of: int, picture: str, word: str) -> Component:
    kind = "button danger" if deed == REMOVE else "button"
    return html.Button(
        [icon(picture), word], id=deed_id(step, deed, of), type="button", className=kind
    )
