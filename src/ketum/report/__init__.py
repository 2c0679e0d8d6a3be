"""The report: `build` lays a review out once; the renderers hold no logic of their own."""

from ketum.report.build import Report, build
from ketum.report.combined import render_interactions_json
from ketum.report.compare import compare, comparison_object
from ketum.report.compare_text import comparison_lines
from ketum.report.document import as_json, document_of
from ketum.report.explain import explain
from ketum.report.explain_text import explained_lines
from ketum.report.handout import Handout, handout
from ketum.report.handout_text import render_handout_text
from ketum.report.lines import Ink, Line, Look, Signs, written
from ketum.report.page import render_handout_html, render_html
from ketum.report.schema import review_schema
from ketum.report.screen import screen_lines
from ketum.report.text import full_lines, interaction_lines

__all__ = [
    "Handout",
    "Ink",
    "Line",
    "Look",
    "Report",
    "Signs",
    "build",
    "compare",
    "comparison_lines",
    "comparison_object",
    "document_of",
    "explain",
    "explained_lines",
    "full_lines",
    "handout",
    "interaction_lines",
    "render_handout_html",
    "render_handout_text",
    "render_html",
    "render_interactions_json",
    "render_json",
    "render_text",
    "review_schema",
    "screen_lines",
    "written",
]


def render_json(report: Report) -> str:
    """The contract's object, indented, with a final line end."""
    return as_json(report.document)


def render_text(report: Report) -> str:
    """Everything a report says, as text without colour."""
    return written(full_lines(report, Look()))
