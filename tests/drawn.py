"""What is in a drawn part? Looked into by id, role, kind or text; never compared whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import plotly.graph_objects as go
from dash import html
from dash.development.base_component import Component

from components.theme import Mode, color

VARIABLE = re.compile(r"var\(--([\w-]+)\)")
# What a browser takes an element for where it says nothing else.
ROLES = {
    "A": "link",
    "Link": "link",
    "Button": "button",
    "Article": "article",
    "Figure": "figure",
    "Table": "table",
    "Nav": "navigation",
    "H1": "heading",
    "H2": "heading",
    "H3": "heading",
}


PROPS = {"class": "className", "tabindex": "tabIndex", "datetime": "dateTime"}


class Reader(HTMLParser):
    """Reads what was written as one text into components again, the way a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.top: list[Any] = []
        self._open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element, whose content is what follows until its end."""
        told = {PROPS.get(key, key): "" if value is None else value for key, value in attrs}
        style = dict(one.split(":", 1) for one in told.pop("style", "").split(";") if one)
        element = getattr(html, tag.capitalize())([], style=style, **told)
        self._open[-1].append(element)
        self._open.append(element.children)

    def handle_endtag(self, tag: str) -> None:
        """Back to what it stands in."""
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Words."""
        self._open[-1].append(data)


def inside(part: Component) -> Any:
    """What stands in a component, also where that is written as one text."""
    if not (written := prop(part, "data-written")):
        return getattr(part, "children", None)
    reader = Reader()
    reader.feed(written)
    return reader.top


def walk(part: Any) -> Iterator[Component]:
    """Every component in `part`, itself first, in the order of the page."""
    if isinstance(part, list | tuple):
        for child in part:
            yield from walk(child)
    elif isinstance(part, Component):
        yield part
        yield from walk(inside(part))


def prop(component: Component, name: str, usual: Any = None) -> Any:
    """A property of `component`, "aria-label" and "data-…" included."""
    return getattr(component, name, usual)


def text(part: Any) -> str:
    """The words in `part`, as they follow one another."""
    if part is None or isinstance(part, bool):
        return ""
    if isinstance(part, str | int | float):
        return str(part)
    if isinstance(part, list | tuple):
        return "".join(text(child) for child in part)
    return text(inside(part))


def role(component: Component) -> str:
    """Its role, said or by nature."""
    return prop(component, "role") or ROLES.get(type(component).__name__, "")


def name(component: Component) -> str:
    """Its accessible name: the one that it is given, else its words."""
    return prop(component, "aria-label") or text(component).strip()


def all_by_role(part: Any, wanted: str, named: str | None = None) -> list[Component]:
    """Every component with the role `wanted`, and with that exact name if one is given."""
    found = [c for c in walk(part) if role(c) == wanted]
    return [c for c in found if named is None or name(c) == named]


def by_role(part: Any, wanted: str, named: str | None = None) -> Component:
    """The one component with that role and name. Fails where there are none or several."""
    found = all_by_role(part, wanted, named)
    assert len(found) == 1, f"{len(found)} × {wanted} {named or ''} in: {text(part)}"
    return found[0]


def all_of(part: Any, kind: str) -> list[Component]:
    """Every component of the class `kind`: "Time", "Td"."""
    return [c for c in walk(part) if type(c).__name__ == kind]


def by_id(part: Any, wanted: Any) -> Component:
    """The component with the id `wanted`. Fails where there is none."""
    return next(c for c in walk(part) if prop(c, "id") == wanted)


def by_class(part: Any, wanted: str) -> list[Component]:
    """Every component with the class `wanted`."""
    return [c for c in walk(part) if wanted in (prop(c, "className") or "").split()]


def cells(table: Component) -> list[list[str]]:
    """The words of a table's body, row by row."""
    (body,) = all_of(table, "Tbody")
    return [[text(cell) for cell in all_of(row, "Td")] for row in all_of(body, "Tr")]


def painted(figure: dict[str, Any], mode: Mode = "light") -> dict[str, Any]:
    """`figure` with the colours of `mode` in the place of its tokens. Fails on an unknown one."""
    return json.loads(VARIABLE.sub(lambda found: color(found[1], mode), json.dumps(figure)))


def valid(figure: dict[str, Any]) -> go.Figure:
    """`figure` as Plotly understands it. Raises ValueError where it doesn't."""
    return go.Figure(painted(figure))
