"""Which columns do the lake's tables have? One place for the inbox, the lake and every reader."""

from __future__ import annotations

import polars as pl

MOMENT = pl.Datetime("us", "UTC")

# One event. `month` is its partition: the month of its campaign's registration, so that all rows
# of a campaign lie together, and never the event's own month (unless it has no campaign).
EVENTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "month": pl.String,
    "campaign_id": pl.Int64,
    "message_id": pl.String,
    "message": pl.Int64,  # a number for the message's id, of status reports alone
    "at": MOMENT,
    "kind": pl.String,
    "channel": pl.String,
    "status": pl.String,
    "person": pl.Int64,
    "recipient": pl.String,
    "sender": pl.String,
    "carrier": pl.String,
    "country": pl.String,
    "platform": pl.String,
    "os": pl.String,
    "user_agent": pl.String,
    "link": pl.String,
    "error_code": pl.String,
    "segments": pl.Int64,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "keyword": pl.String,
    "interaction": pl.String,
    "question": pl.String,
    "answer": pl.String,
    "correct": pl.Boolean,
    "prize": pl.String,
    "pass_id": pl.String,
    "page": pl.String,
    "value": pl.Float64,
    "currency": pl.String,
    "text": pl.String,
    "source": pl.String,
    "key": pl.String,
    "received_at": MOMENT,
}

# Additive counts an hour, with the splits that reports use.
HOURLY: dict[str, pl.DataType | type[pl.DataType]] = {
    "month": pl.String,
    "campaign_id": pl.Int64,
    "hour": MOMENT,
    "kind": pl.String,
    "channel": pl.String,
    "status": pl.String,
    "sender": pl.String,
    "carrier": pl.String,
    "country": pl.String,
    "platform": pl.String,
    "n": pl.Int64,
}

# A row a message, found by its number: where it stands, and when it first reached each stage.
MESSAGES: dict[str, pl.DataType | type[pl.DataType]] = {
    "month": pl.String,
    "campaign_id": pl.Int64,
    "message": pl.Int64,
    "message_id": pl.String,
    "person": pl.Int64,
    "recipient": pl.String,
    "channel": pl.String,
    "sender": pl.String,
    "carrier": pl.String,
    "country": pl.String,
    "platform": pl.String,
    "segments": pl.Int64,
    "rank": pl.Int16,
    "status": pl.String,
    "outcome": pl.String,
    "opened": pl.Boolean,
    "error_code": pl.String,
    "status_at": MOMENT,
    "first_at": MOMENT,
    "sent_at": MOMENT,
    "delivered_at": MOMENT,
    "opened_at": MOMENT,
}

# Additive counts of messages by where they stand: made from MESSAGES, and kept beside it.
# `since`, `left` and `arrived` are the quarters of an hour in which a message reached its standing,
# in which it left (or was first heard of), and in which it was delivered (null: never); every
# zone's hours and days can be put together of them.
STANDINGS: dict[str, pl.DataType | type[pl.DataType]] = {
    "month": pl.String,
    "campaign_id": pl.Int64,
    "channel": pl.String,
    "sender": pl.String,
    "carrier": pl.String,
    "country": pl.String,
    "platform": pl.String,
    "status": pl.String,
    "outcome": pl.String,
    "opened": pl.Boolean,
    "since": MOMENT,
    "left": MOMENT,
    "arrived": MOMENT,
    "n": pl.Int64,
    "segments": pl.Int64,
}

# A row a person, campaign and act: how often, first and last. `recipient` is null for someone
# who gave no identifier; such an event is a person of its own (D-26).
PEOPLE: dict[str, pl.DataType | type[pl.DataType]] = {
    "month": pl.String,
    "campaign_id": pl.Int64,
    "person": pl.Int64,
    "recipient": pl.String,
    "act": pl.String,
    "n": pl.Int64,
    "first_at": MOMENT,
    "last_at": MOMENT,
}


def events_from_payloads(payloads: list[str]) -> pl.DataFrame:
    """The inbox's JSON rows as a frame of EVENTS; times come as microseconds in UTC."""
    if not payloads:
        return pl.DataFrame(schema=EVENTS)
    wire = {name: pl.Int64 if kind == MOMENT else kind for name, kind in EVENTS.items()}
    frame = pl.read_ndjson("\n".join(payloads).encode(), schema=wire)
    return frame.with_columns(
        pl.col(name).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
        for name, kind in EVENTS.items()
        if kind == MOMENT
    )
