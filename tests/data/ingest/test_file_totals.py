"""A row of totals is read for what it counts, and what can't be counted is said by line."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.errors import BadRequest
from data.ingest.file_events import Choice, Reader
from data.ingest.file_guess import guess, ready_made
from data.ingest.file_mapping import FileMapping, checked
from data.ingest.file_totals import TotalsReader, count_in, not_taken

COLUMNS = ("Name", "When", "Sent", "Arrived", "Bounces", "Rate")
MAPPING = FileMapping(
    key="house",
    label="House",
    columns={
        "Name": "campaign_name",
        "When": "time",
        "Sent": "total:sent",
        "Arrived": "total:delivered",
        "Bounces": "total:failed",
    },
    channel="email",
)


def reader(*, make: bool = True, **known: int) -> TotalsReader:
    """One that reads tables with COLUMNS, where the campaigns `known` are known."""
    choice = Choice(ZoneInfo("UTC"), make=make)
    return TotalsReader(Reader(MAPPING, choice, COLUMNS, known.get))


def row(*cells: str) -> dict[str, str]:
    """A row of such a table."""
    return dict(zip(COLUMNS, cells, strict=False))


@pytest.mark.parametrize(
    ("text", "count"), [("0", 0), ("1,234", 1234), ("1,234,567", 1234567), ("12.0", 12)]
)
def test_a_count_is_whole(text: str, count: int) -> None:
    """With or without marks between its thousands, and as a workbook writes it."""
    assert count_in(text, "Sent") == count


@pytest.mark.parametrize("text", ["12.5%", "12 %", "-1", "1.5", "many", "1,23", "١٢"])
def test_what_is_no_count_is_refused_with_its_column(text: str) -> None:
    """Shares above all: they are computed."""
    with pytest.raises(BadRequest, match="^Sent: "):
        count_in(text, "Sent")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("", "2026-03-01", "5"), "names no campaign"),
        (("A", "2026-03-01"), "says no count"),
        (("A", "2026-03-01", "5", "4", "2"), "6 were delivered or failed, of 5"),
        (("A", "", "5"), "does not say when it was sent"),
        (("A", "soon", "5"), "'soon' is not a time"),
        (("Twice", "2026-03-01", "5"), "second row of 'Twice', after line 2"),
    ],
    ids=["nobody", "nothing", "too-many", "never", "soon", "twice"],
)
def test_a_bad_row_says_what_is_wrong_in_it(cells: tuple[str, ...], said: str) -> None:
    """And the rows beside it are read."""
    one = reader()
    assert one.row(row("Twice", "2026-03-01", "7", "7"), 2)
    with pytest.raises(BadRequest, match=said):
        one.row(row(*cells), 3)


def test_an_unknown_campaign_is_refused_unless_it_is_to_be_made() -> None:
    """One that is known need not say when it was sent."""
    with pytest.raises(BadRequest, match="'A', which is not known here"):
        reader(make=False).row(row("A", "2026-03-01", "5"), 2)
    found = reader(make=False, A=7).row(row("A", "", "5"), 2)
    assert found is not None
    assert (found.external_id, found.at, dict(found.counts)) == ("A", None, {"sent": 5})


def test_what_is_not_taken_is_named() -> None:
    """Every column that has no meaning."""
    assert not_taken(COLUMNS, reader().reader) == ("Rate",)


def test_the_columns_of_any_table_of_totals_are_guessed() -> None:
    """Each total once, shares never, and a column of times is none of counts."""
    cells: dict[str, Any] = {
        "Email name": "Spring",
        "Send date": "2026-03-01 10:00",
        "Sent": "1,000",
        "Delivered": "990",
        "Opened": "200",
        "Opens": "350",
        "Open rate": "20.2%",
        "Clicked": "3.1%",
        "Clicks": "31",
        "Bounced": "10",
    }
    found = guess(tuple(cells), [cells])
    assert dict(checked(found).columns) == {
        "Email name": "campaign_name",
        "Send date": "time",
        "Sent": "total:sent",
        "Delivered": "total:delivered",
        "Opened": "total:opened",
        "Opens": "total:human_opens",
        "Open rate": "ignored",
        "Clicked": "ignored",
        "Clicks": "total:clicks",
        "Bounced": "total:failed",
    }


def test_several_columns_of_one_total_add_up() -> None:
    """Iterable has the same total for each channel, of which a campaign has one."""
    columns = ("id", "start_at", "total_email_sends", "total_email_delivered", "total_sms_sent")
    mapping = ready_made(columns)
    assert mapping is not None
    assert mapping.key == "iterable-campaigns"
    one = TotalsReader(Reader(mapping, Choice(ZoneInfo("UTC"), make=True), columns, {}.get))
    cells = dict(zip(columns, ("9", "2026-03-01 10:00:00", "3", "", "40"), strict=True))
    found = one.row(cells, 2)
    assert found is not None
    assert dict(found.counts) == {"sent": 43}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Rate": "total:unsubscribed"}, "'total:unsubscribed' is no total"),
        ({"Rate": "recipient"}, "about no single event or person"),
    ],
    ids=["no-such-tally", "a-person"],
)
def test_a_mapping_of_totals_knows_no_people_and_no_other_totals(
    change: dict[str, str], said: str
) -> None:
    """It is refused by the column."""
    with pytest.raises(BadRequest, match=f"columns.Rate: .*{said}"):
        checked(FileMapping("house", "House", columns={**MAPPING.columns, **change}))
