"""Is a table one of totals, a row a campaign, and what do its columns most likely mean?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from data.channels import CHANNELS
from data.ingest.file_mapping import TOTAL, FileMapping, Role
from data.ingest.file_times import USUAL, form_of

# Names of columns, without case and marks; the first role that has one is the guess.
_NAMES: Mapping[str, tuple[str, ...]] = {
    Role.CAMPAIGN: ("campaign id", "campaignid", "unique id", "id", "email id", "mailing id"),
    Role.CAMPAIGN_NAME: (
        *("campaign", "campaign name", "campaign title", "title", "name", "email name"),
        *("mailing", "mailing name", "broadcast", "newsletter", "kampagne"),
    ),
    Role.CHANNEL: ("channel", "campaign channel", "medium", "message medium"),
    f"{TOTAL}sent": (
        *("sent", "total sent", "sends", "total sends", "recipients", "total recipients"),
        *("messages sent", "emails sent", "sent count"),
    ),
    f"{TOTAL}delivered": (
        *("delivered", "total delivered", "deliveries", "successful deliveries"),
        *("delivered count", "emails delivered"),
    ),
    f"{TOTAL}failed": (
        *("bounced", "bounces", "total bounces", "total bounced", "failed", "total failed"),
        *("failures", "undelivered", "bounce count", "failed count"),
    ),
    f"{TOTAL}complained": (
        *("complaints", "abuse complaints", "spam complaints", "spam reports", "complained"),
        *("total complaints", "marked as spam", "abuse reports"),
    ),
    f"{TOTAL}opened": (
        *("unique opens", "opened", "unique opened", "recipients who opened", "opens unique"),
        "unique views",
    ),
    f"{TOTAL}human_opens": ("total opens", "opens", "open count", "opens total", "views"),
    f"{TOTAL}clicked": (
        *("unique clicks", "clicked", "unique clicked", "recipients who clicked"),
        "clicks unique",
    ),
    f"{TOTAL}clicks": ("total clicks", "clicks", "click count", "clicks total"),
    Role.TIME: (
        *("send date", "send time", "sent at", "sent on", "date sent", "sent date", "sent time"),
        *("send datetime", "started at", "start at", "date", "time", "delivery date", "sent"),
    ),
}
_SHARES = re.compile(
    r"(open|click|bounce|delivery|unsubscribe|click through|click to open|spam complaints) "
    r"(rate|ratio)( percent)?"
)
_PEOPLE = re.compile(
    r"(email|e mail|recipient|phone|msisdn|mobile|person|subscriber|lead|member|contact|user|to)"
    r"( id| address| number| email)?"
)
_ENOUGH = 3  # columns of totals, and none of people
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SHARE = re.compile(r"-?\d+([.,]\d+)?\s*%")


def is_of_totals(columns: Sequence[str]) -> bool:
    """Whether the columns are those of a table with a row a campaign."""
    totals = [one for one in columns if _is_total(one) or _SHARES.fullmatch(_plain(one))]
    people = [one for one in columns if _PEOPLE.fullmatch(_plain(one))]
    return len(totals) >= _ENOUGH and not people


def guess_totals(
    key: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> FileMapping | None:
    """A mapping of these very columns, each total but once; None where no cell is a count."""
    found: dict[str, str] = {}
    for column in columns:
        cells = [row[column] for row in rows if row.get(column)]
        role = next((role for role in _roles(column) if _may_be(role, cells)), Role.IGNORED)
        found[column] = str(Role.IGNORED if role in found.values() else role)
    if not any(role.startswith(TOTAL) for role in found.values()):
        return None
    time = next((name for name, role in found.items() if role == Role.TIME), "")
    form = form_of([row.get(time, "") for row in rows]) if time else USUAL
    return FileMapping(
        key=key,
        label="Own mapping",
        columns=found,
        channels={channel.label.lower(): name for name, channel in CHANNELS.items()},
        time_format=form or USUAL,
        source="file",
    )


def _roles(column: str) -> list[str]:
    name = _plain(column)
    return [str(role) for role, names in _NAMES.items() if name in names]


def _is_total(column: str) -> bool:
    return any(role.startswith(TOTAL) for role in _roles(column))


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", _CAMEL.sub(" ", column).lower()).strip()


def _may_be(role: str, cells: Sequence[str]) -> bool:
    """Whether what stands there is no proof against the role."""
    if role == Role.TIME:
        return not cells or form_of(cells) is not None
    if role.startswith(TOTAL):
        return not any(_SHARE.fullmatch(cell) for cell in cells) and form_of(cells) is None
    return True
