"""What holds for every review, over random cases written in the real names of the vocabulary."""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ketum.evidence import load
from ketum.evidence.spelling import spelling
from ketum.facts.forms import strong_families
from ketum.finding import Severity
from ketum.intake import Format, read
from ketum.intake.model import STATUS
from ketum.report import build, render_html, render_text, review_schema
from ketum.report.document import document_of
from ketum.review import Review, review
from tests.properties.test_intake import as_json, as_toml
from tests.vignettes.vignette import vignettes

Tree = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)
KNOWLEDGE = load()  # no fixture: Hypothesis would write it out with every failing example
VOCABULARY = KNOWLEDGE.vocabulary
SCHEMA = Draft202012Validator(review_schema())

DRUGS = sorted(drug.label for drug in VOCABULARY.drugs.values())
# Drawn more often, because the rules tell them apart.
TOLD_APART = [
    "ethanol", "alprazolam", "gabapentin", "buprenorphine", "methadone", "oxycodone", "loperamide",
    "naltrexone", "naloxone", "sertraline", "venlafaxine", "bupropion", "amitriptyline", "caffeine",
    "lisdexamfetamine", "cocaine", "acetaminophen", "quetiapine", "clonidine", "citalopram",
]  # fmt: skip
days = st.sampled_from(["2026-11-22", "2026-11-20", "2026-11-12", "2026-05-01", "2019-03-04"])
names = st.sampled_from(TOLD_APART) | st.sampled_from(DRUGS)
agents = names | st.fixed_dictionaries(
    {"name": names},
    optional={
        "dose": st.sampled_from(["5 mg", "10 mg", "50 mg", "300 mg", "1200 mg", "2 cups"]),
        "frequency": st.sampled_from(["once daily", "as needed", "never", "occasionally", "heavy"]),
        "status": st.sampled_from(STATUS),
        "last_use": st.sampled_from(["today", "2 days ago", "10 days ago", "2 years ago"]),
        "note": st.sampled_from(["as prescribed, stable dose", "bought", "mixed with kratom"]),
        "present": st.booleans(),
    },
)  # fmt: skip


def few(entries: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(entries, max_size=3)


def statements(*kinds: str) -> st.SearchStrategy[list[Any]]:
    terms = sorted(term.label for term in VOCABULARY.terms.values() if term.kind in kinds)
    label = st.sampled_from(terms)
    more = st.fixed_dictionaries({"name": label}, optional={"at": days, "present": st.booleans()})
    return few(label | more)


def value(what: str, unit: str, number: float | str) -> Tree:
    return {"what": what, "unit": unit, "value": number}


MEASURED = [
    value(what, unit, number) for what, unit, numbers in (
        ("temperature", "C", (34.5, 36.8, 38.5, 39.2, 40)), ("heart rate", "/min", (39, 90, 125)),
        ("respiratory rate", "/min", (8, 10, 16, 26)), ("SpO2", "%", (90, 93, 98)),
        ("blood pressure", "mmHg", ("85/50", "122/78", "150/95", "190/99")), ("INR", "1", (1, 1.6)),
        ("ALT", "U/L", (20, 45, 130, 250, "<40", ">500")), ("AST", "U/L", (20, 90, 130)),
        ("ALP", "U/L", (70, 200, 300)), ("total bilirubin", "umol/L", (10, 30, 60)),
        ("potassium", "mmol/L", (2.9, 3.3, 4.2, 5.7)), ("sodium", "mmol/L", (120, 128, 140)),
        ("magnesium", "mmol/L", (0.4, 0.6, 0.9)), ("glucose", "mmol/L", (2.5, 5.2)),
        ("creatinine", "umol/L", (70, 180)), ("CK", "U/L", (100, 1500, 6000)),
        ("QTc", "ms", (420, 455, 470, 490, 510)), ("GCS", "1", (15, 14, 12)),
        ("eGFR", "mL/min", (95, 45)), ("QRS", "ms", (90, 130)), ("TSH", "mIU/L", (2, 9)),
    ) for number in numbers
]  # fmt: skip
dated = st.fixed_dictionaries({}, optional={"at": days})
observations = st.tuples(st.sampled_from(MEASURED), dated).map(lambda parts: parts[0] | parts[1])
scales = st.sampled_from([
    {"scale": scale, "total": total} for scale, totals in (
        ("COWS", (0, 4, 5, 25, 37)), ("SOWS", (0, 20, 21)), ("AUDIT-C", (3, 4, 8)), ("PHQ-9", (9,)),
    ) for total in totals
])  # fmt: skip
products = st.fixed_dictionaries(
    {"form": st.sampled_from(["powder", "tea", "capsules", "extract", "7-OH tablets", "unknown"])},
    optional={
        "grams_per_day": st.sampled_from([2, 4.5, 8, 15, 40]), "doses_per_day": st.integers(1, 6),
        "amount": st.sampled_from(["2 tsp twice daily", "45 capsules a day", "rising", "large"]),
        "duration": st.sampled_from(["2 years", "unknown"]), "changed_product": st.booleans(),
        "last_use": st.sampled_from(["today", "3 weeks ago"]),
    },
)  # fmt: skip
PARTS: dict[str, st.SearchStrategy[Any]] = {
    "person": st.fixed_dictionaries({}, optional={
        "age_years": st.sampled_from([16, 19, 35, 64, 70, "40s"]), "pregnant": st.booleans(),
        "sex": st.sampled_from(["male", "female"]), "breastfeeding": st.booleans(),
        "drives": st.booleans(),
    }),
    "kratom": st.just({"form": "none"}) | products | st.lists(products, min_size=2, max_size=2),
    "opioid": st.fixed_dictionaries({}, optional={
        "name": st.sampled_from(["oxycodone", "methadone", "heroin", "never"]),
        "overdoses": st.integers(0, 2), "days_since_last_opioid": st.sampled_from([0, 2, 9, 400]),
    }),
    "conditions": statements("condition", "symptom"), "symptoms": statements("symptom"),
    "circumstances": statements("context"), "medicines": few(agents), "substances": few(agents),
    "observations": few(observations), "scales": few(scales),
}  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Tree:
    case: Tree = draw(st.fixed_dictionaries({}, optional=PARTS))
    given_lists = [key for key, value in case.items() if isinstance(value, list)]
    if given_lists:
        case["complete"] = draw(st.lists(st.sampled_from(given_lists), unique=True))
    return case


def share(of: int) -> settings:
    """A part of the examples of the profile, for what is costly or nearly exhausted."""
    return settings(max_examples=max(1, settings().max_examples // of))


def reviewed(case: Tree, notation: Format = Format.JSON) -> Review:
    content = as_json(case) if notation is Format.JSON else as_toml(case)
    return review(read(content, notation, today=TODAY), KNOWLEDGE)


def severities(answer: Review) -> dict[str, Severity]:
    return {finding.code: finding.severity for finding in answer.findings}


def document(answer: Review) -> Tree:
    """The whole document, but for the words that were not recognised."""
    return {key: part for key, part in document_of(answer).items() if key != "not_recognised"}


def orderless(part: Any) -> Any:
    """Any part of a document, without the order and the places of the lists of the case."""
    if isinstance(part, dict):
        return {key: orderless(inside) for key, inside in part.items()}
    if isinstance(part, list):
        return sorted({str(orderless(inside)) for inside in part})
    return re.sub(r"\[\d+\]", "", part) if isinstance(part, str) else part


def asked(answer: Review) -> set[str]:
    """The ids of the rules and rows that could not tell."""
    return {identity for entry in answer.unanswered for identity in entry.needed_by}


def raised(answer: Review) -> set[str]:
    """The ids of the rules and rows a finding or the disposition can stand for."""
    found, book = severities(answer), KNOWLEDGE.rulebook
    rules = {entry.id for entry in book.rules if entry.code.code in found}
    rows = {entry.id for entry in book.management if entry.code.code in found}
    return rules | rows | {held.row for held in answer.disposition_because}


def readable(answer: Review) -> str:
    """Every text a person reads, but for the words that were not recognised."""
    report = build(answer, KNOWLEDGE)
    text, _, rest = render_text(report).partition("\nNot recognised ?")
    page, _, after = render_html(report).partition("<span>Not recognised</span>")
    end = rest.partition("\n\n")[2], after.partition("</section>")[2]
    return "\n".join((json.dumps(document(answer)), text, page, *end))


# -- The same case, told otherwise --


@given(cases())
@example({"scales": [{"scale": "COWS", "total": 0}, {"scale": "COWS", "total": 5}]})
def test_the_order_of_the_lists_never_matters(case: Tree) -> None:
    """Read from the end, every pair of entries stands the other way round."""
    turned = {k: v[::-1] if isinstance(v, list) else v for k, v in case.items()}
    assert orderless(document_of(reviewed(turned))) == orderless(document_of(reviewed(case)))


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


# Milligrams in a decilitre, and micromoles or millimoles in a litre by the molar mass.
SAME_VALUES = [
    (value(what, "mg/dL", number), value(what, unit, round(number * factor, 4)))
    for what, unit, factor, numbers in (
        ("total bilirubin", "umol/L", 1e4 / 584.66, (0.65, 1.55, 2.65, 5.05)),
        ("creatinine", "umol/L", 1e4 / 113.12, (0.85, 1.35, 2.05)),
        ("glucose", "mmol/L", 10 / 180.156, (45.5, 95.5, 250.5)),
        ("magnesium", "mmol/L", 10 / 24.305, (1.05, 1.55, 2.05)),
        ("lactate", "mmol/L", 10 / 90.08, (9.5, 30.5, 45.5)),
    ) for number in numbers
] + [
    (value(what, one, number), value(what, other, number)) for what, one, other, numbers in (
        ("potassium", "mmol/L", "mEq/L", (2.9, 3.4, 5.6, 6.1)), ("ALT", "U/L", "IU/L", (41, 120)),
        ("TSH", "mIU/L", "uIU/mL", (4.5, 4.6)), ("heart rate", "/min", "bpm", (40, 121, 131)),
    ) for number in numbers
] + [
    (value("temperature", "C", t / 10), value("temperature", "F", round(t * 0.18 + 32, 1)))
    for t in range(340, 421)
] + [
    (value("QTc", "ms", t), value("QTc", "s", t / 1000)) for t in range(430, 520, 10)
]  # fmt: skip
RIGID = {"symptoms": ["muscle rigidity", "clonus"], "medicines": ["sertraline"]}


@share(2)
@given(cases(), st.sampled_from(SAME_VALUES))
@example(RIGID, (value("temperature", "C", 38.0), value("temperature", "F", 100.4)))
def test_the_unit_never_matters(case: Tree, pair: tuple[Tree, Tree]) -> None:
    before = case.get("observations", [])
    one, other = (reviewed({**case, "observations": [*before, number]}) for number in pair)
    assert (one.disposition, severities(one)) == (other.disposition, severities(other))


@share(2)
@given(st.integers(20, 130), st.sampled_from([1, 2, 3, 5]))
@example(49, 3)
def test_a_multiple_of_the_limit_is_the_same_at_every_laboratory(limit: int, times: int) -> None:
    alts = [value("ALT", "U/L", upper * times) | {"upper_limit": upper} for upper in (limit, 40)]
    one, other = (severities(reviewed({"observations": [alt]})) for alt in alts)
    assert one == other


@share(4)
@given(st.integers(25, 150), st.sampled_from([("mg/dL", 50), ("umol/L", 0.5)]))
@example(40, ("mg/dL", 50))
def test_half_as_much_again_is_a_rise_of_creatinine(first: int, unit: tuple[str, float]) -> None:
    values = ((first / unit[1], "2026-11-16"), (round(first * 1.5 / unit[1], 2), "2026-11-21"))
    rise = [value("creatinine", unit[0], number) | {"at": day} for number, day in values]
    assert "LAB_RENAL_INJURY" in severities(reviewed({"observations": rise}))


FIELDS = {"symptom": "symptoms", "condition": "conditions", "context": "circumstances"}
SPELLINGS = [
    ("medicines", drug.label, name)
    for drug in VOCABULARY.drugs.values() for name in drug.names
    if spelling(name) not in VOCABULARY.ambiguous
    and not strong_families(name, KNOWLEDGE)  # a name of kratom may tell its form
] + [
    (FIELDS[term.kind], term.label, name)
    for term in VOCABULARY.terms.values() if term.kind in FIELDS
    for name in (*term.names, *term.whole_names)
]  # fmt: skip


@given(st.sampled_from(SPELLINGS), st.sampled_from([str, str.upper, str.title]))
@example(("medicines", "BTMPS (industrial adulterant)", "BTMPS"), str)
def test_the_spelling_never_matters(spelled: tuple[str, str, str], write: Any) -> None:
    """Brand or generic name, synonym or label, capital or small: no word of it is read again."""
    key, label, name = spelled
    case = {"person": {"sex": "male"}, "kratom": {"form": "tea", "grams_per_day": 20}}
    one, other = (
        reviewed({**case, key: [word], "complete": [key]}) for word in (label, write(name))
    )
    assert document(one) == document(other)


EMERGENCIES = {c.code for c in KNOWLEDGE.rulebook.codes.values() if c.usual is Severity.EMERGENCY}
DANGERS: list[tuple[str, Any]] = [
    ("symptoms", term.label) for term in VOCABULARY.terms.values()
    if term.kind == "symptom" and term.role == "is" and EMERGENCIES & set(term.groups)
] + [
    ("medicines", drug.label)
    for drug in VOCABULARY.drugs.values() if drug.opioid_role == "full_agonist"
] + [
    ("observations", value(*measured)) for measured in (
        ("temperature", "C", 40.5), ("heart rate", "/min", 35), ("heart rate", "/min", 140),
        ("respiratory rate", "/min", 6), ("blood pressure", "mmHg", "80/40"), ("SpO2", "%", 85),
        ("potassium", "mmol/L", 2.5), ("potassium", "mmol/L", 6.5), ("sodium", "mmol/L", 118),
        ("glucose", "mmol/L", 2.2), ("CK", "U/L", 9000), ("QTc", "ms", 530), ("GCS", "1", 8),
        ("ALT", "U/L", 300), ("INR", "1", 2.5), ("lactate", "mmol/L", 6),
    )
]  # fmt: skip


@given(cases(), st.sampled_from(DANGERS))
def test_a_dangerous_fact_never_lowers_the_disposition(case: Tree, danger: tuple[str, Any]) -> None:
    """None of these is a named downgrade. A list that was closed is open after the addition."""
    key, entry = danger
    # The gate of SYM_NEURO (decision 0003): beside a sedative these count as drowsiness.
    assume(key != "medicines" or not re.search("slur|ataxi|dysarth", json.dumps(case)))
    more = {**case, key: [*case.get(key, []), entry]}
    assert reviewed(more).disposition >= reviewed(case).disposition


# Their absence says something: undated is current, and no status is not "stopped".
SAYS_SOMETHING = ("name", "what", "value", "scale", "total", "status", "present", "at", "form")


def forgettable(case: Tree) -> Iterator[list[Any]]:
    """The places of what can be left out, so that less is known."""
    for key, value in case.items():
        # An opioid that is named is one more entry of `substances`, which may be closed.
        if not (key == "opioid" and "name" in value):
            yield [key]
        places = [[key]] if isinstance(value, dict) else [[key, i] for i in range(len(value))]
        for place in places:
            entry = value if len(place) == 1 else value[place[-1]]
            inside = entry if isinstance(entry, dict) else ()
            yield from ([*place, inner] for inner in inside if inner not in SAYS_SOMETHING)


def without(case: Tree, place: list[Any]) -> Tree:
    less: Any = copy.deepcopy(case)
    holder = less
    for step in place[:-1]:
        holder = holder[step]
    for last in place[-1:]:
        del holder[last]
    closed = {"complete": [name for name in less.get("complete", ()) if name in less]}
    return {**less, **closed} if "complete" in less else less


forgotten = cases().flatmap(
    lambda case: st.tuples(st.just(case), st.sampled_from([[], *forgettable(case)]))
)
KRATOM_ONLY: Tree = {"kratom": {}, "conditions": [], "symptoms": [], "circumstances": []}


@given(forgotten)
@example((KRATOM_ONLY, ["kratom"]))
def test_forgetting_never_turns_cannot_tell_into_no(less: tuple[Tree, list[Any]]) -> None:
    """What could not tell before cannot tell afterwards either, or holds to be safe."""
    before, after = reviewed(less[0]), reviewed(without(*less))
    assert asked(before) - asked(after) - raised(after) == set()


def test_an_ecg_that_was_not_asked_about_is_not_a_normal_one() -> None:
    assert "screening.brugada" in asked(reviewed({"conditions": [], "symptoms": []}))


words = st.sampled_from(["{} Zebrafink", "Zebrafink {}", "{} (Zebrafink)", "Zebrafink"])
EVERYWHERE: Tree = {
    "person": {"location": "US-TN", "sex": "female", "age_years": "40s"}, "allergies": ["codeine"],
    "kratom": {"form": "tea", "amount": "5 g a day", "duration": "2 years", "last_use": "today",
               "changed_product": "new brand", "reason": "pain"},
    "product": {"name": "leaf", "brand": "a", "lot": "A1", "label": "5 g", "certificate": "a.pdf"},
    "opioid": {"name": "oxycodone", "daily_dose": "20 mg", "last_use": "2 days ago"},
    "medicines": [{"name": "alprazolam", "dose": "1 mg", "frequency": "daily", "route": "oral",
                   "note": "as prescribed", "last_use": "today"}, "Xanax"],
    "conditions": [{"name": "epilepsy", "icd10": "G40", "snomed": "84757009", "severity": "bad"}],
    "observations": [{"what": "ALT", "value": "130", "unit": "U/L", "specimen": "serum"},
                     {"what": "pregnancy test", "value": "positive", "method": "urine"}],
    "scales": [{"scale": "COWS", "answers": {"yawning": "2", "Zebrafink": 3}, "by": "nurse"}],
    "plan": {"Zebrafink": "stop at home"},
}  # fmt: skip


def marked(draw: Callable[[Any], Any], tree: Any) -> Any:
    """The case with a word in its texts that no vocabulary holds."""
    if isinstance(tree, dict):
        return {
            k: v if k in ("at", "status", "complete") else marked(draw, v) for k, v in tree.items()
        }
    if isinstance(tree, list):
        return [marked(draw, entry) for entry in tree]
    return draw(words).format(tree) if isinstance(tree, str) and draw(st.booleans()) else tree


@share(2)
@given(cases() | cases().map(lambda case: case | EVERYWHERE), st.data())
def test_no_raw_word_is_read_but_as_not_recognised(case: Tree, data: st.DataObject) -> None:
    answer = reviewed(marked(data.draw, case))
    assert "zebrafink" not in readable(answer).lower()
    SCHEMA.validate(document_of(answer))
