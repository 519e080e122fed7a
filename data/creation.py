"""How is a campaign made, or changed, without anything being lost or overwritten (6.1, 6.2)?

What is being made is no campaign yet, of any status: a Draft comes only from saving at the end
(F068), and messaging has none at all. It has its id from the beginning, so that its address stays,
and its values, right or not, are stored with every step. A known campaign that is edited stays as
it is until the change is saved at the end. Whoever saves says which revision they changed; a page
that doesn't know the newest one is told so and overwrites nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from data.audience import Audience, Parsed
from data.campaign import Campaign
from data.campaign_types import CAMPAIGN_TYPES
from data.clock import Clock
from data.creation_checks import ANSWERING, Checks, typed_entries
from data.creation_definition import complete
from data.creation_settling import check_ending, settled
from data.creation_typing import merged
from data.creation_work import Mark, Saved, Work, blank, digest, kept, untouched
from data.errors import BadRequest, NotFound, Refused
from data.store import audience_rows, campaign_rows, draft_rows
from data.store.campaign_rows import Transition
from data.store.draft_rows import DraftRow, ListHead
from data.store.engine import Engine, read, write
from data.vocabulary.campaign_state import ENDINGS, Group, State
from data.vocabulary.formats import moment
from data.vocabulary.line import clean_line

__all__ = ["Creation", "ListHead", "Mark", "Saved", "Work"]

LONGEST_NAME = 100
MOST_UNFINISHED = 50
MOST_SHOWN_ERRORS = 20


class Creation:
    """What is being made in one workspace; days are those of its `zone`."""

    def __init__(self, engine: Engine, audience: Audience, clock: Clock, zone: ZoneInfo) -> None:
        self.checks = Checks(engine, audience, clock, zone)
        self._engine = engine
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
            key = draft_rows.reserve(connection, blank(0, kind, now), now)
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
        return tuple(kept(row, None) for row in rows if row.type in CAMPAIGN_TYPES)

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
            return kept(row, before)
        assert before is not None
        return untouched(before, self._zone)

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
            begun = digest(work.before) if row is None else row.begun_from
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
            return Saved(kept(changed, work.before), kept=True)

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

    def senders(self, channel: str) -> tuple[str, ...]:
        """Senders that campaigns of a channel had, to choose from."""
        with read(self._engine) as connection:
            return draft_rows.senders(connection, channel, 50)

    def targets(self, work: Work) -> tuple[Campaign, ...]:
        """The campaigns that a form may lead into: of the right types, and not over."""
        with read(self._engine) as connection:
            return tuple(
                one
                for state in (*ANSWERING, State.DRAFT)
                for one in campaign_rows.with_state(connection, Group.INTERACTIVE, state)
                if one.type in work.kind.leads_to
            )

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
        check_ending(work, after)
        if after is not State.DRAFT and (wrong := self.checks.problems(work)):
            raise BadRequest(f"{wrong[0].label}: {wrong[0].message}", wrong[0].where)
        now, total = self._clock(), self.checks.count(work)
        campaign = settled(self.checks.described(work), work, after, delivery_at, total, now)
        with write(self._engine) as connection:
            work = self._get(connection, campaign_id)
            row = draft_rows.get(connection, campaign_id)
            self._check_still(work, row, revision, after)
            self._bring_audience(connection, work, campaign, now)
            draft_rows.settle(connection, campaign, now, new=work.before is None)
            self._record(connection, work, campaign, now, who)
            draft_rows.forget(connection, campaign_id)
        return campaign

    def _record(
        self, connection: Connection, work: Work, campaign: Campaign, now: datetime, who: str
    ) -> None:
        """Who moved it from which state, or gave it another date."""
        before, after = work.before.state if work.before else None, campaign.state
        if before is after and after is not State.SCHEDULED:
            return
        date = moment(campaign.delivery_at, self._zone)
        why = f"delivery date {date} ({self._zone.key})" if after is State.SCHEDULED else ""
        move = Transition(campaign.id, before, after, now, who, why)
        campaign_rows.record(connection, [move])

    def _check_still(self, work: Work, row: DraftRow | None, revision: int, after: State) -> None:
        if work.revision != revision:
            raise Refused("It has been changed in another tab or by someone else; look at it again")
        check_ending(work, after)
        # Once more, now that nobody else can publish: only one may answer (F258).
        if after is not State.DRAFT and (clash := self.checks.clashes(work)):
            raise Refused(clash[0].message)
        if row and row.begun_from and row.begun_from != digest(work.before):
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
            if entries := typed_entries(complete(work.kind, work.typed)):
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
