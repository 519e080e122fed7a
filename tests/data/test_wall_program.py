"""What a wall shows now: sends first, nothing empty, nothing that is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from data.campaign import Campaign
from data.report import Chart, ChartKind
from data.vocabulary.campaign_state import Group, State
from data.wall import Entry, EntryKind, Moving, Slide, Value, Wall
from data.wall_program import JUST, MOST_CAMPAIGNS, program

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def campaign(number: int, state: State) -> Campaign:
    group = Group.MESSAGING if state is State.IN_PROGRESS else Group.INTERACTIVE
    return Campaign(number, f"C{number}", group, "sms", "sms", "1", state, NOW, "2026-03")


def moving(number: int, state: State, ago: timedelta, is_sending: bool = False) -> Moving:
    return Moving(campaign(number, state), NOW - ago, is_sending)


def slide(key: str, *values: str, chart: Chart | None = None, seconds: int = 15) -> Slide:
    shown = tuple(Value("Sent", text, blank=text == "0") for text in values)
    return Slide(key, seconds, key, "", "", ZoneInfo("UTC"), shown, chart)


@dataclass
class Made:
    """A stage whose campaigns and figures are written down; it tells of campaigns by number."""

    campaigns: tuple[Moving, ...] = ()
    figures: Mapping[str, tuple[Slide, ...]] = field(default_factory=dict)

    def moving(self) -> tuple[Moving, ...]:
        return self.campaigns

    def of(self, one: Moving, seconds: int) -> Slide:
        return slide(f"campaign-{one.campaign.id}", "7", seconds=seconds)

    def slides(self, entry: Entry) -> tuple[Slide, ...]:
        return self.figures.get(entry.address, ())


def keys(entries: tuple[Entry, ...], stage: Made, takeover: bool = True) -> list[str]:
    wall = Wall("w1", "Lobby", entries, takeover)
    return [one.key for one in program(wall, NOW, stage)]


BOARD = Entry(EntryKind.BOARD, "/dashboards/messaging")
LIVE = Entry(EntryKind.LIVE)
FIGURES = {BOARD.address: (slide("figures", "5"),)}


@pytest.mark.parametrize("state", [State.LIVE, State.IN_PROGRESS], ids=str)
def test_a_campaign_that_has_just_begun_is_all_there_is(state: State) -> None:
    stage = Made((moving(1, state, JUST),), FIGURES)
    assert keys((BOARD,), stage) == ["campaign-1"]


@pytest.mark.parametrize("state", [State.LIVE, State.IN_PROGRESS], ids=str)
def test_ten_minutes_later_the_list_is_back(state: State) -> None:
    stage = Made((moving(1, state, JUST + timedelta(seconds=1)),), FIGURES)
    assert keys((BOARD,), stage) == ["figures"]


def test_a_send_stays_while_messages_leave() -> None:
    stage = Made((moving(1, State.IN_PROGRESS, 9 * HOUR, is_sending=True),), FIGURES)
    assert keys((BOARD,), stage) == ["campaign-1"]


def test_of_several_the_newest_comes_first_and_those_that_only_go_on_stay_away() -> None:
    stage = Made(
        (
            moving(1, State.IN_PROGRESS, 2 * HOUR, is_sending=True),
            moving(2, State.LIVE, timedelta(minutes=1)),
            moving(3, State.LIVE, 2 * HOUR),
        ),
        FIGURES,
    )
    assert keys((BOARD, LIVE), stage) == ["campaign-2", "campaign-1"]


def test_what_takes_over_says_so() -> None:
    stage = Made((moving(1, State.LIVE, timedelta(0)),))
    assert [one.takes_over for one in program(Wall("w1", "", (LIVE,)), NOW, stage)] == [True]
    stage = Made((moving(1, State.LIVE, HOUR),))
    assert [one.takes_over for one in program(Wall("w1", "", (LIVE,)), NOW, stage)] == [False]


def test_a_wall_can_keep_to_its_list() -> None:
    stage = Made((moving(1, State.LIVE, timedelta(0)),), FIGURES)
    assert keys((BOARD, LIVE), stage, takeover=False) == ["figures", "campaign-1"]


def test_a_campaign_that_begins_in_the_future_by_its_clock_does_not_take_over() -> None:
    stage = Made((moving(1, State.LIVE, -HOUR),), FIGURES)
    assert keys((BOARD,), stage) == ["figures"]


def test_every_campaign_that_moves_has_a_slide_the_newest_first_and_not_more_than_twelve() -> None:
    many = tuple(moving(n, State.LIVE, n * HOUR) for n in range(1, 20))
    expected = [f"campaign-{n}" for n in range(1, MOST_CAMPAIGNS + 1)]
    assert keys((LIVE,), Made(many)) == expected


def test_a_single_campaign_drops_out_when_it_is_finished() -> None:
    entry = Entry(EntryKind.CAMPAIGN, key="7", seconds=30)
    going = Made((moving(7, State.LIVE, HOUR), moving(8, State.LIVE, HOUR)))
    assert keys((entry,), going) == ["campaign-7"]
    assert program(Wall("w1", "", (entry,)), NOW, going)[0].seconds == 30
    assert keys((entry,), Made((moving(8, State.LIVE, HOUR),))) == []


def test_a_campaign_that_is_named_twice_is_shown_once() -> None:
    entries = (Entry(EntryKind.CAMPAIGN, key="2"), LIVE)
    stage = Made((moving(1, State.LIVE, HOUR), moving(2, State.LIVE, 2 * HOUR)))
    assert keys(entries, stage) == ["campaign-2", "campaign-1"]


def chart(*amounts: int | None) -> Chart:
    rows = [{"day": n, "sent": amount} for n, amount in enumerate(amounts)]
    return Chart("c", "C", ChartKind.BARS, rows, "day", "sent", "")


@pytest.mark.parametrize(
    ("shown", "there"),
    [
        (slide("s"), False),
        (slide("s", "0", "0"), False),
        (slide("s", "0", "3"), True),
        (slide("s", chart=chart()), False),
        (slide("s", chart=chart(0, None)), False),
        (slide("s", chart=chart(0, 1)), True),
    ],
    ids=["nothing", "zeros", "one figure", "no rows", "empty rows", "one row"],
)
def test_a_slide_without_figures_is_left_out(shown: Slide, there: bool) -> None:
    stage = Made(figures={BOARD.address: (shown, slide("other", "1"))})
    assert keys((BOARD,), stage) == ["s", "other"][not there :]


def test_an_address_that_leads_nowhere_leaves_the_others_alone() -> None:
    gone = Entry(EntryKind.CHART, "/gone", "c")
    assert keys((gone, BOARD), Made(figures=FIGURES)) == ["figures"]
