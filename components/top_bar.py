"""Which workspace, how fresh, whose eyes? The bar above every page."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from components.badges import demo_ribbon, icon

AS_OF = "shell-as-of"
SEARCH = "shell-search"

THEMES = (
    ("light", "Light", "sun"),
    ("dark", "Dark", "moon-stars"),
    ("auto", "Auto", "circle-half"),
)


def top_bar(workspace: str, person: str, zone: str, *, is_demo: bool) -> Component:
    """The bar; what `AS_OF` says is set when a page's figures arrive."""
    return html.Header(
        [
            html.Button(
                icon("list"),
                id="shell-menu",
                type="button",
                className="icon-button menu-button",
                **{"aria-label": "Menu", "aria-expanded": "false", "aria-controls": "shell-nav"},
            ),
            html.Div(
                [html.Span(workspace, className="workspace"), *([demo_ribbon()] * is_demo)],
                className="where",
            ),
            _search(),
            html.Div(
                [
                    html.Span(id=AS_OF, className="as-of number", role="status"),
                    html.Span(zone, className="zone", title="All times are in this time zone"),
                ],
                className="fresh",
            ),
            open_picture(),
            _theme_choice(),
            html.Span(
                [
                    html.Span(initials(person), className="avatar", **{"aria-hidden": "true"}),
                    html.Span(person, className="person-name"),
                ],
                className="person",
                title=f"Signed in as {person}",
            ),
        ],
        className="bar",
    )


def initials(name: str) -> str:
    """At most two letters that stand for a person."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def open_picture() -> Component:
    """Opens the view that a picture came from; dropping the picture anywhere does the same."""
    return html.Button(
        icon("file-earmark-image"),
        id="open-picture",
        type="button",
        className="icon-button",
        title="Open the view that a picture came from",
        disable_n_clicks=True,
        **{"aria-label": "Open a picture…"},
    )


def _search() -> Component:
    return html.Form(
        [
            html.Label("Search campaigns", htmlFor=SEARCH, className="visually-hidden"),
            icon("search"),
            dcc.Input(
                id=SEARCH,
                type="search",
                name="q",
                value="",
                placeholder="Search campaigns",
                autoComplete="off",
                className="search-box",
            ),
            html.Kbd("/", className="key", **{"aria-hidden": "true"}),
        ],
        action="/reports/messaging",
        method="get",
        role="search",
        className="search",
    )


def _theme_choice() -> Component:
    buttons = [
        html.Button(
            icon(picture),
            type="button",
            className="theme",
            title=f"{label} theme",
            **{"aria-label": f"{label} theme", "aria-pressed": "false", "data-theme-choice": key},
        )
        for key, label, picture in THEMES
    ]
    return html.Div(buttons, className="themes", role="group", **{"aria-label": "Theme"})
