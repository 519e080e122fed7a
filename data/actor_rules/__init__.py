"""Each file here declares one rule that tells opens and clicks of programs from those of people."""

from data.actor_rule import ActorRule
from data.registry import collect

ACTOR_RULES: dict[str, ActorRule] = dict(
    sorted(
        collect(__name__, "ACTOR_RULE", ActorRule).items(),
        key=lambda item: item[1].order,
    )
)
