"""Which rule sets did a workspace have, to tell people from programs?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from data.actors import RuleSet, as_words, from_words
from data.store.tables import workspace

NAME = "actor_rules"  # every version, the oldest first


def every(connection: Connection) -> tuple[RuleSet, ...]:
    """All versions, the oldest first."""
    kept = connection.scalar(select(workspace.c.value).where(workspace.c.name == NAME))
    return tuple(from_words(words) for words in kept or ())


def last_of(kept: Sequence[Mapping[str, Any]] | None) -> RuleSet:
    """The newest of the versions that are kept under NAME."""
    return from_words(kept[-1]) if kept else RuleSet()


def newest(connection: Connection) -> RuleSet:
    """The rule set that counts now."""
    found = every(connection)
    return found[-1] if found else RuleSet()


def add(connection: Connection, rules: RuleSet) -> RuleSet:
    """Let `rules` count from now on, as the next version."""
    known: Sequence[RuleSet] = every(connection)
    made = replace(rules, version=known[-1].version + 1 if known else 1)
    connection.execute(delete(workspace).where(workspace.c.name == NAME))
    value = [as_words(one) for one in (*known, made)]
    connection.execute(insert(workspace).values(name=NAME, value=value))
    return made
