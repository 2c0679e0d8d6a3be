"""What is kept from one review for the next changes no review."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

import pytest

from ketum.case import Case
from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import (
    Agents,
    AnyOf,
    FactIs,
    KratomIs,
    OpioidIs,
    PersonIs,
    Said,
    Unread,
)
from ketum.facts import Interval, KratomFacts, PersonFacts, establish
from ketum.reasoning import silence, view
from ketum.reasoning.silence import names_asked
from ketum.review import Review
from ketum.truth import Truth
from tests.vignettes.vignette import Vignette, vignettes


def reviews(of: Iterable[Vignette], knowledge: KnowledgeBase) -> dict[str, Review]:
    view._kept_for.cache_clear()
    return {vignette.name: vignette.review(knowledge) for vignette in of}


def test_the_cases_before_a_case_do_not_change_its_review(knowledge: KnowledgeBase) -> None:
    # Were a name forgotten, the first case of its kind would answer for those after it.
    ordered = list(vignettes())
    first, last = reviews(ordered, knowledge), reviews(reversed(ordered), knowledge)
    assert [name for name in first if first[name] != last[name]] == []


def test_a_condition_asks_for_the_names_it_is_about() -> None:
    assert names_asked(Said(group="COND_LIVER")) == frozenset({"COND_LIVER", "any denial"})
    assert names_asked(Agents(classes=("alcohol",), roles=("antagonist",))) == frozenset(
        {"alcohol"}
    )
    assert names_asked(KratomIs(used=True)) == frozenset()
    assert names_asked(KratomIs(regular=True)) == frozenset({"kratom.regular"})


def test_a_condition_that_reads_more_than_names_is_judged_each_time() -> None:
    for part in (FactIs(name="older_or_frail"), Unread(keys=("substances",))):
        assert names_asked(part) is None
        assert names_asked(AnyOf((Said(group="COND_LIVER"), part))) is None


def test_a_field_that_is_not_listed_may_read_more(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = silence._LISTED[KratomIs]
    fewer = replace(listed, fields=listed.fields - {"stopping"})
    monkeypatch.setitem(silence._LISTED, KratomIs, fewer)
    assert names_asked(KratomIs(stopping=True)) is None
    assert names_asked(KratomIs(regular=True)) is not None


EXACTLY_ONE = Interval.exactly(1)
EVERYTHING_KNOWN = {
    "Interval | None": EXACTLY_ONE, "str | None": "female", "Truth": Truth.NO, "bool": True,
}  # fmt: skip


def everything_known(kind: type[KratomFacts | PersonFacts]) -> dict[str, object]:
    return {
        f.name: EVERYTHING_KNOWN[str(f.type)]
        for f in fields(kind)
        if f.name not in ("place", "families", "forms")
    }


@pytest.mark.parametrize("kind", [KratomIs, PersonIs, OpioidIs])
def test_what_is_known_is_no_silence(kind: type, knowledge: KnowledgeBase) -> None:
    nothing = establish(Case(on=date(2026, 11, 22)), knowledge)
    facts = replace(
        nothing,
        person=PersonFacts(**everything_known(PersonFacts)),  # type: ignore[arg-type]
        kratom=KratomFacts(**everything_known(KratomFacts)),  # type: ignore[arg-type]
        overdoses=EXACTLY_ONE,
        days_since_last_opioid=EXACTLY_ONE,
    )
    for name in silence._LISTED[kind].fields - {"used", "forms"}:
        asked = names_asked(kind(**{name: "asked"}))
        assert asked is not None
        assert asked <= facts.names, name
        assert not asked & nothing.names, name
