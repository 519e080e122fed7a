"""How are the campaigns chosen, and what of them is shown?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from components.campaign_picker import SHOWN, button_id, campaign_picker, found
from components.choice_select import EVERY, choice_select
from data.campaign import Campaign
from data.campaigns import CampaignPage
from data.comparison.address import AXES, MOST, TOTALS, Choice
from data.comparison.kpis import Line, named
from data.comparison.screen import Compared
from data.elapsed import SPANS, told
from data.vocabulary.campaign_state import has_report

PICKER = "compare-add"
ANSWER = "compare-answer"
METRIC, SPAN = "compare-metric", "compare-span"
DAYS, NAMES, GONE = "compare-days", "compare-names", "compare-gone"
ADD = "Add a campaign"


def chosen(choice: Choice, offered: CampaignPage) -> Component:
    """The campaigns as chips that can be taken away, and the button that adds one."""
    names = named(choice.campaigns)
    chips = [
        html.Li(_chip(choice, place, names[campaign.id]), className="chip")
        for place, campaign in enumerate(choice.campaigns)
    ]
    full = len(choice.campaigns) == MOST
    add = (
        html.P(f"{MOST} is the most; take one away to add another.", className="muted")
        if full
        else campaign_picker(PICKER, ADD, offers(choice, offered))
    )
    return html.Div(
        [
            *([html.Ul(chips, className="chips", **_named("Compared campaigns"))] if chips else []),
            add,
        ],
        className="compare-chosen",
    )


def offers(choice: Choice, offered: CampaignPage) -> list[Component]:
    """What the picker has found, without those that are compared already."""
    ids = {campaign.id for campaign in choice.campaigns}
    others = [campaign for campaign in offered.campaigns if campaign.id not in ids][:SHOWN]
    last = len(choice.campaigns) + 1 == MOST

    def link(campaign: Campaign) -> str:
        return choice.link((*choice.campaigns, campaign))

    then = ANSWER if last else button_id(PICKER)
    hidden = len(offered.campaigns) - len([c for c in offered.campaigns if c.id not in ids])
    return found(PICKER, others, offered.total - hidden, choice.zone, link, then)


def _chip(choice: Choice, place: int, name: str) -> list[Component]:
    campaign = choice.campaigns[place]
    others = [one for one in choice.campaigns if one.id != campaign.id]
    first = (
        html.Span("Held against", className="chip-first")
        if place == 0
        else html.A(
            icon("pin-angle"),
            href=choice.link([campaign, *others]),
            className="chip-act",
            title="Hold the others against this one",
            **{
                "data-route": "",
                "data-then": f"compare-open-{campaign.id}",
                "aria-label": f"Hold the others against {name}",
            },
        )
    )
    where = "/report" if has_report(campaign.group, campaign.state) else ""
    return [
        html.Span(className=f"chip-mark series-{place + 1}", **{"aria-hidden": "true"}),
        dcc.Link(
            html.Bdi(name),
            id=f"compare-open-{campaign.id}",
            href=f"/campaigns/{campaign.id}{where}",
            className="chip-name",
        ),
        first,
        html.A(
            icon("x-lg"),
            href=choice.link(others),
            className="chip-act",
            title="Take away",
            **{
                "data-route": "",
                "data-then": button_id(PICKER),
                "aria-label": f"Take {name} away",
            },
        ),
    ]


def controls(choice: Choice, found_: Compared) -> Component:
    """Which metric, along which axis, added up or not, and over how long."""
    assert found_.line is not None
    # Always there, since the browser asks for its value; a calendar has no use for it.
    span = html.Div(_span(choice, found_), hidden=choice.axis != "elapsed")
    return html.Div(
        [
            dcc.Store(id=DAYS, data=""),
            dcc.Store(
                id=NAMES,
                data={
                    "words": ["metric", "span"],
                    "usual": "",
                    "drops": [],
                },
            ),
            dcc.Store(id=GONE),
            _metric(found_.lines, found_.line),
            _switch("axis", "Axis", AXES, choice.axis, choice),
            _switch("total", "Values", TOTALS, choice.total, choice),
            span,
        ],
        role="group",
        className="filter-bar",
        **_named("What is compared"),
    )


def _metric(lines: Sequence[Line], line: Line) -> Component:
    options = {one.metric.key: one.metric.label for one in lines}
    return choice_select(METRIC, "Metric", options, line.metric.key)


def _span(choice: Choice, found_: Compared) -> Component:
    spans = {str(hours): told(hours) for hours in SPANS}
    usual = f"Nearly all ({told(found_.span)})" if not choice.span else "Nearly all"
    return choice_select(SPAN, "Shown", {EVERY: usual, **spans}, str(choice.span or ""))


def _switch(
    word: str, label: str, options: Mapping[str, str], chosen_: str, choice: Choice
) -> Component:
    usual = next(iter(options))
    links = [
        html.A(
            text,
            id=f"compare-{word}-{key}",
            href=choice.link(**{word: "" if key == usual else key}),
            className="part-button",
            **{"data-route": "", **({"aria-current": "true"} if key == chosen_ else {})},
        )
        for key, text in options.items()
    ]
    return html.Div(
        [
            html.Span(label, className="filter-label"),
            html.Div(links, role="group", className="switch", **_named(label)),
        ],
        className="filter",
    )


def _named(name: str) -> dict[str, str]:
    return {"aria-label": name}
