"""Is a file one of totals, a row a campaign, rather than one of events?"""

from __future__ import annotations

import re

from data.errors import BadRequest
from data.ingest.tables import Table

_TOTALS = re.compile(
    r"(total|unique|successful|soft|hard)? ?"
    r"(recipients|deliveries|delivered|opens|opened|clicks|clicked|bounces|bounced|unsubscribes|"
    r"sends|complaints|abuse complaints|total recipients)"
    r"|(open|click|bounce|delivery|unsubscribe|click through)( through)? rate( percent)?"
)
_PEOPLE = re.compile(r".*(email|e mail|recipient|phone|msisdn|person|subscriber|lead|member).*")
_ENOUGH = 3  # columns of totals, and none of people


def refuse_totals(table: Table) -> None:
    """Raise BadRequest for a file whose rows are campaigns' totals."""
    names = [re.sub(r"[^a-z]+", " ", column.lower()).strip() for column in table.columns]
    totals = [name for name in names if _TOTALS.fullmatch(name)]
    people = [name for name in names if _PEOPLE.fullmatch(name) and name not in totals]
    if len(totals) >= _ENOUGH and not people:
        raise BadRequest(
            f"{table.name} has one row a campaign, with totals ({', '.join(totals[:4])}) and no "
            "recipients. Figures here are counted from events, so such totals could only be shown "
            "by making people up; export the events or the recipients' activity instead",
            "file",
        )
