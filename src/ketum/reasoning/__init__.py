"""Judging: three-valued conditions over the facts of a case. The door is `judge`."""

from ketum.reasoning.evaluate import Ready, evaluate, made_ready
from ketum.reasoning.judge import certainty_of, judge, judge_facts, merge, urgency_of
from ketum.reasoning.view import Judgement, Missing, OpenQuestion, View, joined

__all__ = [
    "Judgement",
    "Missing",
    "OpenQuestion",
    "Ready",
    "View",
    "certainty_of",
    "evaluate",
    "joined",
    "judge",
    "judge_facts",
    "made_ready",
    "merge",
    "urgency_of",
]
