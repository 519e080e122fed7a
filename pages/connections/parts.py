"""What do the screens of connections share: addresses, who may see them, how a verdict looks?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component

from components.badges import icon
from components.states import not_allowed
from data.api.guard import Visitor
from data.connections import Connection
from data.ingest.providers import PROVIDERS
from data.services import Services
from data.vocabulary.formats import number

PATH = "/settings/connections"
NEW = f"{PATH}/new"
WAITING = "/settings/unmatched"

# Word, and the state whose colour it has.
_VERDICTS = {
    "accepted": ("Accepted", "completed"),
    "duplicate": ("Duplicate", "draft"),
    "ignored": ("Ignored", "draft"),
    "test": ("Test", "processing"),
    "unknown": ("Unknown", "scheduled"),
    "unmatched": ("No campaign", "pending"),
    "refused": ("Refused", "refused"),
}


def visitor() -> Visitor:
    """Who looks at the page."""
    found: Visitor = get_current_request().state.visitor
    return found


def forbidden() -> Component:
    """What others than owners see."""
    return not_allowed(
        "Only owners can see connections: they decide whose calls are counted.",
        "Settings",
        "/settings",
    )


def href(connection: Connection) -> str:
    """The page of a connection."""
    return f"{PATH}/{connection.provider}/{connection.name}"


def label_of(provider: str) -> str:
    """What people call a provider."""
    return PROVIDERS[provider].label if provider in PROVIDERS else provider


def full_name(connection: Connection) -> str:
    """What a connection is called in a sentence."""
    return f"{label_of(connection.provider)} {connection.name}"


def field_label(name: str) -> str:
    """What people call a secret or an option: "Auth token"."""
    words = {"url": "Public address", "header": "Header", "tolerance": "Tolerance in seconds"}
    return words.get(name) or name.replace("_", " ").capitalize()


def pill(word: str, state: str) -> html.Span:
    """A word on a state's colour."""
    dot = html.Span(className="dot", **{"aria-hidden": "true"})
    return html.Span([dot, word], className=f"pill state-{state}")


def verdict_pill(verdict: str) -> html.Span:
    """What became of a call."""
    return pill(*_VERDICTS.get(verdict, (verdict.capitalize(), "draft")))


def state_pill(connection: Connection) -> html.Span:
    """Whether calls are taken."""
    return pill("Paused", "pending") if connection.paused_at else pill("Open", "live")


def counted_verdicts(by_verdict: Mapping[str, int]) -> str:
    """How calls went, the troubles first: "2 refused, 14 accepted"."""
    order = [*reversed(_VERDICTS)]
    known = sorted(by_verdict, key=lambda one: order.index(one) if one in order else -1)
    words = (f"{number(by_verdict[one])} {_word(one)}" for one in known)
    return ", ".join(words) or "No calls"


def _word(verdict: str) -> str:
    return _VERDICTS.get(verdict, (verdict, ""))[0].lower()


def rows(
    name: str, heads: Sequence[str], lines: Sequence[Sequence[Any]], kind: str = ""
) -> html.Div:
    """A table whose first cell names its row; a head that begins with # is of numbers."""
    plain = [head.removeprefix("#") for head in heads]
    numeric = ["num" if head.startswith("#") else "" for head in heads]
    return html.Div(
        html.Table(
            [
                html.Caption(name, className="visually-hidden"),
                html.Thead(
                    html.Tr(
                        [
                            html.Th(head, scope="col", className=css)
                            for head, css in zip(plain, numeric, strict=True)
                        ]
                    )
                ),
                html.Tbody([_row(line, numeric) for line in lines]),
            ],
            className=f"rows connection-rows {kind}".strip(),
        ),
        role="region",
        tabIndex=0,
        className="table-scroll",
        **{"aria-label": f"{name}, scrolls sideways"},
    )


def _row(line: Sequence[Any], numeric: Sequence[str]) -> html.Tr:
    first = html.Th(line[0], scope="row", className=numeric[0])
    rest = [html.Td(cell, className=css) for cell, css in zip(line[1:], numeric[1:], strict=True)]
    return html.Tr([first, *rest])


def section(key: str, title: str, *body: Any, action: Component | None = None) -> html.Section:
    """A part of a page under its heading."""
    head = [html.H2(title, className="part-title"), *([action] if action else [])]
    return html.Section(
        [html.Div(head, className="part-head"), *body],
        id=f"connections-{key}",
        className="data-table connection-part",
        **{"aria-label": title},
    )


def copied(label: str, text: str, *, block: bool = False) -> html.Section:
    """A text to paste elsewhere, with a button that copies it (assets/short_link.js)."""
    button = html.Button(
        [icon("copy"), " Copy"],
        type="button",
        className="part-button",
        disable_n_clicks=True,
        **{"data-copy": text, "aria-label": f"Copy {label.lower()}"},
    )
    shown = (
        html.Pre(html.Code(text), tabIndex=0, **{"aria-label": label}) if block else html.Code(text)
    )
    return html.Section(
        [html.Strong(label), shown, button, html.Span(role="status", className="copied-told")],
        className="copied",
        **{"aria-label": label},
    )


Control = str | dict[str, str]  # the id of a control


def html_id(control: Control) -> str:
    """The id under which the browser knows a control."""
    if isinstance(control, str):
        return control
    return "{" + ",".join(f'"{key}":"{control[key]}"' for key in sorted(control)) + "}"


def line(
    control: Control,
    label: str,
    *,
    value: str = "",
    help_: str = "",
    secret: bool = False,
    longest: int = 4000,
) -> html.Div:
    """A labelled line to type into."""
    told = [" ", html.Span(help_, className="field-help")] if help_ else []
    return html.Div(
        [
            html.Label([html.Span(label), *told], htmlFor=html_id(control)),
            dcc.Input(
                id=control,
                value=value,
                type="password" if secret else "text",
                maxLength=longest,
                autoComplete="new-password" if secret else "off",
                spellCheck="false",
                className="field-line",
            ),
        ],
        className="confirm-field",
    )


def choice(control: str, label: str, options: Mapping[str, str], value: str) -> html.Div:
    """A labelled choice of one."""
    offered = [{"value": key, "label": text} for key, text in options.items()]
    return html.Div(
        [
            html.Label(label, htmlFor=control),
            dbc.Select(id=control, options=offered, value=value, className="filter-select"),
        ],
        className="confirm-field",
    )


def said(sentence: str, here: Services, *, bad: bool = False) -> html.P:
    """What came of something that was done; it takes the focus."""
    return html.P(
        sentence,
        role="alert" if bad else "status",
        tabIndex=-1,
        className="notice" if bad else "notice campaign-done",
        **{"data-take-focus": here.clock().isoformat()},
    )
