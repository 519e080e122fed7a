"""Which subscribers does a CSV file bring?"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from data.ingest.subscriber_list import parse_subscribers
from data.subscriber_draft import SubscriberDraft, checked

SMS = frozenset({"sms"})
HEADINGS = "First Name;Surname;Mobile Number;WhatsApp;E-Mail;Tags;Shoe size\n"


def test_columns_are_known_by_what_people_call_them() -> None:
    row = "Zoë;Adler;+49 151 1234561;+447700900123;ZOE@Example.com;VIP|Berlin;38\n"
    listed = parse_subscribers((HEADINGS + row).encode(), SMS)
    assert listed.bad == ()
    assert listed.good[0].draft == SubscriberDraft(
        "Zoë",
        "Adler",
        {"sms": "+491511234561", "whatsapp": "+447700900123", "email": "zoe@example.com"},
        frozenset({"vip", "berlin"}),
    )
    assert listed.columns["number"] == "Mobile Number"
    assert listed.ignored == ("Shoe size",)


def test_a_number_is_for_the_channels_that_were_agreed_to() -> None:
    content = b"number\n+491511234561\n"
    both = parse_subscribers(content, frozenset({"sms", "rcs"})).good[0].draft.addresses
    assert sorted(both) == ["rcs", "sms"]
    none = parse_subscribers(content, frozenset())
    assert "needs a number or an email" in none.bad[0].reason


def test_each_bad_row_says_its_line_and_why() -> None:
    rows = (
        ";;;;;;",
        "A;;017;;;;",
        "B;;;;no address;;",
        f"{'x' * 201};;+491511234561;;;;",
        "C;;+491511234562;;;;",
        "D;;;+491511234562;;;",
        "E;;+491511234563;;;;;;",
        "F;;;;;vip;",
    )
    listed = parse_subscribers((HEADINGS + "\n".join(rows)).encode(), SMS)
    assert [row.draft.first_name for row in listed.good] == ["C"]
    assert [(bad.line, bad.reason.split(":")[0]) for bad in listed.bad] == [
        (3, "'017' is not an international number like +4915112345678"),
        (4, "'no address' is not an email address like ana@example.com"),
        (5, "first name"),
        (7, "the same address stands on line 6"),
        (8, "has 9 cells under 7 headings"),
        (9, "A subscriber needs a number or an email address"),
    ]
    assert listed.total == 7


_cells = st.sampled_from(
    ["+491511234561", "a@b.cd", "", '"', "\x00", "\ud83d", "number", "email", "tags", "a,b|c", "é"]
)
_texts = st.lists(st.lists(_cells, max_size=4), max_size=8).map(
    lambda rows: "\n".join(";".join(row) for row in rows)
)


@settings(max_examples=300, deadline=None)
@given(
    content=st.binary(max_size=300) | _texts.map(lambda t: t.encode("utf-8", "surrogatepass")),
    channels=st.frozensets(st.sampled_from(["sms", "rcs", "whatsapp"])),
)
def test_whatever_the_bytes_nothing_is_raised_and_good_rows_are_good(
    content: bytes, channels: frozenset[str]
) -> None:
    listed = parse_subscribers(content, channels)
    addresses = [a for row in listed.good for a in set(row.draft.addresses.values())]
    assert len(addresses) == len(set(addresses))
    for row in listed.good:
        assert checked(row.draft) == row.draft
    assert all(bad.line >= 1 and bad.reason for bad in listed.bad)
