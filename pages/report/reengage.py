"""What are the participants that the filters let through told (specification 4.7, F167)?"""

from __future__ import annotations

from typing import Any

import polars as pl
from dash import Input, Output, State, callback, ctx, dcc, html
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from data.errors import HeliographError, NotAllowed, Refused
from data.reengagements import LONGEST_TEXT, checked, compose, log, status
from data.report import Column, Table
from data.reports import Ask
from data.services import services
from data.vocabulary.formats import Unit, number
from pages.report.address import read
from pages.report.participant_list import matching
from pages.report.report_tab import refresh_id
from pages.report.table_page import about, table_page

TABLE = "reengagements"
ASKED, TEXT, REVIEW, CONFIRM, QUESTION, SEND, BACK, OUTCOME = (
    f"reengage-{part}"
    for part in ("asked", "text", "review", "confirm", "question", "send", "back", "outcome")
)
MAY_SEND = frozenset({"owner", "editor"})
_CHOSEN_BY = ("q", "status")
_COLUMNS = (
    Column("date", "Date", time=True),
    Column("text", "Text"),
    Column("targeted", "Targeted", Unit.COUNT),
    Column("sent", "Sent", Unit.COUNT),
    Column("status", "Status"),
    Column("who", "Composed by"),
)


def tables(ask: Ask) -> tuple[Table, ...]:
    """What was composed, the newest first; nothing before the first message."""
    composed = log(ask.engine, ask.campaign.id) if ask.engine else ()
    if not composed:
        return ()
    rows = pl.DataFrame(
        [
            {
                "date": one.at,
                "text": one.text,
                "targeted": one.targeted,
                "sent": one.sent,
                "status": status(one),
                "who": one.who,
            }
            for one in composed
        ]
    )
    return (table_page(about(ask, TABLE), TABLE, "Re-engagement", _COLUMNS, rows, "-date"),)


def form(ask: Ask, found: int) -> Component:
    """One message to the `found` people that the address lets through."""
    key = str(ask.campaign.id)  # what was typed survives a refresh of this campaign's report
    words = {name: ask.param(name) for name in _CHOSEN_BY if ask.param(name)}
    words |= _days(ask)
    return html.Details(
        [
            html.Summary([icon("send"), " Re-engage"], className="part-button"),
            html.Div(
                [
                    dcc.Store(id=ASKED, data={"campaign": ask.campaign.id, "words": words}),
                    html.P(
                        f"One message to {_people(found)}: those whom search, status and days let "
                        "through. No carrier is connected, so nothing leaves this workspace: the "
                        "message is recorded with its audience, and handed to a carrier once one "
                        "is connected."
                    ),
                    html.Div(
                        [
                            html.Label("Text", htmlFor=TEXT),
                            dcc.Textarea(id=TEXT, maxLength=LONGEST_TEXT, rows=3, persistence=key),
                        ],
                        className="compose-field",
                    ),
                    html.Div(
                        html.Button("Review", id=REVIEW, type="button", className="button primary"),
                        className="compose-row",
                    ),
                    _confirm(),
                    html.Div(id=OUTCOME, role="status", className="compose-outcome"),
                ],
                className="compose",
            ),
        ],
        id="reengage-part",
        className="participants-part",
    )


def _days(ask: Ask) -> dict[str, str]:
    """The asked days as an address says them: a preset would mean other ones tomorrow."""
    days = {"from": ask.period.first, "to": ask.period.last}
    asked = {name: day.isoformat() for name, day in days.items() if day is not None}
    return {**asked, "tz": ask.zone.key} if asked else {}


def _confirm() -> Component:
    return html.Div(
        [
            html.P(id=QUESTION),
            html.Div(
                [
                    html.Button("Record it", id=SEND, type="button", className="button primary"),
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
    )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{number(count)} people"


@callback(
    Output(CONFIRM, "hidden"),
    Output(QUESTION, "children"),
    Output(OUTCOME, "children"),
    Input(REVIEW, "n_clicks"),
    Input(SEND, "n_clicks"),
    Input(BACK, "n_clicks"),
    State(ASKED, "data"),
    State(TEXT, "value"),
    running=[(Output(SEND, "disabled"), True, False)],
    prevent_initial_call=True,
)
def act(
    review: int | None,
    send: int | None,
    back: int | None,
    asked: dict[str, Any],
    text: str | None,
) -> tuple[bool, Any, Any]:
    """Ask before a message is recorded, and record it once that is confirmed."""
    if not (review or send or back):
        raise PreventUpdate  # the form has just been drawn, nobody has pressed anything
    if ctx.triggered_id == BACK:
        return True, "", ""
    try:
        visitor = get_current_request().state.visitor
        if visitor.role not in MAY_SEND:
            raise NotAllowed("Only owners and editors can re-engage participants")
        people = audience(asked["campaign"], asked["words"], visitor.sees_recipients)
        if ctx.triggered_id == SEND:
            return True, "", recorded(asked, text or "", people, visitor.name)
        checked(text or "")
        if not people:
            raise Refused("These filters let nobody through, so there is nobody to tell")
        return False, f"Tell {_people(len(people))}? It can't be taken back.", ""
    except HeliographError as error:
        return True, "", html.P(f"{error}.", className="notice")


def audience(campaign_id: int, words: dict[str, str], reveal: bool) -> list[str]:
    """Everybody whom the words of the address let through now, sorted."""
    asked = services()
    address = read(str(campaign_id), "participants", words, asked.zone, asked.clock())
    ask = Ask(
        asked.campaigns.get(address.campaign_id),
        asked.lake.view(),
        asked.clock(),
        address.zone,
        address.period,
        address.params,
        reveal,
        engine=asked.engine,
    )
    found: list[str] = matching(ask).select("recipient").collect().to_series().sort().to_list()
    return found


def recorded(asked: dict[str, Any], text: str, people: list[str], who: str) -> Component:
    """Record the message and say so."""
    here = services()
    campaign = here.campaigns.get(asked["campaign"])
    done = compose(here.engine, campaign, text, people, asked["words"], who, here.clock())
    sentence = f"Recorded for {_people(done.targeted)}. {status(done)}: none is connected."
    again = html.Button(
        "Show it below", id=refresh_id("reengagements"), type="button", className="part-button"
    )
    return html.Div([html.Span(sentence), again], className="compose-row")
