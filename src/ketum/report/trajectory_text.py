"""How withdrawal went beside the exposure to expect, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ketum.report.lines import Ink, Line, Look, fold, mark

__all__ = ["trajectory_lines"]

Object = Mapping[str, object]
SHOWN_DAYS = 7
PARTS = ("median", "p05", "p95")
WORDS = (
    ("change_a_week", "a week since the taper began", "no trend since the taper began yet"),
    (
        "change_a_halving_of_exposure",
        "with each halving of exposure",
        "exposure has changed too little to hold them against it",
    ),
)


def trajectory_lines(document: Object, note: str, look: Look) -> Iterator[Line]:
    """Each scale with its trend, then the last days; `note` says what does not follow from it."""
    scales = cast("Sequence[Object]", document["scales"])
    days = cast("Sequence[Object]", document["days"])
    if not scales and not days:
        return
    yield Line("")
    yield Line("Withdrawal, and the exposure to expect of the doses that were told", Ink.STRONG)
    for scale in scales:
        yield from fold(_scale(scale), look, indent="  ", hang="    ")
    if document["reason"]:
        yield from fold(str(document["reason"]), look, indent="  ", ink=Ink.UNKNOWN)
        return
    yield from fold(
        "Mitragynine, mean of the day in ng/mL: middle of people, in brackets where nine in ten "
        "lie; then as a share of the baseline days of the same person",
        look, indent="  ",
    )  # fmt: skip
    for day in days[-SHOWN_DAYS:]:
        yield from fold(_day(day, scales), look, indent="  ", hang="    ")
    for said in cast("Sequence[str]", document["beyond_studied"]):
        words = f"{mark('Beyond what was studied', Ink.UNKNOWN, look)}: {said}"
        yield from fold(words, look, indent="  ", hang="    ")
    for said in (note, *cast("Sequence[str]", document["assumed"])):
        yield from fold(said, look, indent="  ", ink=Ink.MUTED)


def _scale(scale: Object) -> str:
    totals = cast("Sequence[Object]", scale["totals"])
    baseline = scale["baseline"]
    own = "too few totals for a baseline" if baseline is None else f"own baseline {baseline:g}"
    parts = [
        f"{scale['scale']}: {len(totals)} complete totals, the last {totals[-1]['total']:g}, {own}"
    ]
    for key, words, why in WORDS:
        slope = cast("Mapping[str, float | None] | None", scale[key])
        parts.append(f"{_slope(slope)} {words}" if slope else why)
    return "; ".join(parts)


def _slope(slope: Mapping[str, float | None]) -> str:
    low, high = slope["p05"], slope["p95"]
    if low is None or high is None:
        return f"{slope['middle']:+.2g} (so few totals that it may be anything)"
    return f"{slope['middle']:+.2g} ({low:+.2g} to {high:+.2g})"


def _day(day: Object, scales: Sequence[Object]) -> str:
    doses = day["doses_told"]
    mean = cast("Mapping[str, float]", day["mean"])
    share = cast("Mapping[str, float] | None", day["share_of_baseline"])
    parts = [
        "no dose told" if doses is None else f"{doses} {'dose' if doses == 1 else 'doses'}",
        "{:.3g} ({:.3g} to {:.3g})".format(*(mean[name] for name in PARTS)),
    ]
    if share:
        middle, low, high = (round(100 * share[name]) for name in PARTS)
        parts.append(f"{middle} % ({low} to {high})")
    for scale in scales:
        for total in cast("Sequence[Object]", scale["totals"]):
            if total["on"] == day["on"]:
                parts.append(f"{scale['scale']} {total['total']:g}")
    return f"{day['on']}  {', '.join(parts)}"
