"""What happened in the whole demonstration, one campaign after the other?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from data.demo.happening import Happening, disordered
from data.demo.interactions import ACTS, Receipt, Visit, stock, stranger
from data.demo.interactive import OPEN, interactive
from data.demo.messages import Message, aftermath, fate
from data.demo.messaging import messaging
from data.demo.people import person
from data.demo.plan import Plan, World
from data.demo.rhythm import moments
from data.demo.subscribers import letters, subscribers


def plans(world: World) -> tuple[Plan, ...]:
    """Every campaign of the demonstration, in the order of its creation."""
    return tuple(sorted((*messaging(world), *interactive(world)), key=lambda plan: plan.created_at))


def events(world: World) -> Iterator[Happening]:
    """Every event, as it would arrive: campaigns in turn, then people outside of campaigns."""
    for plan in plans(world):
        yield from story(plan, world)
    yield from disordered(Random(f"{world.seed}/order"), subscribers(world))
    yield from letters(world)


def story(plan: Plan, world: World) -> Iterator[Happening]:
    """What happened in one campaign up to the world's end."""
    if plan.silent or plan.delivery_at is None:
        return
    until = min(world.as_of, plan.ends_at or world.as_of)
    happened = (event for at, event in _receipts(plan, world) if at <= until)
    yield from disordered(Random(f"{world.seed}/order/{plan.external_id}"), happened)


def _receipts(plan: Plan, world: World) -> Iterator[Receipt]:
    rng = Random(f"{world.seed}/{plan.external_id}")
    act, prizes = ACTS.get(plan.type), stock(plan)
    for number, (index, at) in enumerate(_audience(rng, plan, world)):
        who = person(index, world.seed)
        reached: datetime | None = at
        if plan.goes_out:
            message = Message(plan, world, who, number, at)
            luck = fate(rng, message)
            yield from luck.receipts
            reached = luck.reached_at
            if reached and act is None:
                yield from aftermath(rng, message, reached)
        if reached and act:
            yield from act(rng, Visit(plan, who, number, reached), prizes)
    yield from _strangers(rng, plan, world)


def _audience(rng: Random, plan: Plan, world: World) -> Iterator[tuple[int, datetime]]:
    """Who is reached, and when: in one go at the send rate, or whenever they come."""
    assert plan.delivery_at is not None
    population = max(world.population, plan.size)
    chosen = (
        range(plan.size) if plan.size == population else rng.sample(range(population), plan.size)
    )
    if plan.config.get("recipients") in OPEN:
        last = plan.ends_at or world.as_of
        yield from zip(chosen, moments(rng, plan.delivery_at, last, plan.size, -5), strict=False)
        return
    pause = 60 / plan.config.get("send_rate", 600)
    for number, index in enumerate(chosen):
        at = plan.delivery_at + timedelta(seconds=number * pause)
        if at > world.as_of:
            return
        yield index, at


def _strangers(rng: Random, plan: Plan, world: World) -> Iterator[Receipt]:
    """A shared link: visits that double for three days and then die away."""
    for number in range(plan.strangers):
        assert plan.delivery_at is not None
        days = rng.triangular(0.2, 16, 3)
        who = person(rng.randrange(world.population), world.seed)
        yield stranger(rng, plan, who, number, plan.delivery_at + timedelta(days=days))
