"""How far have the prizes gone?"""

from data.metric import Metric
from data.vocabulary.formats import Unit

METRICS = (
    Metric(
        key="prizes_remaining",
        label="Prizes Remaining",
        definition="Prizes that were configured and are not given out yet.",
        formula="stock − prize awards",
        source="Specification 4.9, F178",
        top=("stock",),
        minus=("awards",),
    ),
    Metric(
        key="burn_rate",
        label="Burn Rate",
        definition="The share of the stock that was given out.",
        formula="prize awards ÷ stock",
        source="Prizes: won ÷ stock",
        top=("awards",),
        over=("stock",),
        unit=Unit.SHARE,
    ),
    Metric(
        key="winners",
        label="Winners",
        definition="Distinct people who were awarded at least one prize; each award without an ID "
        "is one.",
        formula="distinct people with at least one prize award",
        source="Specification 4.9, F179",
        top=("winners",),
        higher_is_better=True,
    ),
)
