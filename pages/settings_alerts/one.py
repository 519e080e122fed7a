"""One alert: its form, what it would say, its history and its deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from components.delivery_log import Delivery, delivery_log
from components.follow import follow
from components.page_head import page_head
from components.settings_form import fields
from data.alerts import Alert
from data.services import Services
from data.store.alert_rows import Episode
from data.store.notice_rows import Notice, Way
from pages.settings_alerts import form
from pages.settings_alerts.ids import (
    BODY,
    FAULT,
    FORM,
    GONE,
    HOOKS,
    PATH,
    PAUSE,
    POLL,
    PREVIEW,
    REMOVE,
    RESUME,
    SLOT,
    TEST,
    TOLD,
    WHICH,
    deed_id,
)
from pages.settings_alerts.listing import state


def editor(here: Services, alert: Alert | None, values: Mapping[str, str]) -> Component:
    """The screen of a new alert, or of one that is there."""
    title = alert.rule.name if alert else "New alert"
    groups = form.groups(here.telling.receivers.list(), here.telling.mail.is_open)
    save = html.Button(
        "Save" if alert else "Make alert",
        id=deed_id("do", "save", alert.id if alert else 0),
        type="button",
        className="button primary",
    )
    back = dcc.Link("All alerts", href=PATH, className="button")
    return html.Div(
        [
            dcc.Location(id=GONE, refresh="callback-nav"),
            dcc.Store(id=WHICH, data=alert.id if alert else 0),
            follow(POLL, moves=alert is not None),
            page_head(title, "A figure is looked at every full hour.", actions=(back,)),
            html.Div(id=TOLD),
            html.Div(
                [
                    html.Div(
                        [
                            *fields(FORM, groups, values),
                            html.P(id=FAULT, role="alert", className="form-fault"),
                            html.Div([save], className="form-buttons"),
                        ],
                        className="telling-form",
                    ),
                    html.Section(
                        [html.H2("What it would say"), html.Div(id=PREVIEW, role="status")],
                        className="telling-aside",
                    ),
                ],
                className="telling-columns",
            ),
            html.Div(becoming(here, alert) if alert else [], id=BODY, className="telling-sections"),
            html.Div(id=HOOKS),
            html.Div(id=SLOT),
        ],
        className="telling",
    )


def looked_on(here: Services, alert: Alert) -> Component:
    """The screen of an alert for those who may not change it."""
    rule = alert.rule
    back = dcc.Link("All alerts", href=PATH, className="button")
    return html.Div(
        [
            page_head(rule.name, f"{rule.figure}: {rule.condition}.", actions=(back,)),
            html.Div(becoming(here, alert, may=False), className="telling-sections"),
        ],
        className="telling",
    )


def becoming(here: Services, alert: Alert, *, may: bool = True) -> list[Component]:
    """How it stands, what those who `may` can do, its history and its deliveries."""
    paused = alert.paused_at is not None
    buttons = [
        _button("do", TEST, alert.id, "send", "Send a test"),
        _button("do", RESUME, alert.id, "play", "Resume")
        if paused
        else _button("do", PAUSE, alert.id, "pause", "Pause"),
        _button("ask", REMOVE, alert.id, "trash", "Delete"),
    ]
    names = {str(one.id): one.name for one in here.telling.receivers.list()}
    told = here.telling.notices.about(f"alert:{alert.id}")
    return [
        html.Section(
            [
                html.Div([html.H2("State"), state(alert, here.zone)], className="telling-head"),
                html.P(alert.said or "It has not been looked at yet."),
                html.Div(buttons, className="form-buttons") if may else None,
            ],
            className="telling-section",
        ),
        html.Section(
            [html.H2("History"), *_history(here, here.telling.alerts.history(alert.id))],
            className="telling-section",
        ),
        html.Section(
            [
                html.H2("Deliveries"),
                delivery_log([delivery(one, names) for one in told], here.zone),
            ],
            className="telling-section",
        ),
    ]


def delivery(one: Notice, names: Mapping[str, str]) -> Delivery:
    """A notice as its line in the log."""
    to = names.get(one.to, "a webhook that is gone") if one.way is Way.WEBHOOK else one.to
    return Delivery(
        one.created_at, one.title, to, one.stage.value, one.verdict, one.attempts, one.next_at
    )


def _button(step: str, deed: str, of: int, picture: str, word: str) -> Component:
    kind = "button danger" if deed == REMOVE else "button"
    return html.Button(
        [icon(picture), word], id=deed_id(step, deed, of), type="button", className=kind
    )


def _history(here: Services, episodes: Sequence[Episode]) -> list[Component]:
    if not episodes:
        return [html.P("It has never fired.", className="muted")]
    heads = ("Began", "Ended", "Found", "At its end")
    return [
        html.Div(
            html.Table(
                [
                    html.Caption("History", className="visually-hidden"),
                    html.Thead(html.Tr([html.Th(one, scope="col") for one in heads])),
                    html.Tbody([_episode(here, one) for one in episodes]),
                ],
                className="rows telling-rows",
            ),
            role="region",
            tabIndex=0,
            className="table-scroll",
            **{"aria-label": "History, scrolls sideways"},
        )
    ]


def _episode(here: Services, one: Episode) -> Component:
    ended = time_of(one.ended_at, here.zone) if one.ended_at else "Still firing"
    held = "" if one.told_at else " (held back by quiet hours, never told)"
    return html.Tr(
        [
            html.Td(time_of(one.began_at, here.zone)),
            html.Td(ended),
            html.Td(f"{one.said}{held if one.ended_at else ''}", className="wide"),
            html.Td(one.ended_said, className="wide"),
        ]
    )
