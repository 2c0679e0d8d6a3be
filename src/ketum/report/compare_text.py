"""A comparison as text: what changed for the person first, then what is known, then the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ketum.evidence.words import Text
from ketum.finding import FOLLOWING_FAMILIES
from ketum.report.compare import Change, Comparison, Reason, Seen
from ketum.report.lines import Ink, Line, Look, fold, items, mark, plain_units

__all__ = ["comparison_lines"]

Texts = Mapping[str, Text]
MONITOR = "monitor"
ENTRY = re.compile(r"(\w+)\[(\d+)\]")
PATH = re.compile(r"[a-z_]+\.[a-z_]+")


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
        ("Now known", _plainly(comparison.newly_answered, comparison.before.named)),
        ("No longer known", _plainly(comparison.newly_unanswered, comparison.after.named)),
        ("Given in the second only, and no rule acts on it", comparison.newly_unused),
        ("Given in the first only, and no rule acts on it", comparison.no_longer_unused),
        ("Not recognised in the second", comparison.newly_unread),
        ("Not recognised in the first only", comparison.no_longer_unread),
    )
    for title, facts in known:
        if facts:
            lines += [
                Line(""),
                *fold(f"{title} ({len(facts)}): {'; '.join(facts)}.", look, hang="  "),
            ]
    if comparison.peaks:
        lines += [Line(""), Line("Computed peaks that differ, ng/mL (9 in 10 people)", Ink.STRONG)]
        lines += items(
            [f"{name}: before {old}, after {new}" for name, old, new in comparison.peaks], look
        )
    return [*lines, Line(""), *_evidence(comparison, look)]


def _plainly(facts: Iterable[str], named: Mapping[str, str]) -> tuple[str, ...]:
    """Facts without the signs of a path: "opioid: overdoses", "medicines: tramadol"."""
    return tuple(dict.fromkeys(_plain_fact(fact, named) for fact in facts))


def _plain_fact(fact: str, named: Mapping[str, str]) -> str:
    entry = ENTRY.fullmatch(fact)
    if entry is not None:
        # A review that was kept by an older release may not say what stood there.
        name = named.get(fact)
        return f"{entry[1]}: {name}" if name else f"{entry[1]}, entry {int(entry[2]) + 1}"
    return fact.replace(".", ": ", 1).replace("_", " ") if PATH.fullmatch(fact) else fact


def _disposition(comparison: Comparison, texts: Texts, look: Look) -> list[Line]:
    before, after = comparison.before, comparison.after
    now = f"{_heading(after, texts)}  ({_clock(after.disposition, texts)})"
    if before.disposition == after.disposition:
        lines = fold(f"Disposition unchanged: {now}", look, ink=Ink.STRONG)
    else:
        was = f"{_heading(before, texts)} ({_clock(before.disposition, texts)})"
        lines = fold(f"Disposition before: {was}", look)
        lines += fold(f"Disposition after:  {now}", look, ink=Ink.STRONG)
    row, why = after.decided
    lines += fold(why, look)
    if before.decided[0] != row:
        lines += fold(f"Before: {before.decided[1]}", look)
    return lines


def _heading(seen: Seen, texts: Texts) -> str:
    is_found = seen.disposition == MONITOR and any(
        finding.code.partition("_")[0] not in FOLLOWING_FAMILIES for finding in seen.findings
    )
    return texts[f"heading.{seen.disposition}{'.found' if is_found else ''}"].text


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
    facts = _rests(change, texts)
    if facts:
        lines += fold(f"{'; '.join(facts)}.", look, indent="    ", hang="        ")
    elif change.before != change.after:
        why = (
            "Why: the facts that are its reasons are the same; see what is known, and the release."
        )
        lines += fold(why, look, indent="    ", hang="        ")
    return lines


def _rests(change: Change, texts: Texts) -> list[str]:
    """What the finding rests on: that it no longer does so does not say that a fact is gone."""

    def said(reason: Reason) -> str:
        words = _said(reason, texts)
        return f"{words} (unchanged)" if reason in change.unchanged else words

    if change.before is None:
        facts = [f"on {said(reason)}" for reason in change.new_facts]
        how = "Rests"
    elif change.after is None:
        facts = [f"on {said(reason)}" for reason in change.gone_facts]
        how = "Rested"
    else:
        facts = [f"now on {said(reason)}" for reason in change.new_facts]
        facts += [f"no longer on {said(reason)}" for reason in change.gone_facts]
        how = "Rests"
    return [f"{how} {facts[0]}", *facts[1:]] if facts else []


def _word(severity: str, texts: Texts) -> str:
    return texts[f"severity.{severity}"].text


def _said(reason: Reason, texts: Texts) -> str:
    text = texts.get(f"severity.{reason.value}")
    return f"{reason.fact}: {text.text if text else plain_units(reason.value)}"


def _evidence(comparison: Comparison, look: Look) -> Iterable[Line]:
    before, after = comparison.before, comparison.after
    lines = items([f"Findings that are the same: {comparison.same}"], look, indent="")
    if bool(before.peaks) != bool(after.peaks):
        which = "first" if before.peaks else "second"
        words = f"Levels stand in the {which} review only: they were not compared."
        lines += items([words], look, indent="")
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
