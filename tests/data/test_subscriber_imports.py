"""Does a whole file of subscribers come in once, whatever happens on the way?"""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from sqlalchemy.exc import OperationalError

from data import subscriber_imports as imports
from data.errors import BadRequest, NotFound, TooLarge
from data.services import Services
from data.store.subscriber_import_rows import SubscriberImport
from data.subscriber_imports import SubscriberImports, preview
from data.subscribers import SubscriberDraft, Wanted

SMS = frozenset({"sms"})


def file_of(count: int) -> bytes:
    rows = [f"P{n},L,+49151{n:08},p{n}@example.com,vip" for n in range(count)]
    return "\n".join(["first name,last name,number,email,tags", *rows]).encode()


def taken(services: Services, content: bytes, channels: frozenset[str] = SMS) -> SubscriberImport:
    import_id = services.subscriber_imports.begin("people.csv", content, channels, "Ada")
    while services.subscriber_imports.step():
        pass
    return services.subscriber_imports.get(import_id)


def test_a_file_adds_whoever_is_new_and_brings_others_up_to_date(services: Services) -> None:
    services.subscribers.join(SubscriberDraft("Old", "Name", {"sms": "+4915100000001"}))
    done = taken(services, file_of(3), frozenset({"sms", "whatsapp"}))
    assert (done.rows, done.done, done.added, done.updated, done.bad) == (3, 3, 2, 1, 0)
    assert done.finished_at is not None
    assert services.subscribers.totals() == {"sms": (3, 0), "email": (3, 0), "whatsapp": (3, 0)}
    person = services.subscribers.find(Wanted(q="p1@")).subscribers[0]
    assert (person.name, person.tags) == ("P1 L", ("vip",))
    assert services.subscribers.find(Wanted(q="old")).total == 0
    kinds = services.lake.scan("events").collect().get_column("kind")
    assert (len(kinds), set(kinds)) == (9, {"subscriber.join"})


def test_the_same_file_again_tells_nobody_a_second_time(services: Services) -> None:
    taken(services, file_of(3))
    before = services.accept.waiting(), services.subscribers.totals()
    done = taken(services, file_of(3))
    assert (done.added, done.updated) == (0, 3)
    assert (services.accept.waiting(), services.subscribers.totals()) == before


def test_a_row_that_mixes_two_people_is_left_out_and_told(services: Services) -> None:
    services.subscribers.join(SubscriberDraft("A", "", {"sms": "+4915100000001"}))
    services.subscribers.join(SubscriberDraft("B", "", {"email": "p1@example.com"}))
    done = taken(services, file_of(2) + b"\nC,,017,,\n")
    assert (done.added, done.updated, done.bad) == (1, 0, 2)
    rows = list(csv.reader(StringIO(services.subscriber_imports.rejected_csv(done.id))))
    assert rows[0] == ["line", "reason", "first name", "last name", "number", "email", "tags"]
    assert rows[1][:2] == ["3", "the addresses belong to different subscribers"]
    assert rows[1][4] == "'+4915100000001"  # no spreadsheet may run it
    assert (rows[2][0], rows[2][4]) == ("4", "017")


def test_rows_left_out_can_be_corrected_and_brought_again(services: Services) -> None:
    first = taken(services, b"number,first name\n+4915100000001,A\n017,=B\n")
    corrected = services.subscriber_imports.rejected_csv(first.id).replace(
        ",017,", ",'+49151000002,"
    )
    done = taken(services, corrected.encode())
    assert (done.added, done.bad) == (1, 0)
    assert services.subscribers.find(Wanted(q="+49151000002")).subscribers[0].name == "=B"


def test_a_stopped_import_goes_on_where_it_was(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process ends between two batches; another one takes the rest, and no row twice."""
    monkeypatch.setattr(imports, "BATCH", 2)
    monkeypatch.setattr(imports, "_TURN", 0.0)  # one batch a step
    import_id = services.subscriber_imports.begin("people.csv", file_of(5), SMS, "Ada")
    assert services.subscriber_imports.step()
    assert services.subscriber_imports.get(import_id).done == 2
    another = SubscriberImports(services.engine, services.accept, services.clock)
    while another.step():
        pass
    done = another.get(import_id)
    assert (done.done, done.added, done.updated) == (5, 5, 0)
    assert services.subscribers.totals()["sms"] == (5, 0)
    assert not another.waiting()


def test_a_batch_that_fails_leaves_nothing_behind(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People, events and the note that they are in stand or fall together."""
    import_id = services.subscriber_imports.begin("people.csv", file_of(2), SMS, "Ada")

    def full(*_: object) -> int:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr("data.ingest.accept.inbox.put", full)
        with pytest.raises(OperationalError):
            services.subscriber_imports.step()
    assert services.subscribers.find(Wanted()).total == 0
    assert services.subscriber_imports.get(import_id).done == 0
    assert services.subscriber_imports.step()
    assert services.subscribers.find(Wanted()).total == 2


def test_a_file_without_a_good_row_is_refused_and_not_kept(services: Services) -> None:
    for content in (b"", b"number\n017\n", b"shoe size\n41\n"):
        with pytest.raises(BadRequest):
            services.subscriber_imports.begin("people.csv", content, SMS, "Ada")
    assert services.subscriber_imports.latest() == ()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imports, "LARGEST_FILE", 2**20)
    with pytest.raises(TooLarge, match="more than 1 MB"):
        preview(b"x" * (2**20 + 1), SMS)


def test_an_unknown_import_is_not_found(services: Services) -> None:
    with pytest.raises(NotFound):
        services.subscriber_imports.get(7)
    assert services.subscriber_imports.step() is False
