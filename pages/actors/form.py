"""How are the rules drawn that tell people from programs?"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.data_table import data_table, time_of
from data.actor_rule import ActorRule, Option
from data.actor_rules import ACTOR_RULES
from data.actor_settings import Preview
from data.actors import RuleSet


def rule_field(rule: ActorRule, rules: RuleSet, may_change: bool) -> Component:
    """A rule with its switch, what it means, and its options."""
    about = f"rule-{rule.key.replace('_', '-')}-about"
    return html.Fieldset(
        [
            html.Legend(rule.label),
            dbc.Switch(
                id={"actor-rule": rule.key},
                label=f"Count as {rule.actor.label.lower()}",
                value=rule.key not in rules.off,
                disabled=not may_change,
            ),
            html.P([rule.definition, " Source: ", rule.source, "."], id=about, className="muted"),
            *(_option(rule, option, rules.of(rule), may_change) for option in rule.options),
        ],
        className="actor-rule",
        **{"aria-describedby": about},
    )


def _option(rule: ActorRule, option: Option, given: Any, may_change: bool) -> Component:
    # Dash takes an id's parts as texts; label and control are tied by wrapping.
    control: Component
    own = {"actor-option": f"{rule.key}.{option.key}"}
    if option.texts:
        control = dbc.Textarea(
            id=own, value=given[option.key], rows=3, disabled=not may_change, debounce=True
        )
    else:
        control = dbc.Input(
            id=own,
            type="number",
            value=given[option.key],
            min=option.least,
            max=option.most,
            step=1,
            disabled=not may_change,
            className="actor-number",
        )
    return html.Label([html.Span(option.label), control], className="actor-option")


def previewed(found: Preview, zone: ZoneInfo, days: str) -> list[Component]:
    """What the rules as they stand in the form would change."""
    changed = found.campaigns
    told = (
        "No campaign's human opens or clicks would change."
        if not changed.total
        else f"Human opens or clicks would change in {changed.total} campaigns."
        if changed.total > 1
        else "Human opens or clicks would change in one campaign."
    )
    tables = [data_table(found.totals, zone)]
    if changed.total:
        tables.append(data_table(changed, zone))
    return [html.P(f"{days}, days of {zone.key}. {told}", role="status"), *tables]


def history(versions: tuple[RuleSet, ...], zone: ZoneInfo) -> Component:
    """Every rule set that was made, the newest first."""
    lines = [
        html.Li([f"Rule set {one.version}, ", _when(one, zone), f" by {one.who}: ", _words(one)])
        for one in versions
    ]
    first = html.Li("Rule set 0: what a workspace begins with, all rules on.")
    return html.Section(
        [html.H2("Rule sets so far"), html.Ul([*lines, first])],
        className="import-card",
        **{"aria-label": "Rule sets so far"},
    )


def _when(one: RuleSet, zone: ZoneInfo) -> Component | str:
    return time_of(one.at, zone) if one.at else "at the beginning"


def _words(one: RuleSet) -> str:
    off = [ACTOR_RULES[key].label for key in sorted(one.off)]
    told = f"without {', '.join(off)}" if off else "all rules on"
    changed = [ACTOR_RULES[key].label for key in one.options if key not in one.off]
    return f"{told}; own options for {', '.join(changed)}." if changed else f"{told}."
