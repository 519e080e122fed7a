"""What does a row of a table of totals say of its campaign: when it was sent, and how many?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from data.channels import CHANNELS
from data.errors import BadRequest
from data.ingest.file_events import TRUE, Reader
from data.ingest.file_mapping import TOTAL, Role
from data.ingest.file_times import moment_of
from data.totals import TAKEN

_COUNT = re.compile(r"(\d{1,15}|\d{1,3}(,\d{3}){1,4})(\.0+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Totals:
    """What one row says: of the campaign with this id, or else of the one of that external id.

    Without `at` or `channel` those of the campaign count; where it has no channel, `usual` does.
    """

    campaign_id: int | None
    external_id: str
    name: str
    at: datetime | None
    channel: str
    usual: str
    counts: Mapping[str, int]

    def draft(self) -> dict[str, Any]:
        """The campaign, as one that only this file knows is registered."""
        at = self.at.isoformat() if self.at else ""
        channel = self.channel or self.usual
        return {
            "external_id": self.external_id,
            "name": self.name[:200],
            "group": "messaging",
            "type": channel,
            "channel": channel,
            "status": "completed",
            "created_at": at,
            "delivery_at": at,
        }


@dataclass
class TotalsReader:
    """Reads the rows of one table of totals, in order: a campaign has one row in it."""

    reader: Reader
    ignored: int = 0  # rows that are to be left out
    _rows: dict[str, int] = field(default_factory=dict)  # by campaign, the line of its row

    @property
    def fits(self) -> bool:
        """Whether the table has a total, and says whose."""
        named = {Role.CAMPAIGN.value, Role.CAMPAIGN_NAME.value} & {*self.reader.roles}
        return bool(self._totals) and bool(named or self.reader.choice.campaign_id)

    @cached_property
    def _totals(self) -> tuple[str, ...]:
        return tuple(role for role in self.reader.roles if role.startswith(TOTAL))

    def row(self, cells: Mapping[str, str], line: int) -> Totals | None:
        """The totals of a row; None for one to leave out. Raises BadRequest: what is wrong."""
        if self.reader.cell(cells, Role.LEAVE_OUT).lower() in TRUE:
            self.ignored += 1
            return None
        found = self._told(cells)
        before = self._rows.setdefault(str(found.campaign_id or found.external_id), line)
        if before != line:
            raise BadRequest(
                f"is a second row of {found.name[:60]!r}, after line {before}; in a table of "
                "totals a campaign has one"
            )
        return found

    def is_new(self, found: Totals) -> bool:
        """Whether nobody knows the campaign yet."""
        return found.campaign_id is None and self.reader.find(found.external_id) is None

    def _told(self, cells: Mapping[str, str]) -> Totals:
        reader = self.reader
        name = reader.named(cells)
        chosen = reader.choice.campaign_id
        if chosen is None and not name:
            raise BadRequest("names no campaign; choose one for the whole file")
        text = reader.cell(cells, Role.TIME)
        found = Totals(
            chosen,
            "" if chosen is not None else reader.external_id(name),
            reader.cell(cells, Role.CAMPAIGN_NAME) or name or f"campaign {chosen}",
            moment_of(text, reader.mapping.time_format, reader.choice.zone) if text else None,
            self._channel(cells),
            reader.mapping.channel,
            dict(self._counts(cells)),
        )
        _check(found.counts)
        if self.is_new(found):
            self._check_new(found)
        return found

    def _channel(self, cells: Mapping[str, str]) -> str:
        """The channel in our own word, whatever the file's is."""
        word = self.reader.cell(cells, Role.CHANNEL).lower()
        found = self.reader.mapping.channels.get(word, word)
        if found and found not in CHANNELS:
            raise BadRequest(f"channel {found[:40]!r} is none of {', '.join(CHANNELS)}")
        return found or self.reader.choice.channel

    def _counts(self, cells: Mapping[str, str]) -> Iterator[tuple[str, int]]:
        """What stands in the row; a total of which no cell says anything is not told."""
        for role in self._totals:
            given = [(column, cells.get(column, "").strip()) for column in self.reader.roles[role]]
            counts = [count_in(text, column) for column, text in given if text]
            if counts:
                yield role.removeprefix(TOTAL), sum(counts)

    def _check_new(self, found: Totals) -> None:
        if not self.reader.choice.make:
            raise BadRequest(
                f"names the campaign {found.name[:60]!r}, which is not known here; have new ones "
                "made, or choose one for the whole file"
            )
        if found.at is None:
            raise BadRequest("does not say when it was sent, which a new campaign needs")
        if not (found.channel or found.usual):
            raise BadRequest("does not say its channel, and none is set for all")


def count_in(text: str, column: str) -> int:
    """The count in "1,234" or "1234.0". Raises BadRequest for shares and whatever is none."""
    if _COUNT.fullmatch(text):
        return int(text.partition(".")[0].replace(",", ""))
    if text.endswith("%"):
        raise BadRequest(f"{column}: {text[:40]!r} is a share; shares are computed from counts")
    raise BadRequest(f"{column}: {text[:40]!r} is no count of 0 or more")


def _check(counts: Mapping[str, int]) -> None:
    if not counts:
        raise BadRequest("says no count")
    ended = counts.get("delivered", 0) + counts.get("failed", 0)
    if "sent" in counts and ended > counts["sent"]:
        raise BadRequest(
            f"says that {ended:,} were delivered or failed, of {counts['sent']:,} that were sent"
        )


def not_taken(columns: Sequence[str], reader: Reader) -> tuple[str, ...]:
    """The columns of a table of totals of which nothing is taken, shares among them."""
    taken = {column for found in reader.roles.values() for column in found}
    ignored = set(reader.roles.get(Role.IGNORED, ()))
    return tuple(column for column in columns if column not in taken - ignored)


def said(counts: Mapping[str, int]) -> str:
    """Counts in words: "Sent 110, Delivered 108"."""
    return ", ".join(f"{name} {counts[key]:,}" for key, name in TAKEN.items() if key in counts)
