"""Does a Mailchimp export read here as Mailchimp counts it?"""

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

SET = Path(__file__).parents[3] / "samples" / "mailchimp"
IMPORTER = IMPORTERS["mailchimp"]


def events_of(services: Services, external_id: str) -> pl.DataFrame:
    place = services.campaigns.place(None, external_id)
    assert place is not None
    return services.lake.scan("events", (services.campaigns.get(place.id),)).collect()


def test_the_campaign_has_the_published_figures(services: Services):
    summary = imported(services, SET)
    assert summary.bad == []
    place = services.campaigns.place(None, "mailchimp:c2b4c1c0d9")
    assert place is not None
    campaign = services.campaigns.get(place.id)
    assert (campaign.name, campaign.recipients, campaign.sender) == (
        "Release 0.1.1",
        10,
        "bob@example.com",
    )
    got = figures(
        Query(("total_sent", "opened", "clicked", "total_clicks"), campaigns=(campaign,)),
        services.lake,
    )
    assert {key: figure.value for key, figure in got.items()} == {
        "total_sent": 10,
        "opened": 7,
        "clicked": 2,
        "total_clicks": 5,
    }
    statuses = events_of(services, "mailchimp:c2b4c1c0d9")["status"].value_counts()
    assert dict(statuses.drop_nulls().iter_rows()) == {"SENT": 10, "OPEN": 12, "CLICK": 5}


def test_a_recipient_is_their_address_where_the_members_know_it_else_their_id(services: Services):
    imported(services, SET)
    recipients = set(events_of(services, "mailchimp:c2b4c1c0d9")["recipient"])
    assert "tim@example.com" in recipients
    assert "1d34bd0fb670d5e60047647339aaedf7" in recipients


def test_a_click_is_also_a_click_on_its_link(services: Services):
    imported(services, SET)
    clicks = events_of(services, "mailchimp:c2b4c1c0d9").filter(pl.col("kind") == "link.click")
    assert dict(clicks["link"].value_counts().iter_rows()) == {
        "https://example.com": 4,
        "https://github.com/example": 1,
    }


def test_the_emails_of_automations_members_and_unsubscriptions_come_too(services: Services):
    imported(services, SET)
    assert len(events_of(services, "mailchimp:b63e7b8aff")) > 7
    kinds = services.lake.scan("events").collect()["kind"].value_counts()
    counted = dict(kinds.iter_rows())
    assert counted["subscriber.join"] == 9
    assert counted["subscriber.block"] == 1


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ",")],
)
def test_bounces_and_any_spreadsheets_encoding_are_read(
    tmp_path: Path, encoding: str, separator: str
):
    def table(name: str, *lines: str) -> None:
        text = "\n".join(line.replace(",", separator) for line in lines)
        (tmp_path / f"{name}.csv").write_bytes(text.encode(encoding))

    table("campaign", "id,create_time,status,title", "c1,2026-01-02 03:04:05.678 UTC,sent,Café")
    table("campaign_recipient", "campaign_id,member_id", "c1,m1", "c1,m2")
    table(
        "campaign_recipient_activity",
        "action,campaign_id,member_id,timestamp,bounce_type",
        "bounce,c1,m1,2026-01-03T00:00:00Z,hard",
        "bounce,c1,m2,2026-01-03 00:00:00,soft",
    )
    (tmp_path / "member.csv").write_bytes(b"")
    lines = list(IMPORTER.lines(tmp_path))
    assert [line.error for line in lines if line.error] == []
    assert next(line.campaign for line in lines if line.campaign)["name"] == "Café"
    codes = [line.event["data"]["status"] for line in lines if isinstance(line.event, dict)]
    assert codes == ["SENT", "SENT", "BOUNCED_PERMANENT", "BOUNCED"]


def test_a_row_that_says_nothing_known_is_a_bad_line_by_number(tmp_path: Path):
    shutil.copytree(SET, tmp_path / "set")
    with (tmp_path / "set" / "campaign_recipient_activity.csv").open("a") as file:
        file.write("\nfaxed,c2b4c1c0d9,m1,2020-01-01 00:00:00,,,,,,\n")
        file.write("open,nowhere,m1,2020-01-01 00:00:00,,,,,,\n")
        file.write("open,c2b4c1c0d9,m1,yesterday,,,,,,\n")
    bad = [(line.where, line.error) for line in IMPORTER.lines(tmp_path / "set") if line.error]
    assert bad == [
        ("campaign_recipient_activity.csv line 19", "faxed is not an action that is known here"),
        (
            "campaign_recipient_activity.csv line 20",
            "there is no campaign 'nowhere' in this account",
        ),
        ("campaign_recipient_activity.csv line 21", "'yesterday' is not a time"),
    ]


def test_a_table_without_a_column_that_it_needs_is_named(tmp_path: Path):
    shutil.copytree(SET, tmp_path / "set")
    (tmp_path / "set" / "campaign_recipient.csv").write_text("campaign_id\nc1\n")
    with pytest.raises(BadRequest, match="campaign_recipient.csv has no column member_id"):
        list(IMPORTER.lines(tmp_path / "set"))
