"""Is every acknowledged event counted once, whatever happens to the server?"""

from __future__ import annotations

from pathlib import Path

from tests.faults import Faults, full, killed, locked


def test_no_fault_loses_or_doubles_an_event(tmp_path: Path) -> None:
    """Killed, out of disk, locked out of its database, with a clock that is wrong: after each
    all that was acknowledged is there, and in the end all figures are those of plain Python.
    """
    faults = Faults(tmp_path, seed=4)
    assert len(faults.sources) > 4
    faults.run(killed)
    faults.check()
    faults.run(full, goes_on=True)
    faults.check()
    faults.run(locked(tmp_path), skew=-3_000)
    faults.check()
    faults.run(killed, skew=900)
    faults.check()
    assert len(faults.acknowledged) > 50
    faults.settle()
