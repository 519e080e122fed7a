"""Ways to split opens and clicks: what they were, and who made them."""

from data.dimension import Dimension
from data.tally import Grain

_ACTS = frozenset({Grain.ACTS})

DIMENSIONS = (
    Dimension("act", "Act", "An open or a click, and by what it is known.", _ACTS, "act"),
    Dimension("actor", "Made by", "A person, a machine or a bot.", _ACTS, "actor"),
    Dimension("rule", "Rule", "The rule that told a program; none for people.", _ACTS, "rule"),
)
