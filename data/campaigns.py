"""What can be done with campaigns: list, register, change their state, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from data.campaign import OPEN_RECIPIENTS, Campaign
from data.campaign_draft import CampaignDraft, checked, parse_draft, read_moment, sane_moment
from data.campaign_types import CAMPAIGN_TYPES
from data.clock import Clock
from data.errors import BadRequest, NotFound, Refused
from data.store import audience_rows, total_rows
from data.store import campaign_rows as rows
from data.store.campaign_rows import CampaignPage, Place, Transition, Wanted
from data.store.engine import Engine, read, write
from data.vocabulary.campaign_state import DELETABLE, STATES, Group, State, may_change
from data.vocabulary.filters import CampaignFilters
from data.vocabulary.formats import moment
from data.vocabulary.line import clean_line

__all__ = ["CampaignDraft", "CampaignPage", "Campaigns", "Place", "Transition", "parse_draft"]

LARGEST_PAGE = 1000
_LAST_PAGE = 2**31
# Who moves a campaign when nobody does.
CLOCK = "clock"


class Campaigns:
    """The campaigns of one workspace; days are those of its `zone`."""

    def __init__(self, engine: Engine, clock: Clock, zone: ZoneInfo) -> None:
        self._engine = engine
        self._clock = clock
        self._zone = zone
        # Never stale: a campaign keeps its id, month and channel, and no id is given twice.
        self._places: dict[int | str, Place] = {}

    def find(self, filters: CampaignFilters, page: int = 0, size: int = 25) -> CampaignPage:
        """Page `page` (from 0) of the campaigns that satisfy all filters, the newest first.

        The days are tested on the creation date, both ends inclusive (D-02).
        """
        if not 0 <= page <= _LAST_PAGE:
            raise BadRequest("A page's number is 0 or more", "page")
        if not 1 <= size <= LARGEST_PAGE:
            raise BadRequest(f"A page has 1 to {LARGEST_PAGE} campaigns", "size")
        since, until = filters.period.instants(self._zone)
        wanted = Wanted(filters.group, since, until, filters.types, filters.states, filters.q)
        with read(self._engine) as connection:
            return rows.find(connection, wanted, page * size, size)

    def get(self, campaign_id: int) -> Campaign:
        """The campaign with this id. Raises NotFound."""
        with read(self._engine) as connection:
            return _get(connection, campaign_id)

    def register(self, draft: CampaignDraft, who: str) -> tuple[Campaign, bool]:
        """Store a campaign; True when it is new.

        A known external id updates name, sender, state, dates, recipients and config to those of
        the draft (only `created_at` is kept where the draft has none); its group, type and channel
        can't change (Refused). The state is taken as it is said, because who runs the campaign
        knows it. Raises BadRequest.
        """
        draft = checked(draft)
        with write(self._engine) as connection:
            return self._register(connection, draft, who)

    def bulk_register(self, drafts: Sequence[CampaignDraft], who: str) -> list[Campaign]:
        """Register many, all or none; an external id that comes twice is updated by the later one.

        Returns them in the order of the drafts. Raises as `register` does.
        """
        valid = [checked(draft) for draft in drafts]
        with write(self._engine) as connection:
            names = [draft.external_id for draft in valid if draft.external_id is not None]
            known = rows.known_external_ids(connection, sorted(set(names)))
            new: dict[int, CampaignDraft] = {}
            for place, draft in enumerate(valid):
                if draft.external_id is None or draft.external_id not in known:
                    new[place] = draft
                    known.update(() if draft.external_id is None else (draft.external_id,))
            done = dict(zip(new, self._add(connection, list(new.values()), who), strict=True))
            for place, draft in enumerate(valid):
                if place not in done:
                    done[place], _ = self._register(connection, draft, who)
            return [done[place] for place in range(len(valid))]

    def _register(
        self, connection: Connection, draft: CampaignDraft, who: str
    ) -> tuple[Campaign, bool]:
        before = None
        if draft.external_id is not None:
            before = rows.by_external_id(connection, draft.external_id)
        if before is None:
            return self._add(connection, [draft], who)[0], True
        return self._update(connection, before, draft, who), False

    def _add(
        self, connection: Connection, drafts: Sequence[CampaignDraft], who: str
    ) -> list[Campaign]:
        now = self._clock()
        new = [_campaign(draft, now) for draft in drafts]
        ids = rows.add(connection, new, now)
        stored = [replace(campaign, id=key) for campaign, key in zip(new, ids, strict=True)]
        rows.record(connection, [Transition(one.id, None, one.state, now, who) for one in stored])
        return stored

    def _update(
        self, connection: Connection, before: Campaign, draft: CampaignDraft, who: str
    ) -> Campaign:
        for name, old, new in (
            ("group", before.group, draft.group),
            ("type", before.type, draft.type),
            ("channel", before.channel, draft.channel),
        ):
            if old != new:
                raise Refused(
                    f"Campaign {before.external_id} is registered with {name} {old or 'none'}, "
                    f"which can't become {new or 'none'}: register it under another external id"
                )
        after = replace(
            before,
            name=draft.name,
            sender=draft.sender,
            state=draft.state,
            created_at=draft.created_at or before.created_at,
            delivery_at=draft.delivery_at,
            recipients=draft.recipients,
            config=draft.config,
        )
        now = self._clock()
        rows.replace_row(connection, after, now)
        if after.state is not before.state:
            move = Transition(before.id, before.state, after.state, now, who, "reported")
            rows.record(connection, [move])
        return after

    def change(
        self,
        campaign_id: int,
        after: State,
        who: str,
        why: str = "",
        delivery_at: datetime | None = None,
    ) -> Campaign:
        """Move a campaign to another state, or a Scheduled one to another date.

        Only Scheduled takes a `delivery_at`, and needs one in the future (D-06); it is recorded as
        the reason where there is none. A campaign that is sent or published without a date gets
        the present one. Raises NotFound, BadRequest for the date, and Refused for a way that there
        is not, saying which ways there are.
        """
        with write(self._engine) as connection:
            return self._change(connection, campaign_id, after, who, why, delivery_at)

    def change_all(self, reasons: Mapping[int, str], after: State, who: str) -> list[Campaign]:
        """Move several campaigns to one state, all or none; `reasons` has their ids and whys.

        Raises as `change` does.
        """
        with write(self._engine) as connection:
            return [
                self._change(connection, campaign_id, after, who, why, None)
                for campaign_id, why in reasons.items()
            ]

    def _change(
        self,
        connection: Connection,
        campaign_id: int,
        after: State,
        who: str,
        why: str,
        delivery_at: datetime | None,
    ) -> Campaign:
        reason = clean_line(why, "why")
        before = _get(connection, campaign_id)
        _check_way(before, after)
        now = self._clock()
        date = _date(before, after, delivery_at, now)
        if not rows.move(connection, before, after, date, now):
            raise Refused(f"{_titled(before)} has just been changed by someone else")
        if after is State.SCHEDULED and not reason:  # its state alone doesn't tell what was changed
            reason = f"delivery date {moment(date, self._zone)} ({self._zone.key})"
        rows.record(connection, [Transition(campaign_id, before.state, after, now, who, reason)])
        return replace(before, state=after, delivery_at=date)

    def delete(self, campaign_id: int, who: str, why: str = "") -> None:
        """Remove a campaign that never went out (D-06); its transitions stay.

        Raises NotFound, and Refused for any that went out or runs.
        """
        reason = clean_line(why, "why")
        with write(self._engine) as connection:
            before = _get(connection, campaign_id)
            allowed = DELETABLE[before.group]
            if before.state not in allowed:
                words = " or ".join(s.label for s in STATES[before.group] if s in allowed)
                raise Refused(
                    f"{_titled(before)} is {before.state.label} and can't be deleted; "
                    f"only {before.group} campaigns that are {words} can"
                )
            if not rows.remove(connection, before):
                raise Refused(f"{_titled(before)} has just been changed by someone else")
            move = Transition(campaign_id, before.state, None, self._clock(), who, reason)
            rows.record(connection, [move])
            audience_rows.forget(connection, campaign_id)  # nobody is left to be written to
            total_rows.forget(connection, campaign_id)
        self._places.clear()

    def transitions(self, campaign_id: int) -> tuple[Transition, ...]:
        """What happened to a campaign, the first first, deleted ones included. Raises NotFound."""
        with read(self._engine) as connection:
            moves = rows.transitions_of(connection, campaign_id)
        if not moves:
            raise NotFound(f"There is no campaign {campaign_id}")
        return moves

    def paused_at(self, campaign_id: int) -> datetime | None:
        """When a campaign last became Pending, in UTC; None for one that never did."""
        moves = reversed(self.transitions(campaign_id))
        return next((move.at for move in moves if move.after is State.PENDING), None)

    def place(self, campaign_id: int | None, external_id: str | None) -> Place | None:
        """Where a campaign's events belong; None for an unknown one, or ids of different ones."""
        by_id = None if campaign_id is None else self._place(campaign_id)
        if external_id is None:
            return by_id
        by_name = self._place(external_id)
        return by_name if campaign_id is None or by_id == by_name else None

    def _place(self, key: int | str) -> Place | None:
        found = self._places.get(key)
        if found is not None:
            return found
        with read(self._engine) as connection:
            if isinstance(key, str):
                found = rows.place_by_external_id(connection, key)
            else:
                found = rows.place_by_id(connection, key)
        if found is not None:
            self._places[key] = found
        return found

    def in_state(self, group: Group, state: State) -> tuple[Campaign, ...]:
        """Every campaign of a group that is in a state."""
        with read(self._engine) as connection:
            return rows.with_state(connection, group, state)

    def close_due(self, now: datetime) -> tuple[Campaign, ...]:
        """Complete every Live campaign past its `expires_at` (F071); return those."""
        closed = []
        for campaign in self.in_state(Group.INTERACTIVE, State.LIVE):
            if _is_over(campaign, now):
                with suppress(Refused, NotFound):  # somebody was quicker
                    closed.append(self.change(campaign.id, State.COMPLETED, CLOCK, "end of life"))
        return tuple(closed)


def is_open(campaign: Campaign) -> bool:
    """Whether anybody may take part: by keyword, form or API, not from a list (1.7).

    Where the configuration doesn't say, the type does: a keyword campaign is open by nature.
    """
    source = campaign.config.get("recipients")
    offered = CAMPAIGN_TYPES[campaign.type].recipients
    sources = {source} if source else set(offered)
    return bool(sources) and sources <= OPEN_RECIPIENTS


def possible(campaign: Campaign) -> tuple[State, ...]:
    """The states that `change` would take this campaign to, in the order of the menu."""
    return tuple(s for s in STATES[campaign.group] if _why_not(campaign, s) is None)


def _get(connection: Connection, campaign_id: int) -> Campaign:
    campaign = rows.by_id(connection, campaign_id)
    if campaign is None:
        raise NotFound(f"There is no campaign {campaign_id}")
    return campaign


def _campaign(draft: CampaignDraft, now: datetime) -> Campaign:
    created_at = draft.created_at or now
    return Campaign(
        id=0,
        name=draft.name,
        group=draft.group,
        type=draft.type,
        channel=draft.channel,
        sender=draft.sender,
        state=draft.state,
        created_at=created_at,
        month=f"{created_at:%Y-%m}",
        external_id=draft.external_id,
        delivery_at=draft.delivery_at,
        recipients=draft.recipients,
        config=draft.config,
        demo=draft.demo,
    )


def _why_not(campaign: Campaign, after: State) -> str | None:
    """Why this campaign can't go there; None when it can."""
    before = campaign.state
    if before is after is State.SCHEDULED:
        return None  # another date
    if before is after:
        return f"is {before.label} already"
    if not may_change(campaign.group, before, after):
        return f"is {before.label}, and from there it can't become {after.label}"
    if before is State.PROCESSING and (after is State.LIVE) != is_open(campaign):
        if after is State.LIVE:  # F069
            return "can't become Live: its recipients are a closed list"
        return "can't be Completed yet: its participation is open"  # F070
    return None


def _check_way(campaign: Campaign, after: State) -> None:
    reason = _why_not(campaign, after)
    if reason is None:
        return
    words = ", ".join(state.label for state in possible(campaign))
    ways = f"It can become: {words}." if words else "It can't change any more."
    raise Refused(f"{_titled(campaign)} {reason}. {ways}")


def _date(
    before: Campaign, after: State, delivery_at: datetime | None, now: datetime
) -> datetime | None:
    """The delivery date that goes with the new state."""
    if after is not State.SCHEDULED:
        if delivery_at is not None:
            raise BadRequest("Only Scheduled takes a delivery date", "delivery_at")
        starts = after in {State.IN_PROGRESS, State.PROCESSING}
        return now if starts and before.delivery_at is None else before.delivery_at
    if delivery_at is None:
        raise BadRequest("Scheduled needs a delivery date", "delivery_at")
    date = sane_moment(delivery_at, "delivery_at")
    if date <= now:
        raise BadRequest("The delivery date must be in the future", "delivery_at")
    return date


def _is_over(campaign: Campaign, now: datetime) -> bool:
    text = campaign.config.get("expires_at")
    return text is not None and read_moment(text, "config.expires_at") <= now


def _titled(campaign: Campaign) -> str:
    return f"Campaign {campaign.id} “{campaign.name}”"
