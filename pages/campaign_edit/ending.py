"""Campaign Activation: when does it begin, and what is asked before it is saved for good?"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.confirm import confirm
from data.carriers import CARRIERS
from data.channels import CHANNELS
from data.creation import Work
from data.creation_definition import complete, local_moment
from data.creation_field import Field, Kind, on
from data.errors import BadRequest
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.formats import moment, number

ACTIVATION = "activation"
DIALOG = "creator-dialog"
_WORDS = {
    State.IN_PROGRESS: "Publish now",
    State.PROCESSING: "Publish now",
    State.SCHEDULED: "Scheduled",
    State.DRAFT: "Save as draft",
}
_BUTTONS = {
    State.IN_PROGRESS: "Publish",
    State.PROCESSING: "Publish",
    State.SCHEDULED: "Schedule",
    State.DRAFT: "Save as draft",
    State.PENDING: "Save as Pending",
}


def fields(work: Work, zone: ZoneInfo) -> tuple[Field, ...]:
    """When it begins: the ways that its state leaves, and the date for Scheduled."""
    later = on(ACTIVATION, State.SCHEDULED)
    return (
        Field(
            ACTIVATION,
            "Campaign Activation",
            Kind.CHOICE,
            usual=work.endings[0].value,
            options=tuple((state.value, _word(work, state)) for state in work.endings),
        ),
        Field("deliver_day", "Day", Kind.DAY, required=True, when=later),
        Field(
            "deliver_time",
            f"Time ({zone.key})",
            Kind.TIME,
            required=True,
            usual="09:00",
            when=later,
        ),
    )


def _word(work: Work, state: State) -> str:
    if state is not State.PENDING:
        return _WORDS[state]
    paused = work.kind.group is Group.INTERACTIVE
    return "Stay paused (Pending)" if paused else "Pending: decide on a date later"


def chosen(work: Work) -> State:
    """The state in which it is to be left."""
    typed = work.typed.get(ACTIVATION)
    found = next((state for state in work.endings if state.value == typed), None)
    return found or work.endings[0]


def button_word(work: Work) -> str:
    """What the last button says (F254, F067)."""
    keeps = work.before is not None and chosen(work) is work.before.state
    return "Save Campaign" if keeps else _BUTTONS[chosen(work)]


def date(work: Work, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The date that was chosen, in UTC; None where none is needed. Raises BadRequest."""
    if chosen(work) is not State.SCHEDULED:
        return None
    typed = {"deliver_time": "09:00", **work.typed}
    if not typed.get("deliver_day"):
        raise BadRequest("Choose the day on which it goes out", "deliver_day")
    at = local_moment(typed, "deliver", zone)
    if at is None:
        raise BadRequest("There is no such time on that day", "deliver_time")
    if at <= now:
        raise BadRequest(
            f"{moment(at, zone)} ({zone.key}) is past; the date must be in the future",
            "deliver_day",
        )
    return at


def question(
    work: Work,
    at: datetime | None,
    people: int | None,
    carrier: str | None,
    zone: ZoneInfo,
    opened: str,
) -> html.Dialog:
    """What is asked before it is saved."""
    after = chosen(work)
    go = html.Button(
        "Confirm" if after not in _STARTING else "Publish",
        type="button",
        className="button primary",
        **{"data-do": "confirm"},
    )
    title = {
        State.SCHEDULED: f"Schedule “{work.name}”?",
        State.PENDING: f"Save “{work.name}”?",
    }.get(after, f"Publish “{work.name}”?")
    return confirm(
        DIALOG,
        title,
        [*_told(work, after, at, people, zone), *_carried(work, after, carrier)],
        [go],
        opened,
    )


_STARTING = frozenset({State.IN_PROGRESS, State.PROCESSING})


def _told(
    work: Work, after: State, at: datetime | None, people: int | None, zone: ZoneInfo
) -> list[Any]:
    how = _how(work)
    if after is State.PENDING and work.kind.group is Group.INTERACTIVE:
        return [html.P("The changes are saved. It stays paused until it is resumed.")]
    if after is State.PENDING:
        return [html.P("It is kept without a delivery date. Nothing is sent.")]
    begins = f"On {moment(at, zone)} ({zone.key}) " if at else ""
    if people is None:
        opens = "it opens for participation" if at else "It opens for participation now"
        return [html.P(f"{begins}{opens}: people take part by themselves{how}.")]
    messages = "1 message" if people == 1 else f"{number(people)} messages"
    sends = f"this sends {messages}" if at else f"This sends {messages}"
    told = [html.P(f"{begins}{sends}{how}. What has been sent can't be called back.")]
    if at and complete(work.kind, work.typed).get("recipients") == "subscribers":
        told.append(_muted("Who is on the list by then is counted then."))
    return told


def _carried(work: Work, after: State, carrier: str | None) -> list[Component]:
    """By whom the messages leave; "" is that nobody is connected, None that it isn't ours."""
    if after not in {*_STARTING, State.SCHEDULED}:
        return []
    if carrier:
        return [_muted(f"Messages leave by {CARRIERS[carrier].label}.")]
    if carrier is None:
        return []
    channel = CHANNELS[work.kind.channels[0]]
    channel = CHANNELS.get(str(complete(work.kind, work.typed).get("channel")), channel)
    words = f"No carrier is connected for {channel.label}; messages leave once one is."
    return [html.P(words, className="notice")]


def _muted(sentence: str) -> Component:
    return html.P(sentence, className="muted")


def _how(work: Work) -> str:
    whole = complete(work.kind, work.typed)
    channel = CHANNELS.get(str(whole.get("channel")))
    if channel is None or not whole.get("sender"):
        return ""
    return f" by {channel.label} from {whole['sender']}"
