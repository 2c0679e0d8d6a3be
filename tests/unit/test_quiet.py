"""People about whom there is little to say, and medicine lists that are often seen.

An alarm is a finding at major or above that is no management (`MGMT_`): those follow.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.finding import Finding, Severity
from ketum.intake import Format, read
from ketum.review import Review, review
from tests.vignettes.vignette import Vignette, vignettes

QUIET = [v for v in vignettes() if v.file.startswith("quiet/")]

# Every profile is expected at `monitor`, or at `supervised_only` for its age alone, and a finding
# at major never leaves a disposition at `monitor`: one alarm is one too many.
ALARMS_ALLOWED = 0

# Fifteen lists of people who use leaf, each with the loudest interaction it deserves; minor is
# also what a list deserves that needs no word at all.
LISTS: dict[str, tuple[list[object], Severity]] = {
    "sertraline": ([{"name": "sertraline", "dose": "50 mg", "frequency": "once daily"}],
                   Severity.MODERATE),
    "thyroid and pressure": ([{"name": "levothyroxine", "dose": "100 mcg"},
                              {"name": "lisinopril", "dose": "10 mg", "frequency": "once daily"}],
                             Severity.MINOR),
    "gabapentin": ([{"name": "gabapentin", "dose": "300 mg", "frequency": "three times daily"}],
                   Severity.MAJOR),
    "bupropion": ([{"name": "bupropion", "dose": "300 mg", "frequency": "once daily"}],
                  Severity.MAJOR),
    "trazodone": ([{"name": "trazodone", "dose": "50 mg", "frequency": "at night"}],
                  Severity.MODERATE),
    "ibuprofen": ([{"name": "ibuprofen", "dose": "400 mg", "status": "as_needed"}],
                  Severity.MINOR),
    "omeprazole": ([{"name": "omeprazole", "dose": "20 mg", "frequency": "once daily"}],
                   Severity.MINOR),
    "quetiapine": ([{"name": "quetiapine", "dose": "50 mg", "frequency": "at night"}],
                   Severity.MODERATE),
    "lisdexamfetamine": ([{"name": "lisdexamfetamine", "dose": "50 mg", "frequency": "once daily",
                           "note": "as prescribed"}], Severity.MODERATE),
    "propranolol": ([{"name": "propranolol", "dose": "40 mg", "frequency": "twice daily"}],
                    Severity.MINOR),
    "cetirizine": ([{"name": "cetirizine", "dose": "10 mg", "frequency": "once daily"}],
                   Severity.MINOR),
    "atorvastatin": ([{"name": "atorvastatin", "dose": "20 mg", "frequency": "once daily"}],
                     Severity.MINOR),
    "buprenorphine": ([{"name": "buprenorphine", "dose": "8 mg", "frequency": "once daily",
                        "note": "as prescribed", "status": "taking"}], Severity.MAJOR),
    "alprazolam": ([{"name": "alprazolam", "dose": "0.5 mg", "frequency": "twice daily",
                     "note": "as prescribed, stable dose", "status": "taking"}], Severity.MAJOR),
    "caffeine": ([{"name": "caffeine", "dose": "100 mg", "frequency": "twice daily"}],
                 Severity.MINOR),
}  # fmt: skip


def alarms(answer: Review) -> list[Finding]:
    return [f for f in answer.findings if f.is_clinical and f.severity >= Severity.MAJOR]


def loudest_interaction(answer: Review) -> Severity:
    families = ("PD_", "PK_", "POLYPHARMACY_")
    found = [f.severity for f in answer.findings if f.code.startswith(families)]
    return max(found, default=Severity.MINOR)


def reviewed(medicines: list[object], knowledge: KnowledgeBase) -> Review:
    """The list with 5 g of leaf a day, everything else asked and answered."""
    case = {
        "person": {"age_years": 42, "sex": "male"},
        "kratom": {"form": "powder", "grams_per_day": 5},
        "medicines": medicines,
        "complete": ["medicines"],
        **{key: [] for key in ("substances", "conditions", "symptoms", "circumstances")},
    }
    return review(read(json.dumps(case).encode(), Format.JSON, today=date(2026, 11, 22)), knowledge)


@pytest.mark.parametrize("vignette", QUIET, ids=[v.name for v in QUIET])
def test_a_quiet_person_raises_no_emergency(vignette: Vignette, knowledge: KnowledgeBase) -> None:
    answer = vignette.review(knowledge)
    assert [f.code for f in answer.findings if f.severity is Severity.EMERGENCY] == []


def test_quiet_people_raise_no_alarm(knowledge: KnowledgeBase) -> None:
    raised = {
        vignette.name: [finding.code for finding in found]
        for vignette in QUIET
        if (found := alarms(vignette.review(knowledge)))
    }
    assert sum(map(len, raised.values())) <= ALARMS_ALLOWED, raised


def test_there_are_enough_quiet_people_and_each_says_what_must_stay_away() -> None:
    assert len(QUIET) >= 36
    assert [v.name for v in QUIET if not v.expect.get("absent")] == []
    assert [v.name for v in QUIET if "disposition" not in v.expect] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_typical_list_is_as_loud_as_it_deserves(name: str, knowledge: KnowledgeBase) -> None:
    medicines, loudest = LISTS[name]
    answer = reviewed(medicines, knowledge)
    assert answer.not_recognised == ()
    assert max(loudest_interaction(answer), Severity.MINOR) == loudest


def test_fifteen_typical_lists_stay_within_three_contraindicated_and_seven_major(
    knowledge: KnowledgeBase,
) -> None:
    counted = Counter(
        finding.severity
        for medicines, _ in LISTS.values()
        for finding in alarms(reviewed(medicines, knowledge))
    )
    assert len(LISTS) == 15
    assert counted[Severity.EMERGENCY] == 0
    assert counted[Severity.CONTRAINDICATED] <= 3
    assert counted[Severity.MAJOR] <= 7
