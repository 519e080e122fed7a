"""The inbox takes each key once, keeps rows in order, and gives them up in slices."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Thread

import pytest
from sqlalchemy import func, select

from data.store import inbox
from data.store.engine import Engine, read, write
from data.store.tables import seen


def key(number: int) -> bytes:
    return number.to_bytes(16, "big")


def put(engine: Engine, numbers: Iterable[int]) -> int:
    with write(engine) as connection:
        return inbox.put(connection, [(key(n), f'{{"n":{n}}}') for n in numbers])


def waiting(engine: Engine, after: int = 0, limit: int | None = None) -> list[tuple[int, str]]:
    with read(engine) as connection:
        return inbox.tail(connection, after, limit)


def depth(engine: Engine) -> int:
    with read(engine) as connection:
        return inbox.depth(connection)


def delete(engine: Engine, seq: int, most: int) -> int:
    with write(engine) as connection:
        return inbox.delete_up_to(connection, seq, most)


def test_rows_come_out_in_the_order_in_which_they_were_put(database):
    assert put(database, [3, 1, 2]) == 3
    assert put(database, [5, 4]) == 2
    rows = waiting(database)
    assert [payload for _, payload in rows] == [f'{{"n":{n}}}' for n in (3, 1, 2, 5, 4)]
    assert [seq for seq, _ in rows] == sorted({seq for seq, _ in rows})


def test_a_key_is_taken_once_for_ever(database):
    put(database, [1, 2])
    assert put(database, [2, 3, 1]) == 1
    delete(database, waiting(database)[-1][0], 100)
    assert put(database, [1, 2, 3]) == 0
    assert waiting(database) == []


def test_a_key_twice_in_one_call_is_taken_once_with_its_first_payload(database):
    with write(database) as connection:
        taken = inbox.put(connection, [(key(1), "a"), (key(2), "b"), (key(1), "c")])
    assert taken == 2
    assert sorted(payload for _, payload in waiting(database)) == ["a", "b"]


def test_more_keys_than_one_statement_asks_for_are_all_looked_up(database):
    put(database, range(0, 2500, 2))
    assert put(database, range(2500)) == 1250
    assert len(waiting(database)) == 2500


def test_nothing_is_nothing(database):
    assert put(database, []) == 0
    assert waiting(database) == []
    assert depth(database) == 0
    assert delete(database, 10, 10) == 0


def test_a_transaction_that_fails_leaves_nothing(database):
    def put_and_fail() -> None:
        with write(database) as connection:
            inbox.put(connection, [(key(1), "a")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_and_fail()
    assert waiting(database) == []
    assert put(database, [1]) == 1


def test_the_tail_begins_after_a_number_and_may_be_cut(database):
    put(database, range(10))
    seqs = [seq for seq, _ in waiting(database)]
    assert [seq for seq, _ in waiting(database, seqs[3], 2)] == seqs[4:6]
    assert waiting(database, seqs[-1]) == []


def test_rows_are_deleted_the_oldest_first_and_never_beyond_the_number(database):
    put(database, range(10))
    seqs = [seq for seq, _ in waiting(database)]
    assert delete(database, seqs[6], 5) == 5
    assert [seq for seq, _ in waiting(database)] == seqs[5:]
    assert delete(database, seqs[6], 5) == 2
    assert delete(database, seqs[6], 5) == 0
    assert [seq for seq, _ in waiting(database)] == seqs[7:]


def test_a_number_is_never_given_twice(database):
    put(database, [1, 2])
    last = waiting(database)[-1][0]
    delete(database, last, 100)
    put(database, [3])
    assert waiting(database)[0][0] > last


def test_the_depth_is_the_number_of_rows(database):
    put(database, range(7))
    assert depth(database) == 7
    delete(database, waiting(database)[2][0], 100)
    assert depth(database) == 4


def test_writers_at_once_take_each_key_once_between_them(database):
    counts: list[int] = []

    def work(numbers: list[int]) -> None:
        counts.extend(put(database, numbers[start : start + 50]) for start in range(0, 500, 50))

    numbers = list(range(500))
    threads = [Thread(target=work, args=(some,)) for some in (numbers, numbers[::-1], numbers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 500
    assert sorted(payload for _, payload in waiting(database)) == sorted(
        f'{{"n":{n}}}' for n in numbers
    )
    with read(database) as connection:
        assert connection.execute(select(func.count()).select_from(seen)).scalar_one() == 500
