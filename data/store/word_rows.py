"""Which words of providers mean nothing here by themselves, and what do people say they mean?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection as Link
from sqlalchemy import delete, insert, select, update

from data.store.tables import provider_words

WORD_LENGTH = 200


@dataclass(frozen=True, slots=True)
class ProviderWord:
    """One word that came through a connection; `times` counts what said it. Moments in UTC."""

    word: str
    times: int
    first_at: datetime
    last_at: datetime
    names_message: bool  # some call with it said which message or whom it is about
    meaning: str | None = None
    mapped_at: datetime | None = None
    mapped_by: str | None = None


def count(
    link: Link, connection_id: int, words: Mapping[str, tuple[int, bool]], at: datetime
) -> None:
    """Count words up; with each comes how often it was said, and whether it names a message."""
    table = provider_words.c
    for word, (times, names_message) in sorted(words.items()):
        one = (table.connection_id == connection_id) & (table.word == word)
        again = {"times": table.times + times, "last_at": at}
        if names_message:
            again["names_message"] = True
        if link.execute(update(provider_words).where(one).values(**again)).rowcount:
            continue
        link.execute(
            insert(provider_words),
            {
                "connection_id": connection_id,
                "word": word,
                "times": times,
                "first_at": at,
                "last_at": at,
                "names_message": names_message,
            },
        )


def words(link: Link, connection_id: int) -> tuple[ProviderWord, ...]:
    """The words of a connection, the last one first."""
    table = provider_words.c
    found = link.execute(
        select(*(table[name] for name in ProviderWord.__dataclass_fields__))
        .where(table.connection_id == connection_id)
        .order_by(table.last_at.desc(), table.word)
    )
    return tuple(ProviderWord(**row) for row in found.mappings())


def meanings(link: Link, connection_id: int) -> dict[str, str]:
    """What people say that words of a connection mean."""
    table = provider_words.c
    asked = select(table.word, table.meaning).where(
        table.connection_id == connection_id, table.meaning.is_not(None)
    )
    return {word: str(meaning) for word, meaning in link.execute(asked)}


def give_meaning(
    link: Link, connection_id: int, word: str, meaning: str | None, at: datetime, who: str
) -> bool:
    """Say what a word means, or with None that nobody knows; False: no such word came."""
    table = provider_words.c
    one = (table.connection_id == connection_id) & (table.word == word)
    told = {"meaning": meaning, "mapped_at": at, "mapped_by": who}
    return bool(link.execute(update(provider_words).where(one).values(**told)).rowcount)


def forget_connection(link: Link, connection_id: int) -> None:
    """Forget the words of a connection."""
    link.execute(delete(provider_words).where(provider_words.c.connection_id == connection_id))
