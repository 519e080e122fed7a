"""Mailchimp: an account's tables as CSV, one file a table, as connectors copy them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from data.errors import BadRequest
from data.ingest.csv_file import Row, moment, rows
from data.ingest.importer import Importer, Line
from data.vocabulary.event_kind import EventKind

SOURCE = "mailchimp"
# file, and the columns without which it says nothing
_COLUMNS = {
    "member": ("id", "email_address"),
    "campaign": ("id", "create_time", "status"),
    "automation_email": ("id", "create_time", "status"),
    "campaign_recipient": ("campaign_id", "member_id"),
    "campaign_recipient_activity": ("action", "campaign_id", "member_id", "timestamp"),
    "automation_recipient_activity": ("action", "automation_email_id", "member_id", "timestamp"),
    "unsubscribe": ("member_id", "timestamp"),
}
_NEEDED = ("campaign", "campaign_recipient")
_STATES = {
    "sent": "completed",
    "sending": "in-progress",
    "schedule": "scheduled",
    "save": "pending",
    "paused": "pending",
}
_STATUSES = {"sent": "SENT", "open": "OPEN", "click": "CLICK"}
_BOUNCES = {"hard": "BOUNCED_PERMANENT", "soft": "BOUNCED", "": "BOUNCED"}

Event = dict[str, Any]


def _files(path: Path) -> tuple[Path, ...]:
    if not path.is_dir() or not all((path / f"{name}.csv").is_file() for name in _NEEDED):
        return ()
    found = (path / f"{name}.csv" for name in _COLUMNS)
    return tuple(file for file in found if file.is_file())


def _lines(path: Path) -> Iterator[Line]:
    account = _account(path)
    steps: tuple[tuple[str, Callable[[Row], dict[str, Any] | tuple[Event, ...]]], ...] = (
        ("campaign", account.campaign),
        ("automation_email", account.campaign),
        ("member", account.joined),
        ("campaign_recipient", account.sent),
        ("campaign_recipient_activity", account.did),
        ("automation_recipient_activity", account.did),
        ("unsubscribe", account.left),
    )
    total = sum(len(account.tables[name]) for name, _ in steps) * 2 or 1
    number = 0
    for name, read in steps:
        for place, row in enumerate(account.tables[name], start=2):
            where = f"{name}.csv line {place}"
            # Two numbers a row, since a click is two events.
            number += 2
            try:
                found = read(row)
            except BadRequest as error:
                yield Line(number, where, number / total, error=str(error))
                continue
            if isinstance(found, dict):
                yield Line(number, where, number / total, campaign=found)
                continue
            for more, event in enumerate(found, start=number - len(found) + 1):
                yield Line(more, where, number / total, event=event)


def _account(path: Path) -> _Account:
    tables = {name: rows(path / f"{name}.csv", needed) for name, needed in _COLUMNS.items()}
    return _Account(
        tables,
        {row["id"]: row for row in tables["member"]},
        {row["id"]: row for name in ("campaign", "automation_email") for row in tables[name]},
        Counter(row["campaign_id"] for row in tables["campaign_recipient"]),
        Counter(),
    )


@dataclass(frozen=True, slots=True)
class _Account:
    """The tables of one account, and how each of their rows reads here."""

    tables: dict[str, list[Row]]
    members: dict[str, Row]
    campaigns: dict[str, Row]
    recipients: Counter[str]
    seen: Counter[str]  # rows that are alike in everything, so that each gets an id of its own

    def campaign(self, row: Row) -> dict[str, Any]:
        """A campaign, or one email of an automation."""
        state = _STATES.get(row["status"])
        if state is None:
            raise BadRequest(f"{row['status']!r} is not a status of a Mailchimp campaign")
        send_time = row.get("send_time", "")
        url = row.get("long_archive_url") or row.get("archive_url", "")
        message = {
            "subject": row.get("subject_line", ""),
            "from_name": row.get("from_name", ""),
            "body": f"Archived at {url}" if url else "",
        }
        return {
            "external_id": f"{SOURCE}:{row['id']}",
            "name": row.get("title") or row.get("subject_line") or row["id"],
            "group": "messaging",
            "type": "email",
            "channel": "email",
            "sender": row.get("reply_to", ""),
            "status": state,
            "created_at": moment(row["create_time"]).isoformat(),
            "delivery_at": moment(send_time).isoformat() if send_time else None,
            "recipients": self.recipients[row["id"]] or None,
            "config": {
                "recipients": "subscribers",
                "filter": row.get("segment_text", ""),
                "message": {key: text for key, text in message.items() if text},
            },
        }

    def joined(self, row: Row) -> tuple[Event, ...]:
        """A member of a list, from the moment at which they confirmed it."""
        at = row.get("timestamp_opt") or row.get("timestamp_signup", "")
        if not at or row.get("status") not in {"subscribed", "unsubscribed", "cleaned"}:
            return ()
        return (self._event(EventKind.SUBSCRIBER_JOIN, row["id"], at, "", row.get("list_id", "")),)

    def sent(self, row: Row) -> tuple[Event, ...]:
        """A recipient; Mailchimp says no more than that the campaign went to them."""
        campaign = self.campaigns.get(row["campaign_id"])
        if campaign is None:
            raise BadRequest(f"there is no campaign {row['campaign_id']!r} in campaign.csv")
        at = campaign.get("send_time") or campaign["create_time"]
        data = self._message(campaign, row, "SENT")
        return (
            self._event(EventKind.MESSAGE_STATUS, row["member_id"], at, campaign["id"], "", data),
        )

    def did(self, row: Row) -> tuple[Event, ...]:
        """An open, a click or a bounce; a click is also a click on its link."""
        key = row.get("campaign_id") or row.get("automation_email_id", "")
        campaign = self.campaigns.get(key)
        if campaign is None:
            raise BadRequest(f"there is no campaign {key!r} in this account")
        action, who, at = row["action"], row["member_id"], row["timestamp"]
        bounce = row.get("bounce_type", "")
        status = _BOUNCES.get(bounce) if action == "bounce" else _STATUSES.get(action)
        if status is None:
            raise BadRequest(f"{action} {bounce}".strip() + " is not an action that is known here")
        data = self._message(campaign, row, status)
        url = row.get("url", "")
        event = self._event(EventKind.MESSAGE_STATUS, who, at, key, f"{action} {url}", data)
        if action != "click":
            return (event,)
        details = {name: value for name, value in event["data"].items() if name != "status"}
        link = {"link": url} if url else {}
        return event, {**event, "type": EventKind.LINK_CLICK.value, "data": details | link}

    def left(self, row: Row) -> tuple[Event, ...]:
        """An unsubscription."""
        key = row.get("campaign_id", "")
        known = key if key in self.campaigns else ""
        list_id = row.get("list_id", "")
        return (
            self._event(
                EventKind.SUBSCRIBER_BLOCK, row["member_id"], row["timestamp"], known, list_id
            ),
        )

    def _message(self, campaign: Row, row: Row, status: str) -> dict[str, Any]:
        return {
            "message_id": f"{campaign['id']}-{row['member_id']}",
            "status": status,
            "sender": campaign.get("reply_to", ""),
        }

    def _event(
        self,
        kind: EventKind,
        member_id: str,
        at: str,
        campaign: str,
        same: str,
        data: dict[str, Any] | None = None,
    ) -> Event:
        """One CloudEvent whose id follows from what the row says, not from where it stands."""
        member = self.members.get(member_id, {})
        content = "\0".join((kind.value, campaign, member_id, at, same))
        self.seen[content] += 1
        name = blake2b(f"{content}\0{self.seen[content]}".encode(), digest_size=16).hexdigest()
        details: dict[str, Any] = {
            "channel": "email",
            "external_id": f"{SOURCE}:{campaign}" if campaign else None,
            "country": member.get("country_code"),
            **(data or {}),
        }
        return {
            "specversion": "1.0",
            "id": name,
            "source": SOURCE,
            "type": kind.value,
            "time": moment(at).isoformat(),
            "subject": member.get("email_address") or member_id,
            "data": {key: value for key, value in details.items() if value},
        }


IMPORTER = Importer(
    key="mailchimp",
    label="Mailchimp",
    description="A folder with campaign.csv and campaign_recipient.csv, and where there are any"
    " campaign_recipient_activity, member, unsubscribe and automation tables.",
    files=_files,
    lines=_lines,
)
