"""Design, Content and Interactions of a wallet pass, as a coupon and a member card have them."""

from __future__ import annotations

from collections.abc import Iterator

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind, Values

_TYPES = frozenset({"digital-coupon", "member-card"})
_BARCODES = (("QR", "QR code"), ("Code 128", "Code 128"), ("PDF417", "PDF417"), ("none", "None"))


def _design(_: CampaignType) -> tuple[Field, ...]:
    return (
        Field("pass.color", "Colour", Kind.COLOR, required=True, usual="#1f5f4a"),
        Field("pass.barcode", "Barcode", Kind.CHOICE, usual="QR", options=_BARCODES),
        Field("pass.ios", "For iOS (Apple Wallet)", Kind.SWITCH, usual="on"),
        Field("pass.android", "For Android (Google Wallet)", Kind.SWITCH, usual="on"),
    )


def _check_design(_: CampaignType, values: Values) -> Iterator[tuple[str, str]]:
    if not values.get("pass.ios") and not values.get("pass.android"):
        yield "pass.ios", "Must be for iOS, for Android, or for both"


def _content(_: CampaignType) -> tuple[Field, ...]:
    return (
        Field("pass.title", "Title", required=True, longest=60),
        Field("pass.description", "Description", Kind.TEXT, required=True, longest=500),
        Field(
            "pass.fields",
            "Fields on the pass",
            Kind.WORDS,
            help="One a line, like Name or Valid until.",
            longest=40,
            most_rows=8,
            noun="field",
            unique=True,
        ),
    )


def _interactions(_: CampaignType) -> tuple[Field, ...]:
    return (
        Field(
            "pass.links",
            "Links on the back of the pass",
            Kind.ROWS,
            columns=(
                Field("text", "Text", required=True, longest=60),
                Field("url", "Page", required=True, pattern="url"),
            ),
            most_rows=8,
            noun="link",
        ),
    )


STEP = (
    CreationStep(
        "pass-design", "Design", "How the pass looks.", _design, _TYPES, check=_check_design
    ),
    CreationStep("pass-content", "Content", "What the pass says.", _content, _TYPES),
    CreationStep(
        "pass-interactions",
        "Interactions",
        "What people can do from the back of the pass.",
        _interactions,
        _TYPES,
    ),
)
