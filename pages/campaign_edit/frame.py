"""What stands around a step: the campaign's name, the way through the steps, and the buttons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from components.badges import icon, status_pill
from components.field import Filled, control_id
from components.fields import draw
from components.page_head import page_head
from components.states import state
from data.creation import Work
from data.creation_definition import complete, shown
from data.creation_field import CreationStep, Problem
from data.creation_steps import steps_of
from data.services import Services
from pages.campaign_edit import ending, form, summary
from pages.campaign_edit.summary import address


def head(work: Work) -> Component:
    """Whose steps these are, and of which status."""
    status: list[Any] = [work.kind.label, " · "]
    if work.before is None:
        status.append("being made, not saved as a campaign yet")
    else:
        status += [status_pill(work.before.state), f" · ID {work.campaign_id}"]
    return html.Div(
        [page_head(work.name), html.P(status, className="creator-status")], className="creator-head"
    )


def steps(work: Work, here: CreationStep, wrong: Collection[str]) -> Component:
    """The steps in their order; each is a link that saves first."""
    items = []
    for number, step in enumerate(steps_of(work.kind), 1):
        current = {"aria-current": "step"} if step is here else {}
        done = step.slug not in wrong
        told = "complete" if done else "something is missing"
        items.append(
            html.Li(
                html.A(
                    [
                        html.Span(str(number), className="creator-number tnum"),
                        step.label,
                        icon("check-lg" if done else "dash"),
                        html.Span(f" ({told})", className="visually-hidden"),
                    ],
                    href=address(work, step.slug),
                    className="creator-step",
                    **current,
                    **{"data-do": "go", "data-about": step.slug},
                )
            )
        )
    return html.Nav(html.Ol(items), className="creator-steps", **{"aria-label": "Steps"})


def body(
    here: Services,
    work: Work,
    step: CreationStep,
    faults: Mapping[str, str],
    focus: Mapping[str, str],
    *,
    sees_recipients: bool,
) -> list[Component]:
    """The step's own part of the page."""
    fields = form.drawn(here, work, step, faults, focus, sees_recipients=sees_recipients)
    if not is_last(work, step):
        return [html.P(step.lead, className="muted"), *fields]
    links = summary.links(work)
    settings = html.Section(
        [html.H2("How long and how fast"), *fields], className="card pad stack creator-card"
    )
    return [
        summary.missing(work, here.creation.checks.problems(work)),
        summary.overview(here, work),
        *([links] if links is not None else []),
        *([settings] if fields else []),
        _activation(work, here.zone, faults),
    ]


def _activation(work: Work, zone: ZoneInfo, faults: Mapping[str, str]) -> Component:
    shown = shown_endings(work, zone)
    fields = [
        draw(field, Filled(raw=work.typed.get(field.key, ""), faults=faults)) for field in shown
    ]
    return html.Section(fields, className="card pad stack creator-card creator-activation")


def shown_endings(work: Work, zone: ZoneInfo) -> list[Any]:
    """The fields of Campaign Activation that show now."""
    whole = {ending.ACTIVATION: ending.chosen(work).value}
    fields = ending.fields(work, zone)
    return [f for f in fields if all(whole.get(key) in wanted for key, wanted in f.when)]


def foot(work: Work, step: CreationStep) -> list[Component]:
    """Back, Next, and at the end what saves it for good."""
    every = steps_of(work.kind)
    buttons = []
    if step is not every[0]:
        buttons.append(_button("Back", "back"))
    if is_last(work, step):
        buttons.append(_button(ending.button_word(work), "finish", "primary"))
    else:
        buttons.append(_button("Next", "next", "primary"))
    return buttons


def is_last(work: Work, step: CreationStep) -> bool:
    """Whether it is the Summary."""
    return step is steps_of(work.kind)[-1]


def _button(word: str, deed: str, kind: str = "") -> Component:
    return html.Button(word, type="button", className=f"button {kind}".strip(), **{"data-do": deed})


def saved_words(work: Work, zone: ZoneInfo) -> str:
    """Like "Saved 12:03:10 (UTC)"."""
    if work.saved_at is None:
        return "Nothing changed yet"
    return f"Saved {work.saved_at.astimezone(zone):%H:%M:%S} ({zone.key})"


def unsaved(work: Work) -> list[Component]:
    """For a known campaign: that its changes are not in force yet, and the way to drop them."""
    if work.before is None:
        return []
    if work.before.external_id is not None and work.saved_at is None:
        words = (
            "Another system runs this campaign and registered it here. What is saved here changes "
            "its record, not what that system sends."
        )
        return [html.P(words, className="notice")]
    if work.saved_at is None:
        return []
    words = (
        f"Your changes are kept, but the campaign stays {work.before.state.label} as it was until "
        "you save it on the Summary. "
    )
    return [html.P([words, _button("Discard changes", "discard")], className="notice")]


def conflict(
    work: Work, differing: Sequence[tuple[str, str]], zone: ZoneInfo, opened: str
) -> Component:
    """Another page has saved meanwhile: what stands there where it differs, and both ways on."""
    when = f"{work.saved_at.astimezone(zone):%H:%M:%S} ({zone.key})" if work.saved_at else ""
    theirs = [html.Div([html.Dt(label), html.Dd(value)]) for label, value in differing]
    return html.Div(
        [
            html.H2("Changed elsewhere"),
            html.P(
                f"This campaign was saved in another tab or by someone else, by {work.saved_by} at "
                f"{when}. What you typed here is not saved, and nothing was overwritten."
            ),
            *([html.P("On this step, the other version says:")] if theirs else []),
            *([html.Dl(theirs, className="creator-theirs")] if theirs else []),
            html.Div(
                [
                    _button("Keep what I typed on this step", "mine", "primary"),
                    _button("Take the other version", "theirs"),
                ],
                className="campaign-buttons",
            ),
        ],
        role="alert",
        tabIndex=-1,
        className="notice creator-conflict",
        **{"data-take-focus": opened, "data-conflict": ""},
    )


def wrong(found: Sequence[Problem], opened: str) -> Component:
    """What has to be put right before the next step, each with the way to its field."""
    lines = [
        html.Li(
            [
                html.A(p.label, href=f"#{control_id(p.where)}", **{"data-jump": ""}),
                f" – {p.message}",
            ]
        )
        for p in found
    ]
    count = "1 field needs" if len(found) == 1 else f"{len(found)} fields need"
    return html.Div(
        [html.H2(f"{count} your attention"), html.Ul(lines)],
        role="alert",
        tabIndex=-1,
        className="notice creator-wrong",
        **{"data-take-focus": opened},
    )


def differing(mine: Mapping[str, Any], work: Work, step: CreationStep) -> list[tuple[str, str]]:
    """Label and stored value of the fields that were typed otherwise."""
    whole = complete(work.kind, work.typed)
    return [
        (field.label, _shortly(whole.get(field.key)))
        for field in shown(step, work.kind, whole)
        if field.key in mine and not _same(mine[field.key], whole.get(field.key))
    ]


def _shortly(raw: Any) -> str:
    """A value in at most a line."""
    if isinstance(raw, list):
        rows = (one.values() if isinstance(one, Mapping) else (one,) for one in raw)
        raw = "; ".join(", ".join(str(part) for part in row if part) for row in rows)
    text = " ".join(str(raw or "").split())
    return f"{text[:120]}…" if len(text) > 120 else text or "nothing"


def _same(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        return all(_same(one, other) for one, other in zip(mine, theirs, strict=True))
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return all(_same(value, theirs.get(key)) for key, value in mine.items())
    return (mine or "") == (theirs or "")


def nowhere(title: str, sentence: str, step: str, href: str) -> Component:
    """Instead of a step: why there is none, and where to go."""
    return state("sign-stop", title, sentence, step, href, level=1)
