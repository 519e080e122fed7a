"""What does the form say of a file: the meaning of each column and word, and whose events?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.pager import counted
from data.channels import CHANNELS
from data.ingest.file_guess import OWN, guess_words
from data.ingest.file_mapping import AT, ROLES, TOTAL, FileMapping, Role, checked
from data.ingest.file_times import TIME_FORMATS
from data.ingest.meaning import IGNORE, MEANINGS
from data.ingest.tables import Row
from data.totals import TAKEN
from pages.files.parts import ANY, card, menu, table
from pages.files.preview import shown

CHANNEL, ZONE, TIMES, EVERY, WHOSE, CAMPAIGN, NAME = (
    f"files-{part}" for part in ("channel", "zone", "times", "every", "whose", "campaign", "name")
)
KNOWN, MAKE, ONE = "known", "make", "one"
_STAGES = (
    "fate:sent",
    "fate:delivered",
    "fate:seen",
    "fate:clicked",
    "fate:bounced",
    "fate:complained",
    "kind:subscriber.block",
)


def column_id(place: int | Any) -> dict[str, Any]:
    """The id of the menu of a column."""
    return {"files": "column", "place": place}


def word_id(word: str | Any) -> dict[str, Any]:
    """The id of the menu of a word."""
    return {"files": "word", "word": word}


def role_in(mapping: FileMapping, column: str) -> str:
    """What the mapping says of a column of the file."""
    roles = {name.lower(): role for name, role in mapping.columns.items()}
    return str(roles.get(column.lower(), Role.IGNORED))


def columns_card(
    columns: Sequence[str], first: Sequence[Row], mapping: FileMapping, reveal: bool
) -> Component:
    """Each column with its first value, and the menu of what it means."""
    options = [(str(role), label) for role, label in ROLES.items()]
    stages = [*_STAGES, *(r.removeprefix(AT) for r in mapping.columns.values() if AT in r)]
    options += [(f"{AT}{one}", f"Time: {_meaning(one)}") for one in dict.fromkeys(stages)]
    options += [(f"{TOTAL}{key}", f"How many: {name}") for key, name in TAKEN.items()]
    lines = []
    for place, column in enumerate(columns):
        example = next((row.cells[column] for row in first if row.cells.get(column)), "")
        chosen = menu(column_id(place), options, role_in(mapping, column))
        own = f"files-column-{place}"
        label = html.Span(html.Bdi(column), id=own)
        lines.append([label, html.Bdi(shown(example, reveal)), _named(chosen, column)])
    return card("Columns", table("Columns", ("Column", "First value", "Means"), lines))


def _named(control: dbc.Select, name: str) -> Component:
    """The control with a label for those who don't see where it stands."""
    return html.Label([html.Span(f"Means: {name}", className="visually-hidden"), control])


def words_part(seen: Mapping[str, int], mapping: FileMapping) -> Component | None:
    """Each word of the status column, and the menu of what it means; None where there is none."""
    if not seen:
        return None
    known = {**guess_words(seen), **mapping.words} if mapping.key == OWN else mapping.words
    options = [("", "Not known: leave the row out as a bad one")]
    options += [(key, _meaning(key)) for key in MEANINGS]
    lines = [
        [
            html.Bdi(word),
            counted(times, "row", "rows"),
            _named(menu(word_id(word), options, known.get(word, mapping.others)), word),
        ]
        for word, times in seen.items()
    ]
    return card("Words of the status", table("Words", ("Word", "Among the first", "Means"), lines))


def _meaning(key: str) -> str:
    one = MEANINGS[key]
    return one.label if not key.startswith("fate:") else f"the message {one.label}"


def settings_card(mapping: FileMapping, zone: str) -> Component:
    """What is set for the whole file."""
    totals = mapping.of_totals
    channels = [
        ("", "As the rows or the campaign say"),
        *((k, c.label) for k, c in CHANNELS.items()),
    ]
    every = [("", "As the columns say"), *((k, _meaning(k)) for k in MEANINGS if k != IGNORE)]
    times = [(key, label) for key, (label, _) in TIME_FORMATS.items()]
    return card(
        "The whole file",
        html.Div(
            [
                _field("Channel", CHANNEL, menu(CHANNEL, channels, mapping.channel)),
                _field("Times look like", TIMES, menu(TIMES, times, mapping.time_format)),
                _field(
                    "Zone of times without one",
                    ZONE,
                    dbc.Input(id=ZONE, value=zone, debounce=True, autocomplete="off"),
                ),
                _field("Each row says that", EVERY, menu(EVERY, every, mapping.every)),
            ],
            className="form-fields",
        ),
        html.Fieldset(
            [
                html.Legend("Whose totals are they?" if totals else "Whose events are they?"),
                dbc.RadioItems(
                    id=WHOSE,
                    options=[
                        {"value": KNOWN, "label": "Of campaigns that are known here, by the file"},
                        {"value": MAKE, "label": "As the file says; make campaigns that are new"},
                        {"value": ONE, "label": "All of one campaign:"},
                    ],
                    value=MAKE if totals else KNOWN,
                ),
            ]
        ),
        _field(
            "Id or external id of that campaign",
            CAMPAIGN,
            dbc.Input(id=CAMPAIGN, value="", debounce=True, autocomplete="off", maxlength=256),
        ),
    )


def _field(label: str, own: str, control: Component) -> html.Div:
    return html.Div([html.Label(label, htmlFor=own), control], className="files-field")


def mapping_said(
    base: FileMapping,
    columns: Sequence[str],
    roles: Sequence[str],
    words: Mapping[str, str],
    whole: Sequence[str | None],
) -> FileMapping:
    """The mapping as the form has it. Raises BadRequest."""
    channel, times, every = ("" if value in (None, ANY) else str(value) for value in whole)
    lower = {column.lower() for column in columns}
    inside = {name: role for name, role in base.columns.items() if name.lower() not in lower}
    chosen = dict(zip(columns, roles, strict=True))
    if sorted(roles) == sorted(role_in(base, column) for column in columns):
        # Nothing was changed: the order in which columns of one role count stays the mapping's.
        chosen = {column: chosen[column] for column in _in_order(base, columns)}
    said = {word: "" if meaning == ANY else meaning for word, meaning in words.items()}
    return checked(
        replace(
            base,
            columns={**chosen, **inside},
            words={word: m for word, m in {**base.words, **said}.items() if m},
            others=base.others if all(said.values()) else "",
            channel=channel,
            time_format=times,
            every=every,
        )
    )


def _in_order(base: FileMapping, columns: Sequence[str]) -> list[str]:
    places = {name.lower(): place for place, name in enumerate(base.columns)}
    return sorted(columns, key=lambda column: places.get(column.lower(), len(places)))
