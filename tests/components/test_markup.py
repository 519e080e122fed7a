"""Parts of the screen as plain HTML."""

from __future__ import annotations

import pytest
from dash import dcc, html

from components.markup import Raw, markup


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
