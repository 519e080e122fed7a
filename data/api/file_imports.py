"""/settings/files…: which lines of a file were not taken, and why?"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from data.api.guard import Visitor
from data.api.workspace import Workspace
from data.errors import NotAllowed
from data.exports.formats import FORMATS

# Pages link here, so the guard has let a person in.
router = APIRouter(include_in_schema=False)


@router.get("/settings/files/{import_id}/rejected.csv")
def get_rejected(import_id: int, request: Request, workspace: Workspace) -> Response:
    """The lines that were not taken, by where they stand."""
    visitor = getattr(request.state, "visitor", None)
    if not isinstance(visitor, Visitor) or not visitor.sees_recipients:
        raise NotAllowed("These reasons quote whole addresses, which you may not see")
    text = workspace.file_imports.rejected_csv(import_id)
    headers = {"Content-Disposition": f'attachment; filename="left-out-{import_id}.csv"'}
    return Response(text, media_type=FORMATS["csv"].media_type, headers=headers)
