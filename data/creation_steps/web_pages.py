"""Cover and Closure: the first and the last page of questions on the web."""

from __future__ import annotations

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind


def _page(name: str) -> tuple[Field, ...]:
    return (
        Field(f"{name}.title", "Title", required=True),
        Field(f"{name}.text", "Text", Kind.TEXT, longest=2000),
    )


def _cover(_: CampaignType) -> tuple[Field, ...]:
    return _page("cover")


def _closure(_: CampaignType) -> tuple[Field, ...]:
    return _page("closure")


STEP = (
    CreationStep("cover", "Cover", "The page before the questions.", _cover),
    CreationStep("closure", "Closure", "The page after the questions.", _closure),
)
