"""How is a raffle played? One act sets off the game; the prize is drawn here, not on the phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.campaign import Campaign
from data.play_prizes import is_exhausted, terms_of
from data.play_type import Did, PlayType, Round, Scene, Step, Turn, heading, part, text
from data.vocabulary.event_kind import EventKind


@dataclass(frozen=True, slots=True)
class Game:
    """One of the five: what its button says, which is what counts as a play (F147)."""

    key: str
    act: str
    how: str


GAMES = {
    "Crack the Ice": Game("ice", "Tap the ice", "Tap the ice to crack it."),
    "Peel it": Game("peel", "Peel the sheet", "Peel the sheet off, or tap it."),
    "Scratch Card": Game("scratch", "Scratch the card", "Scratch one field free, or tap it."),
    "Spin": Game("spin", "Spin the wheel", "Tap the wheel to spin it."),
    "Slot Machine": Game("slots", "Start the machine", "Tap the machine to start it."),
}
USUAL = "Scratch Card"


def game_of(campaign: Campaign) -> str:
    """The name of the configured game."""
    name = text(campaign, "game")
    return name if name in GAMES else USUAL


def rounds_of(campaign: Campaign) -> int:
    """How often each one may play."""
    configured = campaign.config.get("rounds")
    return configured if type(configured) is int and 1 <= configured <= 100 else 1


def _scene(campaign: Campaign, rounds: tuple[Round, ...], query: Mapping[str, str]) -> Scene:
    left = rounds_of(campaign) - len(rounds)
    if rounds and (left <= 0 or "again" not in query):
        return _result(campaign, rounds[-1], left)
    values = {
        "game": GAMES[game_of(campaign)],
        "text": part(campaign, "cover", "text"),
        "number": len(rounds) + 1,
        "count": rounds_of(campaign),
    }
    return Scene("raffle", heading(campaign), values)


def _result(campaign: Campaign, one: Round, left: int) -> Scene:
    won = one.prize is not None
    gone = one.record is not None and is_exhausted(one.record)
    values = {
        "game": GAMES[game_of(campaign)],
        "won": won,
        "prize": one.prize,
        "gone": gone,
        "claimed": "claimed_at" in one.progress,
        "text": text(campaign, "win_text" if won else "lose_text"),
        "number": one.number,
        "left": max(left, 0),
    }
    if one.record is None and terms_of(campaign) is None:
        return Scene("raffle-result", "Thank you for playing", values)
    title = "You have won!" if won else "All prizes are gone" if gone else "Not this time"
    return Scene("raffle-result", title, values)


def _play(turn: Turn) -> Step:
    """Play the round that the page was drawn for; one that was played keeps its result."""
    number = len(turn.rounds) + 1
    if turn.form.get("round") != str(number) or number > rounds_of(turn.campaign):
        return Step()
    told = {"interaction": game_of(turn.campaign)}
    play = Did(EventKind.CONTENT_PLAY, f"play-{number}", told)
    return Step((play,), Round(number, ended_at=turn.now), draws=True)


def _claim(turn: Turn) -> Step:
    """Press the claim button (F176)."""
    one = _named(turn)
    if one is None or one.prize is None:
        return Step()
    told = {"interaction": "claim button", "prize": one.prize}
    click = Did(EventKind.CONTENT_CLICK, f"claim-{turn.nonce}", told)
    if "claimed_at" in one.progress:
        return Step((click,))
    return Step((click,), replace(one, progress={"claimed_at": turn.now.isoformat()}))


def _touch(turn: Turn) -> Step:
    """Touch the winner or loser screen (F176)."""
    one = _named(turn)
    if one is None:
        return Step()
    told = {"interaction": "winner screen" if one.prize else "loser screen"}
    return Step((Did(EventKind.CONTENT_CLICK, f"touch-{turn.nonce}", told),), search="thanks=1")


def _named(turn: Turn) -> Round | None:
    """The round that the form is about."""
    return next((one for one in turn.rounds if str(one.number) == turn.form.get("round")), None)


PLAY = PlayType(
    key="raffle-giveaway",
    scene=_scene,
    acts={"play": _play, "claim": _claim, "touch": _touch},
)
