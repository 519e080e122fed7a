"""Who is drawn as a winner, now or by schedule, and who has been (specification 4.7, D-13)?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.badges import icon
from data import draws
from data.api.guard import Visitor
from data.campaign import entries
from data.errors import BadRequest, HeliographError, Refused
from data.participants import STATUSES, Status
from data.report import Column, Table
from data.reports import Ask, Pieces
from data.services import services
from data.store.draw_rows import Draw, Rhythm, Schedule, Terms
from data.vocabulary.formats import Unit, moment, number
from data.vocabulary.recipients import mask
from pages.report.compose_form import ComposeForm, editor, field, outcome, refusal, row, told
from pages.report.participant_list import gives_prizes
from pages.report.table_page import about, in_order, table_page

LOG, RECORDS = "winners", "draws"
FORM = ComposeForm("winners", "select winners")
CAMPAIGN, PRIZE, WANTED, ELIGIBLE, EXCLUDE, WHEN, DAY, TIME, LAST, SCHEDULED = (
    FORM.part(part)
    for part in (
        "campaign",
        "prize",
        "wanted",
        "eligible",
        "exclude",
        "when",
        "day",
        "time",
        "last",
        "scheduled",
    )
)
CHECK, CHECKED, STOPPED, PRIZES = (
    FORM.part(part) for part in ("check", "checked", "stopped", "prizes")
)
NOW = "now"
_WHEN = {
    NOW: "Now",
    Rhythm.ONCE.value: "Once, later",
    Rhythm.DAILY.value: "Every day",
    Rhythm.WEEKLY.value: "Every week",
}
_MOST_CHECKED = 20  # draws that one press of the button makes again
_LOG_COLUMNS = (
    Column("date", "Date", time=True),
    Column("prize", "Prize"),
    Column("winner_id", "Winner ID"),
    Column("method", "Method"),
    Column("who", "Drawn by"),
)
_RECORD_COLUMNS = (
    Column("date", "Date", time=True),
    Column("prize", "Prize"),
    Column("winners", "Winners", Unit.COUNT),
    Column("eligible", "Eligible", Unit.COUNT),
    Column("statuses", "Eligible statuses"),
    Column("earlier", "Earlier winners"),
    Column("as_of", "As of", time=True),
    Column("seed", "Seed"),
    Column("algorithm", "Algorithm", Unit.COUNT),
    Column("fingerprint", "SHA-256 of the eligible IDs"),
)


def tables(ask: Ask) -> tuple[Table, ...]:
    """The Winner Selection Log (F165), and what each draw can be checked by (F279)."""
    if not gives_prizes(ask) or ask.engine is None:
        return ()
    made = draws.log(ask.engine, ask.campaign.id)
    log = table_page(
        about(ask, LOG), LOG, "Winner Selection Log", _LOG_COLUMNS, _log(ask, made), "-date"
    )
    if not made:
        return (log,)
    records = table_page(
        about(ask, RECORDS), RECORDS, "Draw Records", _RECORD_COLUMNS, _records(made), "-date"
    )
    return log, records


def pieces(ask: Ask, table: str) -> Pieces | None:
    """All rows of a table here; None for one that isn't."""
    if not gives_prizes(ask) or ask.engine is None or table not in (LOG, RECORDS):
        return None
    made = draws.log(ask.engine, ask.campaign.id)
    if table == LOG:
        rows = in_order(ask, _LOG_COLUMNS, _log(ask, made), "-date")
    else:
        rows = in_order(ask, _RECORD_COLUMNS, _records(made), "-date")
    return iter([rows.to_dicts()])


def _log(ask: Ask, made: tuple[Draw, ...]) -> pl.DataFrame:
    rows = [
        (one.at, one.terms.prize, ask.shown_recipient(winner), one.method, one.who)
        for one in made
        for winner in one.winners
    ]
    kinds = (pl.Datetime("us", "UTC"), pl.String, pl.String, pl.String, pl.String)
    keys = (column.key for column in _LOG_COLUMNS)
    return pl.DataFrame(rows, dict(zip(keys, kinds, strict=True)), orient="row")


def _records(made: tuple[Draw, ...]) -> pl.DataFrame:
    rows = [
        {
            "date": one.at,
            "prize": one.terms.prize,
            "winners": len(one.winners),
            "eligible": one.eligible,
            "statuses": ", ".join(one.terms.statuses),
            "earlier": "Left out" if one.terms.exclude_winners else "Eligible",
            "as_of": one.as_of,
            "seed": one.seed,
            "algorithm": one.algorithm,
            "fingerprint": one.fingerprint,
        }
        for one in made
    ]
    return pl.DataFrame(rows)


def form(ask: Ask) -> Component:
    """Number, prize and conditions of a draw, the draws to come, and the check of those made."""
    key = str(ask.campaign.id)  # what was typed survives a refresh of this campaign's report
    tomorrow = ask.now.astimezone(ask.zone).date() + timedelta(days=1)
    prizes = [html.Option(value=one["name"]) for one in _configured(ask)]
    when = [
        field("First day", DAY, _text(DAY, tomorrow.isoformat(), "YYYY-MM-DD", key)),
        field(f"Time ({services().zone.key})", TIME, _text(TIME, "18:00", "HH:MM", key)),
        field("Last day, if any", LAST, _text(LAST, "", "YYYY-MM-DD", key)),
    ]
    return html.Details(
        [
            html.Summary([icon("trophy"), " Winner Selection"], className="part-button"),
            html.Div(
                [
                    dcc.Store(id=CAMPAIGN, data=ask.campaign.id),
                    html.Div(
                        [
                            field("Prize", PRIZE, _prize(key)),
                            html.Datalist(prizes, id=PRIZES),
                            field("Number of winners", WANTED, _wanted(key)),
                        ],
                        className="winners-row",
                    ),
                    _group("Eligible", _eligible(key)),
                    _exclude(key),
                    _group("When", _when(key)),
                    html.Div(when, id=SCHEDULED, className="winners-row", hidden=True),
                    *FORM.foot("Review", "Confirm"),
                    *_to_come(ask),
                    *_checking(ask),
                ],
                className="compose",
            ),
        ],
        id="winners-part",
        className="participants-part",
        **{"data-keeps": ""},
    )


def _configured(ask: Ask) -> list[dict[str, str]]:
    listed = entries(ask.campaign, "prizes", "name").values()
    return [{"name": str(entry["name"]).strip()} for entry in listed]


def _prize(key: str) -> Component:
    return dcc.Input(
        id=PRIZE, maxLength=200, list=PRIZES, persistence=key, autoComplete="off", value=""
    )


def _wanted(key: str) -> Component:
    most = draws.MOST_WINNERS
    return dcc.Input(id=WANTED, type="number", min=1, max=most, step=1, value=1, persistence=key)


def _eligible(key: str) -> Component:
    options = [status.value for status in reversed(STATUSES)]
    return dcc.Checklist(options, [Status.ALL.value], id=ELIGIBLE, inline=True, persistence=key)


def _exclude(key: str) -> Component:
    options = [{"label": "Leave out who has won before", "value": "exclude"}]
    return dcc.Checklist(options, ["exclude"], id=EXCLUDE, persistence=key)


def _when(key: str) -> Component:
    options = [{"label": label, "value": value} for value, label in _WHEN.items()]
    return dcc.RadioItems(options, NOW, id=WHEN, inline=True, persistence=key)


def _text(control_id: str, value: str, placeholder: str, key: str) -> Component:
    return dcc.Input(
        id=control_id,
        value=value,
        placeholder=placeholder,
        maxLength=10,
        autoComplete="off",
        persistence=key,
    )


def _to_come(ask: Ask) -> Iterator[Component]:
    """The Scheduled Winner Selection (F164): what will be drawn, each with a button to stop it."""
    yield html.H3("Scheduled Winner Selection", className="part-title")
    planned = draws.schedules(ask.engine, ask.campaign.id) if ask.engine else ()
    if not planned:
        yield html.P("Nothing is scheduled.", className="participants-rule")
    else:
        yield html.Ul([_planned(one) for one in planned], className="winners-plan")
    yield outcome(STOPPED)


def _planned(schedule: Schedule) -> Component:
    stop = html.Button(
        "Stop",
        id={"winners": "stop", "schedule": schedule.id},
        type="button",
        className="part-button",
        **{"aria-label": f"Stop drawing {schedule.terms.prize}"},
    )
    return html.Li([html.Span(in_words(schedule)), stop])


def in_words(schedule: Schedule) -> str:
    """A schedule as a sentence."""
    zone = ZoneInfo(schedule.zone)
    until = f" until {schedule.last_day}" if schedule.last_day else ""
    rhythm = _WHEN[schedule.rhythm].lower() if schedule.rhythm is not Rhythm.ONCE else "once"
    next_due = moment(schedule.next_due, zone)
    return (
        f"{schedule.terms.prize}: {_winners(schedule.terms.wanted)}, {rhythm}{until}; next "
        f"{next_due} ({schedule.zone}), among {', '.join(schedule.terms.statuses)}."
    )


def _checking(ask: Ask) -> Iterator[Component]:
    if ask.engine is None or not draws.log(ask.engine, ask.campaign.id):
        return
    yield html.H3("Check", className="part-title")
    yield html.P(
        "Each draw follows from its seed and the eligible IDs alone, so it can be made again.",
        className="participants-rule",
    )
    yield row(
        html.Button("Draw again and compare", id=CHECK, type="button", className="part-button"),
        html.Span(id=CHECKED, role="status"),
    )


def _group(label: str, control: Component) -> Component:
    return html.Fieldset([html.Legend(label), control], className="winners-group")


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
    what = f"{_winners(terms.wanted)} of “{terms.prize}” among those with status {among}{left_out}"
    if schedule is None:
        return f"Draw {what} now? A draw is recorded and stays."
    until = f" until {schedule.last_day}" if schedule.last_day else ""
    rhythm = _WHEN[schedule.rhythm].lower() if schedule.rhythm is not Rhythm.ONCE else "once"
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


def _winners(count: int) -> str:
    return "1 winner" if count == 1 else f"{number(count)} winners"


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
    if when not in _WHEN:
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
