"""`heliograph serve`: the web server, in this process or over several workers."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Annotated, Any
from urllib.error import URLError
from urllib.request import urlopen

import typer
import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from data.cli.demonstration import fill_if_empty
from data.errors import Refused, SettingsError, Unavailable
from data.services import build
from data.settings import Settings, load

# Workers are processes of their own and build the app from the environment.
FACTORY = "app:application"
BACKLOG = 2048


def add_to(cli: typer.Typer, create_app: Callable[[Settings], ASGIApp]) -> None:
    """Add the command."""

    @cli.command()
    def serve(
        demo: Annotated[
            bool, typer.Option("--demo", help="Fill an empty workspace with the demonstration.")
        ] = False,
        host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
        port: Annotated[int | None, typer.Option(help="0: any that is free.")] = None,
        workers: Annotated[int | None, typer.Option(help="Processes that answer.")] = None,
    ) -> None:
        """Bring the database up to date and serve the app until Ctrl-C or SIGTERM."""
        given = {"host": host, "port": port, "workers": workers}
        settings = load(**{name: value for name, value in given.items() if value is not None})
        listener = _listener(settings.host, settings.port)
        # Short links name the port: the one that was found, where any would do.
        settings = settings.model_copy(update={"port": listener.getsockname()[1]})
        if demo:
            fill_if_empty(build(settings))
        alone = settings.workers == 1
        config = _config(settings, create_app(settings) if alone else FACTORY)
        with _port_refused(settings.host, settings.port):
            listener.listen(BACKLOG)
        if alone:
            _serve_alone(config, listener)
        else:
            _serve_with_workers(config, listener)


def _config(settings: Settings, app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=settings.workers,
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def _listener(host: str, port: int) -> socket.socket:
    """A bound socket; it listens only once there is something that can answer."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Asked for TCP by name, asyncio sends small answers at once instead of 40 ms later.
        listener = socket.socket(found[0], socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as error:
        raise SettingsError(f"HELIOGRAPH_HOST: {host} is no address here: {error}") from None
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with _port_refused(host, port):
        listener.bind(found[4])
    listener.set_inheritable(True)
    return listener


@contextmanager
def _port_refused(host: str, port: int) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(
            f"Port {port} on {host} can't be used ({error.strerror}); "
            "set HELIOGRAPH_PORT to another one"
        ) from None


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _announce(listener: socket.socket) -> None:
    typer.echo(f"Heliograph is running on {_address(listener)}")


class _Announcing(uvicorn.Server):
    """Says so once it really answers."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if sockets and self.started:
            _announce(sockets[0])


def _serve_alone(config: uvicorn.Config, listener: socket.socket) -> None:
    # The server hands the signal that ended it on to whoever had it before: nobody needs it.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: None)
    server = _Announcing(config)
    server.run(sockets=[listener])
    if not server.started:
        raise Unavailable("The server did not start")


def _serve_with_workers(config: uvicorn.Config, listener: socket.socket) -> None:
    supervisor = Multiprocess(config, sockets=[listener])
    Thread(target=_announce_first_answer, args=(listener, supervisor), daemon=True).start()
    supervisor.run()


def _announce_first_answer(listener: socket.socket, supervisor: Multiprocess) -> None:
    while not supervisor.should_exit.wait(0.1):
        try:
            with urlopen(f"{_address(listener)}/healthz", timeout=30):
                _announce(listener)
                return
        except (URLError, OSError):
            continue
