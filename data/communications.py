"""What are the people of a campaign told, and what became of it (4.7, 4.13, F167, D-24)?

Nothing goes out from here: a message waits, with the audience that it had when it was composed, for
a carrier to be connected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from data.campaign import Campaign, check_out
from data.campaign_types import CAMPAIGN_TYPES
from data.errors import BadRequest, Refused
from data.pass_holders import IOS, in_wallets
from data.store import communication_rows as rows
from data.store.communication_rows import Communication
from data.store.engine import Engine, read, write
from data.store.lake import View
from data.vocabulary.line import clean_line

WAITING, SENT = "Waiting for a carrier", "Sent"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Kind(StrEnum):
    """What is told to whom."""

    PASS_PUSH = "pass-push"  # to the holders of a wallet pass
    RE_ENGAGEMENT = "re-engagement"  # to participants


@dataclass(frozen=True, slots=True)
class Rules:
    """What one kind of message may be, and who may be told.

    The longest title is 0 where a message has none. `tab` is what the report of a campaign must
    have, and `without` what is missing where it hasn't; "" for both where any report will do.
    """

    noun: str
    longest_title: int
    longest_text: int
    nobody: str
    tab: str = ""
    without: str = ""


RULES = {
    Kind.PASS_PUSH: Rules(
        noun="push",
        longest_title=60,
        longest_text=500,
        nobody="Nobody has this pass in an iOS wallet now, so there is nobody to tell",
        tab="communications",
        without="passes",
    ),
    Kind.RE_ENGAGEMENT: Rules(
        noun="message",
        longest_title=0,
        longest_text=1000,
        nobody="These filters let nobody through, so there is nobody to tell",
    ),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is composed; `filters` are the words that chose its audience."""

    kind: Kind
    text: str
    title: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)


def log(engine: Engine, campaign_id: int, kind: Kind) -> tuple[Communication, ...]:
    """What was composed for a campaign's people, the newest first. Raises Unavailable."""
    with read(engine) as connection:
        return rows.of_campaign(connection, campaign_id, kind)


def audience_of(engine: Engine, communication_id: int) -> list[str]:
    """To whom a message goes, as it was when it was composed; nobody for an unknown one."""
    with read(engine) as connection:
        return rows.audience(connection, communication_id)


def compose(
    engine: Engine,
    campaign: Campaign,
    draft: Draft,
    audience: Sequence[str],
    who: str,
    now: datetime,
) -> Communication:
    """Record a message to `audience`. Raises what `checked` and `check_open` do."""
    draft = checked(draft)
    check_open(draft.kind, campaign, audience)
    new = Communication(
        id=0,
        campaign_id=campaign.id,
        kind=draft.kind,
        title=draft.title,
        text=draft.text,
        filters=dict(draft.filters),
        at=now,
        who=who,
        targeted=len(audience),
        sent=0,
    )
    with write(engine) as connection:
        return replace(new, id=rows.add(connection, new, audience))


def reached(view: View, campaign: Campaign) -> list[str]:
    """Whom a push reaches: all iOS holders who have the pass in their wallet now (F201, F202)."""
    return in_wallets(view, campaign, IOS)


def checked(draft: Draft) -> Draft:
    """The draft with title and text trimmed. Raises BadRequest that names the field."""
    rules = RULES[draft.kind]
    title, text = clean_line(draft.title, "title"), draft.text.replace("\r\n", "\n").strip()
    if rules.longest_title:
        _check_length(rules.noun, "title", title, rules.longest_title)
    elif title:
        raise BadRequest(f"A {rules.noun} has no title", "title")
    _check_length(rules.noun, "text", text, rules.longest_text)
    if _CONTROL.search(text):
        raise BadRequest("The text must not have control characters", "text")
    return replace(draft, title=title, text=text)


def _check_length(noun: str, name: str, value: str, longest: int) -> None:
    if not value:
        raise BadRequest(f"A {noun} needs a {name}", name)
    if len(value) > longest:
        raise BadRequest(
            f"The {name} may have at most {longest:,} characters, not {len(value):,}", name
        )


def check_open(kind: Kind, campaign: Campaign, audience: Sequence[str]) -> None:
    """Raise Refused where a campaign has nobody to tell something, or not yet."""
    rules, declared = RULES[kind], CAMPAIGN_TYPES[campaign.type]
    if rules.tab and rules.tab not in {place.key for place in declared.tabs}:
        raise Refused(f"A {declared.label} campaign has no {rules.without}")
    check_out(campaign)
    if not audience:
        raise Refused(rules.nobody)


def status(communication: Communication) -> str:
    """Where a message stands, in words."""
    return SENT if communication.sent >= communication.targeted else WAITING
