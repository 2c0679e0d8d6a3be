"""What is read first among findings that are equally loud."""

from __future__ import annotations

import json
from datetime import date

from ketum.evidence import KnowledgeBase
from ketum.finding import Urgency
from ketum.intake import Format, read
from ketum.review import Review, review

DAY = date(2026, 11, 22)
CLOCK = list(Urgency)


def reviewed(knowledge: KnowledgeBase, **case: object) -> Review:
    return review(read(json.dumps(case).encode(), Format.JSON, today=DAY), knowledge)


def test_breathing_comes_before_a_yellow_skin(knowledge: KnowledgeBase) -> None:
    found = reviewed(
        knowledge,
        symptoms=["jaundice", "respiratory depression"],
        medicines=["methadone"],
        kratom={"form": "7-OH tablets"},
    ).findings
    clocks = [CLOCK.index(finding.urgency) for finding in found if finding.is_clinical]
    severities = [finding.severity for finding in found if finding.is_clinical]
    assert found[0].urgency is Urgency.NOW
    assert list(zip([-s for s in severities], clocks, strict=True)) == sorted(
        zip([-s for s in severities], clocks, strict=True)
    )


def test_stated_thoughts_of_suicide_are_for_today(knowledge: KnowledgeBase) -> None:
    found = reviewed(knowledge, symptoms=["I want to kill myself"]).findings
    (risk,) = [finding for finding in found if finding.code == "MGMT_SUICIDALITY"]
    assert risk.urgency is Urgency.TODAY


def test_who_has_findings_is_not_told_that_nothing_was_found(knowledge: KnowledgeBase) -> None:
    bare = reviewed(knowledge, conditions=["hay fever"])
    some = reviewed(
        knowledge, conditions=["hay fever"], kratom={"form": "leaf", "grams_per_day": 2}
    )
    assert bare.summary.startswith("Nothing found in what was checked.")
    assert some.disposition is bare.disposition
    assert some.summary.startswith("Nothing urgent found in what was checked")


def test_a_word_that_was_not_read_is_named_where_it_keeps_a_finding_loud(
    knowledge: KnowledgeBase,
) -> None:
    case: dict[str, object] = {
        "medicines": ["alprazolam 1 mg daily as prescribed"],
        "complete": ["medicines", "conditions", "substances", "circumstances"],
        "substances": [],
        "circumstances": [],
        "person": {"age_years": 40},
        "opioid": {"overdoses": 0},
        "kratom": {"form": "leaf powder", "grams_per_day": 8},
    }
    said = "cannot be told: not every entry of conditions was recognised"
    for conditions, is_named in (([], False), (["zzyzx syndrome"], True)):
        found = reviewed(knowledge, **case, conditions=conditions).findings
        (sedation,) = [f for f in found if f.code == "PD_CNS_RESP_DEPRESSION"]
        assert (said in [reason.value for reason in sedation.because]) is is_named
