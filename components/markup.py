"""How does a part that is drawn for the screen read as plain HTML?

Files without an app are made of it, and large parts of screens that only have to be read: the app
would keep a component for each cell of a table, and go through all of them at every change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any, TypeVar

from dash.development.base_component import Component

Kind = TypeVar("Kind", bound=Component)

WRITTEN = "data-written"  # the content of an element, which assets/filled.js puts into it
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_NAMES = {"className": "class", "htmlFor": "for"}
# What only the app's own scripts make use of.
_LEFT_OUT = frozenset({"children", "n_clicks", "disable_n_clicks", "key", WRITTEN})
_CAPITAL = re.compile(r"[A-Z]")


class Raw(str):
    """HTML that is already written, by us."""

    __slots__ = ()


def markup(part: Any) -> str:
    """The part and all within it; every text and value is escaped."""
    return "".join(_pieces(part))


def written(kind: type[Kind], content: Any, **props: Any) -> Kind:
    """An element whose content reaches the browser as one text, and is not known to the app.

    Raises TypeError where something in it needs the app: what isn't HTML, or has an id of parts.
    """
    # With the key, no other element ever takes over what was filled in here.
    return kind(key="written", **props, **{WRITTEN: markup(content)})


def _pieces(part: Any) -> Iterator[str]:
    if part is None:
        return
    if isinstance(part, Raw):
        yield part
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _pieces(one)
    elif isinstance(part, Component):
        yield from _element(part)
    else:
        yield escape(str(part), quote=False)


def _element(part: Component) -> Iterator[str]:
    told = part.to_plotly_json()
    tag, props = str(told["type"]).lower(), told["props"]
    if told["namespace"] != "dash_html_components" or isinstance(props.get("id"), dict):
        raise TypeError(f"{told['type']} needs the app and can't be plain HTML")
    yield f"<{tag}{''.join(_attributes(props))}>"
    if tag not in _VOID:
        yield from _pieces(props.get("children"))
        yield props.get(WRITTEN, "")
        yield f"</{tag}>"


def _attributes(props: dict[str, Any]) -> Iterator[str]:
    for name, value in props.items():
        if name in _LEFT_OUT or value is None or value is False:
            continue
        attribute = _NAMES.get(name, name.lower())
        if value is True:
            yield f" {attribute}"
        else:
            text = _style(value) if name == "style" else str(value)
            yield f' {attribute}="{escape(text)}"'


def _style(style: dict[str, Any]) -> str:
    return ";".join(f"{_kebab(name)}:{value}" for name, value in style.items())


def _kebab(name: str) -> str:
    return name if name.startswith("--") else _CAPITAL.sub(lambda m: f"-{m[0].lower()}", name)
