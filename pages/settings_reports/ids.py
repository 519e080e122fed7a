"""What are the parts of the scheduled reports' screens called?"""

from __future__ import annotations

from typing import Any

PATH = "/settings/reports"
FORM = "scheduled"
BODY, TOLD, SLOT, POLL, GONE, WHICH, FAULT, WHEN = (
    f"scheduled-{part}"
    for part in ("body", "told", "slot", "poll", "gone", "which", "fault", "when")
)
PAUSE, RESUME, SEND, REMOVE, SAVE = "pause", "resume", "send", "remove", "save"


def deed_id(step: str, deed: str, of: int = 0) -> dict[str, Any]:
    """The id of a button: `step` is "ask" where a dialog comes first, "do" where none does."""
    return {"scheduled": step, "deed": deed, "id": of}
