"""Programs that say in their user agent that they are programs."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version

from crawleruseragents import is_crawler

from data.actor_rule import ActorRule
from data.vocabulary.actor import Actor


@lru_cache(maxsize=20_000)  # 1,500 patterns each, and a workspace meets the same agents every day
def _fits(agent: str) -> bool:
    return bool(is_crawler(agent))


ACTOR_RULE = ActorRule(
    key="crawlers",
    label="Crawlers, scanners and link previews",
    definition="The user agent is one of a kept list of programs: search engines, mail and link "
    "scanners, previews in messengers, monitoring, libraries.",
    source=f"crawler-user-agents {version('crawler-user-agents')}, "
    "github.com/monperrus/crawler-user-agents",
    actor=Actor.BOT,
    order=20,
    agent=_fits,
)
