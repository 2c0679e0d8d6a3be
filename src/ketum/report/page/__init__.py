"""Pages that stand alone: the review for a clinician, the handout for the person."""

from ketum.report.page.clinician import render_html
from ketum.report.page.person import render_handout_html

__all__ = ["render_handout_html", "render_html"]
