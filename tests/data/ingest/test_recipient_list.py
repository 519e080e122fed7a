"""What does a list of recipients say, however it was written?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ingest.csv_rows import csv_rows
from data.ingest.recipient_list import parse_csv, parse_typed

A, B, C = "+491511234561", "+491511234562", "+491511234563"
CHANNELS = ("sms", "email", "push", "rcs", "whatsapp", "")


def recipients(text: str, channel: str = "sms") -> list[str]:
    return [one.recipient for one in parse_csv(text.encode(), channel).entries]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_names_survive_every_encoding_separator_and_line_end(
    encoding: str, separator: str, newline: str
) -> None:
    rows = (("First Name", "Mobile Number", "City"), ("Zoë", A, "Köln"), ("Bö", B, ""))
    content = newline.join(separator.join(row) for row in rows).encode(encoding)
    parsed = parse_csv(content, "sms")
    assert parsed.columns == ("first_name", "city")
    assert [(one.recipient, dict(one.fields)) for one in parsed.entries] == [
        (A, {"first_name": "Zoë", "city": "Köln"}),
        (B, {"first_name": "Bö"}),
    ]


def test_an_address_is_read_however_its_owner_writes_it() -> None:
    assert recipients("number\n+49 (151) 123-4561\n00491511234562\n'+49/151.1234563") == [A, B, C]
    assert recipients("email\n Ana.Díaz+x@Example.COM ", "email") == ["ana.díaz+x@example.com"]


def test_somebody_twice_is_kept_once_and_counted() -> None:
    parsed = parse_csv(f"number,name\n{A},first\n{B},x\n+49 1511234561,second".encode(), "sms")
    assert [(one.recipient, one.fields["name"]) for one in parsed.entries] == [
        (A, "first"),
        (B, "x"),
    ]
    assert (parsed.total, parsed.duplicates, parsed.errors) == (3, 1, ())


def test_a_file_without_headings_is_taken_by_its_looks() -> None:
    parsed = parse_csv(f"Ana;{A}\nBo;{B}".encode(), "sms")
    assert [one.recipient for one in parsed.entries] == [A, B]
    assert [dict(one.fields) for one in parsed.entries] == [{"column_1": "Ana"}, {"column_1": "Bo"}]


def test_a_column_is_found_by_its_looks_where_no_heading_says_it() -> None:
    assert recipients(f"who,where\nAna,{A}\nBo,{B}") == [A, B]
    parsed = parse_csv(b"who,where\nAna,here", "sms")
    assert (parsed.entries, [error.line for error in parsed.errors]) == ((), [1])
    assert "no column has phone numbers" in str(parsed.errors[0])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("", None),
        ("0151 1234", "not an international number"),
        ("+49", "not an international number"),
        ("4.91511E+12", "not an international number"),
        ("+491511234561,a,b", "has 3 cells under 2 headings"),
        (",Ana", "the number is missing"),
        ("+491511234561," + "x" * 1001, "at most 1,000 characters"),
    ],
    ids=str,
)
def test_a_bad_row_is_named_by_its_line(row: str, said: str | None) -> None:
    """The rows around it are taken all the same."""
    parsed = parse_csv(f"number,name\n\n{B},ok\n{row}\n{C},ok".encode(), "sms")
    assert [one.recipient for one in parsed.entries] == [B, C]
    if said is None:
        assert parsed.errors == ()
    else:
        assert [(error.line, said.lower() in error.reason.lower()) for error in parsed.errors] == [
            (4, True)
        ]


def test_a_row_over_several_lines_is_named_by_its_first() -> None:
    content = f'number,name\n{A},"two\nlines"\nbad,x'.encode()
    assert [error.line for error in parse_csv(content, "sms").errors] == [4]


def test_a_quotation_mark_that_is_never_closed_is_told_and_not_raised() -> None:
    content = f'number\n{A}\n"{"x" * 200_000}'.encode()
    errors = parse_csv(content, "sms").errors
    assert [error.line for error in errors] == [3]
    assert "quotation mark" in errors[0].reason


def test_typed_recipients_stand_a_line_each_or_between_separators() -> None:
    parsed = parse_typed(f" {A} \n{B}, {C};{A}\n\nnobody", "sms")
    assert [one.recipient for one in parsed.entries] == [A, B, C]
    assert (parsed.total, parsed.duplicates) == (5, 1)
    assert [error.line for error in parsed.errors] == [4]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n\n", b" ; ; \n"], ids=repr)
def test_a_file_of_nothing_says_so(content: bytes) -> None:
    parsed = parse_csv(content, "sms")
    assert str(parsed.errors[0]) == "Line 1: the file is empty"
    assert parsed.total == 0


_cells = st.sampled_from(
    [A, "a@b.cd", "", '"', '"x', "'", "\x00", "\ud83d", "=1+1", "number", "\r", "é"]
)
_texts = st.lists(st.lists(_cells, max_size=4), max_size=8).map(
    lambda rows: "\n".join(",".join(row) for row in rows)
)
_contents = st.binary(max_size=400) | _texts.map(lambda t: t.encode("utf-8", "surrogatepass"))


@settings(max_examples=300, deadline=None)
@given(content=_contents, channel=st.sampled_from(CHANNELS))
def test_whatever_the_bytes_nothing_is_raised_and_every_row_is_accounted_for(
    content: bytes, channel: str
) -> None:
    parsed = parse_csv(content, channel)
    if parsed.total:
        assert len(parsed.entries) + len(parsed.errors) + parsed.duplicates == parsed.total
    addresses = [one.recipient for one in parsed.entries]
    assert len(set(addresses)) == len(addresses)
    assert all(address and "\x00" not in address for address in addresses)
    lines = [row.line for row in csv_rows(content)]
    assert all(error.line in (lines or [1]) for error in parsed.errors)
    assert lines == sorted(lines)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=200), channel=st.sampled_from(CHANNELS))
def test_whatever_is_typed_nothing_is_raised(text: str, channel: str) -> None:
    parsed = parse_typed(text, channel)
    assert len(parsed.entries) + len(parsed.errors) + parsed.duplicates == parsed.total
