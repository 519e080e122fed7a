"""One wall that people put together: every change is kept at once, and its screens follow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import ALL as EVERY
from dash import Input, Output, State, callback, ctx, dcc, html, no_update
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.page_head import page_head, page_title
from data.api.guard import Visitor
from data.errors import BadRequest, HeliographError, NotAllowed, NotFound
from data.services import Services, services
from data.vocabulary.formats import moment
from data.wall import Entry, Wall, WallTheme
from data.wall_offers import at_address, offered
from data.walls import MOST_ENTRIES
from pages.settings_walls.deeds import MAY
from pages.settings_walls.entries import adding, entries, general, parts
from pages.settings_walls.ids import (
    ADDRESS,
    ASKED,
    OFFER,
    PART,
    PARTS,
    PATH,
    TAKEOVER,
    THEME,
    TITLE,
    entry_id,
    go_id,
    seconds_id,
)
from pages.settings_walls.parts import said

LIST, ADD, STAMP, TOLD = (f"wall-{part}" for part in ("list", "add", "stamp", "told"))


def exists(wall: str | list[str] = "") -> bool:
    """Whether there is such a wall; the status is 404 if not."""
    try:
        return isinstance(wall, str) and bool(services().walls.get(wall).revision)
    except NotFound:
        return False


def title(wall: str = "") -> str:
    """What the browser's tab says."""
    return page_title(services().walls.get(wall).name if exists(wall) else "No such wall")


def layout(wall: str = "", **_: object) -> Component:
    """The wall with its list. Raises NotFound and NotAllowed, which the frame shows."""
    here, visitor = services(), _visitor()
    if not exists(wall):
        raise NotFound(f"There is no wall {wall!r:.40} that could be edited")
    visitor.check_may(MAY)
    found = here.walls.get(wall)
    actions = (
        html.A("Open the wall", href=f"/wall/{wall}", className="button"),
        dcc.Link("All walls", href=PATH, className="button"),
    )
    return html.Div(
        [
            dcc.Store(id=ASKED, data={"wall": wall, "revision": found.revision}),
            page_head(found.name, "", actions=actions),
            html.Div(id=TOLD),
            html.P(_stamp(here, found), id=STAMP, className="report-stamp", role="status"),
            general(found),
            html.Div(entries(found), id=LIST),
            html.Div(_adding(here, found), id=ADD),
        ],
        className="walls",
    )


def make(here: Services, name: str, visitor: Visitor) -> Wall:
    """A new wall with nothing on it. Raises NotAllowed, BadRequest."""
    visitor.check_may(MAY)
    return here.walls.create(name, (), visitor.name)


@callback(
    output={
        "asked": Output(ASKED, "data"),
        "list": Output(LIST, "children"),
        "stamp": Output(STAMP, "children"),
        "told": Output(TOLD, "children"),
        "add": Output(ADD, "children"),
    },
    inputs={
        "title": Input(TITLE, "value"),
        "theme": Input(THEME, "value"),
        "takeover": Input(TAKEOVER, "value"),
        "seconds": Input(seconds_id(EVERY), "value"),
        "_moved": Input(entry_id(EVERY, EVERY), "n_clicks"),
        "_add": Input(go_id("add"), "n_clicks", allow_optional=True),
        "_part": Input(go_id("add-part"), "n_clicks", allow_optional=True),
    },
    state={
        "asked": State(ASKED, "data"),
        "offer": State(OFFER, "value", allow_optional=True),
        "part": State(PART, "value", allow_optional=True),
        "address": State(ADDRESS, "value", allow_optional=True),
    },
    prevent_initial_call=True,
)
def change(asked: dict[str, Any], **given: Any) -> dict[str, Any]:
    """Keep a change at once; one that somebody else has overtaken is told and not done."""
    here, visitor = services(), _visitor()
    unchanged = dict.fromkeys(("asked", "list", "stamp", "told", "add"), no_update)
    if not ctx.triggered[0]["value"] and ctx.triggered_id not in (TAKEOVER, TITLE):
        if not _is_seconds():
            raise PreventUpdate  # a button has just been drawn
    try:
        visitor.check_may(MAY)
        before = here.walls.get(str(asked["wall"]))
        after = _changed(here, replace(before, revision=int(asked["revision"])), given)
        if replace(after, revision=0) == replace(before, revision=0):
            raise PreventUpdate
        kept = here.walls.save(after, visitor.name)
    except HeliographError as error:
        why = said(f"{error}.", "notice", here.clock())
        return {**unchanged, "told": why}
    adds = len(kept.entries) != len(before.entries)
    return {
        "asked": {"wall": kept.id, "revision": kept.revision},
        "list": entries(kept, _focus(here)),
        "stamp": _stamp(here, kept),
        "told": None,
        "add": _adding(here, kept) if adds else no_update,
    }


def _is_seconds() -> bool:
    return isinstance(ctx.triggered_id, dict) and ctx.triggered_id.get("wall") == "seconds"


def _changed(here: Services, wall: Wall, given: dict[str, Any]) -> Wall:
    """The wall as what was pressed or typed makes it. Raises BadRequest and what addresses do."""
    what = ctx.triggered_id
    if what == TITLE:
        return replace(wall, name=str(given["title"] or ""))
    if what == THEME:
        if given["theme"] not in set(WallTheme):
            raise BadRequest("There are no such colours", "theme")
        return replace(wall, theme=WallTheme(given["theme"]))
    if what == TAKEOVER:
        return replace(wall, takeover=bool(given["takeover"]))
    if what == go_id("add"):
        offers = offered(here.desk, here.own_dashboards)
        if given["offer"] not in offers:
            raise BadRequest("This is not there any more; reload the page and choose again")
        return _with(wall, offers[given["offer"]])
    if what == go_id("add-part"):
        found = at_address(here.desk, here.own_dashboards, str(given["address"] or ""))
        chosen = {str(place): entry for place, entry in enumerate(found)}.get(str(given["part"]))
        if chosen is None:
            raise BadRequest("This does not stand there any more; look again", "address")
        return _with(wall, chosen)
    place = int(what["place"])
    if place >= len(wall.entries):
        raise PreventUpdate
    if what["wall"] == "seconds":
        seconds = given["seconds"][place]
        if not isinstance(seconds, int):
            raise BadRequest("A slide stays for a whole number of seconds", "seconds")
        return _put(wall, place, replace(wall.entries[place], seconds=seconds))
    return _moved(wall, place, str(what["deed"]))


def _with(wall: Wall, entry: Entry) -> Wall:
    return replace(wall, entries=(*wall.entries, entry))


def _put(wall: Wall, place: int, entry: Entry) -> Wall:
    return replace(wall, entries=(*wall.entries[:place], entry, *wall.entries[place + 1 :]))


def _moved(wall: Wall, place: int, deed: str) -> Wall:
    found = list(wall.entries)
    one = found.pop(place)
    if deed != "remove":
        found.insert(max(place + (-1 if deed == "up" else 1), 0), one)
    return replace(wall, entries=tuple(found))


def _focus(here: Services) -> tuple[int, str, str] | None:
    """The button of the entry that was moved, at its new place."""
    what = ctx.triggered_id
    if not isinstance(what, dict) or what.get("wall") != "entry" or what["deed"] == "remove":
        return None
    place = int(what["place"]) + (-1 if what["deed"] == "up" else 1)
    return place, str(what["deed"]), here.clock().isoformat()


@callback(
    Output(PARTS, "children"),
    Output(TOLD, "children", allow_duplicate=True),
    Input(go_id("look"), "n_clicks"),
    State(ADDRESS, "value"),
    prevent_initial_call=True,
)
def look(clicks: int | None, address: str | None) -> tuple[Any, Any]:
    """What stands at an address."""
    if not clicks:
        raise PreventUpdate
    here = services()
    try:
        if not _visitor().may_change:
            raise NotAllowed(f"Only owners and editors can {MAY}")
        return parts(at_address(here.desk, here.own_dashboards, address or "")), None
    except HeliographError as error:
        return None, said(f"{error}.", "notice", here.clock())


def _adding(here: Services, wall: Wall) -> Component:
    full = len(wall.entries) >= MOST_ENTRIES
    return adding(offered(here.desk, here.own_dashboards), full)


def _stamp(here: Services, wall: Wall) -> str:
    if wall.changed_at is None:
        return ""
    when = moment(wall.changed_at, here.zone)
    return f"Kept {when} ({here.zone.key}), by {wall.changed_by}. Screens follow within 10 seconds."


def _visitor() -> Visitor:
    visitor: Visitor = get_current_request().state.visitor
    return visitor
