"""What were the holders of the pass told (specification 4.13, D-24)?"""

from __future__ import annotations

from typing import Any

import polars as pl
from dash import State, callback, dcc, html
from dash.development.base_component import Component

from components.badges import icon
from data.communications import (
    RULES,
    Draft,
    Kind,
    check_open,
    checked,
    compose,
    log,
    reached,
    status,
)
from data.pass_holders import ANDROID, IOS, in_wallets
from data.report import Column, TabNumbers
from data.reports import Ask
from data.services import services
from data.vocabulary.formats import Unit, number
from pages.report.compose_form import ComposeForm, field, people, told
from pages.report.report_tab import ReportTab
from pages.report.table_page import ignored, table_page

TABLE = "communications"
KIND = Kind.PASS_PUSH
FORM = ComposeForm("communications", "send pushes")
CAMPAIGN, TITLE, TEXT = FORM.part("campaign"), FORM.part("title"), FORM.part("text")
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
    composed = log(ask.engine, ask.campaign.id, KIND) if ask.engine else ()
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
    table = table_page(ask, TABLE, "Communications", _COLUMNS, rows, "-date")
    return TabNumbers(
        ask.now,
        tables=(table,),
        facts=(
            (
                "iOS holders with the pass in their wallet",
                number(len(reached(ask.view, ask.campaign))),
            ),
        ),
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
            field("Title", TITLE, _title(key)),
            field("Text", TEXT, _text(key)),
            *FORM.foot("Review and send", "Send"),
        ],
        className="compose",
    )


def _title(key: str) -> Component:
    longest = RULES[KIND].longest_title
    return dcc.Input(id=TITLE, maxLength=longest, persistence=key, autoComplete="off")


def _text(key: str) -> Component:
    return dcc.Textarea(id=TEXT, maxLength=RULES[KIND].longest_text, rows=3, persistence=key)


def _audiences(ask: Ask) -> Component:
    ios, android = (len(in_wallets(ask.view, ask.campaign, one)) for one in (IOS, ANDROID))
    return html.Fieldset(
        [
            html.Legend("Audience"),
            html.Div(
                [
                    html.Strong([icon("apple"), f" {IOS}: {people(ios)}"]),
                    html.P("Everybody on iOS who added the pass and has not removed it since."),
                ],
                className="compose-audience",
            ),
            html.Div(
                [
                    html.Strong([icon("android2"), f" {ANDROID}: {people(android)}"]),
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


@callback(
    output=FORM.outputs,
    inputs={"pressed": FORM.pressed},
    state={
        "campaign_id": State(CAMPAIGN, "data"),
        "title": State(TITLE, "value"),
        "text": State(TEXT, "value"),
    },
    running=FORM.running,
    prevent_initial_call=True,
)
def act(
    pressed: list[int | None], campaign_id: int, title: str | None, text: str | None
) -> tuple[bool, Any, Any]:
    """Ask before a push is recorded, and record it once that is confirmed."""
    draft = Draft(KIND, text or "", title or "")
    return FORM.answer(
        pressed,
        lambda _: question(campaign_id, draft),
        lambda visitor: recorded(campaign_id, draft, visitor.name),
    )


def question(campaign_id: int, draft: Draft) -> str:
    """What is to be confirmed. Raises BadRequest and Refused as the recording would."""
    asked = services()
    campaign = asked.campaigns.get(campaign_id)
    title, audience = checked(draft).title, reached(asked.lake.view(), campaign)
    check_open(KIND, campaign, audience)
    count = people(len(audience))
    return f"Send “{title}” to {count} on iOS? It waits until a carrier is connected."


def recorded(campaign_id: int, draft: Draft, who: str) -> Component:
    """Record the push and say so."""
    asked = services()
    campaign = asked.campaigns.get(campaign_id)
    audience = reached(asked.lake.view(), campaign)
    made = compose(asked.engine, campaign, draft, audience, who, asked.clock())
    sentence = f"Recorded for {people(made.targeted)}. {status(made)}: none is connected."
    return told(sentence, TABLE, "Show it in the log")


TAB = ReportTab("communications", "Communications", numbers, body)
