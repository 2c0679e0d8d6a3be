"""What a watch says, as lines: alarms first, then what is due, then what the entries speak for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from ketum.evidence import KnowledgeBase
from ketum.evidence.monitoring import MULTIPLE
from ketum.finding import Urgency
from ketum.monitoring import Alert, Item, Proposal, RiskWeeks, State, Watched
from ketum.plan import Plan
from ketum.report.lines import Ink, Line, Look, fold, mark

__all__ = ["watch_lines"]

INKS = {
    Urgency.NOW: Ink.EMERGENCY,
    Urgency.TODAY: Ink.MAJOR,
    Urgency.WITHIN_72_H: Ink.MODERATE,
    Urgency.ROUTINE: Ink.INFO,
}
WORDS = {
    Urgency.NOW: "NOW",
    Urgency.TODAY: "TODAY",
    Urgency.WITHIN_72_H: "WITHIN 72 H",
    Urgency.ROUTINE: "NEXT CONTACT",
}
# What a flag that is no reading speaks of.
SPEAKS_OF = {
    "above_plan": "taken that day:",
    "above_intake": "taken at once:",
    "break": "after a break",
    "frequency": "intakes a day:",
    "silent": "no entry",
}
TREND = {"rise": "up to", "ratio": "up to", "fall_share": "down to", "missed": "not told"}
# Entries that are named where several have the same fault.
NAMED = 5
ASKED = (State.OVERDUE, State.DUE)
TOLD = (State.DONE, State.LATE, State.MISSED)


def watch_lines(
    watched: Watched, plan: Plan, knowledge: KnowledgeBase, look: Look
) -> tuple[Line, ...]:
    """Every open alarm with who has it, what is due and overdue, the proposal, the risk weeks."""
    return tuple(_lines(watched, plan, knowledge, look))


def _lines(watched: Watched, plan: Plan, knowledge: KnowledgeBase, look: Look) -> Iterator[Line]:
    zone = ZoneInfo(plan.time_zone)
    signed = "signed" if plan.is_signed else "a draft that nobody signed"
    yield Line(f"Day {watched.day} of plan {plan.id}, version {plan.version}, {signed}", Ink.STRONG)
    yield Line(f"As of {_local(watched.now, zone)} ({plan.time_zone})", Ink.MUTED)
    yield from _alerts(watched, knowledge, zone, look)
    yield from _unclear(watched, knowledge, look)
    yield from _items(watched, knowledge, look)
    if watched.proposal is not None:
        yield from _proposal(watched.proposal, look)
    if watched.risk is not None:
        yield from _risk(watched.risk, look)


def _alerts(
    watched: Watched, knowledge: KnowledgeBase, zone: ZoneInfo, look: Look
) -> Iterator[Line]:
    order = list(Urgency)
    still = [alert for alert in watched.alerts if alert.is_open]
    still.sort(key=lambda alert: (order.index(alert.flag.urgency), alert.raised))
    yield Line("")
    if not still:
        yield Line("No alarm is open. No alarm is not the same as safe.")
    for alert in still:
        ink = INKS[alert.flag.urgency]
        words = f"{WORDS[alert.flag.urgency]}  {alert.flag.label}"
        yield from fold(mark(words, ink, look), look, ink=ink)
        yield from fold(_told(alert, knowledge, zone), look, indent="  ")
        yield from fold(alert.flag.action, look, indent="  ")
    closed = len(watched.alerts) - len(still)
    if closed:
        yield Line(f"Closed by somebody, with an outcome: {closed}", Ink.MUTED)


def _told(alert: Alert, knowledge: KnowledgeBase, zone: ZoneInfo) -> str:
    sign = knowledge.monitoring.told.get(alert.of)
    is_there = sign is not None and sign.is_sign
    value = "" if alert.value is None or is_there else f" {alert.value:.4g}"
    by = f", told by {alert.by}" if alert.by else ""
    parts = [f"{_name(alert.of, knowledge)}{value}{by}, {_local(alert.happened, zone)}"]
    if alert.raised != alert.happened:
        parts.append(f"known since {_local(alert.raised, zone)}")
    if alert.acknowledged is not None:
        parts.append(f"seen by {alert.acknowledged_by}, {_local(alert.acknowledged, zone)}")
    elif alert.escalated is not None:
        parts.append(f"nobody answered: escalated {_local(alert.escalated, zone)}")
    else:
        parts.append("nobody has answered yet")
    if alert.repeats:
        parts.append(f"told {alert.repeats} more times")
    if alert.corrected:
        parts.append("the value was corrected; somebody has to look")
    if alert.stops:
        parts.append("the plan stops until a clinician decides")
    return "; ".join(parts) + "."


def _name(of: str, knowledge: KnowledgeBase) -> str:
    """What the value is of, in words."""
    reading, _, trend = of.partition(", ")
    if reading == "break" and trend:
        return f"{trend} after a break"
    bare = reading.removesuffix(MULTIPLE)
    times = ", times its upper limit:" if bare != reading else ""
    return (
        f"{SPEAKS_OF.get(bare) or _label(bare, knowledge)}{times} {TREND.get(trend, '')}".rstrip()
    )


def _label(name: str, knowledge: KnowledgeBase) -> str:
    known = knowledge.monitoring
    if name in knowledge.measurements:
        return knowledge.measurements[name].label
    if name in known.told:
        return known.told[name].label
    return known.measures[name].label if name in known.measures else name


def _unclear(watched: Watched, knowledge: KnowledgeBase, look: Look) -> Iterator[Line]:
    if watched.unclear or watched.unread or watched.complaints:
        yield Line("")
        yield Line("Could not be told", Ink.STRONG)
    for flag, names in watched.unclear.items():
        label = knowledge.monitoring.flags[flag].label
        said = ", ".join(_name(name, knowledge) for name in names)
        words = mark(f"{label}: not told {said}", Ink.UNKNOWN, look)
        yield from fold(words, look, indent="  ")
    reasons: dict[str, list[str]] = {}
    for each in watched.unread:
        reasons.setdefault(each.why, []).append(each.event)
    for why, entries in sorted(reasons.items()):
        named = ", ".join(entries[:NAMED]) + (" ..." if len(entries) > NAMED else "")
        yield from fold(f"{len(entries)} of the entries ({named}): {why}", look, indent="  ")
    for complaint in watched.complaints:
        yield from fold(str(complaint), look, indent="  ")


def _items(watched: Watched, knowledge: KnowledgeBase, look: Look) -> Iterator[Line]:
    labels = {
        **{measure.id: measure.label for measure in knowledge.monitoring.measures.values()},
        **{measure.id: measure.label for measure in knowledge.monitoring.after.values()},
    }
    yield Line("")
    for state in ASKED:
        found = [item for item in watched.items if item.state is state]
        yield Line(f"{state.value.capitalize()}: {len(found) or 'nothing'}", Ink.STRONG)
        for item in found:
            yield from fold(_item(item, labels[item.measure]), look, indent="  ", hang="    ")
    counts = Counter(item.state for item in watched.items)
    said = ", ".join(f"{counts[state]} {state.value}" for state in TOLD)
    yield Line(f"So far: {said}", Ink.MUTED)


def _item(item: Item, label: str) -> str:
    given = f", {item.given} of {item.needed} given" if item.needed > 1 else ""
    return f"{item.due.isoformat()}  {label} ({item.who}{given})"


def _proposal(proposal: Proposal, look: Look) -> Iterator[Line]:
    yield Line("")
    head = (
        f"Step {proposal.step}: the entries speak for {proposal.move.value}. A clinician decides."
    )
    yield from fold(head, look, ink=Ink.STRONG)
    for reason in proposal.reasons:
        yield from fold(f"- {reason}", look, indent="  ", hang="    ")
    for each in proposal.against:
        if each.change is not None:
            text = (
                f"{each.scale}: median {each.here:g} in this step, own baseline {each.baseline:g}"
            )
            yield from fold(text, look, indent="  ")
    if proposal.ends is not None:
        ends = proposal.ends
        yield from fold(
            f"End: {ends.earliest.isoformat()} as the plan goes on from here; "
            f"{ends.latest.isoformat()} if every step that is left is held once.",
            look,
            indent="  ",
        )


def _risk(risk: RiskWeeks, look: Look) -> Iterator[Line]:
    yield Line("")
    ink = Ink.MAJOR if risk.is_now else Ink.STRONG
    head = f"After the last dose, {risk.starts.isoformat()} to {risk.ends.isoformat()}"
    yield from fold(
        f"{head}: tolerance is lost, and an overdose is likeliest in these weeks. Naloxone in the "
        "house, nobody uses alone.",
        look,
        ink=ink,
    )
    for contact in risk.contacts:
        yield from fold(f"{contact.name}, {contact.role}: {contact.phone}", look, indent="  ")
    days = [item.due.isoformat() for item in risk.items if item.measure == "after_contact"]
    yield from fold(f"Contact on {', '.join(days)}", look, indent="  ")


def _local(time: datetime, zone: ZoneInfo) -> str:
    return time.astimezone(zone).strftime("%Y-%m-%d %H:%M")
