"""Keyword: an answer to each word."""

from __future__ import annotations

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind
from data.creation_steps.delivery import LONGEST_KEYWORD, MOST_KEYWORDS, auto_reply


def _fields(kind: CampaignType) -> tuple[Field, ...]:
    return (
        Field(
            "keywords",
            "Keywords",
            Kind.ROWS,
            help=f"At most {MOST_KEYWORDS}, of at most {LONGEST_KEYWORD} characters each.",
            required=True,
            columns=(
                Field("keyword", "Keyword", required=True, longest=LONGEST_KEYWORD, unique=True),
                Field("interaction", "Name of the interaction", required=True),
                Field("answer", "Answer", Kind.TEXT, required=True, longest=1000),
            ),
            fewest=1,
            most_rows=MOST_KEYWORDS,
            noun="keyword",
        ),
        *auto_reply(kind),
    )


STEP = CreationStep("keyword", "Keyword", "Which words are answered, and how.", _fields)
