"""Each file here declares the page of one campaign type: what it shows, and what one can do."""

from data.play_type import PlayType
from data.registry import collect

PLAYS = collect(__name__, "PLAY", PlayType)
