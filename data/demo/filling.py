"""How does the demonstration get into a workspace? By the same doors as everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from random import Random

from data.campaigns import CampaignDraft, Campaigns
from data.demo.happening import Happening, disordered
from data.demo.plan import Plan, World
from data.demo.story import plans, story
from data.demo.subscribers import introductions, letters, subscribers
from data.errors import HeliographError, Refused
from data.ingest.accept import Accept
from data.store.engine import Engine
from data.store.people_rows import real_campaigns
from data.store.workspace_rows import fact, keep_fact
from data.subscribers import Subscribers

FACT = "demo"
WHO = "demonstration"
BATCH = 25_000  # events a transaction
INTRODUCED = 1_000  # people a transaction
TIDY_EVERY = 50_000  # events, so that the inbox never grows long

Progress = Callable[[int, int, int], None]  # parts done, parts in all, events so far


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filling put in; `events` counts new ones only."""

    campaigns: int
    events: int


def present(engine: Engine) -> tuple[World, bool] | None:
    """The demonstration in this workspace, and whether it is there completely."""
    kept = fact(engine, FACT)
    if kept is None:
        return None
    as_of = datetime.fromisoformat(kept["as_of"])
    return World(kept["seed"], kept["scale"], as_of), bool(kept.get("finished"))


def check_room(engine: Engine, world: World, *, force: bool = False) -> None:
    """Raise Refused where the demonstration would mix with something else."""
    there = present(engine)
    if there and there[0] != world:
        old = there[0]
        raise Refused(
            f"This workspace holds another demonstration (seed {old.seed}, scale {old.scale:g}, "
            f"as of {old.as_of:%Y-%m-%d %H:%M}); set HELIOGRAPH_DATA_DIR to an empty folder"
        )
    if not force and (real := real_campaigns(engine)):
        raise Refused(
            f"This workspace has {real} real campaign{'s' if real > 1 else ''}; "
            "add --force to put the demonstration beside them"
        )


def fill(
    world: World,
    engine: Engine,
    campaigns: Campaigns,
    accept: Accept,
    tidy: Callable[[], object],
    progress: Progress,
) -> Filled:
    """Register every campaign and send every event; again does nothing, and half goes on.

    `tidy` moves what has come in to the lake; it is called from time to time and at the end.
    """
    planned = plans(world)
    _mark(engine, world, finished=False)
    campaigns.bulk_register([_draft(plan) for plan in planned], WHO)
    parts: list[Iterable[Happening]] = [story(plan, world) for plan in planned]
    parts.append(_subscribers(world, Subscribers(engine, accept, lambda: world.as_of)))
    parts.append(letters(world))
    taken = sent = tidied = 0
    for done, items in _batches(parts):
        taken += _send(accept, items)
        sent += len(items)
        progress(done, len(parts), sent)
        if sent - tidied >= TIDY_EVERY:
            tidy()
            tidied = sent
    tidy()
    _mark(engine, world, finished=True)
    return Filled(len(planned), taken)


def _subscribers(world: World, lists: Subscribers) -> Iterator[Happening]:
    """Tell who the subscribers are; that they joined, and when, is told by events."""
    people = introductions(world)
    while some := list(islice(people, INTRODUCED)):
        lists.introduce(some)
    yield from disordered(Random(f"{world.seed}/order"), subscribers(world))


def _batches(parts: Sequence[Iterable[Happening]]) -> Iterator[tuple[int, list[Happening]]]:
    """All events in the order of the parts, with how many of these are through by then."""
    items: list[Happening] = []
    for done, part in enumerate(parts):
        for item in part:
            items.append(item)
            if len(items) == BATCH:
                yield done, items
                items = []
    yield len(parts), items


def _send(accept: Accept, items: list[Happening]) -> int:
    accept.ready()
    verdict = accept.events(items)
    if verdict.rejected:
        first = verdict.rejected[0]
        raise HeliographError(f"The demonstration's event {first.id} was refused: {first.error}")
    return verdict.accepted


def _mark(engine: Engine, world: World, *, finished: bool) -> None:
    as_of = world.as_of.isoformat()
    keep_fact(
        engine,
        FACT,
        {"seed": world.seed, "scale": world.scale, "as_of": as_of, "finished": finished},
    )


def _draft(plan: Plan) -> CampaignDraft:
    return CampaignDraft(
        external_id=plan.external_id,
        name=plan.name,
        group=plan.group,
        type=plan.type,
        channel=plan.channel,
        sender=plan.sender,
        state=plan.state,
        created_at=plan.created_at,
        delivery_at=plan.delivery_at,
        recipients=plan.size if plan.goes_out else None,
        config=plan.config,
        demo=True,
    )
