"""Does a tile say whether its figure is what it should be?"""

from __future__ import annotations

import pytest

from components.kpi_tile import kpi_tile
from data.errors import BadRequest, NotFound
from data.report import Kpi
from data.services import Services
from data.targets import SUGGESTIONS, aimed
from data.vocabulary.formats import Unit
from tests.conftest import SetClock
from tests.data.sent_hours import campaign
from tests.drawn import by_class, text

RATE = Kpi("delivery_rate", "Delivery Rate", 0.938, Unit.SHARE)
SENT = Kpi("total_sent", "Total Messages Sent", 1_200, Unit.COUNT)


def put(services: Services, **filled: str) -> None:
    usual = {"metric": "delivery_rate", "bound": "at-least", "value": "95", "scope": "workspace"}
    services.targets.put({**usual, **filled}, "Ada")


@pytest.mark.parametrize(
    ("filled", "kpi", "said", "met"),
    [
        ({}, RATE, "Target at least 95.0 %: missed by 1.2 points", False),
        ({"value": "93.8"}, RATE, "Target at least 93.8 %: met", True),
        (
            {"value": "93.81"},
            RATE,
            "Target at least 93.8 %: missed by less than 0.1 points",
            False,
        ),
        ({"bound": "at-most"}, RATE, "Target at most 95.0 %: met", True),
        (
            {"metric": "total_sent", "bound": "at-most", "value": "1000"},
            SENT,
            "Target at most 1,000: missed by 200",
            False,
        ),
        ({"metric": "total_sent", "value": "1000"}, SENT, "Target at least 1,000: met", True),
        (
            {},
            Kpi("delivery_rate", "Delivery Rate", None, Unit.SHARE),
            "Target at least 95.0 %: nothing to judge yet",
            None,
        ),
    ],
)
def test_a_target_is_said_in_the_figures_own_unit(
    lite: Services, filled: dict[str, str], kpi: Kpi, said: str, met: bool | None
):
    put(lite, **filled)
    (aimed_at,) = aimed(lite.engine, [kpi])
    assert aimed_at.aim is not None
    assert (aimed_at.aim.said, aimed_at.aim.met) == (said, met)


def test_the_most_special_target_counts(services: Services):
    one = campaign(services)

    def value() -> str:
        (found,) = aimed(services.engine, [RATE], campaign=one)
        return found.aim.said if found.aim else ""

    for said, filled in (
        ("90.0 %", {"value": "90"}),
        ("91.0 %", {"value": "91", "scope": "channel", "channel": "sms"}),
        ("92.0 %", {"value": "92", "scope": "type", "type": "sms"}),
        ("93.0 %", {"value": "93", "scope": "campaign", "campaign": str(one.id)}),
    ):
        put(services, **filled)
        assert said in value()
    (by_channel,) = aimed(services.engine, [RATE], channel="email")
    assert by_channel.aim is not None
    assert "90.0 %" in by_channel.aim.said


def test_of_one_figure_and_scope_there_is_one_target(services: Services):
    put(services)
    put(services, value="96")
    (target,) = services.targets.list()
    assert target.value == 0.96
    services.targets.remove(target.id)
    assert services.targets.list() == ()
    with pytest.raises(NotFound):
        services.targets.remove(target.id)


def test_suggestions_say_where_they_come_from_and_can_be_taken_over(lite: Services):
    assert all(one.source for one in SUGGESTIONS)
    made = lite.targets.suggest("open_rate", "Ada")
    assert (made.value, made.bound.value) == (0.25, "at-least")
    with pytest.raises(NotFound):
        lite.targets.suggest("total_sent", "Ada")


def test_the_tile_says_it_in_words(lite: Services, clock: SetClock):
    put(lite)
    (kpi,) = aimed(lite.engine, [RATE])
    tile = kpi_tile(kpi, lite.zone, clock())
    (aim,) = by_class(tile, "kpi-aim")
    assert text(aim) == "Target at least 95.0 %: missed by 1.2 points"


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        ("metric", {"metric": "nothing"}),
        ("bound", {"bound": "about"}),
        ("value", {"value": ""}),
        ("value", {"value": "101"}),
        ("scope", {"scope": "planet"}),
        ("channel", {"scope": "channel", "channel": "fax"}),
        ("type", {"scope": "type"}),
        ("campaign", {"scope": "campaign", "campaign": "99"}),
    ],
)
def test_a_wrong_field_is_named(lite: Services, field: str, filled: dict[str, str]):
    with pytest.raises(BadRequest) as caught:
        put(lite, **filled)
    assert caught.value.where == field
