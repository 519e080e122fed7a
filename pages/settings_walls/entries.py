"""How is a wall's list drawn where it is put together: its entries, and what can be added?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.wall import LONGEST, SHORTEST, Entry, EntryKind, Wall, WallTheme
from data.walls import LONGEST_ADDRESS, MOST_ENTRIES
from pages.settings_walls.ids import (
    ADDRESS,
    OFFER,
    PART,
    PARTS,
    TAKEOVER,
    THEME,
    TITLE,
    entry_id,
    go_id,
    seconds_id,
)
from pages.settings_walls.parts import LONGEST_NAME, field, line, menu, section

KINDS = {
    EntryKind.BOARD: "All figures and charts",
    EntryKind.KPI: "One figure",
    EntryKind.CHART: "One chart",
    EntryKind.CAMPAIGN: "One campaign",
    EntryKind.LIVE: "One slide each",
}
_THEMES = {WallTheme.DARK.value: "Light on dark", WallTheme.LIGHT.value: "Dark on light"}


def general(wall: Wall) -> html.Section:
    """Name, colours, and whether a send takes over."""
    takeover = dbc.Checklist(
        id=TAKEOVER,
        options=[{"value": "on", "label": "A send takes the whole screen while it moves"}],
        value=["on"] if wall.takeover else [],
        switch=True,
    )
    return section(
        "The wall",
        "",
        [
            html.Div(
                [
                    field(_title(wall), "Name"),
                    field(menu(THEME, _THEMES, wall.theme.value), "Colours"),
                ],
                className="wall-form",
            ),
            takeover,
            html.P(
                "A campaign that has just gone Live or In Progress is shown alone for ten minutes, "
                "and a send for as long as its messages leave.",
                className="muted",
            ),
        ],
    )


def entries(wall: Wall, moved: tuple[int, str, str] | None = None) -> html.Section:
    """The list in its order; `moved` is the button that gets the focus, and a word for when."""
    if not wall.entries:
        empty = "Nothing yet. Add what this wall shows below; screens follow within ten seconds."
        return section("What it shows", "", [html.P(empty, className="muted")])
    count = len(wall.entries)
    rows = [_entry(place, one, count, moved) for place, one in enumerate(wall.entries)]
    lead = "One after the other. What has no figures just now is left out by itself."
    return section("What it shows", lead, [html.Ol(rows, className="wall-entries")])


def _title(wall: Wall) -> dbc.Input:
    # dcc.Input puts the caret back after each key, and so mixes up a fast typist's.
    return dbc.Input(
        id=TITLE,
        value=wall.name,
        maxLength=LONGEST_NAME,
        autocomplete="off",
        debounce=True,
        class_name="field-line",
    )


def _entry(place: int, one: Entry, count: int, moved: tuple[int, str, str] | None) -> html.Li:
    name = one.label or one.address
    seconds = dbc.Input(
        id=seconds_id(place),
        type="number",
        value=one.seconds,
        min=SHORTEST,
        max=LONGEST,
        step=1,
        debounce=True,
        class_name="field-line wall-seconds",
    )
    moves = (
        ("up", "Move up", place == 0),
        ("down", "Move down", place == count - 1),
        ("remove", "Remove", False),
    )
    buttons = [
        html.Button(
            label,
            id=entry_id(deed, place),
            type="button",
            disabled=off,
            className="part-button",
            **{"aria-label": f"{label}: {name}"},
            **({"data-take-focus": moved[2]} if moved and moved[:2] == (place, deed) else {}),
        )
        for deed, label, off in moves
    ]
    return html.Li(
        [
            html.Div(
                [html.Bdi(name, className="wall-entry-name"), html.Span(KINDS[one.kind])],
                className="wall-entry-what",
            ),
            html.Label(
                [seconds, "seconds", html.Span(f" for {name}", className="visually-hidden")],
                className="wall-entry-time",
            ),
            html.Div(buttons, className="row-buttons"),
        ]
    )


def adding(offers: Mapping[str, Entry], full: bool) -> html.Section:
    """The two ways to add something: by name, and by the address of a screen."""
    if full:
        sentence = f"A wall has at most {MOST_ENTRIES} entries; remove one to add another."
        return section("Add", "", [html.P(sentence, className="muted")])
    options = {key: entry.label for key, entry in offers.items()}
    address = line(
        ADDRESS, "", LONGEST_ADDRESS, placeholder="/campaigns/12/report/delivery?range=all"
    )
    return section(
        "Add",
        "",
        [
            html.Div(
                [
                    field(menu(OFFER, options, next(iter(options))), "Dashboard or campaign"),
                    html.Button("Add", id=go_id("add"), type="button", className="button primary"),
                ],
                className="wall-form",
            ),
            html.Div(
                [
                    field(
                        address,
                        "Address of any screen",
                        "As the browser shows it, with its filters.",
                    ),
                    html.Button("Look", id=go_id("look"), type="button", className="button"),
                ],
                className="wall-form",
            ),
            html.Div(id=PARTS),
        ],
    )


def parts(found: Sequence[Entry]) -> html.Div:
    """What stands at the address that was given, to choose from."""
    options = {str(place): entry.label for place, entry in enumerate(found)}
    some: Any = menu(PART, options, "0")
    add: Component = html.Button(
        "Add this", id=go_id("add-part"), type="button", className="button primary"
    )
    return html.Div([field(some, "What stands there"), add], className="wall-form")
