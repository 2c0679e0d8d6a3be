"""Every entry of the knowledge says where it comes from and when it was last checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.shape.tree import KNOWLEDGE, files, name, none_found

DATES = ("reviewed", "checked")

# Tables that need a date but cite nothing: a source is where citing ends.
CITES_NOTHING = frozenset({"source"})


def unfounded(knowledge: Path) -> Iterator[str]:
    """Entries without a source or without a date, in every [[table]] of every file."""
    for path in files(knowledge, kind="*.toml"):
        for kind, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for index, entry in enumerate(entries if _is_listed(entries) else (), start=1):
                where = f"{name(path)} [[{kind}]] {entry.get('id', f'number {index}')}"
                if kind not in CITES_NOTHING and not _has_cites(entry.get("cites")):
                    yield f"{where} has no `cites`."
                if not any(_is_day(entry.get(key)) for key in DATES):
                    yield f"{where} has no date in `reviewed` or `checked`."


def _is_listed(entries: object) -> bool:
    return isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)


def _has_cites(cites: object) -> bool:
    return (
        bool(cites)
        and isinstance(cites, list)
        and all(isinstance(cite, dict) and cite.get("source") and cite.get("at") for cite in cites)
    )


def _is_day(value: object) -> bool:
    return isinstance(value.get("on") if isinstance(value, dict) else value, date)


def test_every_entry_has_a_source_and_a_date() -> None:
    none_found(
        unfounded(KNOWLEDGE),
        "cite a source of knowledge/sources with the place in it, and give the day you read it.",
    )


def test_the_knowledge_that_is_checked_is_there() -> None:
    assert files(KNOWLEDGE / "rules", kind="*.toml"), "knowledge/rules holds no file"
    assert files(KNOWLEDGE / "sources", kind="*.toml"), "knowledge/sources holds no file"


def test_the_check_finds_entries_without_source_or_date(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "papers.toml").write_text('[[source]]\nid = "a"\n')
    (tmp_path / "rules" / "liver.toml").write_text(
        'scope = "liver"\nvalues = [1, 2]\n'
        '[[rule]]\nid = "good"\ncites = [{source = "a", at = "p. 1"}]\nchecked = 2026-11-22\n'
        '[[rule]]\nid = "old form"\ncites = [{source = "a", at = "p. 1"}]\n'
        "reviewed = {on = 2026-11-22}\n"
        '[[rule]]\nid = "no place"\ncites = [{source = "a"}]\nchecked = 2026-11-22\n'
        '[[fact]]\ncites = []\nchecked = "yesterday"\n'
    )
    assert list(unfounded(tmp_path)) == [
        "liver.toml [[rule]] no place has no `cites`.",
        "liver.toml [[fact]] number 1 has no `cites`.",
        "liver.toml [[fact]] number 1 has no date in `reviewed` or `checked`.",
        "papers.toml [[source]] a has no date in `reviewed` or `checked`.",
    ]
