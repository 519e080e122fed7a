"""Dash's own browser driver sees the same app: one walk through the frame."""

from __future__ import annotations

from dash.testing.browser import Browser


def test_dash_finds_the_frame_and_moves_in_it(dash_br: Browser, app_url: str):
    dash_br.server_url = app_url
    dash_br.wait_for_page(f"{app_url}/hub")
    dash_br.wait_for_text_to_equal("h1", "Analytics Hub")
    dash_br.find_element('#shell-nav a[href="/logs"]').click()
    dash_br.wait_for_text_to_equal("h1", "Message Log")
    assert dash_br.get_logs() == []
