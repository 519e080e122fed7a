"""Who wins, and can it be checked? Winner selection (specification 4.7, D-13).

A draw is a function of its seed and of the eligible IDs, so anybody who has both comes to the
same winners:

1. Eligible is who has an ID and one of the asked statuses, going by the events that had arrived by
   the draw's moment; without earlier winners (who were awarded a prize or drawn before) if asked.
2. The eligible IDs are sorted by their UTF-8 bytes. Their fingerprint is the SHA-256 of that list,
   each ID followed by a zero byte (which no ID holds).
3. Each ID's lot is the SHA-256 of the seed's text followed by the ID, both in UTF-8. The winners
   are the first n IDs in the order of their lots, compared as bytes.

This is algorithm 1; a changed one gets another number, and the old one stays for its records.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from heapq import nsmallest
from zoneinfo import ZoneInfo

import polars as pl

from data.campaign import Campaign, check_out
from data.campaign_types import CAMPAIGN_TYPES
from data.campaigns import Campaigns
from data.errors import BadRequest, NotFound, Refused
from data.participants import STATUSES, participants_as_of
from data.store import draw_rows as rows
from data.store.draw_rows import Draw, Rhythm, Schedule, Terms
from data.store.engine import Engine, read, write
from data.store.lake import Lake, View
from data.vocabulary.line import clean_line

ALGORITHM = 1
MOST_WINNERS = 100_000
# The types that give prizes (D-13); the others have the basic variant without winners (F163).
PRIZE_TYPES = frozenset(
    {"trivia", "web-trivia", "raffle-giveaway", "e-swipe", "digital-coupon", "member-card"}
)
AT_ONCE = "At once"
_STEP = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


def winners_of(seed: str, eligible: Iterable[str], wanted: int) -> tuple[str, ...]:
    """The first `wanted` of the eligible IDs in the order of their lots, in whatever order given.

    All of them where there are fewer. See step 3 above.
    """
    salt = sha256(seed.encode())

    def lot(recipient: str) -> bytes:
        drawn = salt.copy()
        drawn.update(recipient.encode())
        return drawn.digest()

    return tuple(nsmallest(wanted, set(eligible), key=lot))


def fingerprint(eligible: Iterable[str]) -> str:
    """What tells one list of eligible IDs from any other. See step 2 above."""
    listed = sha256()
    for recipient in sorted(one.encode() for one in eligible):
        listed.update(recipient + b"\0")
    return listed.hexdigest()


def log(engine: Engine, campaign_id: int) -> tuple[Draw, ...]:
    """A campaign's draws, the newest first. Raises Unavailable."""
    with read(engine) as connection:
        return rows.of_campaign(connection, campaign_id)


def schedules(engine: Engine, campaign_id: int) -> tuple[Schedule, ...]:
    """A campaign's schedules that will draw again, the newest first. Raises Unavailable."""
    with read(engine) as connection:
        every = rows.schedules(connection, campaign_id)
    return tuple(one for one in every if one.next_due is not None)


def checked(terms: Terms) -> Terms:
    """The terms, trimmed. Raises BadRequest that names the field."""
    prize = clean_line(terms.prize, "prize")
    if not prize:
        raise BadRequest("Name the prize that is drawn", "prize")
    if not 1 <= terms.wanted <= MOST_WINNERS:
        raise BadRequest(f"Draw from 1 to {MOST_WINNERS:,} winners, not {terms.wanted:,}", "wanted")
    statuses = tuple(status.value for status in STATUSES if status.value in terms.statuses)
    if not statuses:
        raise BadRequest("Choose at least one status that is eligible", "statuses")
    return replace(terms, prize=prize, statuses=statuses)


def check_open(campaign: Campaign) -> None:
    """Raise Refused where nobody is drawn from a campaign, or not yet."""
    if campaign.type not in PRIZE_TYPES:
        raise Refused(f"A {CAMPAIGN_TYPES[campaign.type].label} campaign gives no prizes")
    check_out(campaign)


def draw(
    engine: Engine,
    view: View,
    campaign: Campaign,
    terms: Terms,
    who: str,
    now: datetime,
    seed: str = "",
) -> Draw:
    """Draw at once and record it; `seed` is a new one by chance unless it is given.

    Raises BadRequest for the terms, and Refused where nobody is eligible, or the campaign gives no
    prizes or has no report.
    """
    terms = checked(terms)
    check_open(campaign)
    wanted = _wanted(view, campaign, terms, who, now, AT_ONCE)
    if seed:
        wanted = replace(wanted, seed=seed)
    while True:
        before, drawn = _drawn(engine, view, campaign, wanted)
        if not drawn.eligible:
            raise Refused("Nobody is eligible, so there is nobody to draw")
        with write(engine) as connection:
            # Somebody else's winners of this very moment must be left out, too.
            if rows.last_id(connection, campaign.id) == before:
                return replace(drawn, id=rows.add(connection, drawn))


def _wanted(
    view: View, campaign: Campaign, terms: Terms, who: str, now: datetime, method: str
) -> Draw:
    """A draw that has still to be made, with a new seed."""
    return Draw(
        id=0,
        campaign_id=campaign.id,
        terms=terms,
        at=now,
        who=who,
        method=method,
        seed=secrets.token_hex(16),
        algorithm=ALGORITHM,
        eligible=0,
        fingerprint="",
        as_of=now,
        lake=view.version,
        winners=(),
    )


def again(engine: Engine, view: View, campaign: Campaign, recorded: Draw) -> tuple[str, ...]:
    """The winners, drawn anew from what the record says (F279).

    Raises Refused where the eligible IDs are others now: the campaign's steps were changed, or
    events that had been received were stored only after the draw.
    """
    if recorded.algorithm != ALGORITHM:
        raise Refused(f"Draw {recorded.id} was made by algorithm {recorded.algorithm}")
    eligible = _eligible(engine, view, campaign, recorded)
    if fingerprint(eligible) != recorded.fingerprint:
        raise Refused(
            f"Draw {recorded.id} was made among {recorded.eligible:,} people, who are not the "
            f"{len(eligible):,} that are found now"
        )
    return winners_of(recorded.seed, eligible, recorded.terms.wanted)


def _drawn(engine: Engine, view: View, campaign: Campaign, wanted: Draw) -> tuple[int, Draw]:
    """The draw, and the id of the one before it."""
    with read(engine) as connection:
        before = rows.last_id(connection, campaign.id)
    eligible = _eligible(engine, view, campaign, replace(wanted, id=before + 1))
    return before, replace(
        wanted,
        eligible=len(eligible),
        fingerprint=fingerprint(eligible),
        winners=winners_of(wanted.seed, eligible, wanted.terms.wanted),
    )


def _eligible(engine: Engine, view: View, campaign: Campaign, wanted: Draw) -> list[str]:
    """The IDs among which `wanted` draws; those drawn before it are told by their lower ids."""
    degrees = [n for n, s in enumerate(STATUSES) if s.value in wanted.terms.statuses]
    found = participants_as_of(view, campaign, wanted.as_of)
    found = found.filter(pl.col("degree").is_in(degrees))
    if not wanted.terms.exclude_winners:
        return found.get_column("recipient").to_list()
    before = {w for d in log(engine, campaign.id) if d.id < wanted.id for w in d.winners}
    others = found.filter(pl.col("prizes").is_null()).get_column("recipient")
    return [recipient for recipient in others if recipient not in before]


def plan(engine: Engine, campaign: Campaign, schedule: Schedule) -> Schedule:
    """Record a schedule, whatever its id and next draw.

    Raises BadRequest that names the field, and Refused as `draw` does.
    """
    terms = checked(schedule.terms)
    check_open(campaign)
    if not _TIME.fullmatch(schedule.at_time):
        raise BadRequest(f"{schedule.at_time!r} is no time like 18:30", "at_time")
    if schedule.last_day is not None and schedule.last_day < schedule.first_day:
        raise BadRequest("The last day lies before the first one", "last_day")
    first = _moment(schedule, schedule.first_day)
    if first <= schedule.created_at:
        raise BadRequest("The first draw must lie in the future", "first_day")
    made = replace(schedule, terms=terms, next_due=first)
    with write(engine) as connection:
        return replace(made, id=rows.add_schedule(connection, made))


def stop(engine: Engine, campaign_id: int, schedule_id: int) -> None:
    """End a schedule; its draws stay. Raises NotFound."""
    with write(engine) as connection:
        found = rows.schedule(connection, schedule_id)
        if found is None or found.campaign_id != campaign_id:
            raise NotFound(f"Campaign {campaign_id} has no schedule {schedule_id}")
        rows.set_next(connection, schedule_id, None)


def run_due(engine: Engine, lake: Lake, campaigns: Campaigns, now: datetime) -> tuple[Draw, ...]:
    """Make every scheduled draw that is due, those that were missed included; return them.

    However often and by however many it is called, each due time is drawn for once. A draw with
    nobody eligible is recorded without winners. Schedules of deleted campaigns end.
    """
    done: list[Draw] = []
    while True:
        with read(engine) as connection:
            waiting = rows.due(connection, now)
        if not waiting:
            return tuple(done)
        for schedule in waiting:
            try:
                campaign = campaigns.get(schedule.campaign_id)
            except NotFound:
                with suppress(NotFound):
                    stop(engine, schedule.campaign_id, schedule.id)
                continue
            made = _draw_due(engine, lake.view(), campaign, schedule, now)
            done += [made] if made else []


def _draw_due(
    engine: Engine, view: View, campaign: Campaign, schedule: Schedule, now: datetime
) -> Draw | None:
    """The draw of a schedule's next due time; None where somebody else was quicker."""
    due = schedule.next_due
    assert due is not None
    method = f"Scheduled, {schedule.rhythm.value}"
    wanted = _wanted(view, campaign, schedule.terms, schedule.who, now, method)
    before, drawn = _drawn(
        engine, view, campaign, replace(wanted, schedule_id=schedule.id, due_at=due)
    )
    with write(engine) as connection:
        current = rows.schedule(connection, schedule.id)
        if current is None or current.next_due != due:
            return None
        if rows.last_id(connection, campaign.id) != before:
            return None  # still due: the next round leaves the new winners out
        rows.set_next(connection, schedule.id, after(schedule, due))
        return replace(drawn, id=rows.add(connection, drawn))


def after(schedule: Schedule, due: datetime) -> datetime | None:
    """When a schedule draws after `due`, in UTC; None where that was its last draw.

    Days are those of its zone, so the hour stays the same on the clocks when they change.
    """
    step = _STEP.get(schedule.rhythm)
    if step is None:
        return None
    day = due.astimezone(ZoneInfo(schedule.zone)).date() + step
    if schedule.last_day is not None and day > schedule.last_day:
        return None
    return _moment(schedule, day)


def _moment(schedule: Schedule, day: date) -> datetime:
    local = datetime.combine(day, time.fromisoformat(schedule.at_time), ZoneInfo(schedule.zone))
    return local.astimezone(UTC)


def drawn_prizes(draws: Sequence[Draw]) -> pl.DataFrame:
    """Everybody who was drawn, with the names of the prizes: columns recipient and drawn."""
    pairs = [(recipient, one.terms.prize) for one in draws for recipient in one.winners]
    frame = pl.DataFrame(pairs, {"recipient": pl.String, "prize": pl.String}, orient="row")
    return frame.group_by("recipient").agg(drawn=pl.col("prize").unique().sort().str.join(", "))
