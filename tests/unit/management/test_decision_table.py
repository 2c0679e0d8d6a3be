"""The decision table: which rows hold, what they raise, and what gives way."""

from __future__ import annotations

from ketum.citation import SourceKind
from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import FindingIs, NoneOf, SeverityIs
from ketum.finding import Certainty, Disposition, Finding, Severity, Urgency
from ketum.management.tables import DecidedRow, Outcome, apply_tables
from ketum.reasoning import OpenQuestion
from tests.unit.reasoning.made import (
    AT_THE_WHEEL,
    DRIVES,
    FAILS,
    HOLDS,
    book,
    cite,
    conflict,
    finding,
    place,
    row,
    view,
)

NOT_SAID = {"person.drives": "Person: drives is not known."}
PLACES = (
    place("far", Disposition.EMERGENCY, FAILS),
    place("middle", Disposition.STOP_AND_REFER, DRIVES),
    place("near", Disposition.MONITOR),
)


def outcome(
    knowledge: KnowledgeBase, findings: tuple[Finding, ...] = (), drives: object = None,
    **tables: object,
) -> Outcome:  # fmt: skip
    made = book(**tables)  # type: ignore[arg-type]
    return apply_tables(view(knowledge, findings, person={"drives": drives}), made)


def actions(found: Outcome) -> dict[str, str]:
    return {f.code: f.action for f in found.findings}


def test_the_first_row_that_holds_decides_and_every_row_that_holds_is_kept_with_its_reasons(
    knowledge: KnowledgeBase,
) -> None:
    found = outcome(knowledge, drives=True, dispositions=PLACES)
    assert found.disposition is Disposition.STOP_AND_REFER
    assert found.rows == (
        DecidedRow(row=PLACES[1], because=(AT_THE_WHEEL,)),
        DecidedRow(row=PLACES[2], because=()),
    )
    assert found.open_rows == ()


def test_a_row_that_cannot_be_decided_is_open_and_says_what_it_lacks(
    knowledge: KnowledgeBase,
) -> None:
    found = outcome(knowledge, dispositions=PLACES)
    assert found.disposition is Disposition.MONITOR
    assert [(open_.row, open_.missing) for open_ in found.open_rows] == [(PLACES[1], NOT_SAID)]


def test_what_is_done_never_moves_where_the_person_goes(knowledge: KnowledgeBase) -> None:
    rows = (
        place("any", Disposition.EMERGENCY, FindingIs(code="MGMT_ECG")),
        place("loud", Disposition.EMERGENCY, SeverityIs(at_least=Severity.INFO)),
        place("last", Disposition.MONITOR),
    )
    found = outcome(knowledge, management=(row("M1", "MGMT_ECG"),), dispositions=rows)
    assert [f.code for f in found.findings] == ["MGMT_ECG"]
    assert found.disposition is Disposition.MONITOR


def test_a_management_row_that_holds_raises_its_finding(knowledge: KnowledgeBase) -> None:
    read = cite("read", SourceKind.LABEL, confirmed=True)
    rows = (
        row("M1", "MGMT_ECG", DRIVES, Severity.MAJOR, cites=(read,)),
        row("M2", "MGMT_REFER", HOLDS, Severity.MAJOR, Urgency.NOW),
        row("M3", "MGMT_NEVER", FAILS),
    )
    found = outcome(knowledge, drives=True, management=rows)
    assert found.findings == (
        Finding(
            code="MGMT_ECG", severity=Severity.MAJOR, urgency=Urgency.WITHIN_72_H,
            title="title of MGMT_ECG", action="Act on M1.", because=(AT_THE_WHEEL,),
            cites=(read,), certainty=Certainty.CONFIRMED, rule="M1",
        ),
        Finding(
            code="MGMT_REFER", severity=Severity.MAJOR, urgency=Urgency.NOW,
            title="title of MGMT_REFER", action="Act on M2.", because=(), cites=(),
            certainty=Certainty.JUDGEMENT, rule="M2",
        ),
    )  # fmt: skip
    assert found.open_questions == ()


def test_a_management_row_that_cannot_be_decided_is_an_open_question(
    knowledge: KnowledgeBase,
) -> None:
    rows = (
        row("M1", "MGMT_ECG", DRIVES, Severity.MAJOR),
        row("M2", "MGMT_REFER", DRIVES, Severity.MINOR),
    )
    found = outcome(knowledge, management=rows)
    assert found.findings == ()
    assert found.open_questions == (
        OpenQuestion(needed_by="M1", code="MGMT_ECG", could_be=Severity.MAJOR, missing=NOT_SAID),
        OpenQuestion(needed_by="M2", code="MGMT_REFER", could_be=Severity.MINOR, missing=NOT_SAID),
    )


def test_of_two_rows_with_one_code_the_more_severe_is_kept(knowledge: KnowledgeBase) -> None:
    rows = (
        row("M1", "MGMT_ECG", severity=Severity.MINOR),
        row("M2", "MGMT_ECG", severity=Severity.MAJOR),
        row("M3", "MGMT_ECG", severity=Severity.MODERATE),
    )
    found = outcome(knowledge, management=rows)
    assert [(f.rule, f.severity) for f in found.findings] == [("M2", Severity.MAJOR)]


def test_a_conflict_keeps_the_rows_it_names_from_being_raised_and_no_other(
    knowledge: KnowledgeBase,
) -> None:
    rows = (
        row("M1", "MGMT_FIRST"),
        row("M2", "MGMT_TAPER"),
        row("M3", "MGMT_THIRD", DRIVES),
        row("M4", "MGMT_LAST"),
    )
    drop = conflict("C", FindingIs(code="COND_PREGNANCY"), drop=("M2", "M3"))
    pregnant = (finding("COND_PREGNANCY"),)
    dropped = outcome(knowledge, pregnant, management=rows, conflicts=(drop,))
    assert list(actions(dropped)) == ["COND_PREGNANCY", "MGMT_FIRST", "MGMT_LAST"]
    assert dropped.open_questions == ()
    kept = outcome(knowledge, management=rows, conflicts=(drop,))
    assert list(actions(kept)) == ["MGMT_FIRST", "MGMT_TAPER", "MGMT_LAST"]
    assert [q.needed_by for q in kept.open_questions] == ["M3"]


def test_a_conflict_that_cannot_be_decided_drops_and_rewords_nothing(
    knowledge: KnowledgeBase,
) -> None:
    unsure = conflict(
        "C", DRIVES, ("M1",), (("COND_LIVER", "New."),), (("COND_LIVER", "More."),), ("COND_LIVER",)
    )
    found = outcome(
        knowledge, (finding("COND_LIVER"),), management=(row("M1", "MGMT_ECG"),),
        conflicts=(unsure,),
    )  # fmt: skip
    assert actions(found) == {"COND_LIVER": "Act.", "MGMT_ECG": "Act on M1."}
    assert found.leads == ()


def test_a_conflict_rewords_adds_and_leads_among_the_findings_that_are_there(
    knowledge: KnowledgeBase,
) -> None:
    held = conflict(
        "C",
        FindingIs(code="MGMT_ECG"),
        reword=(("COND_ABSENT", "Never."), ("COND_LIVER", "New."), ("MGMT_ECG", "Trace.")),
        add=(("COND_ABSENT", "Never."), ("COND_LIVER", "And more."), ("COND_HEART", "Also.")),
        leads=("COND_ABSENT", "COND_HEART", "COND_LIVER"),
    )
    again = conflict("D", HOLDS, leads=("COND_LIVER", "MGMT_ECG", "COND_HEART"))
    found = outcome(
        knowledge, (finding("COND_LIVER"), finding("COND_HEART")),
        management=(row("M1", "MGMT_ECG"),), conflicts=(held, again),
    )  # fmt: skip
    assert actions(found) == {
        "COND_LIVER": "New. And more.", "COND_HEART": "Act. Also.", "MGMT_ECG": "Trace.",
    }  # fmt: skip
    assert found.leads == ("COND_HEART", "COND_LIVER", "MGMT_ECG")


def test_the_wording_of_a_conflict_waits_for_what_is_done_and_its_dropping_does_not(
    knowledge: KnowledgeBase,
) -> None:
    needs_ecg = conflict("C", FindingIs(code="MGMT_ECG"), drop=("M1",), leads=("MGMT_ECG",))
    unless_ecg = conflict(
        "D", NoneOf((FindingIs(code="MGMT_ECG"),)), reword=(("MGMT_ECG", "None."),)
    )
    found = outcome(
        knowledge, management=(row("M1", "MGMT_ECG"),), conflicts=(unless_ecg, needs_ecg)
    )
    assert actions(found) == {"MGMT_ECG": "Act on M1."}
    assert found.leads == ("MGMT_ECG",)


def test_a_sentence_that_is_already_said_is_not_added_again(knowledge: KnowledgeBase) -> None:
    said = (finding("COND_LIVER", action="Rest. Drink."),)
    add = conflict("C", add=(("COND_LIVER", "Drink."), ("COND_LIVER", "Sleep.")))
    twice = conflict("D", add=(("COND_LIVER", "Sleep."),))
    found = outcome(knowledge, said, conflicts=(add, twice))
    assert actions(found) == {"COND_LIVER": "Rest. Drink. Sleep."}
