"""What is told to the holders of a wallet pass, and what became of it (4.13, D-24)?

Nothing goes out from here: a push waits, with the audience that it had when it was composed, for
a pass carrier to be connected.
"""

from __future__ import annotations

import re
from datetime import datetime

from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.errors import BadRequest, Refused
from data.pass_holders import IOS, in_wallets
from data.store import communication_rows as rows
from data.store.communication_rows import Communication
from data.store.engine import Engine, read, write
from data.store.lake import View
from data.vocabulary.campaign_state import has_report
from data.vocabulary.line import clean_line

TAB = "communications"
LONGEST_TITLE, LONGEST_TEXT = 60, 500
WAITING, SENT = "Waiting for a carrier", "Sent"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def log(engine: Engine, campaign_id: int) -> tuple[Communication, ...]:
    """What was composed for a campaign's holders, the newest first."""
    with read(engine) as connection:
        return rows.of_campaign(connection, campaign_id)


def audience_of(engine: Engine, communication_id: int) -> list[str]:
    """To whom a push goes, as it was when it was composed; nobody for an unknown one."""
    with read(engine) as connection:
        return rows.audience(connection, communication_id)


def compose(
    engine: Engine, view: View, campaign: Campaign, title: str, text: str, who: str, now: datetime
) -> Communication:
    """Record a push to all iOS holders who have the pass in their wallet now (F201, F202).

    Raises BadRequest for title or text, and Refused where there is nobody to tell, or the
    campaign has no passes or no report.
    """
    title, text = checked(title, text)
    check_open(campaign)
    audience = in_wallets(view, campaign, IOS)
    if not audience:
        raise Refused("Nobody has this pass in an iOS wallet now, so there is nobody to tell")
    with write(engine) as connection:
        new = rows.add(connection, campaign.id, title, text, now, who, audience)
    return Communication(new, campaign.id, title, text, now, who, len(audience), 0)


def checked(title: str, text: str) -> tuple[str, str]:
    """Title and text, trimmed. Raises BadRequest that names the field."""
    title, text = clean_line(title, "title"), text.replace("\r\n", "\n").strip()
    for name, value, longest in (("title", title, LONGEST_TITLE), ("text", text, LONGEST_TEXT)):
        if not value:
            raise BadRequest(f"A push needs a {name}", name)
        if len(value) > longest:
            raise BadRequest(
                f"The {name} may have at most {longest} characters, not {len(value)}", name
            )
    if _CONTROL.search(text):
        raise BadRequest("The text must not have control characters", "text")
    return title, text


def check_open(campaign: Campaign) -> None:
    """Raise Refused where a campaign has nobody to tell something, or not yet."""
    kind = CAMPAIGN_TYPES[campaign.type]
    if TAB not in {place.key for place in kind.tabs}:
        raise Refused(f"A {kind.label} campaign has no passes")
    if not has_report(campaign.group, campaign.state):
        raise Refused(f"Campaign {campaign.id} is {campaign.state.label}; it has to be out first")


def status(communication: Communication) -> str:
    """Where a push stands, in words."""
    return SENT if communication.sent >= communication.targeted else WAITING
