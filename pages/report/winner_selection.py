"""How are winners drawn, now or by schedule, and drawn again (specification 4.7, D-13)?"""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from data import draws
from data.api.guard import Visitor
from data.errors import BadRequest, HeliographError, Refused
from data.services import services
from data.store.draw_rows import Rhythm, Schedule, Terms
from data.vocabulary.formats import number
from data.vocabulary.recipients import mask
from pages.report.compose_form import editor, refusal, told
from pages.report.winner_form import (
    CAMPAIGN,
    CHECK,
    CHECKED,
    DAY,
    ELIGIBLE,
    EXCLUDE,
    FORM,
    LAST,
    NOW,
    PRIZE,
    RHYTHMS,
    SCHEDULED,
    STOPPED,
    TIME,
    WANTED,
    WHEN,
    form,
    in_words,
    winners,
)
from pages.report.winner_log import LOG

__all__ = ["act", "check", "form", "stop"]

_MOST_CHECKED = 20  # draws that one press of the button makes again


@callback(Output(SCHEDULED, "hidden"), Input(WHEN, "value"))
def ask_for_days(when: str | None) -> bool:
    """A draw at once has no days."""
    return when in (None, NOW)


@callback(
    output=FORM.outputs,
    inputs={"pressed": FORM.pressed},
    state={
        "campaign_id": State(CAMPAIGN, "data"),
        "filled": {
            "prize": State(PRIZE, "value"),
            "wanted": State(WANTED, "value"),
            "statuses": State(ELIGIBLE, "value"),
            "exclude": State(EXCLUDE, "value"),
            "when": State(WHEN, "value"),
            "first_day": State(DAY, "value"),
            "at_time": State(TIME, "value"),
            "last_day": State(LAST, "value"),
        },
    },
    running=FORM.running,
    prevent_initial_call=True,
)
def act(
    pressed: list[int | None], campaign_id: int, filled: dict[str, Any]
) -> tuple[bool, Any, Any]:
    """Ask before a draw is made or planned, and do it once that is confirmed."""
    return FORM.answer(
        pressed,
        lambda _: question(campaign_id, filled),
        lambda visitor: done(campaign_id, filled, visitor),
    )


def question(campaign_id: int, filled: dict[str, Any]) -> str:
    """What is to be confirmed. Raises BadRequest and Refused as the doing would."""
    terms, schedule = draws.checked(_terms(filled)), _schedule(campaign_id, filled, "")
    draws.check_open(services().campaigns.get(campaign_id))
    among = " or ".join(terms.statuses)
    left_out = ", leaving out earlier winners" if terms.exclude_winners else ""
    what = f"{winners(terms.wanted)} of “{terms.prize}” among those with status {among}{left_out}"
    if schedule is None:
        return f"Draw {what} now? A draw is recorded and stays."
    until = f" until {schedule.last_day}" if schedule.last_day else ""
    rhythm = RHYTHMS[schedule.rhythm].lower() if schedule.rhythm is not Rhythm.ONCE else "once"
    first = f"{schedule.first_day} at {schedule.at_time} ({schedule.zone})"
    return f"Draw {what} {rhythm}, first on {first}{until}?"


def done(campaign_id: int, filled: dict[str, Any], visitor: Visitor) -> Component:
    """Draw or plan, and say what came of it."""
    asked, schedule = services(), _schedule(campaign_id, filled, visitor.name)
    campaign = asked.campaigns.get(campaign_id)
    if schedule is not None:
        planned = draws.plan(asked.engine, campaign, schedule)
        return told(f"Planned. {in_words(planned)}", LOG)
    made = draws.draw(
        asked.engine,
        asked.lake.view(),
        campaign,
        _terms(filled),
        visitor.name,
        asked.clock(),
    )
    shown = made.winners[:5] if visitor.sees_recipients else [mask(w) for w in made.winners[:5]]
    more = f" and {number(len(made.winners) - 5)} more" if len(made.winners) > 5 else ""
    short = " There were no more eligible ones." if len(made.winners) < made.terms.wanted else ""
    names = ", ".join(shown)
    return told(f"Drawn among {number(made.eligible)} eligible: {names}{more}.{short}", LOG)


def _terms(filled: dict[str, Any]) -> Terms:
    wanted = filled.get("wanted")
    if type(wanted) is not int:
        raise BadRequest("The number of winners must be a whole number", "wanted")
    statuses = tuple(str(status) for status in filled.get("statuses") or ())
    return Terms(str(filled.get("prize") or ""), wanted, statuses, bool(filled.get("exclude")))


def _schedule(campaign_id: int, filled: dict[str, Any], who: str) -> Schedule | None:
    """The schedule that was filled in; None for a draw at once. Raises BadRequest."""
    when = filled.get("when") or NOW
    if when == NOW:
        return None
    if when not in RHYTHMS:
        raise BadRequest(f"{when!r} is no rhythm", "when")
    asked = services()
    first, last = filled.get("first_day"), str(filled.get("last_day") or "").strip()
    return Schedule(
        id=0,
        campaign_id=campaign_id,
        terms=_terms(filled),
        rhythm=Rhythm(when),
        first_day=_day(str(first or "").strip(), "first_day"),
        at_time=str(filled.get("at_time") or "").strip(),
        zone=asked.zone.key,
        last_day=_day(last, "last_day") if last else None,
        who=who,
        created_at=asked.clock(),
        next_due=None,
    )


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"“{text[:20]}” is no day like 2026-03-20", where) from None


@callback(
    Output(STOPPED, "children"),
    Input({"winners": "stop", "schedule": EVERY}, "n_clicks"),
    State(CAMPAIGN, "data"),
    prevent_initial_call=True,
)
def stop(clicks: list[int | None], campaign_id: int) -> Component:
    """End one schedule."""
    if not any(clicks):
        raise PreventUpdate
    try:
        editor(FORM.deed)
        draws.stop(services().engine, campaign_id, ctx.triggered_id["schedule"])
    except HeliographError as error:
        return refusal(error)
    return told("Stopped. What it has drawn stays.", LOG)


@callback(
    Output(CHECKED, "children"),
    Input(CHECK, "n_clicks"),
    State(CAMPAIGN, "data"),
    running=[(Output(CHECK, "disabled"), True, False)],
    prevent_initial_call=True,
)
def check(clicks: int | None, campaign_id: int) -> str:
    """Make the newest draws again (F279)."""
    if not clicks:
        raise PreventUpdate
    try:
        return compared(campaign_id)
    except HeliographError as error:
        return f"{error}."


def compared(campaign_id: int) -> str:
    """Whether the newest draws come to the same winners again, and which ones don't."""
    asked = services()
    campaign, view = asked.campaigns.get(campaign_id), asked.lake.view()
    made = draws.log(asked.engine, campaign_id)[:_MOST_CHECKED]
    same, others = 0, []
    for one in made:
        try:
            is_same = draws.again(asked.engine, view, campaign, one) == one.winners
        except Refused as error:
            others.append(f"{error}.")
            continue
        same += is_same
        if not is_same:
            others.append(f"Draw {one.id} comes to other winners.")
    return " ".join([f"{same} of {len(made)} draws come to the same winners.", *others])
