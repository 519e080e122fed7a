"""What can go wrong in a foreseen way, each with a sentence for the person who must act.

HeliographError
├── BadRequest         the caller's input is off: 400 (a `where` names the field)
│   ├── TooLarge       more than a door accepts: 413
│   ├── TooSlow        the body did not arrive in time: 408
│   └── UnsupportedMedia   a content type or encoding that no door reads: 415
├── NotSignedIn        no valid key or session: 401
├── NotAllowed         known, but may not: 403
├── NotFound           no such campaign, tab, table: 404
├── Refused            the state forbids it (a transition, a report that is not open yet): 409
├── Busy               accepted later, not now: 429, with seconds to wait
├── Unavailable        database, event store or drawing browser can't be reached: 503
└── SettingsError      a wrong setting; ends the start with one line
"""

from __future__ import annotations


class HeliographError(Exception):
    """A failure whose message may be shown to the person who caused it."""

    status = 500
    title = "Something went wrong"


class BadRequest(HeliographError):
    """The input is off; `where` names the field, parameter or line."""

    status = 400
    title = "The request can't be read"

    def __init__(self, message: str, where: str | None = None) -> None:
        super().__init__(message)
        self.where = where


class TooLarge(BadRequest):
    """More bytes or events than a door accepts."""

    status = 413
    title = "Too large"


class TooSlow(BadRequest):
    """The body did not arrive in time."""

    status = 408
    title = "Too slow"


class UnsupportedMedia(BadRequest):
    """A content type, charset or encoding that the door doesn't read."""

    status = 415
    title = "Unsupported media type"


class NotSignedIn(HeliographError):
    """No valid key or session came with the call."""

    status = 401
    title = "Sign in first"


class NotAllowed(HeliographError):
    """The caller is known but may not do this."""

    status = 403
    title = "Not allowed"


class NotFound(HeliographError):
    """There is no such thing here."""

    status = 404
    title = "Not found"


class Refused(HeliographError):
    """The present state forbids it; the message says which state would allow it."""

    status = 409
    title = "Refused"


class Busy(HeliographError):
    """Nothing was taken; try again after `retry_after` seconds."""

    status = 429
    title = "Busy"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(HeliographError):
    """The database, the event store or the browser that draws can't be reached just now."""

    status = 503
    title = "Not available just now"


class SettingsError(HeliographError):
    """A setting is wrong; the start ends with this line."""
