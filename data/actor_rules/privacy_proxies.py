"""Mail providers fetch pictures for their people, looked at or not."""

from __future__ import annotations

import re

from data.actor_rule import ActorRule
from data.vocabulary.actor import Actor

# Apple's Mail Privacy Protection says exactly this and no more; no browser does.
_APPLE = "Mozilla/5.0"
_NAMED = re.compile(r"GoogleImageProxy|YahooMailProxy|ggpht\.com|DuckDuckGo-Email", re.IGNORECASE)


def _fits(agent: str) -> bool:
    return agent.strip() == _APPLE or bool(_NAMED.search(agent))


ACTOR_RULE = ActorRule(
    key="privacy_proxies",
    label="Mail privacy proxies",
    definition="A proxy of a mail provider fetched the message's pictures: Apple Mail Privacy "
    "Protection, Gmail's, Yahoo's or DuckDuckGo's. Whether anybody looked is not known.",
    source="The names by which these proxies call themselves",
    actor=Actor.MACHINE,
    order=10,
    agent=_fits,
)
