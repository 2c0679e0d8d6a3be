"""What holds for every name of the tables and every text."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketum.evidence.spelling import spelling
from ketum.terminology import ConceptKind, Field, Reading, recognise
from tests.unit.terminology.shipped import read, shipped

FIELD_OF_KIND = {
    "condition": Field.CONDITIONS,
    "symptom": Field.SYMPTOMS,
    "context": Field.CIRCUMSTANCES,
    "laboratory": Field.MEASUREMENT,
    "vital": Field.MEASUREMENT,
    "ecg": Field.MEASUREMENT,
    "scale": Field.MEASUREMENT,
    "value": Field.VALUE,
    "allergen": Field.ALLERGIES,
}
SENTENCES = (
    "the patient said {} about it yesterday",
    "she likes the colour {} very much",
    "he bought a {} at the shop, then went home",
    "took it with {} and felt nothing",
    "no {} in the house",
)


def drug_names() -> list[tuple[str, str]]:
    return [
        (name, drug.id) for drug in shipped().drugs.values() for name in (drug.label, *drug.names)
    ]


def term_names() -> list[tuple[str, str, Field]]:
    return [
        (name, term.id, FIELD_OF_KIND[term.kind])
        for term in shipped().terms.values()
        for name in (term.label, *term.names, *term.whole_names)
    ]


def is_only(reading: Reading, identity: str) -> bool:
    """Whether the text was read as this entry, plainly and completely."""
    return (
        [concept.id for concept in reading.concepts] == [identity]
        and not reading.not_recognised
        and reading.concepts[0].present
    )


def test_every_name_of_a_drug_is_the_drug_unless_its_class_has_it_as_slang() -> None:
    words = shipped().ambiguous
    wrong = [
        (name, drug)
        for name, drug in drug_names()
        if not is_only(read(name, Field.AGENTS), drug) and spelling(name) not in words
    ]
    assert wrong == []


def test_every_name_of_a_term_is_the_term() -> None:
    assert [n for n in term_names() if not is_only(read(n[0], n[2]), n[1])] == []


def test_every_class_combination_and_ambiguous_name_is_itself() -> None:
    vocabulary = shipped()
    for group in vocabulary.classes.values():
        for name in group.names:
            assert is_only(read(name, Field.AGENTS), group.id), name
    for multi in vocabulary.multi.values():
        (concept,) = read(multi.name, Field.AGENTS).concepts
        assert concept.label == multi.name
        assert concept.drug_ids == multi.acting
    for word in vocabulary.ambiguous.values():
        (concept,) = read(word.word, Field.AGENTS).concepts
        assert set(word.drugs) <= set(concept.drug_ids), word.word


def test_every_name_is_itself_in_capitals_and_with_hyphens_for_spaces() -> None:
    for name, drug in drug_names():
        if spelling(name) not in shipped().ambiguous:
            assert is_only(read(name.upper(), Field.AGENTS), drug), name
            assert is_only(read(name.replace(" ", "-"), Field.AGENTS), drug), name


def test_two_real_names_one_letter_apart_stay_apart() -> None:
    spelled = {spelling(name): drug for name, drug in drug_names()}
    pairs = 0
    for name, drug in spelled.items():
        for other in neighbours(name):
            if other in spelled and spelled[other] != drug:
                pairs += 1
                first, second = read(name, Field.AGENTS), read(other, Field.AGENTS)
                assert first.concepts[0].id != second.concepts[0].id
                assert first.concepts[0].why[:10] != "one letter"
    assert pairs > 50


def neighbours(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at + 1 :]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_ordinary_word_becomes_a_drug_inside_a_sentence(sentence: str) -> None:
    for word in shipped().ambiguous.values():
        for field in Field:
            for concept in read(sentence.format(word.word), field).concepts:
                assert concept.kind is ConceptKind.TERM, (sentence, word.word, concept.id)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.sampled_from(list(Field)))
def test_any_text_is_read_without_failing_and_never_vanishes(text: str, field: Field) -> None:
    reading = recognise(text, shipped(), field)
    assert reading.concepts or reading.not_recognised


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_dose_after_a_name_changes_only_the_remark(data: st.DataObject) -> None:
    name, drug = data.draw(st.sampled_from(drug_names()))
    dose = data.draw(st.sampled_from(["5 mg daily", "100-200 mg/day", "(10 mg)", "twice daily"]))
    concepts = read(f"{name} {dose}", Field.AGENTS).concepts
    if spelling(name) not in shipped().ambiguous:
        assert [concept.id for concept in concepts] == [drug], name


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_denied_drug_is_never_on_board_and_a_plain_one_always(data: st.DataObject) -> None:
    name, drug = data.draw(st.sampled_from(drug_names()))
    if spelling(name) in shipped().ambiguous:
        return
    (denied,) = read(f"denies {name}", Field.AGENTS).concepts
    (past,) = read(f"stopped {name} 2 years ago", Field.AGENTS).concepts
    assert (denied.id, denied.present) == (drug, False)
    assert (past.id, past.present, past.time) == (drug, True, "past")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_order_of_a_list_changes_nothing_but_the_order(data: st.DataObject) -> None:
    labels = sorted(drug.label for drug in shipped().drugs.values() if drug.label.isalpha())
    chosen = data.draw(st.lists(st.sampled_from(labels), min_size=2, max_size=4, unique=True))
    one_way = read(", ".join(chosen), Field.AGENTS).concepts
    other_way = read(", ".join(reversed(chosen)), Field.AGENTS).concepts
    assert {c.id for c in one_way} == {c.id for c in other_way}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_one_wrong_letter_is_never_silent(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([label for label, _ in drug_names() if label.isalpha()]))
    at = data.draw(st.integers(0, len(name) - 1))
    written = name[:at] + data.draw(st.sampled_from(ascii_lowercase)) + name[at + 1 :]
    listed = {spelling(label) for label, _ in drug_names()}
    listed |= {spelling(n) for g in shipped().classes.values() for n in g.names}
    listed |= set(shipped().multi) | set(shipped().ambiguous)
    reading = read(written, Field.AGENTS)
    for concept in reading.concepts:
        silent = concept.read_as is None and concept.kind is not ConceptKind.TERM
        if silent:
            plural = {spelling(written), f"{spelling(written)}s", spelling(written)[:-1]}
            assert plural & listed, (name, written)


def test_no_two_drugs_share_a_spelling() -> None:
    spelled: dict[str, set[str]] = {}
    for name, drug in drug_names():
        spelled.setdefault(spelling(name), set()).add(drug)
    assert [owners for owners in spelled.values() if len(owners) > 1] == []
