"""The words for what is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

PARENT = "mitragynine"
HOURS_OF_A_DAY = 24.0


class Form(Enum):
    """What is swallowed, as far as the share that reaches the blood hangs on it."""

    CAPSULES = "capsules"
    TEA = "tea"
    EXTRACT = "extract"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One dose at `time_h`, and `addl` more, one each `ii_h` h; the amount is of one alkaloid.

    `time_sd_h` is how uncertain the hour of all of them is together; only a fit uses it.
    """

    time_h: float
    amount_mg: float
    analyte: str = PARENT
    addl: int = 0
    ii_h: float = 0.0
    time_sd_h: float = 0.0

    @property
    def last_h(self) -> float:
        return self.time_h + self.addl * self.ii_h


@dataclass(frozen=True, slots=True, kw_only=True)
class Dosing:
    """A dosing history of one person and one product.

    `content_cv` is the uncertainty of the content that all alkaloids share, `ratio_cv` what each
    adds to it, both as a coefficient of variation. `days_of_use` is how long it is known to have
    gone on, which may be longer than the doses that are listed. `leaf_g` is grams of leaf in a
    dose, where leaf was weighed. `left_out` names alkaloids that cannot be computed, with the
    reason, and `assumed` what was assumed where nothing was said.
    """

    doses: tuple[Dose, ...]
    form: Form = Form.CAPSULES
    weight_kg: float | None = None
    content_cv: float = 0.0
    ratio_cv: Mapping[str, float] = field(default_factory=dict)
    leaf_g: float | None = None
    days_of_use: float | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()

    def of(self, analyte: str) -> tuple[Dose, ...]:
        """The doses of one alkaloid, in the order of time."""
        chosen = (dose for dose in self.doses if dose.analyte == analyte)
        return tuple(sorted(chosen, key=lambda dose: dose.time_h))

    def after(self, usual: Dosing, *, until_h: float, days: float) -> Dosing:
        """These doses of mitragynine, and before `until_h` those of the usual use.

        Of a use that is known to be as long, the last `days` count; of another, what it lists.
        """
        before = []
        for dose in usual.of(PARENT):
            each = dose.ii_h or HOURS_OF_A_DAY
            count = dose.addl + 1
            if usual.days_of_use is not None:
                longest = min(days, usual.days_of_use) * HOURS_OF_A_DAY
                count = max(count, int(longest // each))
            # Half an interval away, so that no day holds more doses than the use has.
            last = until_h - each / 2
            first = last - (count - 1) * each
            before.append(replace(dose, time_h=first, addl=count - 1, ii_h=each))
        return replace(self, doses=(*before, *self.of(PARENT)))


@dataclass(frozen=True, slots=True)
class LotContent:
    """What a gram of the lot in hand holds of one alkaloid, as a confirmed certificate says.

    `cv` is how far assays, methods and, for another lot, lots differ.
    """

    mg_per_g: float
    cv: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComputable:
    """Why concentrations cannot be computed, and where in the case that lies."""

    place: str
    why: str
