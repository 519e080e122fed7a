"""An import for tests: as the command line does it, without a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from data.campaigns import parse_draft
from data.ingest.importing import AUTO, Doors, Summary, importer_for, run
from data.services import Services
from data.store.compaction import compact


def doors(services: Services) -> Doors:
    """What an import writes to."""
    return Doors(
        engine=services.engine,
        accept=services.accept,
        register=lambda campaign: services.campaigns.register(parse_draft(campaign), "import"),
        clock=services.clock,
        tidy=lambda: compact(services.lake),
        pause=lambda seconds: None,
    )


def imported(
    services: Services,
    path: Path,
    kind: str = AUTO,
    progress: Callable[[float], None] = lambda done: None,
    *,
    skip_bad: bool = False,
) -> Summary:
    """What an import of `path` did."""
    importer = importer_for(path, kind)
    return run(path, importer, doors(services), progress, skip_bad=skip_bad)
