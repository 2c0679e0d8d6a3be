"""The words Ketum knows: drugs, classes, shared names, clinical terms, phrases around them."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.amount_words import AmountWords, read_amount_words
from ketum.evidence.qualifiers import EFFECTS, POSITIONS, Qualifier
from ketum.evidence.spelling import spelling
from ketum.evidence.tables import Row, read_table

__all__ = [
    "AmbiguousWord",
    "DeniedName",
    "Drug",
    "DrugClass",
    "MultiName",
    "Term",
    "Vocabulary",
    "read_vocabulary",
]

SCORES = (
    "cns_depressant",
    "serotonergic",
    "seizure_threshold",
    "hepatotoxic",
    "anticholinergic",
    "sympathomimetic",
    "hypotension",
    "mao_inhibitor",
)
OPIOID_ROLES = (
    "none",
    "full_agonist",
    "partial_agonist",
    "mixed_agonist_antagonist",
    "antagonist",
    "peripheral_antagonist",
)
TERM_KINDS = (
    "symptom",
    "condition",
    "context",
    "laboratory",
    "vital",
    "ecg",
    "scale",
    "value",
    "allergen",
)
TERM_ROLES = ("is", "suggests", "measures", "history")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """One medicine or substance. A score missing from `scores` is unknown, never none."""

    id: str
    label: str
    drug_class: str
    classes: frozenset[str]
    opioid_role: str
    scores: Mapping[str, int]
    rxcui: str
    names: tuple[str, ...]
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugClass:
    """A class of drugs, what people write for it, and the drugs that say they belong to it."""

    id: str
    label: str
    names: tuple[str, ...]
    members: tuple[str, ...]
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiName:
    """A name of several drugs: all of them (combination) or one of them (ambiguous).

    `absent_members` are in the product and raise nothing in this presentation.
    """

    name: str
    kind: str
    members: tuple[str, ...]
    absent_members: tuple[str, ...]
    not_in_table: tuple[str, ...]
    cites: tuple[Citation, ...]

    @property
    def acting(self) -> tuple[str, ...]:
        return tuple(member for member in self.members if member not in self.absent_members)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmbiguousWord:
    """An ordinary word that is also a street name."""

    word: str
    drugs: tuple[str, ...]
    kind: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A clinical word.

    `whole_names` count only as a whole entry; `second_names` it shares with a graver term,
    which is read first.
    """

    id: str
    label: str
    kind: str
    role: str
    groups: tuple[str, ...]
    names: tuple[str, ...]
    whole_names: tuple[str, ...]
    second_names: tuple[str, ...]
    icd10: str
    loinc: str
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeniedName:
    """Names that say that a drug is not taken, or that a term does not hold ("teetotal")."""

    id: str
    names: tuple[str, ...]
    whole_names: tuple[str, ...]
    cites: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Vocabulary:
    """All tables, each by id (or by the spelling of its name); compared by identity."""

    drugs: Mapping[str, Drug]
    classes: Mapping[str, DrugClass]
    terms: Mapping[str, Term]
    multi: Mapping[str, MultiName]
    ambiguous: Mapping[str, AmbiguousWord]
    denied: tuple[DeniedName, ...]
    qualifiers: tuple[Qualifier, ...]
    amounts: AmountWords


def read_vocabulary(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> Vocabulary:
    """The tables of `knowledge/terms`; every fault is appended as one sentence."""
    reader = _Reader(folder, sources, faults)
    drugs = reader.drugs()
    classes, terms = reader.classes(drugs), reader.terms()
    vocabulary = Vocabulary(
        drugs=drugs,
        classes=classes,
        terms=terms,
        multi=reader.multi(drugs),
        ambiguous=reader.ambiguous(drugs),
        denied=reader.denied({*drugs, *terms}),
        qualifiers=reader.qualifiers(),
        amounts=read_amount_words(folder, sources, faults),
    )
    faults.extend(_shared_names(vocabulary))
    return vocabulary


@dataclass(frozen=True, slots=True)
class _Reader:
    folder: Traversable
    sources: Mapping[str, Source]
    faults: list[str]

    def rows(self, name: str, *columns: str) -> Iterable[Row]:
        return read_table(self.folder, f"{name}.csv", columns, self.sources, self.faults)

    def drugs(self) -> dict[str, Drug]:
        columns = ("id", "label", "drug_class", "classes", "opioid_role", *SCORES, "rxcui", "names")
        found: dict[str, Drug] = {}
        for row in self.rows("drugs", *columns):
            _check_new(row, found, row["id"])
            _check_given(row, "label", "drug_class")
            _check_among(row, "opioid_role", OPIOID_ROLES)
            found[row["id"]] = Drug(
                id=row["id"],
                label=row["label"],
                drug_class=row["drug_class"],
                classes=frozenset(row.words("classes")),
                opioid_role=row["opioid_role"],
                scores=_scores(row),
                rxcui=row["rxcui"],
                names=row.words("names"),
                cites=row.cites,
                checked=row.checked,
            )
        return found

    def classes(self, drugs: Mapping[str, Drug]) -> dict[str, DrugClass]:
        members: dict[str, list[str]] = {}
        for drug in drugs.values():
            for name in drug.classes:
                members.setdefault(name, []).append(drug.id)
        found: dict[str, DrugClass] = {}
        for row in self.rows("drug_classes", "id", "label", "names"):
            _check_new(row, found, row["id"])
            _check_given(row, "label")
            if row["id"] not in members:
                row.fault("no drug belongs to it. Name it in `classes` of terms/drugs.csv.")
            found[row["id"]] = DrugClass(
                id=row["id"],
                label=row["label"],
                names=row.words("names"),
                members=tuple(members.get(row["id"], ())),
                cites=row.cites,
            )
        for name in sorted(set(members) - set(found)):
            self.faults.append(
                f"terms/drugs.csv ({members[name][0]}): unknown class `{name}`. Add it to "
                "terms/drug_classes.csv or correct `classes`."
            )
        return found

    def multi(self, drugs: Mapping[str, Drug]) -> dict[str, MultiName]:
        columns = ("name", "kind", "members", "absent_members", "not_in_table")
        found: dict[str, MultiName] = {}
        for row in self.rows("drug_names_multi", *columns):
            _check_new(row, found, spelling(row["name"]))
            _check_among(row, "kind", ("combination", "ambiguous"))
            _check_drugs(row, "members", drugs)
            if not set(row.words("absent_members")) <= set(row.words("members")):
                row.fault("`absent_members` must be among `members`.")
            found[spelling(row["name"])] = MultiName(
                name=row["name"],
                kind=row["kind"],
                members=row.words("members"),
                absent_members=row.words("absent_members"),
                not_in_table=row.words("not_in_table"),
                cites=row.cites,
            )
        return found

    def ambiguous(self, drugs: Mapping[str, Drug]) -> dict[str, AmbiguousWord]:
        found: dict[str, AmbiguousWord] = {}
        for row in self.rows("ambiguous_words", "word", "drugs", "kind"):
            _check_new(row, found, spelling(row["word"]))
            _check_drugs(row, "drugs", drugs)
            found[spelling(row["word"])] = AmbiguousWord(
                word=row["word"], drugs=row.words("drugs"), kind=row["kind"], cites=row.cites
            )
        return found

    def terms(self) -> dict[str, Term]:
        columns = ("id", "label", "kind", "role", "groups", "names")
        found: dict[str, Term] = {}
        for row in self.rows("terms", *columns, "whole_names", "second_names", "icd10", "loinc"):
            _check_new(row, found, row["id"])
            _check_given(row, "label")
            _check_among(row, "kind", TERM_KINDS)
            _check_among(row, "role", TERM_ROLES)
            found[row["id"]] = Term(
                id=row["id"],
                label=row["label"],
                kind=row["kind"],
                role=row["role"],
                groups=row.words("groups"),
                names=row.words("names"),
                whole_names=row.words("whole_names"),
                second_names=row.words("second_names"),
                icd10=row["icd10"],
                loinc=row["loinc"],
                cites=row.cites,
                checked=row.checked,
            )
        return found

    def denied(self, known: Collection[str]) -> tuple[DeniedName, ...]:
        found: dict[str, DeniedName] = {}
        for row in self.rows("denied_names", "id", "names", "whole_names"):
            _check_new(row, found, row["id"])
            if row["id"] not in known:
                row.fault("no drug and no term has this id. Correct `id`.")
                continue
            found[row["id"]] = DeniedName(
                id=row["id"],
                names=row.words("names"),
                whole_names=row.words("whole_names"),
                cites=row.cites,
            )
        return tuple(found.values())

    def qualifiers(self) -> tuple[Qualifier, ...]:
        found: dict[tuple[str, str], Qualifier] = {}
        for row in self.rows("qualifiers", "phrase", "effect", "position"):
            _check_new(row, found, (row["phrase"], row["position"]))
            _check_among(row, "effect", EFFECTS)
            _check_among(row, "position", POSITIONS)
            effect, position = EFFECTS.get(row["effect"]), POSITIONS.get(row["position"])
            if effect is None or position is None:
                continue
            found[row["phrase"], row["position"]] = Qualifier(
                phrase=row["phrase"], effect=effect, position=position, cites=row.cites
            )
        return tuple(found.values())


def _check_new(row: Row, found: Container[object], key: object) -> None:
    if key in found:
        row.fault("the entry is given twice. Rename or remove one.")


def _check_given(row: Row, *columns: str) -> None:
    for column in columns:
        if not row[column]:
            row.fault(f"no `{column}`. Give one.")


def _check_among(row: Row, column: str, allowed: Collection[str]) -> None:
    if row[column] not in allowed:
        row.fault(f"`{column}` must be one of {', '.join(allowed)}.")


def _check_drugs(row: Row, column: str, drugs: Mapping[str, Drug]) -> None:
    if not row[column]:
        row.fault(f"no `{column}`. Name at least one drug.")
    for drug in row.words(column):
        if drug not in drugs:
            row.fault(f"unknown drug `{drug}`. Add it to terms/drugs.csv or correct `{column}`.")


def _scores(row: Row) -> dict[str, int]:
    scores = {}
    for name in SCORES:
        cell = row[name]
        if cell.isdecimal():
            scores[name] = int(cell)
        elif cell:
            row.fault(f"`{name}` must be a whole number, or empty when unknown.")
    return scores


def _shared_names(vocabulary: Vocabulary) -> list[str]:
    """One sentence for each name that two entries of the drug tables claim."""
    owners: dict[str, tuple[str, str]] = {}
    faults = []
    for drug in vocabulary.drugs.values():
        for name in (drug.label, *drug.names):
            owner = owners.setdefault(spelling(name), ("drugs.csv", drug.id))
            if owner[1] != drug.id:
                faults.append(
                    f"terms/drugs.csv ({drug.id}): {owner[1]} has the name `{name}` too. Remove "
                    "one, or make it a row of terms/drug_names_multi.csv."
                )
    others = [("drug_classes.csv", c.id, c.names) for c in vocabulary.classes.values()]
    others += [("drug_names_multi.csv", m.name, (m.name,)) for m in vocabulary.multi.values()]
    for table, entry, names in others:
        for name in names:
            owner = owners.setdefault(spelling(name), (table, entry))
            if owner != (table, entry):
                faults.append(
                    f"terms/{table} ({entry}): {owner[1]} in terms/{owner[0]} has the name "
                    f"`{name}` too. Remove one."
                )
    return faults
