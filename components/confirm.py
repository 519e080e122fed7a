"""Are you sure? The dialog that stands before what can't be taken back, or touches others.

It opens as soon as it is drawn (assets/confirm.js): the rest of the page is out of reach, Escape
and "Cancel" close it and change nothing, and the focus goes back to where it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import status_pill
from data.campaign import Campaign
from data.vocabulary.campaign_state import State

LONGEST_REASON = 200


def confirm(
    name: str,
    title: str,
    body: Sequence[Any],
    buttons: Sequence[Component],
    opened: str,
    cancel: str = "Cancel",
) -> html.Dialog:
    """A dialog with `title`, `body`, a button that closes it, and `buttons` that do something.

    `name` starts its ids. `opened` tells one opening from the next, so that a dialog that was
    closed opens again.
    """
    heading, told = f"{name}-title", f"{name}-told"
    close = html.Button(
        cancel,
        type="button",
        className="button",
        disable_n_clicks=True,
        **{"data-close": "", "data-first-focus": ""},
    )
    return html.Dialog(
        [
            html.H2(title, id=heading),
            html.Div(list(body), id=told, className="confirm-body"),
            html.Div([close, *buttons], className="confirm-buttons"),
        ],
        id=name,
        role="alertdialog",
        className="confirm",
        **{"aria-labelledby": heading, "aria-describedby": told, "data-confirm": opened},
    )


def reason_field(control_id: str) -> html.Div:
    """Why it is done, for the history; may stay empty."""
    return html.Div(
        [
            html.Label("Reason, for the history (optional)", htmlFor=control_id),
            dcc.Input(id=control_id, value="", maxLength=LONGEST_REASON, autoComplete="off"),
        ],
        className="confirm-field",
    )


def combo_list(rows: Iterable[tuple[Campaign, State, str, Component | None]], name: str) -> html.Ul:
    """Campaigns with name, ID, present and resulting state and the reason (D-06).

    Each may have a control of its own; a ticked one turns the resulting state to Pending.
    """
    return html.Ul([_row(*row) for row in rows], className="combo-list", **{"aria-label": name})


def _row(campaign: Campaign, after: State, why: str, control: Component | None) -> html.Li:
    then = [_said("Then ", after, "combo-then")]
    if campaign.state is State.LIVE:  # its tick decides, in the browser (assets/campaign.css)
        then = [
            _said("Then ", State.PENDING, "combo-then if-ticked"),
            _said("Then ", State.LIVE, "combo-then unless-ticked"),
        ]
    return html.Li(
        [
            html.Div(
                [
                    html.Bdi(campaign.name, className="combo-name"),
                    html.Span(f"ID {campaign.id}", className="combo-id"),
                ],
                className="combo-who",
            ),
            html.Div(
                [
                    _said("Now ", campaign.state, "combo-now"),
                    html.Span("→", className="combo-arrow", **{"aria-hidden": "true"}),
                    *then,
                ],
                className="combo-states",
            ),
            html.Div(why, className="combo-why"),
            *([control] if control is not None else []),
        ]
    )


def _said(word: str, state: State, kind: str) -> html.Span:
    return html.Span(
        [html.Span(word, className="visually-hidden"), status_pill(state)], className=kind
    )
