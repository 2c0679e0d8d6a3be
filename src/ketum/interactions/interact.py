"""Trying the interaction rules on what screening left."""

from __future__ import annotations

from ketum.evidence.rulebook import Stage
from ketum.reasoning import View, judge

__all__ = ["interact"]


def interact(view: View) -> View:
    """The view with one finding per mechanism that holds.

    Expects the view of `ketum.screening.screen`: rules may read its findings and facts.
    """
    return judge(view.knowledge.rulebook.of_stage(Stage.INTERACTIONS), view)
