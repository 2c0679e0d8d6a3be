"""What changed between two reviews: where the person goes, what was found, what is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ketum.report.levels import short

__all__ = [
    "Change",
    "Comparison",
    "Reason",
    "Seen",
    "SeenFinding",
    "compare",
    "comparison_object",
]


# How a review marks what was given and what no rule acts on.
NOT_USED = "not read: "
NO_PEAK = "not computed"
# How a review says which medicine or substance stands at a place.
AGENT = "medicine or substance"
MORE_NEEDED = re.compile(r"More is needed about (.+?): ")


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact a finding rests on."""

    fact: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFinding:
    """One finding of a review, as its JSON holds it."""

    code: str
    severity: str
    title: str
    action: str
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What of a review can be compared; `decided` is the row that decided, and why.

    `not_used` was given, and no rule acts on it; `named` says what stands at a place of the case;
    `peaks` are computed, in ng/mL with their range.
    """

    disposition: str
    decided: tuple[str, str]
    findings: tuple[SeenFinding, ...]
    unanswered: Mapping[str, str]
    not_used: tuple[str, ...]
    not_recognised: tuple[str, ...]
    named: Mapping[str, str]
    peaks: Mapping[str, str]
    release: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One finding before and after (None: it was not there), and the facts that differ.

    Of these `unchanged` hold in both reviews: only the finding does not rest on them in both.
    """

    code: str
    title: str
    before: str | None
    after: str | None
    action: str
    new_facts: tuple[Reason, ...]
    gone_facts: tuple[Reason, ...]
    unchanged: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that differs between two reviews."""

    before: Seen
    after: Seen
    appeared: tuple[Change, ...]
    gone: tuple[Change, ...]
    regraded: tuple[Change, ...]
    other_facts: tuple[Change, ...]
    same: int
    newly_answered: tuple[str, ...]
    newly_unanswered: tuple[str, ...]
    newly_unread: tuple[str, ...]
    no_longer_unread: tuple[str, ...]
    newly_unused: tuple[str, ...]
    no_longer_unused: tuple[str, ...]
    peaks: tuple[tuple[str, str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two reviews say the same."""
        parts = (self.appeared, self.gone, self.regraded, self.other_facts)
        known = (self.newly_answered, self.newly_unanswered)
        unread = (self.newly_unread, self.no_longer_unread)
        unused = (self.newly_unused, self.no_longer_unused)
        moved = self.before.disposition != self.after.disposition
        return not moved and not any((*parts, *known, *unread, *unused, self.peaks))


def _seen(document: Mapping[str, Any]) -> Seen:
    decided = document["disposition_because"][0]
    return Seen(
        disposition=document["disposition"],
        decided=(decided["row"], decided["why"]),
        findings=tuple(
            SeenFinding(
                code=finding["code"],
                severity=finding["severity"],
                title=finding["title"],
                action=finding["action"],
                because=tuple(Reason(b["fact"], b["value"]) for b in finding["because"]),
            )
            for finding in document["findings"]
        ),
        unanswered={
            entry["fact"]: entry["why"]
            for entry in document["unanswered"]
            if not entry["fact"].startswith(NOT_USED)
        },
        not_used=tuple(
            entry["fact"].removeprefix(NOT_USED)
            for entry in document["unanswered"]
            if entry["fact"].startswith(NOT_USED)
        ),
        named=_named(document),
        peaks=_peaks(document),
        not_recognised=tuple(entry["text"] for entry in document["not_recognised"]),
        release=document["evidence"]["release"],
        on=document["evidence"]["on"],
    )


def _named(document: Mapping[str, Any]) -> dict[str, str]:
    """By place in the case the name of what stands there, recognised or as it was given."""
    named: dict[str, dict[str, None]] = {}
    for finding in document["findings"]:
        for reason in finding["because"]:
            if reason["fact"] == AGENT:
                named.setdefault(reason["where"], {})[reason["value"]] = None
    for entry in document["unanswered"]:
        needed = MORE_NEEDED.match(entry["why"])
        if needed:
            named[entry["fact"]] = {needed[1]: None}
    unread = {entry["where"]: entry["text"] for entry in document["not_recognised"]}
    return unread | {place: ", ".join(names) for place, names in named.items()}


def _peaks(document: Mapping[str, Any]) -> dict[str, str]:
    """The peak of each substance: the middle, and the range of 9 in 10 people."""
    analytes = ((document.get("exposure") or {}).get("answer") or {}).get("analytes") or {}
    return {name: _peak(found["cmax"]) for name, found in analytes.items()}


def _peak(spread: Mapping[str, float]) -> str:
    middle, low, high = (short(spread[end]) for end in ("median", "p05", "p95"))
    return f"{middle} ({low} to {high})"


def compare(first: Mapping[str, Any], second: Mapping[str, Any]) -> Comparison:
    """What the second review says that the first does not, and the other way round.

    Both have the shape of the contract.
    """
    before, after = _seen(first), _seen(second)
    old = {finding.code: finding for finding in before.findings}
    new = {finding.code: finding for finding in after.findings}
    both = [(old[code], finding) for code, finding in new.items() if code in old]
    held = _held(before, after)
    changes = [_change(first, second, held) for first, second in both]
    regraded = tuple(change for change in changes if change.before != change.after)
    others = tuple(
        change
        for change, (first, second) in zip(changes, both, strict=True)
        if change.before == change.after
        and (change.new_facts or change.gone_facts or first.action != second.action)
    )
    return Comparison(
        before=before,
        after=after,
        appeared=tuple(_change(None, f, held) for code, f in new.items() if code not in old),
        gone=tuple(_change(f, None, held) for code, f in old.items() if code not in new),
        regraded=regraded,
        other_facts=others,
        same=len(both) - len(regraded) - len(others),
        newly_answered=_without(before.unanswered, after.unanswered),
        newly_unanswered=_without(after.unanswered, before.unanswered),
        newly_unread=_without(after.not_recognised, before.not_recognised),
        no_longer_unread=_without(before.not_recognised, after.not_recognised),
        # A word that is a reason in the other review was given there too.
        newly_unused=_without(after.not_used, _given(before)),
        no_longer_unused=_without(before.not_used, _given(after)),
        peaks=tuple(
            (name, before.peaks.get(name, NO_PEAK), after.peaks.get(name, NO_PEAK))
            for name in dict.fromkeys((*before.peaks, *after.peaks))
            # A review that was kept without levels says nothing of them.
            if before.peaks and after.peaks and before.peaks.get(name) != after.peaks.get(name)
        ),
    )


def _given(seen: Seen) -> frozenset[str]:
    reasons = {reason.value for finding in seen.findings for reason in finding.because}
    return frozenset(reasons | {*seen.not_used})


def _held(*reviews: Seen) -> frozenset[Reason]:
    """The facts that each review names: as a reason of any finding, or as one no rule acts on."""
    reasons = [frozenset(r for f in seen.findings for r in f.because) for seen in reviews]
    everything = frozenset[Reason]().union(*reasons)
    return frozenset(
        reason
        for reason in everything
        if all(
            reason in named or reason.value in seen.not_used
            for named, seen in zip(reasons, reviews, strict=True)
        )
    )


def _change(
    before: SeenFinding | None, after: SeenFinding | None, held: Collection[Reason]
) -> Change:
    shown = after or before
    if shown is None:
        raise ValueError("a change needs a finding")
    old = () if before is None else before.because
    new = () if after is None else after.because
    new_facts = tuple(reason for reason in new if reason not in old)
    gone_facts = tuple(reason for reason in old if reason not in new)
    return Change(
        code=shown.code,
        title=shown.title,
        before=None if before is None else before.severity,
        after=None if after is None else after.severity,
        action=shown.action,
        new_facts=new_facts,
        gone_facts=gone_facts,
        unchanged=tuple(reason for reason in (*new_facts, *gone_facts) if reason in held),
    )


def _without(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    known = frozenset(others)
    return tuple(name for name in names if name not in known)


def comparison_object(comparison: Comparison) -> dict[str, object]:
    """The comparison as plain JSON types."""
    before, after = comparison.before, comparison.after
    return {
        "disposition": {
            "before": before.disposition,
            "after": after.disposition,
            "decided_before": _row(before.decided),
            "decided_after": _row(after.decided),
        },
        "appeared": _changes(comparison.appeared),
        "gone": _changes(comparison.gone),
        "severity_changed": _changes(comparison.regraded),
        "other_facts": _changes(comparison.other_facts),
        "unchanged_findings": comparison.same,
        "newly_answered": list(comparison.newly_answered),
        "newly_unanswered": list(comparison.newly_unanswered),
        "newly_not_recognised": list(comparison.newly_unread),
        "no_longer_not_recognised": list(comparison.no_longer_unread),
        "newly_given_without_a_rule": list(comparison.newly_unused),
        "no_longer_given_without_a_rule": list(comparison.no_longer_unused),
        "peaks": [
            {"analyte": name, "before": before, "after": after, "unit": "ng/mL"}
            for name, before, after in comparison.peaks
        ],
        "levels": {"before": bool(before.peaks), "after": bool(after.peaks)},
        "evidence": {
            "before": {"release": before.release, "on": before.on},
            "after": {"release": after.release, "on": after.on},
        },
    }


def _row(decided: tuple[str, str]) -> dict[str, str]:
    row, why = decided
    return {"row": row, "why": why}


def _changes(changes: Sequence[Change]) -> list[dict[str, object]]:
    return [
        {
            "code": change.code,
            "title": change.title,
            "before": change.before,
            "after": change.after,
            "action": change.action,
            "new_facts": [{"fact": r.fact, "value": r.value} for r in change.new_facts],
            "gone_facts": [{"fact": r.fact, "value": r.value} for r in change.gone_facts],
            "unchanged_facts": [{"fact": r.fact, "value": r.value} for r in change.unchanged],
        }
        for change in changes
    ]
