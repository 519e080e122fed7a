"""How is a whole report or dashboard taken away as one document?"""

from __future__ import annotations

from dash import html

from components.badges import icon

_KINDS = (("PDF", "pdf"), ("HTML file, works offline", "html"))


def document_menu(of: str, address: str, *, small: bool = False) -> html.Div:
    """The menu "Download" of what stands at `address` ("/hub?range=today"), which is named `of`.

    assets/document_menu.js fetches the file, tells that it is being made, and what went wrong; on
    the very screen that the address is of, with the filters that the screen has by then.
    """
    path, mark, words = address.partition("?")
    links = [
        html.Li(
            html.A(
                label,
                href=f"{path}.{kind}{mark}{words}",
                download="",
                className="menu-item",
                **{"data-document": kind.upper()},
            )
        )
        for label, kind in _KINDS
    ]
    return html.Div(
        [
            html.Details(
                [
                    html.Summary(
                        [icon("file-earmark-arrow-down"), html.Span("Download")],
                        className="part-button" if small else "button",
                        **{"aria-label": f"Download {of}"},
                    ),
                    html.Ul(links, className="menu-items"),
                ],
                className="menu",
            ),
            html.P(role="status", className="document-said"),
        ],
        className="document-menu",
    )
