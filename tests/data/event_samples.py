"""CloudEvents as callers send them, for tests to spoil one attribute at a time."""

from __future__ import annotations

from typing import Any

GONE = object()  # in the place of a value: the attribute is missing


def event(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A good delivery report of campaign 1; `data` is merged, other changes replace."""
    data = {"campaign_id": 1, "status": "SENT", "message_id": f"m{number}"}
    data |= changes.pop("data", {})
    made = {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": "carrier/main",
        "type": "message.status",
        "time": "2026-03-11T09:30:00Z",
        "subject": f"+4915100{number:06d}",
        **changes,
        "data": {name: value for name, value in data.items() if value is not GONE},
    }
    return {name: value for name, value in made.items() if value is not GONE}
