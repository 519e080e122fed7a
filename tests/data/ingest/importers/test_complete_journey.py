"""Does the Complete Journey read here as its publishers count it?"""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

from data.errors import BadRequest
from data.ingest.importers import IMPORTERS
from data.query import Query, figures
from data.services import Services
from tests.data.ingest.imported import imported

SET = Path(__file__).parents[3] / "samples" / "complete_journey"
IMPORTER = IMPORTERS["complete-journey"]
METRICS = ("passes_generated", "passes_redeemed")


def passes(services: Services, external_id: str) -> tuple[int, int, int]:
    """Targeted households, redeeming households, redemptions."""
    place = services.campaigns.place(None, external_id)
    assert place is not None
    campaign = services.campaigns.get(place.id)
    got = figures(Query(metrics=METRICS, campaigns=(campaign,)), services.lake)
    events = services.lake.scan("events", (campaign,)).filter(pl.col("kind") == "pass.redeem")
    redemptions = events.select(pl.len()).collect().item()
    return (
        int(got["passes_generated"].value or 0),
        int(got["passes_redeemed"].value or 0),
        redemptions,
    )


def test_campaign_18_and_24_and_the_whole_have_the_published_figures(services: Services):
    summary = imported(services, SET)
    assert (summary.campaigns, summary.accepted, summary.bad) == (27, 6589 + 2102, [])
    assert passes(services, "complete-journey:18") == (1133, 214, 653)
    assert passes(services, "complete-journey:24") == (12, 0, 0)
    events = services.lake.scan("events").collect()
    by_kind = dict(events.group_by("kind").agg(pl.col("recipient").n_unique()).iter_rows())
    assert by_kind == {"pass.generate": 1559, "pass.redeem": 410}
    assert events["kind"].value_counts().sort("kind")["count"].to_list() == [6589, 2102]


def test_importing_it_twice_from_another_folder_changes_no_figure(
    services: Services, tmp_path: Path
):
    imported(services, SET)
    again = tmp_path / "copy"
    shutil.copytree(SET, again)
    assert imported(services, again).already
    # The same events under another digest: nothing but duplicates.
    pl.read_parquet(SET / "campaigns.parquet").write_parquet(again / "campaigns.parquet")
    summary = imported(services, again)
    assert (summary.accepted, summary.duplicates) == (0, 8691)
    assert passes(services, "complete-journey:18") == (1133, 214, 653)


def test_alike_redemptions_are_events_of_their_own(tmp_path: Path):
    shutil.copytree(SET, tmp_path / "set")
    file = tmp_path / "set" / "coupon_redemptions.parquet"
    rows = pl.read_parquet(SET / file.name)
    pl.concat([rows, rows.head(2)]).write_parquet(file)
    ids = [
        line.event["id"]
        for line in IMPORTER.lines(tmp_path / "set")
        if isinstance(line.event, dict) and line.event["type"] == "pass.redeem"
    ]
    assert len(ids) == len(set(ids)) == 2104


def test_a_campaign_carries_its_dates_and_its_audience():
    campaign = next(
        line.campaign
        for line in IMPORTER.lines(SET)
        if line.campaign and line.campaign["external_id"] == "complete-journey:18"
    )
    assert campaign["name"] == "Type A campaign 18"
    assert campaign["created_at"] == "2017-10-30T00:00:00+00:00"
    assert campaign["config"]["expires_at"] == "2017-12-24T00:00:00+00:00"
    assert campaign["recipients"] == 1133


def test_a_household_of_an_unknown_campaign_is_a_bad_line_by_number(tmp_path: Path):
    shutil.copytree(SET, tmp_path / "set")
    file = tmp_path / "set" / "campaigns.parquet"
    pl.DataFrame({"campaign_id": [1, 99], "household_id": [5, 6]}).write_parquet(file)
    bad = [line for line in IMPORTER.lines(tmp_path / "set") if line.error]
    assert [(line.where, line.error) for line in bad] == [
        ("campaigns row 2", "there is no campaign 99")
    ]


def test_a_file_that_is_no_parquet_is_named(tmp_path: Path):
    shutil.copytree(SET, tmp_path / "set")
    (tmp_path / "set" / "campaigns.parquet").write_bytes(b"no parquet")
    with pytest.raises(BadRequest, match="campaigns.parquet can't be read"):
        list(IMPORTER.lines(tmp_path / "set"))
