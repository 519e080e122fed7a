"""What can be put on a wall? Dashboards and campaigns by name, and what stands at an address."""

from __future__ import annotations

from urllib.parse import urlsplit

from data.errors import BadRequest
from data.own_dashboards import OwnDashboards
from data.showing import showing
from data.source import Desk
from data.wall import Entry, EntryKind
from data.wall_campaigns import MOVES
from data.walls import BOARDS, LIVE, builtin, own_board


def offered(desk: Desk, own: OwnDashboards) -> dict[str, Entry]:
    """What can be chosen by name, by a word for each; campaigns are those that move now."""
    every = Entry(EntryKind.LIVE, label="Every campaign that is Live or In Progress")
    boards = {**builtin(), **{str(board.id): board.name for board in own.list()}}
    found = {LIVE: every}
    for word, name in boards.items():
        label = f"Dashboard {name}"
        found[f"board-{word}"] = Entry(EntryKind.BOARD, f"{BOARDS}{word}", label=label)
    for way in MOVES:
        for one in desk.campaigns.in_state(*way):
            label = f"{one.name}, while it is {one.state.label}"
            entry = Entry(EntryKind.CAMPAIGN, key=str(one.id), label=label)
            found[f"campaign-{one.id}"] = entry
    return found


def at_address(desk: Desk, own: OwnDashboards, address: str) -> tuple[Entry, ...]:
    """What stands at an address, as a browser shows it: all of it, then each figure and chart.

    Raises BadRequest for what is no address of this workspace, NotFound for one without figures
    and Refused for what may not be shown now.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        raise BadRequest("This is no address", "address") from None
    if not parts.path.startswith("/"):
        raise BadRequest("Copy the address of a screen, like /hub?range=last-7-days", "address")
    place = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if (number := own_board(parts.path)) is not None:
        label = f"Dashboard {own.get(number).name}"
        return (Entry(EntryKind.BOARD, parts.path, label=label),)
    found = showing(desk, place)
    kpis = ((EntryKind.KPI, kpi.key, kpi.label) for kpi in found.numbers.kpis)
    charts = ((EntryKind.CHART, chart.key, chart.title) for chart in found.numbers.charts)
    some = [*kpis, *charts]
    if not some:
        raise BadRequest(f"{found.title} has neither figures nor charts", "address")
    title = found.title
    return (
        Entry(EntryKind.BOARD, place, label=f"{title}: all figures and charts"),
        *(Entry(kind, place, key, label=f"{title}: {label}") for kind, key, label in some),
    )
