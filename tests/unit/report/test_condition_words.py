"""Every kind of condition in plain words, and no rule that shows its inside to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, replace

import pytest

from ketum.evidence import KnowledgeBase
from ketum.evidence import conditions as c
from ketum.evidence.conditions import Bounds, Condition
from ketum.finding import Severity
from ketum.report.condition_words import condition_clause, condition_words

EXPECTED: list[tuple[Condition, str]] = [
    (c.All((c.Always(), c.Always())), "all of these"),
    (c.AnyOf((c.Always(), c.Always())), "at least one of these"),
    (c.NoneOf((c.Always(), c.Always())), "none of these"),
    (c.NoneOf((c.KratomIs(used=True),)), "not so: kratom is used"),
    (c.NoneOf((c.Known(c.KratomIs(used=False)),)), "not known: kratom is not used"),
    (c.Known(c.KratomIs(certificate=True)), "known: a certificate for the lot is there"),
    (c.Always(), "always"),
    (c.FindingIs(code="SYM_COMA"), "the finding Coma"),
    (
        c.FindingIs(code="SYM_COMA", at_least=Severity.MAJOR),
        'the finding Coma at "Serious" or louder',
    ),
    (c.SeverityIs(at_least=Severity.EMERGENCY), 'any clinical finding at "Emergency"'),
    (c.FactIs(name="tolerance_lost"), "tolerance lost"),
    (
        c.Said(terms=("seizure", "coma"), keys=("symptoms",), time="past"),
        "symptoms name seizure or coma, in the past",
    ),
    (
        c.Said(group="COND_RESP_DISEASE", not_terms=("mild-asthma",), time="ever"),
        (
            "conditions or symptoms name words for Lung disease or sleep apnoea, "
            "not counting mild asthma, now or in the past"
        ),
    ),
    (
        c.Said(terms=("seizure", "coma"), keys=("symptoms",), count=2),
        "symptoms name at least 2 different of: seizure or coma, now",
    ),
    (
        c.Agents(
            classes=("benzodiazepines",),
            drugs=("methadone",),
            not_classes=("alcohol",),
            roles=("full_agonist",),
            score="cns_depressant",
            at_least=2,
            count=2,
            status=("as_needed",),
            as_prescribed=False,
            patterns=("daily",),
            doses=Bounds(over=25),
            last_use_days=Bounds(at_most=1),
        ),
        (
            "at least 2 of: benzodiazepines or methadone, not counting alcohol, acting on opioid "
            "receptors as full agonist, graded 2 or more for its effect (CNS depressant), marked "
            "as needed, not taken as prescribed, use described as daily, over 25 mg a day, last "
            "taken at most 1 day ago"
        ),
    ),
    (
        c.Agents(roles=("none",), score="qt", at_least=1, recent_days=7, sum_at_least=3),
        (
            "a medicine or substance, without an opioid action, graded 1 or more for its effect "
            "(QT), with grades that sum to 3 or more, unless known to be last taken over 7 days ago"
        ),
    ),
    (
        c.Agents(drugs=("acetaminophen",), unless_doses=Bounds(at_most=2000)),
        "acetaminophen, unless the amount is known to be at most 2000 mg a day",
    ),
    (
        c.Measured(what=("qtc-interval",), unit="ms", at_least=450, under=500),
        "QTc at least 450 ms and under 500 ms",
    ),
    (
        c.Measured(
            what=("alanine-aminotransferase", "aspartate-aminotransferase"),
            of_upper_limit=True,
            at_least=3,
        ),
        "ALT or AST at least 3 times the upper limit",
    ),
    (
        c.Measured(what=("urine-drug-screen",), words=("negative",)),
        "urine drug screen: negative",
    ),
    (
        c.Rose(what="creatinine", unit="umol/L", by=26.5, times=1.5, within_days=2),
        "Creatinine rose by 26.5 umol/L or more or to 1.5 times as much or more within 2 days",
    ),
    (
        c.Fell(what="systolic-blood-pressure", unit="mm[Hg]", by=20),
        "Systolic blood pressure lower by 20 mm Hg or more standing than lying or sitting",
    ),
    (
        c.Ratio(of="alanine-aminotransferase", to="alkaline-phosphatase", at_most=2),
        "ALT over ALP, each in its upper limits, at most 2",
    ),
    (
        c.ScaleRose(scale="COWS", by=5, within_hours=4),
        "COWS total rose by 5 or more within 4 hours",
    ),
    (c.Allergic(drugs=("naloxone",)), "allergic to naloxone"),
    (c.Unread(keys=("medicines",)), "an entry of medicines was not recognised"),
    (
        c.PersonIs(pregnant=True, sex="female", age=Bounds(under=18)),
        "the person: pregnant, female and aged under 18 years",
    ),
    (
        c.KratomIs(regular=True, forms=("leaf", "seven_oh"), grams_per_day=Bounds(at_least=15)),
        (
            "kratom is used regularly, the kratom is leaf or a 7-hydroxymitragynine product "
            "and kratom at least 15 g a day"
        ),
    ),
    (c.ScaleIs(scale="COWS", over=24), "COWS total over 24"),
    (
        c.OpioidIs(overdoses=Bounds(at_least=1), days_since_last_opioid=Bounds(at_least=7)),
        "overdoses before: at least 1 and last opioid at least 7 days ago",
    ),
]


@pytest.mark.parametrize(("condition", "words"), EXPECTED, ids=[words for _, words in EXPECTED])
def test_a_condition_reads_as_plain_words(
    condition: Condition, words: str, knowledge: KnowledgeBase
) -> None:
    assert condition_words(condition, knowledge) == words


def test_each_kind_of_condition_has_an_example_here() -> None:
    kinds = set(Condition.__args__)
    assert {type(condition) for condition, _ in EXPECTED} == kinds


def test_a_whole_condition_is_one_clause(knowledge: KnowledgeBase) -> None:
    used, large = c.KratomIs(used=True), c.KratomIs(described_large=True)
    condition = c.All((c.AnyOf((used, large)), c.NoneOf((used, c.Known(c.All((large,)))))))
    assert condition_clause(condition, knowledge) == (
        "all of (any of (kratom is used; the amount is described as large); "
        "none of (kratom is used; known: the amount is described as large))"
    )


SAMPLES: dict[str, object] = {
    "Bounds | None": Bounds(under=7),
    "float | None": 7.0,
    "bool | None": True,
    "bool": True,
    "int": 7,
    "str": "female",
    "Severity": Severity.MAJOR,
}
WORDED: dict[str, object] = {
    "time": "past", "score": "qt", "group": "SYM_COMA", "unit": "ms",
    "terms": ("seizure",), "not_terms": ("seizure",), "keys": ("circumstances",),
    "classes": ("alcohol",), "not_classes": ("alcohol",), "drugs": ("naloxone",),
    "not_drugs": ("naloxone",), "forms": ("leaf",),
    "roles": ("history",), "status": ("stopped",), "patterns": ("heavy",), "words": ("negative",),
}  # fmt: skip
BASES: list[Condition] = [
    c.Said(group="SYM_SEIZURE"),
    c.Agents(score="cns_depressant", at_least=1),
    c.Measured(what=("qtc-interval",), at_least=1),
    c.Rose(what="qtc-interval", by=60),
    c.Ratio(of="alanine-aminotransferase", to="alkaline-phosphatase", over=1),
    c.ScaleRose(scale="COWS", by=5),
    c.PersonIs(),
    c.KratomIs(),
    c.ScaleIs(scale="COWS"),
    c.OpioidIs(),
    c.FindingIs(code="SYM_COMA"),
]


@pytest.mark.parametrize("base", BASES, ids=lambda base: type(base).__name__)
def test_no_field_of_a_condition_is_left_out_of_its_words(
    base: Condition, knowledge: KnowledgeBase
) -> None:
    asks_nothing = isinstance(base, c.PersonIs | c.KratomIs | c.OpioidIs)
    plain = "" if asks_nothing else condition_words(base, knowledge)
    for field in fields(base):
        if field.default is MISSING:
            continue
        value = WORDED[field.name] if field.name in WORDED else SAMPLES[str(field.type)]
        changed = replace(base, **{field.name: value})  # type: ignore[arg-type]
        words = condition_words(changed, knowledge)
        assert words != plain, field.name


def shipped(knowledge: KnowledgeBase) -> Iterator[tuple[str, Condition]]:
    book = knowledge.rulebook
    for rule in book.rules:
        yield rule.id, rule.applies
        yield from ((rule.id, grade.when) for grade in rule.grades)
    yield from ((fact.id, fact.holds) for fact in book.facts)
    yield from ((row.id, row.when) for row in book.management)
    yield from ((row.id, row.when) for row in book.dispositions)


def test_every_shipped_rule_reads_without_raw_ids(knowledge: KnowledgeBase) -> None:
    vocabulary = knowledge.vocabulary
    inside = {fact.id for fact in knowledge.rulebook.facts} | set(knowledge.rulebook.codes)
    inside |= {drug.id for drug in vocabulary.drugs.values() if drug.id != drug.label}
    inside |= {term.id for term in vocabulary.terms.values() if term.id != term.label}
    inside = {word for word in inside if "_" in word or "-" in word}
    shown = 0
    for identity, condition in shipped(knowledge):
        words = condition_clause(condition, knowledge)
        raw = inside & set(re.findall(r"[\w-]+", words))
        assert not raw, (identity, raw)
        assert "_" not in words.replace("1.73_m2", ""), identity
        assert "None" not in words, identity
        shown += 1
    assert shown > 200
