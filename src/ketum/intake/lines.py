"""The line on which a path of a case file stands; only asked when there is something to say.

The strict parsers give no lines, so the file is parsed again, by tree-sitter.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable

import tree_sitter_json
import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from ketum.intake.fault import Path
from ketum.intake.format import Format

__all__ = ["MAX_BYTES_FOR_LINES", "lines_of"]

# Parsing for lines is slower than parsing: beyond this size a complaint goes without its line.
MAX_BYTES_FOR_LINES = 500_000

Lines = dict[Path, int]


def lines_of(text: str, notation: Format, paths: Iterable[Path]) -> Lines:
    """The line of each path, counted from 1; of the nearest path above it where it is absent.

    Of a key written twice it is the last line, as it is the last value that counts.
    """
    paths = set(paths)
    content = text.encode("utf-8")
    if len(content) > MAX_BYTES_FOR_LINES:
        return {}
    wanted = {path[:length] for path in paths for length in range(len(path) + 1)}
    language = tree_sitter_json if notation is Format.JSON else tree_sitter_toml
    root = Parser(Language(language.language())).parse(content).root_node
    finder = _JsonLines(wanted) if notation is Format.JSON else _TomlLines(wanted)
    finder.walk(root)
    lines: Lines = {}
    for path in paths:
        known = next(
            (path[:end] for end in range(len(path), 0, -1) if path[:end] in finder.found), None
        )
        if known is not None:
            lines[path] = finder.found[known]
    return lines


class _JsonLines:
    """Walks down to the wanted paths of a JSON tree."""

    def __init__(self, wanted: set[Path]) -> None:
        self.wanted = wanted
        self.found: Lines = {}

    def walk(self, root: Node) -> None:
        for value in root.named_children:
            self._value((), value)

    def _value(self, path: Path, value: Node) -> None:
        if value.type == "array":
            for index, entry in enumerate(value.named_children):
                self._note((*path, index), entry, entry)
        elif value.type == "object":
            for pair in value.named_children:
                key, part = pair.child_by_field_name("key"), pair.child_by_field_name("value")
                if key is not None and part is not None:
                    self._note((*path, str(json.loads(_text(key)))), key, part)

    def _note(self, path: Path, at: Node, value: Node) -> None:
        if path in self.wanted:
            self.found[path] = at.start_point[0] + 1
            self._value(path, value)


class _TomlLines:
    """Walks down to the wanted paths of a TOML tree."""

    def __init__(self, wanted: set[Path]) -> None:
        self.wanted = wanted
        self.found: Lines = {}
        self.entries: Counter[Path] = Counter()

    def walk(self, root: Node) -> None:
        for node in root.named_children:
            if node.type == "pair":
                self._pair((), node)
            elif node.type in ("table", "table_array_element"):
                self._section(node)

    def _section(self, node: Node) -> None:
        name, *pairs = (child for child in node.named_children if child.type != "comment")
        path: Path = ()
        *above, last = _keys(name)
        for key in above:
            path = self._last_entry((*path, key))
        path = (*path, last)
        if node.type == "table_array_element":
            self._note(path, name)
            self.entries[path] += 1
            path = self._last_entry(path)
        self._note(path, name)
        for pair in pairs:
            self._pair(path, pair)

    def _last_entry(self, path: Path) -> Path:
        return (*path, self.entries[path] - 1) if self.entries[path] else path

    def _pair(self, path: Path, pair: Node) -> None:
        children = [child for child in pair.named_children if child.type != "comment"]
        if len(children) != 2:
            return
        key, value = children
        for part in _keys(key):
            path = (*path, part)
            self._note(path, key)
        self._value(path, value)

    def _value(self, path: Path, value: Node) -> None:
        if path not in self.wanted:
            return
        if value.type == "inline_table":
            for pair in value.named_children:
                self._pair(path, pair)
        elif value.type == "array":
            entries = [entry for entry in value.named_children if entry.type != "comment"]
            for index, entry in enumerate(entries):
                self._note((*path, index), entry)
                self._value((*path, index), entry)

    def _note(self, path: Path, at: Node) -> None:
        if path in self.wanted:
            self.found.setdefault(path, at.start_point[0] + 1)


def _keys(node: Node) -> list[str]:
    """The parts of a key of TOML, bare, quoted or dotted."""
    if node.type == "dotted_key":
        return [part for child in node.named_children for part in _keys(child)]
    if node.type == "quoted_key":
        return list(tomllib.loads(f"{_text(node)} = 0"))
    return [_text(node)]


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8")
