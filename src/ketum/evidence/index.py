"""Looking one entry up by its id: what it says, where from, since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ketum.citation import Citation
from ketum.evidence.catalogue import read_catalogue
from ketum.evidence.knowledge_base import KnowledgeBase

__all__ = ["Shown", "count_entries", "show"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One entry of the knowledge base as a person reads it."""

    kind: str
    id: str
    says: tuple[tuple[str, str], ...]
    cites: tuple[Citation, ...]
    checked: date


def show(knowledge: KnowledgeBase, identity: str) -> tuple[Shown, ...]:
    """Every entry with this id (a code has one entry, and every rule and row that raises it)."""
    return tuple(
        entry
        for entry in (*_entries(knowledge), *_catalogue())
        if entry.id == identity or ("code", identity) in entry.says
    )


def count_entries(knowledge: KnowledgeBase) -> dict[str, int]:
    """How many entries of each kind the release holds."""
    counts: dict[str, int] = {}
    for entry in (*_entries(knowledge), *_catalogue()):
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    return counts


def _catalogue() -> Iterator[Shown]:
    """No rule reads the catalogue, so a knowledge base does not carry it."""
    for kind, identity, says, row in read_catalogue().entries:
        said = tuple(pair for pair in says if pair[1])
        yield Shown(kind=kind, id=identity, says=said, cites=row.cites, checked=row.checked)


def _entries(knowledge: KnowledgeBase) -> Iterator[Shown]:
    yield from _sources(knowledge)
    yield from _rules(knowledge)
    yield from _tables(knowledge)
    yield from _quantities(knowledge)
    yield from _levels(knowledge)
    yield from _words(knowledge)
    yield from _law(knowledge)
    yield from _products(knowledge)
    yield from _monitoring(knowledge)
    yield from _plans(knowledge)


def _pairs(**says: object) -> tuple[tuple[str, str], ...]:
    return tuple((key.replace("_", " "), str(value)) for key, value in says.items() if value)


def _join(words: Iterable[str]) -> str:
    return ", ".join(words)


def _sources(knowledge: KnowledgeBase) -> Iterator[Shown]:
    for source in knowledge.sources.values():
        says = _pairs(
            title=source.title,
            authors=source.authors,
            year=source.year,
            locator=source.locator,
            what_it_is=source.kind.value,
            read=source.read,
            confirmed="yes" if source.confirmed else "no",
        )
        yield Shown(kind="source", id=source.id, says=says, cites=(), checked=source.checked)


def _rules(knowledge: KnowledgeBase) -> Iterator[Shown]:
    for rule in knowledge.rulebook.rules:
        grades = [
            f"{'no finding' if g.severity is None else g.severity.word}: {g.why or 'see the file'}"
            for g in rule.grades
        ]
        says = _pairs(
            code=rule.code.code,
            stage=rule.stage.value,
            severity=rule.severity.word,
            action=rule.action,
            graded="; ".join(grades),
            instead=" ".join(row.text for row in rule.alternatives),
        )
        cites = (*rule.cites, *(cite for row in rule.alternatives for cite in row.cites))
        yield Shown(kind="rule", id=rule.id, says=says, cites=cites, checked=rule.reviewed)


def _tables(knowledge: KnowledgeBase) -> Iterator[Shown]:
    book = knowledge.rulebook
    for fact in book.facts:
        says = _pairs(means=fact.label, lowers=_join(fact.lowers))
        yield Shown(kind="fact", id=fact.id, says=says, cites=fact.cites, checked=fact.reviewed)
    for row in book.management:
        says = _pairs(code=row.code.code, severity=row.severity.word, action=row.action)
        yield Shown(
            kind="management row", id=row.id, says=says, cites=row.cites, checked=row.reviewed
        )
    for conflict in book.conflicts:
        says = _pairs(why=conflict.why, drops=_join(conflict.drop_rows))
        yield Shown(
            kind="conflict",
            id=conflict.id,
            says=says,
            cites=conflict.cites,
            checked=conflict.reviewed,
        )
    for placed in book.dispositions:
        says = _pairs(to=placed.to.word, why=placed.why)
        yield Shown(
            kind="disposition row",
            id=placed.id,
            says=says,
            cites=placed.cites,
            checked=placed.reviewed,
        )


def _quantities(knowledge: KnowledgeBase) -> Iterator[Shown]:
    for quantity in knowledge.measurements.values():
        says = _pairs(
            label=quantity.label,
            unit=quantity.unit,
            default_upper_limit=quantity.upper_limit,
            default_lower_limit=quantity.lower_limit,
        )
        yield Shown(
            kind="measurement",
            id=quantity.id,
            says=says,
            cites=quantity.cites,
            checked=quantity.checked,
        )
    for number in knowledge.parameters.values():
        says = _pairs(
            value=f"{number.value:g} {number.unit}",
            range=f"{number.low:g} to {number.high:g} {number.unit}",
            population=number.population,
            domain=number.domain,
        )
        yield Shown(
            kind="parameter", id=number.id, says=says, cites=number.cites, checked=number.checked
        )


def _levels(knowledge: KnowledgeBase) -> Iterator[Shown]:
    for shares in knowledge.shares.values():
        for share in shares.values():
            says = _pairs(
                value=f"{share.value:g}",
                range=f"{share.low:g} to {share.high:g}",
                basis=share.basis,
            )
            yield Shown(
                kind="share",
                id=f"{share.drug}.{share.quantity}",
                says=says,
                cites=share.cites,
                checked=share.checked,
            )
    for constants in knowledge.binding.values():
        for bound in constants:
            says = _pairs(ki=f"{bound.ki_nm:g} nmol/L", assay=bound.assay)
            yield Shown(
                kind="binding constant",
                id=f"{bound.substance}.{bound.receptor}",
                says=says,
                cites=bound.cites,
                checked=bound.checked,
            )


def _words(knowledge: KnowledgeBase) -> Iterator[Shown]:
    for drug in knowledge.vocabulary.drugs.values():
        says = _pairs(
            label=drug.label,
            drug_class=drug.drug_class,
            opioid_role=drug.opioid_role,
            scores=_join(f"{name} {score}" for name, score in drug.scores.items()),
            names=_join(drug.names),
        )
        yield Shown(kind="drug", id=drug.id, says=says, cites=drug.cites, checked=drug.checked)
    for term in knowledge.vocabulary.terms.values():
        says = _pairs(
            label=term.label,
            role=term.role,
            may_belong_to=_join(term.groups),
            names=_join(term.names),
        )
        yield Shown(kind="term", id=term.id, says=says, cites=term.cites, checked=term.checked)
    for text in knowledge.texts.values():
        yield Shown(
            kind="text",
            id=text.id,
            says=_pairs(text=text.text),
            cites=text.cites,
            checked=text.reviewed,
        )
    for said in knowledge.person_texts.values():
        ways = "; ".join(f"{do} {why}" for do, why in said.all_said)
        yield Shown(
            kind="person text",
            id=said.id,
            says=_pairs(to_the_person=ways),
            cites=said.cites,
            checked=said.reviewed,
        )


def _law(knowledge: KnowledgeBase) -> Iterator[Shown]:
    for events in knowledge.law.events.values():
        for event in events:
            says = _pairs(
                place=event.place_name,
                what=event.kind.value,
                status=" or ".join(status.value for status in event.statuses),
                substances=_join(event.substances),
                begins=event.starts.said if event.starts else "no date was read",
                last_day=event.ends.said if event.ends else "",
                instrument=event.instrument,
                minimum_age=event.minimum_age,
                cap=event.cap,
                standing=f"{event.standing}, confidence {event.confidence}",
                remark=event.remark,
            )
            yield Shown(
                kind="legal event", id=event.id, says=says, cites=event.cites, checked=event.checked
            )
    for rule in knowledge.law_rules:
        says = _pairs(
            code=rule.code.code,
            severity=rule.severity.word,
            statuses=_join(sorted(status.value for status in rule.statuses)),
            under_age=_join(sorted(status.value for status in rule.under_age)),
            action=rule.action,
        )
        yield Shown(
            kind="rule of the law", id=rule.id, says=says, cites=rule.cites, checked=rule.reviewed
        )


def _plans(knowledge: KnowledgeBase) -> Iterator[Shown]:
    for rule in knowledge.plans.rules.values():
        says = _pairs(code=rule.code.code, severity=rule.severity.word, action=rule.action)
        yield Shown(
            kind="plan rule", id=rule.id, says=says, cites=rule.cites, checked=rule.reviewed
        )
    for option in knowledge.plans.options:
        says = _pairs(title=option.title, says=option.says, tried=_join(option.asks))
        yield Shown(
            kind="plan option", id=f"option.{option.id}", says=says, cites=option.cites,
            checked=option.reviewed,
        )  # fmt: skip
    for figure in knowledge.plans.figures:
        says = _pairs(about=figure.topic, source=figure.label, says=figure.says)
        yield Shown(
            kind="plan figure", id=figure.id, says=says, cites=figure.cites,
            checked=figure.reviewed,
        )  # fmt: skip


def _products(knowledge: KnowledgeBase) -> Iterator[Shown]:
    for limit in knowledge.product_limits:
        says = _pairs(
            standard=limit.standard,
            kind=limit.kind.value,
            place=limit.place,
            analyte=limit.analyte,
            limit=f"{limit.comparator.value} {limit.value or ''} {limit.unit}",
            matrix=limit.matrix,
            superseded_by=limit.superseded_by,
            remark=limit.remark,
            confirmed="yes" if limit.confirmed else "no",
        )
        yield Shown(
            kind="product limit", id=limit.id, says=says, cites=limit.cites, checked=limit.checked
        )
    for panel in knowledge.panels.values():
        says = _pairs(label=panel.label, asked_of=panel.asked_of, analytes=_join(panel.analytes))
        yield Shown(kind="panel", id=panel.id, says=says, cites=panel.cites, checked=panel.checked)


def _monitoring(knowledge: KnowledgeBase) -> Iterator[Shown]:
    for flag in knowledge.monitoring.flags.values():
        of = dict.fromkeys(
            (
                *(part.of for row in flag.rows for part in row),
                *(t.of or t.kind for t in flag.trends),
            )
        )
        says = _pairs(
            label=flag.label,
            urgency=flag.urgency.value,
            stops="the plan stops until a clinician decides" if flag.stops else "",
            looks_at=_join(of),
            action=flag.action,
            remark=flag.remark,
        )
        yield Shown(kind="flag", id=flag.id, says=says, cites=flag.cites, checked=flag.reviewed)
    for measure in (*knowledge.monitoring.measures.values(), *knowledge.monitoring.after.values()):
        says = _pairs(
            label=measure.label,
            who=measure.who,
            answered_by=_join(sorted(measure.done_by)),
            remark=measure.remark,
        )
        yield Shown(
            kind="check-in", id=measure.id, says=says, cites=measure.cites, checked=measure.reviewed
        )
