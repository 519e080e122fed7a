"""The API in a process of its own: prints its port and a key, then serves until it is ended."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import uvicorn

from data.api.routers import create
from data.keys import Scope
from data.services import build
from data.settings import Settings


def main(folder: str) -> None:
    """Serve the workspace in `folder`."""
    services = build(Settings(_env_file=None, data_dir=Path(folder)))  # type: ignore[call-arg]
    listener = socket.create_server(("127.0.0.1", 0))
    key = services.keys.create("program", list(Scope))
    print(listener.getsockname()[1], key, flush=True)
    config = uvicorn.Config(create(services), log_level="warning", proxy_headers=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1])
