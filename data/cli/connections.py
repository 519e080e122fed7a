"""`heliograph connection`: which providers call this workspace, and how do their calls go?"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

import typer

from data.cli.workspace import workspace
from data.connections import Connection
from data.errors import BadRequest
from data.ingest.connecting import connect, rotate

_Provider = Annotated[str, typer.Argument(help="The provider's word, such as twilio.")]
_Name = Annotated[str, typer.Argument(help="The connection's name, a part of its address.")]
_Secret = Annotated[
    list[str],
    typer.Option(
        help="NAME=VALUE; may be given again. NAME=- reads the value from standard input, a line "
        "each, so that it stands in no command's history."
    ),
]
_NONE: list[str] = []


def add_to(cli: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(
        help="Add, list, rotate and pause the connections to providers that call us.",
        no_args_is_help=True,
    )
    group.command("add")(add)
    group.command("list")(list_connections)
    group.command("calls")(list_calls)
    group.command("rotate")(rotate_secrets)
    group.command("pause")(pause)
    group.command("resume")(resume)
    cli.add_typer(group, name="connection")


def add(
    provider: _Provider,
    name: _Name,
    secret: _Secret = _NONE,
    option: Annotated[list[str], typer.Option(help="NAME=VALUE; may be given again.")] = _NONE,
    scheme: Annotated[str, typer.Option(help="How its calls are checked.")] = "",
    channel: Annotated[str, typer.Option(help="What its calls are about, if unsaid.")] = "",
    campaign: Annotated[str, typer.Option(help="Where calls belong that name none.")] = "",
) -> None:
    """Make a connection and print the address to give to the provider."""
    services = workspace()
    made = connect(
        services.connections,
        services.campaigns,
        provider,
        name,
        _secrets(secret),
        _pairs(option, "--option"),
        scheme=scheme,
        channel=channel,
        campaign=campaign,
    )
    typer.echo(_address(made))


def list_connections() -> None:
    """List the connections; their secrets are never shown."""
    for one in workspace().connections.list():
        state = f"paused {one.paused_at:%Y-%m-%d}" if one.paused_at else "open"
        campaign = f"campaign {one.campaign_id}" if one.campaign_id else "no campaign"
        options = ",".join(f"{key}={value[:40]}" for key, value in sorted(one.options.items()))
        words = (_address(one), one.scheme, one.channel, campaign, state, options)
        typer.echo("\t".join(words).rstrip())


def list_calls(
    provider: _Provider,
    name: _Name,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many, the last first.")] = 20,
) -> None:
    """List the last calls through a connection, what became of each, and why."""
    connections = workspace().connections
    for call in connections.calls(connections.get(provider, name), most, bodies=False):
        times = f"{call.times} times" if call.times > 1 else "once"
        typer.echo(f"{call.last_at:%Y-%m-%d %H:%M:%S}\t{call.verdict}\t{times}\t{call.why}")


def rotate_secrets(
    provider: _Provider,
    name: _Name,
    secret: _Secret,
    grace: Annotated[
        int, typer.Option(min=0, max=24 * 30, help="Hours in which the old ones count, too.")
    ] = 24,
) -> None:
    """Give a connection new secrets."""
    rotate(workspace().connections, provider, name, _secrets(secret), timedelta(hours=grace))
    typer.echo(f"Rotated {provider}/{name}; its old secrets count for {grace} more hours.")


def pause(provider: _Provider, name: _Name) -> None:
    """Take no calls through a connection until it is resumed; providers repeat them meanwhile."""
    workspace().connections.pause(provider, name)
    typer.echo(f"Paused {provider}/{name}.")


def resume(provider: _Provider, name: _Name) -> None:
    """Take calls through a paused connection again."""
    workspace().connections.pause(provider, name, paused=False)
    typer.echo(f"Resumed {provider}/{name}.")


def _address(connection: Connection) -> str:
    return f"/webhooks/{connection.provider}/{connection.name}"


def _pairs(given: Iterable[str], where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise BadRequest(f"{where} must be NAME=VALUE", where)
        found[name] = value
    return found


def _secrets(given: Iterable[str]) -> dict[str, str]:
    pairs = _pairs(given, "--secret")
    for name, value in pairs.items():
        if value == "-":
            pairs[name] = sys.stdin.readline().strip()
    return pairs
