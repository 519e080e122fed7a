"""Do the commands for connections do what they say, and keep secrets to themselves?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app import create_app
from data.cli import build_cli
from data.cli.workspace import workspace

ADD = ("connection", "add", "telegram", "bot")
SECRET = ("--secret", "secret_token=hush")


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("HELIOGRAPH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HELIOGRAPH_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)


def heliograph(*given: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(build_cli(create_app), list(given), input=stdin)


def secrets() -> list[str]:
    return [one["secret_token"] for one in workspace().connections.opened("telegram", "bot")[1]]


def test_a_new_connection_is_told_by_its_address_alone():
    made = heliograph(*ADD, *SECRET)
    assert (made.exit_code, made.stdout) == (0, "/webhooks/telegram/bot\n")
    assert secrets() == ["hush"]


def test_a_secret_can_be_read_from_standard_input():
    heliograph(*ADD, "--secret", "secret_token=-", stdin="from a pipe\n")
    assert secrets() == ["from a pipe"]


def test_the_list_shows_state_and_never_a_secret():
    heliograph(*ADD, *SECRET)
    heliograph("connection", "pause", "telegram", "bot")
    listed = heliograph("connection", "list").stdout
    assert listed.startswith("/webhooks/telegram/bot\ttoken\t")
    assert "paused" in listed
    assert "hush" not in listed
    heliograph("connection", "resume", "telegram", "bot")
    assert "paused" not in heliograph("connection", "list").stdout


def test_a_rotation_keeps_the_old_secret_for_its_grace():
    heliograph(*ADD, *SECRET)
    again = ("connection", "rotate", "telegram", "bot", "--secret", "secret_token=new")
    assert heliograph(*again).exit_code == 0
    assert secrets() == ["new", "hush"]
    assert heliograph(*again, "--grace", "0").exit_code == 0
    assert secrets() == ["new"]


def test_what_is_wrong_is_named_and_ends_with_2():
    result = heliograph(*ADD)
    assert result.exit_code == 2
    assert "secret_token" in result.stderr
    assert heliograph(*ADD, "--secret", "no equals sign").exit_code == 2
    assert heliograph("connection", "pause", "telegram", "nobody").exit_code == 1


def test_calls_are_listed_with_what_became_of_them():
    heliograph(*ADD, *SECRET)
    assert heliograph("connection", "calls", "telegram", "bot").stdout == ""
