"""What are the participants that the filters let through told (specification 4.7, F167)?"""

from __future__ import annotations

from typing import Any

import polars as pl
from dash import State, callback, dcc, html
from dash.development.base_component import Component

from components.badges import icon
from data.communications import RULES, Draft, Kind, check_open, checked, compose, log, status
from data.report import Column, Table
from data.reports import Ask
from data.services import services
from data.vocabulary.formats import Unit
from pages.report.address import read
from pages.report.compose_form import ComposeForm, field, people, told
from pages.report.participant_list import matching
from pages.report.table_page import about, table_page

TABLE = "reengagements"
KIND = Kind.RE_ENGAGEMENT
FORM = ComposeForm("reengage", "re-engage participants")
ASKED, TEXT = FORM.part("asked"), FORM.part("text")
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
    composed = log(ask.engine, ask.campaign.id, KIND) if ask.engine else ()
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
                        f"One message to {people(found)}: those whom search, status and days let "
                        "through. No carrier takes such messages yet, so nothing leaves this "
                        "workspace: the message is recorded with its audience, and waits."
                    ),
                    field("Text", TEXT, _text(key)),
                    *FORM.foot("Review", "Record it"),
                ],
                className="compose",
            ),
        ],
        id="reengage-part",
        className="participants-part",
        **{"data-keeps": ""},
    )


def _days(ask: Ask) -> dict[str, str]:
    """The asked days as an address says them: a preset would mean other ones tomorrow."""
    days = {"from": ask.period.first, "to": ask.period.last}
    asked = {name: day.isoformat() for name, day in days.items() if day is not None}
    return {**asked, "tz": ask.zone.key} if asked else {}


def _text(key: str) -> Component:
    return dcc.Textarea(id=TEXT, maxLength=RULES[KIND].longest_text, rows=3, persistence=key)


@callback(
    output=FORM.outputs,
    inputs={"pressed": FORM.pressed},
    state={"asked": State(ASKED, "data"), "text": State(TEXT, "value")},
    running=FORM.running,
    prevent_initial_call=True,
)
def act(
    pressed: list[int | None], asked: dict[str, Any], text: str | None
) -> tuple[bool, Any, Any]:
    """Ask before a message is recorded, and record it once that is confirmed."""
    key, words = asked["campaign"], asked["words"]
    draft = Draft(KIND, text or "", filters=words)
    return FORM.answer(
        pressed,
        lambda visitor: question(key, draft, audience(key, words, visitor.sees_recipients)),
        lambda visitor: recorded(
            key, draft, audience(key, words, visitor.sees_recipients), visitor.name
        ),
    )


def question(campaign_id: int, draft: Draft, found: list[str]) -> str:
    """What is to be confirmed. Raises BadRequest and Refused as the recording would."""
    checked(draft)
    check_open(KIND, services().campaigns.get(campaign_id), found)
    return f"Tell {people(len(found))}? It can't be taken back."


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


def recorded(campaign_id: int, draft: Draft, found: list[str], who: str) -> Component:
    """Record the message and say so."""
    here = services()
    campaign = here.campaigns.get(campaign_id)
    made = compose(here.engine, campaign, draft, found, who, here.clock())
    return told(f"Recorded for {people(made.targeted)}. {status(made)}.", TABLE)
