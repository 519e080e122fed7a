"""Each file here declares one built-in dashboard."""

from data.registry import collect
from pages.dashboards.board import Board

BOARDS = collect(__name__, "BOARD", Board)
