"""Delivery: over which channel, from which sender, to whom (F256)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.campaign_type import CampaignType
from data.channels import CHANNELS
from data.creation_field import CreationStep, Field, Kind, Values, on

NAME = Field("name", "Campaign name", required=True, longest=100, kept=False)
SOURCES = {
    "api": "API Endpoint",
    "subscribers": "Subscribers in Platform",
    "csv": "Upload CSV List",
    "typed": "Write down Subscriber",
    "keyword": "Keyword",
    "form": "Subscription Form",
}
LONGEST_KEYWORD, MOST_KEYWORDS = 29, 30  # F257
_PHONE_SENDER = re.compile(r"\+?\d{3,15}|[A-Za-z0-9][A-Za-z0-9 ._-]{0,10}", re.ASCII)
_ADDRESS = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>.]{2,}")
_SENDER_RULES = {
    "sms": (_PHONE_SENDER, "A short code, a number, or a name of at most 11 letters and digits"),
    "email": (_ADDRESS, "An address like news@example.com"),
}


def keywords(when: tuple[tuple[str, frozenset[str]], ...] = ()) -> Field:
    """The words that people send to take part."""
    return Field(
        "keywords",
        "Keywords",
        Kind.WORDS,
        help=f"One a line: at most {MOST_KEYWORDS}, of at most {LONGEST_KEYWORD} characters each.",
        required=True,
        longest=LONGEST_KEYWORD,
        most_rows=MOST_KEYWORDS,
        noun="keyword",
        unique=True,
        when=when,
    )


def _fields(kind: CampaignType) -> tuple[Field, ...]:
    channels = tuple((key, CHANNELS[key].label) for key in kind.channels)
    senders = tuple(
        Field(
            "sender",
            CHANNELS[key].sender_label,
            required=True,
            help=_SENDER_RULES[key][1] + "." if key in _SENDER_RULES else "",
            suggested="senders",
            kept=False,
            when=on("channel", key),
        )
        for key in kind.channels
    )
    sources = tuple((key, SOURCES[key]) for key in kind.recipients)
    usual = next((key for key in ("subscribers", "keyword") if key in kind.recipients), "")
    return (
        NAME,
        Field("channel", "Channel", Kind.CHOICE, "", True, channels[0][0], channels, kept=False),
        *senders,
        Field("recipients", "Recipients", Kind.CHOICE, "", True, usual or sources[0][0], sources),
        *(_RECIPIENTS if set(kind.recipients) & {"subscribers", "csv", "typed"} else ()),
        *_by_keyword(kind),
    )


_RECIPIENTS = (
    Field(
        "audience.tags",
        "Only subscribers with all of these tags",
        Kind.MANY,
        help="None: whatever their tags.",
        suggested="tags",
        when=on("recipients", "subscribers"),
    ),
    Field(
        "audience.q",
        "Only subscribers whose name or address contains",
        when=on("recipients", "subscribers"),
    ),
    Field(
        "list",
        "CSV list",
        Kind.FILE,
        help=(
            "One recipient a line. The other columns are personal fields, named by the first line: "
            "a column “First name” is {{first_name}} in the message. At most 5 MB."
        ),
        required=True,
        kept=False,
        when=on("recipients", "csv"),
    ),
    Field(
        "typed",
        "Subscribers",
        Kind.TEXT,
        help="One a line, or with commas between.",
        required=True,
        longest=100_000,
        kept=False,
        when=on("recipients", "typed"),
    ),
)


def _by_keyword(kind: CampaignType) -> tuple[Field, ...]:
    if "keyword" not in kind.recipients or kind.key == "keyword":
        return ()
    return (keywords(on("recipients", "keyword")), *auto_reply(kind))


def auto_reply(kind: CampaignType) -> tuple[Field, ...]:
    """What is answered to a word that is no keyword; one campaign a sender (F258)."""
    if kind.key not in {"keyword", "chatbot-service"}:
        return ()
    when = on("recipients", "keyword")
    return (
        Field(
            "auto_reply_on",
            "Auto-Reply to words that are no keyword",
            Kind.SWITCH,
            help="Only one campaign of a sender can do this.",
            kept=False,
            when=when,
        ),
        Field(
            "auto_reply",
            "Auto-Reply",
            Kind.TEXT,
            required=True,
            longest=1000,
            when=when + on("auto_reply_on", "on"),
        ),
    )


def _check(kind: CampaignType, values: Values) -> Iterator[tuple[str, str]]:
    sender = str(values.get("sender") or "").strip()
    rule = _SENDER_RULES.get(str(values.get("channel")))
    if sender and rule and not rule[0].fullmatch(sender):
        yield "sender", f"Must be {rule[1][0].lower()}{rule[1][1:]}"


STEP = CreationStep(
    "delivery", "Delivery", "How it goes out, from whom, and to whom.", _fields, check=_check
)
