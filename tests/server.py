"""A real server in a process of its own, on a free port, over a workspace of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).parent.parent
_RUNS_ON = re.compile(r"running on (http://\S+)")


Process = subprocess.Popen[str]


@contextmanager
def serving(data_dir: Path, **settings: str) -> Iterator[str]:
    """Its address, from the moment that it accepts requests; `settings` without their prefix."""
    process, address = start(data_dir, **settings)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(20)


def start(
    data_dir: Path, port: int = 0, program: str = "app", **settings: str
) -> tuple[Process, str]:
    """The process and its address, on a free port unless told; whoever starts it also ends it."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HELIOGRAPH_")}
    environment |= {f"HELIOGRAPH_{name.upper()}": value for name, value in settings.items()}
    environment |= {"HELIOGRAPH_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", program, "serve", "--port", str(port)],
        cwd=data_dir,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        return process, _address(process, [])
    except BaseException:
        process.kill()
        raise


def _address(process: subprocess.Popen[str], said: list[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if found := _RUNS_ON.search(line):
            # What it says later must be read, or it would stand still when the pipe is full.
            Thread(target=said.extend, args=(process.stdout,), daemon=True).start()
            return found.group(1)
    raise AssertionError("The server did not start:\n" + "".join(said))
