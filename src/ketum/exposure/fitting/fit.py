"""From doses and measured levels to the person, or to why there is no telling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ketum.citation import Citation
from ketum.dosing import Dosing, beyond_studied
from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.evidence.models import ExposureModel
from ketum.exposure.draws import normals
from ketum.exposure.fitting.answer import Fit, Outcome
from ketum.exposure.fitting.compare import bands, hours_shown, levels_compared, parameters_compared
from ketum.exposure.fitting.estimating import STREAM, Posterior, posterior
from ketum.exposure.fitting.measured import Measured, levels_of
from ketum.exposure.fitting.people import FITTED, lines_of, model_of, prior_of
from ketum.exposure.fitting.question import Question
from ketum.exposure.fitting.surprise import how_likely, how_likely_each
from ketum.exposure.fitting.suspicion import Suspect, Suspicion, suspicions

DRAWS, LEAST_DRAWS, MOST_DRAWS = 1000, 100, 20_000
LARGEST_CV = 2.0
# Even draws below which the ends of a range of nine in ten are rough.
FEW = 200.0
OF_THE_PRIOR = STREAM + 2


def fit(
    dosing: Dosing,
    measured: Sequence[Measured],
    knowledge: KnowledgeBase,
    *,
    model: str = FITTED,
    draws: int = DRAWS,
    seed: int = 1,
) -> Fit:
    """Estimate the person who has these levels after these doses.

    Levels that hardly anyone of the model would have are not fitted: `outcome` says so, and
    `suspicions` name the single mistakes that would explain them.

    Raises:
        InputRefused: levels or doses that make no sense, another model, an unknown unit.
        WrongUsage: the sampler that this case needs is not installed.
    """
    chosen = model_of(model, dosing, knowledge)
    limits = knowledge.parameters
    if complaints := [*_complaints(dosing, measured, chosen, draws, seed)]:
        raise InputRefused(complaints)
    question = Question(
        prior=prior_of(chosen, dosing),
        doses=lines_of(dosing.of(chosen.analyte)),
        levels=levels_of(measured, chosen, limits["fit_assay_cv"].value),
    )
    share = how_likely(question)
    outcome = Outcome.FITTED
    if share < limits["fit_unexplained"].value:
        outcome = Outcome.UNEXPLAINED
    elif all(one.is_below for one in measured):
        outcome = Outcome.BELOW_LIMITS
    asked = _Asked(dosing=dosing, measured=measured, model=chosen, question=question)
    found = posterior(question, draws, seed=seed) if outcome is Outcome.FITTED else None
    named = _named(asked, knowledge) if outcome is Outcome.UNEXPLAINED else ()
    return _answer(asked, knowledge, outcome, share, found, named, draws, seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was given, and the question made of it."""

    dosing: Dosing
    measured: Sequence[Measured]
    model: ExposureModel
    question: Question


def _named(asked: _Asked, knowledge: KnowledgeBase) -> tuple[Suspicion, ...]:
    limits = knowledge.parameters
    return suspicions(
        Suspect(
            question=asked.question,
            measured=asked.measured,
            model=asked.model,
            plausible=limits["fit_plausible"].value,
            time_doubt_h=limits["fit_time_doubt"].value,
        )
    )


def _answer(
    asked: _Asked,
    knowledge: KnowledgeBase,
    outcome: Outcome,
    share: float,
    found: Posterior | None,
    named: tuple[Suspicion, ...],
    draws: int,
    seed: int,
) -> Fit:
    question, model = asked.question, asked.model
    before = normals(seed, 0, draws, question.unknowns, stream=OF_THE_PRIOR)
    after = None if found is None else found.z
    hours = hours_shown(asked.dosing.of(model.analyte), question.levels)
    each = how_likely_each(question)
    return Fit(
        outcome=outcome,
        model=model.id,
        standing=knowledge.texts["fit.standing"].text,
        says=_says(outcome, share, found, knowledge),
        domain=model.domain,
        share=share,
        parameters=parameters_compared(question, model, after),
        levels=levels_compared(question, asked.measured, before, after, each),
        times_h=hours,
        expected=bands(question, model, before, hours),
        curves={} if after is None else bands(question, model, after, hours),
        suspicions=named,
        method=None if found is None else found.method.value,
        effective=None if found is None else found.effective,
        pareto_k=None if found is None else found.pareto_k,
        steepest=None if found is None else found.estimate.steepest,
        draws=draws,
        seed=seed,
        assumed=_assumed(asked.dosing, question, knowledge),
        beyond=beyond_studied(asked.dosing, knowledge),
        cites=_cites(model, knowledge),
    )


def _cites(model: ExposureModel, knowledge: KnowledgeBase) -> tuple[Citation, ...]:
    """Those of the model and of the limits that were used."""
    used = (knowledge.parameters[name] for name in ("fit_assay_cv", "fit_unexplained"))
    cites = [*model.cites, *(cite for parameter in used for cite in parameter.cites)]
    return tuple(dict.fromkeys(cites))


def _says(outcome: Outcome, share: float, found: Posterior | None, knowledge: KnowledgeBase) -> str:
    """What has to be said of the outcome; empty for a fit without surprise."""
    if outcome is Outcome.UNEXPLAINED:
        return knowledge.texts["fit.unexplained"].text
    if outcome is Outcome.BELOW_LIMITS:
        return knowledge.texts["fit.below"].text
    is_barely = share < knowledge.parameters["fit_plausible"].value
    names = ["fit.barely"] if is_barely else []
    if found is not None and found.effective < FEW:
        names.append("fit.rough")
    return " ".join(knowledge.texts[name].text for name in names)


def _assumed(dosing: Dosing, question: Question, knowledge: KnowledgeBase) -> tuple[str, ...]:
    names = ["dosing.from_first_dose", "dosing.weight_only", "fit.content"]
    if any(line.time_sd_h > 0.0 for line in question.doses):
        names.append("fit.shift")
    return (*dosing.assumed, *(knowledge.texts[name].text for name in names))


def _complaints(
    dosing: Dosing, measured: Sequence[Measured], model: ExposureModel, draws: int, seed: int
) -> Iterable[Complaint]:
    """What an answer cannot be given to, beside what `Question` refuses."""
    if not LEAST_DRAWS <= draws <= MOST_DRAWS:
        remedy = f"Give {LEAST_DRAWS} to {MOST_DRAWS:,}."
        yield Complaint(place="draws", problem="It is out of range.", remedy=remedy)
    if seed < 0:
        yield Complaint(place="seed", problem="It is below 0.", remedy="Give 0 or more.")
    first = min(dose.time_h for dose in dosing.of(model.analyte))
    for one in measured:
        if one.time_h <= first and not one.is_below:
            yield Complaint(
                place=one.place,
                problem="It was measured before the first dose, so no dose explains it.",
                remedy="Give the doses that came before it, or leave it out.",
            )
        if one.cv is not None and not 0.0 <= one.cv <= LARGEST_CV:
            remedy = "Give a share, such as 0.1 for 10 %."
            yield Complaint(place=f"{one.place}.cv", problem="It is no spread.", remedy=remedy)
