"""Interactions of a chatbot: the tree of its menus."""

from __future__ import annotations

from collections.abc import Iterator

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind, Values
from data.vocabulary.options import parted


def _fields(_: CampaignType) -> tuple[Field, ...]:
    return (
        Field(
            "interactions",
            "Interactions",
            Kind.ROWS,
            help="The first one is what people see first.",
            required=True,
            columns=(
                Field("name", "Name", required=True, longest=60, unique=True),
                Field("text", "Text", Kind.TEXT, required=True, longest=1000),
                Field(
                    "options",
                    "Options",
                    Kind.OPTIONS,
                    help="One a line. “Opening hours > Hours” leads to the interaction Hours.",
                    most_rows=10,
                    noun="option",
                ),
            ),
            fewest=1,
            noun="interaction",
        ),
    )


def _check(_: CampaignType, values: Values) -> Iterator[tuple[str, str]]:
    rows = values.get("interactions") or ()
    names = {str(row.get("name") or "").strip() for row in rows}
    for number, row in enumerate(rows):
        for _text, goal in parted(str(row.get("options") or "")):
            if goal and goal not in names:
                yield f"interactions.{number}.options", f"There is no interaction named “{goal}”"


STEP = CreationStep(
    "menu",
    "Interactions",
    "What the chatbot says, and where each answer leads.",
    _fields,
    frozenset({"chatbot-service"}),
    _check,
)
