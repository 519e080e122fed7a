"""What do people and programs read when an alert begins, ends, or is tried out?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape

import orjson

from data.alert_rule import Rule
from data.notice_mail import Letter, MailWay
from data.store.alert_rows import Episode
from data.store.notice_rows import Notice, Way
from data.vocabulary.formats import moment

BEGINS, ENDS, TEST = "firing", "resolved", "test"
_HEADS = {BEGINS: "Alert", ENDS: "Resolved", TEST: "Test of an alert"}


def about(rule_id: int) -> str:
    """The name under which a rule's notices are kept."""
    return f"alert:{rule_id}"


def notices(
    rule: Rule, rule_id: int, episode: Episode, what: str, now: datetime, mail: MailWay, origin: str
) -> tuple[Notice, ...]:
    """One notice for everyone who hears of the rule.

    `what` is BEGINS, ENDS or TEST; of one episode each is told once. `origin` is where the
    workspace is reached.
    """
    link = f"{origin}/settings/alerts/{rule_id}"
    title = f"{_HEADS[what]}: {rule.name}"
    name = now.isoformat() if what == TEST else what
    key = f"alert:{rule_id}:{episode.id}:{name}"
    return (
        *_mails(rule, rule_id, _letter(rule, episode, what, title, link), key, now, mail),
        *_calls(rule, rule_id, _body(rule, rule_id, episode, what, link, now), title, key, now),
    )


def _mails(
    rule: Rule, rule_id: int, letter: Letter, key: str, now: datetime, mail: MailWay
) -> Iterator[Notice]:
    for address in rule.emails:
        own = f"{key}:{address}"
        content = mail.written(letter, own, address, now)
        yield Notice(own, about(rule_id), Way.EMAIL, address, letter.title, content, now)


def _calls(
    rule: Rule, rule_id: int, body: bytes, title: str, key: str, now: datetime
) -> Iterator[Notice]:
    for receiver in rule.receivers:
        own = f"{key}:#{receiver}"
        yield Notice(own, about(rule_id), Way.WEBHOOK, str(receiver), title, body, now)


def _letter(rule: Rule, episode: Episode, what: str, title: str, link: str) -> Letter:
    facts = [*_facts(rule, episode, what), ("Where", link)]
    text = "\n".join(f"{label}: {value}" for label, value in facts)
    return Letter(title, f"{title}\n\n{text}\n", _html(title, facts, link))


def _facts(rule: Rule, episode: Episode, what: str) -> Iterable[tuple[str, str]]:
    yield "Figure", rule.figure
    yield "Condition", rule.condition
    yield "Found", episode.ended_said if what == ENDS else episode.said
    yield "Since", f"{moment(episode.began_at, rule.places)} ({rule.zone})"
    if episode.ended_at is not None:
        yield "Until", f"{moment(episode.ended_at, rule.places)} ({rule.zone})"


def _html(title: str, facts: Iterable[tuple[str, str]], link: str) -> str:
    rows = "".join(
        f'<tr><th align="left" valign="top">{escape(label)}</th><td>{escape(value)}</td></tr>'
        for label, value in facts
        if value != link
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}'
        f"</title></head><body><h1>{escape(title)}</h1><table>{rows}</table>"
        f'<p><a href="{escape(link)}">Open the alert</a></p></body></html>\n'
    )


def _body(rule: Rule, rule_id: int, episode: Episode, what: str, link: str, now: datetime) -> bytes:
    """In the shape of Standard Webhooks: type, timestamp, data."""
    data = {
        "alert": {"id": rule_id, "name": rule.name, "url": link},
        "episode": None if what == TEST else episode.id,
        "figure": rule.figure,
        "metric": rule.metric,
        "condition": rule.condition,
        "found": episode.ended_said if what == ENDS else episode.said,
        "began_at": _time(episode.began_at),
        "ended_at": _time(episode.ended_at),
    }
    return orjson.dumps({"type": f"alert.{what}", "timestamp": _time(now), "data": data})


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")
