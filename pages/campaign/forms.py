"""Which controls does a campaign offer in its state, and what does each ask before it acts?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.confirm import combo_list, confirm, reason_field
from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.combos import Effect
from data.vocabulary.campaign_state import ENDINGS, Group, State
from data.vocabulary.formats import moment, number
from pages.campaign.deeds import Deed, possible
from pages.campaign.details import card

DAY, TIME, REASON, DIALOG = (f"campaign-{part}" for part in ("day", "time", "reason", "dialog"))


def ask_id(deed: Deed) -> dict[str, str]:
    """The id of a button on the page that does something, or asks first."""
    return {"campaign": "ask", "deed": deed.value}


def go_id(deed: Deed) -> dict[str, str]:
    """The id of the button in a dialog that does it."""
    return {"campaign": "go", "deed": deed.value}


def resume_id(campaign_id: int) -> dict[str, Any]:
    """The id of the button that resumes another campaign of the combo."""
    return {"campaign": "other", "id": campaign_id}


def controls(campaign: Campaign, zone: ZoneInfo, now: datetime, may: bool) -> Component | None:
    """What can be done with it here; for those who may not, a sentence."""
    deeds = possible(campaign)
    sentence = _SENTENCES.get((campaign.group, campaign.state), "")
    if not deeds and not sentence:
        return None
    parts: list[Any] = [html.P(sentence, className="campaign-lead")] if sentence else []
    if deeds and not may:
        parts.append(html.P("Only owners and editors can change campaigns.", className="muted"))
    elif deeds:
        dated = [_date_form(campaign, zone, now)] if Deed.DATE in deeds else []
        buttons = _buttons(campaign, deeds)
        if campaign.group is Group.INTERACTIVE:
            dated, buttons = [], [*dated, *buttons]
        parts += [*dated, html.Div(buttons, className="campaign-buttons")]
    return card("What can be done", parts)


_SENTENCES = {
    (Group.MESSAGING, State.SCHEDULED): (
        "It goes out at its Scheduled Delivery Date. Until then the date can be changed, or the "
        "campaign deleted."
    ),
    (Group.MESSAGING, State.PENDING): (
        "It has no delivery date. Set one, send it now, or delete the campaign."
    ),
    (Group.INTERACTIVE, State.SCHEDULED): (
        "It is published at its date. Until then the date can be edited, or the campaign deleted."
    ),
    (Group.INTERACTIVE, State.PENDING): ("It is paused: nobody can take part until it is resumed."),
    (Group.INTERACTIVE, State.PROCESSING): (
        "It is being prepared and submitted. Its report opens when it is Completed or Live; "
        "nothing can be changed meanwhile."
    ),
    (Group.INTERACTIVE, State.DRAFT): "It was saved as a draft and is not published.",
    (Group.INTERACTIVE, State.LIVE): "It is open for participation. It is paused from its report.",
}


def _buttons(campaign: Campaign, deeds: Sequence[Deed]) -> list[Component]:
    drawn: list[Component] = []
    if Deed.SEND in deeds:
        drawn.append(_button("Send now", ask_id(Deed.SEND), "send", "primary"))
    if Deed.RESUME in deeds:
        drawn.append(_button("Resume", ask_id(Deed.RESUME), "play-fill", "primary"))
    if (campaign.group, campaign.state) in ENDINGS:
        drawn.append(_edit(campaign))
    if Deed.DELETE in deeds:
        drawn.append(_button("Delete", ask_id(Deed.DELETE), "trash3", "danger"))
    return drawn


def _button(label: str, button_id: dict[str, Any], picture: str, kind: str = "") -> html.Button:
    return html.Button(
        [icon(picture), label], id=button_id, type="button", className=f"button {kind}".strip()
    )


def _edit(campaign: Campaign) -> Component:
    """The way to the editor."""
    label = "Continue editing" if campaign.state is State.DRAFT else "Edit"
    return dcc.Link(
        [icon("pencil"), label], href=f"/campaigns/{campaign.id}/edit", className="button"
    )


def _date_form(campaign: Campaign, zone: ZoneInfo, now: datetime) -> Component:
    planned = campaign.state is State.SCHEDULED and campaign.delivery_at
    local = (campaign.delivery_at if planned and campaign.delivery_at else now).astimezone(zone)
    day = local.date() if planned else local.date() + timedelta(days=1)
    time = f"{local:%H:%M}" if planned else "09:00"
    fields = html.Div(
        [
            _field("Day (YYYY-MM-DD)", DAY, day.isoformat()),
            _field(f"Time ({zone.key})", TIME, time),
        ],
        className="campaign-fields",
    )
    if campaign.group is Group.INTERACTIVE:
        return _summary(campaign, zone, fields)
    label = "Change date" if planned else "Set date"
    return html.Fieldset(
        [
            html.Legend("New Scheduled Delivery Date" if planned else "Scheduled Delivery Date"),
            html.Div(
                [fields, _button(label, ask_id(Deed.DATE), "calendar-check", _first(campaign))],
                className="campaign-row",
            ),
        ],
        className="campaign-date",
    )


def _first(campaign: Campaign) -> str:
    return "primary" if campaign.state is State.SCHEDULED else ""


def _summary(campaign: Campaign, zone: ZoneInfo, fields: Component) -> Component:
    """Edit, Summary, Campaign Activation, Scheduled, Save Campaign (F067)."""
    kind = CAMPAIGN_TYPES[campaign.type]
    told = (
        ("Campaign", html.Bdi(campaign.name)),
        ("Type", kind.label),
        ("Goes out", f"{moment(campaign.delivery_at, zone)} ({zone.key})"),
    )
    return html.Details(
        [
            html.Summary([icon("pencil"), "Edit date"], className="button"),
            html.Div(
                [
                    html.H3("Summary"),
                    html.Dl(
                        [html.Div([html.Dt(name), html.Dd(value)]) for name, value in told],
                        className="facts",
                    ),
                    html.Fieldset(
                        [
                            html.Legend("Campaign Activation"),
                            html.P([icon("calendar-check"), " Scheduled"], className="badge-word"),
                            fields,
                        ],
                        className="campaign-date",
                    ),
                    html.Div(
                        _button("Save Campaign", ask_id(Deed.DATE), "check-lg", "primary"),
                        className="campaign-buttons",
                    ),
                ],
                className="stack campaign-summary",
            ),
        ],
        className="campaign-edit",
    )


def _field(label: str, control_id: str, value: str) -> Component:
    return html.Div(
        [
            html.Label(label, htmlFor=control_id),
            dcc.Input(id=control_id, value=value, maxLength=10, autoComplete="off"),
        ],
        className="campaign-field",
    )


def question(
    campaign: Campaign, deed: Deed, zone: ZoneInfo, at: datetime | None, carried: str, opened: str
) -> html.Dialog:
    """What is asked before `deed`; `at` is the new date, `carried` says who sends it."""
    name = f"“{campaign.name}”"
    if deed is Deed.DELETE:
        title, label, kind = f"Delete {name}?", "Delete", "danger"
        body: list[Any] = [
            html.P(
                f"Campaign {campaign.id} is {campaign.state.label} and never went out. Deleting it "
                "can't be undone; its history is kept."
            ),
            reason_field(REASON),
        ]
    elif deed is Deed.SEND:
        title, label, kind = f"Send {name} now?", "Send now", "primary"
        to = "its recipients" if campaign.recipients is None else _people(campaign.recipients)
        body = [
            html.P(f"The campaign goes to {to}: it becomes In Progress, and can't be called back."),
            html.P(carried, className="notice"),
            reason_field(REASON),
        ]
    else:
        title, label, kind = f"Save {name}?", "Confirm", "primary"
        before = moment(campaign.delivery_at, zone)
        body = [html.P(f"It goes out on {moment(at, zone)} ({zone.key}) instead of {before}.")]
    button = html.Button(label, id=go_id(deed), type="button", className=f"button {kind}")
    return confirm(DIALOG, title, body, [button], opened)


def _people(count: int) -> str:
    return "1 recipient" if count == 1 else f"{number(count)} recipients"


def remaining(campaign: Campaign, effects: Sequence[Effect], opened: str) -> html.Dialog:
    """The campaigns of the combo that are still paused, each with its Resume (F063)."""
    rows = [
        (
            effect.campaign,
            effect.after,
            effect.why,
            html.Button(
                "Resume",
                id=resume_id(effect.campaign.id),
                type="button",
                className="button",
                **{"aria-label": f"Resume {effect.campaign.name}"},
            ),
        )
        for effect in effects
    ]
    return confirm(
        DIALOG,
        f"“{campaign.name}” is Live again",
        [
            html.P("These campaigns of its combo are still paused. Resume those that should run:"),
            combo_list(rows, "Paused campaigns of the combo"),
        ],
        [],
        opened,
        cancel="Close",
    )
