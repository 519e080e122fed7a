"""Is every feature of the checklist that is built shown by a test that names it?"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent


def numbers(*ranges: tuple[int, int]) -> set[str]:
    """F-numbers of inclusive ranges."""
    return {f"F{n:03d}" for first, last in ranges for n in range(first, last + 1)}


# All but what chatbots and keywords tell other systems (F269–F273).
BUILT = numbers((1, 268), (274, 280))


def test_every_built_feature_is_named_by_a_test() -> None:
    """A range in a docstring ("F011–F013") names each of its numbers."""
    named: set[str] = set()
    for path in HERE.rglob("*.py"):
        if path == Path(__file__):
            continue
        text = path.read_text()
        named |= set(re.findall(r"F\d{3}", text))
        for first, last in re.findall(r"F(\d{3})\s*[–-]\s*F?(\d{3})", text):
            named |= numbers((int(first), int(last)))
    assert sorted(BUILT - named) == []
