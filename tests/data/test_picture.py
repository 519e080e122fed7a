"""What a picture tells of itself, to people and to programs."""

from __future__ import annotations

import pytest

from data.errors import NotFound, Unavailable
from data.picture import NoPainter, PictureFormat, Theme, picture_of
from tests.pictured import SHOWING, STATUS

ORIGIN = "https://reports.example.com"


def test_people_read_of_what_days_zone_filters_and_age_it_is_and_where_it_comes_from():
    picture = picture_of(SHOWING, STATUS.key, origin=ORIGIN)
    assert picture.title == "Analytics Hub: Messages by Status"
    assert picture.caption == (
        "Mar 2, 2026 to Mar 8, 2026 (Last Week) · Europe/Berlin · Channel: SMS",
        "as of Mar 11, 2026, 1:07 PM",
        f"{ORIGIN}/hub?range=last-week",
    )


def test_programs_read_the_address_without_its_host_and_the_chart_there():
    assert picture_of(SHOWING, STATUS.key, origin=ORIGIN).about == {
        "address": "/hub?range=last-week",
        "part": "chart",
        "key": "messages_by_status",
        "title": "Messages by Status",
        "as_of": "2026-03-11T12:07:30Z",
        "zone": "Europe/Berlin",
        "period": "Mar 2, 2026 to Mar 8, 2026 (Last Week)",
    }


def test_a_picture_looks_as_it_is_asked_to():
    picture = picture_of(
        SHOWING,
        STATUS.key,
        theme=Theme.DARK,
        width=640,
        height=480,
        scale=1,
        format=PictureFormat.SVG,
    )
    assert (picture.theme, picture.width, picture.height) == (Theme.DARK, 640, 480)
    assert (picture.scale, picture.format.media_type) == (1, "image/svg+xml")


def test_there_is_no_picture_of_a_chart_that_is_not_there():
    with pytest.raises(NotFound, match="'nothing' on Analytics Hub"):
        picture_of(SHOWING, "nothing")


def test_a_process_that_draws_nothing_says_so():
    with pytest.raises(Unavailable, match="draws nothing"):
        NoPainter().paint(picture_of(SHOWING, STATUS.key))
