"""How is this campaign's message set off by a call (specification 4.17, D-23)?"""

from __future__ import annotations

import json

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from data.campaign import Campaign
from data.errors import HeliographError
from data.report import TabNumbers
from data.reports import Ask
from data.services import services
from data.trigger import path, record, sample, simulated
from pages.report.compose_form import editor, field, outcome, refusal, row
from pages.report.report_tab import ReportTab

SOURCE = "try-out"
PATH, URL, COPY_URL, COPIED_URL = (
    f"endpoint-{p}" for p in ("path", "url", "copy-url", "copied-url")
)
BODY, COPY_BODY, COPIED_BODY = (f"endpoint-{p}" for p in ("body", "copy-body", "copied-body"))
CAMPAIGN, RECEIVER, LABEL = (f"endpoint-{part}" for part in ("campaign", "receiver", "label"))
TRY, OUTCOME = "endpoint-try", "endpoint-outcome"


def numbers(ask: Ask) -> TabNumbers:
    """Where the endpoint is, what it takes, and who may call it (F216)."""
    return TabNumbers(
        ask.now,
        facts=(
            ("Endpoint URL", path(ask.campaign)),
            ("Method", "POST"),
            ("Authentication", "Authorization: Bearer, a key with the scope campaigns:write"),
            ("Payload Sample", _payload(ask.campaign)),
        ),
        notices=(
            "No carrier is connected: a call, like Try Out now!, records a simulated message "
            "under Unsent, and nothing is sent.",
        ),
    )


def _payload(campaign: Campaign) -> str:
    return json.dumps(sample(campaign), ensure_ascii=False, indent=2)


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The URL and the sample with their copy buttons, and the form to try it out (F216, F217)."""
    campaign, payload = ask.campaign, _payload(ask.campaign)
    address = dcc.Input(id=URL, value=path(campaign), readOnly=True, type="text")
    shown = dcc.Textarea(id=BODY, value=payload, readOnly=True, rows=4)
    key = str(campaign.id)
    label = ask.channel.recipient_label if ask.channel else "Receiver"
    return html.Div(
        [
            dcc.Store(id=PATH, data=path(campaign)),
            dcc.Store(id=CAMPAIGN, data=campaign.id),
            field("Endpoint URL", URL, address),
            _copy("Copy URL", COPY_URL, COPIED_URL),
            field("Payload Sample", BODY, shown),
            _copy("Copy payload", COPY_BODY, COPIED_BODY),
            html.H3("Try it out", className="part-title"),
            field(
                f"receiver ({label})",
                RECEIVER,
                dcc.Input(id=RECEIVER, persistence=key, autoComplete="off"),
            ),
            field(
                "campaignLabel",
                LABEL,
                dcc.Input(id=LABEL, value=campaign.name, persistence=key, autoComplete="off"),
            ),
            row(html.Button("Try Out now!", id=TRY, type="button", className="button primary")),
            outcome(OUTCOME),
        ],
        className="compose",
    )


def _copy(label: str, button: str, told: str) -> Component:
    return row(
        html.Button(label, id=button, type="button", className="part-button"),
        html.Span(id=told, role="status"),
    )


@callback(
    Output(OUTCOME, "children"),
    Input(TRY, "n_clicks"),
    State(CAMPAIGN, "data"),
    State(RECEIVER, "value"),
    State(LABEL, "value"),
    running=[(Output(TRY, "disabled"), True, False)],
    prevent_initial_call=True,
)
def act(clicks: int | None, campaign_id: int, receiver: str | None, label: str | None) -> Component:
    """Try the endpoint out, or say what is wrong."""
    if not clicks:
        raise PreventUpdate
    try:
        editor("try it out")
        return html.P(tried(campaign_id, receiver or "", label or ""))
    except HeliographError as error:
        return refusal(error)


def tried(campaign_id: int, receiver: str, label: str) -> str:
    """Record one simulated message; returns what to say (F217). Raises as both do."""
    asked = services()
    event = simulated(asked.campaigns.get(campaign_id), receiver, label, asked.clock(), SOURCE)
    record(asked.accept, event)
    return (
        f"A simulated message to {event['subject']} was recorded as {event['data']['status']}, "
        f"number {event['id']}. Nothing was sent."
    )


clientside_callback(
    ClientsideFunction("interactiveB", "whole"), Output(URL, "value"), Input(PATH, "data")
)

for _button, _told, _text in ((COPY_URL, COPIED_URL, URL), (COPY_BODY, COPIED_BODY, BODY)):
    clientside_callback(
        ClientsideFunction("interactiveB", "copy"),
        Output(_told, "children"),
        Input(_button, "n_clicks"),
        State(_text, "value"),
        prevent_initial_call=True,
    )

TAB = ReportTab("endpoint", "Delivery Endpoint", numbers, body)
