"""The frame names its places, the workspace and the person, and says what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from dash.development.base_component import Component

from components.badges import channel_badge, status_pill, type_badge
from components.navigation import PLACES, navigation
from components.shell import shell
from components.states import empty, loading, not_allowed, problem
from components.top_bar import initials
from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.errors import HeliographError, NotAllowed, NotFound, Refused
from data.vocabulary.campaign_state import State


def parts(component: Any) -> Iterator[Component]:
    """The component and everything inside it."""
    if isinstance(component, Component):
        yield component
        component = getattr(component, "children", None)
    if isinstance(component, Component):
        component = [component]
    for child in component if isinstance(component, list | tuple) else ():
        yield from parts(child)


def words(component: Any) -> str:
    """All text in it, in order."""
    if isinstance(component, str):
        return component
    children = getattr(component, "children", None)
    children = children if isinstance(children, list | tuple) else [children]
    return " ".join(words(child) for child in children if isinstance(child, str | Component))


def kinds(component: Component) -> list[str]:
    return [type(part).__name__ for part in parts(component)]


@pytest.fixture
def frame() -> Component:
    return shell("Workspace", "Ada Lovelace", "Europe/Berlin", is_demo=False)


def test_the_navigation_leads_to_six_places_in_their_order():
    """F001, F002"""
    links = [(words(p).strip(), p.href) for p in parts(navigation()) if "Link" in kinds(p)[:1]]
    assert links[1:] == [
        ("Analytics Hub", "/hub"),
        ("Performance Reports", "/reports/messaging"),
        ("Dashboards", "/dashboards"),
        ("Message Log", "/logs"),
        ("New Campaign", "/campaigns/new/messaging"),
        ("Settings", "/settings"),
    ]


def test_every_place_has_an_icon_of_its_own_beside_its_word():
    """F001, F002"""
    assert len({place.icon for place in PLACES}) == len(PLACES)


def test_the_frame_has_one_of_each_landmark(frame):
    assert [kinds(frame).count(kind) for kind in ("Nav", "Header", "Main")] == [1, 1, 1]


def test_the_frame_leaves_the_one_heading_to_the_page(frame):
    assert "H1" not in kinds(frame)


def test_the_demonstration_says_so_and_a_real_workspace_does_not(frame):
    demo = shell("Workspace", "Ada", "UTC", is_demo=True)
    assert "Demonstration data" in words(demo)
    assert "Demonstration data" not in words(frame)


def test_the_zone_and_the_person_are_named(frame):
    assert "Europe/Berlin" in words(frame)
    assert "Ada Lovelace" in words(frame)


def test_two_letters_stand_for_a_person():
    assert (initials("Ada King Lovelace"), initials("ada"), initials("")) == ("AK", "A", "")


@pytest.mark.parametrize("state", State)
def test_a_status_is_a_word_beside_its_colour(state):
    """F275"""
    pill = status_pill(state)
    assert state.label in words(pill)
    assert f"state-{state.value}" in pill.className


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=lambda c: c.key)
def test_a_channel_badge_has_its_name(channel):
    assert words(channel_badge(channel)).strip() == channel.label


@pytest.mark.parametrize("type_", CAMPAIGN_TYPES.values(), ids=lambda t: t.key)
def test_a_type_badge_has_its_name(type_):
    assert words(type_badge(type_)).strip() == type_.label


@pytest.mark.parametrize("error", [NotFound("No tab x"), Refused("Not yet"), NotAllowed("No")])
def test_a_foreseen_failure_is_told_in_its_own_words(error: HeliographError):
    shown = words(problem(error))
    assert error.title in shown
    assert str(error) in shown


def test_an_unforeseen_failure_keeps_its_inner_text_to_itself():
    assert "secret" not in words(problem(ValueError("password=secret")))


def test_each_state_offers_at_most_one_step():
    for drawn in (
        problem(NotFound("x")),
        empty("Nothing", "None yet.", "Go", "/hub"),
        not_allowed("Ask the owner."),
    ):
        assert kinds(drawn).count("Link") <= 1


def test_loading_shows_as_many_bones_as_asked_for_and_says_so():
    drawn = loading("card", 3)
    bones = [p for p in parts(drawn) if "skeleton" in getattr(p, "className", "").split()]
    assert len(bones) == 3
    assert "Loading" in words(drawn)
