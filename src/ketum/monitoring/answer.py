"""What a watch says, as an object for JSON; times are local to the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from ketum.citation import Citation
from ketum.monitoring.after import RiskWeeks
from ketum.monitoring.agenda import Item
from ketum.monitoring.alerts import Alert
from ketum.monitoring.tolerance import Proposal
from ketum.monitoring.watch import Watched
from ketum.plan import Plan

__all__ = ["watched_object"]


def watched_object(watched: Watched, plan: Plan) -> dict[str, object]:
    """Everything the watch found; nothing is left out."""
    zone = ZoneInfo(plan.time_zone)
    return {
        "plan": {"id": plan.id, "version": plan.version, "signed": plan.is_signed},
        "now": _local(watched.now, zone),
        "day": watched.day,
        "alerts": [_alert(alert, zone) for alert in watched.alerts],
        "items": [_item(item) for item in watched.items],
        "circumstances": [
            {"measure": measure, "when": when} for measure, when in watched.circumstances
        ],
        "unclear": {flag: list(names) for flag, names in watched.unclear.items()},
        "unread": [{"event": each.event, "why": each.why} for each in watched.unread],
        "complaints": [str(complaint) for complaint in watched.complaints],
        "proposal": None if watched.proposal is None else _proposal(watched.proposal),
        "risk": None if watched.risk is None else _risk(watched.risk),
        "later": watched.later,
    }


def _local(time: datetime | None, zone: ZoneInfo) -> str | None:
    return None if time is None else time.astimezone(zone).isoformat(timespec="seconds")


def _cites(cites: Iterable[Citation]) -> list[dict[str, object]]:
    return [{"source": c.source.id, "at": c.at, "confirmed": c.confirmed} for c in cites]


def _alert(alert: Alert, zone: ZoneInfo) -> dict[str, object]:
    return {
        "flag": alert.flag.id,
        "label": alert.flag.label,
        "group": alert.flag.group,
        "urgency": alert.flag.urgency.value,
        "stops": alert.stops,
        "action": alert.flag.action,
        "of": alert.of,
        "value": alert.value,
        "happened": _local(alert.happened, zone),
        "raised": _local(alert.raised, zone),
        "by": alert.by,
        "event": alert.event,
        "state": alert.state,
        "worse": alert.worse,
        "repeats": alert.repeats,
        "corrected": alert.corrected,
        "escalated": _local(alert.escalated, zone),
        "acknowledged": _local(alert.acknowledged, zone),
        "acknowledged_by": alert.acknowledged_by,
        "closed": _local(alert.closed, zone),
        "closed_by": alert.closed_by,
        "outcome": alert.outcome,
        "cites": _cites(alert.flag.cites),
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "measure": item.measure,
        "who": item.who,
        "due": item.due.isoformat(),
        "needed": item.needed,
        "given": item.given,
        "state": item.state.value,
        "by": list(item.by),
    }


def _proposal(proposal: Proposal) -> dict[str, object]:
    ends = proposal.ends
    return {
        "move": proposal.move.value,
        "step": proposal.step,
        "reasons": list(proposal.reasons),
        "against": [
            {
                "scale": each.scale,
                "baseline": each.baseline,
                "here": each.here,
                "change": each.change,
                "points": each.points,
            }
            for each in proposal.against
        ],
        "ends": ends
        and {
            "earliest": ends.earliest.isoformat(),
            "latest": ends.latest.isoformat(),
            "days_behind": ends.days_behind,
        },
        "cites": _cites(proposal.cites),
    }


def _risk(risk: RiskWeeks) -> dict[str, object]:
    return {
        "starts": risk.starts.isoformat(),
        "ends": risk.ends.isoformat(),
        "is_now": risk.is_now,
        "contacts": [
            {"name": each.name, "role": each.role, "phone": each.phone} for each in risk.contacts
        ],
        "items": [_item(item) for item in risk.items],
        "cites": _cites(risk.cites),
    }
