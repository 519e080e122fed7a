"""What do people do in an interactive campaign, from the short link to the prize or the till?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from data.demo.happening import Happening, happening
from data.demo.people import DESKTOPS, PREVIEW, Device, Person
from data.demo.plan import Plan
from data.demo.rhythm import reaction
from data.vocabulary.event_kind import EventKind

Receipt = tuple[datetime, Happening]


@dataclass(slots=True)
class Stock:
    """The prizes that are left in one campaign; taking one is the only thing that changes."""

    left: dict[str, int] = field(default_factory=dict)

    def take(self, rng: Random) -> str | None:
        """One prize by chance, weighted by what is left; None when all are gone."""
        names = [name for name, count in self.left.items() if count > 0]
        if not names:
            return None
        name = rng.choices(names, [self.left[name] for name in names])[0]
        self.left[name] -= 1
        return name


def stock(plan: Plan) -> Stock:
    """The prizes that a campaign begins with."""
    return Stock({prize["name"]: prize["stock"] for prize in plan.config.get("prizes", ())})


@dataclass(frozen=True, slots=True)
class Visit:
    """One person in one campaign; `at` is when the message reached them, or when they came."""

    plan: Plan
    person: Person
    number: int
    at: datetime

    def did(self, kind: EventKind, mark: str, at: datetime, **more: Any) -> Receipt:
        """Something this person did."""
        plan = self.plan
        channel = plan.channel or "web"
        subject = self.person.address(channel if channel != "web" else "email")
        data: dict[str, Any] = {
            "external_id": plan.external_id,
            "channel": channel,
            "country": self.person.city.country,
            **more,
        }
        event_id = f"{plan.external_id}-p{self.number}-{mark}"
        return at, happening(kind, event_id, at, subject, data)


def _where(person: Person, device: Device) -> dict[str, Any]:
    return {
        "latitude": person.latitude,
        "longitude": person.longitude,
        "platform": device.platform,
        "os": device.os,
        "user_agent": device.user_agent,
    }


def _opens(rng: Random, visit: Visit) -> Iterator[Receipt]:
    """Every click on the short link; the first one is what the rest of the visit follows."""
    who = visit.person
    device = rng.choice(DESKTOPS) if rng.random() < 0.08 else who.device
    at = reaction(rng, visit.at, 22.0, 1.3, who.city.zone)
    yield visit.did(EventKind.LINK_OPEN, "open1", at, **_where(who, device))
    number = 1
    later = at
    while rng.random() < 0.22 and number < 6:
        number += 1
        later += timedelta(minutes=2 + rng.random() * 600)
        yield visit.did(EventKind.LINK_OPEN, f"open{number}", later, **_where(who, device))


def _link_opened(rng: Random, visit: Visit) -> list[Receipt]:
    return list(_opens(rng, visit)) if rng.random() < visit.plan.odds.opened else []


def _prize(rng: Random, visit: Visit, at: datetime, prizes: Stock) -> Iterator[Receipt]:
    prize = prizes.take(rng) if rng.random() < visit.plan.odds.won else None
    if prize:
        yield visit.did(EventKind.PRIZE_AWARD, "prize", at, prize=prize)


def _swipe(rng: Random, visit: Visit, prizes: Stock) -> Iterator[Receipt]:
    opens = _link_opened(rng, visit)
    yield from opens
    odds, pages = visit.plan.odds, visit.plan.config["pages"]
    if not opens or rng.random() >= odds.played:
        return
    at = opens[0][0]
    last = len(pages) if rng.random() < odds.finished else rng.randrange(2, len(pages) + 1)
    for page in range(2, last + 1):
        at += timedelta(seconds=2 + rng.random() * 15)
        yield visit.did(EventKind.CONTENT_PLAY, f"page{page}", at, page=str(page))
    if rng.random() < odds.clicked:
        at += timedelta(seconds=3 + rng.random() * 9)
        link = pages[last - 1]["link"]
        yield visit.did(EventKind.CONTENT_CLICK, "click", at, page=str(last), link=link)


def _answers(rng: Random, visit: Visit, at: datetime, *, finished: bool) -> Iterator[Receipt]:
    questions = visit.plan.config["questions"]
    count = len(questions) if finished else rng.randrange(0, len(questions))
    for number, question in enumerate(questions[:count], start=1):
        at += timedelta(seconds=6 + rng.random() * 40)
        choices = question["answers"]
        answer = rng.choices(choices, question.get("weights") or [1] * len(choices))[0]
        right = question.get("correct")
        yield visit.did(
            EventKind.QUESTION_ANSWER,
            f"answer{number}",
            at,
            question=question["text"],
            answer=answer,
            correct=None if right is None else answer == right,
        )


def _web_quiz(rng: Random, visit: Visit, prizes: Stock) -> Iterator[Receipt]:
    opens = _link_opened(rng, visit)
    yield from opens
    odds = visit.plan.odds
    if not opens or rng.random() >= odds.played:
        return
    at = opens[0][0] + timedelta(seconds=4 + rng.random() * 20)
    yield visit.did(EventKind.CONTENT_PLAY, "start", at, interaction="start")
    finished = rng.random() < odds.finished
    answers = list(_answers(rng, visit, at, finished=finished))
    yield from answers
    if not finished:
        return
    at = answers[-1][0] + timedelta(seconds=2)
    won = list(_prize(rng, visit, at, prizes))
    yield from won
    if not won and rng.random() < odds.clicked:
        later = at + timedelta(seconds=5)
        yield visit.did(EventKind.CONTENT_CLICK, "click", later, interaction="loser screen")


def _quiz(rng: Random, visit: Visit, prizes: Stock) -> Iterator[Receipt]:
    """A quiz by message: a keyword starts it; who was only told about it may never come."""
    plan = visit.plan
    at = visit.at
    if plan.goes_out:
        if rng.random() >= plan.odds.played:
            return
        at = reaction(rng, at, 15.0, 1.0, visit.person.city.zone)
    keyword = rng.choice(plan.config["keywords"])
    yield visit.did(EventKind.KEYWORD_USE, "start", at, keyword=keyword)
    finished = rng.random() < plan.odds.finished
    answers = list(_answers(rng, visit, at, finished=finished))
    yield from answers
    if finished:
        yield from _prize(rng, visit, answers[-1][0] + timedelta(seconds=1), prizes)


def _poll(rng: Random, visit: Visit, prizes: Stock) -> Iterator[Receipt]:
    if rng.random() >= visit.plan.odds.played:
        return
    at = reaction(rng, visit.at, 30.0, 1.1, visit.person.city.zone)
    yield from _answers(rng, visit, at, finished=rng.random() < visit.plan.odds.finished)


def _raffle(rng: Random, visit: Visit, prizes: Stock) -> Iterator[Receipt]:
    opens = _link_opened(rng, visit)
    yield from opens
    odds, game = visit.plan.odds, visit.plan.config["game"]
    if not opens or rng.random() >= odds.played:
        return
    at = opens[0][0] + timedelta(seconds=3 + rng.random() * 12)
    yield visit.did(EventKind.CONTENT_PLAY, "play", at, interaction=game)
    if rng.random() >= odds.finished:
        return
    won = list(_prize(rng, visit, at + timedelta(seconds=4), prizes))
    yield from won
    screen = "claim button" if won else "loser screen"
    if rng.random() < (0.8 if won else odds.clicked):
        later = at + timedelta(seconds=12)
        yield visit.did(EventKind.CONTENT_CLICK, "click", later, interaction=screen)


def _form(rng: Random, visit: Visit, prizes: Stock) -> Iterator[Receipt]:
    opens = _link_opened(rng, visit)
    yield from opens
    if not opens or rng.random() >= visit.plan.odds.finished:
        return
    at = opens[0][0] + timedelta(seconds=25 + rng.random() * 120)
    yield visit.did(EventKind.FORM_SUBMIT, "form", at, page="form")
    joined = at + timedelta(seconds=1)
    yield visit.did(EventKind.SUBSCRIBER_JOIN, "join", joined)


def _wallet(rng: Random, visit: Visit, prizes: Stock) -> Iterator[Receipt]:
    plan, who, odds = visit.plan, visit.person, visit.plan.odds
    pass_id = f"{plan.external_id}-{visit.number:06d}"
    device = {"platform": who.device.platform, "os": who.device.os}
    issued = visit.at - timedelta(seconds=30)
    yield visit.did(EventKind.PASS_GENERATE, "pass", issued, pass_id=pass_id)
    if plan.goes_out:
        yield visit.did(EventKind.PASS_SEND, "pass-sent", visit.at, pass_id=pass_id)
    if rng.random() >= odds.opened:
        return
    at = reaction(rng, visit.at, 45.0, 1.4, who.city.zone)
    yield visit.did(EventKind.PASS_ADD, "added", at, pass_id=pass_id, **device)
    if odds.converted and rng.random() < odds.converted:
        yield from _redeemed(rng, visit, at, pass_id)
    if rng.random() < 0.13:
        gone = at + timedelta(days=1 + rng.random() * 40)
        yield visit.did(EventKind.PASS_REMOVE, "removed", gone, pass_id=pass_id, **device)


def _redeemed(rng: Random, visit: Visit, at: datetime, pass_id: str) -> Iterator[Receipt]:
    """At a till, on one of the next days, in shop hours; Saturday is the busiest."""
    day = at + timedelta(days=1 + rng.random() * 9)
    day += timedelta(days=(5 - day.weekday()) % 7 if rng.random() < 0.35 else 0)
    till = day.replace(hour=rng.choice((9, 11, 12, 13, 15, 16, 17, 17, 18, 18, 19, 20)))
    value = round(rng.uniform(4, 60), 2)
    kind = EventKind.PASS_REDEEM
    yield visit.did(kind, "redeemed", till, pass_id=pass_id, value=value, currency="USD")


def _keyword(rng: Random, visit: Visit, prizes: Stock) -> Iterator[Receipt]:
    words = visit.plan.config["keywords"]
    # The last configured keyword has never been used by anybody: there is always such a one.
    used = words[:-1]
    at = visit.at
    for number in range(rng.choice((1, 1, 1, 2, 2, 3))):
        word = rng.choices(used, range(2 * len(used), 0, -2))[0]
        yield visit.did(
            EventKind.KEYWORD_USE,
            f"word{number}",
            at,
            keyword=word["keyword"],
            interaction=word["interaction"],
        )
        at += timedelta(minutes=1 + rng.random() * 90)


def _chat(rng: Random, visit: Visit, prizes: Stock) -> Iterator[Receipt]:
    """A way through the menu, from its first entry; each step answers the one before."""
    menu = {entry["name"]: entry for entry in visit.plan.config["interactions"]}
    name, at, step = next(iter(menu)), visit.at, 0
    while name and step < 7:
        entry = menu[name]
        options = entry.get("options", ())
        choice = rng.choices(options, range(2 * len(options), 0, -2))[0] if options else None
        yield visit.did(
            EventKind.CHATBOT_INTERACTION,
            f"chat{step}",
            at,
            interaction=name,
            keyword=visit.plan.config["keywords"][0] if step == 0 else None,
            answer=choice["text"] if choice else None,
        )
        if choice is None or rng.random() < 0.18:
            return
        name, step = choice.get("to", ""), step + 1
        at += timedelta(seconds=8 + rng.random() * 70)


def _geofence(rng: Random, visit: Visit, prizes: Stock) -> Iterator[Receipt]:
    """The device shows the push when it is inside the radius, some hours or days later."""
    if rng.random() >= visit.plan.odds.opened:
        return
    fence = visit.plan.config["area"]
    at = reaction(rng, visit.at, 600.0, 1.1, visit.person.city.zone)
    reach = fence["radius_m"] / 111_000
    device = visit.person.device
    yield visit.did(
        EventKind.GEOFENCE_DISPLAY,
        "shown",
        at,
        latitude=round(fence["latitude"] + rng.uniform(-0.7, 0.7) * reach, 5),
        longitude=round(fence["longitude"] + rng.uniform(-0.7, 0.7) * reach, 5),
        platform=device.platform,
        os=device.os,
    )


Act = Callable[[Random, Visit, Stock], Iterator[Receipt]]

ACTS: dict[str, Act] = {
    "e-swipe": _swipe,
    "web-trivia": _web_quiz,
    "web-polls-surveys": _web_quiz,
    "trivia": _quiz,
    "polls-surveys": _poll,
    "raffle-giveaway": _raffle,
    "subscription-form": _form,
    "digital-coupon": _wallet,
    "member-card": _wallet,
    "keyword": _keyword,
    "chatbot-service": _chat,
    "geofence": _geofence,
}


def stranger(rng: Random, plan: Plan, person: Person, number: int, at: datetime) -> Receipt:
    """A visit by somebody who was never addressed: the link went round, and gives no name."""
    device = PREVIEW if rng.random() < 0.05 else person.device
    data = {
        "external_id": plan.external_id,
        "channel": plan.channel or "web",
        "country": person.city.country,
        **_where(person, device),
    }
    event_id = f"{plan.external_id}-s{number}-open"
    return at, happening(EventKind.LINK_OPEN, event_id, at, None, data)
