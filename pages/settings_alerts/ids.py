"""What are the parts of the alerts' screens called?"""

from __future__ import annotations

from typing import Any

PATH = "/settings/alerts"
FORM, HOOK_FORM = "alert", "webhook"
BODY, TOLD, SLOT, POLL, GONE, WHICH, PREVIEW, FAULT, HOOKS = (
    f"alerts-{part}"
    for part in ("body", "told", "slot", "poll", "gone", "which", "preview", "fault", "hooks")
)
PAUSE, RESUME, TEST, REMOVE, ROTATE, DROP, ADD_HOOK = (
    "pause",
    "resume",
    "test",
    "remove",
    "rotate",
    "drop",
    "add-hook",
)


def deed_id(step: str, deed: str, of: int = 0) -> dict[str, Any]:
    """The id of a button: `step` is "ask" where a dialog comes first, "do" where none does."""
    return {"alerts": step, "deed": deed, "id": of}
