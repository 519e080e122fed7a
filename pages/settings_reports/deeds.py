"""What may be done to scheduled reports, what is asked before, and does it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.confirm import confirm
from data.api.guard import Visitor
from data.errors import BadRequest
from data.report_schedule import read_schedule
from data.services import Services
from pages.settings_reports.form import spread
from pages.settings_reports.ids import PAUSE, REMOVE, RESUME, SEND, deed_id

MAY = "change scheduled reports"


def ask(here: Services, deed: str, of: int, visitor: Visitor) -> Component:
    """The dialog that comes before a deletion. Raises NotAllowed, NotFound."""
    visitor.check_may(MAY)
    name = here.telling.report_schedules.get(of).schedule.name
    go = html.Button("Delete", id=deed_id("do", deed, of), type="button", className="button danger")
    told = [html.P("What was sent stays with those who have it; nothing more is sent.")]
    opened = here.clock().isoformat()
    return confirm("scheduled-dialog", f"Delete {name}?", told, (go,), opened)


def do(here: Services, deed: str, of: int, visitor: Visitor) -> str:
    """Do it; what to say about it. Raises NotAllowed, NotFound, Refused."""
    visitor.check_may(MAY)
    reports = here.telling.report_schedules
    if deed == SEND:
        reports.send_now(of)
        return "It is being made, and sent as soon as it is."
    if deed == PAUSE:
        reports.pause(of)
        return "It rests until it is resumed."
    if deed == RESUME:
        reports.pause(of, paused=False)
        return "It is sent again, from the next due time on."
    if deed != REMOVE:
        raise BadRequest(f"There is no deed {deed[:20]!r}")
    reports.remove(of)
    return "It is deleted."


def save(here: Services, of: int, filled: dict[str, str], visitor: Visitor) -> tuple[int, str]:
    """Keep a schedule as its form says; its id, and what to say."""
    visitor.check_may(MAY)
    schedule = read_schedule(spread(filled))
    if of:
        here.telling.report_schedules.edit(of, schedule)
        return of, "Saved."
    return here.telling.report_schedules.add(schedule, visitor.name), "It is scheduled."
