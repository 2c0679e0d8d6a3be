"""What a clause names, and the concepts it becomes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ketum.terminology.concept import Concept, ConceptKind, Time
from ketum.terminology.lexicon import Meaning
from ketum.terminology.qualifying import Said
from ketum.terminology.sentence import Clause

__all__ = ["Found", "Match", "concept_of", "concepts_of", "distinct", "width", "with_asides"]

ENDING = ("but", "stop")


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a text: words start..end, and whether it is all its clause names."""

    start: int
    end: int
    meaning: Meaning
    whole: bool = False
    misspelt: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What one clause was read as."""

    clause: Clause
    matches: tuple[Match, ...] = ()
    candidates: tuple[str, ...] = ()
    aside: bool = False


def with_asides(found: Iterable[Found]) -> list[Found]:
    """Clauses that only speak of the one before ("..., stopped last week") joined to it.

    Where such a clause ends what was said ("but UDS"), the next begins anew.
    """
    joined: list[Found] = []
    ended = False
    for item in found:
        if item.aside and not item.matches and joined and joined[-1].matches:
            clause = replace(joined[-1].clause, end=item.clause.end)
            joined[-1] = replace(joined[-1], clause=clause)
            ended = ended or item.clause.joint in ENDING
            continue
        joined.append(replace(item, clause=replace(item.clause, joint="stop")) if ended else item)
        ended = False
    return joined


def width(matches: Iterable[Match]) -> int:
    return max(match.end - match.start for match in matches)


def concepts_of(
    match: Match, said: Said, own: Time | None, remark: str, rest: bool
) -> tuple[Concept, ...]:
    """What a name in a clause stands for; denied for a time only, it was there before."""
    now = concept_of(match.meaning, said, own, remark, misspelt=match.misspelt, rest=rest)
    if not said.limited:
        return (now,)
    return now, replace(now, present=True, time="past")


def concept_of(
    meaning: Meaning,
    said: Said,
    own: Time | None,
    remark: str,
    *,
    misspelt: bool = False,
    rest: bool = False,
) -> Concept:
    read_as = None
    words = ("not present",) if meaning.denied else said.words
    if misspelt or words or said.doubtful or meaning.rivals:
        read_as = ", ".join([meaning.label, *words])
        if meaning.rivals:
            read_as += f"; may also mean {' or '.join(meaning.rivals)}"
    is_guess = misspelt or said.doubtful or said.time == "possible" or bool(meaning.rivals)
    return Concept(
        kind=meaning.kind,
        id=meaning.id,
        label=meaning.label,
        drug_ids=meaning.drug_ids,
        term=meaning.term,
        present=said.present and not meaning.denied,
        time=said.time or own,
        remark=remark,
        read_as=read_as,
        doubtful=is_guess or (rest and bool(said.words)),
        why=f"one letter from {meaning.why}" if misspelt else meaning.why,
    )


def _with_remark(concept: Concept, remark: str) -> Concept:
    return replace(concept, remark="; ".join(filter(None, (concept.remark, remark))))


def distinct(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
    found: dict[tuple[ConceptKind, str, bool, str | None], Concept] = {}
    for concept in concepts:
        key = (concept.kind, concept.id, concept.present, concept.time)
        if key not in found:
            found[key] = concept
        elif concept.remark not in found[key].remark:
            found[key] = _with_remark(found[key], concept.remark)
    return tuple(found.values())
