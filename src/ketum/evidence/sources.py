"""Reading `knowledge/sources`: what may be cited."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from ketum.citation import Source, SourceKind
from ketum.evidence.entries import Entry, read_entries, read_toml

__all__ = ["read_sources"]


def read_sources(folder: Traversable, faults: list[str]) -> dict[str, Source]:
    """Every source of every file in the folder, by id."""
    sources: dict[str, Source] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        name = f"sources/{file.name}"
        for entry in read_entries(read_toml(file, name, faults), "source", name, {}, faults):
            source = _source(entry)
            if source.id in sources:
                entry.fault("another file already has a source with this id. Rename one.")
            sources[source.id] = source
    return sources


def _source(entry: Entry) -> Source:
    kind = entry.text("kind")
    if kind not in {k.value for k in SourceKind}:
        entry.fault(f"`kind` must be one of {', '.join(k.value for k in SourceKind)}.")
        kind = SourceKind.JUDGEMENT.value
    source = Source(
        id=entry.text("id"),
        kind=SourceKind(kind),
        title=entry.text("title"),
        authors=entry.text("authors"),
        year=entry.text("year"),
        locator=entry.text("locator"),
        read=entry.text("read"),
        confirmed=entry.flag("confirmed"),
        checked=entry.day("checked"),
    )
    if source.kind is SourceKind.JUDGEMENT and source.confirmed:
        entry.fault("a judgement is never confirmed. Set `confirmed = false`.")
    if source.confirmed and source.read == "not read":
        entry.fault("a source that was not read cannot be confirmed.")
    return source
