"""Which alerts are there, and does one of them fire now?

A rule is looked at once every full hour, by whichever process holds the lease; after a standstill
only the latest hour is looked at. A look, the episode that it begins or ends, and the notices of
it are one transaction each with a guard of its own, so an episode is told once, whoever is killed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from data.alert_judging import Finding, judge, nominal_rate
from data.alert_notices import BEGINS, ENDS, TEST, about, notices
from data.alert_replay import Replay, Standing, Turn, replay, turn
from data.alert_rule import Against, Rule, as_json, from_json
from data.alert_windows import HOUR, Windows, full_hour, windows
from data.campaigns import Campaigns
from data.clock import Clock
from data.errors import BadRequest, HeliographError, NotFound, Unavailable
from data.notice_mail import MailWay
from data.receivers import Receivers
from data.store import alert_rows as rows
from data.store import notice_rows
from data.store.alert_rows import Episode, RuleRow
from data.store.engine import Engine, read, write
from data.store.lake import Lake

MOST_RULES = 200
_SHOWN = 50  # episodes in a rule's history


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule, how it stands, and its last episode."""

    id: int
    rule: Rule
    who: str
    paused_at: datetime | None
    looked_at: datetime | None
    said: str
    last: Episode | None

    @property
    def firing(self) -> bool:
        """Whether its condition holds."""
        return self.last is not None and self.last.ended_at is None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would say now, and would have said over the stored history.

    `nominal` is the share of looks that chance alone would make fire; None of a threshold, which
    has no such share.
    """

    finding: Finding
    replayed: Replay
    nominal: float | None


class Alerts:
    """The alerts of one workspace."""

    def __init__(
        self,
        engine: Engine,
        lake: Lake,
        campaigns: Campaigns,
        receivers: Receivers,
        mail: MailWay,
        clock: Clock,
        origin: str,
    ) -> None:
        self._engine = engine
        self._lake = lake
        self._campaigns = campaigns
        self._receivers = receivers
        self._mail = mail
        self._clock = clock
        self._origin = origin

    def list(self) -> tuple[Alert, ...]:
        """All alerts, the oldest first."""
        with read(self._engine) as connection:
            return tuple(_alert(connection, row) for row in rows.every(connection))

    def get(self, rule_id: int) -> Alert:
        """One alert. Raises NotFound."""
        with read(self._engine) as connection:
            return _alert(connection, _row(connection, rule_id))

    def history(self, rule_id: int) -> tuple[Episode, ...]:
        """Its episodes, the latest first."""
        with read(self._engine) as connection:
            return rows.latest(connection, rule_id, _SHOWN)

    def add(self, rule: Rule, who: str) -> int:
        """Keep a new rule; return its id. Raises BadRequest naming a field."""
        self._check(rule)
        with write(self._engine) as connection:
            if len(rows.every(connection)) >= MOST_RULES:
                raise BadRequest(f"There are {MOST_RULES} alerts already; delete one first", "name")
            return rows.add(connection, as_json(rule), who, self._clock())

    def edit(self, rule_id: int, rule: Rule) -> None:
        """Put another rule in its place; an episode of the old one ends without a word.

        Raises NotFound, BadRequest naming a field.
        """
        self._check(rule)
        now = self._clock()
        with write(self._engine) as connection:
            _row(connection, rule_id)
            rows.edit(connection, rule_id, as_json(rule), now)
            rows.end_open(connection, rule_id, now, "The alert was changed")

    def pause(self, rule_id: int, paused: bool = True) -> None:
        """Look at it no more, or again; an open episode ends without a word. Raises NotFound."""
        now = self._clock()
        with write(self._engine) as connection:
            _row(connection, rule_id)
            rows.pause(connection, rule_id, now if paused else None, now)
            if paused:
                rows.end_open(connection, rule_id, now, "The alert was paused")

    def remove(self, rule_id: int) -> None:
        """Forget it, its history, and what was not told yet. Raises NotFound."""
        with write(self._engine) as connection:
            _row(connection, rule_id)
            rows.remove(connection, rule_id)
            notice_rows.forget(connection, about(rule_id))

    def test(self, rule_id: int) -> None:
        """Tell everyone who hears of it that this is a test. Raises NotFound."""
        now = self._clock()
        with write(self._engine) as connection:
            row = _row(connection, rule_id)
            said = "Nothing has happened: somebody tries whether this arrives"
            self._tell(connection, row, Episode(0, rule_id, now, said), TEST, now)

    def preview(self, rule: Rule) -> Preview:
        """What the rule would say, and would have said. Raises as `windows` does."""
        now = full_hour(self._clock())
        seen = windows(rule, self._lake.view(), self._campaigns, now - 26 * 168 * HOUR, now)
        by_chance = (
            nominal_rate(rule.weeks, rule.sensitivity, rule.direction)
            if rule.against is Against.HISTORY
            else None
        )
        return Preview(_judged(rule, seen, now), replay(rule, seen, now), by_chance)

    @property
    def is_due(self) -> bool:
        """Whether there is anything to look at or to tell."""
        with read(self._engine) as connection:
            return bool(rows.due(connection, self._clock()) or rows.untold(connection))

    def step(self) -> None:
        """Take the looks that are due, and tell what is to be told now."""
        with read(self._engine) as connection:
            due = rows.due(connection, self._clock())
        for row in due:
            self._look(row)
        self._tell_untold()

    def _check(self, rule: Rule) -> None:
        """Raise BadRequest for a rule that could never be looked at, or told."""
        for receiver in rule.receivers:
            _named("receivers", partial(self._receivers.get, receiver))
        if rule.campaign is not None:
            _named("campaign", partial(self._campaigns.get, rule.campaign))
        now = full_hour(self._clock())
        try:
            windows(rule, self._lake.view(), self._campaigns, now, now)
        except BadRequest:
            raise BadRequest(f"{rule.of.label} can't be told by channel", "channel") from None

    def _look(self, row: RuleRow) -> None:
        now = self._clock()
        hour, rule = full_hour(now), from_json(row.rule)
        try:
            seen = windows(rule, self._lake.view(), self._campaigns, hour, hour)
            finding = _judged(rule, seen, hour)
        except Unavailable:
            raise
        except HeliographError as error:
            finding = Finding(None, f"{error}")
        with write(self._engine) as connection:
            if not rows.looked(connection, row, now, hour + HOUR, finding.said):
                return
            last = rows.last_episode(connection, row.id)
            firing = last is not None and last.ended_at is None
            began = None if last is None else last.began_at
            step = turn(rule, Standing(firing, began), finding.fires, hour)
            if step is Turn.BEGINS:
                rows.begin(connection, row.id, hour, finding.said)
            elif step is Turn.ENDS and last is not None:
                rows.end(connection, last.id, hour, finding.said)

    def _tell_untold(self) -> None:
        with read(self._engine) as connection:
            waiting = rows.untold(connection)
        for row, episode in waiting:
            now = self._clock()
            if row.paused_at is not None or from_json(row.rule).is_quiet(now):
                continue
            begins = episode.told_at is None
            mark = rows.told if begins else rows.end_told
            with write(self._engine) as connection:
                if mark(connection, episode.id, now):
                    self._tell(connection, row, episode, BEGINS if begins else ENDS, now)

    def _tell(
        self, connection: Connection, row: RuleRow, episode: Episode, what: str, now: datetime
    ) -> None:
        rule = from_json(row.rule)
        made = notices(rule, row.id, episode, what, now, self._mail, self._origin)
        notice_rows.add(connection, made)


def _judged(rule: Rule, seen: Windows, look: datetime) -> Finding:
    return judge(rule, seen.at(look), seen.before(look))


def _row(connection: Connection, rule_id: int) -> RuleRow:
    row = rows.by_id(connection, rule_id)
    if row is None:
        raise NotFound(f"There is no alert {rule_id} any more")
    return row


def _alert(connection: Connection, row: RuleRow) -> Alert:
    last = rows.last_episode(connection, row.id)
    return Alert(row.id, from_json(row.rule), row.who, row.paused_at, row.looked_at, row.said, last)


def _named(where: str, find: Callable[[], object]) -> None:
    try:
        find()
    except NotFound as error:
        raise BadRequest(str(error), where) from None
