"""What somebody types to make a campaign of each type, in the words of the creator's fields."""

from __future__ import annotations

from typing import Any

_PEOPLE = {"recipients": "typed", "typed": "+4915112345671\n+4915112345672\n+4915112345673"}
_SMS = {"channel": "sms", "sender": "61222", **_PEOPLE}
_QUIZ = [
    {"text": "Which herb goes into pesto?", "answers": "Basil\nMint", "correct": "Basil"},
    {"text": "Where do olives grow?", "answers": "On trees\nOn vines", "correct": "On trees"},
]
_POLL = [{"text": "How was it?", "answers": "Good\nBad"}]
_PRIZES = {
    "prizes_on": "on",
    "prizes": [{"name": "Cookbook", "stock": "12"}, {"name": "Knife", "stock": "0"}],
    "prize_logic": "By Exhaustion",
}
_LINKED = {"message.body": "Look: {{link}}"}
_PASS = {
    "pass.color": "#1f5f4a",
    "pass.title": "$5 off",
    "pass.description": "Once, in every shop",
    "pass.fields": "Name\nValid until",
    "pass.links": [{"text": "Shops", "url": "https://shop.example.com/shops"}],
}

MESSAGING: dict[str, dict[str, Any]] = {
    "sms": {**_SMS, "message.body": "Hello {{first_name}}, see https://shop.example.com/sale."},
    "email": {
        "sender": "news@example.com",
        "recipients": "typed",
        "typed": "ana@example.com",
        "message.subject": "Hello",
        "message.body": "Good news.",
    },
    "push": {
        "sender": "Shop app",
        "recipients": "typed",
        "typed": "device-1",
        "message.title": "Hello",
        "message.body": "Good news.",
    },
    "rcs": {
        "sender": "agent",
        **_PEOPLE,
        "message.body": "Good news.",
        "message.buttons": [
            {"kind": "url", "text": "Shop", "url": "https://shop.example.com"},
        ],
    },
    "whatsapp": {"sender": "Shop", **_PEOPLE, "message.body": "Good news."},
}

INTERACTIVE: dict[str, dict[str, Any]] = {
    "e-swipe": {
        **_SMS,
        **_LINKED,
        "pages": [
            {"title": "Linen", "text": "", "link": "https://shop.example.com/linen"},
            {"title": "Hats", "text": "Of straw", "link": ""},
        ],
    },
    "web-trivia": {
        **_SMS,
        **_LINKED,
        **_PRIZES,
        "questions": _QUIZ,
        "cover.title": "Kitchen quiz",
        "win_text": "Well done",
    },
    "trivia": {**_SMS, **_PRIZES, "questions": _QUIZ, "message.body": "A quiz. Ready?"},
    "raffle-giveaway": {**_SMS, **_LINKED, **_PRIZES, "game": "Spin", "lose_text": "Next time"},
    "subscription-form": {
        "cover.title": "Join us",
        "fields": [
            {"name": "Name", "required": "on", "field": "name"},
            {"name": "Mobile", "required": "", "field": "number"},
        ],
    },
    "digital-coupon": {**_SMS, **_LINKED, **_PASS},
    "member-card": {**_SMS, **_LINKED, **_PASS},
    "keyword": {
        "channel": "whatsapp",
        "sender": "Shop",
        "keywords": [{"keyword": "HOURS", "interaction": "Opening hours", "answer": "9 to 5"}],
    },
    "chatbot-service": {
        "channel": "sms",
        "sender": "61333",
        "recipients": "keyword",
        "keywords": "HELLO\nHELP",
        "interactions": [
            {"name": "Welcome", "text": "Hello!", "options": "Hours > Hours\nBye"},
            {"name": "Hours", "text": "9 to 5", "options": "Back > Welcome"},
        ],
    },
    "polls-surveys": {**_SMS, "questions": _POLL, "message.body": "One question:"},
    "web-polls-surveys": {
        **_SMS,
        **_LINKED,
        "cover.title": "Tell us",
        "closure.title": "Thank you",
        "questions": _POLL,
    },
    "geofence": {
        "sender": "Shop app",
        "message.title": "You are close!",
        "message.body": "Coffee is on us.",
        "area.name": "Downtown shop",
        "area.latitude": "38.9072",
        "area.longitude": "-77.0369",
        "area.radius_m": "800",
    },
}

ALL = {**MESSAGING, **INTERACTIVE}
