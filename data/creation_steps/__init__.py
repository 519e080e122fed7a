"""Each file here declares steps of the creator; `steps_of` has those of a type in their order."""

from functools import cache

from data.campaign_type import CampaignType
from data.creation_field import CreationStep
from data.registry import collect

STEPS = collect(__name__, "STEP", CreationStep)


@cache
def steps_of(kind: CampaignType) -> tuple[CreationStep, ...]:
    """The steps that the type names, in their order (3.1, F253)."""
    return tuple(_step(kind, label) for label in kind.steps)


def _step(kind: CampaignType, label: str) -> CreationStep:
    named = [step for step in STEPS.values() if step.label == label]
    own = [step for step in named if kind.key in step.types]
    return next(iter(own or [step for step in named if not step.types]))
