"""The fields of the creator: each kind is named, helped and faulted where it stands."""

from __future__ import annotations

import pytest

from components.field import Filled, control_id
from components.fields import draw
from components.pass_card import pass_card
from components.place_map import place_map
from data.creation_field import Field, Kind
from tests.drawn import prop, text, walk

OPTIONS = (("a", "First"), ("b", "Second"))
GROUPS = {Kind.CHOICE, Kind.MANY}


def field(kind: Kind, **more: object) -> Field:
    columns = (Field("name", "Name"), Field("stock", "Stock", Kind.NUMBER))
    usual = {"help": "What helps", "required": True, "options": OPTIONS, "columns": columns}
    return Field("one.key", "A label", kind, **{**usual, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", Kind)
def test_a_field_says_its_name_what_helps_and_what_is_wrong(kind: Kind):
    drawn = draw(field(kind), Filled(faults={"one.key": "Is <b>wrong</b>"}))
    labels = [part for part in walk(drawn) if type(part).__name__ in {"Label", "Legend"}]
    if kind is Kind.SWITCH:
        labels = [part["label"] for one in walk(drawn) for part in prop(one, "options", ())]
    assert "A label" in text(labels)
    own = control_id("one.key")
    ids = {prop(part, "id"): text(part) for part in walk(drawn) if prop(part, "id")}
    assert (ids[f"{own}-help"], ids[f"{own}-fault"]) == ("What helps", "Is <b>wrong</b>")
    assert prop(drawn, "data-field") == "one.key"


@pytest.mark.parametrize("kind", sorted(set(Kind) - GROUPS - {Kind.SWITCH, Kind.ROWS}))
def test_a_label_belongs_to_its_control(kind: Kind):
    drawn = draw(field(kind), Filled())
    (label,) = [part for part in walk(drawn) if type(part).__name__ == "Label"]
    if kind is not Kind.FILE:  # whose control is the browser's own
        assert label.htmlFor in {prop(part, "id") for part in walk(drawn)}


@pytest.mark.parametrize("kind", sorted(GROUPS))
def test_choices_are_told_in_the_order_in_which_they_stand(kind: Kind):
    """The browser reads which one is checked by its place."""
    drawn = draw(field(kind), Filled(raw="b" if kind is Kind.CHOICE else ["b"]))
    assert prop(drawn, "data-values") == "a\nb"


def test_what_is_locked_or_only_read_is_not_handed_over():
    assert prop(draw(field(Kind.CHOICE), Filled(locked=True)), "data-field") is None
    drawn = draw(field(Kind.LINE, read_only=True), Filled(raw="<Mobile>"))
    assert prop(drawn, "data-field") is None
    assert text(drawn) == "<Mobile>"


def test_what_is_optional_says_so():
    assert "(optional)" in text(draw(field(Kind.LINE, required=False), Filled()))
    assert "(optional)" not in text(draw(field(Kind.LINE), Filled()))


def test_rows_number_their_cells_and_know_what_is_wrong_in_each():
    rows = [{"name": "Knife", "stock": "1"}, {"name": "Book", "stock": "x"}]
    filled = Filled(raw=rows, faults={"one.key.1.stock": "Must be a number"})
    drawn = draw(field(Kind.ROWS, noun="prize"), filled)
    groups = [part for part in walk(drawn) if prop(part, "data-row") is not None]
    assert [prop(group, "aria-label") for group in groups] == ["Prize 1", "Prize 2"]
    assert "Must be a number" not in text(groups[0])
    assert "Must be a number" in text(groups[1])
    names = {prop(part, "aria-label") for part in walk(drawn)}
    assert {"Remove Prize 2", "Move Prize 2 up"} <= names


def test_no_row_is_offered_beyond_the_last_that_there_may_be():
    rows = [{"name": "Knife"}]
    assert "Add prize" in text(draw(field(Kind.ROWS, noun="prize"), Filled(raw=rows)))
    full = draw(field(Kind.ROWS, noun="prize", most_rows=1), Filled(raw=rows))
    assert "Add prize" not in text(full)


def test_what_was_chosen_stays_though_it_is_not_offered_any_more():
    drawn = draw(field(Kind.MANY, options=()), Filled(raw=["gone"], offers=[("a", "First")]))
    assert prop(drawn, "data-values") == "a\ngone"


@pytest.mark.parametrize(("color", "words"), [("#ffffff", "#1d2026"), ("#000000", "#ffffff")])
def test_a_pass_is_written_so_that_it_can_be_read_on_its_colour(color: str, words: str):
    assert prop(pass_card({"color": color, "title": "x"}), "style")["--on-pass"] == words


@pytest.mark.parametrize("color", ["red;background:url(x)", None, 7, "#12345"])
def test_what_is_no_colour_colours_no_pass(color: object):
    assert prop(pass_card({"color": color}), "style")["--pass"] == "#5b6270"


def test_a_ring_on_the_map_is_to_scale_unless_it_were_a_dot():
    """At the equator 100 km across are 0.898 degrees of the picture's 24."""

    def across(radius: float) -> float:
        drawn = place_map("Here", 0, 0, radius, "")
        styles = [prop(part, "style") for part in walk(drawn) if prop(part, "style")]
        return float(next(s["--across"] for s in styles if "--across" in s).rstrip("%"))

    assert across(100_000) == pytest.approx(2 * 100 / 111.32 / 24 * 100, abs=0.01)
    assert across(50) == 3


def test_a_map_says_in_words_where_its_place_is():
    drawn = place_map("Shop <1>", 38.9, -77.0, 800, "Radius 800 m")
    (name,) = [prop(part, "aria-label") for part in walk(drawn) if prop(part, "aria-label")]
    assert name == "Map: Shop <1> at 38.9° north, -77° east. Radius 800 m"
