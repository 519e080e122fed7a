"""A workspace with so many events, made in bulk: believable sizes, the same every time.

2,000 campaigns share the events as Zipf has it, the largest with about a twentieth; from ten
million events on it has five million messages. The events are appended a quarter of a million
messages at a time; the store itself then settles them and makes every other table from them.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

import polars as pl
from deltalake import write_deltalake

from data.campaign import Campaign
from data.campaign_draft import CampaignDraft
from data.services import Services, build
from data.settings import Settings
from data.store import compaction, lake_tables, schema
from data.store.lake import FRESH
from data.store.schema import EVENTS, MOMENT
from data.vocabulary.campaign_state import Group, State
from pages.report.tabs import TABS

END = datetime(2026, 7, 1, tzinfo=UTC)  # the workspace's now
DAYS = 360
ACTIVE, LISTED = 2_000, 10_000  # campaigns with events, and all that the list has
EXPONENT = 0.8
GIANT = 5_000_000  # messages
CHUNK = 250_000  # messages made at once
A_MESSAGE = 2.9  # events
PER_SECOND = 200  # messages that a campaign sends

# Of a hundred messages so many take this way; a stage is its status and seconds since sending.
_Way = tuple[int, tuple[tuple[str, int], ...]]
WAYS: dict[str, tuple[_Way, ...]] = {
    "sms": (
        (91, (("DEQUEUED", 0), ("SENT", 2), ("DELIVRD", 9))),
        (3, (("DEQUEUED", 0), ("SENT", 2), ("UNDELIV", 600))),
        (2, (("DEQUEUED", 0), ("SENT", 2), ("EXPIRED", 7200))),
        (2, (("DEQUEUED", 0), ("SENT", 2), ("ENROUTE", 4))),
        (2, (("DEQUEUED", 0), ("BLACKLISTED", 1))),
    ),
    "email": (
        (58, (("DEQUEUED", 0), ("SENT", 1), ("DELIVERED", 20))),
        (28, (("SENT", 1), ("DELIVERED", 20), ("OPEN", 7200))),
        (7, (("SENT", 1), ("DELIVERED", 20), ("OPEN", 7200), ("CLICK", 7300))),
        (5, (("DEQUEUED", 0), ("SENT", 1), ("BOUNCED", 30))),
        (2, (("DEQUEUED", 0), ("BAD_TO", 1))),
    ),
    "push": (
        (88, (("DEQUEUED", 0), ("SENT", 1))),
        (8, (("DEQUEUED", 0), ("UNREGISTERED", 1))),
        (4, (("DEQUEUED", 0), ("NOT_SENT", 1))),
    ),
    "whatsapp": (
        (60, (("DEQUEUED", 0), ("DELIVERED", 5), ("READ", 1800))),
        (32, (("QUEUE", 0), ("DEQUEUED", 1), ("DELIVERED", 5))),
        (8, (("DEQUEUED", 0), ("FAILED", 8))),
    ),
    "rcs": (
        (50, (("SENT", 0), ("DELIVERED", 6), ("READ", 1200))),
        (40, (("SENT", 0), ("DELIVERED", 6))),
        (10, (("SENT", 0),)),
    ),
}
# Of twenty campaigns; the largest is one of SMS.
_CHANNELS = ("sms", "sms", "email", "push", "sms", "email", "whatsapp", "sms", "email", "sms") + (
    ("sms", "email", "push", "rcs", "sms", "email", "whatsapp", "sms", "push", "sms")
)
_ARRIVED = ("DELIVRD", "DELIVERED", "READ", "OPEN")
_SENDERS = {"email": "offers@example.com", "push": "The app", "rcs": "Example Ltd"}
_LINKS = ("https://example.com/sale", "https://example.com/shops", "https://example.com/terms")
_CARRIERS = ("Telekom", "Vodafone", "O2", "Orange", "Swisscom")
_COUNTRIES = ("DE", "DE", "DE", "DE", "AT", "CH", "FR")
_SYSTEMS = ("Android", "Android", "iOS", "Windows")
_STRIDE = 67_867_967  # a prime larger than any pool, so a campaign reaches nobody twice
_MOST = 10_000_000  # people


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded workspace: its campaigns with events, the largest first."""

    services: Services
    campaigns: tuple[Campaign, ...]
    events: int
    messages: int
    seconds: float | None  # that loading took; None: it was there


def number(scale: str) -> int:
    """ "10m" or "20k" as a number. Raises ValueError."""
    word = scale.strip().lower()
    return int(float(word[:-1]) * {"k": 10**3, "m": 10**6}[word[-1:]])


def load(scale: str, root: Path) -> Loaded:
    """The workspace of that many events under `root`, made unless it is there."""
    path, wanted = root / f"lake-{scale}", number(scale)
    mark, start = path / "loaded", datetime.now(UTC)
    there = mark.is_file() and mark.read_text() == _recipe()
    if not there:
        shutil.rmtree(path, ignore_errors=True)
    settings = Settings(_env_file=None, data_dir=path)  # type: ignore[call-arg]
    services = build(settings, lambda: END, TABS)
    if not there:
        sizes = sizes_of(wanted)
        campaigns = services.campaigns.bulk_register(_drafts(sizes), "bench")[: len(sizes)]
        _write(services, campaigns, sizes)
        mark.write_text(_recipe())
    files = services.lake.view().files
    stored = sum(file.rows for file in files["messages"])
    assert stored == sum(sizes_of(wanted)), f"the lake of {scale} has {stored} messages"
    return Loaded(
        services,
        tuple(services.campaigns.get(n + 1) for n in range(len(sizes_of(wanted)))),
        sum(file.rows for file in files["events"]),
        stored,
        None if there else (datetime.now(UTC) - start).total_seconds(),
    )


def _recipe() -> str:
    sources = (__file__, lake_tables.__file__, schema.__file__, compaction.__file__)
    return sha256(b"".join(Path(str(source)).read_bytes() for source in sources)).hexdigest()


def sizes_of(events: int) -> list[int]:
    """Messages a campaign, the largest first."""
    active = min(ACTIVE, max(events // 200, 10))
    weights = [rank**-EXPONENT for rank in range(1, active + 1)]
    share = events / A_MESSAGE / sum(weights)
    sizes = [max(round(weight * share), 1) for weight in weights]
    return [GIANT, *sizes[1:]] if events >= 10_000_000 else sizes


def _drafts(sizes: list[int]) -> list[CampaignDraft]:
    listed = LISTED if len(sizes) == ACTIVE else 5 * len(sizes)
    return [_draft(n, sizes[n] if n < len(sizes) else None) for n in range(listed)]


def _draft(n: int, messages: int | None) -> CampaignDraft:
    channel = _CHANNELS[n % len(_CHANNELS)]
    created = END - timedelta(days=5 + n * 37 % (DAYS - 10), minutes=n % 600)
    states = (State.COMPLETED, State.COMPLETED, State.SCHEDULED, State.PENDING)
    return CampaignDraft(
        name=f"{('Spring sale', 'Newsletter', 'Delivery window', 'Reminder')[n % 4]} {n}",
        external_id=f"bench-{n}",
        group=Group.MESSAGING,
        type=channel,
        channel=channel,
        sender=_SENDERS.get(channel, f"6{n % 40:04}"),
        state=State.COMPLETED if messages else states[n % 4],
        created_at=created,
        delivery_at=created + timedelta(hours=1),
        recipients=messages,
        config={"text": "Twenty percent off until Sunday", "links": list(_LINKS)},
    )


def _write(services: Services, campaigns: list[Campaign], sizes: list[int]) -> None:
    """Events month by month; then everything else from them."""
    people = min(max(sizes[0] * 2, sum(sizes) // 4), _MOST)
    by_month: dict[str, list[tuple[Campaign, int]]] = {}
    for campaign, messages in zip(campaigns, sizes, strict=True):
        by_month.setdefault(campaign.month, []).append((campaign, messages))
    seen = sqlite3.connect(str(services.engine.url.database))
    seen.execute("PRAGMA synchronous=OFF")
    seen.execute("PRAGMA cache_size=-100000")
    numbered = count()
    for month in sorted(by_month):
        for part in _parts(by_month[month]):
            events = _events(part, month, people, next(numbered))
            keys = sorted(bytes.fromhex(key) for key in events.get_column("key"))
            with seen:
                seen.executemany("INSERT INTO seen (key) VALUES (?)", ((key,) for key in keys))
            rows = events.with_columns(tier=pl.lit(FRESH))
            write_deltalake(services.lake.table("events"), rows, mode="append")
    seen.close()
    compaction.settle(services.lake, everything=True)
    compaction.rebuild(services.lake)


_Part = list[tuple[Campaign, int, int, int]]  # campaign, its messages, first and last of a part


def _parts(campaigns: list[tuple[Campaign, int]]) -> Iterator[_Part]:
    """Parts of about CHUNK messages in the order of campaigns."""
    part: _Part = []
    weight = 0
    for campaign, messages in sorted(campaigns, key=lambda pair: pair[0].id):
        if part and weight + messages > CHUNK:
            yield part
            part, weight = [], 0
        for low in range(0, messages, CHUNK):
            if part and weight + min(messages - low, CHUNK) > CHUNK:
                yield part
                part, weight = [], 0
            high = min(low + CHUNK, messages)
            part.append((campaign, messages, low, high))
            weight += high - low
    if part:
        yield part


def _events(part: _Part, month: str, people: int, chunk: int) -> pl.DataFrame:
    messages = _messages(part, people)
    told = messages.join(_stages(), on=("channel", "way")).with_columns(
        kind=pl.lit("message.status"),
        at=pl.col("sent") + (pl.col("after") * 1e6 * pl.col("pace")).cast(pl.Int64),
        segments=pl.when(pl.col("channel") == "sms").then(1 + pl.col("person_no") % 2),
    )
    reads = messages.filter((pl.col("channel") != "push") & (_dice("click", 100) < 6))
    reads = reads.join(_stages().filter(pl.col("status").is_in(_ARRIVED)), on=("channel", "way"))
    reads = reads.unique("message_id", maintain_order=True)
    clicks = pl.concat([reads, reads.filter(_dice("again", 100) < 30)]).with_row_index("nth")
    clicks = clicks.with_columns(
        kind=pl.lit("link.click"),
        status=pl.lit(None, pl.String),
        at=pl.col("sent") + 60_000_000 + (pl.col("pace") * 3.6e9).cast(pl.Int64) + pl.col("nth"),
        link=_pick(_LINKS, "link"),
        os=_pick(_SYSTEMS, "os"),
        message=pl.lit(None, pl.Int64),
        message_id=pl.lit(None, pl.String),
        carrier=pl.lit(None, pl.String),
    ).drop("nth")
    rows = pl.concat([told, clicks], how="diagonal")
    rows = rows.with_columns(
        month=pl.lit(month), source=pl.lit("bench"), received_at=pl.col("at") + 900_000
    )
    rows = rows.with_columns(_keys(chunk, len(rows)))
    columns = [
        pl.from_epoch(name, time_unit="us").dt.replace_time_zone("UTC")
        if kind == MOMENT
        else (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in EVENTS.items()
    ]
    return rows.select(columns)


def _messages(part: _Part, people: int) -> pl.DataFrame:
    """A row a message: who is told, when it is sent (microseconds), and what way it takes."""
    plan = pl.DataFrame(
        {
            "campaign_id": [c.id for c, *_ in part],
            "channel": [c.channel for c, *_ in part],
            "sender": [c.sender for c, *_ in part],
            "start": [int((c.delivery_at or END).timestamp() * 1e6) for c, *_ in part],
            "spread": [900 + messages // PER_SECOND for _, messages, _, _ in part],
            "n": [range(low, high) for *_, low, high in part],
        },
        schema_overrides={"n": pl.List(pl.Int64)},
    ).explode("n")
    known = plan.with_columns(
        seed=pl.col("campaign_id") * 2**32 + pl.col("n"),
        person_no=(pl.col("n") * _STRIDE + pl.col("campaign_id") * 7919) % people,
    ).with_columns(way=_dice("way", 100))
    phone = "+4915" + pl.col("person_no").cast(pl.String).str.zfill(8)
    mail = pl.format("person{}@example.com", "person_no")
    channel = pl.col("channel")
    named = known.with_columns(
        recipient=pl.when(channel == "email").then(mail).otherwise(phone),
        message=pl.col("seed").hash(7).reinterpret(signed=True),
        sent=pl.col("start") + (_share("sent") ** 2 * pl.col("spread") * 1e6).cast(pl.Int64),
        pace=0.3 - (_share("pace") + 1e-9).log(),
        carrier=pl.when(channel == "sms").then(_pick(_CARRIERS, "carrier")),
        country=_pick(_COUNTRIES, "country"),
        platform=pl.when(channel == "push").then(_pick(("ios", "android"), "platform")),
    )
    return named.with_columns(
        message_id=pl.col("message").cast(pl.String),
        person=pl.col("recipient").hash(11).reinterpret(signed=True),
    )


def _stages() -> pl.DataFrame:
    """For each channel and each way of a hundred the stages of a message."""
    rows = []
    for channel, ways in WAYS.items():
        hundred = [stages for many, stages in ways for _ in range(many)]
        rows += [
            {"channel": channel, "way": way, "status": status, "after": after}
            for way, stages in enumerate(hundred)
            for status, after in stages
        ]
    return pl.DataFrame(rows, schema_overrides={"way": pl.UInt64, "after": pl.Float64})


def _dice(name: str, sides: int) -> pl.Expr:
    """Throws of a die, the same for the same message."""
    return pl.col("seed").hash(int.from_bytes(name.encode()[:4], "big")) % sides


def _share(name: str) -> pl.Expr:
    return _dice(name, 1_000_000) / 1_000_000


def _pick(words: tuple[str, ...], name: str) -> pl.Expr:
    return _dice(name, len(words)).replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def _keys(chunk: int, n: int) -> pl.Series:
    """So many keys; those of a later chunk are larger, so that a database takes them in order."""
    noise = random.Random(chunk).randbytes(12 * n).hex()
    first = f"{chunk:08x}"
    return pl.Series("key", [first + noise[i : i + 24] for i in range(0, 24 * n, 24)])
