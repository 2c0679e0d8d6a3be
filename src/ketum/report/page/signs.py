"""The seven severity signs, drawn for this page: a shape each, so that grey print still tells."""

from __future__ import annotations

from ketum.report.page.markup import Markup, element

__all__ = ["NOT_CHECKED", "drawings", "sign"]

NOT_CHECKED = "not_checked"

# On a field of 24 by 24; strokes and fills take the colour of the text around them.
SHAPES = {
    "emergency": (
        '<path d="M7.7 1.5h8.6l6.2 6.2v8.6l-6.2 6.2H7.7l-6.2-6.2V7.7z"/>'
        '<path d="M12 6v7.5M12 17.2v.6"/>'
    ),
    "contraindicated": '<circle cx="12" cy="12" r="10"/><path d="M5 5l14 14"/>',
    "major": '<path d="M12 2.2L22.6 21.5H1.4z"/><path d="M12 9v6M12 18v.6"/>',
    "moderate": '<path d="M12 1.2L22.8 12 12 22.8 1.2 12z"/>',
    "minor": '<path d="M3 3h18v18H3z"/>',
    "info": '<circle cx="12" cy="12" r="10"/><path d="M12 11v6.5M12 6.4v.8"/>',
    NOT_CHECKED: (
        '<circle cx="12" cy="12" r="10" stroke-dasharray="3.6 2.68"/>'
        '<path d="M8.8 9.4c.3-2 1.6-3 3.3-3 2 0 3.3 1.2 3.3 2.9 0 2.6-3.3 2.6-3.3 5M12.1 17v.8"/>'
    ),
}


def drawings() -> Markup:
    """All signs, once, hidden; `sign` shows one of them."""
    symbols = (
        element("symbol", Markup(shape), id=f"sign-{name}", viewBox="0 0 24 24")
        for name, shape in SHAPES.items()
    )
    return element("svg", *symbols, class_="drawings", aria_hidden="true", focusable="false")


def sign(severity: str) -> Markup:
    """The sign of a severity; the word beside it says the same, so a screen reader skips it."""
    use = element("use", href=f"#sign-{severity}")
    return element("svg", use, class_="sign", aria_hidden="true", focusable="false")
