"""The report as one self-contained page: no script, no outside request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ketum.report.build import Card, Report, Tier

__all__ = ["render_html"]

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#16212B;background:#FFF;margin:24px auto;
max-width:66ch;padding:0 16px}
h1{font-size:24px;margin:0}h2{font-size:20px;margin:32px 0 8px}h3{font-size:16px;margin:0}
.card{border:1px solid #16212B;border-left-width:12px;padding:8px 12px;margin:8px 0}
.emergency{border-left-color:#5E0B26}.contraindicated{border-left-color:#C02A1B}
.major{border-left-color:#E8860A}.moderate{border-left-color:#F4C542}
.minor{border-left-color:#C9E2F8}.info{border-left-color:#FFF}
.unknown{border:1px dashed #16212B;padding:8px 12px}
.muted{color:#475664}p{margin:4px 0}li{overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none;font-size:11pt}.card{break-inside:avoid}}
"""
SERIOUS = ("contraindicated", "major")


def render_html(report: Report) -> str:
    """A page that can be read, printed and mailed on its own."""
    now = [tier for tier in report.tiers if tier.severity == "emergency"]
    serious = [tier for tier in report.tiers if tier.severity in SERIOUS]
    rest = [tier for tier in report.tiers if tier not in (*now, *serious)]
    not_checked = list(report.not_checked)
    if report.not_checked_more:
        not_checked.append(f"and {report.not_checked_more} more")
    if report.not_covered:
        not_checked.append(f"This release has no rule for: {report.not_covered}.")
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(report.heading.capitalize())} - Ketum review</title>",
        f"<style>{STYLE}</style></head><body><main>",
        f"<h1>{escape(report.heading)}</h1>",
        f"<p><strong>When: {escape(report.clock)}.</strong> {escape(report.decided_by)}</p>",
        f"<p>{escape(report.summary)}</p>",
        *(_tier(tier) for tier in now),
        *_section("Recommended treatment first", report.treatment),
        *(_tier(tier) for tier in serious),
        '<section class="unknown"><h2>? Not checked</h2>',
        _list(not_checked),
        "</section>",
        *(_tier(tier) for tier in rest),
    ]
    parts += _section("? Not recognised", report.not_recognised)
    parts += _section("Kratom and opioid withdrawal: the evidence", [report.evidence])
    parts += _section("Help", report.help)
    parts += _section("Not answered by this release", report.rooms)
    sources = "".join(
        f'<li id="source-{number}">{escape(source)}</li>'
        for number, source in enumerate(report.sources, start=1)
    )
    parts += [f"<section><h2>Sources</h2><ol>{sources}</ol></section>"]
    parts += [f'<p class="muted">{escape(report.release)}</p></main></body></html>']
    return "\n".join(parts) + "\n"


def _section(title: str, items: Sequence[str]) -> list[str]:
    if not items:
        return []
    return [f"<section><h2>{escape(title)}</h2>", _list(items), "</section>"]


def _tier(tier: Tier) -> str:
    cards = "".join(_card(card, tier.severity) for card in tier.cards)
    return f"<section><h2>{escape(tier.word)} ({len(tier.cards)})</h2>{cards}</section>"


def _card(card: Card, severity: str) -> str:
    links = " ".join(f'<a href="#source-{n}">[{n}]</a>' for n in card.sources)
    because = f"<p>Because: {escape('; '.join(card.because))}</p>" if card.because else ""
    return (
        f'<article class="card {severity}"><h3>{escape(card.title)}</h3>'
        f"<p><strong>Do:</strong> {escape(card.action)}</p>{because}"
        f'<p class="muted">Certainty: {escape(card.certainty)}. Sources: {links}</p></article>'
    )


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
