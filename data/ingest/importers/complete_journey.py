"""The Complete Journey: a grocer's coupon campaigns, whom they went to, and what was redeemed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from data.errors import BadRequest
from data.ingest.importer import Importer, Line
from data.vocabulary.event_kind import EventKind

SOURCE = "complete-journey"
_COLUMNS = {
    "campaign_descriptions": ("campaign_id", "campaign_type", "start_date", "end_date"),
    "campaigns": ("campaign_id", "household_id"),
    "coupon_redemptions": ("household_id", "coupon_upc", "campaign_id", "redemption_date"),
}


def _files(path: Path) -> tuple[Path, ...]:
    if not path.is_dir():
        return ()
    found = tuple(path / f"{name}.parquet" for name in _COLUMNS)
    return found if all(file.is_file() for file in found) else ()


def _lines(path: Path) -> Iterator[Line]:
    described, targeted, redeemed = (_table(path, name) for name in _COLUMNS)
    households = Counter(row["campaign_id"] for row in targeted)
    total = len(described) + len(targeted) + len(redeemed)
    started = {row["campaign_id"]: row["start_date"] for row in described}
    number = 0

    def line(file: str, row: int, **what: Any) -> Line:
        return Line(number, f"{file} row {row}", number / total, **what)

    for place, row in enumerate(described, start=1):
        number += 1
        campaign = _campaign(row, households[row["campaign_id"]])
        yield line("campaign_descriptions", place, campaign=campaign)
    for place, row in enumerate(targeted, start=1):
        number += 1
        at = started.get(row["campaign_id"])
        if at is None:
            yield line("campaigns", place, error=f"there is no campaign {row['campaign_id']}")
            continue
        event = _event(EventKind.PASS_GENERATE, row, at, _pass(row), {})
        yield line("campaigns", place, event=event)
    seen: Counter[str] = Counter()
    for place, row in enumerate(redeemed, start=1):
        number += 1
        # A household may redeem one coupon twice a day: rows alike in everything are two.
        same = f"{_pass(row)}-{row['coupon_upc']}-{row['redemption_date']:%Y-%m-%d}"
        seen[same] += 1
        what = {"interaction": str(row["coupon_upc"])}
        name = f"{same}-{seen[same]}"
        event = _event(EventKind.PASS_REDEEM, row, row["redemption_date"], name, what)
        yield line("coupon_redemptions", place, event=event)


def _table(path: Path, name: str) -> list[dict[str, Any]]:
    file = path / f"{name}.parquet"
    try:
        return pl.read_parquet(file, columns=list(_COLUMNS[name])).to_dicts()
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).partition("\n")[0]
        raise BadRequest(f"{file.name} can't be read: {reason}", file.name) from None


def _pass(row: dict[str, Any]) -> str:
    return f"{row['campaign_id']}-{row['household_id']}"


def _stamp(at: datetime) -> str:
    """The set knows days without hours: a day is its midnight in UTC."""
    return at.replace(tzinfo=UTC).isoformat()


def _campaign(row: dict[str, Any], households: int) -> dict[str, Any]:
    kind, key = row["campaign_type"], row["campaign_id"]
    start = _stamp(row["start_date"])
    return {
        "external_id": f"{SOURCE}:{key}",
        "name": f"{kind} campaign {key}",
        "group": "interactive",
        "type": "digital-coupon",
        "status": "completed",
        "created_at": start,
        "delivery_at": start,
        "recipients": households,
        "config": {
            "recipients": "csv",
            "filter": f"{kind} households",
            "expires_at": _stamp(row["end_date"]),
            "pass": {"title": f"{kind} coupons", "description": "Grocery coupons"},
        },
    }


def _event(
    kind: EventKind, row: dict[str, Any], at: datetime, event_id: str, what: dict[str, Any]
) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": SOURCE,
        "type": kind.value,
        "time": _stamp(at),
        "subject": str(row["household_id"]),
        "data": {
            "external_id": f"{SOURCE}:{row['campaign_id']}",
            "channel": "wallet",
            "pass_id": _pass(row),
            **what,
        },
    }


IMPORTER = Importer(
    key="complete-journey",
    label="Complete Journey",
    description="A folder with campaign_descriptions, campaigns and coupon_redemptions (.parquet):"
    " each campaign becomes a Digital Coupon, each household in it a pass.",
    files=_files,
    lines=_lines,
)
