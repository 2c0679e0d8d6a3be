"""What the pages show is what happens: Python blocks run, commands print what stands there."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, Command, blocks, commands, links, pages

VERB = re.compile(r"\bmake ([a-z]+)")
OUR_COMMAND = re.compile(r"(?:^|\s)(?:\.venv/bin/)?ketum ")


def run_python(block: Block, page: str, names: dict[str, object]) -> None:
    """Run one block with the names of the blocks before it on the page."""
    code = "\n" * (block.line - 1) + block.text
    exec(compile(code, page, "exec"), names)  # noqa: S102


def run_console(command: Command, folder: Path) -> str:
    """What a command prints, started in a copy of the top of the tree."""
    for shown_name in ("examples", "docs"):
        if not (folder / shown_name).exists():
            (folder / shown_name).symlink_to(ROOT / shown_name)
    (folder / "build").mkdir(exist_ok=True)
    own = str(Path(sys.executable).parent)
    run = subprocess.run(
        ["bash", "-c", command.command.replace(".venv/bin/", "")],
        cwd=folder,
        env={**os.environ, "PATH": f"{own}:{os.environ['PATH']}", "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    # What is told on the way, such as the engine's first preparation, is no answer.
    return run.stdout if run.returncode == 0 else run.stdout + run.stderr


def prints_what_is_shown(printed: str, shown: str) -> bool:
    """Line by line, where "..." stands for anything; blank ends do not count."""
    wanted, got = (
        "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
        for text in (shown, printed)
    )
    return doctest.OutputChecker().check_output(wanted, got, doctest.ELLIPSIS)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_python_block_of_a_page_runs(page: Path) -> None:
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks(page, "python"):
        run_python(block, str(page), names)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_a_page_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for block in blocks(page, "console"):
        for command in commands(block):
            for verb in VERB.findall(command.command):
                assert re.search(rf"^{verb}:", makefile, re.MULTILINE), f"no `make {verb}`"
            if OUR_COMMAND.search(command.command):
                printed = run_console(command, tmp_path)
                assert prints_what_is_shown(printed, command.shown), (
                    f"{page.name}, line {block.line}: `{command.command}` prints\n{printed}"
                )


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *pages()[1:]], ids=lambda page: str(page.relative_to(ROOT))
)
def test_every_link_inside_the_tree_leads_somewhere(page: Path) -> None:
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


def test_the_readme_shows_a_review_that_is_run() -> None:
    shown = [
        command.command
        for block in blocks(ROOT / "README.md", "console")
        for command in commands(block)
    ]
    assert any(OUR_COMMAND.search(command) for command in shown)


def test_a_page_is_cut_into_its_commands(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "Text.\n\n```console\n$ ketum review \\\n  case.toml\nMonitor.\n...\n$ make test\n```\n"
        "\n```python\nx = 1\n```\n"
    )
    (console,) = blocks(page, "console")
    assert console.line == 4
    assert list(commands(console)) == [
        Command(command="ketum review   case.toml", shown="Monitor.\n...\n"),
        Command(command="make test", shown=""),
    ]
    assert [block.text for block in blocks(page, "python")] == ["x = 1\n"]


def test_a_page_is_searched_for_its_links(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[a](docs/a.md#part) [b](https://b.example) [c](#c) ![d](d.png)\n")
    assert links(page) == ["docs/a.md", "d.png"]


def test_a_block_that_fails_is_noticed() -> None:
    names: dict[str, object] = {}
    run_python(Block(language="python", text="x = 1\n", line=1), "page.md", names)
    with pytest.raises(AssertionError):
        run_python(Block(language="python", text="assert x == 2\n", line=3), "page.md", names)


def test_a_command_that_prints_something_else_is_noticed(tmp_path: Path) -> None:
    printed = run_console(Command(command="echo one; echo two; echo three", shown=""), tmp_path)
    assert prints_what_is_shown(printed, "one\n...\nthree\n")
    assert not prints_what_is_shown(printed, "one\n...\nfour\n")
