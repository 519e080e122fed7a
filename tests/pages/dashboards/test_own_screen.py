"""A dashboard's page shows what may be done to whoever may, and draws anew only what has moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from dash import no_update

from data.api.guard import DEMO_OWNER, Visitor
from data.own_dashboards import Dashboard, Part
from data.services import Services
from data.subscriber_draft import SubscriberDraft
from pages.dashboards.own_filters import filters_of
from pages.dashboards.own_screen import Drawn, changed_tiles, drawn, screen, seen
from tests.conftest import SetClock
from tests.drawn import all_by_role, by_class, by_role, name, text, walk

AT = "/dashboards/subscribers?range=last-7-days"
VIEWER = Visitor("vic", "viewer")


@pytest.fixture
def board(services: Services) -> Dashboard:
    """Two figures, a chart, and one whose source has gone."""
    own = services.own_dashboards
    made = own.create("Spring", "ada")
    own.add(made.id, AT, Part.KPI, "new_subscribers", by="ada")
    own.add(made.id, AT, Part.KPI, "main_list_subscribers", by="ada")
    own.add(made.id, AT, Part.CHART, "subscriber_growth", by="ada")
    board = own.get(made.id)
    gone = replace(board.tiles[0], id=9, address="/campaigns/9/report", title="Gone", y=20)
    return replace(board, tiles=(*board.tiles, gone))


def page_of(services: Services, board: Dashboard, visitor: Visitor) -> Any:
    """The page as somebody sees it."""
    return screen(services, {}, drawn(services, board, {}, visitor))


def test_only_the_tiles_whose_answer_is_another_one_are_drawn_anew(
    services: Services, board: Dashboard, clock: SetClock
) -> None:
    def now() -> Drawn:
        return drawn(services, board, {}, DEMO_OWNER)

    before = seen(now())
    assert changed_tiles(now(), before) is no_update
    past = SubscriberDraft("Long ago", "", {"sms": "+4915100000001"})
    services.subscribers.join(past, at=clock.now.replace(year=2025))
    operations = changed_tiles(now(), before).to_plotly_json()["operations"]
    assert [one["location"][0] for one in operations] == [1]  # the total; the rest is of this week
    assert changed_tiles(now(), seen(now())) is no_update


def test_whoever_may_not_change_it_sees_the_figures_alone(
    services: Services, board: Dashboard
) -> None:
    page = page_of(services, board, VIEWER)
    buttons = {name(button) for button in all_by_role(page, "button")}
    assert "Refresh" in buttons
    changing = {"Undo", "Redo", "Share", "Rename dashboard", "Duplicate", "Delete", "Rename"}
    assert not buttons & changing
    assert not any(button.startswith(("Move ", "Remove")) for button in buttons)
    assert by_class(page, "own-corner") == []
    owner = page_of(services, board, DEMO_OWNER)
    assert changing <= {name(button) for button in all_by_role(owner, "button")}


def test_a_tile_whose_source_is_gone_offers_its_removal(
    services: Services, board: Dashboard
) -> None:
    tile = by_role(page_of(services, board, DEMO_OWNER), "article", "Gone")
    assert "There is no campaign 9." in text(tile)
    assert by_role(tile, "button", "Remove tile: Gone").id == {
        "own": "ask",
        "deed": "remove",
        "id": 9,
    }
    viewers = by_role(page_of(services, board, VIEWER), "article", "Gone")
    assert all_by_role(viewers, "button") == []


def test_an_empty_dashboard_says_how_figures_come_to_it(
    services: Services, board: Dashboard
) -> None:
    empty = replace(board, tiles=())
    assert "Choose “Add to dashboard”" in text(page_of(services, empty, DEMO_OWNER))
    assert "has put nothing here yet" in text(page_of(services, empty, VIEWER))


def test_ids_are_there_once_however_often_a_chart_is_on_it(
    services: Services, board: Dashboard
) -> None:
    chart = board.tiles[2]
    twice = replace(board, tiles=(chart, replace(chart, id=5)))
    ids = [
        str(part.id)
        for part in walk(page_of(services, twice, DEMO_OWNER))
        if getattr(part, "id", None) is not None
    ]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    ("words", "wanted", "told"),
    [
        ({}, {"range": "last-week"}, 0),
        ({"range": "all"}, {}, 0),
        ({"channel": "sms"}, {"channel": "sms"}, 0),
        ({"range": "today", "from": "2026-03-01"}, {"range": "today"}, 0),
        ({"tz": "Mars/One", "channel": "rcs", "odd": "1"}, {"channel": "rcs"}, 2),
        ({"range": ["today", "all"]}, {"range": "today"}, 0),
    ],
    ids=["own", "none", "channel", "range wins", "unknown", "twice"],
)
def test_filters_of_the_address_come_before_the_dashboards_own(
    services: Services, board: Dashboard, words: Any, wanted: dict[str, str], told: int
) -> None:
    own = replace(board, words={"range": "last-week"})
    found = filters_of(words, own, services.clock(), services.zone)
    assert dict(found.words) == wanted
    assert len(found.notices) == told
    assert found.own is (wanted == own.words)
