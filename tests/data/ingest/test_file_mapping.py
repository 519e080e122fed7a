"""What a column means is guessed from it, and cells are read in the ways they are written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.errors import BadRequest
from data.ingest.file_events import Choice, Reader, amount
from data.ingest.file_guess import guess
from data.ingest.file_mapping import FileMapping, Role, checked, document, parse
from data.ingest.file_mappings import FILE_MAPPINGS
from data.ingest.file_times import form_of, moment_of

BERLIN, UTC_ZONE = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


def reader(mapping: FileMapping, columns: tuple[str, ...], **choice: Any) -> Reader:
    said = Choice(**{"zone": UTC_ZONE, "campaign_id": 1, **choice})
    return Reader(mapping, said, columns, lambda name: 7 if name == "known" else None)


def mapping(**more: Any) -> FileMapping:
    columns = {"who": Role.RECIPIENT, "when": Role.TIME, "what": Role.WORD, **more}
    words = {"sent": "fate:sent", "click": "fate:clicked"}
    return FileMapping("house", "House", columns=columns, words=words, channel="email")


@pytest.mark.parametrize(
    ("text", "form", "zone"),
    [
        ("2026-03-11 12:00:00 UTC", "", BERLIN),
        ("2026-03-11T13:00:00+01:00", "", UTC_ZONE),
        ("2026-03-11 13:00", "", BERLIN),
        ("1773230400", "", BERLIN),
        ("1773230400000", "", BERLIN),
        ("11.03.2026 13:00", "day.month.year", BERLIN),
        ("11/03/2026 12:00:00", "day/month/year", UTC_ZONE),
        ("03/11/2026 12:00 PM", "month/day/year", UTC_ZONE),
        ("Mar 11, 2026 12:00 PM", "month day, year", UTC_ZONE),
    ],
    ids=lambda value: str(value),
)
def test_a_moment_is_read_in_each_form(text: str, form: str, zone: ZoneInfo) -> None:
    """A zone in the text counts before the one that is set."""
    assert moment_of(text, form, zone) == NOON


def test_a_day_alone_begins_in_its_zone_and_nonsense_is_no_time() -> None:
    """A day that does not exist is nonsense, too."""
    assert moment_of("2026-03-11", "", BERLIN) == datetime(2026, 3, 10, 23, tzinfo=UTC)
    for text in ("", "soon", "2026-13-01 10:00:00", "17", "2026-02-30"):
        with pytest.raises(BadRequest, match="is not a time"):
            moment_of(text, "", BERLIN)


def test_the_form_of_times_is_the_one_in_which_all_can_be_read() -> None:
    """One cell with a thirteenth month tells the two apart."""
    assert form_of(["03/11/2026 10:00", "13/11/2026 10:00"]) == "day/month/year"
    assert form_of(["03/11/2026 10:00", "11/13/2026 10:00"]) == "month/day/year"
    assert form_of(["13/11/2026 10:00", "11/13/2026 10:00"]) is None
    assert form_of(["", "1773230400000"]) == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5%", 0.125),
        ("$1,234.50", 1234.5),
        ("1.234,50 €", 1234.5),
        ("1,234", 1234.0),
        ("12,5", 12.5),
        ("-0.0075", -0.0075),
        ("none", None),
        ("", None),
    ],
    ids=lambda value: str(value),
)
def test_an_amount_is_read_with_its_marks(text: str, value: float | None) -> None:
    """Whichever of comma and point comes last cuts off the decimals."""
    assert amount(text) == value


def test_a_click_is_two_events_and_ids_repeat_across_words() -> None:
    """The same row twice is the same two events where it has an id."""
    own = reader(mapping(id=Role.EVENT, url=Role.LINK), ("who", "when", "what", "id", "url"))
    row = {"who": "a@x", "when": "2026-03-11 12:00:00", "what": "Click", "id": "1", "url": "u"}
    first, second = own.events(row)
    assert (first["type"], first["data"]["status"]) == ("message.status", "CLICK")
    assert (second["type"], second["data"]["link"]) == ("link.click", "u")
    assert own.events(row) == (first, second)
    other = own.events({**row, "what": "Sent"})[0]
    assert other["id"] != first["id"]


def test_rows_without_an_id_are_told_by_content_and_by_how_many_were_alike() -> None:
    """So that two equal rows are two events, and the same two when the file comes again."""
    row = {"who": "a@x", "when": "2026-03-11 12:00:00", "what": "sent", "id": ""}
    columns = ("who", "when", "what", "id")
    runs = []
    for _ in range(2):
        one = reader(mapping(id=Role.EVENT), columns)
        runs.append([one.events(row)[0]["id"] for _ in range(2)])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 2


def test_json_in_a_cell_is_a_column_inside_a_column() -> None:
    """Broken JSON says nothing."""
    one = reader(mapping(**{"more.page.url": Role.LINK}), ("who", "when", "what", "more"))
    row = {"who": "a@x", "when": "1773230400000", "what": "sent", "more": '{"page":{"url":"u"}}'}
    assert one.events(row)[0]["data"]["link"] == "u"
    assert "link" not in one.events({**row, "more": '{"page":'})[0]["data"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": "gone"}, "'gone' has no meaning"),
        ({"what": ""}, "does not say what happened"),
        ({"when": ""}, "does not say when"),
        ({"when": "soon"}, "is not a time"),
        ({"who": ""}, "neither a recipient nor a message"),
        ({"via": "pigeon"}, "channel 'pigeon' is none of"),
    ],
    ids=["word", "no-word", "no-time", "time", "nobody", "channel"],
)
def test_a_row_that_can_not_be_read_says_why(change: dict[str, str], said: str) -> None:
    """In a sentence about the row."""
    one = reader(mapping(via=Role.CHANNEL), ("who", "when", "what", "via"))
    row = {"who": "a@x", "when": "2026-03-11 12:00:00", "what": "sent", "via": "sms"}
    assert one.events(row)[0]["data"]["channel"] == "sms"
    with pytest.raises(BadRequest, match=said):
        one.events({**row, **change})


def test_a_campaign_is_known_by_its_own_name_or_by_the_systems() -> None:
    """A row that names none is refused, unless all belong to one."""
    own = reader(mapping(c=Role.CAMPAIGN), ("who", "when", "what", "c"), campaign_id=None)
    row = {"who": "a@x", "when": "2026-03-11 12:00:00", "what": "sent", "c": "known"}
    assert own.events(row)[0]["data"]["external_id"] == "known"
    assert own.events({**row, "c": "9"})[0]["data"]["external_id"] == "house:9"
    with pytest.raises(BadRequest, match="names no campaign"):
        own.events({**row, "c": ""})


def test_columns_are_guessed_by_name_and_by_what_stands_in_them() -> None:
    """Names in other words and languages, camel case, and no name at all."""
    found = guess(
        ("Empfänger", "eventType", "X", "campaignName", "Notes"),
        [
            {
                "Empfänger": f"p{n}@example.com",
                "eventType": ("Delivered", "opened", "hard-bounce")[n],
                "X": "11.03.2026 10:00",
                "campaignName": "Spring",
                "Notes": "call again",
            }
            for n in range(3)
        ],
    )
    assert dict(found.columns) == {
        "Empfänger": "recipient",
        "eventType": "word",
        "X": "time",
        "campaignName": "campaign_name",
        "Notes": "ignored",
    }
    assert (found.channel, found.time_format) == ("email", "day.month.year")
    assert found.words == {
        "delivered": "fate:delivered",
        "opened": "fate:seen",
        "hard-bounce": "fate:unreachable",
    }


def test_a_mapping_is_the_same_after_json_and_a_wrong_one_is_refused_by_field() -> None:
    """Each ready-made one fits its own rules."""
    for one in FILE_MAPPINGS.values():
        again = parse(document(checked(one)), one.key)
        assert document(again) == document(one)
    good = document(mapping())
    for change, said in (
        ({"columns": {"who": "owner"}}, "columns.who: 'owner' is nothing"),
        ({"columns": {"who": "recipient"}}, "No column says when"),
        ({"columns": {"when": "time"}}, "No column says what"),
        ({"words": {"sent": "fate:flown"}}, "words.sent: 'fate:flown' is no meaning"),
        ({"channel": "pigeon"}, "'pigeon' is none of the channels"),
        ({"time": "moon"}, "'moon' is no form of time"),
        ({"shoe": "1"}, "'shoe' is not a field"),
    ):
        with pytest.raises(BadRequest, match=said):
            parse({**good, **change}, "house")
    with pytest.raises(BadRequest, match="JSON object"):
        parse([], "house")
