"""What stands where there is nothing to show yet, nothing at all, or something went wrong?

Each says in one sentence what happened and why, and offers one next step.
"""

from __future__ import annotations

from typing import Literal

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import icon
from data.errors import HeliographError, NotAllowed, NotFound, NotSignedIn, Refused, Unavailable

Shape = Literal["card", "tile", "chart", "table"]

_ICONS: dict[type[HeliographError], str] = {
    NotFound: "signpost-split",
    NotAllowed: "lock",
    NotSignedIn: "person-lock",
    Refused: "sign-stop",
    Unavailable: "cloud-slash",
}
_UNFORESEEN = "Something went wrong on our side, and it has been written to the log."


def state(
    picture: str, heading: str, sentence: str, step: str = "", href: str = "", level: int = 2
) -> Component:
    """A heading, a sentence and at most one button; `level` 1 where it is the whole page."""
    title = html.H1(heading) if level == 1 else html.H2(heading)
    button = [dcc.Link(step, href=href, className="button primary")] if step else []
    return html.Div([icon(picture), title, html.P(sentence), *button], className="state")


def loading(shape: Shape, count: int = 1) -> Component:
    """Skeletons of the size of what they stand for."""
    bones = [html.Div(className=f"skeleton {shape}") for _ in range(count)]
    return html.Div(
        [html.Span("Loading", className="visually-hidden"), *bones],
        className=f"skeletons of-{shape}",
        **{"aria-busy": "true"},
    )


def empty(heading: str, sentence: str, step: str = "", href: str = "") -> Component:
    """Nothing to show, and nothing is wrong."""
    return state("inbox", heading, sentence, step, href)


def not_allowed(sentence: str, step: str = "", href: str = "") -> Component:
    """It is there, but not for this person."""
    return state("lock", "Not for your role", sentence, step, href)


def problem(
    error: Exception, step: str = "Performance Reports", href: str = "/reports/messaging"
) -> Component:
    """What to show for `error`: its own sentence if foreseen, never its inner text if not."""
    if not isinstance(error, HeliographError):
        return state("exclamation-diamond", "Something went wrong", _UNFORESEEN, step, href, 1)
    picture = next((p for k, p in _ICONS.items() if isinstance(error, k)), "exclamation-diamond")
    return state(picture, error.title, str(error), step, href, level=1)
