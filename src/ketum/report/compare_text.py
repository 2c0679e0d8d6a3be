"""A comparison as text: what changed for the person first, then what is known, then the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ketum.evidence.words import Text
from ketum.report.compare import Change, Comparison, Reason
from ketum.report.lines import Ink, Line, Look, fold, items, mark, plain_units

__all__ = ["comparison_lines"]

Texts = Mapping[str, Text]


def comparison_lines(comparison: Comparison, texts: Texts, look: Look) -> list[Line]:
    """What changed from the first review (before) to the second (after)."""
    lines = _disposition(comparison, texts, look)
    if comparison.is_empty:
        lines += [Line(""), *fold("Nothing else differs between the two reviews.", look)]
    sections = (
        ("New findings", comparison.appeared),
        ("Findings that are gone", comparison.gone),
        ("Findings of another severity", comparison.regraded),
        ("Same severity, other facts or another action", comparison.other_facts),
    )
    for title, changes in sections:
        if changes:
            lines += [Line(""), *fold(f"{title} ({len(changes)})", look, ink=Ink.STRONG)]
            lines += [line for change in changes for line in _change(change, texts, look)]
    if comparison.gone:
        lines += fold("Gone is not the same as excluded: see what is not known.", look)
    known = (
        ("Now known", comparison.newly_answered),
        ("No longer known", comparison.newly_unanswered),
        ("Not recognised in the second", comparison.newly_unread),
        ("Not recognised in the first only", comparison.no_longer_unread),
    )
    for title, facts in known:
        if facts:
            lines += [
                Line(""),
                *fold(f"{title} ({len(facts)}): {'; '.join(facts)}.", look, hang="  "),
            ]
    return [*lines, Line(""), *_evidence(comparison, look)]


def _disposition(comparison: Comparison, texts: Texts, look: Look) -> list[Line]:
    before, after = comparison.before, comparison.after
    now = f"{texts[f'heading.{after.disposition}'].text}  ({_clock(after.disposition, texts)})"
    if before.disposition == after.disposition:
        lines = fold(f"Disposition unchanged: {now}", look, ink=Ink.STRONG)
    else:
        was = f"{texts[f'heading.{before.disposition}'].text} ({_clock(before.disposition, texts)})"
        lines = fold(f"Disposition before: {was}", look)
        lines += fold(f"Disposition after:  {now}", look, ink=Ink.STRONG)
    row, why = after.decided
    lines += fold(f"{why} (row {row})", look)
    if before.decided[0] != row:
        lines += fold(f"Before: {before.decided[1]} (row {before.decided[0]})", look)
    return lines


def _clock(disposition: str, texts: Texts) -> str:
    return texts[f"clock.{disposition}"].text


def _change(change: Change, texts: Texts, look: Look) -> list[Line]:
    severity = change.after or change.before or "info"
    ink = Ink(severity)
    word = mark(_word(severity, texts), ink, look)
    if change.before and change.after and change.before != change.after:
        word = f"{word}, before {_word(change.before, texts)}"
    heading = f"{word}: {change.title} ({change.code})"
    lines = fold(heading, look, indent="  ", hang="    ", ink=Ink.STRONG)
    if change.after is not None:
        lines += fold(f"Do: {change.action}", look, indent="    ", hang="        ")
    facts = [f"now {_said(reason, texts)}" for reason in change.new_facts]
    facts += [f"no longer {_said(reason, texts)}" for reason in change.gone_facts]
    if facts:
        lines += fold(f"Why: {'; '.join(facts)}", look, indent="    ", hang="        ")
    elif change.before != change.after:
        why = (
            "Why: the facts that are its reasons are the same; see what is known, and the release."
        )
        lines += fold(why, look, indent="    ", hang="        ")
    return lines


def _word(severity: str, texts: Texts) -> str:
    return texts[f"severity.{severity}"].text


def _said(reason: Reason, texts: Texts) -> str:
    text = texts.get(f"severity.{reason.value}")
    return f"{reason.fact}: {text.text if text else plain_units(reason.value)}"


def _evidence(comparison: Comparison, look: Look) -> Iterable[Line]:
    before, after = comparison.before, comparison.after
    lines = items([f"Findings that are the same: {comparison.same}"], look, indent="")
    if before.release == after.release:
        lines += items([f"Knowledge {after.release} in both."], look, indent="")
    else:
        words = (
            f"Knowledge {before.release} before, {after.release} after: a difference may come "
            "from the knowledge and not from the person."
        )
        lines += items([words], look, indent="")
    if before.on == after.on:
        return lines + items([f"Both reviewed for {after.on}."], look, indent="")
    words = (
        f"Reviewed for {before.on} before, for {after.on} after: what counts as current differs."
    )
    return lines + items([words], look, indent="")
