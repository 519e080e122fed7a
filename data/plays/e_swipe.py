"""How is an E-Swipe played? Its pages are swiped through, and each may lead on (F145, F174)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.campaign import Campaign
from data.play_type import Did, PlayType, Round, Scene, Step, Turn, fitted, heading
from data.vocabulary.event_kind import EventKind
from data.vocabulary.web_address import is_web_address


@dataclass(frozen=True, slots=True)
class Page:
    """One page; no `link` leads nowhere."""

    title: str
    text: str = ""
    link: str = ""


def pages_of(campaign: Campaign) -> tuple[Page, ...]:
    """The configured pages; what can't be read is an empty one, so that numbers stay."""
    listed = campaign.config.get("pages")
    return tuple(_page(entry) for entry in listed) if isinstance(listed, list | tuple) else ()


def _page(entry: object) -> Page:
    whole = entry if isinstance(entry, Mapping) else {"title": entry}
    title, text, link = (whole.get(name) for name in ("title", "text", "link"))
    return Page(
        title if isinstance(title, str) else "",
        text if isinstance(text, str) else "",
        link if is_web_address(link) else "",
    )


def _scene(campaign: Campaign, rounds: tuple[Round, ...], query: Mapping[str, str]) -> Scene:
    pages = pages_of(campaign)
    if not pages:
        return Scene("empty", heading(campaign))
    number = _number(query.get("page", "1"), len(pages)) or 1
    page = pages[number - 1]
    values = {"page": page, "number": number, "count": len(pages)}
    return Scene("e-swipe", page.title or heading(campaign), values)


def _swipe(turn: Turn) -> Step:
    count = len(pages_of(turn.campaign))
    before, after = (_number(turn.form.get(name, ""), count) for name in ("from", "to"))
    if before is None or after is None or abs(after - before) != 1:
        return Step()
    play = Did(EventKind.CONTENT_PLAY, f"swipe-{turn.nonce}", {"page": str(after)})
    return Step((play,), search=f"page={after}")


def _leave(turn: Turn) -> Step:
    """Follow the link of the page that `form` names."""
    pages = pages_of(turn.campaign)
    number = _number(turn.form.get("exit", ""), len(pages))
    if number is None or not pages[number - 1].link:
        return Step()
    link = pages[number - 1].link
    click = Did(
        EventKind.CONTENT_CLICK,
        f"click-{turn.nonce}",
        fitted({"page": str(number), "link": link}),
    )
    return Step((click,), leads_on=link)


def _number(text: str, count: int) -> int | None:
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        return None
    return int(text) if 1 <= int(text) <= count else None


PLAY = PlayType(key="e-swipe", scene=_scene, acts={"swipe": _swipe}, leave=_leave)
