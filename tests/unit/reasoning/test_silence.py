"""What is kept from one review for the next changes no review."""

from collections.abc import Iterable

from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import Agents, AnyOf, FactIs, KratomIs, Said, Unread
from ketum.reasoning import view
from ketum.reasoning.silence import names_asked
from ketum.review import Review
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
