"""Twilio: the log of messages, a row a message with where it stands."""

from data.ingest.file_mapping import FileMapping, Role

_STATUSES = {
    "accepted": "fate:queued",
    "scheduled": "fate:queued",
    "queued": "fate:queued",
    "sending": "fate:sending",
    "sent": "fate:sent",
    "delivered": "fate:delivered",
    "partially_delivered": "fate:delivered",
    "read": "fate:seen",
    "undelivered": "fate:unreachable",
    "failed": "fate:rejected",
    "canceled": "fate:cancelled",
    "received": "kind:message.inbound",
    "receiving": "ignore",
}
# What an error code says more exactly.
_ERRORS = {
    "21211": "fate:bad address",
    "21610": "fate:suppressed",
    "21614": "fate:bad address",
    "30001": "fate:throttled",
    "30005": "fate:bad address",
    "30006": "fate:bad address",
    "30007": "fate:rejected",
    "30036": "fate:expired",
    "63018": "fate:throttled",
    "63024": "fate:bad address",
}

FILE_MAPPING = FileMapping(
    key="twilio",
    label="Twilio message log",
    description="Messages with sid, to, from, status, error_code and the time of sending. It names"
    " no campaign: choose one for the file.",
    columns={
        "sid": Role.MESSAGE,
        "id": Role.MESSAGE,
        "to": Role.RECIPIENT,
        "from": Role.SENDER,
        "status": Role.WORD,
        "error_code": Role.DETAIL,
        "errorcode": Role.DETAIL,
        "date_sent": Role.TIME,
        "sentdate": Role.TIME,
        "date_created": Role.TIME,
        "num_segments": Role.SEGMENTS,
        "numsegments": Role.SEGMENTS,
        "body": Role.TEXT,
    },
    words={
        **_STATUSES,
        **{f"{word} {c}": m for word in ("undelivered", "failed") for c, m in _ERRORS.items()},
    },
    channel="sms",
    signs=("to", "from", "status", "direction", "num_segments|numsegments"),
)
