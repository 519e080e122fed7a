"""What is a metric: a name, a definition, and the counts it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from data.vocabulary.formats import Unit


@dataclass(frozen=True, slots=True)
class Metric:
    """One number with one definition; every tile, chart, export and API answer gets it here.

    The value is sum(top) - sum(minus), for a share divided by sum(over); the names are tallies.
    Rates are computed from summed counts and never averaged; over nothing the value is None.
    """

    key: str
    label: str
    definition: str  # one sentence for the "What is this number" panel
    formula: str  # in words: "delivered ÷ sent"
    source: str  # where the definition comes from
    top: tuple[str, ...]
    minus: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    unit: Unit = Unit.COUNT
    exclusions: str = ""
    higher_is_better: bool | None = None

    @property
    def tallies(self) -> tuple[str, ...]:
        """Every tally the value needs, each once, in order."""
        return tuple(dict.fromkeys((*self.top, *self.minus, *self.over)))
