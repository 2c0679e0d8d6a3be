"""The program `ketum`: its commands put together."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ketum import __version__
from ketum.cli import compare, evidence, law, review, simulate, words

__all__ = ["app"]

LATE = "product"


class LateGroup(TyperGroup):
    """The commands, one of which is loaded only when it is asked for: it compiles many patterns."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), LATE]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name != LATE:
            return super().get_command(ctx, cmd_name)
        from ketum.cli.product import app as product  # noqa: PLC0415

        command = typer.main.get_command(product)
        command.name = LATE
        return command


app = typer.Typer(
    cls=LateGroup,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Decision support for people who use kratom around opioid withdrawal. A case goes in, "
    "a cited review comes out. Kratom is not a recommended treatment for opioid withdrawal.",
)
app.add_typer(review.app)
app.add_typer(compare.app)
app.add_typer(simulate.app)
app.add_typer(words.app)
app.add_typer(law.app)
app.add_typer(evidence.app, name="evidence")


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
