"""Models that were handed on, read back as the arithmetic they state and integrated by SciPy.

It knows nothing of Ketum: it reads the text of an mrgsolve model or of a NONMEM control file, and
the doses it is given.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

Array = NDArray[np.float64]

RELATIVE, ABSOLUTE = 1e-12, 1e-14
FUNCTIONS = {"exp": math.exp, "EXP": math.exp, "pow": pow}


@dataclass(frozen=True, slots=True)
class Told:
    """What a model text says of one person: slopes, outputs, and what becomes of a dose."""

    names: dict[str, object]
    slopes: tuple[CodeType, ...]
    outputs: tuple[CodeType, ...]
    state: Callable[[dict[str, object], Sequence[float]], None]
    share: float
    lag_h: float
    compartments: tuple[str, ...]
    omegas: Mapping[str, float] = field(default_factory=dict)

    def curve(self, doses: Sequence[tuple[float, float]], times_h: Array) -> Array:
        """Outputs at the times, of doses (h, mg) into the first compartment; shape (2 or 1, n)."""
        arriving: dict[float, float] = {}
        for hour, mg in doses:
            arriving[hour + self.lag_h] = arriving.get(hour + self.lag_h, 0.0) + mg * self.share
        state, now, rows = np.zeros(len(self.slopes)), 0.0, []
        # Each hour that is asked about is a stop: what lies between two steps is less exact.
        for stop in sorted({*arriving, *times_h.tolist()}):
            if stop > now:
                state = solve_ivp(
                    self._slope, (now, stop), state, method="DOP853", rtol=RELATIVE, atol=ABSOLUTE
                ).y[:, -1]
                now = stop
            state = state + np.eye(len(state))[0] * arriving.get(stop, 0.0)
            if stop in times_h:
                rows.append(self._outputs(state))
        return np.array(rows).T

    def _slope(self, _: float, amounts: Array) -> list[float]:
        self.state(self.names, amounts.tolist())
        return [eval(code, self.names) for code in self.slopes]  # noqa: S307

    def _outputs(self, amounts: Array) -> list[float]:
        self.state(self.names, amounts.tolist())
        return [eval(code, self.names) for code in self.outputs]  # noqa: S307


def blocks(text: str) -> dict[str, list[str]]:
    """The lines below each `$NAME`, with what stands behind the name; no comments."""
    found: dict[str, list[str]] = {}
    current = found.setdefault("", [])
    for line in text.splitlines():
        if line.startswith("$"):
            name, _, rest = line[1:].partition(" ")
            current = found.setdefault(name, [])
            line = rest  # noqa: PLW2901
        code = re.split(r"//|;\s|^;", line)[0].strip()
        if code:
            current.append(code.removesuffix(";"))
    return found


def mrgsolve(text: str, etas: Mapping[str, float], **given: float) -> Told:
    """An mrgsolve model of a person with these random effects, by name, and parameters."""
    told = blocks(text)
    annotated = {
        block: [line.split(" : ")[:2] for line in told[block] if " : " in line]
        for block in ("PARAM", "CMT", "OMEGA")
    }
    names: dict[str, object] = dict(FUNCTIONS)
    names |= {name: float(value) for name, value in annotated["PARAM"]} | given
    omegas = {name: float(value) for name, value in annotated["OMEGA"]}
    names |= {name: etas.get(name.removeprefix("ETA_"), 0.0) for name in omegas}
    for line in told["MAIN"]:
        _assign(line.removeprefix("double "), names)
    compartments = tuple(name for name, _ in annotated["CMT"])
    slopes = {line.partition(" = ")[0]: line.partition(" = ")[2] for line in told["ODE"]}
    wanted = [line.removeprefix("double ") for line in told["TABLE"] if not line.count("DV_")]
    return Told(
        names=names,
        slopes=tuple(_compiled(slopes[f"dxdt_{name}"]) for name in compartments),
        outputs=tuple(_compiled(line.partition(" = ")[2]) for line in wanted),
        state=lambda known, amounts: known.update(zip(compartments, amounts, strict=True)),
        share=_number(names[f"F_{compartments[0]}"]),
        lag_h=_number(names[f"ALAG_{compartments[0]}"]),
        compartments=compartments,
        omegas=omegas,
    )


def nonmem(text: str, etas: Sequence[float], **given: float) -> Told:
    """A NONMEM control file of a person with these random effects, in its order, and data."""
    told = blocks(text)
    thetas = [float(line.split()[0]) for line in told["THETA"]]
    names: dict[str, object] = dict(FUNCTIONS)
    names |= {"THETA": lambda i: thetas[i - 1], "ETA": lambda i: etas[i - 1], **given}
    for line in told["PK"]:
        condition = re.fullmatch(r"IF \((\w+)\.GT\.0\) (.*)", line)
        if condition is None:
            _assign(line, names)
        elif _number(names[condition[1]]) > 0.0:
            _assign(condition[2], names)
    slopes = [line.partition(" = ")[2] for line in told["DES"]]
    outputs = [line.partition(" = ")[2] for line in told["ERROR"] if line.startswith(("CP", "CM"))]
    omegas = {str(i): float(line.split()[0]) for i, line in enumerate(told["OMEGA"])}
    assert [line.partition(" = ")[0] for line in told["DES"]] == [
        f"DADT({i})" for i in range(1, len(slopes) + 1)
    ]

    def state(known: dict[str, object], amounts: Sequence[float]) -> None:
        known["A"] = lambda i: amounts[i - 1]

    return Told(
        names=names,
        slopes=tuple(map(_compiled, slopes)),
        outputs=tuple(map(_compiled, outputs)),
        state=state,
        share=_number(names["F1"]),
        lag_h=_number(names["ALAG1"]),
        compartments=tuple(re.findall(r"COMP=\((\w+)", text)),
        omegas=omegas,
    )


def _assign(line: str, names: dict[str, object]) -> None:
    name, _, expression = line.partition(" = ")
    names[name] = eval(expression, names)  # noqa: S307


def _compiled(expression: str) -> CodeType:
    return compile(expression, "model", "eval")


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value
