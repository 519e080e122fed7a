"""`heliograph import --mapping` takes a system's export in, once, and goes on after a bad line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app import create_app
from data.cli import build_cli

TEXT = (
    "who,when,what\n"
    "a@example.com,01.03.2026 11:00,SENT\n"
    "a@example.com,01.03.2026 12:00,OPEN\n"
    "b@example.com,gestern,SENT\n"
    "c@example.com,01.03.2026 11:00,SENT\n"
)
MAPPING = {
    "columns": {"who": "recipient", "when": "time", "what": "word"},
    "words": {"sent": "fate:sent", "open": "fate:seen"},
    "channel": "email",
    "time": "day.month.year",
}
CAMPAIGN = {
    "campaign": {
        "external_id": "spring",
        "name": "Spring",
        "group": "messaging",
        "type": "email",
        "channel": "email",
        "status": "completed",
    }
}


@pytest.fixture(autouse=True)
def _workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELIOGRAPH_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.csv").write_text(TEXT)
    (tmp_path / "ours.json").write_text(json.dumps(MAPPING))
    (tmp_path / "campaign.jsonl").write_text(json.dumps(CAMPAIGN))


def heliograph(*words: str) -> Result:
    return CliRunner().invoke(build_cli(create_app), list(words))


def test_an_export_comes_in_by_a_mapping_of_ones_own(tmp_path: Path) -> None:
    """Stopped at the bad line, it goes on once that is to be skipped; again, nothing is new."""
    assert heliograph("import", "campaign.jsonl").exit_code == 0
    given = ("import", "export.csv", "--mapping", "ours.json", "--campaign", "spring")
    zoned = (*given, "--zone", "Europe/Berlin")
    stopped = heliograph(*zoned)
    assert (stopped.exit_code, "export.csv line 4: 'gestern'" in stopped.stderr) == (2, True)
    assert "accepted 2, duplicates 0, rejected 1" in stopped.stdout
    on = heliograph(*zoned, "--skip-bad")
    assert on.exit_code == 0, on.stderr
    assert "accepted 1, duplicates 0, rejected 1" in on.stdout
    assert heliograph(*zoned).stdout == "Already imported: 0 new.\n"
    out = heliograph("export", "--campaign", "spring", "--format", "jsonl").stdout
    rows = [json.loads(line) for line in out.splitlines()]
    assert sorted((row["status"], row["recipient"]) for row in rows) == [
        ("OPEN", "a@example.com"),
        ("SENT", "a@example.com"),
        ("SENT", "c@example.com"),
    ]
    assert min(row["at"] for row in rows).startswith("2026-03-01T10:00:00")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--mapping", "nobody"), "neither a mapping nor a file"),
        (("--mapping", "ours.json", "--campaign", "autumn"), "There is no campaign 'autumn'"),
        (("--mapping", "ours.json", "--zone", "Moon"), "'Moon' is not a time zone"),
        (("--mapping", "klaviyo"), "has none of the columns"),
        (("--mapping", "export.csv"), "is no JSON"),
        (("--campaign", "spring"), "go with --mapping"),
    ],
    ids=["mapping", "campaign", "zone", "columns", "json", "alone"],
)
def test_what_is_wrong_with_the_command_is_one_line(more: tuple[str, ...], said: str) -> None:
    """And exit code 2."""
    result = heliograph("import", "export.csv", *more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
