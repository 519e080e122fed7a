"""A dashboard leads to its wall."""

from __future__ import annotations

from components.wall_link import wall_link


def test_a_dashboard_leads_to_the_wall_of_its_id() -> None:
    assert wall_link("messaging").href == "/wall/messaging"
    assert wall_link(12).href == "/wall/12"
