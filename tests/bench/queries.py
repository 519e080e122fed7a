"""How long do questions of a large lake take, and how long does DuckDB take for the same?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import Any

import polars as pl

from data.campaign import Campaign
from data.event import microseconds
from data.query import Query, run
from data.report import TabNumbers
from data.store.engine import read
from data.store.tables import campaigns as campaign_table
from data.vocabulary.campaign_state import Group, State
from data.vocabulary.filters import CampaignFilters
from data.vocabulary.period import Period
from tests.bench.figure import Bench, Figure, duel
from tests.bench.loader import DAYS, END, Loaded, load
from tests.bench.peer import Peer

RUNS = 9
BUDGET, BUDGET_GIANT, BUDGET_LIST = 50.0, 150.0, 30.0  # milliseconds
PAGE = 25
_ROOT = Path(__file__).parent.parent.parent
_TIME = pl.col("time").dt.epoch("us")  # as the peer says it
_LARGE = 1_000_000  # messages above which a campaign has the larger budget


def measure(bench: Bench) -> Iterator[Figure]:
    """Every scale that was asked for, the smallest first."""
    for scale in bench.scales:
        bench.console.print(f"Queries: the lake of {scale} events …")
        loaded = load(scale, bench.root)
        yield from _loading(scale, loaded)
        asked = Asked(bench, scale, loaded)
        yield from asked.reports()
        yield from asked.account()
        yield asked.campaign_list()
        asked.peer.close()
        loaded.services.engine.dispose()
        yield _verify(scale, loaded)


def _loading(scale: str, loaded: Loaded) -> Iterator[Figure]:
    files = loaded.services.lake.view().files.values()
    size = sum(Path(file.path).stat().st_size for table in files for file in table)
    yield Figure(
        f"queries {scale}",
        "lake on disk",
        size / 1e6,
        "MB",
        note=f"{loaded.events:,} events, {loaded.messages:,} messages",
    )
    if loaded.seconds is not None:
        rate = loaded.events / loaded.seconds
        yield Figure(f"queries {scale}", "bulk load, rebuild included", rate, "events/s")


class Asked:
    """Questions of one lake, each answered from its files anew, and by the peer in turn."""

    def __init__(self, bench: Bench, scale: str, loaded: Loaded) -> None:
        self._runs, self._part = bench.runs(RUNS), f"queries {scale}"
        self._services, self._campaigns = loaded.services, loaded.campaigns
        self._lake = loaded.services.lake
        self.peer = Peer(self._lake.view())

    def _forget(self) -> None:
        """Let the next answer be counted, not remembered."""
        self._lake.answers.clear()

    def _figure(
        self,
        what: str,
        ours: Callable[[], Any],
        theirs: Callable[[], Any],
        same: Callable[[Any, Any], bool],
        budget: float | None = None,
        peer: str = "DuckDB",
    ) -> Figure:
        mine, its, answer, other = duel(ours, theirs, self._runs, self._forget)
        agrees = same(answer, other)
        return Figure(self._part, what, mine, "ms", budget, False, its, peer, agrees)

    def reports(self) -> Iterator[Figure]:
        """Each messaging tab of the largest, a middle and a small campaign."""
        sms = [c for c in self._campaigns if c.channel == "sms"]
        chosen = {
            "largest": sms[0],
            "middle": sms[len(sms) // 20],
            "small": sms[len(sms) * 3 // 4],
        }
        for size, campaign in chosen.items():
            name = f"{size} campaign ({campaign.recipients or 0:,} messages)"
            is_giant = (campaign.recipients or 0) >= _LARGE
            yield from self._tabs(name, campaign, BUDGET_GIANT if is_giant else BUDGET)

    def _tabs(self, name: str, campaign: Campaign, budget: float) -> Iterator[Figure]:
        peer = self.peer

        def opened(tab: str, **params: str) -> TabNumbers:
            report = self._services.reports.open(campaign.id, tab, params=params, reveal=True)
            return report.numbers

        yield self._figure(
            f"{name}: Performance",
            lambda: opened("performance"),
            lambda: peer.performance(campaign),
            _same_performance,
            budget,
        )
        yield self._figure(
            f"{name}: Overview",
            lambda: opened("overview"),
            lambda: peer.reached(campaign),
            lambda tab, reached: (tab.kpis[0].value, *tab.kpis[0].counts.values()) == reached,
            budget,
        )
        # One number but for its last two digits: few are found, and never nobody.
        narrow = peer.recipient(campaign)[:-2]
        prefixes = {"all recipients": "", "recipients, search": narrow}
        for what, prefix in prefixes.items():
            yield self._figure(
                f"{name}: {what}",
                lambda prefix=prefix: opened("recipients", q=prefix, size=str(PAGE)),
                lambda prefix=prefix: peer.recipients(campaign, prefix, PAGE),
                _same_page,
                budget,
            )

    def account(self) -> Iterator[Figure]:
        """Questions about all campaigns at once."""
        year, month = END - timedelta(days=DAYS), END - timedelta(days=30)
        metrics = ("total_sent", "delivered", "failed")
        by_day = Query(metrics, ("channel",), start=year, until=END, granularity="day")
        yield self._figure(
            "account: sent, delivered, failed by day and channel, a year",
            lambda: run(by_day, self._lake),
            lambda: self.peer.status_by_day(year, END),
            lambda frame, rows: frame.select(_TIME, "channel", *metrics).rows() == rows,
            BUDGET,
        )
        top = Query(("delivered",), ("campaign",))
        yield self._figure(
            "account: campaigns by delivered messages",
            lambda: run(top, self._lake).sort("delivered", "campaign", descending=[True, False]),
            self.peer.delivered_by_campaign,
            lambda frame, rows: frame.select("campaign", "delivered").rows() == rows,
            BUDGET,
        )
        hourly = Query(("total_clicks",), start=month, until=END, granularity="hour")
        yield self._figure(
            "account: clicks by hour, 30 days",
            lambda: run(hourly, self._lake),
            lambda: self.peer.clicks_by_hour(month, END),
            lambda frame, rows: frame.select(_TIME, "total_clicks").rows() == rows,
            BUDGET,
        )

    def campaign_list(self) -> Figure:
        """Three filters; the peer has the campaigns in a table of its own memory."""
        services = self._services
        filters = CampaignFilters(
            Group.MESSAGING,
            period=Period((END - timedelta(days=200)).date(), END.date()),
            types=frozenset({"sms", "email"}),
            states=frozenset({State.COMPLETED}),
        )
        since, until = filters.period.instants(services.zone)
        with read(services.engine) as connection:
            rows = connection.execute(campaign_table.select()).mappings().all()
        columns = ("id", "group", "type", "state", "name", "sender", "created_at")
        listed = pl.DataFrame([{name: row[name] for name in columns} for row in rows])
        file = services.settings.data_dir / "campaigns.parquet"
        listed.write_parquet(file)
        self.peer.ask(f"CREATE TABLE campaigns AS SELECT * FROM read_parquet('{file}')")
        where = (
            "\"group\" = 'messaging' AND created_at >= ? AND created_at < ? "
            "AND type IN ('sms', 'email') AND state = 'completed'"
        )

        def theirs() -> tuple[int, list[int]]:
            ask = self.peer.ask
            total = ask(f"SELECT count(*) FROM campaigns WHERE {where}", since, until)[0][0]
            page = ask(
                f"SELECT id, name, type, state, sender FROM campaigns WHERE {where} "
                f"ORDER BY created_at DESC, id DESC LIMIT {PAGE}",
                since,
                until,
            )
            return total, [row[0] for row in page]

        return self._figure(
            f"campaign list, three filters, {len(rows):,} campaigns",
            lambda: services.campaigns.find(filters, 0, PAGE),
            theirs,
            lambda page, other: (page.total, [c.id for c in page.campaigns]) == other,
            BUDGET_LIST,
        )


def _same_performance(tab: TabNumbers, other: dict[str, Any]) -> bool:
    found = {kpi.key: kpi.value for kpi in tab.kpis}
    tables = {table.key: table.rows for table in tab.tables}
    charts = {chart.key: chart for chart in tab.charts}
    outcomes = other["outcomes"]
    left = sum(n for outcome, n in outcomes.items() if outcome != "unsent")
    over_time = sum(
        row["count"] for key, chart in charts.items() if "time" in key for row in chart.rows
    )
    expected = {
        "total_sent": left,
        "unsent": outcomes.get("unsent", 0),
        "delivered": outcomes.get("delivered", 0),
        "failed": outcomes.get("failed", 0),
        "segments_sent": other["segments"],
        "clicked": other["clicked"],
        "opened": other["opened"],
    }
    carriers = [
        (row["carrier"], row["total_sent"], row["delivered"], row["failed"])
        for row in tables.get("by_carrier", [])
    ]
    links = [
        (r["link"], r["clicks"], r["clickers"]) for r in tables["tracked_links"] if r["clicks"]
    ]
    return (
        all(found[key] == value for key, value in expected.items() if key in found)
        and {"total_sent", "delivered", "clicked"} <= found.keys()
        and sorted(carriers, key=repr) == other["by_carrier"]
        and sorted(links) == other["links"]
        and over_time == other["over_time"]
    )


def _same_page(tab: TabNumbers, other: tuple[int, list[Any]]) -> bool:
    """The same total and the same times; of equal times either may come first."""
    table = tab.tables[0]
    return (table.total, [microseconds(row["status_date"]) for row in table.rows]) == other


def _verify(scale: str, loaded: Loaded) -> Figure:
    """The whole command, in a process of its own since it needs memory."""
    path = loaded.services.settings.data_dir
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HELIOGRAPH_")}
    environment |= {"HELIOGRAPH_DATA_DIR": str(path), "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-m", "app", "verify"]
    start = perf_counter()
    with TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=path, env=environment, stdout=said, stderr=said)
        # The only way to learn how much memory it took at most.
        _, status, usage = os.wait4(process.pid, 0)
        took = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read().strip()[-200:]
    good = process.returncode == 0
    note = f"{usage.ru_maxrss / 1e6:.1f} GB of memory at most" + ("" if good else f"; {words}")
    return Figure(f"queries {scale}", "heliograph verify", took, "s", agrees=good, note=note)
