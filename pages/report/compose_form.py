"""What do the forms have in common that ask once more before they record something?

A form has a button for review, a question with a button to go on and one to go back, and a line
that says what came of it. Its ids begin with its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dash import Input, Output, ctx, html
from dash.backends._fastapi import get_current_request
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from data.api.guard import Visitor
from data.errors import HeliographError
from data.vocabulary.formats import number
from pages.report.report_tab import refresh_id


@dataclass(frozen=True, slots=True)
class ComposeForm:
    """One form: the name that its ids begin with, and what owners and editors do with it."""

    name: str
    deed: str

    def part(self, part: str) -> str:
        """The id of one of its parts."""
        return f"{self.name}-{part}"

    @property
    def outputs(self) -> list[Output]:
        """What `answer` returns."""
        parts = (("confirm", "hidden"), ("question", "children"), ("outcome", "children"))
        return [Output(self.part(part), prop) for part, prop in parts]

    @property
    def pressed(self) -> list[Input]:
        """The clicks of its three buttons, as `answer` takes them."""
        return [Input(self.part(part), "n_clicks") for part in ("review", "go", "back")]

    @property
    def running(self) -> list[tuple[Output, bool, bool]]:
        """While it is being done, it can't be done once more."""
        return [(Output(self.part("go"), "disabled"), True, False)]

    def foot(self, review: str, go: str) -> list[Component]:
        """The button for review, the question, which is hidden for now, and the outcome."""
        return [
            row(_button(review, self.part("review"), "primary")),
            html.Div(
                [
                    html.P(id=self.part("question")),
                    row(
                        _button(go, self.part("go"), "primary"),
                        _button("Back", self.part("back"), "quiet"),
                    ),
                ],
                id=self.part("confirm"),
                hidden=True,
                role="alertdialog",
                className="compose-confirm",
                **{"aria-labelledby": self.part("question")},
            ),
            outcome(self.part("outcome")),
        ]

    def answer(
        self,
        pressed: Iterable[int | None],
        ask: Callable[[Visitor], str],
        do: Callable[[Visitor], Component],
    ) -> tuple[bool, Any, Any]:
        """What `outputs` become: ask before it is done, and do it once that is confirmed."""
        if not any(pressed):
            raise PreventUpdate  # the form has just been drawn, nobody has pressed anything
        if ctx.triggered_id == self.part("back"):
            return True, "", ""
        try:
            visitor = editor(self.deed)
            if ctx.triggered_id == self.part("go"):
                return True, "", do(visitor)
            return False, ask(visitor), ""
        except HeliographError as error:
            return True, "", refusal(error)


def editor(deed: str) -> Visitor:
    """Whoever asks, if they may do it. Raises NotAllowed."""
    visitor: Visitor = get_current_request().state.visitor
    visitor.check_may(deed)
    return visitor


def field(label: str, control_id: str, control: Component) -> Component:
    """A control with its label above it."""
    return html.Div([html.Label(label, htmlFor=control_id), control], className="compose-field")


def row(*parts: Component) -> Component:
    """Buttons and words in one line."""
    return html.Div(list(parts), className="compose-row")


def outcome(outcome_id: str) -> Component:
    """Where it is said what came of a button."""
    return html.Div(id=outcome_id, role="status", className="compose-outcome")


def told(sentence: str, place: str, label: str = "Show it below") -> Component:
    """What was done, and a button that brings the tab's table up to it."""
    again = html.Button(label, id=refresh_id(place), type="button", className="part-button")
    return row(html.Span(sentence), again)


def refusal(error: HeliographError) -> Component:
    """Why nothing was done."""
    return html.P(f"{error}.", className="notice")


def people(count: int) -> str:
    """So many people, in words."""
    return "1 person" if count == 1 else f"{number(count)} people"


def _button(label: str, button_id: str, kind: str) -> Component:
    return html.Button(label, id=button_id, type="button", className=f"button {kind}")
