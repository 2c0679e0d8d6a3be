"""What is on board, filter by filter; a filter that cannot tell is no "no"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import Agents, Bounds
from ketum.evidence.vocabulary import Drug
from ketum.facts import AgentFact, Interval
from ketum.finding import Because
from ketum.reasoning import Judgement, View, evaluate, joined
from ketum.truth import Truth
from tests.unit.reasoning.made import DAY, view

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN


def drug(name: str, *classes: str, role: str = "none", **scores: int) -> Drug:
    return Drug(
        id=name, label=name, drug_class=next(iter(classes), ""), classes=frozenset(classes),
        opioid_role=role, scores=scores, rxcui="", names=(name,), cites=(), checked=DAY,
    )  # fmt: skip


def agent(
    *options: Drug,
    label: str = "",
    on_board: Truth = Y,
    status: str = "current",
    as_prescribed: Truth = U,
    patterns: tuple[str, ...] = (),
    mg: Interval | None = None,
    days: Interval | None = None,
) -> AgentFact:
    name = label or options[0].label
    return AgentFact(
        options=options, label=name, place=f"medicines.{name}", on_board=on_board, status=status,
        as_prescribed=as_prescribed, patterns=frozenset(patterns), mg_per_day=mg,
        days_since_last_use=days,
    )  # fmt: skip


ALPRAZOLAM = drug("alprazolam", "benzodiazepine", cns_depressant=3, qt_risk=0)
CODEINE = drug("codeine", "opioid", role="full_agonist", cns_depressant=2)
MELATONIN = drug("melatonin", "hormone", cns_depressant=1)
UNGRADED = drug("newdrug", "novel")


@pytest.fixture
def closed(knowledge: KnowledgeBase) -> View:
    """Both lists of agents were asked, and hold no more than the tests put there."""
    return view(knowledge, medicines=[], substances=[])


def judged(base: View, condition: Agents, *agents: AgentFact) -> Judgement:
    return evaluate(condition, replace(base, facts=replace(base.facts, agents=agents)))


def truth(base: View, condition: Agents, *agents: AgentFact) -> Truth:
    return judged(base, condition, *agents).truth


def test_what_matches_is_named_with_its_place(closed: View) -> None:
    found = judged(
        closed, Agents(classes=("opioid", "benzodiazepine")), agent(MELATONIN), agent(CODEINE),
        agent(ALPRAZOLAM),
    )  # fmt: skip
    assert found == Judgement(
        Y,
        tuple(
            Because(fact="medicine or substance", value=name, where=f"medicines.{name}")
            for name in ("codeine", "alprazolam")
        ),
    )


def test_closed_lists_say_no_and_open_ones_cannot_tell(
    closed: View, knowledge: KnowledgeBase
) -> None:
    opioid = Agents(classes=("opioid",))
    assert judged(closed, opioid, agent(MELATONIN)) == Judgement(N)
    assert judged(view(knowledge, substances=[]), opioid) == Judgement(
        U, (), {"medicines": "Nothing was said about medicines."}
    )
    assert judged(view(knowledge), opioid, agent(MELATONIN)) == Judgement(
        U,
        (),
        joined(
            (
                {"medicines": "Nothing was said about medicines."},
                {"substances": "Nothing was said about substances."},
            )
        ),
    )


@pytest.mark.parametrize(
    ("condition", "codeine", "alprazolam"),
    [
        (Agents(), Y, Y), (Agents(classes=("opioid",)), Y, N), (Agents(drugs=("codeine",)), Y, N),
        (Agents(classes=("benzodiazepine",), drugs=("codeine",)), Y, Y),
        (Agents(not_classes=("opioid",)), N, Y), (Agents(not_drugs=("codeine",)), N, Y),
        (Agents(not_classes=("opioid",), not_drugs=("alprazolam",)), N, N),
        (Agents(classes=("opioid", "benzodiazepine"), not_drugs=("alprazolam",)), Y, N),
        (Agents(drugs=("codeine", "alprazolam"), not_classes=("opioid",)), N, Y),
        (Agents(roles=("full_agonist", "partial_agonist")), Y, N), (Agents(roles=("none",)), N, Y),
        (Agents(classes=("benzodiazepine",), roles=("full_agonist",)), N, N),
    ],
)  # fmt: skip
def test_classes_drugs_and_roles_let_pass_what_they_name(
    closed: View, condition: Agents, codeine: Truth, alprazolam: Truth
) -> None:
    assert truth(closed, condition, agent(CODEINE)) is codeine
    assert truth(closed, condition, agent(ALPRAZOLAM)) is alprazolam


@pytest.mark.parametrize(("at_least", "holds"), [(1, Y), (2, Y), (3, N)])
def test_a_score_reaches_its_limit(closed: View, at_least: int, holds: Truth) -> None:
    condition = Agents(score="cns_depressant", at_least=at_least)
    assert truth(closed, condition, agent(CODEINE)) is holds


def test_a_drug_that_is_not_graded_is_unknown_and_never_harmless(closed: View) -> None:
    assert judged(closed, Agents(score="qt_risk", at_least=1), agent(UNGRADED)) == Judgement(
        U,
        (),
        {"QT risk of newdrug": "newdrug: its effect (QT risk) is not graded in this release."},
    )
    assert truth(closed, Agents(score="qt_risk", at_least=1), agent(ALPRAZOLAM)) is N
    other = Agents(classes=("opioid",), score="qt_risk", at_least=1)
    assert truth(closed, other, agent(UNGRADED)) is N


def test_of_several_possible_drugs_the_most_dangerous_decides(closed: View) -> None:
    either = agent(MELATONIN, ALPRAZOLAM, label="sleeping pill")
    assert truth(closed, Agents(score="cns_depressant", at_least=3), either) is Y
    assert truth(closed, Agents(classes=("benzodiazepine",)), either) is Y
    assert truth(closed, Agents(classes=("opioid",)), either) is N
    unsure = judged(
        closed, Agents(score="cns_depressant", at_least=2), agent(MELATONIN, UNGRADED, label="pill")
    )
    assert list(unsure.missing) == ["cns depressant of pill"]


def test_as_many_different_agents_are_needed_as_asked_for(closed: View) -> None:
    two = Agents(count=2)
    assert truth(closed, two, agent(CODEINE)) is N
    assert truth(closed, two, agent(CODEINE), agent(CODEINE, label="codeine syrup")) is N
    once = judged(closed, Agents(), agent(CODEINE), agent(CODEINE, label="codeine syrup"))
    assert [because.value for because in once.because] == ["codeine"]
    assert truth(closed, two, agent(CODEINE), agent(ALPRAZOLAM)) is Y
    assert truth(closed, two, agent(CODEINE), agent(CODEINE, MELATONIN, label="mix")) is Y


@pytest.mark.parametrize(("needed", "holds"), [(4, Y), (5, Y), (6, N)])
def test_the_scores_of_all_together_reach_a_sum(closed: View, needed: int, holds: Truth) -> None:
    condition = Agents(score="cns_depressant", at_least=2, sum_at_least=needed)
    pills = agent(MELATONIN, ALPRAZOLAM, label="pills")
    assert truth(closed, condition, agent(CODEINE), pills, agent(MELATONIN)) is holds


def test_a_member_without_a_grade_adds_nothing_to_the_sum(closed: View) -> None:
    either = agent(ALPRAZOLAM, UNGRADED, label="either")
    condition = Agents(score="cns_depressant", at_least=3, sum_at_least=3)
    assert truth(closed, condition, either) is Y
    assert truth(closed, replace(condition, sum_at_least=4), either) is N


def test_what_is_stopped_is_not_on_board_unless_its_status_is_asked_for(closed: View) -> None:
    stopped = agent(CODEINE, on_board=N, status="stopped")
    assert truth(closed, Agents(), stopped) is N
    assert truth(closed, Agents(status=("stopped", "proposed")), stopped) is Y
    assert truth(closed, Agents(status=("proposed",)), stopped) is N
    assert truth(closed, Agents(status=("stopped",)), agent(CODEINE)) is N


def test_what_may_be_on_board_needs_more_about_it(closed: View) -> None:
    assert judged(closed, Agents(), agent(CODEINE, on_board=U)) == Judgement(
        U,
        (),
        {"medicines.codeine": "More is needed about codeine: dose, pattern, or which one."},
    )


@pytest.mark.parametrize(("said", "wanted", "unwanted"), [(Y, Y, N), (N, N, Y), (U, U, U)])
def test_whether_it_is_taken_as_prescribed_may_be_asked_either_way(
    closed: View, said: Truth, wanted: Truth, unwanted: Truth
) -> None:
    taken = agent(CODEINE, as_prescribed=said)
    assert truth(closed, Agents(as_prescribed=True), taken) is wanted
    assert truth(closed, Agents(as_prescribed=False), taken) is unwanted


def test_a_pattern_nobody_named_cannot_be_told(closed: View) -> None:
    daily = agent(CODEINE, patterns=("daily", "evening"))
    assert truth(closed, Agents(patterns=("daily", "weekly")), daily) is Y
    assert truth(closed, Agents(patterns=("binge",)), daily) is U
    assert truth(closed, Agents(patterns=("binge",)), agent(CODEINE)) is U


@pytest.mark.parametrize(
    ("mg", "over", "unless_low"),
    [
        (Interval(100, 100), Y, Y), (Interval(60, 60), N, N), (Interval(40, 80), U, Y),
        (Interval(30, 60), N, N), (None, U, Y),
    ],
)  # fmt: skip
def test_a_dose_must_be_known_to_be_high_or_must_not_be_known_to_be_low(
    closed: View, mg: Interval | None, over: Truth, unless_low: Truth
) -> None:
    taken = agent(CODEINE, mg=mg)
    assert truth(closed, Agents(doses=Bounds(over=60)), taken) is over
    assert truth(closed, Agents(unless_doses=Bounds(at_most=60)), taken) is unless_low


@pytest.mark.parametrize(
    ("days", "within", "recent"),
    [
        (Interval(0, 3), Y, Y), (Interval(14, 14), Y, Y), (Interval(15, 15), N, N),
        (Interval(10, 20), U, Y), (Interval(15, 30), N, N), (None, U, Y),
    ],
)  # fmt: skip
def test_the_last_use_must_be_known_or_must_not_be_known_to_be_longer_ago(
    closed: View, days: Interval | None, within: Truth, recent: Truth
) -> None:
    taken = agent(CODEINE, days=days)
    assert truth(closed, Agents(last_use_days=Bounds(at_most=14)), taken) is within
    assert truth(closed, Agents(recent_days=14), taken) is recent


def test_one_agent_that_matches_is_enough_though_another_cannot_be_told(closed: View) -> None:
    found = judged(closed, Agents(), agent(CODEINE, on_board=U), agent(ALPRAZOLAM))
    assert [because.value for because in found.because] == ["alprazolam"]
    assert not found.missing


def test_what_one_agent_lacks_comes_before_what_the_lists_lack(knowledge: KnowledgeBase) -> None:
    unsure = judged(view(knowledge, substances=[]), Agents(), agent(CODEINE, on_board=U))
    assert list(unsure.missing) == ["medicines.codeine", "medicines"]
