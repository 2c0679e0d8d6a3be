"""The report: `build` lays a review out once; the renderers hold no logic of their own."""

import json

from ketum.report.build import Card, Report, Tier, build
from ketum.report.handout import Handout, handout
from ketum.report.handout_text import render_handout_text
from ketum.report.page import render_handout_html, render_html
from ketum.report.schema import review_schema
from ketum.report.text import render_interactions, render_text

__all__ = [
    "Card",
    "Handout",
    "Report",
    "Tier",
    "build",
    "handout",
    "render_handout_html",
    "render_handout_text",
    "render_html",
    "render_interactions",
    "render_json",
    "render_text",
    "review_schema",
]


def render_json(report: Report) -> str:
    """The contract's object, indented, with a final line end."""
    return json.dumps(report.document, indent=2, ensure_ascii=False) + "\n"
