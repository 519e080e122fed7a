"""The commands of the program `heliograph`: each does one thing and says truthfully how it went."""

from __future__ import annotations

from collections.abc import Callable

import typer
from starlette.types import ASGIApp

from data.cli import (
    connections,
    demonstration,
    exporting,
    importing,
    members,
    replaying,
    serving,
    upkeep,
)
from data.cli.terminal import Commands
from data.settings import Settings

CreateApp = Callable[[Settings], ASGIApp]


def build_cli(create_app: CreateApp) -> typer.Typer:
    """The program; `create_app` builds the whole app for the commands that need its screens."""
    cli = typer.Typer(
        cls=Commands,
        name="heliograph",
        help="Campaign Performance Reports on your own machine.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    serving.add_to(cli, create_app)
    demonstration.add_to(cli)
    importing.add_to(cli)
    exporting.add_to(cli, create_app)
    upkeep.add_to(cli)
    members.add_to(cli)
    connections.add_to(cli)
    replaying.add_to(cli)
    return cli
