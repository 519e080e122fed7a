"""How do all KPIs of the compared campaigns stand side by side?"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.export_menu import export_menu, file_items, pin_button
from data.comparison.address import Choice
from data.comparison.kpis import KEY, Line, Result, named
from data.elapsed import began
from data.metric import Metric
from data.vocabulary.formats import day, number, share, shown


def side_by_side(lines: Sequence[Line], choice: Choice, csv: str) -> Component:
    """A column a campaign, a row a KPI; in each cell the value, its interval and its verdict."""
    title = "KPIs side by side"
    heads = [_campaign_head(choice, place) for place in range(len(choice.campaigns))]
    table = html.Table(
        [
            html.Caption(title, className="visually-hidden"),
            html.Thead(html.Tr([html.Th("KPI", scope="col"), *heads])),
            html.Tbody([_row(line) for line in lines]),
        ],
        className="rows compare-table",
    )
    return html.Section(
        [
            html.Div(
                [
                    html.H3(title, className="part-title"),
                    html.Div(
                        [export_menu(title, file_items(csv)), pin_button(title)],
                        className="part-actions",
                    ),
                ],
                className="part-head",
            ),
            html.P(
                "Under each rate stand the bounds within which it truly lies, with 95 % "
                "confidence, and how far it is from the first campaign's. A verdict needs at least "
                "500 on both sides; counts have none, since they depend on how many people were "
                "written to.",
                className="chart-summary",
            ),
            html.Div(
                table,
                role="region",
                tabIndex=0,
                className="table-scroll",
                **{"aria-label": f"{title}, scrolls sideways"},
            ),
        ],
        id=f"table-{KEY}",
        className="data-table",
        **{"aria-label": title, "data-table": KEY},
    )


def _campaign_head(choice: Choice, place: int) -> html.Th:
    campaign = choice.campaigns[place]
    name = named(choice.campaigns)[campaign.id]
    at = began(campaign).astimezone(choice.zone)
    return html.Th(
        [
            html.Span(className=f"chip-mark series-{place + 1}", **{"aria-hidden": "true"}),
            html.Bdi(name),
            html.Span(day(at.date()), className="compare-when"),
        ],
        scope="col",
    )


def _row(line: Line) -> html.Tr:
    head = html.Th(
        [line.metric.label, html.Span(line.metric.formula, className="compare-formula")],
        scope="row",
    )
    return html.Tr([head, *(_cell(one, line.metric) for one in line.results)])


def _cell(one: Result, metric: Metric) -> html.Td:
    parts: list[Component] = [html.Span(shown(one.value, metric.unit), className="compare-value")]
    if one.whole is not None:
        parts.append(html.Span(_counted(one), className="compare-note"))
    if one.change is not None:
        parts.append(_verdict(one))
    return html.Td(parts)


def _counted(one: Result) -> str:
    counts = f"{number(one.part)} of {number(one.whole)}"
    if one.interval is None:
        return counts
    return f"{counts} · {share(one.interval.low)} to {share(one.interval.high)}"


def _verdict(one: Result) -> html.Span:
    change = one.change
    assert change is not None
    verdict = change.verdict
    kind = verdict.value.replace(" ", "-")
    words: list[Component | str] = [html.Strong(verdict.capitalize())]
    if change.difference is not None:
        words.append(f" {_points(change.difference)} points")
    if change.interval is not None:
        ends = change.interval
        words.append(f" ({_points(ends.low)} to {_points(ends.high)})")
    return html.Span(words, className=f"verdict verdict-{kind}")


def _points(difference: float) -> str:
    return f"{difference * 100:+.1f}".replace("-", "−")
