"""The API gives people's own dashboards with exactly the numbers that their pages show."""

from __future__ import annotations

from starlette.testclient import TestClient

from data.own_dashboards import Part
from data.services import Services
from data.showing import showing
from data.subscriber_draft import SubscriberDraft

AT = "/dashboards/subscribers?range=last-7-days"


def made(services: Services) -> int:
    """A dashboard with a tile of each part, and one whose source is gone."""
    own = services.own_dashboards
    for month, day in ((2, 2), (2, 20), (3, 10)):
        one = SubscriberDraft(f"Day {day}", "", {"sms": f"+49151000000{day:02}"})
        services.subscribers.join(one, at=services.clock().replace(month=month, day=day))
    board = own.create("Spring", "ada")
    found = showing(services.desk, AT)
    own.add(board.id, AT, Part.KPI, "new_subscribers", by="ada")
    own.add(board.id, AT, Part.CHART, found.numbers.charts[0].key, by="ada")
    own.add(board.id, AT, Part.TABLE, found.numbers.tables[0].key, "Lists", by="ada")
    return board.id


def test_dashboards_are_listed_and_a_deleted_one_is_not(
    api: TestClient, services: Services
) -> None:
    number = made(services)
    services.own_dashboards.delete(services.own_dashboards.create("Old", "ada").id, by="ada")
    (one,) = api.get("/api/v1/dashboards").json()["dashboards"]
    assert one == {
        "id": number,
        "name": "Spring",
        "tiles": 3,
        "revision": 3,
        "changed_at": "2026-03-11T12:00:00Z",
        "changed_by": "ada",
    }


def test_a_dashboard_has_its_tiles_with_their_numbers(api: TestClient, services: Services) -> None:
    number = made(services)
    answer = api.get(f"/api/v1/dashboards/{number}").json()
    found = showing(services.desk, AT)
    kpi, chart, table = answer["tiles"]
    assert (kpi["title"], kpi["part"], kpi["value"]) == ("New Subscribers", "kpi", 1)
    assert kpi["rows"] is None
    assert len(chart["rows"]) == len(found.numbers.charts[0].rows) == 7
    assert (table["title"], table["total"], table["rows"]) == (
        "Lists",
        2,
        found.numbers.tables[0].rows,
    )
    assert {tile["trouble"] for tile in answer["tiles"]} == {None}


def test_the_dashboards_own_filters_count_and_those_of_the_call_before_them(
    api: TestClient, services: Services
) -> None:
    number = made(services)
    services.own_dashboards.filter(number, {"from": "2026-02-15"}, by="ada")
    address = f"/api/v1/dashboards/{number}"

    def value(**words: str) -> tuple[int, dict[str, str]]:
        answer = api.get(address, params=words).json()
        return answer["tiles"][0]["value"], answer["filters"]

    assert value() == (2, {"from": "2026-02-15"})
    assert value(to="2026-02-19") == (1, {"to": "2026-02-19"})
    assert value(range="last-month") == (2, {"range": "last-month"})
    assert value(range="all") == (1, {})
    tile = api.get(address, params={"channel": "sms"}).json()["tiles"][0]
    assert tile["notes"] == ["This figure can't be filtered by channel."]
    for wrong in ({"range": "x"}, {"channel": "x"}, {"tz": "x"}, {"page": "1"}):
        assert api.get(address, params=wrong).status_code == 400
    assert api.get("/api/v1/dashboards/99").status_code == 404
