"""How are files, their rows and their way drawn?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from components.pager import counted
from components.states import not_allowed
from data.api.guard import Visitor
from data.errors import HeliographError, NotFound
from data.file_imports import COMMAND, FileImport, Way, of_totals
from data.vocabulary.formats import number

PATH = "/settings/files"
UNDO = "files-undo"
ANY = "*"  # what a menu holds while nothing is chosen
_WAYS = {
    Way.UPLOADED: "Uploaded",
    Way.WAITING: "Waiting",
    Way.RUNNING: "Importing",
    Way.DONE: "Finished",
    Way.STOPPED: "Stopped",
    Way.UNDOING: "Being undone",
    Way.UNDONE: "Undone",
}
_KINDS = {False: ("event", "events"), True: ("campaign's totals", "campaigns' totals")}
MOVING = (Way.WAITING, Way.RUNNING, Way.UNDOING)


def visitor() -> Visitor:
    """Who looks at the page."""
    found: Visitor = get_current_request().state.visitor
    return found


def forbidden() -> Component:
    """For those who only look on."""
    return not_allowed("Only owners and editors can import files.", "Settings", "/settings")


def number_of(text: str) -> int:
    """The number in an import's address. Raises NotFound."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise NotFound(f"{text[:40]!r} is no import's number")
    return int(text)


def back() -> Component:
    """The way to all files."""
    return dcc.Link([icon("arrow-left"), "Files"], href=PATH, className="button")


def said(error: HeliographError) -> Component:
    """What went wrong, as a notice."""
    text = str(error)
    return html.P(text if text.endswith(".") else f"{text}.", className="notice")


def card(title: str, *parts: Any) -> html.Section:
    """Parts under a heading."""
    return html.Section([html.H2(title), *parts], className="import-card", **{"aria-label": title})


def facts(*pairs: tuple[str, int]) -> html.Dl:
    """Numbers under their names."""
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(number(count))]) for name, count in pairs],
        className="import-facts",
    )


def table(name: str, heads: Sequence[str], lines: Sequence[Sequence[Any]]) -> html.Div:
    """A table that scrolls sideways where it is too wide."""
    rows = [html.Tr([html.Td(cell) for cell in line]) for line in lines]
    inner = html.Table(
        [
            html.Caption(name, className="visually-hidden"),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(rows),
        ],
        className="rows",
    )
    label = {"aria-label": f"{name}, scrolls sideways"}
    return html.Div(inner, role="region", tabIndex=0, className="table-scroll", **label)


def menu(own: str | dict[str, Any], options: Sequence[tuple[str, str]], value: str) -> dbc.Select:
    """The browser's own menu; ANY stands for nothing."""
    offered = [{"value": key or ANY, "label": label} for key, label in options]
    return dbc.Select(id=own, options=offered, value=value or ANY, className="files-menu")


def state_of(one: FileImport) -> str:
    """Where a file is, in a word."""
    return _WAYS[one.state]


def way(one: FileImport, zone: ZoneInfo, reveal: bool, outdone: int = 0) -> Component:
    """How far a file has come, or what came of it.

    `outdone` is of how many campaigns its totals are not counted, because events are here.
    """
    share = html.Progress(value=str(one.done), max="1000", **{"aria-label": "Share of the file"})
    moving = one.state in MOVING
    ended = [", ended ", time_of(one.finished_at, zone)] if one.finished_at else []
    parts: list[Any] = [
        *([share] if one.state in (Way.WAITING, Way.RUNNING) else []),
        html.P(_told(one), role="status"),
        facts(*_numbers(one)),
        *([html.P(_outdone(outdone), className="notice")] if outdone else []),
        *([html.P(one.note, className="notice")] if one.note else []),
        html.P(
            [
                "Read as ",
                html.Bdi(str(one.mapping.get("label", ""))),
                ". Begun ",
                time_of(one.begun_at, zone),
                " by ",
                html.Bdi(one.who),
                *ended,
                f". Times are in {zone.key}.",
            ],
            className="muted",
        ),
    ]
    buttons: list[Component] = []
    if one.bad and reveal:
        label = f"Download {counted(one.bad, 'line', 'lines')} left out"
        href = f"{PATH}/{one.id}/rejected.csv"
        buttons.append(
            html.A([icon("download"), label], href=href, download="", className="button")
        )
    if one.state in (Way.DONE, Way.STOPPED):
        undo: list[Any] = [icon("arrow-counterclockwise"), "Undo this import"]
        buttons.append(html.Button(undo, id=UNDO, type="button", className="button"))
    if buttons and not moving:
        parts.append(html.Div(buttons, className="import-buttons"))
    return card(state_of(one), *parts)


def _numbers(one: FileImport) -> tuple[tuple[str, int], ...]:
    made = ("Campaigns made", one.campaigns), ("Lines left out", one.bad)
    if of_totals(one):
        return ("Campaigns with totals", one.accepted), *made
    return ("New events", one.accepted), ("Known before", one.duplicates), *made


def _outdone(count: int) -> str:
    return (
        f"The totals of {counted(count, 'campaign', 'campaigns')} are not counted, because events "
        "of their messages are here, and say more."
    )


def _told(one: FileImport) -> str:
    if one.state is Way.RUNNING and one.who == COMMAND:
        return (
            f"{one.done / 10:.0f}% of the file is read, on the command line. Where that was "
            "stopped, the same command goes on."
        )
    if one.state in (Way.WAITING, Way.RUNNING):
        return (
            f"{one.done / 10:.0f}% of the file is read. It goes on by itself, also when this page "
            "is closed or the server is restarted."
        )
    if one.state is Way.UNDOING:
        what = "totals" if of_totals(one) else "events"
        return f"Its {what} are being taken out. Until that is done, figures may not fit together."
    if one.state is Way.UNDONE and of_totals(one):
        return (
            "None of its totals is in any figure any more, and the file can be imported again. "
            "Campaigns that it made stay, empty."
        )
    if one.state is Way.UNDONE:
        return (
            "None of its events is in any figure any more, and the file can be imported again. "
            "Campaigns that it made stay, empty; opt-outs that it told of stay in force."
        )
    if one.state is Way.STOPPED:
        return "It stopped before its end; what stands before that is in."
    return "All of the file is in, but for the lines left out."


def earlier(imports: Sequence[FileImport], zone: ZoneInfo) -> Component:
    """The last files, each with the address of its way."""
    heads = ("File", "Begun", "By", "State", "New", "Known before", "Left out")
    lines = [
        [
            dcc.Link(html.Bdi(one.name), href=f"{PATH}/{one.id}"),
            time_of(one.begun_at, zone),
            html.Bdi(one.who),
            state_of(one),
            counted(one.accepted, *_KINDS[of_totals(one)]),
            number(one.duplicates),
            number(one.bad),
        ]
        for one in imports
    ]
    if not imports:
        return card("Earlier files", html.P("No file was imported yet.", className="muted"))
    return card("Earlier files", table("Earlier files", heads, lines))
