"""Which metric stands behind a chart, and what does it mean?"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html

from components.data_table import time_of
from components.markup import written
from data.metric import Metric
from data.metrics import METRICS
from data.report import Chart


def metric_of(chart: Chart) -> Metric | None:
    """The metric that the chart's values are of; None where they are of several, or of none."""
    return METRICS.get(chart.metric or chart.y) or METRICS.get(chart.key)


def definition_panel(
    chart: Chart, zone: ZoneInfo, as_of: datetime | None, own_id: str
) -> html.Div | None:
    """What "What is this number" opens, hidden until then; None where there is no metric."""
    metric = metric_of(chart)
    if metric is None:
        return None
    facts: list[tuple[str, Any]] = [
        ("Definition", metric.definition),
        ("Formula", metric.formula),
        ("Source of the definition", metric.source),
        ("Left out", metric.exclusions),
        ("Time zone", zone.key),
        ("Data as of", time_of(as_of, zone) if as_of else ""),
    ]
    rows = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts if value]
    return html.Div(
        written(html.Dl, rows, className="facts long"),
        id=own_id,
        hidden=True,
        role="region",
        tabIndex=-1,
        className="chart-about",
        **{"aria-label": f"What is this number: {metric.label}"},
    )
