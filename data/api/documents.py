"""<a screen's address>.pdf and .html: how does somebody take all of it away as one document?"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from data.api import parameters
from data.api.guard import visitor_of
from data.api.parameters import CampaignId, FromDay, Range, ToDay, Tz
from data.api.workspace import Workspace
from data.document import Document
from data.own_dashboard import checked_filters, wanted_filters
from data.screen_documents import ON_PAPER, ON_SCREEN, of_dashboard, of_report, of_screen
from data.services import Services
from data.sources import SOURCES

# Pages link here, so the guard has let a person in.
router = APIRouter(include_in_schema=False)

_REPORT = "report"  # the source whose path is that of the whole report


class Kind(StrEnum):
    """The kinds of documents there are."""

    PDF = "pdf"
    HTML = "html"

    @property
    def rows(self) -> int:
        """How many rows of a table such a document holds."""
        return ON_PAPER if self is Kind.PDF else ON_SCREEN


def _screen_route(kind: Kind) -> Callable[..., Response]:
    def get_screen(
        request: Request,
        workspace: Workspace,
        *,
        range_: Range = None,
        first: FromDay = None,
        last: ToDay = None,
        tz: Tz = None,
    ) -> Response:
        """What stands at the address.

        A screen goes on without what it can't read and says so; a file outlives what was said, so
        here such days are refused.
        """
        parameters.days(range_, first, last, tz, workspace.clock(), workspace.zone)
        path = request.url.path.removesuffix(f".{kind}")
        words = urlencode(request.query_params.multi_items())
        document = of_screen(
            workspace.desk,
            f"{path}?{words}" if words else path,
            rows=kind.rows,
            reveal=visitor_of(request).sees_recipients,
            origin=_origin(workspace, request),
        )
        return _answer(workspace, document, kind)

    return get_screen


def _report_route(kind: Kind) -> Callable[..., Response]:
    def get_report(
        campaign_id: CampaignId,
        request: Request,
        workspace: Workspace,
        *,
        range_: Range = None,
        first: FromDay = None,
        last: ToDay = None,
        tz: Tz = None,
    ) -> Response:
        """The whole report for the same days and time zone as the page."""
        days, zone = parameters.days(range_, first, last, tz, workspace.clock(), workspace.zone)
        document = of_report(
            workspace.desk,
            campaign_id,
            days,
            zone,
            rows=kind.rows,
            reveal=visitor_of(request).sees_recipients,
            origin=_origin(workspace, request),
        )
        return _answer(workspace, document, kind)

    return get_report


def _dashboard_route(kind: Kind) -> Callable[..., Response]:
    def get_dashboard(dashboard_id: int, request: Request, workspace: Workspace) -> Response:
        """A dashboard that somebody made, with the filters of the address, else its own."""
        dashboard = workspace.own_dashboards.get(dashboard_id)
        wanted = wanted_filters(dashboard, request.query_params)
        words = checked_filters(wanted, workspace.clock(), workspace.zone)
        document = of_dashboard(
            workspace.desk,
            dashboard.shown_with(words),
            rows=kind.rows,
            reveal=visitor_of(request).sees_recipients,
            origin=_origin(workspace, request),
        )
        return _answer(workspace, document, kind)

    return get_dashboard


def _origin(workspace: Services, request: Request) -> str:
    return workspace.settings.public_url or str(request.base_url).rstrip("/")


def _answer(workspace: Services, document: Document, kind: Kind) -> Response:
    """The document as a file to keep: it is complete before the first byte leaves."""
    painter = workspace.painter
    content = painter.print(document) if kind is Kind.PDF else painter.bind(document)
    media = "application/pdf" if kind is Kind.PDF else "text/html; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{document.name}.{kind}"'}
    return Response(content, media_type=media, headers=headers)


for _kind in Kind:
    router.get(f"/campaigns/{{campaign_id}}/report.{_kind}")(_report_route(_kind))
    router.get(f"/dashboards/{{dashboard_id:int}}.{_kind}")(_dashboard_route(_kind))
    for _source in SOURCES.values():
        if _source.key != _REPORT:
            router.get(f"{_source.path}.{_kind}")(_screen_route(_kind))
