"""Does each command do what it says, and say truthfully how it went?"""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import orjson
import polars as pl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from app import create_app
from data.campaigns import parse_draft
from data.cli import build_cli, demonstration
from data.cli.workspace import LEASE, workspace
from data.clock import utc_now
from data.demo.filling import present
from data.query import Query, figures
from data.services import Services
from data.store.verify import verify
from data.store.workspace_rows import hold

ROOT = Path(__file__).parents[2]
SET = ROOT / "tests" / "samples" / "complete_journey"
COMMANDS = (
    "serve demo import export compact verify backup restore migrate user key connection replay"
).split()


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace of each test, named by the environment as for a user."""
    for name in [name for name in os.environ if name.startswith("HELIOGRAPH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HELIOGRAPH_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "var"


def heliograph(*words: object) -> Result:
    return CliRunner().invoke(build_cli(create_app), [str(word) for word in words])


def test_it_names_every_command_and_each_has_help():
    everything = heliograph("--help")
    assert everything.exit_code == 0
    for command in COMMANDS:
        assert command in everything.stdout
        assert heliograph(command, "--help").exit_code == 0


def test_an_unknown_command_or_option_ends_with_2():
    assert heliograph("fly").exit_code == 2
    assert heliograph("verify", "--fast").exit_code == 2


def test_a_wrong_setting_is_one_line_on_standard_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HELIOGRAPH_TIMEZONE", "Mars/Olympus")
    result = heliograph("verify")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "heliograph: HELIOGRAPH_TIMEZONE: 'Mars/Olympus' is not a time zone of the IANA list"
    ]


def test_migrate_makes_the_database_and_does_it_once_more_without_harm(var: Path):
    assert heliograph("migrate").exit_code == 0
    assert (var / "heliograph.db").exists()
    assert heliograph("migrate").exit_code == 0


def test_a_new_key_stands_alone_on_standard_output_and_works_until_it_is_revoked():
    made = heliograph("key", "create", "shop", "--scope", "events:write", "--scope", "reports:read")
    assert re.fullmatch(r"hg_[\w-]+\n", made.stdout)
    keys = workspace().keys
    holder = keys.holder(made.stdout.strip())
    assert holder is not None
    assert holder.scopes == {"events:write", "reports:read"}
    assert heliograph("key", "list").stdout.split("\t")[:2] == ["shop", "events:write,reports:read"]
    assert heliograph("key", "revoke", "shop").exit_code == 0
    assert workspace().keys.holder(made.stdout.strip()) is None
    assert heliograph("key", "revoke", "other").exit_code == 1


def test_an_unknown_scope_is_refused_by_name():
    result = heliograph("key", "create", "shop", "--scope", "everything")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'everything' is not a scope" in result.stderr


def test_people_are_added_once_and_listed():
    assert heliograph("user", "add", "Zoë", "--role", "editor", "--sees-recipients").exit_code == 0
    assert heliograph("user", "add", "Ana").exit_code == 0
    assert heliograph("user", "list").stdout.splitlines() == [
        "Ana\tviewer\trecipients masked",
        "Zoë\teditor\tsees recipients",
    ]
    again = heliograph("user", "add", "Ana")
    assert again.exit_code == 2
    assert "already" in again.stderr


def test_import_says_what_it_did_and_again_that_it_has():
    first = heliograph("import", SET)
    assert first.exit_code == 0
    assert first.stdout == "Campaigns 27, accepted 8,691, duplicates 0, rejected 0.\n"
    again = heliograph("import", SET)
    assert (again.exit_code, again.stdout) == (0, "Already imported: 0 new.\n")
    assert heliograph("verify").exit_code == 0


def test_a_bad_line_ends_an_import_with_its_number_and_no_traceback(tmp_path: Path):
    file = tmp_path / "a.ndjson"
    file.write_text('{"specversion": "1.0", "id": "1", "source": "s", "type": "conversion"}\nno\n')
    result = heliograph("import", file)
    assert result.exit_code == 2
    assert "line 1: " in result.stderr or "line 2: " in result.stderr
    assert "Traceback" not in result.stderr
    skipped = heliograph("import", file, "--skip-bad")
    assert skipped.exit_code == 0
    assert "skipped line 2: no JSON" in skipped.stderr


def test_totals_are_imported_by_a_mapping_and_invent_no_event(tmp_path: Path):
    file = tmp_path / "campaigns.csv"
    file.write_text(
        "Campaign Name,Send Time,Total Recipients,Unique Opens,Spam Complaints\n"
        "Spring,2026-03-01 10:00:00,110,27,0\nSummer,2026-03-01 10:00:00,12%,3,0\n"
    )
    options = ("--mapping", "klaviyo-campaigns", "--make-campaigns", "--skip-bad")
    result = heliograph("import", file, *options)
    assert (result.exit_code, result.stdout) == (
        0,
        "Campaigns 1, accepted 1, duplicates 0, rejected 1.\n",
    )
    assert "line 3: Total Recipients: '12%' is a share" in result.stderr
    assert heliograph("import", file, *options).stdout == "Already imported: 0 new.\n"
    services = workspace()
    found = figures(Query(("total_sent", "opened")), services.lake)
    assert [one.value for one in found.values()] == [110, 27]
    assert services.lake.scan("events").collect().is_empty()
    assert heliograph("verify").exit_code == 0


def small_demo() -> Result:
    return heliograph("demo", "--seed", 2, "--scale", 0.01, "--as-of", "2026-03-01")


def test_demo_fills_the_workspace_once():
    first = small_demo()
    assert first.exit_code == 0, first.stderr
    assert "0 events are new" not in first.stderr
    assert small_demo().stderr.endswith("; 0 events are new.\n")
    # Without options it means the demonstration that is there.
    assert heliograph("demo").stderr.endswith("; 0 events are new.\n")
    other = heliograph("demo", "--seed", 3)
    assert other.exit_code == 1
    assert "another demonstration (seed 2, scale 0.01" in other.stderr


def test_demo_goes_beside_real_campaigns_only_when_forced():
    register(workspace())
    refused = small_demo()
    assert refused.exit_code == 1
    assert "1 real campaign" in refused.stderr
    assert heliograph("demo", "--scale", 0.01, "--force").exit_code == 0


@pytest.mark.parametrize("text", ["tomorrow", "2999-01-01", "0001-01-01"])
def test_demo_refuses_an_end_that_is_none(text: str):
    result = heliograph("demo", "--as-of", text)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_served_demonstration_is_made_in_an_empty_workspace_alone(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(demonstration, "SCALE", 0.01)
    services = workspace()
    demonstration.fill_if_empty(services)
    made = present(services.engine)
    assert made is not None
    assert made[1]
    events = services.lake.version()
    demonstration.fill_if_empty(services)
    assert (present(services.engine), services.lake.version()) == (made, events)


def test_a_served_demonstration_leaves_a_workspace_with_real_campaigns_alone():
    services = workspace()
    register(services)
    demonstration.fill_if_empty(services)
    assert present(services.engine) is None


def register(services: Services) -> int:
    draft = {
        "external_id": "c1",
        "name": "Real",
        "group": "messaging",
        "type": "sms",
        "channel": "sms",
        "status": "completed",
    }
    return services.campaigns.register(parse_draft(draft), "test")[0].id


def sent(services: Services, *numbers: int, first: str = "+1202555") -> None:
    items = [
        {
            "specversion": "1.0",
            "id": str(number),
            "source": "test",
            "type": "message.status",
            "time": "2026-03-01T10:00:00Z",
            "subject": f"{first}{number:04d}",
            "data": {"external_id": "c1", "channel": "sms", "status": "DELIVRD"},
        }
        for number in numbers
    ]
    assert services.accept.events(items).rejected == ()


def test_export_writes_all_events_in_each_format(tmp_path: Path):
    register(workspace())
    sent(workspace(), 1, 2, 3)
    for kind, read in (
        ("csv", pl.read_csv),
        ("parquet", pl.read_parquet),
        ("jsonl", pl.read_ndjson),
    ):
        file = tmp_path / f"events.{kind}"
        result = heliograph("export", "--format", kind, "--output", file)
        assert result.exit_code == 0
        assert len(read(file)) == 3
        piped = heliograph("export", "--format", kind)
        assert piped.stdout_bytes == file.read_bytes()


def test_exported_csv_runs_no_formula():
    """F277."""
    register(workspace())
    sent(workspace(), 1, first="=1+1")
    cells = pl.read_csv(io.BytesIO(heliograph("export").stdout_bytes))
    assert cells["recipient"].to_list() == ["'=1+10001"]


def test_export_of_one_campaign_by_its_id_or_external_id():
    campaign_id = register(workspace())
    sent(workspace(), 1, 2)
    by_id = heliograph("export", "--campaign", campaign_id, "--format", "jsonl")
    by_name = heliograph("export", "--campaign", "c1", "--format", "jsonl")
    assert by_id.stdout_bytes == by_name.stdout_bytes
    recipients = {orjson.loads(line)["recipient"] for line in by_id.stdout_bytes.splitlines()}
    assert recipients == {"+12025550001", "+12025550002"}
    assert heliograph("export", "--campaign", "c2").exit_code == 1


def test_export_of_a_report_table_has_whole_recipients():
    register(workspace())
    sent(workspace(), 1, 2)
    table = heliograph("export", "--campaign", "c1", "--tab", "recipients", "--format", "jsonl")
    assert table.exit_code == 0, table.stderr
    assert b'"recipient":"+12025550001"' in table.stdout_bytes
    unknown = heliograph("export", "--campaign", "c1", "--tab", "prizes")
    assert unknown.exit_code == 1
    assert "no tab 'prizes'" in unknown.stderr


def test_compact_moves_the_inbox_and_leaves_the_figures():
    register(workspace())
    sent(workspace(), 1, 2)
    assert heliograph("compact").stdout.startswith("Moved 2 events")
    assert heliograph("compact").stdout.startswith("Moved 0 events")
    assert len(workspace().lake.scan("events").collect()) == 2


def test_compact_leaves_it_to_a_running_server():
    services = workspace()
    hold(services.engine, LEASE, "somebody", utc_now().replace(year=2999))
    result = heliograph("compact")
    assert result.exit_code == 1
    assert "running server" in result.stderr


def test_verify_names_each_difference_and_ends_with_1():
    register(workspace())
    sent(workspace(), 1, 2)
    assert heliograph("compact").exit_code == 0
    assert heliograph("verify").exit_code == 0
    file = workspace().lake.view().files["messages"][0].path
    frame = pl.read_parquet(file, hive_partitioning=False)
    frame.with_columns(status=pl.lit("QUEUE")).write_parquet(file)
    result = heliograph("verify")
    assert result.exit_code == 1
    assert "messages 2" in result.stdout
    assert "differences" in result.stderr


def test_a_backup_restores_to_the_same_figures_and_goes_on(tmp_path: Path):
    campaign_id = register(workspace())
    sent(workspace(), 1, 2)
    heliograph("compact")
    sent(workspace(), 3)  # waits in the inbox
    file = tmp_path / "all.tar.gz"
    assert heliograph("backup", file).exit_code == 0
    sent(workspace(), 4)
    assert heliograph("restore", file).exit_code == 1, "there is a workspace"
    assert "--force" in heliograph("restore", file).stderr
    assert heliograph("restore", file, "--force").exit_code == 0
    services = workspace()
    got = figures(
        Query(("delivered",), campaigns=(services.campaigns.get(campaign_id),)), services.lake
    )
    assert got["delivered"].value == 3
    sent(services, 3, 4)  # the third is known, the fourth is new again
    heliograph("compact")
    assert len(workspace().lake.scan("events").collect()) == 4
    assert verify(workspace().lake) == []


def test_a_backup_restores_into_another_empty_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    register(workspace())
    sent(workspace(), 1)
    heliograph("backup", tmp_path / "all.tar.gz")
    monkeypatch.setenv("HELIOGRAPH_DATA_DIR", str(tmp_path / "elsewhere"))
    assert heliograph("restore", tmp_path / "all.tar.gz").exit_code == 0
    assert workspace().lake.scan("events").collect()["recipient"].to_list() == ["+12025550001"]


def test_a_backup_of_a_busy_workspace_holds_a_moment_of_it(tmp_path: Path):
    """Events come and are compacted while it is written; what it holds fits together."""
    register(workspace())
    script = (
        "import itertools, sys; from data.cli.workspace import workspace; "
        "from data.store.compaction import compact; from tests.data.test_cli import sent; "
        "s = workspace(); print('begun', flush=True)\n"
        "for n in itertools.count(): sent(s, *range(n * 50, n * 50 + 50)); compact(s.lake)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True
    ) as busy:
        assert busy.stdout is not None
        busy.stdout.readline()
        results = [heliograph("backup", tmp_path / f"{n}.tar.gz") for n in range(3)]
        busy.kill()
    assert [result.exit_code for result in results] == [0, 0, 0], results[0].stderr
    for number in range(3):
        assert heliograph("restore", tmp_path / f"{number}.tar.gz", "--force").exit_code == 0
        assert verify(workspace().lake) == []


def test_a_backup_overwrites_nothing_and_is_named_for_what_it_is(tmp_path: Path):
    (tmp_path / "a.tar.gz").touch()
    assert heliograph("backup", tmp_path / "a.tar.gz").exit_code == 1
    assert heliograph("backup", tmp_path / "a.zip").exit_code == 2
    assert heliograph("backup", tmp_path / "nowhere" / "a.tar.gz").exit_code == 1


@pytest.mark.parametrize("damage", ["text", "cut", "foreign"])
def test_what_is_no_backup_is_refused_and_the_workspace_stays(tmp_path: Path, damage: str):
    register(workspace())
    sent(workspace(), 1)
    heliograph("compact")
    file = tmp_path / "a.tar.gz"
    heliograph("backup", file)
    if damage == "text":
        file.write_text("hello")
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:2000])
    else:
        with tarfile.open(file, "w:gz") as archive:
            archive.add(ROOT / "Makefile", "../Makefile")
    result = heliograph("restore", file, "--force")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert len(workspace().lake.scan("events").collect()) == 1


def test_restore_waits_for_no_running_server(tmp_path: Path):
    services = workspace()
    heliograph("backup", tmp_path / "a.tar.gz")
    hold(services.engine, LEASE, "somebody", utc_now().replace(year=2999))
    result = heliograph("restore", tmp_path / "a.tar.gz", "--force")
    assert result.exit_code == 1
    assert "stop it first" in result.stderr


@contextmanager
def served(*options: str) -> Iterator[subprocess.Popen[str]]:
    """A server of its own, from before its first line on."""
    command = [sys.executable, "-c", "from app import main; main()", "serve", *options]
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_says_where_once_it_answers_and_ends_cleanly(workers: str, ending: signal.Signals):
    with served("--port", "0", "--workers", workers) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"Heliograph is running on (http://127\.0\.0\.1:\d+)\n", line)
        assert found, line + process.stderr.read() if process.stderr else line
        with urlopen(f"{found[1]}/healthz", timeout=30) as answer:
            assert answer.status == 200
        process.send_signal(ending)
        rest, problems = process.communicate(timeout=60)
        assert (process.returncode, rest) == (0, ""), problems


def test_serve_on_a_port_in_use_ends_with_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = heliograph("serve", "--port", port)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert f"Port {port} on 127.0.0.1" in result.stderr


def test_serve_refuses_to_open_the_demo_to_the_network():
    result = heliograph("serve", "--host", "0.0.0.0")
    assert result.exit_code == 2
    assert "HELIOGRAPH_AUTH" in result.stderr
