"""What holds for every review, over random cases written in the real names of the vocabulary.

`make test` tries the same cases each time; `make drill` draws new ones, and far more.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ketum.evidence import KnowledgeBase, load
from ketum.evidence.spelling import spelling
from ketum.finding import Disposition, Severity
from ketum.intake import Format, read
from ketum.intake.model import STATUS
from ketum.report import build, render_html, render_text, review_schema
from ketum.report.document import document_of
from ketum.review import Review, review
from tests.properties.test_intake import as_json, as_toml
from tests.unit.terminology.shipped import shipped

Tree = dict[str, Any]
TODAY = date(2026, 11, 22)
CANARY = "Zebrafink"
LISTED = ("conditions", "symptoms", "circumstances", "medicines", "substances")

# -- Cases --

VOCABULARY = shipped()
DRUGS = sorted(drug.label for drug in VOCABULARY.drugs.values())
# Drawn more often, because the rules tell them apart.
TOLD_APART = [
    "ethanol", "alprazolam", "gabapentin", "buprenorphine", "methadone", "oxycodone", "loperamide",
    "naltrexone", "naloxone", "sertraline", "venlafaxine", "bupropion", "amitriptyline",
    "lisdexamfetamine", "cocaine", "caffeine", "acetaminophen", "quetiapine", "clonidine",
    "diphenhydramine", "citalopram", "tacrolimus",
]  # fmt: skip


def terms(*kinds: str) -> list[str]:
    return sorted(term.label for term in VOCABULARY.terms.values() if term.kind in kinds)


DAYS = st.sampled_from(["2026-11-22", "2026-11-20", "2026-11-12", "2026-05-01", "2019-03-04"])
names = st.sampled_from(TOLD_APART) | st.sampled_from(DRUGS)
agents = names | st.fixed_dictionaries(
    {"name": names},
    optional={
        "dose": st.sampled_from(["5 mg", "10 mg", "50 mg", "300 mg", "1200 mg", "2 cups"]),
        "frequency": st.sampled_from(["once daily", "three times daily", "as needed", "never",
                                      "occasionally", "heavy", "once a month"]),
        "status": st.sampled_from(STATUS),
        "last_use": st.sampled_from(["today", "2 days ago", "10 days ago", "2 years ago"]),
        "note": st.sampled_from(["as prescribed, stable dose", "bought on the street", "for sleep",
                                 "not with kratom", "mixed with kratom"]),
        "present": st.booleans(),
    },
)  # fmt: skip


def statements(*kinds: str) -> st.SearchStrategy[Any]:
    label = st.sampled_from(terms(*kinds))
    dated = st.fixed_dictionaries({"name": label}, optional={"at": DAYS, "present": st.booleans()})
    return label | dated


VALUES = [
    ("temperature", "C", (34.5, 36.8, 38.5, 39.2, 40.0)), ("heart rate", "/min", (39, 50, 90, 125)),
    ("heart rate", "bpm", (131, 70)), ("respiratory rate", "/min", (8, 10, 16, 26)),
    ("SpO2", "%", (90, 93, 98)), ("blood pressure", "mmHg", ("85/50", "122/78", "150/95", "190/99")),
    ("ALT", "U/L", (20, 45, 90, 130, 250)), ("AST", "U/L", (20, 90, 130)),
    ("ALP", "U/L", (70, 200, 300)), ("total bilirubin", "umol/L", (10, 30, 60)), ("INR", "1", (1, 1.6)),
    ("potassium", "mmol/L", (2.9, 3.3, 4.2, 5.7, 6.2)), ("sodium", "mmol/L", (120, 128, 140)),
    ("magnesium", "mmol/L", (0.4, 0.6, 0.9)), ("glucose", "mmol/L", (2.5, 5.2)),
    ("creatinine", "umol/L", (70, 180)), ("CK", "U/L", (100, 1500, 6000)), ("TSH", "mIU/L", (2, 9)),
    ("QTc", "ms", (420, 455, 470, 490, 510)), ("QRS", "ms", (90, 130)), ("GCS", "1", (15, 14, 12)),
    ("lactate", "mmol/L", (1, 4.5)), ("eGFR", "mL/min", (95, 45)), ("ALT", "", (30, "<40", ">500")),
]  # fmt: skip
measured = st.sampled_from(
    [{"what": what, "unit": unit, "value": value} for what, unit, many in VALUES for value in many]
)
observations = st.tuples(measured, st.fixed_dictionaries({}, optional={"at": DAYS})).map(
    lambda pair: {key: value for part in pair for key, value in part.items() if value != ""}
)
scales = st.sampled_from([("COWS", 48), ("SOWS", 64), ("AUDIT-C", 12), ("PHQ-9", 27)]).flatmap(
    lambda scale: st.fixed_dictionaries(
        {"scale": st.just(scale[0]), "total": st.integers(0, scale[1])}
    )
)
FORMS = ["powder", "tea", "capsules", "extract", "shot", "7-OH tablets", "unknown", "adulterated"]
products = st.fixed_dictionaries(
    {"form": st.sampled_from(FORMS)},
    optional={
        "grams_per_day": st.sampled_from([2, 4.5, 8, 15, 40]),
        "doses_per_day": st.integers(1, 6),
        "amount": st.sampled_from(["2 tsp twice daily", "45 capsules a day", "rising", "large"]),
        "duration": st.sampled_from(["2 years", "unknown"]),
        "last_use": st.sampled_from(["today", "3 weeks ago"]),
        "changed_product": st.booleans(),
    },
)
kratom = st.just({"form": "none"}) | products | st.lists(products, min_size=2, max_size=2)
people = st.fixed_dictionaries(
    {},
    optional={
        "age_years": st.sampled_from([16, 19, 35, 64, 70, "40s"]),
        "sex": st.sampled_from(["male", "female"]),
        "pregnant": st.booleans(),
        "breastfeeding": st.booleans(),
        "drives": st.booleans(),
    },
)
opioids = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["oxycodone", "methadone", "heroin", "never"]),
        "overdoses": st.integers(0, 2),
        "days_since_last_opioid": st.sampled_from([0, 2, 9, 400]),
    },
)


def few(entries: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(entries, max_size=3)


LISTS: dict[str, st.SearchStrategy[list[Any]]] = {
    "conditions": few(statements("condition", "symptom")),
    "symptoms": few(statements("symptom")),
    "circumstances": few(statements("context")),
    "medicines": few(agents),
    "substances": few(agents),
    "observations": few(observations),
    "scales": few(scales),
}


@st.composite
def cases(draw: st.DrawFn) -> Tree:
    parts: dict[str, st.SearchStrategy[Any]] = {
        "person": people, "kratom": kratom, "opioid": opioids, **LISTS,
    }  # fmt: skip
    case: Tree = draw(st.fixed_dictionaries({}, optional=parts))
    given_lists = [key for key in LISTS if key in case]
    if given_lists and draw(st.booleans()):
        case["complete"] = draw(st.lists(st.sampled_from(given_lists), unique=True))
    return case


def share(of: int) -> Callable[[Any], Any]:
    """A part of the examples of the profile, for properties that review a case many times."""
    return settings(max_examples=max(1, settings.default.max_examples // of))


# -- What a review says --


@cache
def knowledge() -> KnowledgeBase:
    """Not a fixture: Hypothesis would write it out with every failing example."""
    return load()


def reviewed(case: Tree, notation: Format = Format.JSON) -> Review:
    content = as_json(case) if notation is Format.JSON else as_toml(case)
    return review(read(content, notation, today=TODAY), knowledge())


def severities(answer: Review) -> dict[str, Severity]:
    return {finding.code: finding.severity for finding in answer.findings}


def placeless(where: str) -> str:
    return re.sub(r"\[\d+\]", "", where)


def told(answer: Review) -> dict[str, object]:
    """Everything a review says, without the order and the places of the lists."""
    return {
        "disposition": answer.disposition,
        "rows": {
            (held.row, held.decided, frozenset((b.fact, b.value) for b in held.because))
            for held in answer.disposition_because
        },
        "findings": {
            (f.code, f.severity, f.urgency, f.action, f.certainty, f.cites,
             frozenset((b.fact, b.value, placeless(b.where)) for b in f.because))
            for f in answer.findings
        },
        "unanswered": {(placeless(u.fact), frozenset(u.needed_by), u.why, u.could_reach)
                       for u in answer.unanswered},
        "not_recognised": {(n.text, placeless(n.where), n.read_as) for n in answer.not_recognised},
        "summary": answer.summary,
    }  # fmt: skip


def asked(answer: Review) -> set[str]:
    """The ids of the rules and rows that could not tell."""
    return {identity for entry in answer.unanswered for identity in entry.needed_by}


def not_ruled_out(answer: Review) -> set[str]:
    """The ids of the rules and rows that hold or could not tell; a finding stands for them."""
    book = knowledge().rulebook
    found = {finding.code for finding in answer.findings}
    raised = {rule.id for rule in (*book.rules, *book.management) if rule.code.code in found}
    return asked(answer) | raised | {held.row for held in answer.disposition_because}


def readable(answer: Review) -> str:
    """Every text a person reads, but for what was not recognised."""
    report = build(answer, knowledge())
    document = {k: v for k, v in report.document.items() if k != "not_recognised"}
    text, _, rest = render_text(report).partition("? Not recognised")
    _, _, rest = rest.partition("\n\n")
    page, _, after = render_html(report).partition("<h2>? Not recognised</h2>")
    _, _, after = after.partition("</section>")
    return "\n".join((json.dumps(document), text, rest, page, after))


# -- The same case, told otherwise --


@given(cases())
@example({"scales": [{"scale": "COWS", "total": 0}, {"scale": "COWS", "total": 5}]})
def test_the_order_of_the_lists_never_matters(case: Tree) -> None:
    """Read from the end, every pair of entries stands the other way round."""
    turned = {k: v[::-1] if isinstance(v, list) else v for k, v in case.items()}
    assert told(reviewed(turned)) == told(reviewed(case))


@share(2)
@given(cases())
def test_a_case_gives_the_same_review_again_and_in_toml(case: Tree) -> None:
    first = reviewed(case)
    assert reviewed(case) == first
    assume(case)  # a TOML file without a key is an empty file
    assert reviewed(case, Format.TOML) == first


def test_another_process_gives_the_same_documents() -> None:
    """Sets are ordered otherwise in every process; nothing that is read may depend on it."""
    chosen = [vignette.case for vignette in list(vignettes())[::16]]
    written = json.dumps(chosen, default=lambda moment: moment.isoformat())
    code = (
        "import json, sys; from tests.properties.test_reviews import document, reviewed;"
        "print(json.dumps([document(reviewed(case)) for case in json.load(sys.stdin)]))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], input=written, capture_output=True, text=True, check=True,
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert json.loads(other.stdout) == [document(reviewed(case)) for case in json.loads(written)]


# Milligrams in a decilitre are this many micromoles or millimoles in a litre, by molar mass.
BY_MOLAR_MASS = [
    ("total bilirubin", "umol/L", 1e4 / 584.66, (0.65, 1.55, 2.65, 5.05)),
    ("creatinine", "umol/L", 1e4 / 113.12, (0.85, 1.35, 2.05)),
    ("glucose", "mmol/L", 10 / 180.156, (45.5, 95.5, 250.5)),
    ("magnesium", "mmol/L", 10 / 24.305, (1.05, 1.55, 2.05)),
    ("lactate", "mmol/L", 10 / 90.08, (9.5, 30.5, 45.5)),
]
SAME_VALUES = [
    ({"what": what, "value": value, "unit": "mg/dL"},
     {"what": what, "value": round(value * factor, 4), "unit": unit})
    for what, unit, factor, values in BY_MOLAR_MASS for value in values
] + [
    ({"what": "temperature", "value": tenths / 10, "unit": "C"},
     {"what": "temperature", "value": round(tenths * 0.18 + 32, 2), "unit": "F"})
    for tenths in range(340, 421)
] + [
    ({"what": "QTc", "value": ms, "unit": "ms"}, {"what": "QTc", "value": ms / 1000, "unit": "s"})
    for ms in range(430, 520, 10)
] + [
    ({"what": what, "value": value, "unit": one}, {"what": what, "value": value, "unit": other})
    for what, one, other, values in [
        ("potassium", "mmol/L", "mEq/L", (2.9, 3.4, 4.0, 5.6, 6.1)),
        ("ALT", "U/L", "IU/L", (40, 41, 120)), ("TSH", "mIU/L", "uIU/mL", (4.5, 4.6)),
        ("heart rate", "/min", "bpm", (40, 41, 121, 131)),
    ] for value in values
]  # fmt: skip
RIGID: Tree = {"symptoms": ["muscle rigidity", "clonus"], "medicines": ["sertraline"]}


@given(cases(), st.sampled_from(SAME_VALUES))
@example(RIGID, SAME_VALUES[-1])
@example(RIGID, next(pair for pair in SAME_VALUES if pair[0]["value"] == 38.0))
def test_the_unit_never_matters(case: Tree, pair: tuple[Tree, Tree]) -> None:
    one, other = (
        reviewed({**case, "observations": [*case.get("observations", []), value]}) for value in pair
    )
    assert (one.disposition, severities(one)) == (other.disposition, severities(other))


@given(st.integers(20, 130), st.sampled_from([1, 2, 3, 5]))
@example(49, 3)
def test_a_multiple_of_the_limit_is_the_same_at_every_laboratory(limit: int, times: int) -> None:
    def liver(upper: int) -> Review:
        value = {"what": "ALT", "value": upper * times, "unit": "U/L", "upper_limit": upper}
        return reviewed({"observations": [value]})

    assert severities(liver(limit)) == severities(liver(40))


@share(4)
@given(st.integers(25, 150))
@example(40)
def test_half_as_much_again_is_a_rise_of_creatinine_in_every_unit(fiftieths: int) -> None:
    def rising(first: float, unit: str) -> Review:
        values = ((first, "2026-11-16"), (round(first * 1.5, 2), "2026-11-21"))
        return reviewed({"observations": [
            {"what": "creatinine", "value": value, "unit": unit, "at": day} for value, day in values
        ]})  # fmt: skip

    for answer in (rising(fiftieths / 50, "mg/dL"), rising(fiftieths * 2, "umol/L")):
        assert "LAB_RENAL_INJURY" in severities(answer)


FIELDS = {"symptom": "symptoms", "condition": "conditions", "context": "circumstances"}
SPELLINGS = [
    ("medicines", drug.label, name)
    for drug in VOCABULARY.drugs.values()
    for name in drug.names
    if spelling(name) not in VOCABULARY.ambiguous
] + [
    (FIELDS[term.kind], term.label, name)
    for term in VOCABULARY.terms.values() if term.kind in FIELDS
    for name in (*term.names, *term.whole_names)
]  # fmt: skip
cased = st.sampled_from([str, str.upper, str.lower, str.title])


@given(cases(), st.sampled_from(SPELLINGS), cased)
@example({"kratom": {"form": "tea"}}, ("medicines", "BTMPS (industrial adulterant)", "BTMPS"), str)
def test_the_spelling_never_matters(
    case: Tree, spelled: tuple[str, str, str], write: Callable[[str], str]
) -> None:
    """Brand or generic name, synonym or label, capital or small: no word of it is read again."""
    key, label, name = spelled
    one, other = (reviewed({**case, key: [*case.get(key, []), n]}) for n in (label, write(name)))
    assert document(one) == document(other)


@share(4)
@given(cases(), st.data())
def test_the_name_of_a_form_never_matters(case: Tree, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(knowledge().forms))
    one, other = (
        reviewed({**case, "kratom": {"form": name, "grams_per_day": 8}})
        for name in (form.names[0], data.draw(st.sampled_from(form.names)).upper())
    )
    assert document(one) == document(other)


# -- More said, less said --

EMERGENCIES = {c.code for c in knowledge().rulebook.codes.values() if c.usual is Severity.EMERGENCY}
DANGERS: list[tuple[str, Any]] = [
    ("symptoms", term.label)
    for term in VOCABULARY.terms.values()
    if term.kind == "symptom" and term.role == "is" and EMERGENCIES & set(term.groups)
] + [
    ("medicines", drug.label)
    for drug in VOCABULARY.drugs.values() if drug.opioid_role == "full_agonist"
] + [
    ("observations", {"what": what, "value": value, "unit": unit})
    for what, unit, values in (
        ("temperature", "C", (40.5,)), ("heart rate", "/min", (35, 140)), ("SpO2", "%", (85,)),
        ("respiratory rate", "/min", (6, 30)), ("blood pressure", "mmHg", ("80/40", "200/130")),
        ("potassium", "mmol/L", (2.5, 6.5)), ("sodium", "mmol/L", (118,)), ("GCS", "1", (8,)),
        ("glucose", "mmol/L", (2.2,)), ("CK", "U/L", (9000,)), ("QTc", "ms", (530,)),
        ("ALT", "U/L", (300,)), ("INR", "1", (2.5,)), ("lactate", "mmol/L", (6,)),
    ) for value in values
]  # fmt: skip


@given(cases(), st.sampled_from(DANGERS))
@example({"symptoms": ["slurred speech"]}, ("medicines", "oxycodone"))
def test_a_dangerous_fact_never_lowers_the_disposition(
    case: Tree, danger: tuple[str, Any]
) -> None:
    """None of these is a named downgrade. A list that was closed is open after the addition."""
    key, entry = danger
    more = {**case, key: [*case.get(key, []), entry]}
    assert reviewed(more).disposition >= reviewed(case).disposition


def forgettable(case: Tree) -> list[Path]:
    """Every key whose loss leaves less known.

    Not those whose absence says something: `status`, `present` and `at` (undated is current), a
    form of "none", and an opioid that is named, which the two lists of substances answer for.
    """
    whole = [key for key in case if key != "opioid" or "name" not in case["opioid"]]
    paths: list[Path] = [(key,) for key in whole]
    paths += [(key, inner) for key in ("person", "opioid") for inner in case.get(key, ())]
    for key, inner in (
        ("medicines", ("dose", "frequency", "last_use", "note")),
        ("substances", ("dose", "frequency", "last_use", "note")),
        ("observations", ("unit",)),
        ("kratom", tuple(products_keys)),
    ):
        entries = case.get(key, [])
        ...
    return paths
