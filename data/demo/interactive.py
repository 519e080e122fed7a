"""Which interactive campaigns are there in the demonstration, one of every type and state?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from data.demo.messaging import SENDERS
from data.demo.plan import Odds, Plan, World
from data.demo.rhythm import sending_time
from data.vocabulary.campaign_state import Group, State

OPEN = ("keyword", "form", "api")
QUIZ = [
    {
        "text": "Which herb goes into pesto?",
        "answers": ["Basil", "Mint", "Dill"],
        "correct": "Basil",
        "weights": [7, 2, 1],
    },
    {
        "text": "How long does a soft-boiled egg take?",
        "answers": ["3 minutes", "6 minutes", "12 minutes"],
        "correct": "6 minutes",
        "weights": [3, 5, 1],
    },
    {
        "text": "Where do olives grow?",
        "answers": ["On trees", "On vines", "Under the ground"],
        "correct": "On trees",
        "weights": [8, 2, 1],
    },
]
POLL = [
    {
        "text": "How did you like your last visit?",
        "answers": ["Very much", "It was fine", "Not at all"],
        "weights": [6, 3, 1],
    },
    {
        "text": "What should we sell next?",
        "answers": ["Bread", "Flowers", "Tools", "Wine"],
        "weights": [4, 2, 1, 5],
    },
]
PRIZES = [
    {"name": "Weekend for two", "stock": 2},
    {"name": "Gift card $25", "stock": 40},
    {"name": "Cookbook", "stock": 120},
]
PAGES = [
    {"title": "The new season"},
    {"title": "Linen", "link": "https://shop.example.com/linen"},
    {"title": "Straw hats", "link": "https://shop.example.com/hats"},
    {"title": "Sandals", "link": "https://shop.example.com/sandals"},
]
COUPON = {
    "title": "$5 off",
    "description": "Once, from $25, in every shop",
    "color": "#1f5f4a",
    "barcode": "QR",
    "fields": ["Name", "Valid until"],
    "android": True,
    "ios": True,
}
MENU = [
    {
        "name": "Welcome",
        "text": "Hello! What can we do for you?",
        "options": [
            {"text": "Opening hours", "to": "Hours"},
            {"text": "Where is my order?", "to": "Order"},
            {"text": "Speak to somebody", "to": "Agent"},
        ],
    },
    {
        "name": "Hours",
        "text": "Which shop?",
        "options": [
            {"text": "Downtown"},
            {"text": "Riverside"},
            {"text": "Back", "to": "Welcome"},
        ],
    },
    {
        "name": "Order",
        "text": "Your order number, please.",
        "options": [
            {"text": "I have it here", "to": "Hours"},
            {"text": "I lost it", "to": "Agent"},
        ],
    },
    {"name": "Agent", "text": "One moment, somebody is coming."},
    {"name": "Holidays", "text": "We are closed on the 25th."},
]
KEYWORDS = [
    {"keyword": "HOURS", "interaction": "Opening hours"},
    {"keyword": "MENU", "interaction": "Menu of the week"},
    {"keyword": "SALE", "interaction": "Current offers"},
    {"keyword": "JOBS", "interaction": "Open positions"},
    {"keyword": "RECIPE", "interaction": "Recipe of the day"},
]
FIELDS = [
    {"name": "Name", "field": "name", "required": True},
    {"name": "Mobile number", "field": "number", "required": True},
    {"name": "Email", "field": "email", "required": False},
]


def interactive(world: World) -> Iterator[Plan]:
    """Every interactive campaign."""
    yield from _swipes(world)
    yield from _quizzes(world)
    yield from _raffles(world)
    yield from _wallets(world)
    yield from _conversations(world)
    yield from _polls(world)
    yield from _forms(world)
    yield from _unfinished(world)


def _plan(
    world: World,
    kind: str,
    channel: str,
    key: str,
    name: str,
    days_ago: float,
    people: int,
    config: dict[str, Any],
    **more: Any,
) -> Plan:
    """Closed and completed, unless the configuration says that anybody may come: then live."""
    rng = Random(f"{world.seed}/when/{key}")
    delivery = sending_time(rng, world.as_of - timedelta(days=days_ago))
    is_open = config.get("recipients") in OPEN
    whole = {"recipients": "subscribers", "filter": "Consent to offers", "send_rate": 600, **config}
    expires = delivery + timedelta(days=days_ago + 60 if is_open else 30)
    whole.setdefault("expires_at", expires.isoformat())
    fields: dict[str, Any] = {
        "group": Group.INTERACTIVE,
        "type": kind,
        "channel": channel,
        "sender": SENDERS[channel][0],
        "state": State.LIVE if is_open else State.COMPLETED,
        "created_at": delivery - timedelta(hours=rng.randrange(5, 150), minutes=rng.randrange(60)),
        "delivery_at": delivery,
        "size": world.sized(people),
        "config": whole,
    }
    return Plan(external_id=f"demo-{key}", name=name, **(fields | more))


def _ended(plan: Plan, at: datetime) -> Plan:
    """The same open campaign, its end of life reached at `at`."""
    config = {**plan.config, "expires_at": at.isoformat()}
    return replace(plan, state=State.COMPLETED, ends_at=at, config=config)


def _invitation(text: str) -> dict[str, Any]:
    return {
        "title": text,
        "subject": text,
        "from_name": "Juniper & Oak",
        "body": f"{text} https://jo.example/{{{{code}}}}",
    }


def _swipes(world: World) -> Iterator[Plan]:
    odds = Odds(opened=0.31, played=0.72, finished=0.6, clicked=0.3)
    config = {"pages": PAGES, "message": _invitation("Swipe through our spring looks:")}
    yield _plan(
        world, "e-swipe", "sms", "lookbook", "Spring lookbook", 210, 1_800, config, odds=odds
    )
    yield _plan(
        world,
        "e-swipe",
        "whatsapp",
        "viral",
        "The recipe that everybody shared",
        31,
        900,
        {**config, "message": _invitation("Grandma's apple cake, page by page:")},
        odds=replace(odds, opened=0.5),
        strangers=world.sized(4_200),
    )
    yield _plan(
        world,
        "e-swipe",
        "email",
        "autumn",
        "Autumn pages",
        75,
        1_500,
        {**config, "message": _invitation("Autumn has arrived:")},
        odds=odds,
    )
    yield _plan(
        world,
        "e-swipe",
        "sms",
        "guide",
        "Shop guide on demand",
        45,
        700,
        {**config, "recipients": "api", "message": _invitation("Your guide through the shop:")},
        odds=replace(odds, opened=0.6),
    )


def _quizzes(world: World) -> Iterator[Plan]:
    prizes = {"prizes": PRIZES, "prize_logic": "Cycles"}
    config = {"questions": QUIZ, **prizes, "message": _invitation("Do you know your kitchen?")}
    odds = Odds(opened=0.34, played=0.8, finished=0.75, won=0.12, clicked=0.35)
    yield _plan(
        world, "web-trivia", "email", "kitchen-quiz", "Kitchen quiz", 120, 1_600, config, odds=odds
    )
    yield _plan(
        world,
        "web-trivia",
        "sms",
        "garden-quiz",
        "Garden quiz",
        50,
        420,
        {**config, "recipients": "form"},
        odds=replace(odds, opened=1.0),
    )
    played = Odds(played=0.24, finished=0.66, won=0.15)
    yield _plan(
        world,
        "trivia",
        "sms",
        "word-quiz",
        "Text QUIZ to play",
        90,
        560,
        {**config, "recipients": "keyword", "keywords": ["QUIZ", "PLAY"]},
        odds=replace(played, played=1.0),
    )
    yield _plan(
        world,
        "trivia",
        "whatsapp",
        "friday-quiz",
        "Friday quiz",
        25,
        1_000,
        {**config, "recipients": "csv", "keywords": ["FRIDAY"]},
        odds=played,
    )


def _raffles(world: World) -> Iterator[Plan]:
    config = {
        "prizes": PRIZES,
        "prize_logic": "By Exhaustion",
        "message": _invitation("One scratch, one chance:"),
    }
    odds = Odds(opened=0.4, played=0.85, finished=0.9, won=0.18, clicked=0.2)

    def raffle(game: str, channel: str, key: str, name: str, days_ago: float, **more: Any) -> Plan:
        extra = {**config, "game": game, **more.pop("config", {})}
        return _plan(
            world,
            "raffle-giveaway",
            channel,
            key,
            name,
            days_ago,
            more.pop("people", 1_000),
            extra,
            **({"odds": odds} | more),
        )

    yield raffle("Scratch Card", "sms", "scratch", "Scratch and win", 150)
    yield raffle("Spin", "whatsapp", "spin", "Spin the wheel", 95)
    # Nearly everybody lost: the dice were fair, and still nobody believes it.
    yield raffle(
        "Slot Machine",
        "email",
        "slots",
        "Lucky Sunday",
        58,
        people=2_000,
        odds=replace(odds, won=0.0022),
        config={"prize_logic": "Random Select"},
    )
    yield raffle(
        "Peel it",
        "sms",
        "peel",
        "Peel the label",
        40,
        people=380,
        odds=replace(odds, opened=1.0),
        config={"recipients": "form"},
    )
    paused = world.as_of - timedelta(days=4)
    yield raffle(
        "Crack the Ice",
        "sms",
        "ice",
        "Crack the ice",
        34,
        people=450,
        state=State.PENDING,
        ends_at=paused,
        odds=replace(odds, opened=0.95),
        config={"recipients": "keyword", "keywords": ["ICE"], "prize_logic": "Always Win"},
    )


def _wallets(world: World) -> Iterator[Plan]:
    config = {"pass": COUPON, "message": _invitation("A coupon for your wallet:")}
    odds = Odds(opened=0.33, converted=0.4)
    yield _plan(
        world,
        "digital-coupon",
        "sms",
        "five-off",
        "Five dollars off",
        110,
        1_700,
        config,
        odds=odds,
    )
    yield _plan(
        world,
        "digital-coupon",
        "email",
        "birthday",
        "Birthday coupon",
        64,
        1_200,
        config,
        odds=replace(odds, opened=0.45, converted=0.5),
    )
    yield _plan(
        world,
        "digital-coupon",
        "sms",
        "welcome-coupon",
        "Welcome coupon",
        70,
        520,
        {**config, "recipients": "form"},
        odds=replace(odds, opened=0.7, converted=0.55),
    )
    card = {**COUPON, "title": "Juniper & Oak Member", "description": "Points with every purchase"}
    yield _plan(
        world,
        "member-card",
        "sms",
        "members",
        "Member card",
        190,
        1_400,
        {"pass": card, "message": _invitation("Your member card:")},
        odds=Odds(opened=0.52),
    )
    yield _plan(
        world,
        "member-card",
        "email",
        "members-mail",
        "Member card by email",
        100,
        900,
        {"pass": card, "message": _invitation("Your member card:")},
        odds=Odds(opened=0.44),
    )


def _conversations(world: World) -> Iterator[Plan]:
    words = {"recipients": "keyword", "keywords": KEYWORDS, "filter": ""}
    yield _plan(world, "keyword", "sms", "hotline", "Shop hotline 88420", 180, 1_500, words)
    yield _ended(
        _plan(world, "keyword", "whatsapp", "fair", "Trade fair answers", 140, 500, words),
        world.as_of - timedelta(days=120),
    )
    yield _plan(
        world,
        "keyword",
        "rcs",
        "agent-words",
        "Agent keywords",
        60,
        260,
        words,
        state=State.PENDING,
        ends_at=world.as_of - timedelta(days=9),
    )
    chat = {"recipients": "keyword", "keywords": ["HELLO", "HELP"], "interactions": MENU}
    yield _plan(
        world, "chatbot-service", "whatsapp", "assistant", "Shop assistant", 85, 1_300, chat
    )
    yield _plan(
        world,
        "chatbot-service",
        "sms",
        "order-bot",
        "Where is my order?",
        40,
        400,
        {**chat, "recipients": "api"},
    )


def _polls(world: World) -> Iterator[Plan]:
    config = {"questions": POLL, "message": _invitation("Two questions, one minute:")}
    odds = Odds(played=0.28, finished=0.82)
    yield _plan(
        world,
        "polls-surveys",
        "sms",
        "visit-poll",
        "How was your visit?",
        80,
        1_300,
        config,
        odds=odds,
    )
    yield _plan(
        world,
        "polls-surveys",
        "rcs",
        "next-poll",
        "What shall we sell?",
        27,
        900,
        config,
        odds=replace(odds, played=0.4),
    )
    web = Odds(opened=0.36, played=0.8, finished=0.77)
    yield _plan(
        world,
        "web-polls-surveys",
        "email",
        "web-poll",
        "Customer survey",
        66,
        1_400,
        config,
        odds=web,
    )
    yield _plan(
        world,
        "web-polls-surveys",
        "sms",
        "delivery-poll",
        "After your delivery",
        35,
        500,
        {**config, "recipients": "api"},
        odds=web,
    )
    yield _plan(
        world,
        "geofence",
        "push",
        "downtown",
        "Near the downtown shop",
        48,
        1_500,
        {
            "filter": "App installed, location shared",
            "message": {"title": "You are close!", "body": "Coffee is on us until noon."},
            "additional_data": {"screen": "coupon", "code": "COFFEE"},
            "area": {
                "name": "Downtown shop",
                "latitude": 38.9072,
                "longitude": -77.0369,
                "radius_m": 800,
            },
        },
        odds=Odds(opened=0.35, failed=0.05),
    )


def _forms(world: World) -> Iterator[Plan]:
    """Forms, each the head of a combo: what follows is joined by `leads_to`."""
    for key, name, days_ago, size, leads_to in (
        ("join", "Join our list", 120, 1_500, ["demo-welcome-coupon", "demo-guide"]),
        ("join-raffle", "Join and peel", 42, 700, ["demo-peel"]),
        ("join-quiz", "Join the garden club", 52, 600, ["demo-garden-quiz"]),
    ):
        config = {
            "recipients": "form",
            "filter": "",
            "fields": FIELDS,
            "leads_to": leads_to,
        }
        odds = Odds(opened=1.0, finished=0.46)
        yield _plan(
            world, "subscription-form", "email", key, name, days_ago, size, config, odds=odds
        )


def _unfinished(world: World) -> Iterator[Plan]:
    now = world.as_of
    yield _plan(
        world,
        "raffle-giveaway",
        "sms",
        "preparing",
        "New Year wheel",
        0,
        1_000,
        {
            "game": "Spin",
            "prizes": PRIZES,
            "prize_logic": "Cycles",
            "message": _invitation("Spin into the new year:"),
        },
        state=State.PROCESSING,
        created_at=now - timedelta(hours=2),
        delivery_at=now - timedelta(minutes=10),
        silent=True,
    )
    yield _plan(
        world,
        "e-swipe",
        "email",
        "winter-pages",
        "Winter pages",
        0,
        2_000,
        {"pages": PAGES, "message": _invitation("Winter is coming:")},
        state=State.SCHEDULED,
        created_at=now - timedelta(days=3),
        delivery_at=now + timedelta(days=12),
        silent=True,
    )
    for kind, channel, name in (
        ("web-trivia", "sms", "Cheese quiz"),
        ("member-card", "email", "Gold card"),
    ):
        yield _plan(
            world,
            kind,
            channel,
            f"draft-{kind}",
            name,
            0,
            1_000,
            {"questions": QUIZ, "message": _invitation(name)}
            if kind == "web-trivia"
            else {"pass": COUPON, "message": _invitation(name)},
            state=State.DRAFT,
            created_at=now - timedelta(days=1),
            delivery_at=None,
            silent=True,
        )
