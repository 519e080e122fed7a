"""What were a campaign's participants told afterwards (specification 4.7, F167)?

Nothing goes out from here: a message waits, with the audience that it had when it was composed,
for a carrier to be connected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine

from data.campaign import Campaign
from data.errors import BadRequest, Refused
from data.store import reengagement_rows as rows
from data.store.engine import read, write
from data.store.reengagement_rows import Reengagement
from data.vocabulary.campaign_state import has_report

LONGEST_TEXT = 1000
WAITING, SENT = "Waiting for a carrier", "Sent"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def log(engine: Engine, campaign_id: int) -> tuple[Reengagement, ...]:
    """What was composed for a campaign's participants, the newest first. Raises Unavailable."""
    with read(engine) as connection:
        return rows.of_campaign(connection, campaign_id)


def audience_of(engine: Engine, reengagement_id: int) -> list[str]:
    """To whom a message goes, as it was when it was composed; nobody for an unknown one."""
    with read(engine) as connection:
        return rows.audience(connection, reengagement_id)


def compose(
    engine: Engine,
    campaign: Campaign,
    text: str,
    audience: Sequence[str],
    filters: Mapping[str, str],
    who: str,
    now: datetime,
) -> Reengagement:
    """Record a message to `audience`, which `filters` chose from the participants.

    Raises BadRequest for the text, and Refused where there is nobody to tell, or the campaign has
    no report.
    """
    text = checked(text)
    if not has_report(campaign.group, campaign.state):
        raise Refused(f"Campaign {campaign.id} is {campaign.state.label}; it has to be out first")
    if not audience:
        raise Refused("These filters let nobody through, so there is nobody to tell")
    with write(engine) as connection:
        new = rows.add(connection, campaign.id, text, filters, now, who, audience)
    return Reengagement(new, campaign.id, text, dict(filters), now, who, len(audience), 0)


def checked(text: str) -> str:
    """The text, trimmed. Raises BadRequest."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise BadRequest("A message needs a text", "text")
    if len(text) > LONGEST_TEXT:
        raise BadRequest(
            f"The text may have at most {LONGEST_TEXT:,} characters, not {len(text):,}", "text"
        )
    if _CONTROL.search(text):
        raise BadRequest("The text must not have control characters", "text")
    return text


def status(message: Reengagement) -> str:
    """Where a message stands, in words."""
    return SENT if message.sent >= message.targeted else WAITING
