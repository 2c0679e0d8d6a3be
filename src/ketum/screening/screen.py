"""Trying the screening rules on the facts of a case."""

from __future__ import annotations

from dataclasses import replace

from ketum.evidence.rulebook import Stage
from ketum.reasoning import View, judge, judge_facts

__all__ = ["screen"]


def screen(view: View) -> View:
    """The view with the facts that need no finding, and the findings of every screening rule."""
    book = view.knowledge.rulebook
    if not view.findings and not view.open_questions:
        view = replace(view, stage=0)
    return judge(book.of_stage(Stage.SCREENING), judge_facts(book.early_facts, view))
