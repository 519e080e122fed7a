"""Exports as each system writes them come to the figures that a person counts in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.ingest.file_events import Choice
from data.ingest.file_guess import ready_made
from data.ingest.file_importing import file_lines, reader_of
from data.ingest.tables import open_table


@dataclass(frozen=True)
class Export:
    """A file, the mapping that it is taken for, and what stands in it, counted by hand."""

    mapping: str
    text: str
    counts: dict[str, int]  # by status or kind
    channels: frozenset[str]
    people: frozenset[str]
    bad: int = 0


EXPORTS = {
    "klaviyo": Export(
        "klaviyo",
        "id,uuid,person_id,campaign_id,flow_id,type,datetime,property_value\n"
        "1,u1,p1,c1,,Received Email,2026-03-01 10:00:00,\n"
        "1,u1,p1,c1,,Opened Email,2026-03-01 10:05:00,\n"
        "2,u2,p2,,f1,Received SMS,2026-03-01 10:00:00,\n"
        "3,u3,p2,,f1,Clicked SMS,2026-03-01 10:09:00,\n"
        '4,u4,p1,,,Placed Order,2026-03-02 09:00:00,"1,250.00"\n'
        "5,u5,p1,,,Viewed Product,2026-03-02 09:00:00,\n",
        {"DELIVERED": 1, "OPEN": 1, "DELIVRD": 2, "link.click": 1, "conversion": 1},
        frozenset({"email", "sms", ""}),
        frozenset({"p1", "p2"}),
    ),
    "iterable": Export(
        "iterable",
        "email,eventName,createdAt,campaignId,messageId,userAgent\n"
        "a@x.org,emailSend,2026-03-01 10:00:00 +00:00,17,m1,\n"
        "a@x.org,emailOpen,2026-03-01 11:00:00 +00:00,17,m1,Mozilla/5.0\n"
        "b@x.org,emailSend,2026-03-01 10:00:00 +00:00,17,m2,\n"
        "b@x.org,emailBounce,2026-03-01 10:00:01 +00:00,17,m2,\n"
        "c@x.org,pushSend,2026-03-01 10:00:01 +00:00,18,m3,\n",
        {"SENT": 3, "OPEN": 1, "BOUNCED": 1},
        frozenset({"email", "push"}),
        frozenset({"a@x.org", "b@x.org", "c@x.org"}),
    ),
    "hubspot": Export(
        "hubspot",
        "id,created,type,recipient,email_campaign_id,filtered_event\n"
        "e1,1772359200000,SENT,a@x.org,7,false\n"
        "e2,1772359201000,DELIVERED,a@x.org,7,false\n"
        "e3,1772359202000,OPEN,a@x.org,7,true\n"
        "e4,1772359203000,CLICK,a@x.org,7,false\n"
        "e5,1772359204000,SPAMREPORT,b@x.org,7,false\n"
        "e6,1772359205000,PRINT,b@x.org,7,false\n"
        "e7,1772359205000,LEVITATE,b@x.org,7,false\n",
        {"SENT": 1, "DELIVERED": 1, "CLICK": 1, "link.click": 1, "COMPLAINED": 1},
        frozenset({"email"}),
        frozenset({"a@x.org", "b@x.org"}),
        bad=1,
    ),
    "listmonk-views": Export(
        "listmonk-views",
        "id,campaign_id,subscriber_id,created_at\n"
        "1,3,11,2026-03-01 10:00:00.123456+00\n"
        "2,3,12,2026-03-01T10:00:00Z\n"
        "3,3,,2026-03-01T10:00:00Z\n",
        {"OPEN": 1},
        frozenset({"email"}),
        frozenset({"12"}),
        bad=2,
    ),
    "listmonk-clicks": Export(
        "listmonk-clicks",
        "id,campaign_id,link_id,subscriber_id,created_at\n"
        "1,3,5,11,2026-03-01T10:00:00Z\n"
        "2,3,5,,2026-03-01T10:00:00Z\n",
        {"CLICK": 1, "link.click": 2},
        frozenset({"email"}),
        frozenset({"11", ""}),
    ),
    "listmonk-bounces": Export(
        "listmonk-bounces",
        "id,subscriber_id,campaign_id,type,source,meta,created_at\n"
        '1,11,3,hard,smtp,"{""a"": 1}",2026-03-01T10:00:00Z\n'
        "2,12,3,soft,smtp,{},2026-03-01T10:00:00Z\n"
        "3,13,3,complaint,smtp,{},2026-03-01T10:00:00Z\n",
        {"BOUNCED_PERMANENT": 1, "BOUNCED": 1, "COMPLAINED": 1},
        frozenset({"email"}),
        frozenset({"11", "12", "13"}),
    ),
    "mautic": Export(
        "mautic",
        "id;email_id;lead_id;email_address;date_sent;date_read;is_read;is_failed;tracking_hash\n"
        "1;4;9;a@x.org;2026-03-01 10:00:00;2026-03-01 10:30:00;1;0;h1\n"
        "2;4;8;b@x.org;2026-03-01 10:00:00;;0;0;h2\n"
        "3;4;7;c@x.org;2026-03-01 10:00:00;;0;1;h3\n",
        {"SENT": 2, "OPEN": 1},
        frozenset({"email"}),
        frozenset({"a@x.org", "b@x.org"}),
    ),
    "twilio": Export(
        "twilio",
        "sid,date_sent,direction,status,error_code,from,to,num_segments,price\n"
        "SM1,2026-03-01 10:00:00 UTC,outbound-api,delivered,,+1555,+4915100000001,2,-0.0075\n"
        "SM2,2026-03-01 10:00:00 UTC,outbound-api,undelivered,30005,+1555,+4915100000002,1,\n"
        "SM3,2026-03-01 10:00:00 UTC,outbound-api,failed,21610,+1555,+4915100000003,1,\n"
        "SM4,2026-03-01 10:05:00 UTC,inbound,received,,+4915100000001,+1555,1,-0.0075\n"
        "SM5,2026-03-01 10:06:00 UTC,outbound-api,read,,whatsapp:+1555,whatsapp:+491510000004,1,\n",
        {"DELIVRD": 1, "INVALID_ROUTING": 1, "BLACKLISTED": 1, "READ": 1, "message.inbound": 1},
        frozenset({"sms", "whatsapp"}),
        frozenset({"+4915100000001", "+4915100000002", "+4915100000003", "+491510000004"}),
    ),
    "mailchimp-activity": Export(
        "mailchimp-activity",
        "\ufeffaction,campaign_id,member_id,timestamp,url,ip,bounce_type,list_id\n"
        "sent,c1,m1,2026-03-01 10:00:00 UTC,,,,l1\n"
        "open,c1,m1,2026-03-01 10:00:00 UTC,,1.2.3.4,,l1\n"
        "click,c1,m1,2026-03-01 10:01:00 UTC,https://x.org,1.2.3.4,,l1\n"
        "bounce,c1,m2,2026-03-01 10:00:00 UTC,,,hard,l1\n"
        "bounce,c1,m3,2026-03-01 10:00:00 UTC,,,soft,l1\n",
        {
            "SENT": 1,
            "OPEN": 1,
            "CLICK": 1,
            "link.click": 1,
            "BOUNCED_PERMANENT": 1,
            "BOUNCED": 1,
        },
        frozenset({"email"}),
        frozenset({"m1", "m2", "m3"}),
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_told_and_comes_to_its_figures(name: str, tmp_path: Path) -> None:
    """Which system's it is follows from its heading; ids are those of one system."""
    export = EXPORTS[name]
    path = tmp_path / "export.csv"
    path.write_text(export.text, encoding="utf-8")
    table = open_table(path)
    mapping = ready_made(table.columns)
    assert mapping is not None
    assert mapping.key == export.mapping
    needs = name == "twilio"
    choice = Choice(ZoneInfo("UTC"), campaign_id=1 if needs else None)
    lines = list(file_lines(table, reader_of(table, mapping, choice, lambda _: None)))
    events = [line.event for line in lines if isinstance(line.event, dict)]
    told = Counter(one["data"].get("status") or one["type"] for one in events)
    assert told == export.counts
    assert {one["data"].get("channel", "") for one in events} <= export.channels
    assert {one.get("subject", "") for one in events} == export.people
    assert sum(bool(line.error) for line in lines) == export.bad
    assert {one["source"] for one in events} == {f"import:{mapping.system}"}
    assert len({(one["id"], one["type"]) for one in events}) == len(events)
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))
