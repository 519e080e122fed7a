"""Can every declaration be reached? The doors between the rooms, which no type checker sees."""

from __future__ import annotations

import polars as pl
import pytest

from data.campaign_type import CampaignType
from data.campaign_types import CAMPAIGN_TYPES
from data.channel import Channel
from data.channels import CHANNELS
from data.dimension import Dimension
from data.dimensions import DIMENSIONS
from data.metric import Metric
from data.metrics import METRICS
from data.store.engagement import ACTS, SPLITS
from data.store.lake_tables import TABLES, LakeTable, standings
from data.store.subscriber_counts import LISTS
from data.tallies import TALLIES
from data.tally import Grain, Tally
from pages.report.report_tab import ReportTab
from pages.report.tabs import TABS

# Where a tally of each grain looks; `config` is the campaign's own and no table.
SOURCES = {
    Grain.EVENTS: ("hourly", "events"),
    Grain.MESSAGES: ("messages",),
    Grain.PEOPLE: ("people",),
    Grain.ACTS: ("acts",),
}
COLUMNS = {name: table.schema for name, table in TABLES.items()} | {
    "acts": {**ACTS, **dict.fromkeys((*SPLITS, "actor", "rule"), pl.String)}
}


def named(item: object) -> str:
    """A declaration's key, for the test's name."""
    return str(item.key)  # type: ignore[attr-defined]


@pytest.mark.parametrize("metric", METRICS.values(), ids=named)
def test_every_metric_is_made_of_known_tallies(metric: Metric) -> None:
    assert set(metric.tallies) <= set(TALLIES)


@pytest.mark.parametrize("metric", METRICS.values(), ids=named)
def test_every_metric_says_what_it_is_and_where_that_comes_from(metric: Metric) -> None:
    assert metric.label
    assert metric.definition.endswith(".")
    assert metric.formula
    assert metric.source


@pytest.mark.parametrize("tally", TALLIES.values(), ids=named)
def test_every_tally_serves_a_metric(tally: Tally) -> None:
    assert any(tally.key in metric.tallies for metric in METRICS.values())


@pytest.mark.parametrize("tally", TALLIES.values(), ids=named)
def test_every_tally_is_booked_at_a_time_that_its_table_has(tally: Tally) -> None:
    if tally.grain is Grain.CONFIG:
        return
    if tally.grain is Grain.LISTS:
        assert not tally.at or tally.at in LISTS
        return
    table = "events" if tally.grain is Grain.EVENTS else SOURCES[tally.grain][0]
    assert tally.at in COLUMNS[table]


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=named)
def test_every_dimension_is_a_column_or_a_field_of_the_campaign(dimension: Dimension) -> None:
    assert bool(dimension.column) != bool(dimension.campaign_field)
    for grain in dimension.grains - {Grain.CONFIG, Grain.LISTS}:
        columns = {column for name in SOURCES[grain] for column in COLUMNS[name]}
        assert not dimension.column or dimension.column in columns


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=named)
def test_every_channel_shows_known_metrics_split_by_known_dimensions(channel: Channel) -> None:
    assert set(channel.kpis) <= set(METRICS)
    assert set(channel.breakdowns) <= set(DIMENSIONS)


@pytest.mark.parametrize("kind", CAMPAIGN_TYPES.values(), ids=named)
def test_every_type_shows_known_metrics_and_uses_known_channels(kind: CampaignType) -> None:
    assert {place.metric for place in kind.kpis} <= set(METRICS)
    assert set(kind.channels) <= set(CHANNELS)


@pytest.mark.parametrize("kind", CAMPAIGN_TYPES.values(), ids=named)
def test_every_tab_of_a_type_can_be_opened(kind: CampaignType) -> None:
    assert {place.key for place in kind.tabs} <= set(TABS)


@pytest.mark.parametrize("tab", TABS.values(), ids=named)
def test_every_tab_is_shown_for_some_type(tab: ReportTab) -> None:
    places = (place for kind in CAMPAIGN_TYPES.values() for place in kind.tabs)
    assert any(place.key == tab.key for place in places)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_lake_table_is_sorted_and_split_by_columns_it_has(table: LakeTable) -> None:
    assert {*table.key, *table.order} <= set(table.schema)
    assert table.split is None or table.split in TABLES["events"].schema.keys() & table.schema


def test_a_rank_says_which_status_it_is() -> None:
    """The fold keeps the rank alone and finds the status by it (F278)."""
    known = standings()
    assert known.select("channel", "rank").is_unique().all()
