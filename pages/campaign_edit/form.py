"""How does a step look: its fields with what was typed, and what is wrong with them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.field import Filled
from components.fields import draw
from components.preview import length
from data.campaign import Campaign
from data.channels import CHANNELS
from data.creation import ListHead, Work
from data.creation_definition import NAME, complete, shown
from data.creation_field import CreationStep, Field, Kind
from data.services import Services
from data.vocabulary.formats import number
from data.vocabulary.recipients import mask

SEGMENTS, COUNT, LIST, NAMESAKE = (
    f"creator-{part}" for part in ("segments", "count", "list", "namesake")
)


def drawn(
    here: Services,
    work: Work,
    step: CreationStep,
    faults: Mapping[str, str],
    focus: Mapping[str, str],
    *,
    sees_recipients: bool,
) -> list[Component]:
    """The step's fields that show now."""
    whole = complete(work.kind, work.typed)
    parts = []
    for field in shown(step, work.kind, whole):
        if field.key == "channel" and len(field.options) == 1:
            continue
        filled = Filled(
            raw=whole.get(field.key, ""),
            faults=faults,
            offers=_offers(here, work, field, whole),
            told=_told(here, work, field, sees_recipients),
            locked=field.key == "channel" and work.channel_is_fixed,
            focus=focus,
        )
        parts.append(draw(field, filled))
        if field.key == "recipients":
            parts.append(
                html.P(count_words(here.creation.checks.count(work)), id=COUNT, role="status")
            )
    return parts


def keys(work: Work, step: CreationStep, more: Sequence[Field] = ()) -> list[str]:
    """Which fields show; when that changes, the step is drawn anew."""
    whole = complete(work.kind, work.typed)
    fields = [*shown(step, work.kind, whole), *more]
    return [f"{field.key} {field.label}" for field in fields]


def count_words(count: int | None) -> str:
    """How many people it goes to at this moment (F256)."""
    if count is None:
        return "People take part by themselves: there is no list of recipients."
    if count == 1:
        return "1 recipient at this moment"
    return f"{number(count)} recipients at this moment"


def segments_of(work: Work) -> str:
    """How many messages an SMS counts as (F108); "" for what is no SMS."""
    channel = CHANNELS.get(str(complete(work.kind, work.typed).get("channel")))
    body = str(work.typed.get("message.body") or "")
    return length(body) if channel is not None and channel.has_segments else ""


def _offers(
    here: Services, work: Work, field: Field, whole: Mapping[str, Any]
) -> list[tuple[str, str]]:
    if field.suggested == "senders":
        return [(one, one) for one in here.creation.senders(str(whole.get("channel") or ""))]
    if field.suggested == "tags":
        return [(tag, tag) for tag in here.subscribers.tags()]
    if field.suggested == "targets":
        return [
            (_named(one), f"{one.name} (ID {one.id}, {one.state.label})")
            for one in here.creation.targets(work)
        ]
    return []


def _named(campaign: Campaign) -> str:
    """Its owner's id for it, unless that could be taken for a number of ours."""
    own = campaign.external_id
    return own if own and not own.isdecimal() else str(campaign.id)


def _told(here: Services, work: Work, field: Field, sees: bool) -> Component | None:
    if field.key == NAME:
        return html.Div(_name_words(here, work), id=NAMESAKE, role="status")
    if field.key == "message.body":
        return html.P(segments_of(work), id=SEGMENTS, className="creator-segments tnum")
    if field.key == "typed":
        return html.Div([] if work.typed.get("typed") else _stored(here, work))
    if field.kind is Kind.FILE:
        head = here.creation.checks.list_of(work.campaign_id)
        return html.Div(
            list_told(head, sees) if head else _stored(here, work), id=LIST, role="status"
        )
    return None


def _name_words(here: Services, work: Work) -> str:
    """A warning, no refusal (D-18)."""
    typed = str(work.typed.get(NAME) or "").strip()
    taken = typed and here.creation.has_name(work.kind.group, typed, work.campaign_id)
    return "Another campaign bears this name already." if taken else ""


def live(here: Services, work: Work, step: CreationStep) -> dict[str, str]:
    """Sentences that follow what is typed, by the ids of where they stand."""
    keys = {field.key for field in step.fields(work.kind)}
    said = {}
    if NAME in keys:
        said[NAMESAKE] = _name_words(here, work)
    if "message.body" in keys:
        said[SEGMENTS] = segments_of(work)
    if "recipients" in keys:
        said[COUNT] = count_words(here.creation.checks.count(work))
    return said


def _stored(here: Services, work: Work) -> list[Component]:
    count = here.creation.checks.count(work)
    if work.before is None or not count:
        return []
    words = f"Its stored list has {number(count)} recipients; another one would take its place."
    return [html.P(words, className="muted")]


def list_told(head: ListHead, sees: bool) -> list[Component]:
    """What was found in a file: its first rows, and what is wrong with others."""
    told = head.told
    recipients = "1 recipient" if head.total == 1 else f"{number(head.total)} recipients"
    duplicates = f", {number(told['duplicates'])} came twice" if told["duplicates"] else ""
    wrong = f", {number(told['wrong'])} can't be used" if told["wrong"] else ""
    parts: list[Component] = [
        html.P(
            [
                html.Bdi(head.name),
                f": {recipients} in {number(told['rows'])} rows",
                duplicates,
                wrong,
                ".",
            ]
        )
    ]
    if told["first"]:
        parts.append(_first_rows(told, sees))
    if told["errors"]:
        more = told["wrong"] - len(told["errors"])
        lines = [html.Li(error) for error in told["errors"]]
        lines += [html.Li(f"and {number(more)} more")] if more > 0 else []
        parts.append(html.Ul(lines, className="creator-errors", **{"aria-label": "Rows left out"}))
    return parts


def _first_rows(told: Mapping[str, Any], sees: bool) -> Component:
    columns = told["columns"][:6]
    heads = [html.Th(word, scope="col") for word in ("Recipient", *columns)]
    rows = [
        html.Tr(
            [
                html.Td(recipient if sees else mask(recipient)),
                *(html.Td(str(fields.get(column, ""))) for column in columns),
            ]
        )
        for recipient, fields in told["first"]
    ]
    table = html.Table(
        [html.Caption("Its first rows"), html.Thead(html.Tr(heads)), html.Tbody(rows)],
        className="data",
    )
    return html.Div(
        table,
        className="table-scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": "The first rows of the list, scrolls sideways"},
    )
