"""Which part of a long list is this, and how does one get to the others?"""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from data.vocabulary.formats import number


def page_count(total: int, size: int) -> int:
    """How many pages `total` things fill; nothing fills one, too."""
    return max(1, -(-total // size))


def counted(total: int, one: str, many: str) -> str:
    """Like "1 campaign", "1,234 campaigns"."""
    return f"{number(total)} {one if total == 1 else many}"


def nearby(page: int, pages: int) -> list[int | None]:
    """The pages to offer: the outermost, and two on each side; None is a gap."""
    shown = sorted({0, pages - 1, *range(max(0, page - 2), min(pages, page + 3))})
    offered: list[int | None] = []
    for before, this in zip([-1, *shown], shown, strict=False):
        if this - before > 1:
            # A gap of one page is no shorter than the page itself.
            offered.append(before + 1 if this - before == 2 else None)
        offered.append(this)
    return offered


def pager(page: int, size: int, total: int, href: Callable[[int], str]) -> html.Nav:
    """Links to the pages of a list; `page` counts from 0, people from 1.

    `href(page)` is a page's address, so that it can be opened in another window, too.
    """
    pages = page_count(total, size)
    numbers = [_gap() if n is None else _number(n, page, href) for n in nearby(page, pages)]
    links = [
        _step("Previous page", "chevron-left", page - 1 if page > 0 else None, href),
        *numbers,
        _step("Next page", "chevron-right", page + 1 if page + 1 < pages else None, href),
    ]
    return html.Nav(
        html.Ul([html.Li(link) for link in links], className="pager-list"),
        className="pager",
        hidden=pages == 1,
        **{"aria-label": "Pages"},
    )


def _gap() -> html.Span:
    return html.Span("…", className="pager-gap")


def _number(n: int, page: int, href: Callable[[int], str]) -> html.A:
    here = {"aria-current": "page"} if n == page else {}
    return html.A(
        number(n + 1),
        href=href(n),
        className="pager-link",
        **{"data-soft": "", "aria-label": f"Page {number(n + 1)}", **here},
    )


def _step(name: str, icon: str, to: int | None, href: Callable[[int], str]) -> Component:
    sign = html.I(className=f"bi bi-{icon}", **{"aria-hidden": "true"})
    if to is None:
        return html.Span(sign, className="pager-link pager-off", **{"aria-hidden": "true"})
    attributes = {"data-soft": "", "aria-label": name}
    return html.A(sign, href=href(to), className="pager-link", **attributes)
