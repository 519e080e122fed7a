"""A filter shows its value in its button, and can be cleared alone."""

from __future__ import annotations

import pytest
from dash import html

from components.filter_bar import Choice, choice_menu, face, filter_bar, search_box
from data.vocabulary.campaign_state import STATES, Group
from tests.drawn import all_by_role, all_of, by_class, by_role, name, text

STATUSES = [Choice(s.value, s.label, f"state-{s.value}") for s in STATES[Group.INTERACTIVE]]


def menu(*chosen: str) -> html.Div:
    return choice_menu("status", "View by Status", "statuses", STATUSES, chosen)


def options(control: html.Div) -> list[dict]:
    return all_of(control, "Checklist")[0].options


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ((), "All"),
        (("live",), "Live"),
        (("draft", "completed"), "Completed, Draft"),
        (("live", "draft", "pending"), "3 of 6"),
        (("telex",), "All"),
    ],
)
def test_the_button_says_what_is_chosen(chosen: tuple[str, ...], words: str):
    assert face(STATUSES, chosen) == words


def test_the_label_belongs_to_the_button_and_the_value_describes_it():
    control = menu("live")
    (label,) = all_of(control, "Label")
    assert text(label) == "View by Status"
    button = next(b for b in all_of(control, "Button") if getattr(b, "id", None) == label.htmlFor)
    assert text(button) == "Live"
    assert getattr(button, "aria-expanded") == "false"
    assert getattr(button, "aria-controls") == by_role(control, "group", "Choose statuses").id


def test_the_list_is_closed_until_it_is_asked_for():
    assert by_role(menu(), "group", "Choose statuses").hidden


def test_every_status_stands_with_its_colour_and_its_word():
    """F013, F014: never colour alone."""
    lines = [option["label"] for option in options(menu())]
    assert [text(line) for line in lines] == [
        *("Completed", "Live", "Processing", "Scheduled", "Pending", "Draft")
    ]
    assert [by_class(line, "dot")[0].className for line in lines] == [
        f"dot state-{state.value}" for state in STATES[Group.INTERACTIVE]
    ]


def test_a_choice_without_a_colour_is_its_word():
    control = choice_menu("type", "Campaign Type", "types", [Choice("sms", "SMS")], ())
    assert [option["label"] for option in options(control)] == ["SMS"]


def test_only_a_filter_that_filters_can_be_cleared():
    crosses = [
        b for c in (menu(), menu("live")) for b in all_by_role(c, "button", "Clear statuses")
    ]
    assert [cross.hidden for cross in crosses] == [True, False]


def test_an_unknown_choice_is_not_checked():
    assert all_of(menu("telex", "live"), "Checklist")[0].value == ["live"]


def test_the_search_has_a_label_and_a_length():
    control = search_box("q", "Name, sender or ID", "spring", 200)
    (field,) = all_of(control, "Input")
    assert (field.value, field.maxLength, field.type) == ("spring", 200, "search")
    assert all_of(control, "Label")[0].htmlFor == field.id


def test_the_bar_keeps_the_order_and_ends_with_the_way_out():
    bar = filter_bar([menu(), search_box("q", "Search", "", 9)], html.Button("Clear filters"))
    assert name(bar) == "Filters"
    assert text(bar.children[-1]) == "Clear filters"
    assert [text(label) for label in all_of(bar, "Label")] == ["View by Status", "Search"]
