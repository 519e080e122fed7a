"""Which messages were sent in the demonstration's year?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from data.demo.messages import bad_week
from data.demo.plan import Odds, Plan, World
from data.demo.rhythm import sending_time
from data.segments import segments
from data.vocabulary.campaign_state import Group, State

SHOP = "Juniper & Oak"
SENDERS = {
    "sms": ("88420", "88421", "+12025550142"),
    "email": ("hello@juniper-oak.example", "news@juniper-oak.example"),
    "push": ("Juniper & Oak App",),
    "rcs": ("Juniper & Oak Agent",),
    "whatsapp": ("Juniper & Oak WABA",),
}
LARGE = 14_000  # recipients of the one large send at scale 1
A_MILLION = 1_000_000  # and from scale 10 on
PROMOTIONS = (
    "Frost sale",
    "Early birds",
    "Spring bulbs are here",
    "Garden week",
    "Mother's Day flowers",
    "Midsummer picnic",
    "Barbecue corner",
    "Back to school",
    "Harvest market",
    "Pumpkin patch",
    "Warm lights",
    "Winter coats",
)


def messaging(world: World) -> Iterator[Plan]:
    """Every messaging campaign, oldest series first."""
    yield from _newsletters(world)
    yield from _texts(world)
    yield from _pushes(world)
    yield from _chats(world)
    yield from _odd_ones(world)
    yield from _not_sent_yet(world)


def link(path: str, label: str, *, tracked: bool = True) -> dict[str, Any]:
    """A link of a message, as the Summary step keeps it."""
    return {"url": f"https://shop.example.com/{path}", "label": label, "tracked": tracked}


def _plan(
    world: World,
    channel: str,
    key: str,
    name: str,
    days_ago: float,
    people: int,
    config: dict[str, Any],
    **more: Any,
) -> Plan:
    """A campaign that was sent completely, about `days_ago` days before the world's end."""
    rng = Random(f"{world.seed}/when/{key}")
    delivery = sending_time(rng, world.as_of - timedelta(days=days_ago))
    fields: dict[str, Any] = {
        "group": Group.MESSAGING,
        "type": channel,
        "channel": channel,
        "sender": SENDERS[channel][0],
        "state": State.COMPLETED,
        "created_at": delivery - timedelta(hours=rng.randrange(3, 90), minutes=rng.randrange(60)),
        "delivery_at": delivery,
        "size": world.sized(people),
        "config": {"recipients": "subscribers", "filter": "All subscribers", **config},
    }
    return Plan(external_id=f"demo-{key}", name=name, **(fields | more))


def _newsletters(world: World) -> Iterator[Plan]:
    """Weekly, half a year long: the same audience every week, and every week it opens less."""
    weeks = 26
    for week in range(weeks):
        tired = week / weeks
        title = f"Weekly letter no. {week + 1}"
        yield _plan(
            world,
            "email",
            f"newsletter-{week + 1:02d}",
            f"{title}: {('recipes', 'new in', 'stories', 'offers')[week % 4]}",
            7 * (weeks - week) + 4,
            900,
            {
                "filter": "Consent to newsletter",
                "message": {
                    "from_name": SHOP,
                    "subject": f"{title} — what is fresh this week",
                    "preheader": "Five things from our kitchen, and a small one from the garden",
                    "body": "Hello {{first_name}},\n\nhere is what we liked this week. "
                    "Read on for the recipe, and stay for the offers.\n\nYour Juniper & Oak team",
                    "footer": "You get this letter because you asked for it. Unsubscribe any time.",
                },
                "links": [
                    link(f"letter/{week + 1}/recipe", "The recipe"),
                    link(f"letter/{week + 1}/offers", "This week's offers"),
                    link("unsubscribe", "Unsubscribe", tracked=False),
                ],
                "send_rate": 600,
            },
            sender=SENDERS["email"][1],
            odds=Odds(
                opened=0.37 - 0.16 * tired,
                clicked=0.21 - 0.10 * tired,
                unsent=0.008 + 0.02 * tired,
                failed=0.018,
                converted=0.012,
            ),
            parade=week == weeks - 1,
        )


def _texts(world: World) -> Iterator[Plan]:
    for month, name in enumerate(PROMOTIONS):
        yield _sms(world, f"sms-{month + 1:02d}", name, 357 - 30 * month, 1_000, parade=month == 11)
    first, _ = bad_week(world)
    struck = first + timedelta(days=2, hours=15)
    yield _sms(
        world,
        "sms-flash",
        "Flash sale: 48 hours",
        0,
        1_800,
        created_at=struck - timedelta(hours=20),
        delivery_at=struck,
    )
    many = A_MILLION if world.scale >= 10 else world.sized(LARGE)
    yield _sms(world, "sms-year", "The big one: Black Friday early access", 38, 1, size=many)


def _sms(world: World, key: str, name: str, days_ago: float, people: int, **more: Any) -> Plan:
    text = (
        f"{SHOP}: {name}! Show this text in the shop or order at https://jo.example/{{{{code}}}}. "
        "Reply STOP to end."
    )
    if "Mother" in name:  # one text that is too long for one message
        text += " Every bouquet comes with a card, and we write what you want to say on it."
    config = {
        "filter": "Consent to SMS",
        "message": {"body": text},
        "links": [link(f"sms/{key}", "Shop now"), link("stores", "Find a shop")],
        "send_rate": 1_200,
        "segments": segments(text).messages,
    }
    odds = Odds(failed=0.035, transit=0.014, clicked=0.09, replied=0.012, converted=0.01)
    return _plan(world, "sms", key, name, days_ago, people, config, **({"odds": odds} | more))


def _pushes(world: World) -> Iterator[Plan]:
    for number in range(8):
        name = ("Your basket is waiting", "New in the app", "Tonight only", "Rate your order")[
            number % 4
        ]
        yield _plan(
            world,
            "push",
            f"push-{number + 1}",
            f"{name} ({number + 1})",
            330 - 42 * number,
            1_000,
            {
                "filter": "App installed",
                "message": {"title": name, "body": "Tap to see what we picked for you."},
                "send_rate": 3_000,
            },
            odds=Odds(opened=0.11 + 0.02 * (number % 3), failed=0.06, unsent=0.02, transit=0.9e-2),
            parade=number == 7,
        )


def _chats(world: World) -> Iterator[Plan]:
    """RCS and WhatsApp: rich cards, read receipts, and answers."""
    for number in range(6):
        message = {
            "title": "Table for two?",
            "body": "Our winter menu is here. Reserve with one tap, {{first_name}}.",
            "buttons": [
                {"kind": "reply", "text": "Reserve"},
                {"kind": "url", "text": "See the menu", "url": "https://shop.example.com/menu"},
            ],
        }
        yield _plan(
            world,
            "rcs",
            f"rcs-{number + 1}",
            f"Menu card {number + 1}",
            300 - 55 * number,
            750,
            {"message": message, "links": [link("menu", "See the menu")], "send_rate": 600},
            odds=Odds(opened=0.55, clicked=0.14, failed=0.07, replied=0.05, transit=0.04),
            parade=number == 5,
        )
    for number in range(8):
        message = {
            "header": "Your order is ready 🛒",
            "body": "Hello {{first_name}}, order {{order}} can be collected until 20:00.",
            "footer": SHOP,
            "buttons": [
                {"kind": "quick-reply", "text": "On my way"},
                {"kind": "quick-reply", "text": "Tomorrow, please"},
                {"kind": "url", "text": "Directions", "url": "https://shop.example.com/way"},
            ],
        }
        yield _plan(
            world,
            "whatsapp",
            f"whatsapp-{number + 1}",
            f"Collection notice {number + 1}",
            320 - 44 * number,
            700,
            {"message": message, "links": [link("way", "Directions")], "send_rate": 800},
            odds=Odds(opened=0.74, clicked=0.12, failed=0.03, replied=0.09, transit=0.05),
            parade=number == 7,
        )


def _odd_ones(world: World) -> Iterator[Plan]:
    """What real lists are full of: names in every script, tiny sends, and one with no news."""
    yield _sms(world, "emoji", "🎉🛍️ ¡Última hora! — 50 % off & more 👩‍👩‍👧", 21, 400)
    yield _plan(
        world,
        "whatsapp",
        "arabic",
        "عرض نهاية الأسبوع",
        16,
        380,
        {"message": {"header": "خصم ٣٠٪", "body": "مرحبا {{first_name}}، العرض حتى يوم الأحد."}},
        odds=Odds(opened=0.7, replied=0.06),
    )
    yield _plan(
        world,
        "email",
        "hebrew",
        "מבצע חורף — Winter <b>sale</b> & 'more'",
        13,
        360,
        {
            "message": {
                "from_name": SHOP,
                "subject": "מבצע חורף מתחיל היום",
                "preheader": "עד 40% הנחה",
                "body": "שלום {{first_name}}, המבצע מתחיל היום.",
            },
            "links": [link("winter", "למבצע")],
        },
    )
    # Sizes below don't grow with the scale: the point is that they are small.
    yield _plan(
        world,
        "email",
        "board",
        "Board preview",
        9,
        5,
        {
            "recipients": "typed",
            "filter": "",
            "message": {"from_name": SHOP, "subject": "Preview", "body": "For your eyes only."},
            "links": [link("preview", "Open the preview")],
        },
        size=5,
        odds=Odds(opened=0.8, clicked=0.5, unsent=0, failed=0),
    )
    yield _plan(
        world,
        "sms",
        "nobody",
        "Dormant customers (list was empty)",
        6,
        0,
        {"recipients": "csv", "message": {"body": f"{SHOP}: we miss you!"}},
        size=0,
        silent=True,
    )


def _not_sent_yet(world: World) -> Iterator[Plan]:
    now = world.as_of
    started = now - timedelta(minutes=40)
    rate = max(1, world.sized(1_600) // 80)  # half of it is out
    for channel, name in (("sms", "Collection reminder"), ("email", "Season catalogue")):
        config = {
            "message": {"body": f"{SHOP}: {name}", "subject": name, "from_name": SHOP},
            "links": [link("catalogue", "Open")],
            "send_rate": rate,
        }
        yield _plan(
            world,
            channel,
            f"sending-{channel}",
            name,
            0,
            1_600,
            config,
            state=State.IN_PROGRESS,
            created_at=started - timedelta(hours=5),
            delivery_at=started,
        )
    for number, channel in enumerate(("sms", "push", "whatsapp")):
        yield _waiting(world, channel, f"Planned: week {number + 1}", State.SCHEDULED, number)
    for number, channel in enumerate(("email", "rcs", "sms")):
        yield _waiting(world, channel, f"Idea {number + 1}", State.PENDING, number)


def _waiting(world: World, channel: str, name: str, state: State, number: int) -> Plan:
    day = world.as_of.replace(minute=0, second=0, microsecond=0)
    due: datetime | None = day + timedelta(days=5 + 7 * number)
    return _plan(
        world,
        channel,
        f"{state.value}-{channel}",
        name,
        0,
        1_000,
        {"message": {"title": name, "subject": name, "body": f"{SHOP}: {name}."}},
        state=state,
        created_at=day - timedelta(days=2 + number),
        delivery_at=due if state is State.SCHEDULED else None,
        silent=True,
    )
