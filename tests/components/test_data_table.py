"""A page of a table: cells, sort links, pager, emptiness."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from components.data_table import data_table
from data.report import Column, Table
from data.vocabulary.formats import Unit
from tests.drawn import all_by_role, all_of, by_role, cells, name, prop, text

BERLIN = ZoneInfo("Europe/Berlin")
COLUMNS = (
    Column("id", "ID"),
    Column("last", "Last Activity", time=True),
    Column("sent", "Sent", Unit.COUNT),
    Column("rate", "Delivery Rate", Unit.SHARE, sortable=False),
)
ROW = {"id": "+491", "last": datetime(2022, 2, 9, 12, 7, tzinfo=UTC), "sent": 1234, "rate": 0.973}


def page(rows=1, total=None, **more) -> Table:
    some = [ROW] * rows
    return Table("people", "Participants", COLUMNS, some, rows if total is None else total, **more)


def link(params) -> str:
    return "?" + urlencode(params)


def hrefs(part) -> dict[str, str]:
    return {text(a).rstrip("↑↓ "): a.href for a in all_of(part, "Link")}


def test_numbers_shares_and_times_are_formatted_as_everywhere():
    drawn = data_table(page(), BERLIN)
    assert cells(drawn) == [["+491", "Feb 9, 2022, 1:07 PM", "1,234", "97.3 %"]]


def test_a_time_tells_programs_the_moment_in_utc():
    (time,) = all_of(data_table(page(), BERLIN), "Time")
    assert time.dateTime == "2022-02-09T12:07:00Z"


def test_nothing_is_a_dash_and_never_an_error():
    """F280."""
    empty_row = Table("t", "T", COLUMNS, [dict.fromkeys(ROW)], 1)
    assert cells(data_table(empty_row, BERLIN)) == [["–", "–", "–", "–"]]


def test_numbers_stand_at_the_right():
    drawn = data_table(page(), BERLIN)
    assert [prop(td, "className") for td in all_of(drawn, "Td")] == [None, None, "num", "num"]


def test_a_table_has_a_caption_and_column_heads_with_scope():
    table = by_role(data_table(page(), BERLIN), "table")
    assert text(all_of(table, "Caption")) == "Participants"
    assert {prop(th, "scope") for th in all_of(table, "Th")} == {"col"}


def test_text_from_outside_stays_text_whatever_its_direction():
    evil = "<img src=x onerror=alert(1)> مرحبا"
    table = Table("t", "T", (Column("id", "ID"),), [{"id": evil}], 1)
    (isolated,) = all_of(data_table(table, BERLIN), "Bdi")
    assert text(isolated) == evil


def test_the_sorted_column_says_its_direction():
    drawn = data_table(page(sort="-sent"), BERLIN, link=link)
    order = {text(th).rstrip("↑↓ "): prop(th, "aria-sort") for th in all_of(drawn, "Th")}
    assert order == {
        "ID": "none",
        "Last Activity": "none",
        "Sent": "descending",
        "Delivery Rate": None,
    }


@pytest.mark.parametrize(("sort", "then"), [("-sent", "sent"), ("sent", "-sent"), ("", "-sent")])
def test_a_head_leads_to_the_other_order_from_the_first_page_on(sort, then):
    drawn = data_table(page(sort=sort, page=3, size=1, total=9), BERLIN, link=link)
    assert hrefs(drawn)["Sent"] == link({"sort": then, "page": "0"})


def test_words_are_first_sorted_from_a_on_and_times_from_the_latest_on():
    drawn = data_table(page(), BERLIN, link=link)
    assert hrefs(drawn)["ID"] == link({"sort": "id", "page": "0"})
    assert hrefs(drawn)["Last Activity"] == link({"sort": "-last", "page": "0"})


def test_a_column_that_can_not_be_sorted_has_no_link():
    assert "Delivery Rate" not in hrefs(data_table(page(), BERLIN, link=link))


def test_the_pager_says_which_rows_of_how_many():
    drawn = data_table(page(25, total=1234, page=1, size=25), BERLIN, link=link)
    pager = by_role(drawn, "navigation", "Pages of Participants")
    assert "Rows 26–50 of 1,234" in text(pager)
    assert hrefs(pager) == {
        "First": "?page=0",
        "Previous": "?page=0",
        "Next": "?page=2",
        "Last": "?page=49",
    }


def test_the_first_page_leads_only_onwards_and_the_last_only_back():
    first = data_table(page(25, total=60, page=0, size=25), BERLIN, link=link)
    last = data_table(page(10, total=60, page=2, size=25), BERLIN, link=link)
    assert set(hrefs(by_role(first, "navigation"))) == {"Next", "Last"}
    assert set(hrefs(by_role(last, "navigation"))) == {"First", "Previous"}
    assert "Rows 51–60 of 60" in text(last)


def test_a_page_past_the_end_leads_back_to_the_last_one():
    drawn = data_table(page(0, total=60, page=9, size=25), BERLIN, link=link)
    assert "past the last of 60 rows" in text(drawn)
    assert hrefs(by_role(drawn, "navigation"))["Previous"] == "?page=2"


def test_one_page_needs_no_pager():
    drawn = data_table(page(3, size=25), BERLIN, link=link)
    assert all_by_role(drawn, "navigation") == []
    assert "Rows 1–3 of 3" in text(drawn)


def test_an_empty_table_says_so_instead_of_showing_heads():
    drawn = data_table(page(0), BERLIN, empty="Nobody took part yet.")
    assert all_of(drawn, "Table") == []
    assert "Nobody took part yet." in text(drawn)


def test_a_table_exports_its_rows_as_csv():
    """F277."""
    drawn = data_table(page(), BERLIN, csv="/api/people.csv")
    assert by_role(drawn, "link", "Download CSV").href == "/api/people.csv"


def test_a_wide_table_scrolls_in_a_named_place_that_the_keyboard_reaches():
    region = by_role(data_table(page(), BERLIN), "region")
    assert prop(region, "tabIndex") == 0
    assert name(region) == "Participants, scrolls sideways"
