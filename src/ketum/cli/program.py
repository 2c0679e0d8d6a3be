"""The program `ketum`: its commands put together."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ketum import __version__

__all__ = ["app"]

# The module of each command; one that stands in a group of its own is loaded whole.
MODULES = {
    "review": "review",
    "schema": "review",
    "compare": "compare",
    "simulate": "simulate",
    "model": "model",
    "population": "population",
    "fit": "fit",
    "term": "words",
    "score": "words",
    "check": "words",
    "alkaloid": "alkaloid",
    "law": "law",
    "product": "product",
    "plan": "plan",
    "watch": "watch",
    "outcomes": "outcomes",
    "evidence": "evidence",
}
GROUPS = ("model", "product", "plan", "evidence")


class LateGroup(TyperGroup):
    """The commands, each loaded only when it is asked for: none pays for the others."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the base class names it
        return list(MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the same
        if cmd_name not in MODULES:
            return None
        loaded = import_module(f"ketum.cli.{MODULES[cmd_name]}")
        command = typer.main.get_command(loaded.app)
        if cmd_name in GROUPS:
            command.name = cmd_name
            return command
        inner = getattr(command, "commands", {})
        return inner.get(cmd_name, command)


app = typer.Typer(
    cls=LateGroup,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Decision support for people who use kratom around opioid withdrawal. A case goes in, "
    "a cited review comes out. Kratom is not a recommended treatment for opioid withdrawal.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ketum {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Read by typer only."""
