"""The tables of the operational database; migrations/ brings a database to them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn it to UTC; a moment without a zone is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every moment its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Key(LargeBinary):
    """The bytes by which an event is known; drivers take them as they are, and they are many."""

    def bind_processor(self, dialect: Dialect) -> None:
        """Nothing to do on the way in."""


def _where(condition: str) -> dict[str, Any]:
    """Only such rows are in an index."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


# SQLite counts up only a plain INTEGER key.
_Serial = BigInteger().with_variant(Integer, "sqlite")

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("external_id", String(200), unique=True),
    Column("name", String(200), nullable=False),
    # Name, sender and external id, case-folded, a line each: what the search looks through.
    # Folded here because SQLite's own lower() knows ASCII only.
    Column("search", Text, nullable=False),
    Column("group", String(20), nullable=False),
    Column("type", String(40), nullable=False),
    Column("channel", String(20), nullable=False, default=""),
    Column("sender", String(200), nullable=False, default=""),
    Column("state", String(20), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("delivery_at", Moment),
    Column("recipients", Integer),
    Column("config", JSON, nullable=False),
    Column("month", String(7), nullable=False),
    Column("demo", Boolean, nullable=False, default=False),
    Column("updated_at", Moment, nullable=False),
    # In the order of the list; with type and state, filters needn't fetch the rows they drop.
    Index("ix_campaigns_list", "group", "created_at", "id", "type", "state"),
    sqlite_autoincrement=True,  # a deleted campaign's id is never given to another one
)

transitions = Table(
    "transitions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    # No foreign key: the record of a deleted campaign stays.
    Column("campaign_id", Integer, nullable=False, index=True),
    Column("before", String(20)),
    Column("after", String(20)),  # null: deleted
    Column("at", Moment, nullable=False),
    Column("who", String(200), nullable=False),
    Column("why", Text, nullable=False, default=""),
)

keys = Table(
    "keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of the key; never the key
    Column("scopes", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("role", String(20), nullable=False),  # owner, editor, viewer
    Column("sees_recipients", Boolean, nullable=False, default=False),  # D-28
    Column("created_at", Moment, nullable=False),
)

# Messages to the people of a campaign; `audience` is frozen when one is composed.
communications = Table(
    "communications",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("campaign_id", Integer, nullable=False, index=True),
    Column("kind", String(20), nullable=False),  # pass-push, re-engagement
    Column("title", String(200), nullable=False),  # "" where there is none
    Column("text", Text, nullable=False),
    Column("filters", JSON, nullable=False),  # the words of the address that chose the audience
    Column("at", Moment, nullable=False),
    Column("who", String(200), nullable=False),
    Column("audience", JSON, nullable=False),
    Column("targeted", Integer, nullable=False),
    Column("sent", Integer, nullable=False, default=0),  # handed to a carrier so far
)

# Winner draws, each with all that it takes to draw again: see data/draws.py.
draws = Table(
    "draws",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("campaign_id", Integer, nullable=False, index=True),
    Column("prize", String(200), nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("statuses", JSON, nullable=False),  # whoever has one of these is eligible
    Column("exclude_winners", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", String(200), nullable=False),
    Column("method", String(40), nullable=False),
    Column("seed", String(64), nullable=False),
    Column("algorithm", Integer, nullable=False),
    Column("eligible", Integer, nullable=False),
    Column("fingerprint", String(64), nullable=False),  # SHA-256 of the eligible ids
    Column("as_of", Moment, nullable=False),
    Column("lake", JSON, nullable=False),  # the event lake's version
    Column("winners", JSON, nullable=False),  # ids in the order in which they were drawn
    Column("schedule_id", Integer),
    Column("due_at", Moment),
    UniqueConstraint("schedule_id", "due_at", name="uq_draws_due"),  # never twice for one due time
)

draw_schedules = Table(
    "draw_schedules",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("campaign_id", Integer, nullable=False, index=True),
    Column("prize", String(200), nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("statuses", JSON, nullable=False),
    Column("exclude_winners", Boolean, nullable=False),
    Column("rhythm", String(20), nullable=False),  # once, daily, weekly
    Column("first_day", Date, nullable=False),
    Column("at_time", String(5), nullable=False),  # "18:30" on the clocks of `zone`
    Column("zone", String(64), nullable=False),
    Column("last_day", Date),
    Column("who", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_due", Moment, index=True),  # null: has ended, or was stopped
)

# Providers that call us; secrets are sealed with the workspace's own, see data/connections.py.
connections = Table(
    "connections",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("provider", String(40), nullable=False),
    Column("name", String(40), nullable=False),
    Column("scheme", String(40), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("campaign_id", Integer),  # where calls that name no campaign belong
    Column("options", JSON, nullable=False),
    Column("secrets", Text, nullable=False),
    Column("previous", Text),  # the secrets before the last rotation
    Column("previous_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("rotated_at", Moment),
    Column("paused_at", Moment),
    UniqueConstraint("provider", "name", name="uq_connections_name"),
)

# The calls of providers as they came, each content once, and what became of them.
webhook_calls = Table(
    "webhook_calls",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("connection_id", Integer, nullable=False),
    Column("digest", LargeBinary(16), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("why", Text, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("method", String(10), nullable=False),
    Column("path", Text, nullable=False),
    Column("headers", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("times", Integer, nullable=False),
    UniqueConstraint("connection_id", "digest", name="uq_webhook_calls_digest"),
    Index("ix_webhook_calls_recent", "connection_id", "last_at"),
)

# Facts about the workspace itself: the demonstration's seed, the lake's format.
workspace = Table(
    "workspace",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", JSON, nullable=False),
)

# Every event that was ever accepted, by the name that the contract gives it: a 16-byte digest of
# (source, id, type). Its time is no part of it, since a provider may stamp a redelivery anew.
seen = Table(
    "seen",
    metadata,
    Column("key", Key(16), primary_key=True),
    # The kept call of a provider that brought it; null: another door did, or nobody noted it then.
    Column("call_id", BigInteger),
    Column("claimed", Boolean),  # whether a person gave it to its campaign, by hand or by a rule
    Index("ix_seen_call", "call_id", **_where("call_id IS NOT NULL")),
    sqlite_with_rowid=False,
)

# Acknowledged events until compaction has put them in the lake.
inbox = Table(
    "inbox",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=True),
    Column("payload", Text, nullable=False),  # one lake row as JSON
    sqlite_autoincrement=True,  # a sequence number is never used twice, even after the delete
)

# One row a name: who holds a task that only one process may do, and until when.
leases = Table(
    "leases",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("holder", String(100), nullable=False),
    Column("until", Moment, nullable=False),
)

# Import runs, so that a broken one goes on where it stopped.
imports = Table(
    "imports",
    metadata,
    Column("digest", String(64), primary_key=True),  # of the file's content and the format's name
    Column("name", String(400), nullable=False),
    Column("line", Integer, nullable=False),
    Column("finished_at", Moment),
)

# What a short link leads to; its code is made of the id, see data/short_links.py.
short_links = Table(
    "short_links",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("campaign_id", Integer, nullable=False),
    Column("digest", LargeBinary(16), nullable=False),  # of the URL
    Column("url", Text, nullable=False),  # "": the campaign's own short URL
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("campaign_id", "digest", name="uq_short_links_url"),
    sqlite_autoincrement=True,  # an old code never leads to a new link
)

# One person's way through a campaign's page, round by round, and how it ended; see data/play.py.
plays = Table(
    "plays",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("campaign_id", Integer, nullable=False),
    Column("subject", String(256), nullable=False),  # the recipient, or a device's id
    Column("round", Integer, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("progress", JSON, nullable=False),
    Column("ended_at", Moment),
    Column("number", Integer),  # 1, 2, 3 … in the order in which prizes were drawn for
    Column("prize", Text),
    Column("record", JSON),  # all that it takes to draw again
    UniqueConstraint("campaign_id", "subject", "round", name="uq_plays_round"),
    UniqueConstraint("campaign_id", "number", name="uq_plays_number"),
)

# What a campaign has given out so far; one row, so that nobody counts while another one draws.
prize_pools = Table(
    "prize_pools",
    metadata,
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
    Column("seed", String(64), nullable=False),
    Column("drawn", Integer, nullable=False),  # plays that were drawn for
    Column("given", JSON, nullable=False),  # prize: how many
    Column("awarded_at", Moment),  # the last one
)

# One person each; how they are reached stands in subscriber_addresses. See data/subscribers.py.
subscribers = Table(
    "subscribers",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("first_name", String(200), nullable=False, default=""),
    Column("last_name", String(200), nullable=False, default=""),
    Column("joined_at", Moment),  # the earliest of any channel; null: on a blocklist only
    Column("updated_at", Moment, nullable=False),
    sqlite_autoincrement=True,  # pages go by it, so none is given twice
)

# A person's place on the lists of one channel: a fold of subscriber.* events.
subscriber_addresses = Table(
    "subscriber_addresses",
    metadata,
    Column("address", String(256), primary_key=True),
    Column("channel", String(20), primary_key=True),  # "" where an event named none
    Column("subscriber_id", BigInteger, nullable=False, index=True),
    Column("joined_at", Moment),  # null: not on the main list
    Column("source", String(200), nullable=False),  # what that join came through
    Column("blocked", Boolean, nullable=False, default=False),
    Column("changed_at", Moment),  # of the last block or unblock, by its own time
    Column("reachable", Boolean, nullable=False),  # the address is one that the channel can use
    Index("ix_subscriber_addresses_channel", "channel", "blocked", "subscriber_id"),
)

subscriber_tags = Table(
    "subscriber_tags",
    metadata,
    Column("tag", String(64), primary_key=True),
    Column("subscriber_id", BigInteger, primary_key=True, index=True),
)

# What the search looks through: the words of names and addresses, case-folded, by their beginning.
subscriber_words = Table(
    "subscriber_words",
    metadata,
    Column("word", String(64).with_variant(String(64, "C"), "postgresql"), primary_key=True),
    Column("subscriber_id", BigInteger, primary_key=True, index=True),
)

# Additive counts, kept with every change: people by the quarter of an hour in which they joined …
subscriber_growth = Table(
    "subscriber_growth",
    metadata,
    Column("quarter", Moment, primary_key=True),
    Column("n", Integer, nullable=False),
)

# … and addresses by channel.
subscriber_totals = Table(
    "subscriber_totals",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("listed", Integer, nullable=False),
    Column("blocked", Integer, nullable=False),
)

# Files of subscribers on their way in; `content` goes once all of it is in.
subscriber_imports = Table(
    "subscriber_imports",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False),
    Column("who", String(200), nullable=False),
    Column("channels", JSON, nullable=False),  # that the people with a number agreed to
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("heading", JSON, nullable=False),
    Column("content", LargeBinary),
    Column("rows", Integer, nullable=False),  # good ones
    Column("done", Integer, nullable=False, default=0),  # how many of them are dealt with
    Column("added", Integer, nullable=False, default=0),
    Column("updated", Integer, nullable=False, default=0),
    Column("bad", Integer, nullable=False),
    Column("rejected", JSON, nullable=False),  # line, reason, and cells of each bad one
)

# To whom a campaign goes, by the message's number: a list that it brought, or a frozen selection.
audiences = Table(
    "audiences",
    metadata,
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
    Column("total", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)

audience_entries = Table(
    "audience_entries",
    metadata,
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("recipient", String(256), nullable=False),
    Column("fields", JSON(none_as_null=True)),  # null: those of the subscriber
    Column("subscriber_id", BigInteger),
    sqlite_with_rowid=False,
)

# Campaigns that the creator made; whatever else there is was registered by who runs it.
made_here = Table(
    "made_here",
    metadata,
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
)

# Campaigns that leave from here, a row each from the moment at which they are published.
sends = Table(
    "sends",
    metadata,
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
    Column("carrier", String(40), nullable=False),  # "": sends nothing by itself
    Column("begun_at", Moment, nullable=False),
    Column("prepared", Integer, nullable=False),  # the last number that is in the outbox
    Column("prepared_at", Moment),  # of the last one
    Column("recent", JSON, nullable=False),  # [moment, messages] each of the last minute
    Column("ended_at", Moment, index=True),  # the campaign is out
)

# A message each: what became of it on our side, see data/store/outbox_rows.py.
outbox = Table(
    "outbox",
    metadata,
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("recipient", String(256), nullable=False),
    Column("fields", JSON, nullable=False),  # its personal ones; emptied once it is told
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("code", String(64), nullable=False),  # the raw status that it got, "" before
    Column("error", String(64), nullable=False),
    Column("at", Moment),  # of that status
    Column("next_at", Moment),  # when to try again, or when its next receipt comes
    UniqueConstraint("campaign_id", "recipient", name="uq_outbox_recipient"),
    Index("ix_outbox_state", "campaign_id", "state", "number"),
    Index(
        "ix_outbox_due",
        "next_at",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
)

# Campaigns that are being made, and changes of known ones, before they are saved for good.
drafts = Table(
    "drafts",
    metadata,
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
    Column("group", String(20), nullable=False),
    Column("type", String(40), nullable=False),
    Column("typed", JSON, nullable=False),  # by field, right or not
    Column("begun_from", String(64)),  # what a known campaign said then; null: it is a new one
    Column("revision", Integer, nullable=False),  # counts the savings
    Column("tab", String(40), nullable=False),  # the page that saved last, and its last saving
    Column("sequence", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("saved_by", String(200), nullable=False),
)

# The list of recipients that one of them brings.
draft_lists = Table(
    "draft_lists",
    metadata,
    Column("campaign_id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(200), nullable=False),
    Column("told", JSON, nullable=False),  # about the file: counts, columns, what is wrong
    Column("total", Integer, nullable=False),
    Column("entries", JSON, nullable=False),  # [recipient, fields] each
)

# What people wrote about a moment or days; shown on every time chart that covers them.
notes = Table(
    "annotations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("campaign_id", Integer, index=True),  # null: of the whole workspace
    Column("text", Text, nullable=False),
    Column("at", Moment),  # either a moment, or whole days of whichever zone a chart is in
    Column("first", Date),
    Column("last", Date),
    Column("who", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_by", String(200)),
    Column("changed_at", Moment),
)

targets = Table(
    "targets",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("metric", String(60), nullable=False),
    Column("scope", String(20), nullable=False),  # workspace, channel, type, campaign
    Column("of", String(60), nullable=False),  # which one; "" of the workspace
    Column("bound", String(20), nullable=False),  # at-least, at-most
    Column("value", Float, nullable=False),
    Column("who", String(200), nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("metric", "scope", "of", name="uq_targets_of"),
)

alert_rules = Table(
    "alert_rules",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("rule", JSON, nullable=False),
    Column("who", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("paused_at", Moment),
    Column("looked_at", Moment),
    Column("next_look", Moment, nullable=False, index=True),
    Column("said", Text, nullable=False),  # what the last look found
    sqlite_autoincrement=True,  # notices name a rule, which no other one may inherit
)

# One row each time a rule's condition came true, until it no longer was.
alert_episodes = Table(
    "alert_episodes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("rule_id", Integer, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("said", Text, nullable=False),
    Column("ended_at", Moment),
    Column("ended_said", Text, nullable=False),
    Column("told_at", Moment),  # null while quiet hours hold it back
    Column("end_told_at", Moment),
    UniqueConstraint("rule_id", "began_at", name="uq_alert_episodes_began"),
    sqlite_autoincrement=True,
)

webhook_receivers = Table(
    "webhook_receivers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("secret", Text, nullable=False),  # sealed with the workspace's own
    Column("created_at", Moment, nullable=False),
    Column("rotated_at", Moment),
    Column("gone_at", Moment),  # it answered 410: it wants no more
    sqlite_autoincrement=True,
)

report_schedules = Table(
    "report_schedules",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("schedule", JSON, nullable=False),
    Column("who", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("paused_at", Moment),
    Column("next_due", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)

report_runs = Table(
    "report_runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("schedule_id", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", String(20), nullable=False),  # waiting, made, failed
    Column("attempts", Integer, nullable=False),
    Column("next_at", Moment, index=True),
    Column("said", Text, nullable=False),
    Column("done_at", Moment),
    UniqueConstraint("schedule_id", "due_at", name="uq_report_runs_due"),
    sqlite_autoincrement=True,
)

# What is told to people and programs outside: one row a recipient, and what came of it.
notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(200), nullable=False, unique=True),  # the same thing is told once
    Column("about", String(60), nullable=False, index=True),  # "alert:3", "report:7"
    Column("way", String(20), nullable=False),  # email, webhook
    Column("to", String(254), nullable=False),  # an address, or a receiver's id
    Column("title", Text, nullable=False),
    Column("content", LargeBinary),  # null once it is settled
    Column("state", String(20), nullable=False),  # waiting, sent, failed
    Column("attempts", Integer, nullable=False),
    Column("next_at", Moment, index=True),  # when to try; moved on before each attempt
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
)

notice_attempts = Table(
    "notice_attempts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("notice_id", Integer, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("verdict", Text, nullable=False),
)

# Dashboards that people make: as they are now, see data/dashboard_change.py.
own_dashboards = Table(
    "own_dashboards",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("content", JSON, nullable=False),
    Column("revision", Integer, nullable=False),  # the number of the last change
    Column("last_tile", Integer, nullable=False),  # numbers of tiles that are gone stay theirs
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", String(200), nullable=False),
    sqlite_autoincrement=True,  # the id of one stays its own
)

# What was done to them, in order; it only grows.
dashboard_changes = Table(
    "dashboard_changes",
    metadata,
    Column("dashboard_id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", String(200), nullable=False),
    Column("kind", String(10), nullable=False),  # new, undo, redo
    Column("of", Integer, nullable=False),  # the new change that it is about
    Column("said", Text, nullable=False),
    Column("steps", JSON, nullable=False),  # [thing, fields before, fields after] each
)

# Links that show one of them to whoever has the link.
dashboard_links = Table(
    "dashboard_links",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("dashboard_id", Integer, nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of the token
    Column("name", String(200), nullable=False),  # for whom it is
    Column("password", String(200), nullable=False),  # salt and scrypt hash; "": none is asked for
    Column("created_at", Moment, nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Column("opened_at", Moment),  # the last time
    Column("tries", Integer, nullable=False),  # of the password, since
    Column("tried_at", Moment),
)

# Providers' words that mean nothing here by themselves, and what people say they mean.
provider_words = Table(
    "provider_words",
    metadata,
    Column("connection_id", Integer, primary_key=True, autoincrement=False),
    Column("word", String(200), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("names_message", Boolean, nullable=False),  # so it can be counted, once it is mapped
    Column("meaning", String(60)),  # see data/ingest/meaning.py; null: nobody has said
    Column("mapped_at", Moment),
    Column("mapped_by", String(200)),
)

# Where the events of a connection belong that name no campaign of ours.
claim_rules = Table(
    "claim_rules",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("connection_id", Integer, nullable=False),
    Column("about", String(10), nullable=False),  # all, name, tag
    Column("word", String(256), nullable=False),  # the name or tag
    Column("campaign_id", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", String(200), nullable=False),
    UniqueConstraint("connection_id", "about", "word", name="uq_claim_rules_word"),
)

# Events that wait for their campaign, by what they named; see data/ingest/unmatched.py.
waiting_groups = Table(
    "waiting_groups",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("connection_id", Integer, nullable=False),
    Column("digest", LargeBinary(16), nullable=False),  # of names and tags
    Column("names", JSON, nullable=False),  # [our id, external id] each, in order
    Column("tags", JSON, nullable=False),
    UniqueConstraint("connection_id", "digest", name="uq_waiting_groups_digest"),
    sqlite_autoincrement=True,
)

waiting_names = Table(
    "waiting_names",
    metadata,
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("about", String(10), primary_key=True),  # name, campaign, tag
    Column("word", String(256), primary_key=True),
    Column("campaign_id", Integer),
)

waiting_events = Table(
    "waiting_events",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("group_id", BigInteger, nullable=False),
    Column("key", LargeBinary(16), nullable=False, unique=True),  # under which it will be seen
    Column("fact", JSON, nullable=False),
    Column("received_at", Moment, nullable=False, index=True),
    Column("fault", Text),  # why it can't be taken; null: nothing is known to be wrong
    Column("call_id", BigInteger),  # the kept call that brought it; null: nobody noted it then
    Index("ix_waiting_events_group", "group_id", "id"),
    Index("ix_waiting_events_call", "call_id", **_where("call_id IS NOT NULL")),
)

# Walls that people put together: what their screens show, one after the other.
walls = Table(
    "walls",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False),
    Column("entries", JSON, nullable=False),  # [kind, address, key, seconds, label] each
    Column("takeover", Boolean, nullable=False),  # whether a send takes the whole screen
    Column("theme", String(10), nullable=False),
    Column("revision", Integer, nullable=False),  # counts the savings
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", String(200), nullable=False),
    sqlite_autoincrement=True,
)

# Screens that were given a wall, and those that wait for somebody to enter their code.
screens = Table(
    "screens",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("digest", String(64), nullable=False, unique=True),  # of the token that it keeps
    Column("code", String(10), unique=True),  # null: paired
    Column("code_until", Moment),
    Column("name", String(200), nullable=False),
    Column("wall", String(40), nullable=False),  # the last word of the wall's address
    Column("paired_at", Moment),
    Column("paired_by", String(200), nullable=False),
    Column("seen_at", Moment),
    sqlite_autoincrement=True,
)

# Files that were mapped and brought in; `digest` is that of their row in `imports`.
file_imports = Table(
    "file_imports",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("who", String(200), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("begun_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("mapping", JSON, nullable=False),
    Column("choice", JSON, nullable=False),  # zone, campaign, whether to make campaigns
    Column("done", Integer, nullable=False),  # thousandths
    Column("accepted", BigInteger, nullable=False),
    Column("duplicates", BigInteger, nullable=False),
    Column("campaigns", Integer, nullable=False),
    Column("bad", Integer, nullable=False),
    Column("note", String(1000), nullable=False),
    sqlite_autoincrement=True,
)

# The files themselves, until they are in; those of the command line stay where they are.
file_contents = Table(
    "file_contents",
    metadata,
    Column("import_id", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

# Lines that were not taken, and why.
file_rejections = Table(
    "file_rejections",
    metadata,
    Column("import_id", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("where", String(300), nullable=False),
    Column("error", Text, nullable=False),
)

# Mappings that people remembered under a name.
file_mappings = Table(
    "file_mappings",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("mapping", JSON, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("saved_by", String(200), nullable=False),
)

# What the lake is to say of events that read differently now than when they were taken; of several
# rows of one key the last one counts. See data/store/correction.py.
corrections = Table(
    "corrections",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("key", LargeBinary(16), nullable=False, index=True),
    Column("payload", Text),  # a lake row as JSON; null: there is no such event
    Column("call_id", BigInteger),  # the call that says so
    sqlite_autoincrement=True,  # a later row has a higher number, even after the others are gone
)

# Totals of campaigns that files brought, with nobody behind them; `sent_at` is the campaign's.
campaign_totals = Table(
    "campaign_totals",
    metadata,
    Column("import_id", Integer, primary_key=True, autoincrement=False),
    Column("campaign_id", Integer, primary_key=True, autoincrement=False, index=True),
    Column("tally", String(40), primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("channel", String(20), nullable=False),
    CheckConstraint("count >= 0", name="ck_campaign_totals_count"),
)
