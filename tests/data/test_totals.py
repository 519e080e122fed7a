"""Totals without people count as totals: once, in any order, and only where no events are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from data.campaigns import parse_draft
from data.file_imports import Way
from data.query import Query, figures, run
from data.reports import Reports
from data.showing import showing
from data.store import file_import_rows, total_rows
from data.store.engine import write
from data.store.file_import_rows import FileImport
from data.store.total_rows import Told
from data.store.verify import verify
from data.totals import of_campaign
from pages.report.tabs import TABS

MAILCHIMP = (
    'Title,Send Date,Total Recipients,Successful Deliveries,Total Bounces,Unique Opens,"Open Rate",'
    "Total Opens,Unique Clicks,Total Clicks,Unsubscribes,Abuse Complaints,Unique Id\n"
)
AUTUMN = 'Autumn,"Oct 09, 2025 09:30 pm","1,110","1,098",12,300,27.32%,570,70,95,7,1,a1\n'
WINTER = 'Winter,"Nov 18, 2025 09:15 am",137,134,3,30,22.39%,52,5,6,1,0,b2\n'
SOME = ("total_sent", "delivered", "failed", "opened", "clicked", "total_clicks", "human_opens")


def bring(services: Any, content: str, *, make: bool = True) -> int:
    """Upload a file, and let it in as it is guessed."""
    files = services.file_imports
    key = int(files.upload("file.csv", content.encode(), "Ann"))
    files.begin(key, files.guess(key), files.choose("", "UTC", make=make))
    while files.step(lambda: None):
        pass
    return key


def undo(services: Any, key: int) -> None:
    """Take it out again."""
    services.file_imports.undo(key)
    while services.file_imports.undo_step():
        pass


def values(services: Any, *metrics: str, **more: Any) -> tuple[Any, ...]:
    """The metrics over all campaigns."""
    found = figures(Query(metrics, **more), services.lake)
    return tuple(found[metric].value for metric in metrics)


def test_a_table_of_totals_is_counted_named_and_invents_nobody(services: Any) -> None:
    """Rates come from the summed counts, and the campaign's report says what it is."""
    key = bring(services, MAILCHIMP + AUTUMN + WINTER)
    one = services.file_imports.get(key)
    assert (one.state, one.accepted, one.campaigns, one.bad) == (Way.DONE, 2, 2, 0)
    assert values(services, *SOME) == (1247, 1232, 15, 330, 75, 101, 622)
    assert values(services, "open_rate", "complaint_rate", "transit_rate", "machine_opened") == (
        330 / 1232,
        1 / 1233,
        0,
        0,
    )
    view = services.lake.view()
    for table in ("events", "messages", "people", "hourly"):
        assert view.stored(table).collect().is_empty()
    assert verify(services.lake) == []
    campaign = services.campaigns.get(1)
    assert (campaign.name, campaign.channel, campaign.delivery_at) == (
        "Autumn",
        "email",
        datetime(2025, 10, 9, 21, 30, tzinfo=UTC),
    )
    (notice,) = showing(services.desk, "/hub?from=2025-10-01&to=2025-11-30").numbers.notices
    assert notice.startswith("2 campaigns were imported as totals (Mailchimp campaign totals)")
    (notice,) = showing(services.desk, "/hub?from=2025-11-01&to=2025-11-30").numbers.notices
    assert notice.startswith("1 campaign was imported")
    assert showing(services.desk, "/hub?from=2025-12-01&to=2025-12-01").numbers.notices == ()


def test_every_screen_of_a_campaign_of_totals_says_what_it_is(services: Any) -> None:
    """Its report on each tab, beside other campaigns, and where a pace can't be told."""
    bring(services, MAILCHIMP + AUTUMN + WINTER)
    desk = services.desk
    notice = of_campaign(services.lake.view(), (services.campaigns.get(1),), services.zone)
    assert notice[0].startswith(
        "Sent, Delivered, Failed, Complaints, Opened, Total Opens, Clicked, Total Clicks were "
        "imported as totals (Mailchimp campaign totals, Mar 11, 2026). Nobody is known by name"
    )
    for tab, _ in reports_of(services).tabs(services.campaigns.get(1)):
        told = reports_of(services).tab(1, tab)
        assert told.notices[0] == notice[0], tab
        assert all(chart.why and not chart.rows for chart in told.charts), tab
    for address in (
        "/hub/compare?campaign=1&campaign=2",
        "/dashboards/messaging?from=2025-10-01&to=2025-11-30",
    ):
        numbers = showing(desk, address).numbers
        assert "2 campaigns were imported as totals" in " ".join(numbers.notices), address
    paced = showing(desk, "/hub/pacing?campaign=1")
    assert "imported as totals, which say nothing of when" in paced.notices[0]
    assert paced.numbers.charts == ()


def reports_of(services: Any) -> Reports:
    """The reports with the tabs that screens have."""
    return Reports(services.campaigns, services.lake, services.clock, services.zone, TABS)


def test_an_older_export_changes_nothing_and_undoing_takes_all_of_it_out(services: Any) -> None:
    """The same file, an older one after it, and again without the newer one: seen at once."""
    newer = bring(services, MAILCHIMP + AUTUMN)
    assert values(services, "total_sent", "opened") == (1110, 300)
    older = bring(services, MAILCHIMP + AUTUMN.replace(",300,", ",210,"))
    assert values(services, "total_sent", "opened") == (1110, 300)
    assert services.file_imports.get(bring(services, MAILCHIMP + AUTUMN)).accepted == 0
    undo(services, newer)
    assert values(services, "total_sent", "opened") == (1110, 210)
    undo(services, older)
    assert values(services, "total_sent", "opened") == (0, 0)
    assert services.file_imports.get(newer).state is Way.UNDONE
    bring(services, MAILCHIMP + AUTUMN)
    assert values(services, "total_sent", "opened") == (1110, 300)


def test_totals_do_not_count_while_events_of_the_campaign_are_here(services: Any) -> None:
    """Nothing is counted twice; once the events are undone, the totals count again."""
    totals = bring(
        services,
        "Campaign Name,Send Time,Total Recipients,Unique Opens,Bounces,Spam Complaints,Campaign ID,"
        "Campaign Channel\nSpring,2026-03-01 10:00:00,50,20,4,0,spring,SMS\n",
    )
    assert values(services, "total_sent", "delivered", "opened", "sms_sent") == (50, 46, 20, 50)
    assert services.file_imports.outdone(totals) == 0
    events = bring(
        services,
        "id,person_id,campaign_id,type,datetime\n1,p1,spring,Received Email,2026-03-01 10:00:00\n",
    )
    assert values(services, "total_sent", "delivered", "opened") == (1, 1, 0)
    assert services.file_imports.outdone(totals) == 1
    files = services.file_imports
    again = files.upload("t.csv", b"Campaign,Sent,Delivered,Unique Opens\nspring,50,46,20\n", "Ann")
    mapping = files.guess(again)
    choice = files.choose("klaviyo:spring", "UTC", make=False)
    assert files.look(again, mapping, choice).outdone == ("spring",)
    undo(services, events)
    assert values(services, "total_sent", "delivered", "opened") == (50, 46, 20)


def test_totals_are_booked_when_sent_and_split_by_what_is_known(services: Any) -> None:
    """Days are those of the zone; what totals can't tell is unknown, or leaves them out."""
    bring(services, MAILCHIMP + AUTUMN + WINTER)
    campaigns = tuple(services.campaigns.get(n) for n in (1, 2))

    def rows(*by: str, **more: Any) -> list[tuple[Any, ...]]:
        asked = Query(("delivered",), by, campaigns=campaigns, **more)
        return run(asked, services.lake).select(*by, "delivered").rows()

    assert rows("campaign") == [(1, 1098), (2, 134)]
    assert rows("channel") == [("email", 1232)]
    assert rows("campaign_type") == [("email", 1232)]
    assert rows("country", where={"channel": frozenset({"email"})}) == [(None, 1232)]
    assert rows(where={"country": frozenset({"DE"})}) == [(0,)]
    assert rows(where={"campaign": frozenset({"2"})}) == [(134,)]
    until = datetime(2025, 10, 10, tzinfo=UTC)
    assert rows(until=until) == [(1098,)]
    assert rows(until=until - timedelta(hours=4)) == [(0,)]
    asked = Query(("delivered",), campaigns=campaigns, granularity="day", zone="Asia/Tokyo")
    found = run(asked, services.lake).select("time", "delivered").rows()
    assert [(time.date().isoformat(), n) for time, n in found] == [
        ("2025-10-10", 1098),
        ("2025-11-18", 134),
    ]
    origins = {one.id: one.created_at for one in campaigns}
    for left_out in ({"granularity": "elapsed", "origins": origins}, {"axis": "act"}):
        asked = Query(("delivered",), campaigns=campaigns, until=until, **left_out)
        assert sum(run(asked, services.lake).get_column("delivered")) == 0


def test_without_totals_nothing_more_is_asked_of_the_database(services: Any) -> None:
    """A question about figures reads the lake alone."""
    view, asked = services.lake.view(), []
    event.listen(services.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    run(Query(("total_sent", "open_rate"), ("campaign",)), view)
    assert asked == []


_COUNTS = st.dictionaries(
    st.sampled_from(["sent", "opened", "clicks"]), st.integers(0, 40), min_size=1
)
_FILES = st.lists(st.dictionaries(st.integers(1, 3), _COUNTS, min_size=1), min_size=1, max_size=3)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(files=_FILES, order=st.randoms(use_true_random=False))
def test_the_largest_of_each_count_is_the_figure_in_any_order(
    services: Any, files: list[dict[int, dict[str, int]]], order: Any
) -> None:
    """However often each file comes."""
    _make_campaigns(services)
    twice = [*files, *files]
    order.shuffle(twice)
    ids = _kept(services, twice)
    truth = {
        key: sum(
            max((told.get(one, {}).get(key, 0) for told in files), default=0) for one in (1, 2, 3)
        )
        for key in ("sent", "opened", "clicks")
    }
    assert values(services, "total_sent", "opened", "total_clicks") == tuple(truth.values())
    with write(services.engine) as connection:
        for key in ids:
            total_rows.drop(connection, key)
    assert values(services, "total_sent", "opened", "total_clicks") == (0, 0, 0)


def _make_campaigns(services: Any) -> None:
    for name in "abc":
        draft = {"name": name, "external_id": name, "group": "messaging", "type": "email"}
        services.campaigns.register(parse_draft({**draft, "status": "completed"}), "test")


def _kept(services: Any, files: Sequence[dict[int, dict[str, int]]]) -> list[int]:
    at, ids = services.clock(), []
    with write(services.engine) as connection:
        for told in files:
            new = FileImport(0, "f", "", "Ann", Way.DONE, at, None, {"label": "F"}, {})
            ids.append(file_import_rows.add(connection, new, None))
            rows = [Told(one, at, "email", counts) for one, counts in told.items()]
            total_rows.keep(connection, ids[-1], rows)
    return ids
