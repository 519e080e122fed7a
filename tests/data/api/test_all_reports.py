"""Do the reports of the whole demonstration answer, and with what its events come to?

The figures are counted again in plain Python from the demonstration's own events, after the
specification's words.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import pytest
from starlette.testclient import TestClient

from data.api.routers import create
from data.campaign import Campaign
from data.demo.happening import Happening
from data.demo.plan import Plan, World
from data.demo.story import events, plans, story
from data.keys import Scope
from data.services import build
from data.settings import Settings
from data.vocabulary.campaign_state import Group
from pages.report.tabs import TABS
from tests.demonstration import ODD_ONES, ONE_OF_EACH, SCALE, open_reports, put_in
from tests.server import ROOT

WORLD = World(seed=3, scale=SCALE, as_of=datetime(2026, 3, 10, 12, tzinfo=UTC))

OVERVIEW, PEOPLE = ("overview", "Campaign Overview"), ("participants", "Participants")
DELIVERY, FUNNEL = ("delivery", "Delivery"), ("performance", "Performance")
LINKS, EVENTS = ("link-tracking", "Link Tracking"), ("interaction-events", "Interaction Events")
ENDPOINT, QUESTIONS = ("endpoint", "Delivery Endpoint"), ("questions", "Questions and Answers")
TRIVIA_PRIZES, RAFFLE_PRIZES = ("prizes", "Trivia Prizes"), ("prizes", "Raffle Prizes")
POLLED = ("delivery-performance", "Delivery Performance")
HOLDERS, PUSHES = ("pass-holders", "Pass Holders"), ("communications", "Communications")
WALLET = ("wallet-pass", "Wallet Pass")
REPORTS = {
    "demo-lookbook": [DELIVERY, FUNNEL, OVERVIEW, PEOPLE, LINKS, EVENTS],
    "demo-guide": [DELIVERY, FUNNEL, ENDPOINT, OVERVIEW, PEOPLE, LINKS, EVENTS],
    "demo-kitchen-quiz": [
        *(DELIVERY, FUNNEL, QUESTIONS, OVERVIEW, PEOPLE, TRIVIA_PRIZES, LINKS, EVENTS),
    ],
    "demo-garden-quiz": [FUNNEL, QUESTIONS, OVERVIEW, PEOPLE, TRIVIA_PRIZES, LINKS, EVENTS],
    "demo-friday-quiz": [DELIVERY, QUESTIONS, OVERVIEW, PEOPLE, TRIVIA_PRIZES],
    "demo-word-quiz": [DELIVERY, QUESTIONS, OVERVIEW, PEOPLE, TRIVIA_PRIZES],
    "demo-scratch": [DELIVERY, FUNNEL, OVERVIEW, PEOPLE, RAFFLE_PRIZES, LINKS, EVENTS],
    "demo-join": [DELIVERY, OVERVIEW, PEOPLE, LINKS],
    "demo-five-off": [
        *(FUNNEL, HOLDERS, PUSHES, OVERVIEW, PEOPLE, WALLET, ("redemption", "Redemption")),
    ],
    "demo-members": [DELIVERY, FUNNEL, HOLDERS, PUSHES, OVERVIEW, PEOPLE, WALLET],
    "demo-hotline": [("keyword-usage", "Keyword Usage"), OVERVIEW, PEOPLE],
    "demo-order-bot": [("chatbot-interactions", "Interactions"), ENDPOINT, OVERVIEW, PEOPLE],
    "demo-visit-poll": [POLLED, QUESTIONS, OVERVIEW, PEOPLE],
    "demo-web-poll": [POLLED, QUESTIONS, OVERVIEW, PEOPLE],
    "demo-downtown": [OVERVIEW, PEOPLE],
}

# Written out again from the specification (D-07).
UNSENT = {
    "sms": "QUEUE DEQUEUED CODE_NOT_ALLOWED BLACKLISTED SEGMENTS_EXCEEDED EXHAUSTED",
    "email": "DEQUEUED NOT_SENT BAD_TO BAD_FROM BLACKLISTED EXHAUSTED",
    "push": "DEQUEUED AUTH_MISSING BAD_PLATFORM NOT_SENT EXHAUSTED INVALID_MESSAGE "
    "PAYLOAD_LIMIT_EXCEEDED",
    "rcs": "BLACKLISTED EXHAUSTED NOT_SENT",
    "whatsapp": "QUEUE DEQUEUED CODE_NOT_ALLOWED BLACKLISTED QUOTA_EXCEEDED",
}
FAILED = {
    "sms": "INVALID_ROUTING EXPIRED DELETED UNDELIV REJECTD",
    "email": "BOUNCED BOUNCED_PERMANENT BLOCKED_DUE_BAD_BEHAVIOUR COMPLAINED",
    "push": "BAD_DEVICE_TOKEN AUTH_ERROR DEVICE_QUOTA_EXCEEDED SERVER_UNAVAILABLE SERVER_ERROR "
    "UNREGISTERED NOT_CONTEMPLATED_ERROR MISMATCHED_TOKEN",
    "rcs": "FALLBACK",
    "whatsapp": "FAILED",
}
DELIVERED = {
    "sms": "DELIVRD",
    "email": "DELIVERED OPEN CLICK",
    "push": "",
    "rcs": "DELIVERED READ",
    "whatsapp": "DELIVERED READ",
}
# Whatever else was handed over counts as arrived there, unless nobody knows the code.
TAKEN_FOR_DELIVERED = {"email": {"SENT", "INCOMPLETE"}, "push": {"SENT", "INCOMPLETE"}}


def once(happened: Iterator[Happening]) -> list[Happening]:
    return list({(e["source"], e["id"], e["type"]): e for e in happened}.values())


def rate(top: int, over: int) -> float | None:
    return top / over if over else None


@dataclass
class Recount:
    """What one campaign's events come to."""

    plan: Plan
    happened: list[Happening]

    def of(self, kind: str) -> list[Happening]:
        return [event for event in self.happened if event["type"] == kind]

    def people(self, kind: str) -> int:
        """Distinct people; each event without a name is one (D-26)."""
        return len({event.get("subject") or event["id"] for event in self.of(kind)})

    @cached_property
    def messages(self) -> dict[str, int]:
        """Messages by what became of them."""
        codes: dict[str, set[str]] = defaultdict(set)
        for event in self.of("message.status"):
            codes[event["data"]["message_id"]].add(event["data"]["status"])
        found: dict[str, int] = defaultdict(int)
        for seen in codes.values():
            found[self._became(seen)] += 1
        return found

    def _became(self, seen: set[str]) -> str:
        channel = self.plan.channel
        if seen <= set(UNSENT[channel].split()):
            return "unsent"
        if seen & set(FAILED[channel].split()):
            return "failed"
        if seen & set(DELIVERED[channel].split()):
            return "delivered"
        known = set(UNSENT[channel].split()) | TAKEN_FOR_DELIVERED.get(channel, set())
        return "delivered" if channel in TAKEN_FOR_DELIVERED and seen <= known else "transit"

    @property
    def sent(self) -> int:
        return sum(count for became, count in self.messages.items() if became != "unsent")


def delivered(of: Recount) -> dict[str, Any]:
    return {
        "total_sent": of.sent,
        "delivery_rate": rate(of.messages["delivered"], of.sent),
        "transit_rate": rate(of.messages["transit"], of.sent),
        "failed_rate": rate(of.messages["failed"], of.sent),
    }


def game(of: Recount) -> dict[str, Any]:
    return {"opened_url_link": of.people("link.open"), "played": of.people("content.play")}


def trivia(of: Recount) -> dict[str, Any]:
    answers = of.of("question.answer")
    return {
        "total_participants": of.people("question.answer"),
        "total_answers": len(answers),
        "correct_answer_rate": rate(sum(a["data"]["correct"] for a in answers), len(answers)),
        "assigned_prizes": len(of.of("prize.award")),
    }


def form(of: Recount) -> dict[str, Any]:
    opened, sent = of.people("link.open"), of.people("form.submit")
    return {
        "form_opens": opened,
        "forms_submitted": sent,
        "form_conversion_rate": rate(sent, opened),
    }


def keyword(of: Recount) -> dict[str, Any]:
    used = {event["data"]["keyword"] for event in of.of("keyword.use")}
    configured = {entry["keyword"] for entry in of.plan.config["keywords"]}
    return {
        "total_keywords": len(configured),
        "keyword_interactions": len(of.of("keyword.use")),
        "keyword_users": of.people("keyword.use"),
        "keyword_usage": rate(len(used & configured), len(configured)),
    }


def chatbot(of: Recount) -> dict[str, Any]:
    return {
        "chatbot_participants": of.people("chatbot.interaction"),
        "chatbot_interactions_configured": len(of.plan.config["interactions"]),
        "cumulative_answers": len(of.of("chatbot.interaction")),
    }


def geofence(of: Recount) -> dict[str, Any]:
    return {
        "devices_targeted": of.people("message.status"),
        "devices_delivered": of.messages["delivered"],
        "devices_displayed": of.people("geofence.display"),
        "delivery_rate": rate(of.messages["delivered"], of.sent),
    }


ROW: dict[str, Callable[[Recount], dict[str, Any]]] = {
    "e-swipe": lambda of: {"messages_sent": of.sent, **game(of)},
    "web-trivia": lambda of: {**game(of), "assigned_prizes": len(of.of("prize.award"))},
    "trivia": trivia,
    "raffle-giveaway": lambda of: {
        "messages_sent": of.sent,
        **game(of),
        "assigned_prizes": len(of.of("prize.award")),
    },
    "subscription-form": form,
    "digital-coupon": lambda of: {
        "passes_generated": of.people("pass.generate"),
        "passes_added": of.people("pass.add"),
        "passes_redeemed": of.people("pass.redeem"),
    },
    "member-card": lambda of: {
        "sms_sent": of.sent if of.plan.channel == "sms" else 0,
        "email_sent": of.sent if of.plan.channel == "email" else 0,
    },
    "keyword": keyword,
    "chatbot-service": chatbot,
    "polls-surveys": delivered,
    "web-polls-surveys": delivered,
    "geofence": geofence,
}


@dataclass
class Reader:
    """A program that reads the reports of the demonstration."""

    api: TestClient
    campaigns: dict[str, Campaign]
    folder: str

    def tab(self, campaign: str, tab: str) -> dict[str, Any]:
        answer = self.api.get(self._path(campaign, tab))
        assert answer.status_code == 200, (campaign, tab, answer.text)
        return json.loads(answer.text, parse_constant=_not_finite)

    def tabs(self, campaign: str) -> list[tuple[str, str]]:
        listed = self.api.get(self._path(campaign)).json()["tabs"]
        return [(tab["key"], tab["label"]) for tab in listed]

    def table(self, campaign: str, tab: str, table: str) -> list[list[str]]:
        answer = self.api.get(
            self._path(campaign, tab), params={"table": table}, headers={"Accept": "text/csv"}
        )
        assert answer.status_code == 200, (campaign, tab, table, answer.text)
        return list(csv.reader(io.StringIO(answer.text, newline="")))

    def _path(self, campaign: str, tab: str = "") -> str:
        path = f"/api/v1/campaigns/{self.campaigns[campaign].id}/report"
        return f"{path}/{tab}" if tab else path


def _not_finite(word: str) -> None:
    raise AssertionError(f"{word} is no number")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("demonstration")
    settings = Settings(_env_file=None, data_dir=folder)  # type: ignore[call-arg]
    services = build(settings, lambda: WORLD.as_of, TABS)
    put_in(services, WORLD)
    key = services.keys.create("reader", [Scope.REPORTS_READ])
    headers = {"Authorization": f"Bearer {key}"}
    with TestClient(create(services), headers=headers) as client:
        yield Reader(client, open_reports(services), str(folder))
    services.engine.dispose()


@pytest.fixture(scope="module")
def recounts() -> dict[str, Recount]:
    return {
        plan.external_id: Recount(plan, once(story(plan, WORLD)))
        for plan in plans(WORLD)
        if plan.group is Group.INTERACTIVE
    }


def numbers_in(value: Any) -> Iterator[float]:
    """Every number of an answer, wherever it stands."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from numbers_in(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def test_there_is_a_report_of_each_of_the_twelve_types(reader: Reader) -> None:
    """F110."""
    kinds = {kind: reader.campaigns[name].type for kind, name in ONE_OF_EACH.items()}
    assert kinds == {kind: kind for kind in kinds}
    assert len(kinds) == 12
    assert {campaign.type for campaign in reader.campaigns.values()} == set(kinds)


@pytest.mark.parametrize("campaign", REPORTS)
def test_its_tabs_are_those_of_the_documentation_in_their_order(
    reader: Reader, campaign: str
) -> None:
    """F074, F113–F124, F215: no Delivery for a quiz by link, an endpoint for Live ones alone."""
    assert reader.tabs(campaign) == REPORTS[campaign]


@pytest.mark.parametrize("campaign", [*ONE_OF_EACH.values(), *ODD_ONES])
def test_every_tab_answers_finitely_and_each_table_whole_as_csv(
    reader: Reader, campaign: str
) -> None:
    """F209, F277."""
    for tab, _ in reader.tabs(campaign):
        told = reader.tab(campaign, tab)
        assert told["kpis"] or told["charts"] or told["tables"] or told["facts"]
        assert all(math.isfinite(number) for number in numbers_in(told))
        for key, rows in told["charts"].items():
            assert len(reader.table(campaign, tab, key)) == len(rows) + 1, (tab, key)
        for key, table in told["tables"].items():
            whole = reader.table(campaign, tab, key)
            assert len(whole) == table["total"] + 1, (tab, key)
            assert {len(row) for row in whole} == {len(whole[0])}


def test_every_report_has_the_kpi_row_that_its_events_come_to(
    reader: Reader, recounts: dict[str, Recount]
) -> None:
    """F072, F073, F084, F127–F134, F182–F185, F192–F194: each is counted again."""
    assert len(reader.campaigns) > 25
    for name, campaign in reader.campaigns.items():
        expected = ROW[campaign.type](recounts[name])
        assert sum(v or 0 for v in expected.values()) > 0
        tab, _ = reader.tabs(name)[0]
        kpis = reader.tab(name, tab)["kpis"]
        assert {key: kpis[key] for key in expected} == pytest.approx(expected), name


@pytest.mark.parametrize("campaign", ["demo-assistant", "demo-order-bot"])
def test_a_chatbots_users_are_compared_with_those_of_all_campaigns(
    reader: Reader, campaign: str
) -> None:
    """F195, D-14: what was done to people is no act of theirs."""
    done_to_them = {"pass.generate", "pass.send", "prize.award"}
    users: dict[str, set[str]] = defaultdict(set)
    for event in once(events(WORLD)):
        name = event["data"].get("external_id")
        opened = event["data"].get("status") in {"OPEN", "CLICK", "READ"}
        if not name or event["type"] in done_to_them:
            continue
        if event["type"] != "message.status" or opened:
            users[name].add(event.get("subject") or event["id"])
    mine = users[campaign]
    kpis = reader.tab(campaign, "chatbot-interactions")["kpis"]
    everybody = len(set().union(*users.values()))
    assert kpis["campaign_participation_rate"] == pytest.approx(len(mine) / everybody)


def test_the_funnel_and_the_clicks_are_those_of_the_events(
    reader: Reader, recounts: dict[str, Recount]
) -> None:
    """F141–F144, F148, F149, F154, F172, F173: one raffle, stage by stage."""
    of = recounts["demo-scratch"]
    funnel = reader.tab("demo-scratch", "performance")
    stages = [(row["stage"], row["count"]) for row in funnel["tables"]["stages"]["rows"]]
    assert stages == [
        ("SMS Sent", of.sent),
        ("Opened URL Link", of.people("link.open")),
        ("Played Interactive Content", of.people("content.play")),
        ("Assigned Prizes", len(of.of("prize.award"))),
    ]
    assert funnel["kpis"]["total_opens"] == len(of.of("link.open"))
    times = [e["time"][:10] for e in of.of("link.open")]
    over_time = reader.tab("demo-scratch", "link-tracking")["charts"]["clicks_over_time"]
    days = [row["time"][:10] for row in over_time if row["opens"] == "Total Opens"]
    assert (days[0], days[-1]) == (min(times), max(times))
    assert sum(row["clicks"] for row in over_time) == len(times) + of.people("link.open")
    happened = {
        row["event"]: row["events"]
        for row in reader.tab("demo-scratch", "interaction-events")["charts"]["events"]
    }
    assert happened == {
        "OPEN": len(of.of("link.open")),
        "PLAYED": of.people("content.play"),
        "CLICKED": len(of.of("content.click")),
    }


def test_questions_and_prizes_are_those_of_the_events(
    reader: Reader, recounts: dict[str, Recount]
) -> None:
    """F207, F178, F179: one quiz."""
    of = recounts["demo-kitchen-quiz"]
    asked: dict[str, list[bool]] = defaultdict(list)
    for event in of.of("question.answer"):
        asked[event["data"]["question"]].append(event["data"]["correct"])
    told = reader.tab("demo-kitchen-quiz", "questions")["tables"]["questions"]["rows"]
    assert {row["question"]: (row["participations"], row["correct"]) for row in told} == {
        question: (len(answers), sum(answers)) for question, answers in asked.items()
    }
    given: dict[str, int] = defaultdict(int)
    for event in of.of("prize.award"):
        given[event["data"]["prize"]] += 1
    prizes = reader.tab("demo-kitchen-quiz", "prizes")["tables"]
    stock = {row["prize"]: row["given_out"] for row in prizes["prizes"]["rows"]}
    assert stock == {prize["name"]: given[prize["name"]] for prize in of.plan.config["prizes"]}
    assert prizes["winners"]["total"] == sum(given.values())


def test_the_command_line_finds_no_difference(reader: Reader) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HELIOGRAPH_")}
    environment |= {"HELIOGRAPH_DATA_DIR": reader.folder, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from app import main; main()", "verify"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "Every figure follows from the stored events.\n"
