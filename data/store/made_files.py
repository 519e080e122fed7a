"""What was once made of a month's settled files, and is read instead of them?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

import polars as pl

from data.store.engagement import SETTLED_ACTS, acts, all_telling
from data.store.lake_tables import standing_counts
from data.store.schema import STANDINGS

_KEPT = 100  # files that nobody asks for any more; readers may still be at work with the last ones
_ROWS = 64 * 1024  # rows a group, so that one campaign's are found without the others'


@dataclass(frozen=True, slots=True)
class Made:
    """One kind of such files, as a declaration: of which table, with which columns.

    `words` are all else that decides what is in one. `order` begins with the campaign.
    """

    name: str
    table: str
    schema: dict[str, pl.DataType | type[pl.DataType]]
    make: Callable[[pl.LazyFrame], pl.LazyFrame]
    order: tuple[str, ...]
    words: tuple[str, ...] = ()

    def path(self, lake: Path, month: str, files: Sequence[str]) -> Path:
        """Where that of these files is: named after all that it depends on, never out of date."""
        named = "\n".join([*self.schema, *self.words, *sorted(files)])
        digest = blake2b(named.encode(), digest_size=12).hexdigest()
        return lake / self.name / f"{month}-{digest}.parquet"

    def read(self, path: Path, rows: Callable[[], pl.LazyFrame]) -> pl.LazyFrame:
        """The file's rows; made of `rows`, those of its table, unless it is there."""
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{uuid4().hex}")
            made = self.make(rows()).select(*self.schema).sort(self.order).collect()
            made.write_parquet(unfinished, row_group_size=_ROWS)
            unfinished.replace(path)
        return pl.scan_parquet(path, hive_partitioning=False, glob=False)

    def forget(self, lake: Path, needed: set[Path]) -> None:
        """Remove those that were made of files which are gone."""
        older = sorted(
            (path for path in (lake / self.name).glob("*") if path not in needed),
            key=lambda path: path.stat().st_mtime,
        )
        for path in older[:-_KEPT]:
            path.unlink(missing_ok=True)


COUNTED = Made("standings", "messages", STANDINGS, standing_counts, ("campaign_id", "left"))
ACTED = Made(
    "acts",
    "events",
    SETTLED_ACTS,
    lambda events: acts(events, all_telling()),
    ("campaign_id", "at", "key"),
    # Another word that says opened makes other acts of the same events.
    tuple(" ".join(row) for row in sorted(all_telling().rows())),
)
MADE = (COUNTED, ACTED)
