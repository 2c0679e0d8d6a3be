"""Looking names up: one index for each field, built once for each vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ketum.evidence.spelling import spelling
from ketum.evidence.vocabulary import AmbiguousWord, Drug, Term, Vocabulary
from ketum.terminology.concept import ConceptKind, Field
from ketum.terminology.sentence import WORD

__all__ = ["ABBREVIATION", "Lexicon", "Meaning", "lexicon_of"]

# A name this short is an abbreviation: it counts only where nothing else can be meant.
ABBREVIATION = 3
# A plural is only taken off a word that stays a word.
SHORTEST_PLURAL = 5

MEASURED = ("laboratory", "vital", "ecg", "scale")
TERM_KINDS: Mapping[Field, tuple[tuple[str, ...], ...]] = {
    Field.CONDITIONS: (("condition", "symptom", "context"), MEASURED),
    Field.SYMPTOMS: (("symptom", "condition", "context"), MEASURED),
    Field.CIRCUMSTANCES: (("context", "condition", "symptom"), MEASURED),
    Field.ALLERGIES: (("allergen",), ("context",)),
    Field.AGENTS: (("condition", "context"),),
    Field.MEASUREMENT: (MEASURED, ("context", "symptom", "condition")),
    Field.VALUE: (("value",), ("symptom", "condition"), MEASURED),
}
DRUGS_FIRST = (Field.AGENTS, Field.ALLERGIES)
DRUGS_LAST = (Field.VALUE,)


# Tens of thousands are made at the start: a tuple is the fastest frozen value.
class Meaning(NamedTuple):
    """What one name stands for in one field.

    `whole_only` names count only as a whole entry, `ordinary` ones not even in a sentence
    beside others; `rivals` are labels of other things the same name means in this field;
    `words` is how many words the name has; a `denied` name says that the thing is not there.
    """

    kind: ConceptKind
    id: str
    label: str
    why: str
    drug_ids: tuple[str, ...] = ()
    term: Term | None = None
    whole_only: bool = False
    ordinary: bool = False
    rivals: tuple[str, ...] = ()
    words: int = 1
    denied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The names of one field by their spelling, and the most words one of them has."""

    names: Mapping[str, Meaning]
    longest: int

    def find(self, text: str) -> Meaning | None:
        """What the whole text is a name of, a simple plural set aside."""
        spelled = spelling(text)
        for form in _forms(spelled):
            found = self.names.get(form)
            if found is not None:
                return found
        return None


def _forms(spelled: str) -> Iterator[str]:
    yield spelled
    if len(spelled) < SHORTEST_PLURAL:
        return
    if spelled.endswith("ies"):
        yield f"{spelled.removesuffix('ies')}y"
    if spelled.endswith("es"):
        yield spelled.removesuffix("es")
    if spelled.endswith("s"):
        yield spelled.removesuffix("s")
    else:
        yield f"{spelled}s"


@lru_cache(maxsize=64)
def lexicon_of(vocabulary: Vocabulary, field: Field) -> Lexicon:
    """The index of one field."""
    names: dict[str, Meaning] = {}
    longest = 1
    sources = [_terms(vocabulary, field)]
    if field in DRUGS_FIRST:
        sources.insert(0, _agents(vocabulary))
    elif field in DRUGS_LAST:
        sources.append(_agents(vocabulary))
    for source in sources:
        for name, meaning in source:
            words = len(WORD.findall(name))
            spelled = spelling(name)
            if spelled not in names:
                names[spelled] = meaning if words == 1 else meaning._replace(words=words)
            longest = max(longest, words)
    return Lexicon(names=names, longest=longest)


def _agents(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    """Every name of the drug tables, ordinary words marked as such."""
    listed = list(_listed(vocabulary))
    meanings = {spelling(name): meaning for name, meaning in reversed(listed)}
    for spelled, word in vocabulary.ambiguous.items():
        meaning = meanings.get(spelled) or _slang(vocabulary, word)
        yield word.word, meaning._replace(whole_only=True, ordinary=True)
    yield from listed
    for name, identity, whole in _denied(vocabulary):
        if identity in vocabulary.drugs:
            yield name, _without(_one(vocabulary.drugs[identity], ""), whole)


def _denied(vocabulary: Vocabulary) -> Iterator[tuple[str, str, bool]]:
    """Names that deny something, its id, and whether they count only as a whole entry."""
    for entry in vocabulary.denied:
        yield from ((name, entry.id, False) for name in entry.names)
        yield from ((name, entry.id, True) for name in entry.whole_names)


def _without(meaning: Meaning, whole: bool) -> Meaning:
    why = f"says that there is no {meaning.label}"
    return meaning._replace(denied=True, whole_only=meaning.whole_only or whole, why=why)


def _listed(vocabulary: Vocabulary) -> Iterator[tuple[str, Meaning]]:
    for drug in vocabulary.drugs.values():
        meaning = _one(drug, "the name of the drug")
        other = _one(drug, f"another name of {drug.label}")
        yield drug.label, meaning
        yield from ((name, other) for name in drug.names)
    for multi in vocabulary.multi.values():
        yield multi.name, _several(vocabulary, multi.name, multi.kind, multi.acting)
    for group in vocabulary.classes.values():
        meaning = Meaning(
            kind=ConceptKind.DRUG_CLASS,
            id=group.id,
            label=group.label,
            why="a class of drugs; which one is not said",
            drug_ids=group.members,
        )
        yield from ((name, meaning) for name in (*group.names, group.label))


def _one(drug: Drug, why: str) -> Meaning:
    return Meaning(
        kind=ConceptKind.DRUG, id=drug.id, label=drug.label, why=why, drug_ids=(drug.id,)
    )


def _slang(vocabulary: Vocabulary, word: AmbiguousWord) -> Meaning:
    if len(word.drugs) > 1:
        return _several(vocabulary, word.word, "ambiguous", word.drugs)
    drug = vocabulary.drugs[word.drugs[0]]
    return _one(drug, f"a street name of {drug.label}")


def _several(vocabulary: Vocabulary, name: str, kind: str, members: Sequence[str]) -> Meaning:
    combined = kind == "combination"
    labels = [vocabulary.drugs[member].label for member in members]
    return Meaning(
        kind=ConceptKind.COMBINATION if combined else ConceptKind.AMBIGUOUS,
        id=spelling(name),
        label=name,
        why=f"contains {' and '.join(labels)}" if combined else f"may be {' or '.join(labels)}",
        drug_ids=tuple(members),
    )


class _Claim(NamedTuple):
    """A term's claim to a name: whether it yields it, and whether it must stand alone."""

    term: Term
    name: str
    second: bool = False
    whole: bool = False


def _terms(vocabulary: Vocabulary, field: Field) -> Iterator[tuple[str, Meaning]]:
    """Names of terms, the kinds of the field first, a shared name to its graver term."""
    among_drugs = field is Field.AGENTS
    for kinds in TERM_KINDS[field]:
        claims: dict[str, list[_Claim]] = {}
        for term in vocabulary.terms.values():
            for claim in _claims(term) if term.kind in kinds else ():
                spelled = spelling(claim.name)
                # An abbreviation among drugs ("PE", "MS") is not a disease.
                if not (among_drugs and len(spelled) <= ABBREVIATION):
                    claims.setdefault(spelled, []).append(claim)
        for found in claims.values():
            if len(found) > 1:
                found.sort(key=lambda claim: (claim.second, kinds.index(claim.term.kind)))
            term = found[0].term
            is_label = found[0].name == term.label
            rivals = dict.fromkeys(c.term.label for c in found if c is found[0] or not is_label)
            yield (
                found[0].name,
                _plain(term)._replace(
                    whole_only=among_drugs or found[0].whole,
                    rivals=tuple(rivals)[1:],
                ),
            )
        for name, identity, whole in _denied(vocabulary):
            denied = vocabulary.terms.get(identity)
            if denied is not None and denied.kind in kinds and not among_drugs:
                yield name, _without(_plain(denied), whole)


def _plain(term: Term) -> Meaning:
    why = f"a listed name of {term.label}"
    return Meaning(kind=ConceptKind.TERM, id=term.id, label=term.label, why=why, term=term)


def _claims(term: Term) -> Iterator[_Claim]:
    if term.label not in term.whole_names:
        yield _Claim(term, term.label)
    for name in term.names:
        yield _Claim(term, name)
    for name in term.whole_names:
        yield _Claim(term, name, whole=True)
    for name in term.second_names:
        yield _Claim(term, name, second=True, whole=True)
