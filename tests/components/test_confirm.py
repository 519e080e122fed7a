"""The dialog that stands before what can't be taken back, and the combo that it lists."""

from __future__ import annotations

from datetime import UTC, datetime

from dash import html

from components.confirm import combo_list, confirm
from data.campaign import Campaign
from data.vocabulary.campaign_state import Group, State
from tests.drawn import all_by_role, all_of, by_class, by_id, by_role, prop, text

NOW = datetime(2026, 3, 11, tzinfo=UTC)


def campaign(state: State) -> Campaign:
    return Campaign(7, "<b>Quiz</b>", Group.INTERACTIVE, "trivia", "sms", "", state, NOW, "2026-03")


def test_the_dialog_is_named_by_its_question_and_described_by_what_it_says():
    drawn = confirm("d", "Delete “x”?", [html.P("It can't be undone.")], [html.Button("Go")], "1")
    dialog = by_role(drawn, "alertdialog")
    assert text(by_id(drawn, prop(dialog, "aria-labelledby"))) == "Delete “x”?"
    assert text(by_id(drawn, prop(dialog, "aria-describedby"))) == "It can't be undone."


def test_what_closes_it_comes_first_and_has_the_focus():
    buttons = all_by_role(confirm("d", "?", [], [html.Button("Go")], "1"), "button")
    assert [text(button) for button in buttons] == ["Cancel", "Go"]
    assert prop(buttons[0], "data-first-focus") == ""
    assert prop(buttons[0], "data-close") == ""


def test_a_campaign_is_listed_with_name_id_present_and_resulting_state():
    """D-06."""
    (row,) = all_of(combo_list([(campaign(State.PENDING), State.LIVE, "Why", None)], "C"), "Li")
    assert text(by_class(row, "combo-who")) == "<b>Quiz</b>ID 7"
    assert text(by_class(row, "combo-now")) == "Now Pending"
    assert text(by_class(row, "combo-then")) == "Then Live"
    assert text(by_class(row, "combo-why")) == "Why"


def test_a_live_one_shows_the_state_that_its_tick_gives():
    (row,) = all_of(combo_list([(campaign(State.LIVE), State.LIVE, "", None)], "C"), "Li")
    assert text(by_class(row, "if-ticked")) == "Then Pending"
    assert text(by_class(row, "unless-ticked")) == "Then Live"
