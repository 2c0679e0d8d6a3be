"""Looking names up: one index for each vocabulary, read by each field in its own order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ketum.evidence.spelling import spelling
from ketum.evidence.vocabulary import AmbiguousWord, Drug, Term, Vocabulary
from ketum.terminology.concept import ConceptKind, Field
from ketum.terminology.sentence import WORD

__all__ = ["ABBREVIATION", "Lexicon", "Meaning", "is_listed", "lexicon_of"]

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


# Thousands are made at the start: a tuple is the fastest frozen value.
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


class Lexicon:
    """The names of one field by their spelling; what a name means is worked out when asked."""

    def __init__(self, index: _Index, field: Field) -> None:
        self._index = index
        self._listed = index.listed
        self._field = field
        self._known: dict[str, Meaning | None] = {}
        counts = [index.words_of_kind.get(kind, 1) for kind in sum(TERM_KINDS[field], ())]
        if field in DRUGS_FIRST or field in DRUGS_LAST:
            counts.append(index.words_of_agents)
        self.longest = max(counts)

    def find(self, text: str) -> Meaning | None:
        """What the whole text is a name of, a simple plural set aside."""
        for form in _forms(spelling(text)):
            found = self.meaning(form)
            if found is not None:
                return found
        return None

    def meaning(self, spelled: str) -> Meaning | None:
        """What the name so spelled stands for in this field."""
        if spelled not in self._listed:
            return None
        if spelled not in self._known:
            self._known[spelled] = self._index.meaning(spelled, self._field)
        return self._known[spelled]


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
    """The names of one field."""
    return Lexicon(_index_of(vocabulary), field)


def is_listed(spelled: str, vocabulary: Vocabulary) -> bool:
    """Whether some field has the word as a name."""
    return spelled in _index_of(vocabulary).listed


@lru_cache(maxsize=8)
def _index_of(vocabulary: Vocabulary) -> _Index:
    return _Index(vocabulary)


class _Index:
    """Every name of a vocabulary by its spelling, once, whatever the field."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.claims: dict[str, list[_Claim]] = {}
        self.denied: dict[str, list[_Denied]] = {}
        self.agents: dict[str, tuple[str, Meaning]] = {}
        # The most words that a name of a kind of terms, or of an agent, has.
        self.words_of_kind: dict[str, int] = {}
        self.vocabulary = vocabulary
        for term in vocabulary.terms.values():
            longest = self.words_of_kind.get(term.kind, 1)
            for claim in _claims(term):
                self.claims.setdefault(spelling(claim.name), []).append(claim)
                longest = max(longest, _count(claim.name))
            self.words_of_kind[term.kind] = longest
        for name, identity, whole in _denied(vocabulary):
            held = vocabulary.terms.get(identity)
            if held is not None:
                self.denied.setdefault(spelling(name), []).append(_Denied(held, name, whole))
                longest = max(self.words_of_kind[held.kind], _count(name))
                self.words_of_kind[held.kind] = longest
        for name, meaning in _agents(vocabulary):
            self.agents.setdefault(spelling(name), (name, meaning))
        self.words_of_agents = max((_count(name) for name, _ in self.agents.values()), default=1)
        self.listed = frozenset().union(self.claims, self.agents, self.denied)

    def meaning(self, spelled: str, field: Field) -> Meaning | None:
        """What the name stands for in the field: the kinds of the field in their order."""
        named: tuple[str, Meaning] | None = None
        if field in DRUGS_FIRST:
            named = self.agents.get(spelled)
        named = named or self._term(spelled, field)
        if named is None and field in DRUGS_LAST:
            named = self.agents.get(spelled)
        if named is None:
            return None
        name, meaning = named
        words = _count(name)
        return meaning if words == 1 else meaning._replace(words=words)

    def _term(self, spelled: str, field: Field) -> tuple[str, Meaning] | None:
        """The term with this name, of the first kinds that have one; of several the graver."""
        among_drugs = field is Field.AGENTS
        # An abbreviation among drugs ("PE", "MS") is not a disease.
        if among_drugs and len(spelled) <= ABBREVIATION:
            return None
        claims = self.claims.get(spelled, ())
        denied = () if among_drugs else self.denied.get(spelled, ())
        for kinds in TERM_KINDS[field]:
            found = [claim for claim in claims if claim.term.kind in kinds]
            if found:
                return _claimed(found, kinds, among_drugs=among_drugs)
            for name in denied:
                if name.term.kind in kinds:
                    return name.name, _without(_plain(name.term), name.whole)
        return None


def _count(name: str) -> int:
    return len(WORD.findall(name))


def _claimed(
    found: list[_Claim], kinds: Sequence[str], *, among_drugs: bool
) -> tuple[str, Meaning]:
    """What terms of these kinds make of a name that they share."""
    found.sort(key=lambda claim: (claim.second, kinds.index(claim.term.kind)))
    first = found[0]
    is_label = first.name == first.term.label
    rivals = dict.fromkeys(c.term.label for c in found if c is first or not is_label)
    return first.name, _plain(first.term)._replace(
        whole_only=among_drugs or first.whole, rivals=tuple(rivals)[1:]
    )


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


class _Denied(NamedTuple):
    """A name that says that a term does not hold."""

    term: Term
    name: str
    whole: bool


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
