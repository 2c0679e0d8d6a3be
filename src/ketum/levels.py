"""The levels of a case: what a simulation answers, and how co-medicines are expected to change.

No finding reads any of it: a review asks for it only where somebody is shown it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from ketum.case import Case
from ketum.dosing import Dosing, LotContent, NotComputable, dosing_of
from ketum.dosing.amount import is_thai
from ketum.dosing.regimen import PARENT
from ketum.evidence import KnowledgeBase
from ketum.facts import Facts
from ketum.interactions.occupancy import occupancy
from ketum.interactions.ratios import ExposureRatio, exposure_ratios
from ketum.review import Answer

__all__ = ["Simulated", "levels_of_case", "receptors_of"]

DIGITS = 3
NO_CONTENTS: Mapping[str, LotContent] = {}

Simulated = Callable[[Dosing, KnowledgeBase], dict[str, object]]


def levels_of_case(
    case: Case,
    facts: Facts,
    knowledge: KnowledgeBase,
    simulated: Simulated,
    contents: Mapping[str, LotContent] = NO_CONTENTS,
) -> Answer:
    """The contract's answer on exposure.

    `simulated` gives the contract's object of a simulation; it is called only for doses that can
    be computed, so that it may load the engine itself. `contents` are those of the lot in hand.
    """
    of_medicines = exposure_ratios(facts, knowledge, contents.get(PARENT), is_thai=is_thai(case))
    ratios = [_ratio(ratio) for ratio in of_medicines]
    dosing = dosing_of(case, facts, knowledge, contents)
    if isinstance(dosing, NotComputable):
        return Answer(answer={"ratios": ratios} if ratios else None, reason=dosing.why)
    return Answer(answer={**simulated(dosing, knowledge), "ratios": ratios}, reason=None)


def _ratio(ratio: ExposureRatio) -> dict[str, object]:
    def spread(values: object) -> dict[str, float] | None:
        if values is None:
            return None
        ends = {"median": "typical", "p05": "low", "p95": "high"}
        return {key: round(getattr(values, name), DIGITS) for key, name in ends.items()}

    return {
        "medicine": ratio.label,
        "moved": ratio.moved,
        "enzyme": ratio.enzyme,
        "direction": ratio.direction.value,
        "seven_oh": None if ratio.seven_oh is None else ratio.seven_oh.value,
        "auc": spread(ratio.auc),
        "cmax": spread(ratio.cmax),
        "by_gap": [{"hours": gap.hours, "auc": spread(gap.auc)} for gap in ratio.by_gap],
        "as_studied": spread(ratio.as_studied),
        "upper_bound": ratio.upper_bound,
        "reason": ratio.reason,
        "assumed": list(ratio.assumed),
        "beyond_studied": list(ratio.beyond),
        "cites": [
            {"source": c.source.id, "at": c.at, "confirmed": c.confirmed} for c in ratio.cites
        ],
    }


def receptors_of(
    document: Mapping[str, object],
    knowledge: KnowledgeBase,
    unbound_nm: Mapping[str, float] | None = None,
) -> dict[str, object]:
    """The mu receptor at the peaks of a simulation, least and most: a research view.

    The low end is at the 5 % point of each peak, the high end at the 95 % point, both over every
    published constant. `unbound_nm` gives a co-medicine's unbound concentration at the receptor.
    """
    analytes = cast("Mapping[str, Mapping[str, Mapping[str, float]]]", document["analytes"])
    peaks = {name: (found["cmax"]["p05"], found["cmax"]["p95"]) for name, found in analytes.items()}
    least = occupancy(knowledge, {name: low for name, (low, _) in peaks.items()}, unbound_nm)
    most = occupancy(knowledge, {name: high for name, (_, high) in peaks.items()}, unbound_nm)
    return {
        "label": most.label,
        "at": "peak",
        "each": {
            name: {
                "low": round(min(least.each[name].low, most.each[name].low), DIGITS),
                "high": round(max(least.each[name].high, most.each[name].high), DIGITS),
            }
            for name in most.each
        },
        "together": {
            "low": round(least.together.low, DIGITS), "high": round(most.together.high, DIGITS),
        },
        "not_computed": dict(most.not_computed),
        "cites": [
            {"source": c.source.id, "at": c.at, "confirmed": c.confirmed} for c in most.cites
        ],
    }  # fmt: skip
