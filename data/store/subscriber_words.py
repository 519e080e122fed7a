"""By which words is a subscriber found? Each word of the name and of the addresses, by its start.

A search asks an index for ranges of words, so it takes as long for a million people as for ten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, delete, insert, select
from sqlalchemy import false as nothing

from data.store.tables import subscriber_words, subscribers

LONGEST_WORD = 64
_MOST_WORDS = 8  # of one search; the rest would hardly leave anybody out
_UNFIT = re.compile(r"[\x00\ud800-\udfff]")
_LAST = "\U0010ffff"


def folded(text: str) -> str:
    """Text without regard to case and to how its accents are written."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(texts: Iterable[str]) -> set[str]:
    """The words under which names and addresses are found; a number also without its +."""
    words = {word for text in texts for word in folded(text).split()}
    bare = {word.removeprefix("+") for word in words}
    return {word[:LONGEST_WORD] for word in words | bare if word}


def put_words(connection: Connection, words: Iterable[tuple[int, str]]) -> None:
    """Let each person (by id) be found under one more word; those known already do no harm."""
    new = set(words)
    if not new:
        return
    table = subscriber_words.c
    ids = sorted({key for key, _ in new})
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        known = select(table.subscriber_id, table.word).where(table.subscriber_id.in_(chunk))
        new -= {(key, word) for key, word in connection.execute(known)}
    if new:
        rows = [{"subscriber_id": key, "word": word} for key, word in sorted(new)]
        connection.execute(insert(subscriber_words), rows)


def drop_words(connection: Connection, ids: Sequence[int]) -> None:
    """Let these people not be found any more, until they get new words."""
    connection.execute(
        delete(subscriber_words).where(subscriber_words.c.subscriber_id.in_(list(ids)))
    )


def matching(q: str) -> list[ColumnElement[bool]]:
    """Conditions on `subscribers`: every word of `q` begins some word of the person."""
    asked = sorted(set(folded(q).split()), key=len, reverse=True)[:_MOST_WORDS]
    if _UNFIT.search(q):  # in no word, and nothing that a database could be asked
        return [nothing()]
    word, person = subscriber_words.c.word, subscriber_words.c.subscriber_id
    return [
        subscribers.c.id.in_(select(person).where(word >= start, word < start + _LAST))
        for start in (each[:LONGEST_WORD] for each in asked)
    ]
