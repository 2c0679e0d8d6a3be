"""What is said of conditions, the person, kratom and opioids; silence is never a "no"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import Allergic, Bounds, KratomIs, OpioidIs, PersonIs, Said, Unread
from ketum.facts import Interval, KratomFacts, PersonFacts
from ketum.facts.model import Allergen
from ketum.finding import Because
from ketum.reasoning import Judgement, Missing, View, evaluate, joined
from ketum.truth import Truth
from tests.unit.reasoning.made import view

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
SEIZURE = Said(group="SYM_SEIZURE")
LIVER = Said(group="COND_LIVER_DISEASE")


def said(base: KnowledgeBase, condition: Said, **case: object) -> Judgement:
    return evaluate(condition, replace(view(base, (), None, **case), knowledge=base))


def not_complete(key: str) -> Missing:
    return {key: f"The list of {key} is not marked complete."}


def not_asked(key: str) -> Missing:
    return {key: f"Nothing was said about {key}."}


def test_every_term_of_the_group_is_a_reason(knowledge: KnowledgeBase) -> None:
    found = said(knowledge, SEIZURE, symptoms=["seizure", "yawning", "status epilepticus"])
    assert found == Judgement(
        Y,
        (
            Because(fact="symptoms", value="seizure", where="symptoms[0]"),
            Because(fact="symptoms", value="status epilepticus", where="symptoms[2]"),
        ),
    )


def test_only_the_lists_that_are_asked_for_are_read(knowledge: KnowledgeBase) -> None:
    condition = replace(SEIZURE, keys=("conditions",))
    assert said(knowledge, condition, symptoms=["seizure"], conditions=[]).truth is N
    assert said(knowledge, condition, symptoms=["seizure"]) == Judgement(
        U, (), not_asked("conditions")
    )


def test_a_list_that_was_not_asked_or_is_not_complete_cannot_say_no(
    knowledge: KnowledgeBase,
) -> None:
    assert said(knowledge, SEIZURE, symptoms=["yawning"]) == Judgement(
        U, (), joined((not_asked("conditions"), not_complete("symptoms")))
    )
    assert said(knowledge, SEIZURE, symptoms=[], conditions=[]) == Judgement(N)
    closed = {"symptoms": ["yawning"], "conditions": [], "complete": ["symptoms"]}
    assert said(knowledge, SEIZURE, **closed) == Judgement(N)
    unread = {**closed, "symptoms": ["yawning", "Zebrafinkitis"]}
    assert said(knowledge, SEIZURE, **unread) == Judgement(
        U, (), {"symptoms": "Not every entry of symptoms was recognised."}
    )


def test_a_denied_term_is_no_reason_and_answers_for_itself(knowledge: KnowledgeBase) -> None:
    denied = {"symptoms": [{"name": "seizure", "present": False}]}
    named = Said(terms=("seizure",))
    assert said(knowledge, named, **denied) == Judgement(N)
    assert said(knowledge, Said(terms=("seizure", "coma")), **denied).truth is U
    assert said(knowledge, replace(named, keys=("conditions",)), **denied).truth is U
    assert said(knowledge, named, symptoms=["seizure"]).truth is Y


def test_a_denial_answers_for_the_whole_group_only_where_the_code_says_so(
    knowledge: KnowledgeBase,
) -> None:
    whole = {"conditions": [{"name": "liver disease", "present": False}]}
    assert said(knowledge, LIVER, **whole) == Judgement(N)
    part = {"conditions": [{"name": "cirrhosis", "present": False}]}
    assert said(knowledge, LIVER, **part).truth is U
    assert said(knowledge, Said(group="COND_OUD_HISTORY"), **whole).truth is U
    both = {"conditions": [*whole["conditions"], "cirrhosis"]}
    assert said(knowledge, LIVER, **both).truth is Y
    assert said(knowledge, replace(LIVER, keys=("symptoms",)), **whole).truth is U


def test_what_suggests_a_condition_does_not_establish_it(knowledge: KnowledgeBase) -> None:
    gallstones = {"conditions": ["gallstones"], "symptoms": [], "complete": ["conditions"]}
    assert said(knowledge, LIVER, **gallstones).truth is N
    assert said(knowledge, replace(LIVER, roles=("suggests",)), **gallstones).truth is Y
    assert said(knowledge, replace(LIVER, roles=("is", "suggests")), **gallstones).truth is Y


def test_a_term_may_be_left_out_of_its_group(knowledge: KnowledgeBase) -> None:
    case = {"conditions": ["cirrhosis"], "symptoms": [], "complete": ["conditions"]}
    assert said(knowledge, replace(LIVER, not_terms=("hepatitis",)), **case).truth is Y
    assert said(knowledge, replace(LIVER, not_terms=("cirrhosis",)), **case).truth is N


def test_as_many_different_terms_are_needed_as_asked_for(knowledge: KnowledgeBase) -> None:
    two = replace(LIVER, count=2)
    case = {"symptoms": [], "complete": ["conditions"]}
    assert said(knowledge, two, conditions=["cirrhosis", "cirrhosis"], **case).truth is N
    both = said(knowledge, two, conditions=["cirrhosis", "fatty liver disease"], **case)
    assert [b.value for b in both.because] == ["cirrhosis", "fatty liver disease"]


@pytest.mark.parametrize(
    ("time", "now", "then"), [("current", Y, N), ("past", N, Y), ("ever", Y, Y)]
)
def test_what_is_past_and_what_is_current_are_asked_for_apart(
    knowledge: KnowledgeBase, time: str, now: Truth, then: Truth
) -> None:
    condition = replace(SEIZURE, time=time)
    case = {"conditions": [], "complete": ["symptoms"]}
    assert said(knowledge, condition, symptoms=["seizure"], **case).truth is now
    assert said(knowledge, condition, symptoms=["seizure years ago"], **case).truth is then


def test_a_family_history_is_never_the_person_s_own(knowledge: KnowledgeBase) -> None:
    case = {"symptoms": [], "conditions": ["family history of seizure"], "complete": ["conditions"]}
    for time in ("current", "past", "ever"):
        assert said(knowledge, replace(SEIZURE, time=time), **case).truth is N


def test_what_was_not_recognised_is_a_reason_and_a_list_not_given_cannot_tell(
    knowledge: KnowledgeBase,
) -> None:
    both = Unread(keys=("medicines", "substances"))
    unread = view(knowledge, substances=["Zebrafinkamycin"])
    assert evaluate(both, unread) == Judgement(
        Y, (Because(fact="substances", value="not recognised", where="substances"),)
    )
    read = view(knowledge, substances=["ethanol"])
    assert evaluate(both, read) == Judgement(U, (), not_asked("medicines"))
    assert evaluate(Unread(keys=("substances",)), read) == Judgement(N)


def with_person(base: KnowledgeBase, **person: object) -> View:
    empty = view(base)
    made = PersonFacts(**person)  # type: ignore[arg-type]
    return replace(empty, facts=replace(empty.facts, person=made))


@pytest.mark.parametrize("fact", ["pregnant", "breastfeeding", "drives"])
def test_a_yes_or_no_of_the_person_may_be_asked_either_way(
    knowledge: KnowledgeBase, fact: str
) -> None:
    for wanted, shown in ((True, "yes"), (False, "no")):
        condition = PersonIs(**{fact: wanted})  # type: ignore[arg-type]
        reason = Because(fact=f"person: {fact}", value=shown, where=f"person.{fact}")
        missing = {f"person.{fact}": f"Person: {fact} is not known."}
        for truth, judged in (
            (Truth.of(wanted), Judgement(Y, (reason,))),
            (Truth.of(not wanted), Judgement(N)),
            (U, Judgement(U, (), missing)),
        ):
            assert evaluate(condition, with_person(knowledge, **{fact: truth})) == judged


def test_sex_and_age_are_compared(knowledge: KnowledgeBase) -> None:
    woman_of_60 = with_person(knowledge, sex="female", age=Interval(60, 60))
    assert evaluate(PersonIs(sex="female", age=Bounds(at_least=60)), woman_of_60) == Judgement(
        Y,
        (
            Because(fact="person: sex", value="female", where="person.sex"),
            Because(fact="person: age years", value="60 years", where="person.age_years"),
        ),
    )
    assert evaluate(PersonIs(sex="male"), woman_of_60) == Judgement(N)
    assert evaluate(PersonIs(age=Bounds(over=60)), woman_of_60) == Judgement(N)
    assert evaluate(PersonIs(sex="female", age=Bounds(over=60)), woman_of_60) == Judgement(N)
    sixties = with_person(knowledge, age=Interval(60, 69))
    assert evaluate(PersonIs(sex="male", age=Bounds(over=65)), sixties) == Judgement(
        U,
        (),
        joined(
            (
                {"person.sex": "Person: sex is not known."},
                {"person.age_years": "Person: age years is not known."},
            )
        ),
    )


def with_kratom(base: KnowledgeBase, **kratom: object) -> View:
    empty = view(base)
    made = KratomFacts(**kratom)  # type: ignore[arg-type]
    return replace(empty, facts=replace(empty.facts, kratom=made))


FLAGS = [
    "used", "amount_stated", "described_large", "regular", "escalating", "changed_product",
    "product_named", "certificate",
]  # fmt: skip


@pytest.mark.parametrize("flag", FLAGS)
def test_a_yes_or_no_about_kratom_may_be_asked_either_way(
    knowledge: KnowledgeBase, flag: str
) -> None:
    words = flag.replace("_", " ")
    reason = Because(fact="kratom", value=words, where="kratom")
    missing = {f"kratom.{flag}": f"Kratom: {words} is not known."}
    for wanted in (True, False):
        condition = KratomIs(**{flag: wanted})  # type: ignore[arg-type]
        for truth, judged in (
            (Truth.of(wanted), Judgement(Y, (reason,))),
            (Truth.of(not wanted), Judgement(N)),
            (U, Judgement(U, (), missing)),
        ):
            assert evaluate(condition, with_kratom(knowledge, **{flag: truth})) == judged


@pytest.mark.parametrize(
    ("families", "known", "judged"),
    [
        ({"leaf", "seven_oh"}, True, Judgement(
            Y, (Because(fact="kratom", value="leaf, 7-OH product", where="kratom"),)
        )),
        ({"leaf"}, False, Judgement(Y, (Because(fact="kratom", value="leaf", where="kratom"),))),
        ({"extract"}, True, Judgement(N)),
        ({"extract"}, False, Judgement(
            U, (), {"kratom.form": "Kratom: form is not known."}
        )),
    ],
)  # fmt: skip
def test_a_form_is_known_not_to_be_there_only_when_every_form_is_known(
    knowledge: KnowledgeBase, families: set[str], known: bool, judged: Judgement
) -> None:
    kratom = with_kratom(knowledge, families=frozenset(families), family_known=known)
    assert evaluate(KratomIs(forms=("leaf",)), kratom) == judged


@pytest.mark.parametrize(
    ("asked", "given", "key", "words", "shown"),
    [
        ("grams_per_day", "grams_per_day", "grams_per_day", "grams per day", "g a day"),
        ("units_per_day", "units_per_day", "units_per_day", "units per day", "units a day"),
        ("doses_per_day", "doses_per_day", "doses_per_day", "doses per day", "doses a day"),
        ("last_use_days", "days_since_last_use", "last_use", "last use", "days ago"),
        ("used_for_days", "used_for_days", "duration", "duration", "days of use"),
        (
            "mitragynine_mg_per_day",
            "mitragynine_mg_per_day",
            "mitragynine",
            "mitragynine",
            "mg a day",
        ),
    ],
)
def test_amounts_and_times_of_kratom_are_compared_as_ranges(
    knowledge: KnowledgeBase, asked: str, given: str, key: str, words: str, shown: str
) -> None:
    condition = KratomIs(**{asked: Bounds(at_least=5)})  # type: ignore[arg-type]
    missing = {f"kratom.{key}": f"Kratom: {words} is not known."}
    vague = missing
    if words == "last use":
        vague = {"kratom.exact_last_use": "Kratom: exact last use is not known."}
    for interval, judged in (
        (Interval(5, 9), Judgement(
            Y, (Because(fact="kratom", value=f"5 to 9 {shown}", where="kratom"),)
        )),
        (Interval(1, 4), Judgement(N)),
        (Interval(4, 5), Judgement(U, (), vague)),
        (None, Judgement(U, (), missing)),
    ):  # fmt: skip
        assert evaluate(condition, with_kratom(knowledge, **{given: interval})) == judged


def test_grams_that_were_estimated_say_so(knowledge: KnowledgeBase) -> None:
    kratom = with_kratom(knowledge, grams_per_day=Interval(8, 8), grams_estimated=True)
    (because,) = evaluate(KratomIs(grams_per_day=Bounds(over=5)), kratom).because
    assert because.value == "8 g a day, estimated"


def test_what_is_asked_of_kratom_must_hold_all_together(knowledge: KnowledgeBase) -> None:
    condition = KratomIs(used=True, forms=("leaf",), grams_per_day=Bounds(over=5))
    leaf = {"used": Y, "families": frozenset({"leaf"}), "family_known": True}
    heavy = evaluate(condition, with_kratom(knowledge, **leaf, grams_per_day=Interval(6, 6)))
    assert [b.value for b in heavy.because] == ["used", "leaf", "6 g a day"]
    unsure = evaluate(condition, with_kratom(knowledge, **leaf))
    assert list(unsure.missing) == ["kratom.grams_per_day"]
    light = with_kratom(knowledge, **leaf, grams_per_day=Interval(5, 5))
    assert evaluate(condition, light) == Judgement(N)


def test_overdoses_and_days_without_an_opioid_are_compared(knowledge: KnowledgeBase) -> None:
    condition = OpioidIs(overdoses=Bounds(at_least=1), days_since_last_opioid=Bounds(at_most=7))
    empty = view(knowledge)
    assert evaluate(condition, empty) == Judgement(
        U,
        (),
        joined(
            (
                {"opioid.overdoses": "Opioid: overdoses is not known."},
                {"opioid.days_since_last_opioid": "Opioid: days since last opioid is not known."},
            )
        ),
    )
    one, week = Interval(1, 1), Interval(7, 7)
    facts = replace(empty.facts, overdoses=one, days_since_last_opioid=week)
    assert evaluate(condition, replace(empty, facts=facts)) == Judgement(
        Y,
        (
            Because(fact="opioid: overdoses", value="1", where="opioid.overdoses"),
            Because(
                fact="opioid: days since last opioid",
                value="7 days",
                where="opioid.days_since_last_opioid",
            ),
        ),
    )
    longer = replace(facts, days_since_last_opioid=Interval(8, 8))
    assert evaluate(condition, replace(empty, facts=longer)) == Judgement(N)
    never = replace(facts, overdoses=Interval(0, 0))
    assert evaluate(condition, replace(empty, facts=never)) == Judgement(N)


def test_an_allergy_to_each_drug_a_word_may_mean_is_known_and_to_one_of_them_is_not(
    knowledge: KnowledgeBase,
) -> None:
    condition = Allergic(drugs=("codeine", "morphine"))

    def judged(*allergens: Allergen, **case: object) -> Judgement:
        base = view(knowledge, (), None, **case)
        return evaluate(condition, replace(base, facts=replace(base.facts, allergens=allergens)))

    both = Allergen(options=("codeine", "morphine"), label="opiates", place="allergies[0]")
    one = Allergen(options=("codeine",), label="codeine", place="allergies[1]")
    either = Allergen(options=("codeine", "aspirin"), label="pain pill", place="allergies[2]")
    other = Allergen(options=("aspirin",), label="aspirin", place="allergies[3]")
    assert judged(either, both, one, other) == Judgement(
        Y,
        (
            Because(fact="allergy", value="opiates", where="allergies[0]"),
            Because(fact="allergy", value="codeine", where="allergies[1]"),
        ),
    )
    which = {"allergies[2]": "pain pill: which of them is not known."}
    assert judged(other, either) == Judgement(U, (), joined((which, not_asked("allergies"))))
    assert judged(either, allergies=[]) == Judgement(U, (), which)
    assert judged(other, allergies=[]) == Judgement(N)
    assert judged() == Judgement(U, (), not_asked("allergies"))
