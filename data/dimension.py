"""What is a dimension: a way to split a number."""

from __future__ import annotations

from dataclasses import dataclass

from data.tally import Grain


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to split; `grains` says which counts can be split by it.

    `column` is the lake's column. A dimension of the campaign itself (its type, its state) is
    looked up after counting by campaign: then `campaign_field` names the field.
    """

    key: str
    label: str
    definition: str
    grains: frozenset[Grain]
    column: str = ""
    campaign_field: str = ""
