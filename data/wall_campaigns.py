"""What does a campaign look like on a wall while it is Live or In Progress?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.errors import NotFound, Refused
from data.report import Kpi
from data.sending import Sending, sending
from data.source import Desk
from data.store.engine import read
from data.store.wall_rows import last_moves
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.days import days_in_full
from data.vocabulary.formats import NOTHING, moment, number, share, shown
from data.vocabulary.period import ALL
from data.wall import MOST_VALUES, Moving, Slide, Value

MOVES = ((Group.MESSAGING, State.IN_PROGRESS), (Group.INTERACTIVE, State.LIVE))


class WallCampaigns:
    """The campaigns of a workspace that move, as they are at `now`."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self._desk, self._now = desk, now
        self._view = desk.lake.view()
        self._known: dict[int, Sending] = {}

    def moving(self) -> tuple[Moving, ...]:
        """Those that are Live or In Progress.

        One that was registered as such has been so since its delivery date, if that is past.
        """
        found = [one for way in MOVES for one in self._desk.campaigns.in_state(*way)]
        with read(self._desk.engine) as connection:
            moves = last_moves(connection, (one.id for one in found))
        return tuple(self._moving(one, *moves[one.id]) for one in found if one.id in moves)

    def of(self, one: Moving, seconds: int) -> Slide:
        """The slide of one: how far it has got, or what people do with it."""
        if one.campaign.state is State.IN_PROGRESS:
            return self._under_way(one.campaign, seconds)
        return self._live(one, seconds)

    def _moving(self, campaign: Campaign, before: State | None, at: datetime) -> Moving:
        said = campaign.delivery_at
        since = min(said, at) if before is None and said is not None else at
        sends = campaign.state is State.IN_PROGRESS and self._far(campaign).per_minute is not None
        return Moving(campaign, since, sends)

    def _far(self, campaign: Campaign) -> Sending:
        if campaign.id not in self._known:
            self._known[campaign.id] = sending(campaign, self._view, self._now)
        return self._known[campaign.id]

    def _under_way(self, campaign: Campaign, seconds: int) -> Slide:
        far = self._far(campaign)
        pace = NOTHING if far.per_minute is None else number(max(round(far.per_minute), 1))
        return Slide(
            f"campaign-{campaign.id}",
            seconds,
            _kind(campaign),
            _sentence(campaign.name, far),
            f"What was reported so far · {self._desk.zone.key}",
            self._desk.zone,
            (
                Value("Submitted", number(far.submitted)),
                Value("Recipients", number(far.recipients)),
                Value("Messages a minute", pace),
                Value("Estimated finish", _finish(far.finish, self._now, self._desk.zone)),
            ),
            state=campaign.state,
            done=far.done,
        )

    def _live(self, one: Moving, seconds: int) -> Slide:
        campaign, zone = one.campaign, self._desk.zone
        row: Sequence[Kpi] = ()
        with suppress(NotFound, Refused):  # somebody has paused or ended it just now
            row = self._desk.reports.open(campaign.id).row[:MOST_VALUES]
        return Slide(
            f"campaign-{campaign.id}",
            seconds,
            _kind(campaign),
            f"{campaign.name} is Live since {moment(one.since, zone)}.",
            f"{days_in_full(ALL)} · {zone.key}",
            zone,
            tuple(value_of(kpi) for kpi in row),
            state=campaign.state,
        )


def value_of(kpi: Kpi) -> Value:
    """A tile's figure as a wall shows it."""
    return Value(kpi.label, shown(kpi.value, kpi.unit), not kpi.value, kpi.note)


def _kind(campaign: Campaign) -> str:
    kind = CAMPAIGN_TYPES[campaign.type].label
    return f"{kind} · {campaign.sender}" if campaign.sender else kind


def _sentence(name: str, far: Sending) -> str:
    if not far.submitted:
        return f"{name}: no message was submitted yet."
    of = f" of {number(far.recipients)}" if far.recipients else ""
    done = "" if far.done is None else f", {share(far.done)}"
    sentence = f"{number(far.submitted)}{of} messages submitted{done}"
    if far.per_minute is None:
        return f"{name}: {sentence}; none in the last ten minutes."
    return f"{name} is going out: {sentence}."


def _finish(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """The time alone for today's, which is what there is room for."""
    if at is None:
        return NOTHING
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    time = f"{local.hour % 12 or 12}:{local:%M %p}"
    return time if local.date() == today else f"{local:%b} {local.day}, {time}"
