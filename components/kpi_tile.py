"""How is one figure shown, with what it means and where it comes from one click away?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from dash import html

from components.badges import icon
from components.data_table import time_of
from components.export_menu import pin_button
from components.markup import written
from data.metric import Metric
from data.report import Aim, Kpi
from data.vocabulary.formats import number, shown

SPARK_WIDTH, SPARK_HEIGHT = 96, 24


def kpi_tile(
    kpi: Kpi,
    zone: ZoneInfo,
    as_of: datetime,
    *,
    metric: Metric | None = None,
    change: str = "",
    spark: Sequence[float | int | None] = (),
) -> html.Div:
    """`kpi` as a tile.

    `metric` defines it; without one the panel tells the counts alone. `change` is the sentence
    that compares it, its verdict in words; `spark` its recent values, oldest first.
    """
    return html.Div(
        [
            html.Div(kpi.label, className="kpi-label"),
            html.Div(shown(kpi.value, kpi.unit), className="kpi-value"),
            html.Div(kpi.note, className="kpi-note") if kpi.note else None,
            html.Div(change, className="kpi-change") if change else None,
            _aim(kpi.aim) if kpi.aim else None,
            sparkline(kpi.label, spark),
            about(kpi, zone, as_of, metric),
        ],
        role="group",
        className="kpi",
        **{"aria-label": kpi.label, "data-kpi": kpi.key},
    )


def _aim(aim: Aim) -> html.Div:
    """The target in words, with an icon beside them."""
    picture = {True: "check-circle-fill", False: "x-circle", None: "dash-circle"}[aim.met]
    kind = {True: "met", False: "missed", None: "open"}[aim.met]
    return html.Div([icon(picture), aim.said], className=f"kpi-aim {kind}")


def kpi_row(
    kpis: Sequence[Kpi], zone: ZoneInfo, as_of: datetime, metrics: Mapping[str, Metric]
) -> html.Div | None:
    """`kpis` side by side, each with its definition from `metrics`; None for none."""
    if not kpis:
        return None
    return html.Div(
        [kpi_tile(kpi, zone, as_of, metric=metrics.get(kpi.key)) for kpi in kpis],
        className="kpis",
    )


def about(kpi: Kpi, zone: ZoneInfo, as_of: datetime, metric: Metric | None) -> html.Details:
    """The panel "What is this number": definition, formula, counts, exclusions, zone, age."""
    facts: list[tuple[str, Any]] = []
    if metric is not None:
        facts += [("Definition", metric.definition), ("Formula", metric.formula)]
        facts += [("Source of the definition", metric.source)]
    facts += [(label, number(count)) for label, count in kpi.counts.items()]
    if metric is not None and metric.exclusions:
        facts.append(("Left out", metric.exclusions))
    facts += [("Time zone", zone.key), ("Data as of", time_of(as_of, zone))]
    rows = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts if value]
    return html.Details(
        [
            html.Summary(
                "What is this number", **{"aria-label": f"What is this number: {kpi.label}"}
            ),
            html.Div([written(html.Dl, rows), pin_button(kpi.label)], className="about-panel"),
        ],
        className="about menu",
    )


def sparkline(label: str, spark: Sequence[float | int | None]) -> html.Span | None:
    """The shape of recent values, from zero; nothing for fewer than two of them."""
    known = [value for value in spark if value is not None]
    if len(known) < 2:
        return None
    picture = f'url("data:image/svg+xml,{quote(_curve(spark, max(known) or 1))}")'
    return html.Span(
        className="sparkline",
        role="img",
        # A mask lets the stroke take the colour of the theme.
        style={"maskImage": picture, "WebkitMaskImage": picture},
        **{"aria-label": f"Recent values of {label}: {number(len(known))} points"},
    )


def _curve(spark: Sequence[float | int | None], top: float) -> str:
    step = SPARK_WIDTH / (len(spark) - 1)
    path, drawing = "", False
    for n, value in enumerate(spark):
        if value is None:
            drawing = False
            continue
        y = 1 + (SPARK_HEIGHT - 2) * (1 - value / top)
        path += f"{'L' if drawing else 'M'}{n * step:.1f} {y:.1f}"
        drawing = True
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {SPARK_WIDTH} {SPARK_HEIGHT}' "
        f"preserveAspectRatio='none'><path d='{path}' fill='none' stroke='black' "
        "stroke-width='1.5' vector-effect='non-scaling-stroke'/></svg>"
    )
