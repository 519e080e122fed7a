"""/dashboards/subscribers.csv and /settings/subscribers…: what of subscribers can be taken away?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import StreamingResponse

from data.api import parameters
from data.api.csv_table import pieces
from data.api.guard import Visitor
from data.api.parameters import FromDay, Range, ToDay, Tz
from data.api.workspace import Workspace
from data.errors import NotAllowed, NotFound, NotSignedIn
from data.report import Column
from data.subscriber_growth import subscriber_growth
from data.subscribers import LARGEST_PAGE, Subscriber, Subscribers, Wanted, by_name_only
from data.vocabulary.recipients import mask

# Pages link here, so the guard has let a person in.
router = APIRouter(include_in_schema=False)

_CSV = "text/csv; charset=utf-8; header=present"
_PEOPLE = tuple(
    Column(key, label)
    for key, label in {
        "first_name": "First name",
        "last_name": "Last name",
        "addresses": "Addresses",
        "blocked": "Blocked on",
        "tags": "Tags",
        "joined_at": "Joined",
        "source": "Source",
    }.items()
)


@router.get("/dashboards/subscribers.csv")
def get_figures(
    workspace: Workspace,
    *,
    table: Annotated[str, Query()],
    range_: Range = None,
    first: FromDay = None,
    last: ToDay = None,
    tz: Tz = None,
) -> StreamingResponse:
    """The rows of the dashboard's chart or table (F277)."""
    now = workspace.clock()
    days, zone = parameters.days(range_, first, last, tz, now, workspace.zone)
    numbers = subscriber_growth(workspace.lake.view(), now, zone, days)
    found: dict[str, tuple[tuple[Column, ...], list[dict[str, Any]]]] = {
        chart.key: ((Column(chart.x, chart.x_label), Column(chart.y, chart.y_label)), chart.rows)
        for chart in numbers.charts
    }
    found |= {one.key: (one.columns, one.rows) for one in numbers.tables}
    if table not in found:
        raise NotFound(f"There is no table {table[:40]!r} on this dashboard")
    columns, rows = found[table]
    return _file(pieces(columns, rows), f"{table}.csv")


@router.get("/settings/subscribers.csv")
def get_people(
    request: Request,
    workspace: Workspace,
    q: str = "",
    channel: str = "",
    tag: str = "",
    on: str = "",
) -> StreamingResponse:
    """Everybody whom the list shows with these filters, masked for who may not see addresses."""
    reveal = _visitor(request).sees_recipients
    wanted = Wanted(q, channel, tag, on)
    if not reveal:
        wanted = by_name_only(wanted)
    return _file(pieces(_PEOPLE, _people(workspace.subscribers, wanted, reveal)), "subscribers.csv")


@router.get("/settings/subscribers/imports/{import_id}/rejected.csv")
def get_rejected(import_id: int, request: Request, workspace: Workspace) -> StreamingResponse:
    """The rows of a file that were not taken, as they came, and why."""
    if not _visitor(request).sees_recipients:
        raise NotAllowed("These rows hold whole addresses, which you may not see")
    text = workspace.subscriber_imports.rejected_csv(import_id)
    return _file(iter([text]), f"rejected-rows-{import_id}.csv")


def _people(subscribers: Subscribers, wanted: Wanted, reveal: bool) -> Iterator[dict[str, Any]]:
    page = 0
    while found := subscribers.find(wanted, page, LARGEST_PAGE).subscribers:
        yield from (_row(person, reveal) for person in found)
        page += 1


def _row(person: Subscriber, reveal: bool) -> dict[str, Any]:
    def shown(address: str) -> str:
        return address if reveal else mask(address)

    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "addresses": "; ".join(f"{one.channel}:{shown(one.address)}" for one in person.listings),
        "blocked": "; ".join(one.channel for one in person.listings if one.blocked),
        "tags": "; ".join(person.tags),
        "joined_at": person.joined_at,
        "source": person.source,
    }


def _visitor(request: Request) -> Visitor:
    visitor = getattr(request.state, "visitor", None)
    if not isinstance(visitor, Visitor):
        raise NotSignedIn("Sign in to download subscribers")
    return visitor


def _file(content: Iterator[str], name: str) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(content, media_type=_CSV, headers=headers)
