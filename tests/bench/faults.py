"""How many faults can there be before an acknowledged event is lost or doubled? None may be.

KILLS (20 unless told) servers are killed while carriers and programs call them; every tenth has a
full disk first, every tenth somebody else in its database, and two of three a wrong clock.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from tests.bench.figure import Bench, Figure
from tests.faults import Faults, full, killed, locked

_PART = "faults"


def measure(bench: Bench) -> Iterator[Figure]:
    """The faults, what was acknowledged between them, and whether all figures are right."""
    kills = 3 if bench.quick else int(os.environ.get("KILLS", "20"))
    bench.console.print(f"{kills} faults …")
    path = bench.root / "faults"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    faults = Faults(path, seed=kills)
    for number in range(1, kills + 1):
        fault = full if number % 10 == 5 else locked(path) if number % 10 == 8 else killed
        faults.run(fault, skew=(number % 3 - 1) * 1_800.0)
        faults.check()
        if number % 10 == 0:
            bench.console.print(f"  {number}: {dict(faults.answers)}")
    taken = len(faults.acknowledged)
    faults.settle()
    calls, events = len(faults.sent), sum(len(one.events) or 1 for one in faults.sent)
    yield Figure(_PART, "faults outlived", kills, "", agrees=True)
    yield Figure(_PART, "calls sent, each at least twice", calls, "", agrees=True)
    yield Figure(_PART, "calls acknowledged under fault", taken, "", agrees=True)
    yield Figure(
        _PART,
        "events, each counted once",
        events,
        "",
        agrees=True,
        note="figures, batches and verify as plain Python says",
    )
