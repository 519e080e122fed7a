"""How do the alerts stand, and which webhooks hear of them?"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from components.settings_form import LINE, Entry, Group, fields
from components.states import empty
from data.alerts import Alert
from data.store.receiver_rows import Receiver
from data.vocabulary.formats import moment
from pages.settings_alerts.ids import ADD_HOOK, DROP, HOOK_FORM, PATH, ROTATE, deed_id

_HOOK = Group(
    "Add a webhook",
    (
        Entry("hook_name", "Name of the webhook"),
        Entry("hook_url", "Address", LINE, help="https://… that takes a POST of JSON."),
    ),
)


def alerts(found: Sequence[Alert], zone: ZoneInfo, may: bool) -> Component:
    """The alerts as a table, or what to do while there are none."""
    if not found:
        return empty(
            "Nothing is watched yet",
            "An alert tells you by email or webhook when a figure leaves its bounds.",
            *(("New alert", f"{PATH}/new") if may else ()),
        )
    heads = ("Alert", "State", "Last fired", "What the last look found")
    return html.Section(
        [
            html.Div(
                html.Table(
                    [
                        html.Caption("Alerts", className="visually-hidden"),
                        html.Thead(html.Tr([html.Th(one, scope="col") for one in heads])),
                        html.Tbody([_row(one, zone) for one in found]),
                    ],
                    className="rows telling-rows",
                ),
                role="region",
                tabIndex=0,
                className="table-scroll",
                **{"aria-label": "Alerts, scrolls sideways"},
            )
        ],
        className="data-table",
        **{"aria-label": "Alerts"},
    )


def _row(one: Alert, zone: ZoneInfo) -> Component:
    last = time_of(one.last.began_at, zone) if one.last else "Never"
    looked = (
        [html.Br(), html.Span(f"at {moment(one.looked_at, zone)}", className="muted")]
        if one.looked_at
        else []
    )
    return html.Tr(
        [
            html.Th(
                [
                    dcc.Link(html.Bdi(one.rule.name), href=f"{PATH}/{one.id}"),
                    html.Span(
                        f"{one.rule.figure}: {one.rule.condition}", className="telling-about"
                    ),
                ],
                scope="row",
            ),
            html.Td(state(one, zone)),
            html.Td(last),
            html.Td([one.said or "It has not been looked at yet", *looked], className="wide"),
        ]
    )


def state(one: Alert, zone: ZoneInfo) -> Component:
    """How an alert stands, with an icon and a word."""
    if one.paused_at is not None:
        return _badge("paused", "pause-circle", "Paused")
    if one.last is not None and one.firing:
        held = "" if one.last.told_at else ", held back by quiet hours"
        return _badge(
            "firing", "bell-fill", f"Firing since {moment(one.last.began_at, zone)}{held}"
        )
    return _badge("ok", "check-circle", "OK")


def _badge(kind: str, picture: str, word: str) -> Component:
    return html.Span([icon(picture), word], className=f"telling-state {kind}")


def webhooks(found: Sequence[Receiver], zone: ZoneInfo, may: bool) -> Component:
    """The webhooks, and a form for another one."""
    listed = (
        html.Ul([html.Li(_receiver(one, zone, may)) for one in found], className="hook-list")
        if found
        else html.P("No program hears of alerts yet.", className="muted")
    )
    return html.Section(
        [
            html.H2("Webhooks"),
            html.P(
                "Programs that hear of alerts by a call signed as Standard Webhooks says: the "
                "headers webhook-id, webhook-timestamp and webhook-signature, over a body of JSON.",
                className="muted",
            ),
            listed,
            *(_adding() if may else ()),
        ],
        className="telling-section",
    )


def _adding() -> list[Component]:
    return [
        html.Div(
            [
                *fields(HOOK_FORM, (_HOOK,), {}),
                html.Button(
                    "Add webhook", id=deed_id("do", ADD_HOOK), type="button", className="button"
                ),
            ],
            className="telling-form small",
        )
    ]


def _receiver(one: Receiver, zone: ZoneInfo, may: bool) -> list[Component]:
    age = f"Secret of {moment(one.rotated_at or one.created_at, zone)}"
    gone = [html.Span("It answered 410 and is called no more", className="telling-state firing")]
    buttons = [
        html.Button(
            "New secret",
            id=deed_id("ask", ROTATE, one.id),
            type="button",
            className="part-button",
            **{"aria-label": f"New secret for {one.name}"},
        ),
        html.Button(
            "Remove",
            id=deed_id("ask", DROP, one.id),
            type="button",
            className="part-button",
            **{"aria-label": f"Remove {one.name}"},
        ),
    ]
    return [
        html.Div(
            [
                html.Bdi(one.name, className="hook-name"),
                html.Bdi(one.url, className="hook-url"),
                html.Span(age, className="muted"),
                *(gone if one.gone_at else []),
            ],
            className="hook-about",
        ),
        *([html.Div(buttons, className="row-buttons")] if may else []),
    ]
