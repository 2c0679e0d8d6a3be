"""Event files: what is read, and what is refused with its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketum.dosing import Form
from ketum.errors import InputRefused, WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.exchange import nonmem, structure_of
from ketum.exchange.event_csv import read_histories, write_histories
from ketum.exchange.histories import History, Observation, Taken
from ketum.exposure import Event, Evid

EXAMPLE = Path(__file__).parents[3] / "examples" / "events.csv"
MIT, SEVEN = "mitragynine", "7-hydroxymitragynine"
HEADER = "ID,TIME,AMT,II,ADDL,EVID,SS,RATE,CMT,DV,MDV,BLQ,LLOQ,CENS,WT"
DOSE = "1,0,20,0,0,1,0,0,mitragynine,.,1,0,.,0,."


def places(text: str, knowledge: KnowledgeBase, *ignore: str) -> list[tuple[int | None, str]]:
    """Line and column of each complaint."""
    with pytest.raises(InputRefused) as refused:
        read_histories(text, knowledge, ignore=ignore)
    assert "zebrafink" not in str(refused.value)
    return [(complaint.line, complaint.place) for complaint in refused.value.complaints]


def one(line: str, knowledge: KnowledgeBase) -> list[str]:
    """Columns that are complained of in a line that follows a sound dose."""
    return [place for number, place in places(f"{HEADER}\n{DOSE}\n{line}\n", knowledge) if number]


def test_the_example_is_read_as_it_says(knowledge: KnowledgeBase) -> None:
    first, second = read_histories(EXAMPLE.read_bytes(), knowledge)
    assert first == History(
        id="1",
        taken=(Taken(analyte=MIT, event=Event(time=0.0, amt=20.0, ii=24.0, addl=2)),),
        observations=(
            Observation(time_h=1.5, analyte=MIT, value=61.2, lloq=1.0),
            Observation(time_h=1.5, analyte=SEVEN, value=8.4, lloq=0.5),
            Observation(time_h=47.5, analyte=MIT, value=6.1, lloq=1.0),
            Observation(time_h=47.5, analyte=SEVEN, lloq=0.5, is_below=True),
            Observation(time_h=72.0),
        ),
        weight_kg=72.0,
    )
    assert second.taken[0].event == Event(time=0.0, amt=40.0, ii=8.0, ss=True)
    assert second.weight_kg is None


def test_the_example_is_written_as_it_stands(knowledge: KnowledgeBase) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert write_histories(read_histories(text, knowledge)) == text


def test_names_are_read_in_any_case_and_compartments_by_number(knowledge: KnowledgeBase) -> None:
    text = "\ufeffid, Time ,amt,cmt,dv\r\n1,0,20,1,.\r\n\r\n1,2,.,2,5.5\r\n1,2,.,4,1\r\n"
    (history,) = read_histories(text.encode(), knowledge)
    assert history.analytes == (MIT,)
    assert [o.analyte for o in history.observations] == [MIT, SEVEN]
    by_name = text.replace(",1,.", ",Mitragynin,.").replace(",4,1", ",7-OH,1")
    assert read_histories(by_name, knowledge) == (history,)


def test_without_cmt_everything_is_mitragynine(knowledge: KnowledgeBase) -> None:
    (history,) = read_histories("ID,TIME,AMT,DV\n1,0,20,.\n1,2,.,5\n1,3,.,.\n", knowledge)
    assert history.analytes == (MIT,)
    assert [o.analyte for o in history.observations] == [MIT, ""]


def test_a_limit_may_stand_in_dv_as_monolix_has_it(knowledge: KnowledgeBase) -> None:
    (history,) = read_histories("ID,TIME,AMT,DV,CENS\n1,0,20,.,0\n1,9,.,0.5,1\n", knowledge)
    assert history.observations == (
        Observation(time_h=9.0, analyte=MIT, lloq=0.5, is_below=True),
    )  # fmt: skip


def test_another_event_that_changes_nothing_is_an_hour_that_is_asked_about(
    knowledge: KnowledgeBase,
) -> None:
    text = f"{HEADER}\n{DOSE}\n1,4,.,.,.,2,.,.,.,.,.,.,.,.,.\n"
    assert read_histories(text, knowledge)[0].observations == (Observation(time_h=4.0),)


def test_a_reset_concerns_every_alkaloid(knowledge: KnowledgeBase) -> None:
    (history,) = read_histories(
        "ID,TIME,AMT,EVID,CMT\n1,0,20,1,mitragynine\n1,0,3,1,paynantheine\n"
        "1,9,0,3,.\n1,12,5,4,mitragynine\n",
        knowledge,
    )
    kinds = [(event.time, event.evid) for event in history.of("paynantheine")]
    assert kinds == [(0.0, Evid.DOSE), (9.0, Evid.RESET), (12.0, Evid.RESET)]
    assert history.of(MIT)[-1].evid is Evid.RESET_AND_DOSE


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("1,1,x,.,.,1,.,.,mitragynine,.,.,.,.,.,.", ["AMT"]),
        ("1,1,nan,.,.,1,.,.,mitragynine,.,.,.,.,.,.", ["AMT"]),
        ("1,1,1_0,.,.,1,.,.,mitragynine,.,.,.,.,.,.", ["AMT"]),
        ("1,1,0,.,.,1,.,.,mitragynine,.,.,.,.,.,.", ["AMT"]),
        ("1,1,-5,.,.,1,.,.,mitragynine,.,.,.,.,.,.", ["AMT"]),
        ("1,1,1e7,.,.,1,.,.,mitragynine,.,.,.,.,.,.", ["AMT"]),
        ("1,.,5,.,.,1,.,.,mitragynine,.,.,.,.,.,.", ["TIME"]),
        ("1,10:30,5,.,.,1,.,.,mitragynine,.,.,.,.,.,.", ["TIME"]),
        ("1,-1,5,.,.,1,.,.,mitragynine,.,.,.,.,.,.", ["TIME"]),
        ("1,1,5,.,3,1,.,.,mitragynine,.,.,.,.,.,.", ["II"]),
        ("1,1,5,8,1.5,1,.,.,mitragynine,.,.,.,.,.,.", ["ADDL"]),
        ("1,1,5,8,-1,1,.,.,mitragynine,.,.,.,.,.,.", ["ADDL"]),
        ("1,1,5,8,.,1,2,.,mitragynine,.,.,.,.,.,.", ["SS"]),
        ("1,1,5,.,.,1,1,.,mitragynine,.,.,.,.,.,.", ["II"]),
        ("1,1,50,8,.,1,1,5,mitragynine,.,.,.,.,.,.", ["II"]),
        ("1,1,5,.,.,1,.,-1,mitragynine,.,.,.,.,.,.", ["RATE"]),
        ("1,1,5,.,.,1,.,-2,mitragynine,.,.,.,.,.,.", ["RATE"]),
        ("1,1,5,.,.,5,.,.,mitragynine,.,.,.,.,.,.", ["EVID"]),
        ("1,1,5,.,.,2,.,.,mitragynine,.,.,.,.,.,.", ["AMT"]),
        ("1,1,.,.,.,2,.,.,mitragynine,7,.,.,.,.,.", ["DV"]),
        ("1,1,5,.,.,3,.,.,.,.,.,.,.,.,.", ["AMT"]),
        ("1,1,5,.,.,1,.,.,mitragynine,7,.,.,.,.,.", ["DV"]),
        ("1,1,5,.,.,1,.,.,mitragynine,.,0,.,.,.,.", ["MDV"]),
        ("1,1,5,.,.,1,.,.,zebrafink,.,.,.,.,.,.", ["CMT"]),
        ("1,1,5,.,.,1,.,.,7-OH,.,.,.,.,.,.", ["CMT"]),
        ("1,1,5,.,.,1,.,.,.,.,.,.,.,.,.", ["CMT"]),
        ("1,1,5,.,.,1,.,.,2,.,.,.,.,.,.", ["CMT"]),
        ("1,1,5,.,.,1,.,9,1,.,.,.,.,.,.", ["CMT"]),
        ("1,1,5,.,.,1,.,.,3,.,.,.,.,.,.", ["CMT"]),
        ("1,1,.,.,.,0,.,.,1,5,.,.,.,.,.", ["CMT"]),
        ("1,1,.,.,.,0,.,.,.,5,.,.,.,.,.", ["CMT"]),
        ("1,1,.,.,.,0,.,.,mitragynine,0,0,.,.,.,.", ["DV"]),
        ("1,1,.,.,.,0,.,.,mitragynine,.,0,.,.,.,.", ["DV"]),
        ("1,1,.,.,.,0,.,.,mitragynine,5,1,.,.,.,.", ["DV"]),
        ("1,1,.,.,.,0,.,.,mitragynine,-5,0,.,.,.,.", ["DV"]),
        ("1,1,.,.,.,0,.,.,mitragynine,0.4,0,0,0.5,.,.", ["DV"]),
        ("1,1,.,.,.,0,.,.,mitragynine,0.4,0,1,0.5,.,.", ["DV"]),
        ("1,1,.,.,.,0,.,.,mitragynine,.,0,1,.,.,.", ["LLOQ"]),
        ("1,1,.,.,.,0,.,.,mitragynine,900,0,.,.,-1,.", ["CENS"]),
        ("1,1,.,.,.,0,.,.,mitragynine,5,0,.,.,.,0", ["WT"]),
        ("1,1,.,.,.,0,.,.,mitragynine,5,0,.,.,.", ["line"]),
        ("=cmd,1,5,.,.,1,.,.,mitragynine,.,.,.,.,.,.", ["ID"]),
        ("1,1,x,.,.,1,2,-1,zebrafink,.,.,.,.,.,.", ["AMT", "RATE", "SS", "CMT"]),
    ],
)
def test_what_is_not_understood_is_refused_by_its_column(
    knowledge: KnowledgeBase, line: str, columns: list[str]
) -> None:
    assert one(line, knowledge) == columns


def test_every_complaint_comes_at_once_in_the_order_of_lines(knowledge: KnowledgeBase) -> None:
    text = (
        "ID,TIME,AMT,zebrafink,TIME\n"
        "1,5,20,.,.\n"
        "2,0,20,.,.\n"
        "1,3,x,.,.\n"
        '3,1,"20,.,.\n'
    )  # fmt: skip
    assert places(text, knowledge) == [
        (1, "column 4"), (1, "column 5"), (4, "ID"), (4, "AMT"), (4, "TIME"), (5, "line"),
    ]  # fmt: skip


def test_a_column_may_be_left_out_by_name_but_not_one_that_counts(
    knowledge: KnowledgeBase,
) -> None:
    text = "ID,TIME,AMT,Study\n1,0,20,zebrafink\n"
    assert places(text, knowledge) == [(1, "column 4")]
    assert len(read_histories(text, knowledge, ignore=["study"])) == 1
    with pytest.raises(WrongUsage):
        read_histories(text, knowledge, ignore=["AMT"])


def test_lines_that_are_taken_back_by_a_mark_are_refused(knowledge: KnowledgeBase) -> None:
    text = "C,ID,TIME,AMT\n.,1,0,20\nC,1,1,20\n"
    assert places(text, knowledge) == [(1, "column 1")]


@pytest.mark.parametrize(
    "text",
    ["", "ID,TIME,AMT\n", "ID,AMT\n1,20\n", "ID;TIME;AMT\n1;0;20\n", "ID,TIME,AMT\n1,0,.\n"],
)
def test_a_file_without_a_dose_is_refused(knowledge: KnowledgeBase, text: str) -> None:
    assert places(text, knowledge)


def test_weights_that_change_are_refused(knowledge: KnowledgeBase) -> None:
    text = "ID,TIME,AMT,WT\n1,0,20,70\n1,1,20,.\n1,2,20,71\n"
    assert places(text, knowledge) == [(4, "WT")]


def test_a_level_above_a_reset_of_the_same_moment_is_refused(knowledge: KnowledgeBase) -> None:
    text = "ID,TIME,AMT,EVID,DV\n1,0,20,1,.\n1,9,.,0,5\n1,9,.,3,.\n"
    assert places(text, knowledge) == [(4, "TIME")]


def test_bytes_that_are_no_text_and_files_without_end_are_refused(
    knowledge: KnowledgeBase,
) -> None:
    for content in (b"ID,TIME,AMT\n1,0,\xff\n", b"x" * 5_000_001):
        with pytest.raises(InputRefused, match="the file"):
            read_histories(content, knowledge)


def test_of_very_many_faults_some_are_told_and_the_rest_counted(knowledge: KnowledgeBase) -> None:
    text = "ID,TIME,AMT\n" + "1,0,x\n" * 1_000
    found = places(text, knowledge)
    assert (len(found), found[-1]) == (201, (None, "the file"))


def test_numbers_for_nonmem_hold_the_same_people_in_the_columns_of_the_control_file(
    knowledge: KnowledgeBase,
) -> None:
    text = "ID,TIME,AMT,DV,CMT\n7,0,20,.,1\n7,3,.,5,2\n7,9,.,.,.\n"
    written = write_histories(read_histories(text, knowledge), numbers=True)
    assert written.splitlines() == [
        "ID,TIME,AMT,II,ADDL,EVID,SS,RATE,CMT,DV,MDV,WT,BLQ,LLOQ",
        "7,0,20,0,0,1,0,0,1,.,1,.,0,.",
        "7,3,0,0,0,0,0,0,2,5,0,.,0,.",
        "7,9,0,0,0,0,0,0,2,.,1,.,0,.",
        "7,9,0,0,0,0,0,0,4,.,1,.,0,.",
    ]
    stated = nonmem(structure_of(knowledge.models["M1"], Form.CAPSULES, "test"))
    assert f"\n$INPUT {written.splitlines()[0].replace(',', ' ')}\n" in stated
    for text in ("ID,TIME,AMT,CMT\n1,0,20,paynantheine\n", "ID,TIME,AMT\nP1,0,20\n"):
        with pytest.raises(WrongUsage):
            write_histories(read_histories(text, knowledge), numbers=True)
