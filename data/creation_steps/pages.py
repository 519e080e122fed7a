"""Design of an E-Swipe: its digital pages."""

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind


def _fields(_: CampaignType) -> tuple[Field, ...]:
    return (
        Field(
            "pages",
            "Pages",
            Kind.ROWS,
            required=True,
            columns=(
                Field("title", "Title", required=True),
                Field("text", "Text", Kind.TEXT, longest=2000),
                Field("link", "Leads to", help="A page of your own.", pattern="url"),
            ),
            fewest=1,
            most_rows=20,
            noun="page",
        ),
    )


STEP = CreationStep(
    "pages", "Design", "The pages that people swipe through.", _fields, frozenset({"e-swipe"})
)
