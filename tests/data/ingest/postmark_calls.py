"""Calls of Postmark, as simple as calls get: a connection, a call, and what the lake counts."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

from data.campaign import Campaign
from data.campaigns import parse_draft
from data.connections import Connection
from data.ingest.connecting import connect
from data.ingest.provider import Answer, Call
from data.services import Services

LOGIN = {"user": "postmark", "password": "a password"}
AUTHORIZATION = "Basic " + base64.b64encode(b"postmark:a password").decode()


def connected(services: Services, campaign: str = "", name: str = "main") -> Connection:
    """A connection of Postmark, with a login."""
    return connect(
        services.connections,
        services.campaigns,
        "postmark",
        name,
        LOGIN,
        {},
        scheme="basic",
        campaign=campaign,
    )


def registered(services: Services, external_id: str) -> Campaign:
    """An email campaign that another system runs."""
    draft = {
        "external_id": external_id,
        "name": external_id,
        "group": "messaging",
        "type": "email",
        "status": "completed",
    }
    return services.campaigns.register(parse_draft(draft), "test")[0]


def event(message: str, kind: str = "Delivery", campaign: str = "", **more: Any) -> dict[str, Any]:
    """What Postmark says of a message."""
    return {
        "RecordType": kind,
        "MessageID": message,
        "Recipient": f"{message}@example.com",
        "DeliveredAt": "2026-03-11T11:00:00Z",
        "Metadata": {"campaign_id": campaign} if campaign else {},
        **more,
    }


def call(said: dict[str, Any], at: datetime) -> Call:
    """The call that brings it, signed."""
    return Call(
        "POST",
        "http://127.0.0.1/webhooks/postmark/main",
        "",
        {"content-type": "application/json", "authorization": AUTHORIZATION},
        json.dumps(said).encode(),
        at,
    )


def send(services: Services, said: dict[str, Any], name: str = "main") -> Answer:
    """Let a call in."""
    return services.webhooks.take("postmark", name, call(said, services.clock()))


def standings(services: Services) -> dict[str, str]:
    """Where each message stands, by its id."""
    rows = services.lake.view().stored("messages").collect()
    return {row["message_id"]: row["status"] for row in rows.iter_rows(named=True)}
