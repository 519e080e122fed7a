"""Do the commands for connections do what they say, and keep secrets to themselves?"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app import create_app
from data.campaigns import parse_draft
from data.cli import build_cli, replaying
from data.cli.workspace import LEASE, workspace
from data.ingest.provider import Call
from data.ingest.providers import PROVIDERS
from data.services import Services
from data.store.workspace_rows import hold

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


def heard() -> Services:
    """A bot to which one message came, of a campaign that a rule gave it."""
    heliograph(*ADD, *SECRET)
    services = workspace()
    update = {"update_id": 7, "message": {"date": 1773230400, "from": {"id": 5}, "text": "hi"}}
    call = Call(
        "POST",
        "http://127.0.0.1/webhooks/telegram/bot",
        "",
        {"x-telegram-bot-api-secret-token": "hush"},
        json.dumps(update).encode(),
        services.clock(),
    )
    services.webhooks.take("telegram", "bot", call)
    draft = {"name": "bot", "group": "interactive", "type": "chatbot-service", "status": "live"}
    campaign, _ = services.campaigns.register(parse_draft(draft), "test")
    connection = services.connections.get("telegram", "bot")
    services.unmatched.make_rule(connection, "all", "", campaign.id, "test")
    return services


def test_replay_tells_what_would_be_new_and_then_takes_it():
    heard()
    said = heliograph("replay", "--connection", "telegram/bot", "--dry-run")
    assert said.stdout == ("telegram/bot: 1 calls read, 0 events would be new, 1 known already\n")
    assert heliograph("replay").stdout == (
        "telegram/bot: 1 calls read, 0 events new, 1 known already\n"
    )
    assert heliograph("replay", "--from", "2099-01-01").stdout.startswith("telegram/bot: 0 calls")


def test_replay_leaves_the_lake_to_a_running_server_and_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
):
    services = heard()
    silent = replace(PROVIDERS["telegram"], read=lambda call: ())
    monkeypatch.setitem(PROVIDERS, "telegram", silent)
    hold(services.engine, LEASE, "a server", services.clock() + timedelta(minutes=1))
    # The server takes its turn while the command pauses.
    monkeypatch.setattr(replaying, "sleep", lambda _: services.replay.step(lambda: None))
    would = heliograph("replay", "--dry-run").stdout
    assert not services.replay.waits()
    assert "1 would be taken out: chatbot.interaction 1\n    campaign 1: 1\n" in would
    said = heliograph("replay")
    assert said.stdout == would.replace("would be ", "")
    assert "A running server" in said.stderr
    assert services.lake.view().stored("events").collect().is_empty()


def test_replay_names_what_is_wrong():
    assert heliograph("replay", "--connection", "telegram").exit_code == 2
    assert heliograph("replay", "--connection", "telegram/nobody").exit_code == 1
    wrong = heliograph("replay", "--from", "yesterday")
    assert (wrong.exit_code, "2026-03-11" in wrong.stderr) == (2, True)
