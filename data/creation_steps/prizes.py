"""Logic and Reveal Content: what can be won, and how it is decided (4.9, F111, F181)."""

from __future__ import annotations

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind, on

_HELP = {
    "Always Win": "everyone wins; nothing is said when the prizes run out",
    "By Exhaustion": "everyone wins until the stock ends, then a notice is shown",
    "Cycles": "by chance, by the number of participations",
    "Random Select": "a prize each so many participations",
}


def prize_fields(kind: CampaignType) -> tuple[Field, ...]:
    """Prize Configuration, on by default; the logics are those that the type has."""
    shown = on("prizes_on", "on")
    logics = tuple((logic, f"{logic}: {_HELP[logic]}") for logic in kind.prize_logics)
    return (
        Field("prizes_on", "There are prizes", Kind.SWITCH, usual="on", kept=False),
        Field(
            "prizes",
            "Prizes",
            Kind.ROWS,
            required=True,
            columns=(
                Field("name", "Prize", required=True, unique=True),
                Field("stock", "Stock", Kind.NUMBER, required=True),
            ),
            fewest=1,
            noun="prize",
            when=shown,
        ),
        Field(
            "prize_logic",
            "Prize logic",
            Kind.CHOICE,
            required=True,
            usual=kind.prize_logics[0],
            options=logics,
            when=shown,
        ),
        Field(
            "prize_every",
            "One prize each so many participations",
            Kind.NUMBER,
            required=True,
            usual="10",
            least=1,
            most=1_000_000,
            when=shown + on("prize_logic", "Cycles", "Random Select"),
        ),
        Field(
            "prize_minutes",
            "Minutes between two prizes at least",
            Kind.NUMBER,
            most=525_600,
            when=shown + on("prize_logic", "Cycles"),
        ),
    )


def _reveal(kind: CampaignType) -> tuple[Field, ...]:
    return (
        Field("cover.title", "Title of the game's page"),
        Field("cover.text", "Text above the game", Kind.TEXT, longest=2000),
        Field(
            "game",
            "Game",
            Kind.CHOICE,
            required=True,
            usual=kind.games[0],
            options=tuple((game, game) for game in kind.games),
        ),
        Field(
            "rounds",
            "How often each one may play",
            Kind.NUMBER,
            required=True,
            usual="1",
            least=1,
            most=100,
        ),
        *prize_fields(kind),
        *outcome_texts(),
    )


def outcome_texts() -> tuple[Field, ...]:
    """What winners and losers read."""
    return (
        Field("win_text", "Text for winners", Kind.TEXT, longest=1000),
        Field("lose_text", "Text for everybody else", Kind.TEXT, longest=1000),
    )


def _trivia_content(_: CampaignType) -> tuple[Field, ...]:
    return (
        Field("cover.title", "Title of the first page"),
        Field("cover.text", "Text of the first page", Kind.TEXT, longest=2000),
        *outcome_texts(),
    )


STEP = (
    CreationStep("logic", "Logic", "What can be won, and how it is decided.", prize_fields),
    CreationStep("reveal", "Reveal Content", "The game, and what it gives away.", _reveal),
    CreationStep(
        "trivia-content",
        "Content",
        "What stands around the questions.",
        _trivia_content,
        frozenset({"web-trivia"}),
    ),
)
