"""Reading one table of a knowledge file: every missing, wrong or unknown key is a fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources.abc import Traversable

import tomli

from ketum.citation import Citation, Source
from ketum.evidence.conditions import Condition, parse_condition
from ketum.finding import Severity, Urgency

__all__ = ["Entry", "read_entries", "read_toml"]

NEVER = date(1900, 1, 1)


def read_toml(file: Traversable, name: str, faults: list[str]) -> dict[str, object]:
    """The file's content, or an empty table and a fault."""
    try:
        return tomli.loads(file.read_text(encoding="utf-8"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{name}: not valid TOML ({error}). Mend the file.")
    except OSError:
        faults.append(f"{name}: the file is missing. Restore it from the release.")
    return {}


@dataclass(slots=True, kw_only=True)
class Entry:
    """One table of a knowledge file, read key by key."""

    table: Mapping[str, object]
    where: str
    sources: Mapping[str, Source]
    faults: list[str]
    used: set[str] = field(default_factory=set)

    def fault(self, sentence: str) -> None:
        self.faults.append(f"{self.where}: {sentence}")

    def get(self, key: str) -> object:
        self.used.add(key)
        return self.table.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        self.fault(f"no `{key}`. Give it as text.")
        return ""

    def number(self, key: str, default: float | None = None) -> float | None:
        value = self.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(f"`{key}` must be a number.")
            return default
        return float(value)

    def flag(self, key: str) -> bool:
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self.fault(f"`{key}` must be true or false.")
        return value is True

    def words(self, key: str) -> tuple[str, ...]:
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        self.fault(f"`{key}` must be a list of words.")
        return ()

    def numbers(self, key: str) -> dict[str, float]:
        value = self.get(key)
        if isinstance(value, dict) and all(
            isinstance(number, int | float) and not isinstance(number, bool)
            for number in value.values()
        ):
            return {name: float(number) for name, number in value.items()}
        if value is not None:
            self.fault(f"`{key}` must be a table of numbers.")
        return {}

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, dict) and all(isinstance(text, str) for text in value.values()):
            return tuple((name, " ".join(text.split())) for name, text in value.items())
        self.fault(f"`{key}` must be a table of texts.")
        return ()

    def day(self, key: str) -> date:
        value = self.get(key)
        if isinstance(value, date):
            return value
        self.fault(f"no date in `{key}`. Give the day it was last checked, such as 2026-11-22.")
        return NEVER

    def severity(self, key: str, default: Severity | None = None) -> Severity:
        value = self.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.upper() in Severity.__members__:
            return Severity[value.upper()]
        self.fault(f"`{key}` must be one of {', '.join(s.word for s in Severity)}.")
        return Severity.EMERGENCY

    def urgency(self, key: str = "urgency") -> Urgency | None:
        value = self.get(key)
        if value is None:
            return None
        try:
            return Urgency(value)
        except ValueError:
            self.fault(f"`{key}` must be one of {', '.join(u.value for u in Urgency)}.")
            return None

    def condition(self, key: str) -> Condition:
        return parse_condition(self.get(key), f"{self.where}, `{key}`", self.faults)

    def cites(self, key: str = "cites") -> tuple[Citation, ...]:
        value = self.get(key)
        if not isinstance(value, list) or not value:
            self.fault(f"no source. Give at least one in `{key}`.")
            return ()
        citations = []
        for cite in value:
            source = self.sources.get(str(cite.get("source"))) if isinstance(cite, dict) else None
            place = cite.get("at") if isinstance(cite, dict) else None
            if source is None:
                self.fault(f"`{key}` names a source that sources/ does not have.")
            elif not isinstance(place, str) or not place.strip():
                self.fault(f"`{key}` does not say where in {source.id}. Give `at`.")
            else:
                confirmed = bool(cite.get("confirmed", source.confirmed))
                citations.append(Citation(source=source, at=place, confirmed=confirmed))
        return tuple(citations)

    def entries(self, key: str) -> Iterator[Entry]:
        value = self.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.fault(f"`{key}` must be a list of tables.")
            return
        for index, table in enumerate(value):
            where = f"{self.where}, {key}[{index}]"
            if isinstance(table, dict):
                yield Entry(table=table, where=where, sources=self.sources, faults=self.faults)
            else:
                self.faults.append(f"{where}: must be a table.")

    def finish(self) -> None:
        """Report keys nobody asked for."""
        unknown = sorted(set(self.table) - self.used)
        if unknown:
            self.fault(f"unknown key {', '.join(f'`{key}`' for key in unknown)}. Remove it.")


def read_entries(
    content: Mapping[str, object],
    kind: str,
    name: str,
    sources: Mapping[str, Source],
    faults: list[str],
) -> Iterator[Entry]:
    """Each `[[kind]]` of a file; anything else at the top of the file is a fault."""
    for key in content:
        if key != kind:
            faults.append(f"{name}: unknown table `{key}`; this file holds [[{kind}]].")
    tables = content.get(kind, [])
    if not isinstance(tables, list):
        faults.append(f"{name}: `{kind}` must be written as [[{kind}]].")
        return
    seen: set[str] = set()
    for index, table in enumerate(tables):
        identity = str(table.get("id", f"entry {index + 1}"))
        if identity in seen:
            faults.append(f"{name}: {identity}: this id is used twice. Rename one.")
        seen.add(identity)
        entry = Entry(table=table, where=f"{name}: {identity}", sources=sources, faults=faults)
        yield entry
        entry.finish()
