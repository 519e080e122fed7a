"""/settings/subscribers…: what of subscribers can be taken away?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from starlette.responses import StreamingResponse

from data.api.file_answer import file_answer
from data.api.guard import Visitor
from data.api.workspace import Workspace
from data.errors import NotAllowed, NotSignedIn
from data.exports.formats import FORMATS
from data.exports.sheet import About, Field, Kind, Sheet
from data.subscribers import LARGEST_PAGE, Subscriber, Subscribers, Wanted, by_name_only
from data.vocabulary.formats import moment
from data.vocabulary.recipients import mask

# Pages link here, so the guard has let a person in.
router = APIRouter(include_in_schema=False)

_PEOPLE = (
    Field("first_name", "First name"),
    Field("last_name", "Last name"),
    Field("addresses", "Addresses"),
    Field("blocked", "Blocked on"),
    Field("tags", "Tags"),
    Field("joined_at", "Joined", Kind.MOMENT),
    Field("source", "Source"),
)
Ending = Annotated[str, Path(pattern=f"^({'|'.join(FORMATS)})$")]


@router.get("/settings/subscribers.{ending}")
def get_people(
    request: Request,
    workspace: Workspace,
    ending: Ending,
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
    now, zone = workspace.clock(), workspace.zone
    about = About((("Time zone", zone.key), ("Data as of", moment(now, zone))))
    people = _people(workspace.subscribers, wanted, reveal)
    sheet = Sheet("subscribers", "Subscribers", _PEOPLE, people, zone, about)
    return file_answer(sheet, FORMATS[ending])


@router.get("/settings/subscribers/imports/{import_id}/rejected.csv")
def get_rejected(import_id: int, request: Request, workspace: Workspace) -> Response:
    """The rows of a file that were not taken, as they came, and why."""
    if not _visitor(request).sees_recipients:
        raise NotAllowed("These rows hold whole addresses, which you may not see")
    text = workspace.subscriber_imports.rejected_csv(import_id)
    headers = {"Content-Disposition": f'attachment; filename="rejected-rows-{import_id}.csv"'}
    return Response(text, media_type=FORMATS["csv"].media_type, headers=headers)


def _people(
    subscribers: Subscribers, wanted: Wanted, reveal: bool
) -> Iterator[list[dict[str, Any]]]:
    page = 0
    while found := subscribers.find(wanted, page, LARGEST_PAGE).subscribers:
        yield [_row(person, reveal) for person in found]
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
