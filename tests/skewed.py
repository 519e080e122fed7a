"""The program with a clock that is wrong by HELIOGRAPH_SKEW seconds; nothing else differs."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from functools import partial

from app import create_app
from data.cli import build_cli
from data.clock import utc_now

SKEW = timedelta(seconds=float(os.environ.pop("HELIOGRAPH_SKEW", "0")))


def clock() -> datetime:
    """What this machine's clock says, and that much more."""
    return utc_now() + SKEW


if __name__ == "__main__":
    build_cli(partial(create_app, clock=clock))()
