"""Parts of the screen as plain HTML."""

from __future__ import annotations

import pytest
from dash import dcc, html

from components.markup import Raw, markup, written
from tests.drawn import prop, text


def test_texts_and_values_are_escaped_wherever_they_stand():
    part = html.Div(html.Bdi("<b>&"), title='"><script>')
    drawn = markup(part)
    assert ' title="&quot;&gt;&lt;script&gt;"' in drawn
    assert drawn.endswith("><bdi>&lt;b&gt;&amp;</bdi></div>")


def test_attributes_read_as_in_html():
    part = html.Td(
        5, tabIndex=0, hidden=True, colSpan=2, style={"maskImage": "none", "--across": "3%"}
    )
    drawn = markup(part)
    for attribute in (' tabindex="0"', " hidden", ' colspan="2"'):
        assert attribute in drawn
    assert 'style="mask-image:none;--across:3%"' in drawn


def test_what_is_off_or_for_the_app_alone_is_left_out():
    button = html.Button("Go", hidden=False, n_clicks=3, disable_n_clicks=True)
    assert markup(button) == "<button>Go</button>"


def test_nothing_is_nothing_and_lists_follow_one_another():
    assert markup([None, html.Br(), "a", [html.Hr(), 0]]) == "<br>a<hr>0"


def test_what_we_have_written_ourselves_is_taken_as_it_is():
    assert markup(html.P(Raw("<svg></svg>"))) == "<p><svg></svg></p>"


def test_a_part_that_needs_the_app_is_refused():
    with pytest.raises(TypeError, match="Graph needs the app"):
        markup(html.Div(dcc.Graph()))


def test_what_is_only_read_comes_as_one_text_which_says_the_same():
    rows = [html.Tr([html.Td("<b>&"), html.Td(2, className="num")])]
    one = written(html.Tbody, rows, id="body")
    assert prop(one, "data-written") == '<tr><td>&lt;b&gt;&amp;</td><td class="num">2</td></tr>'
    assert markup(one) == markup(html.Tbody(rows, id="body"))
    assert text(one) == "<b>&2"


def test_a_part_of_a_written_one_can_have_no_id_that_the_app_looks_for():
    with pytest.raises(TypeError, match="Button needs the app"):
        written(html.Div, html.Button("Remove", id={"deed": "remove"}))
