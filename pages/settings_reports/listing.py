"""Which reports are scheduled, when is each due, and what came of the last one?"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.data_table import time_of
from components.states import empty
from data.report_schedules import Scheduled
from data.store.report_rows import Run
from data.vocabulary.formats import moment
from pages.settings_reports.ids import PATH

_STATES = {
    "made": ("ok", "check-circle", "Made"),
    "failed": ("firing", "x-circle", "Failed"),
    "waiting": ("paused", "hourglass-split", "Being made"),
}
_HEADS = ("Report", "When", "Next due", "Last result")


def scheduled(found: Sequence[Scheduled], zone: ZoneInfo, may: bool) -> Component:
    """The schedules as a table, or what to do while there are none."""
    if not found:
        return empty(
            "No report is scheduled yet",
            "“Schedule” on a report, the hub or a dashboard sends its figures again and again.",
            *(("Schedule a report", f"{PATH}/new") if may else ()),
        )
    return html.Section(
        html.Div(
            html.Table(
                [
                    html.Caption("Scheduled reports", className="visually-hidden"),
                    html.Thead(html.Tr([html.Th(one, scope="col") for one in _HEADS])),
                    html.Tbody([_row(one, zone) for one in found]),
                ],
                className="rows telling-rows",
            ),
            role="region",
            tabIndex=0,
            className="table-scroll",
            **{"aria-label": "Scheduled reports, scrolls sideways"},
        ),
        className="data-table",
        **{"aria-label": "Scheduled reports"},
    )


def _row(one: Scheduled, zone: ZoneInfo) -> Component:
    schedule = one.schedule
    to = schedule.emails[0] if len(schedule.emails) == 1 else f"{len(schedule.emails)} addresses"
    return html.Tr(
        [
            html.Th(
                [
                    dcc.Link(html.Bdi(schedule.name), href=f"{PATH}/{one.id}"),
                    html.Span(f"{schedule.address} to {to}", className="telling-about"),
                ],
                scope="row",
            ),
            html.Td(schedule.said, className="wide"),
            html.Td(next_due(one, zone)),
            html.Td(result(one.runs[0], zone) if one.runs else "Not sent yet", className="wide"),
        ]
    )


def next_due(one: Scheduled, zone: ZoneInfo) -> Component:
    """When it is due next, or that it rests."""
    if one.paused_at is not None:
        return html.Span([icon("pause-circle"), "Paused"], className="telling-state paused")
    return html.Span(time_of(one.next_due, zone))


def result(run: Run, zone: ZoneInfo) -> Component:
    """What came of a due time, with its reason."""
    kind, picture, word = _STATES[run.state.value]
    said = f"{word}, {moment(run.due_at, zone)}. {run.said}".strip()
    return html.Span([icon(picture), said], className=f"telling-state {kind}")
