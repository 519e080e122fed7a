"""How is a campaign made, or changed, without anything being lost or overwritten (6.1, 6.2)?

What is being made is no campaign yet, of any status: a Draft comes only from saving at the end
(F068), and messaging has none at all. It has its id from the beginning, so that its address stays,
and its values, right or not, are stored with every step. A known campaign that is edited stays as
it is until the change is saved at the end. Whoever saves says which revision they changed; a page
that doesn't know the newest one is told so and overwrites nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection

from data.audience import Audience, AudienceEntry, Parsed, choice_of
from data.campaign import OPEN_RECIPIENTS, Campaign
from data.campaign_draft import CampaignDraft, checked
from data.campaign_type import CampaignType
from data.campaign_types import CAMPAIGN_TYPES
from data.clock import Clock
from data.creation_definition import Definition, complete, definition, problems, values_of
from data.creation_field import Problem
from data.creation_steps import steps_of
from data.creation_typing import merged
from data.creation_values import REQUIRED
from data.errors import BadRequest, NotFound, Refused
from data.ingest.recipient_list import parse_typed
from data.store import audience_rows, campaign_rows, draft_rows
from data.store.campaign_rows import Transition
from data.store.draft_rows import DraftRow, ListHead
from data.store.engine import Engine, read, write
from data.vocabulary.campaign_state import ENDINGS, Group, State
from data.vocabulary.formats import moment
from data.vocabulary.line import clean_line

LONGEST_NAME = 100
MOST_UNFINISHED = 50
MOST_SHOWN_ERRORS = 20
_LISTS = frozenset({"list", "typed"})
_ANSWERING = (State.LIVE, State.PROCESSING, State.SCHEDULED, State.PENDING)


@dataclass(frozen=True, slots=True)
class Work:
    """A campaign on its way: `before` is the stored one (None: new), `typed` what is to become.

    `saved_at` is None while nothing was changed since it was stored.
    """

    campaign_id: int
    kind: CampaignType
    before: Campaign | None
    typed: Mapping[str, Any]
    revision: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""

    @property
    def name(self) -> str:
        """What it is called, also while its name is being typed."""
        return str(self.typed.get("name") or "").strip() or "Campaign without a name"

    @property
    def channel_is_fixed(self) -> bool:
        """Whether it is stored with a channel, which then can't change."""
        return self.before is not None and bool(self.before.channel)

    @property
    def endings(self) -> tuple[State, ...]:
        """The states in which the creator may leave it."""
        return ENDINGS[self.kind.group, self.before.state if self.before else None]


@dataclass(frozen=True, slots=True)
class Mark:
    """Who saves: the page (`tab`) with the revision that it knows, and its count of savings."""

    tab: str
    revision: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What stands stored now; not `kept`: another page saved meanwhile, and nothing was stored."""

    work: Work
    kept: bool


class Creation:
    """What is being made in one workspace; days are those of its `zone`."""

    def __init__(self, engine: Engine, audience: Audience, clock: Clock, zone: ZoneInfo) -> None:
        self._engine = engine
        self._audience = audience
        self._clock = clock
        self._zone = zone

    def begin(self, group: Group, type_: str, name: str, who: str) -> int:
        """Begin to make a campaign; the id that it will have. Raises BadRequest."""
        name = clean_line(name, "name")
        if not 1 <= len(name) <= LONGEST_NAME:
            raise BadRequest(f"A name has 1 to {LONGEST_NAME} characters, not {len(name)}", "name")
        kind = CAMPAIGN_TYPES.get(type_)
        if kind is None or kind.group is not group:
            raise BadRequest("Choose one of the cards", "type")
        now = self._clock()
        with write(self._engine) as connection:
            key = draft_rows.reserve(connection, _campaign(0, kind, now), now)
            typed = {"name": name}
            draft_rows.put(
                connection, DraftRow(key, group, type_, typed, None, 1, "", 0, now, now, who)
            )
        return key

    def has_name(self, group: Group, name: str, but: int = 0) -> bool:
        """Whether another campaign of the group has this name, regardless of case (D-18)."""
        with read(self._engine) as connection:
            return draft_rows.has_name(connection, group, name.strip(), but)

    def unfinished(self, group: Group) -> tuple[Work, ...]:
        """What is being made, the last saved first, at most fifty."""
        with read(self._engine) as connection:
            rows = draft_rows.new_of(connection, group, MOST_UNFINISHED)
        return tuple(_work(row, None) for row in rows if row.type in CAMPAIGN_TYPES)

    def get(self, campaign_id: int) -> Work:
        """What is to become of a campaign. Raises NotFound; Refused where it can't be edited."""
        with read(self._engine) as connection:
            return self._get(connection, campaign_id)

    def _get(self, connection: Connection, campaign_id: int) -> Work:
        before = campaign_rows.by_id(connection, campaign_id)
        row = draft_rows.get(connection, campaign_id)
        if before is None and (row is None or row.begun_from is not None):
            raise NotFound(f"There is no campaign {campaign_id}")
        if before is not None and (before.group, before.state) not in ENDINGS:
            how = " Pause it first." if before.state is State.LIVE else ""
            raise Refused(
                f"Campaign {campaign_id} “{before.name}” is {before.state.label} and can't be "
                f"edited.{how}"
            )
        if row is not None:
            return _work(row, before)
        assert before is not None
        kind = CAMPAIGN_TYPES[before.type]
        typed = values_of(kind, before, self._zone) | _activation(before, self._zone)
        return Work(campaign_id, kind, before, typed)

    def save(
        self,
        campaign_id: int,
        step: str,
        typed: Mapping[str, Any],
        mark: Mark,
        who: str,
        *,
        anyway: bool = False,
        then: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    ) -> Saved:
        """Store what was typed on one step, right or not, and then changed by `then`.

        Nothing is stored where another page has saved since `mark`, unless `anyway`: then this
        step becomes as typed and the others stay. A saving that was overtaken by a later one of
        its own page changes nothing. Raises as `get`, and BadRequest for what no page sends.
        """
        now = self._clock()
        with write(self._engine) as connection:
            work = self._get(connection, campaign_id)
            row = draft_rows.get(connection, campaign_id)
            own = row is not None and row.tab == mark.tab
            if own and row is not None and mark.sequence <= row.sequence:
                return Saved(work, kept=True)
            if not own and mark.revision != work.revision and not anyway:
                return Saved(work, kept=False)
            if work.channel_is_fixed:
                typed = {key: raw for key, raw in typed.items() if key != "channel"}
            whole = merged(work.kind, step, work.typed, typed)
            if then is not None:
                whole = then(whole)
            begun = _begun_from(work.before) if row is None else row.begun_from
            changed = DraftRow(
                campaign_id=campaign_id,
                group=work.kind.group,
                type=work.kind.key,
                typed=whole,
                begun_from=begun,
                revision=work.revision + 1,
                tab=mark.tab,
                sequence=mark.sequence,
                created_at=row.created_at if row else now,
                saved_at=now,
                saved_by=who,
            )
            draft_rows.put(connection, changed)
            return Saved(_work(changed, work.before), kept=True)

    def bring_list(self, campaign_id: int, name: str, parsed: Parsed) -> ListHead:
        """Keep a file's recipients for a campaign; what is told about it. Raises as `get`."""
        told = {
            "rows": parsed.total,
            "duplicates": parsed.duplicates,
            "wrong": len(parsed.errors),
            "errors": [str(error) for error in parsed.errors[:MOST_SHOWN_ERRORS]],
            "columns": list(parsed.columns),
            "first": [[one.recipient, dict(one.fields)] for one in parsed.entries[:5]],
        }
        head = ListHead(name.strip()[:200] or "list.csv", told, len(parsed.entries))
        pairs = [(entry.recipient, entry.fields) for entry in parsed.entries]
        with write(self._engine) as connection:
            self._get(connection, campaign_id)
            draft_rows.put_list(connection, campaign_id, head, pairs)
        return head

    def list_of(self, campaign_id: int) -> ListHead | None:
        """What is told about the list that was brought for a campaign."""
        with read(self._engine) as connection:
            return draft_rows.list_head(connection, campaign_id)

    def count(self, work: Work) -> int | None:
        """How many people it goes to as it stands; None where people come by themselves."""
        whole = complete(work.kind, work.typed)
        source = whole.get("recipients")
        if source in OPEN_RECIPIENTS:
            return None
        if source == "typed" and whole.get("typed"):
            return len(_typed_entries(whole))
        if source == "csv" and (head := self.list_of(work.campaign_id)):
            return head.total
        made = self.described(work)
        choice = choice_of(made)
        return self._audience.count(made) if choice is None else self._audience.count_choice(choice)

    def senders(self, channel: str) -> tuple[str, ...]:
        """Senders that campaigns of a channel had, to choose from."""
        with read(self._engine) as connection:
            return draft_rows.senders(connection, channel, 50)

    def targets(self, work: Work) -> tuple[Campaign, ...]:
        """The campaigns that a form may lead into: of the right types, and not over."""
        with read(self._engine) as connection:
            return tuple(
                one
                for state in (*_ANSWERING, State.DRAFT)
                for one in campaign_rows.with_state(connection, Group.INTERACTIVE, state)
                if one.type in work.kind.leads_to
            )

    def problems(self, work: Work) -> tuple[Problem, ...]:
        """Everything that keeps it from being published, in the order of the steps."""
        # A list may be stored already, so whether one is missing can't be told from what was typed.
        found = [
            problem
            for problem in problems(work.kind, work.typed)
            if problem.where not in _LISTS or problem.message != REQUIRED
        ]
        whole = complete(work.kind, work.typed)
        found += self._list_problems(work, whole)
        found += self._clashes(work, whole)
        order = [step.slug for step in steps_of(work.kind)]
        return tuple(sorted(found, key=lambda problem: order.index(problem.step)))

    def _list_problems(self, work: Work, whole: Mapping[str, Any]) -> Iterator[Problem]:
        """What is wrong with a list that it brings; a stored one stays until another is brought."""
        first, source = steps_of(work.kind)[0].slug, whole.get("recipients")
        if source == "csv" and not self.count(work):
            yield Problem(first, "list", "CSV list", "Upload a list with recipients")
        if source == "typed":
            wrong = parse_typed(str(whole.get("typed") or ""), str(whole["channel"])).errors
            if wrong:
                yield Problem(first, "typed", "Subscribers", str(wrong[0]))
            elif not self.count(work):
                yield Problem(first, "typed", "Subscribers", "Write down at least one recipient")

    def _clashes(self, work: Work, whole: Mapping[str, Any]) -> Sequence[Problem]:
        """Another campaign of the sender that answers unmatched words (F258)."""
        made = self.described(work)
        if not made.config.get("auto_reply"):
            return ()
        with read(self._engine) as connection:
            others = [
                one
                for state in _ANSWERING
                for one in campaign_rows.with_state(connection, Group.INTERACTIVE, state)
                if (one.channel, one.sender) == (made.channel, made.sender)
                and one.id != work.campaign_id
                and one.config.get("auto_reply")
            ]
        step = next(
            s.slug
            for s in steps_of(work.kind)
            if "auto_reply" in {f.key for f in s.fields(work.kind)}
        )
        return [
            Problem(
                step,
                "auto_reply_on",
                "Auto-Reply",
                f"Campaign {one.id} “{one.name}” of this sender has it on already",
            )
            for one in others[:1]
        ]

    def finish(
        self,
        campaign_id: int,
        revision: int,
        after: State,
        who: str,
        delivery_at: datetime | None = None,
    ) -> Campaign:
        """Leave the creator: store the campaign in the state `after`, with its audience.

        Scheduled needs a `delivery_at` in the future, in UTC; no other state takes one. Raises as
        `get`, BadRequest while it has problems (a Draft may have them), and Refused where another
        page has saved since `revision`, the campaign was changed elsewhere, or the creator doesn't
        lead to that state.
        """
        work = self.get(campaign_id)
        _check_ending(work, after)
        if after is not State.DRAFT and (wrong := self.problems(work)):
            raise BadRequest(f"{wrong[0].label}: {wrong[0].message}", wrong[0].where)
        total = self.count(work)
        now = self._clock()
        date = _date(after, delivery_at, now)
        if after in {State.IN_PROGRESS, State.PROCESSING} and total == 0:
            raise BadRequest("Nobody would get it: choose other recipients", "recipients")
        made = self.described(work)
        if work.before is None:
            made = replace(made, created_at=now)
        campaign = _settled(made, after, date, total, now)
        _check(campaign)
        with write(self._engine) as connection:
            work = self._get(connection, campaign_id)
            row = draft_rows.get(connection, campaign_id)
            self._check_still(work, row, revision, after)
            self._bring_audience(connection, work, campaign, now)
            draft_rows.settle(connection, campaign, now, new=work.before is None)
            before = work.before.state if work.before else None
            why = f"delivery date {moment(date, self._zone)} ({self._zone.key})" if date else ""
            if before is not after or after is State.SCHEDULED:
                move = Transition(campaign_id, before, after, now, who, why)
                campaign_rows.record(connection, [move])
            draft_rows.forget(connection, campaign_id)
        return campaign

    def _check_still(self, work: Work, row: DraftRow | None, revision: int, after: State) -> None:
        if work.revision != revision:
            raise Refused("It has been changed in another tab or by someone else; look at it again")
        _check_ending(work, after)
        if row and row.begun_from and row.begun_from != _begun_from(work.before):
            raise Refused(
                "The campaign has been changed elsewhere since you began to edit it; discard your "
                "changes to see it as it is now"
            )

    def _bring_audience(
        self, connection: Connection, work: Work, campaign: Campaign, now: datetime
    ) -> None:
        """Settle its list. Subscribers are chosen as it leaves, so an older list must go."""
        source = campaign.config.get("recipients")
        if source == "typed":
            if entries := _typed_entries(complete(work.kind, work.typed)):
                pairs = [(one.recipient, one.fields) for one in entries]
                audience_rows.put(connection, campaign.id, pairs, now)
        elif source == "csv":
            if draft_rows.list_head(connection, campaign.id) is not None:
                found = draft_rows.list_entries(connection, campaign.id)
                audience_rows.put(connection, campaign.id, found, now)
        else:
            audience_rows.forget(connection, campaign.id)

    def discard(self, campaign_id: int) -> None:
        """Drop what was typed: a new campaign is gone, a known one stays as it is stored."""
        with write(self._engine) as connection:
            draft_rows.forget(connection, campaign_id)

    def described(self, work: Work) -> Campaign:
        """The campaign that was typed, as far as it can be read, in the state that it has now."""
        base = work.before.config if work.before else {}
        said: Definition = definition(work.kind, work.typed, self._zone, base)
        start = work.before or _campaign(work.campaign_id, work.kind, self._clock())
        return replace(
            start,
            name=said.name,
            channel=start.channel or said.channel,
            sender=said.sender,
            config=said.config,
        )


def _campaign(campaign_id: int, kind: CampaignType, now: datetime) -> Campaign:
    return Campaign(
        id=campaign_id,
        name="",
        group=kind.group,
        type=kind.key,
        channel="",
        sender="",
        state=State.PENDING,
        created_at=now,
        month=f"{now:%Y-%m}",
    )


def _work(row: DraftRow, before: Campaign | None) -> Work:
    return Work(
        campaign_id=row.campaign_id,
        kind=CAMPAIGN_TYPES[row.type],
        before=before,
        typed=row.typed,
        revision=row.revision,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
    )


def _activation(campaign: Campaign, zone: ZoneInfo) -> dict[str, str]:
    """What stands under Campaign Activation for a known campaign."""
    planned = {"activation": campaign.state.value}
    if campaign.state is State.SCHEDULED and campaign.delivery_at:
        local = campaign.delivery_at.astimezone(zone)
        planned |= {"deliver_day": f"{local:%Y-%m-%d}", "deliver_time": f"{local:%H:%M}"}
    return planned


def _begun_from(campaign: Campaign | None) -> str | None:
    """A digest of what a known campaign says, to tell whether it was changed elsewhere."""
    if campaign is None:
        return None
    said = [campaign.name, campaign.channel, campaign.sender, dict(campaign.config)]
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _typed_entries(whole: Mapping[str, Any]) -> tuple[AudienceEntry, ...]:
    return parse_typed(str(whole.get("typed") or ""), str(whole.get("channel") or "")).entries


def _check_ending(work: Work, after: State) -> None:
    if after not in work.endings:
        words = " or ".join(state.label for state in work.endings)
        raise Refused(f"It can be left {words} here, not {after.label}")


def _date(after: State, delivery_at: datetime | None, now: datetime) -> datetime | None:
    if after is State.SCHEDULED:
        if delivery_at is None:
            raise BadRequest("Scheduled needs a delivery date", "deliver_day")
        if delivery_at <= now:
            raise BadRequest("The delivery date must be in the future", "deliver_day")
        return delivery_at
    if delivery_at is not None:
        raise BadRequest("Only Scheduled takes a delivery date", "deliver_day")
    return None


def _settled(
    made: Campaign, after: State, date: datetime | None, total: int | None, now: datetime
) -> Campaign:
    """The campaign in its new state; what lasts so many hours gets its end."""
    paused = made.group is Group.INTERACTIVE and after is State.PENDING
    starts = after in {State.IN_PROGRESS, State.PROCESSING}
    delivery_at = made.delivery_at if paused else now if starts else date
    config = dict(made.config)
    hours = config.get("expires_hours")
    if type(hours) is int and delivery_at is not None:
        config["expires_at"] = (delivery_at + timedelta(hours=hours)).isoformat()
    return replace(made, state=after, delivery_at=delivery_at, recipients=total, config=config)


def _check(campaign: Campaign) -> None:
    """What every campaign must be, whoever made it. Raises BadRequest that names the field."""
    checked(
        CampaignDraft(
            name=campaign.name,
            group=campaign.group,
            type=campaign.type,
            state=campaign.state,
            channel=campaign.channel,
            sender=campaign.sender,
            recipients=campaign.recipients,
            config=campaign.config,
        )
    )
