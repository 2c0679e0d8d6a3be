"""Commands that look into the knowledge base."""

from __future__ import annotations

from typing import Annotated

import typer

from ketum.errors import WrongUsage
from ketum.evidence import count_entries, load, show

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Look into the knowledge base.")


@app.command()
def check() -> None:
    """Read the whole knowledge base and name every fault."""
    knowledge = load(anew=True)
    for kind, number in count_entries(knowledge).items():
        typer.echo(f"{number:5d} {kind}{'' if number == 1 else 's'}")
    typer.echo(f"Release {knowledge.release.id}: every entry has a source and a date.")


@app.command("show")
def show_entry(
    identity: Annotated[str, typer.Argument(metavar="ID", help="An entry's id, or a code.")],
) -> None:
    """Show one entry: what it says, where from, confirmed or not, last checked."""
    entries = show(load(anew=True), identity)
    if not entries:
        raise WrongUsage(
            "No entry has this id. Not known is not safe: `ketum evidence check` "
            "lists the kinds of entry there are."
        )
    for entry in entries:
        typer.echo(f"{entry.kind}: {entry.id}")
        for key, value in entry.says:
            typer.echo(f"  {key}: {value}")
        for cite in entry.cites:
            standing = "confirmed" if cite.confirmed else "not confirmed"
            typer.echo(f"  source: {cite.source.id}, {cite.at} ({standing})")
            typer.echo(
                f"    {cite.source.authors}. {cite.source.title}. {cite.source.year}. "
                f"{cite.source.locator}"
            )
        typer.echo(f"  last checked: {entry.checked.isoformat()}")
