"""A chart at an address, by hand: what pictures and documents of it must tell."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from data.report import Chart, ChartKind, Column, Kpi, Table, TabNumbers
from data.source import Showing
from data.vocabulary.formats import Unit
from data.vocabulary.period import Period

BERLIN = ZoneInfo("Europe/Berlin")
AS_OF = datetime(2026, 3, 11, 12, 7, 30, tzinfo=UTC)
HOSTILE = "</script><script>alert(1)</script> & <b>\x07bold</b>"

STATUS = Chart(
    key="messages_by_status",
    title="Messages by Status",
    kind=ChartKind.BARS,
    rows=[
        {"status": "Delivered", "count": 9123, "color": "status-delivered"},
        {"status": "Failed", "count": 212, "color": "status-failed"},
        {"status": "In Transit", "count": 33, "color": "status-transit"},
    ],
    x="status",
    y="count",
    summary="9,123 of 9,368 messages were delivered.",
    color="color",
    y_label="Messages",
)
NOTHING_SENT = Chart(
    "sent_by_day", "Sent by Day", ChartKind.LINES, [], "day", "count", "Nothing was sent."
)
SENDERS = Table(
    "senders",
    "Senders",
    (
        Column("sender", "Sender"),
        Column("share", "Share", Unit.SHARE),
        Column("sent", "Sent", Unit.COUNT),
        Column("at", "Last sent", time=True),
    ),
    [{"sender": f"sender {n}", "share": n / 7, "sent": n * 1000, "at": AS_OF} for n in (3, 1, 2)],
    total=40,
)
NUMBERS = TabNumbers(
    AS_OF,
    kpis=(Kpi("delivery_rate", "Delivery Rate", 9123 / 9368, Unit.SHARE),),
    charts=(STATUS, NOTHING_SENT),
    tables=(SENDERS,),
    facts=(("Message", HOSTILE),),
    notices=("Receipts may still come.",),
)
SHOWING = Showing(
    "/hub?range=last-week",
    "Analytics Hub",
    Period(date(2026, 3, 2), date(2026, 3, 8), "last-week"),
    BERLIN,
    NUMBERS,
    (("Channel", "SMS"),),
)
BY_HOUR = Chart(
    key="by_hour",
    title="Sent by Weekday and Hour",
    kind=ChartKind.STACKED_BARS,
    rows=[
        {"weekday": day, "hour": hour, "count": day_count * hour_count}
        for day, day_count in (("Monday", 1), ("Tuesday", 3))
        for hour, hour_count in (("9 AM", 0), ("12 PM", 40))
    ],
    x="weekday",
    y="count",
    series="hour",
    summary="Most on Tuesdays at 12 PM: 120.",
    grid=True,
)
