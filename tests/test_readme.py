"""Does the README tell the truth?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
PATHS = sorted(
    set(re.findall(r"`((?:app\.py|pages|components|data|assets|tests)[\w/.]*)`", README))
)
SETTINGS = sorted(set(re.findall(r"HELIOGRAPH_(\w+)", README)))


@pytest.mark.parametrize("path", [*PATHS, "assets/screenshot.png"])
def test_every_path_in_the_readme_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_in_the_readme_is_one(name: str) -> None:
    assert name.lower() in Settings.model_fields


def test_every_setting_is_in_the_readme() -> None:
    assert {name.upper() for name in Settings.model_fields} == set(SETTINGS)
