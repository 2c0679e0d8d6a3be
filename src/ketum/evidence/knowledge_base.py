"""The knowledge base of one release, complete or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ketum.citation import Source
from ketum.errors import EvidenceDamaged
from ketum.evidence.analytes import Analytes, read_analytes
from ketum.evidence.entries import Entry, read_toml
from ketum.evidence.instruments import Instrument, read_instruments
from ketum.evidence.kept import kept
from ketum.evidence.law import LawBook, read_law
from ketum.evidence.law_rules import LawRule, read_law_rules
from ketum.evidence.levels import (
    BindingConstant,
    Share,
    read_binding_constants,
    read_shares,
)
from ketum.evidence.models import ExposureModel, read_models
from ketum.evidence.monitoring import Monitoring, read_monitoring
from ketum.evidence.person_texts import PersonText, read_person_texts
from ketum.evidence.plans import PlanWords, read_plan_words
from ketum.evidence.product_limits import (
    Panel,
    ProductLimit,
    check_analytes,
    read_panels,
    read_product_limits,
)
from ketum.evidence.product_rules import ProductRule, read_product_rules
from ketum.evidence.qt_grades import QtGrade, read_qt_grades
from ketum.evidence.quantities import (
    KratomForm,
    Measurement,
    Parameter,
    read_forms,
    read_measurements,
    read_parameters,
)
from ketum.evidence.references import QT, Known, check_names
from ketum.evidence.resources import HelpLines, Section, read_help_lines, read_sections
from ketum.evidence.rule_files import read_rulebook
from ketum.evidence.rulebook import Rulebook
from ketum.evidence.sources import read_sources
from ketum.evidence.vocabulary import Vocabulary, read_vocabulary
from ketum.evidence.words import Text, WordList, read_texts, read_word_lists

__all__ = ["KnowledgeBase", "Release", "load"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Which knowledge this is: its name, its day, and what it says of itself."""

    id: str
    on: date
    scope: str


@dataclass(frozen=True, kw_only=True, eq=False)
class KnowledgeBase:
    """Everything Ketum knows, each entry with its sources and the day it was last checked.

    Compared by identity.
    """

    release: Release
    sources: dict[str, Source]
    rulebook: Rulebook
    vocabulary: Vocabulary
    qt_grades: dict[str, QtGrade]
    measurements: dict[str, Measurement]
    parameters: dict[str, Parameter]
    forms: tuple[KratomForm, ...]
    words: dict[str, WordList]
    texts: dict[str, Text]
    person_texts: dict[str, PersonText]
    instruments: dict[str, Instrument]
    help_lines: HelpLines
    sections: dict[str, Section]
    models: dict[str, ExposureModel]
    shares: dict[str, dict[str, Share]]
    binding: dict[str, tuple[BindingConstant, ...]]
    law: LawBook
    law_rules: tuple[LawRule, ...]
    analytes: Analytes
    product_limits: tuple[ProductLimit, ...]
    panels: dict[str, Panel]
    product_rules: tuple[ProductRule, ...]
    monitoring: Monitoring
    plans: PlanWords


def load(folder: Traversable | None = None, *, anew: bool = False) -> KnowledgeBase:
    """Read the knowledge base, by default the one shipped with the package.

    The shipped one is kept after it was read whole, until a byte of it changes; `anew` reads it
    all the same.

    Raises:
        EvidenceDamaged: an entry has no source, no date, or contradicts another; every fault
            is named at once, with its file and its remedy.
    """
    root = files("ketum").joinpath("knowledge") if folder is None else folder
    if folder is None and not anew and isinstance(root, Path):
        return kept(root, lambda: _sound(root))
    return _sound(root)


def _sound(root: Traversable) -> KnowledgeBase:
    faults: list[str] = []
    try:
        knowledge = _read(root, faults)
    except OSError as error:
        faults.append(f"a knowledge file or folder is missing ({error.__class__.__name__}).")
        raise EvidenceDamaged(faults) from None
    if faults:
        raise EvidenceDamaged(faults)
    return knowledge


def _read(root: Traversable, faults: list[str]) -> KnowledgeBase:
    sources = read_sources(root.joinpath("sources"), faults)
    terms, resources = root.joinpath("terms"), root.joinpath("resources")
    limits = root.joinpath("limits")
    rulebook = read_rulebook(root.joinpath("rules"), sources, faults)
    texts = read_texts(root.joinpath("texts"), sources, faults)
    vocabulary = read_vocabulary(terms, sources, faults)
    qt_grades = read_qt_grades(terms, sources, vocabulary.drugs, faults)
    measurements = read_measurements(limits, sources, faults)
    instruments = read_instruments(root.joinpath("instruments"), sources, faults)
    knowledge = KnowledgeBase(
        release=_release(root, faults),
        sources=sources,
        rulebook=rulebook,
        vocabulary=_graded(vocabulary, qt_grades),
        qt_grades=qt_grades,
        measurements=measurements,
        parameters=read_parameters(root.joinpath("parameters"), sources, faults),
        forms=read_forms(terms, sources, faults),
        words=read_word_lists(terms, sources, faults),
        texts=texts,
        person_texts=read_person_texts(root.joinpath("texts"), rulebook.codes, sources, faults),
        instruments=instruments,
        help_lines=read_help_lines(resources, rulebook.codes, sources, faults),
        sections=read_sections(resources, texts, rulebook.codes, sources, faults),
        models=read_models(root.joinpath("models"), sources, faults),
        shares=read_shares(terms, sources, vocabulary.drugs, faults),
        binding=read_binding_constants(terms, sources, faults),
        law=read_law(root.joinpath("law"), sources, faults),
        law_rules=read_law_rules(root.joinpath("law"), rulebook.codes, sources, faults),
        analytes=read_analytes(terms, sources, faults),
        product_limits=read_product_limits(limits, sources, faults),
        panels=read_panels(limits, sources, faults),
        product_rules=read_product_rules(root.joinpath("limits"), rulebook.codes, sources, faults),
        monitoring=read_monitoring(
            root.joinpath("monitoring"), sources, measurements, instruments, faults
        ),
        plans=read_plan_words(root.joinpath("plan"), rulebook.codes, sources, faults),
    )
    check_analytes(knowledge.product_limits, knowledge.panels, knowledge.analytes, faults)
    names = Known(
        vocabulary=knowledge.vocabulary,
        measurements=knowledge.measurements,
        forms=knowledge.forms,
        words=knowledge.words,
        instruments=knowledge.instruments.values(),
    )
    check_names(knowledge.rulebook, names, faults)
    return knowledge


def _graded(vocabulary: Vocabulary, grades: Mapping[str, QtGrade]) -> Vocabulary:
    """QT grades beside the other scores; a drug without one stays unknown."""
    drugs = dict(vocabulary.drugs)
    for identity, grade in grades.items():
        # A grade of an unknown drug is a fault that was named already.
        if identity in drugs:
            scores = {**drugs[identity].scores, QT: grade.grade}
            drugs[identity] = replace(drugs[identity], scores=scores)
    return replace(vocabulary, drugs=drugs)


def _release(root: Traversable, faults: list[str]) -> Release:
    content = read_toml(root.joinpath("release.toml"), "release.toml", faults)
    entry = Entry(table=content, where="release.toml", sources={}, faults=faults)
    release = Release(id=entry.text("id"), on=entry.day("on"), scope=entry.text("scope"))
    entry.finish()
    return release
