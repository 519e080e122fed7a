"""What were the holders of the pass told (specification 4.13, D-24)?"""

from __future__ import annotations

from typing import Any

import polars as pl
from dash import Input, Output, State, callback, ctx, dcc, html
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from data.communications import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    check_open,
    checked,
    compose,
    log,
    status,
)
from data.errors import HeliographError, NotAllowed, Refused
from data.pass_holders import ANDROID, IOS, in_wallets
from data.report import Column, TabNumbers
from data.reports import Ask
from data.services import services
from data.vocabulary.formats import Unit, number
from pages.report.report_tab import ReportTab, refresh_id
from pages.report.table_page import ignored, table_page

CAMPAIGN, TITLE, TEXT = (f"communications-{part}" for part in ("campaign", "title", "text"))
REVIEW, CONFIRM, QUESTION = (f"communications-{p}" for p in ("review", "confirm", "question"))
SEND, BACK, OUTCOME = (f"communications-{part}" for part in ("send", "back", "outcome"))
MAY_SEND = frozenset({"owner", "editor"})
_COLUMNS = (
    Column("date", "Date", time=True),
    Column("title", "Title"),
    Column("text", "Text"),
    Column("targeted", "Targeted", Unit.COUNT),
    Column("sent", "Sent", Unit.COUNT),
    Column("status", "Status"),
    Column("who", "Composed by"),
)
_NO_CARRIER = (
    "No pass carrier is connected, so nothing leaves this workspace: a push is recorded with its "
    "audience and waits for a carrier."
)


def numbers(ask: Ask) -> TabNumbers:
    """The log, the newest first, and how many can be reached on iOS now."""
    composed = log(ask.engine, ask.campaign.id) if ask.engine else ()
    rows = pl.DataFrame(
        [(c.at, c.title, c.text, c.targeted, c.sent, status(c), c.who) for c in composed],
        {
            "date": pl.Datetime("us", "UTC"),
            "title": pl.String,
            "text": pl.String,
            "targeted": pl.Int64,
            "sent": pl.Int64,
            "status": pl.String,
            "who": pl.String,
        },
        orient="row",
    )
    table = table_page(ask, "communications", "Communications", _COLUMNS, rows, "-date")
    reached = len(in_wallets(ask.view, ask.campaign, IOS))
    return TabNumbers(
        ask.now,
        tables=(table,),
        facts=(("iOS holders with the pass in their wallet", number(reached)),),
        notices=(_NO_CARRIER, *ignored(ask, table)),
    )


def body(ask: Ask, numbers: TabNumbers) -> Component:
    """The form: whom it reaches, title, text, and the question before it is recorded."""
    key = str(ask.campaign.id)  # what was typed survives a refresh of this campaign's report
    return html.Div(
        [
            dcc.Store(id=CAMPAIGN, data=ask.campaign.id),
            html.H3("Send a push notification", className="part-title"),
            _audiences(ask),
            _field(
                "Title",
                TITLE,
                dcc.Input(id=TITLE, maxLength=LONGEST_TITLE, persistence=key, autoComplete="off"),
            ),
            _field(
                "Text",
                TEXT,
                dcc.Textarea(id=TEXT, maxLength=LONGEST_TEXT, rows=3, persistence=key),
            ),
            html.Div(
                html.Button(
                    "Review and send", id=REVIEW, type="button", className="button primary"
                ),
                className="compose-row",
            ),
            html.Div(
                [
                    html.P(id=QUESTION),
                    html.Div(
                        [
                            html.Button("Send", id=SEND, type="button", className="button primary"),
                            html.Button("Back", id=BACK, type="button", className="button quiet"),
                        ],
                        className="compose-row",
                    ),
                ],
                id=CONFIRM,
                hidden=True,
                role="alertdialog",
                className="compose-confirm",
                **{"aria-labelledby": QUESTION},
            ),
            html.Div(id=OUTCOME, role="status", className="compose-outcome"),
        ],
        className="compose",
    )


def _audiences(ask: Ask) -> Component:
    ios, android = (len(in_wallets(ask.view, ask.campaign, one)) for one in (IOS, ANDROID))
    return html.Fieldset(
        [
            html.Legend("Audience"),
            html.Div(
                [
                    html.Strong([icon("apple"), f" {IOS}: {_people(ios)}"]),
                    html.P("Everybody on iOS who added the pass and has not removed it since."),
                ],
                className="compose-audience",
            ),
            html.Div(
                [
                    html.Strong([icon("android2"), f" {ANDROID}: {_people(android)}"]),
                    html.P(
                        "Not addressed: passes in Android wallets take no push notifications "
                        "from here."
                    ),
                ],
                className="compose-audience off",
                **{"aria-disabled": "true"},
            ),
        ],
        className="compose-audiences",
    )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{number(count)} people"


def _field(label: str, control_id: str, control: Component) -> Component:
    return html.Div([html.Label(label, htmlFor=control_id), control], className="compose-field")


@callback(
    Output(CONFIRM, "hidden"),
    Output(QUESTION, "children"),
    Output(OUTCOME, "children"),
    Input(REVIEW, "n_clicks"),
    Input(SEND, "n_clicks"),
    Input(BACK, "n_clicks"),
    State(CAMPAIGN, "data"),
    State(TITLE, "value"),
    State(TEXT, "value"),
    running=[(Output(SEND, "disabled"), True, False)],
    prevent_initial_call=True,
)
def act(
    review: int | None,
    send: int | None,
    back: int | None,
    campaign_id: int,
    title: str | None,
    text: str | None,
) -> tuple[bool, Any, Any]:
    """Ask before a push is recorded, and record it once that is confirmed."""
    if not (review or send or back):
        raise PreventUpdate  # the form has just been drawn, nobody has pressed anything
    if ctx.triggered_id == BACK:
        return True, "", ""
    try:
        visitor = get_current_request().state.visitor
        if visitor.role not in MAY_SEND:
            raise NotAllowed("Only owners and editors can send pushes")
        if ctx.triggered_id == SEND:
            return True, "", recorded(campaign_id, title or "", text or "", visitor.name)
        return False, question(campaign_id, title or "", text or ""), ""
    except HeliographError as error:
        return True, "", html.P(f"{error}.", className="notice")


def question(campaign_id: int, title: str, text: str) -> str:
    """What is to be confirmed. Raises BadRequest and Refused as the recording would."""
    asked = services()
    campaign = asked.campaigns.get(campaign_id)
    title, _ = checked(title, text)
    check_open(campaign)
    count = len(in_wallets(asked.lake.view(), campaign, IOS))
    if not count:
        raise Refused("Nobody has this pass in an iOS wallet now, so there is nobody to tell")
    return f"Send “{title}” to {_people(count)} on iOS? It waits until a carrier is connected."


def recorded(campaign_id: int, title: str, text: str, who: str) -> Component:
    """Record the push and say so."""
    asked = services()
    campaign = asked.campaigns.get(campaign_id)
    done = compose(asked.engine, asked.lake.view(), campaign, title, text, who, asked.clock())
    sentence = f"Recorded for {_people(done.targeted)}. {status(done)}: none is connected."
    again = html.Button(
        "Show it in the log",
        id=refresh_id("communications"),
        type="button",
        className="part-button",
    )
    return html.Div([html.Span(sentence), again], className="compose-row")


TAB = ReportTab("communications", "Communications", numbers, body)
