"""Design and Field Matching of a Subscription Form."""

from __future__ import annotations

from collections.abc import Iterator

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind, Values
from data.creation_steps.delivery import NAME

_TYPES = frozenset({"subscription-form"})
_MATCHES = (
    ("", "Choose…"),
    ("name", "Name"),
    ("first_name", "First name"),
    ("last_name", "Last name"),
    ("number", "Mobile number"),
    ("email", "Email address"),
    ("tag", "Tag"),
    ("other", "Another personal field"),
)


def _design(_: CampaignType) -> tuple[Field, ...]:
    return (
        NAME,
        Field("cover.title", "Title of the form", required=True),
        Field("cover.text", "Text above the fields", Kind.TEXT, longest=2000),
        Field(
            "fields",
            "Fields of the form",
            Kind.ROWS,
            required=True,
            columns=(
                Field("name", "Field", required=True, longest=60, unique=True),
                Field("required", "Must be filled in", Kind.SWITCH),
            ),
            fewest=1,
            most_rows=20,
            noun="field",
        ),
        Field(
            "consent.text",
            "What people agree to",
            help="Beside a box that they must tick. Empty: to receive messages.",
            longest=500,
        ),
        Field("closure.title", "Title after it was sent"),
        Field("closure.text", "Text after it was sent", Kind.TEXT, longest=2000),
        Field(
            "leads_to",
            "Leads into",
            Kind.MANY,
            help="Campaigns that people come to once they have sent the form.",
            suggested="targets",
            numbers=True,
        ),
    )


def _matching(_: CampaignType) -> tuple[Field, ...]:
    return (
        Field(
            "fields",
            "Which field of a subscriber each one fills",
            Kind.ROWS,
            columns=(
                Field("name", "Field", read_only=True),
                Field("field", "Becomes", Kind.PICK, required=True, options=_MATCHES),
            ),
            noun="field",
            fixed=True,
        ),
    )


def _check(_: CampaignType, values: Values) -> Iterator[tuple[str, str]]:
    matched = [row.get("field") for row in values.get("fields") or ()]
    if matched and all(matched) and not {"number", "email"} & set(matched):
        yield "fields", "One field must become a mobile number or an email address"
    for number, match in enumerate(matched):
        if match not in {"", None, "other", "tag"} and match in matched[:number]:
            yield f"fields.{number}.field", "Another field becomes this already"


STEP = (
    CreationStep("form-design", "Design", "What the form asks for.", _design, _TYPES),
    CreationStep(
        "field-matching",
        "Field Matching",
        "What becomes of the answers.",
        _matching,
        _TYPES,
        _check,
    ),
)
