"""To whom would it go as it was typed, and what keeps it from being published?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from data.audience import Audience, AudienceEntry, choice_of, parse_typed
from data.campaign import OPEN_RECIPIENTS, Campaign
from data.clock import Clock
from data.creation_definition import complete, problems
from data.creation_field import Problem
from data.creation_steps import steps_of
from data.creation_values import REQUIRED
from data.creation_work import Work, described
from data.store import campaign_rows, draft_rows
from data.store.draft_rows import ListHead
from data.store.engine import Engine, read
from data.vocabulary.campaign_state import Group, State

# While they are so, they answer, or will again.
ANSWERING = (State.LIVE, State.PROCESSING, State.SCHEDULED, State.PENDING)
_LISTS = frozenset({"list", "typed"})


class Checks:
    """What can be said about a campaign on its way from the values and the workspace."""

    def __init__(self, engine: Engine, audience: Audience, clock: Clock, zone: ZoneInfo) -> None:
        self._engine = engine
        self._audience = audience
        self._clock = clock
        self._zone = zone

    def described(self, work: Work) -> Campaign:
        """The campaign that was typed, as far as it can be read, in the state that it has now."""
        return described(work, self._zone, self._clock())

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
            return len(typed_entries(whole))
        if source == "csv" and (head := self.list_of(work.campaign_id)):
            return head.total
        made = self.described(work)
        choice = choice_of(made)
        return self._audience.count(made) if choice is None else self._audience.count_choice(choice)

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
        found += self.clashes(work)
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

    def clashes(self, work: Work) -> Sequence[Problem]:
        """Another campaign of the sender that answers unmatched words (F258)."""
        made = self.described(work)
        if not made.config.get("auto_reply"):
            return ()
        with read(self._engine) as connection:
            others = [
                one
                for state in ANSWERING
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


def typed_entries(whole: Mapping[str, Any]) -> tuple[AudienceEntry, ...]:
    """The recipients that were written down, each once; wrong lines left out."""
    return parse_typed(str(whole.get("typed") or ""), str(whole.get("channel") or "")).entries
