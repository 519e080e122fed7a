"""`heliograph key` and `heliograph user`: who may call, and who may look?"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from data.cli.workspace import workspace
from data.errors import BadRequest
from data.keys import Scope
from data.store.people_rows import Member, add_member
from data.store.people_rows import members as everybody
from data.vocabulary.line import clean_line


class Role(StrEnum):
    """What a person may do."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


def add_to(cli: typer.Typer) -> None:
    """Add both groups of commands."""
    keys = typer.Typer(help="Make, list and revoke keys for programs.", no_args_is_help=True)
    keys.command("create")(create_key)
    keys.command("list")(list_keys)
    keys.command("revoke")(revoke_key)
    cli.add_typer(keys, name="key")
    users = typer.Typer(help="Add and list the people of the workspace.", no_args_is_help=True)
    users.command("add")(add_user)
    users.command("list")(list_users)
    cli.add_typer(users, name="user")


def create_key(
    name: Annotated[str, typer.Argument(help="What the key is for.")],
    scope: Annotated[
        list[str], typer.Option(help=f"One of {', '.join(Scope)}; may be given again.")
    ],
) -> None:
    """Make a key and print it, alone, on standard output: nothing shows it again."""
    typer.echo(workspace().keys.create(name, scope))


def list_keys() -> None:
    """List all keys that were ever made, by name; the keys themselves are kept nowhere."""
    for key in workspace().keys.list():
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "valid"
        scopes = ",".join(sorted(key.scopes))
        typer.echo(f"{key.name}\t{scopes}\t{key.created_at:%Y-%m-%d}\t{state}")


def revoke_key(name: Annotated[str, typer.Argument()]) -> None:
    """End a key's life; its name can't be used again."""
    workspace().keys.revoke(name)
    typer.echo(f"Revoked the key {name}.")


def add_user(
    name: Annotated[str, typer.Argument(help="As the sign-in names them.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.VIEWER,
    sees_recipients: Annotated[
        bool, typer.Option("--sees-recipients", help="Show them recipients unmasked.")
    ] = False,
) -> None:
    """Add a person to the workspace."""
    clean = clean_line(name, "NAME")
    if not clean:
        raise BadRequest("A person needs a name", "NAME")
    services = workspace()
    now = services.clock()
    add_member(services.engine, Member(clean, role.value, sees_recipients, now))
    typer.echo(f"Added {clean} as {role.value}.")


def list_users() -> None:
    """List the people of the workspace."""
    for member in everybody(workspace().engine):
        sight = "sees recipients" if member.sees_recipients else "recipients masked"
        typer.echo(f"{member.name}\t{member.role}\t{sight}")
