"""Does the strip of the hub's screens say where one is, and lead on without the filters?"""

from components.hub_tabs import COMPARE, SCREENS, hub_tabs
from tests.drawn import prop, text


def test_the_present_screen_alone_is_marked_as_current() -> None:
    links = hub_tabs(COMPARE).children
    assert [text(link) for link in links] == list(SCREENS.values())
    assert [prop(link, "aria-current") for link in links] == [None, "page", None]


def test_the_time_zone_goes_along_and_nothing_else_does() -> None:
    hrefs = [link.href for link in hub_tabs(COMPARE, tz="Europe/Madrid").children]
    assert hrefs == [f"{path}?tz=Europe%2FMadrid" for path in SCREENS]
    assert [link.href for link in hub_tabs(COMPARE).children] == list(SCREENS)
