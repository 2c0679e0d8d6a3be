"""Write docs/reference/model_card.md: what the models of levels rest on, and where they fail.

    .venv/bin/python tools/model_card.py

Numbers come from the knowledge base, from tests/reference/observed.csv and from the models; what
was never tested comes from the report behind the models, section by section.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import predicted_observed
from predicted_observed import METABOLITE, OBSERVED, PARENT, Row

from ketum.dosing import Dose, Dosing
from ketum.evidence import KnowledgeBase, load
from ketum.evidence.models import ExposureModel, ModelParameter
from ketum.exposure import simulate
from ketum.exposure.populations.gaps import steady_gaps

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "model_card.md"
SENSITIVITIES = ("M2", "M3")
MODELS = ("M1", *SENSITIVITIES)
WITHIN = 1.25
# Doses of one study, once a day, and one that is extrapolated: mg, h.
REGIMENS = ((9.9, 24.0), (29.6, 24.0), (59.2, 24.0), (20.0, 8.0))
LONG_USE = (
    "people who take kratom every day for months: the controlled studies took people who had been "
    "without it for a year; of users two numbers are known (Trakulsrichai 2015), neither in the fit"
)
# Who or what no model was tested on, and the section of the report behind the models that says so.
NEVER = (
    ("people with liver disease", "6.3, 8"),
    ("pregnancy", "8"),
    ("age: the controlled studies took adults of 18 to 55 years", "6.3, 8, 10.1"),
    (LONG_USE, "1.1, 10.1"),
    ("women and men apart: in rats the sexes differ 3.7-fold", "6.3"),
    ("variants of CYP3A5", "6.3"),
    ("with food or without", "6.3"),
    ("more than one dose a day, or more than 60 mg of mitragynine, under control", "6.3, 8"),
    ("inhibitors and inducers of CYP3A at real doses", "8"),
    ("buprenorphine or methadone taken together with it", "8"),
    ("isolated 7-hydroxymitragynine or pseudoindoxyl: no level is computed for them", "6.3, 8"),
    ("body weight: the exponents are assumed", "6.1"),
)
HEAD = """# Model card

Made by `make docs` (`tools/model_card.py`) from the knowledge base, the measured numbers and the
models; do not edit. How the models work: [levels](../explanation/levels.md). Every number beside
its prediction: [predicted and observed](predicted.md).

**For**: expecting the level of mitragynine and of what is formed from it after leaf or extract,
with its range. **Not for**: a dose, an effect, safety, or when a substance has left the body. No
finding of a review is made, moved or silenced by a level.
"""


def page(knowledge: KnowledgeBase) -> str:
    """The whole page."""
    found = {model: list(predicted_observed.rows(knowledge, model)) for model in MODELS}
    parts = (
        HEAD,
        _section("Models", _models(knowledge)),
        _section("Data", _data(knowledge)),
        _section("Parameters with their spread", _parameters(knowledge)),
        _section("Predicted against observed", _fit(found["M1"])),
        _section("Where it fails", _failures(found)),
        _section("Never tested on", _never(knowledge)),
        _section("What M2 and M3 change", _changes(knowledge)),
        _section("How sure the structure is", _structure(knowledge)),
    )
    return "\n".join(parts)


def _section(title: str, lines: Iterator[str]) -> str:
    return "\n".join((f"## {title}\n", *lines, ""))


def _models(knowledge: KnowledgeBase) -> Iterator[str]:
    yield "| model | of | structure | standing | studied |"
    yield "| --- | --- | --- | --- | --- |"
    for model in knowledge.models.values():
        formed = f", {model.metabolite}" if model.metabolite else ""
        yield (
            f"| {model.id} | {model.analyte}{formed} | {model.structure} | {model.standing} "
            f"| {model.domain} |"
        )


def _data(knowledge: KnowledgeBase) -> Iterator[str]:
    """Every study with measured numbers, then what else the models cite."""
    with OBSERVED.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    yield "| study | what was read | numbers | in the fit |"
    yield "| --- | --- | --- | --- |"
    for study in dict.fromkeys(line["source"] for line in lines):
        source = knowledge.sources[study]
        of_study = [line["in_fit"] for line in lines if line["source"] == study]
        yield (
            f"| {source.authors} {source.year}, {source.title}, {source.locator} | {source.read} "
            f"| {len(of_study)} | {of_study.count('yes')} |"
        )
    cited = {cite.source for model in knowledge.models.values() for cite in model.cites}
    studies = {line["source"] for line in lines}
    yield ""
    for source in sorted(cited, key=lambda each: each.id):
        if source.id not in studies:
            yield f"- {source.title} ({source.authors}, {source.year}; {source.kind.value})."
    yield ""
    yield (
        "All are published means and medians of groups. Nobody's own levels were fitted, so "
        "spreads between people are set from published deviations and ranges, not estimated."
    )


def _parameters(knowledge: KnowledgeBase) -> Iterator[str]:
    yield (
        "Apparent values for 70 kg; CV is the spread between people, log-normal. Only what M2 and "
        "M3 have of their own is listed for them."
    )
    for model in knowledge.models.values():
        yield f"\n**{model.id}**\n"
        yield "| parameter | value | unit | CV | basis |"
        yield "| --- | --- | --- | --- | --- |"
        for symbol, parameter in _own(model, knowledge):
            spread = f"{parameter.cv:.0%}" if parameter.cv else ""
            yield (
                f"| {symbol} | {parameter.value:g} | {parameter.unit} | {spread} "
                f"| {parameter.basis} |"
            )


def _own(model: ExposureModel, knowledge: KnowledgeBase) -> Iterator[tuple[str, ModelParameter]]:
    base = knowledge.models[model.extends].parameters if model.extends else {}
    for symbol, parameter in model.parameters.items():
        if base.get(symbol) is not parameter:
            yield symbol, parameter


def _fit(found: Sequence[Row]) -> Iterator[str]:
    yield "M1 and the models of the other alkaloids, the typical person; 1 is exact."
    yield ""
    yield "| numbers | geometric mean fold error | within 1.25-fold | within 2-fold |"
    yield "| --- | --- | --- | --- |"
    yield predicted_observed.summary("all", [row.ratio for row in found])
    yield predicted_observed.summary("in the fit", [row.ratio for row in found if row.in_fit])
    free = [row for row in found if not row.in_fit]
    yield predicted_observed.summary("not in the fit", [row.ratio for row in free])
    for quantity in dict.fromkeys(row.quantity for row in free):
        ratios = [row.ratio for row in free if row.quantity == quantity]
        yield predicted_observed.summary(f"not in the fit, {quantity}", ratios)


def _failures(found: dict[str, list[Row]]) -> Iterator[str]:
    """Every number that M1 misses by more than a quarter, the worst first."""
    paired = list(zip(*found.values(), strict=True))
    late = next(each for each in paired if _is_late_half_life(each[0]))
    by_model = {model: f"{row.ratio:.2f}" for model, row in zip(found, late, strict=True)}
    yield (
        f"The one clear miss that M1 cannot mend: after 15 daily doses mitragynine left the blood "
        f"with a half-life of {late[0].observed:g} h, and M1 predicts {late[0].predicted:.1f} h, "
        f"**{by_model['M1']}** of it (M2 {by_model['M2']}, M3 {by_model['M3']}). Levels long after "
        "the last dose of daily use may therefore be higher than M1 says."
    )
    yield ""
    yield f"Every number that M1 misses by more than {WITHIN:g}-fold, predicted over observed:"
    yield ""
    yield "| study | taken | substance | quantity | observed | M1 | M2 | M3 | in the fit |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    missed = [each for each in paired if not 1 / WITHIN <= each[0].ratio <= WITHIN]
    for each in sorted(missed, key=lambda of: -max(of[0].ratio, 1 / of[0].ratio)):
        row = each[0]
        # M2 and M3 are of mitragynine; the other alkaloids have one model each.
        is_parent = row.analyte in {PARENT, METABOLITE}
        ratios = " | ".join(
            f"{own.ratio:.2f}" if is_parent or number == 0 else ""
            for number, own in enumerate(each)
        )
        yield (
            f"| {row.study} | {row.what} | {row.analyte} | {row.quantity} "
            f"| {row.observed:.3g} {row.unit} | {ratios} | {'yes' if row.in_fit else 'no'} |"
        )


def _is_late_half_life(row: Row) -> bool:
    return (row.analyte, row.quantity) == (PARENT, "half-life") and row.what.endswith("dose 15")


def _never(knowledge: KnowledgeBase) -> Iterator[str]:
    yield (
        "As the report behind M1 to M3 says, its section behind each. A level for such a person is "
        "extrapolated."
    )
    yield ""
    for what, section in NEVER:
        yield f"- {what} (section {section})"
    days = knowledge.parameters["studied_days"]
    yield f"- more than {days.value:g} days of dosing ({days.cites[0].source.id})"


def _changes(knowledge: KnowledgeBase) -> Iterator[str]:
    """Of the typical person, as multiples of M1: one dose, and doses without end."""
    yield (
        "M2 and M3 over M1, the typical person after capsules. Once a day is what was studied; the "
        "last rows are extrapolated."
    )
    yield ""
    columns = "Cmax | AUC | Cmax | lowest | AUC of a day | 7-OH Cmax | 7-OH AUC of a day"
    yield f"| taken | model | {columns} |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    yield "| | | one dose | one dose | endless | endless | endless | endless | endless |"
    for mg, hours in REGIMENS:
        once = simulate(Dosing(doses=(Dose(time_h=0.0, amount_mg=mg),)), knowledge, typical=True)
        for gap in steady_gaps(mg, hours, knowledge):
            parent, formed = gap.parent, gap.metabolite
            ratios = (
                once.others[gap.model]["cmax"], once.others[gap.model]["auc_inf"],
                parent["cmax"], parent["cmin"], parent["auc_24h"],
                formed["cmax"], formed["auc_24h"],
            )  # fmt: skip
            listed = " | ".join(f"{ratio:.2f}" for ratio in ratios)
            yield f"| {mg:g} mg each {hours:g} h | {gap.model} | {listed} |"


def _structure(knowledge: KnowledgeBase) -> Iterator[str]:
    days = knowledge.parameters["studied_days"].value
    washout = knowledge.parameters["plan.washout_days"].value
    structural = knowledge.models["M1"].parameters["structural_auc"].value
    yield (
        "The gap between the models is the uncertainty of the structure, which no spread between "
        f"people holds. Every prediction shows it, those over more than {days:g} days always: "
        "`ketum simulate` under `uncertainty.other_models`, `ketum population` under "
        f"`other_models`. The lower end of the total exposure is widened by {structural:.0%}, the "
        "gap between M1 and M3."
    )
    yield ""
    yield (
        f"No washout shorter than {washout:g} days after daily use is ever stated "
        "(`tests/reference/test_washout.py`): five of the longest half-lives that were measured, "
        "not of the shorter one that M1 predicts."
    )


def main() -> None:
    PAGE.write_text(page(load()), encoding="utf-8")


if __name__ == "__main__":
    main()
