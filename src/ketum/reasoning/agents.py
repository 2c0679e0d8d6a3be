"""Judging what is on board: classes, scores, doses, patterns, and how many of them."""

from __future__ import annotations

from ketum.evidence.conditions import Agents
from ketum.evidence.vocabulary import Drug
from ketum.facts import AgentFact, lies_within
from ketum.finding import Because
from ketum.reasoning.predicates import missing_lists
from ketum.reasoning.view import Judgement, Missing, View
from ketum.truth import NO, UNKNOWN, YES, Truth, all_of, any_of

__all__ = ["judge_agents"]

AGENT_LISTS = ("medicines", "substances")


def judge_agents(condition: Agents, view: View) -> Judgement:
    """Whether enough different agents match; unread names and open lists cannot tell."""
    sure: dict[frozenset[str], AgentFact] = {}
    perhaps: dict[str, str] = {}
    for agent in view.facts.agents:
        truth = _matches(agent, condition)
        if truth is YES:
            sure.setdefault(frozenset(option.id for option in agent.options), agent)
        elif truth is UNKNOWN:
            perhaps.update(_lacking(agent, condition))
    if len(sure) >= condition.count and _sum(sure, condition) >= condition.sum_at_least:
        because = tuple(
            Because(fact="medicine or substance", value=_shown(agent), where=agent.place)
            for agent in sure.values()
        )
        return Judgement(YES, because)
    missing = {**perhaps, **missing_lists(view.facts, AGENT_LISTS)}
    return Judgement.of(UNKNOWN if missing else NO, (), missing)


def _shown(agent: AgentFact) -> str:
    """The name read; a word for several substances says that its worst member was taken."""
    if len(agent.options) == 1:
        return agent.label
    return f"{agent.label} (which one is not known: the most dangerous usual one counts)"


def _lacking(agent: AgentFact, condition: Agents) -> Missing:
    if condition.score and any(condition.score not in o.scores for o in agent.options):
        effect = condition.score.replace("_", " ").replace("qt", "QT")
        why = f"{agent.label}: its effect ({effect}) is not graded in this release."
        return {f"{effect} of {agent.label}": why}
    return {agent.place: f"More is needed about {agent.label}: dose, pattern, or which one."}


def _sum(sure: dict[frozenset[str], AgentFact], condition: Agents) -> int:
    return sum(
        max(option.scores.get(condition.score, 0) for option in agent.options)
        for agent in sure.values()
    )


def _matches(agent: AgentFact, condition: Agents) -> Truth:
    named = any_of([_option_matches(option, condition) for option in agent.options])
    if named is NO:
        return named
    if condition.status:
        on_board = Truth.of(agent.status in condition.status)
    else:
        on_board = agent.on_board
    parts = [on_board, named]
    if condition.as_prescribed is not None:
        wanted = agent.as_prescribed
        parts.append(wanted if condition.as_prescribed else ~wanted)
    if condition.patterns:
        parts.append(Truth.of(not agent.patterns.isdisjoint(condition.patterns) or None))
    if condition.doses is not None:
        parts.append(lies_within(agent.mg_per_day, condition.doses))
    if condition.unless_doses is not None:
        known_low = lies_within(agent.mg_per_day, condition.unless_doses) is YES
        parts.append(Truth.of(not known_low))
    if condition.last_use_days is not None:
        parts.append(lies_within(agent.days_since_last_use, condition.last_use_days))
    if condition.recent_days is not None and agent.days_since_last_use is not None:
        parts.append(Truth.of(agent.days_since_last_use.low <= condition.recent_days))
    return all_of(parts)


def _option_matches(drug: Drug, condition: Agents) -> Truth:
    """Whether one drug passes every filter on what it is; most drugs fail the first."""
    if condition.classes or condition.drugs:
        named = drug.id in condition.drugs or not drug.classes.isdisjoint(condition.classes)
        if not named:
            return NO
    if condition.roles and drug.opioid_role not in condition.roles:
        return NO
    if drug.id in condition.not_drugs or not drug.classes.isdisjoint(condition.not_classes):
        return NO
    if not condition.score:
        return YES
    score = drug.scores.get(condition.score)
    return Truth.of(None if score is None else score >= condition.at_least)
