"""From how kratom is used to a dosing history, or to why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ketum.case import Case
from ketum.dosing.amount import Amount, amount_of, is_thai, middle_of
from ketum.dosing.regimen import PARENT, Dose, Dosing, Form, LotContent, NotComputable
from ketum.evidence import KnowledgeBase
from ketum.evidence.models import ModelParameter
from ketum.facts import Facts
from ketum.truth import Truth

HOURS_OF_A_DAY = 24.0
NO_CONTENTS: Mapping[str, LotContent] = {}
FORMS = {
    frozenset({"powder"}): Form.CAPSULES,
    frozenset({"capsules"}): Form.CAPSULES,
    frozenset({"powder", "capsules"}): Form.CAPSULES,
    frozenset({"tea"}): Form.TEA,
    frozenset({"extract"}): Form.EXTRACT,
    frozenset({"shot"}): Form.EXTRACT,
}


def dosing_of(
    case: Case,
    facts: Facts,
    knowledge: KnowledgeBase,
    contents: Mapping[str, LotContent] = NO_CONTENTS,
) -> Dosing | NotComputable:
    """The doses that the case describes, from the first one on, as if none had come before.

    `contents` are those of the lot in hand, by alkaloid; what they lack is taken as published.
    """
    form = _form(case, facts)
    if isinstance(form, str):
        return NotComputable(place=facts.kratom.place, why=_words(form, knowledge))
    often = middle_of(facts.kratom.doses_per_day)
    if often is None:
        return NotComputable(place="kratom.doses_per_day", why=_words("no_frequency", knowledge))
    amount = amount_of(
        facts, knowledge, contents.get(PARENT), is_extract=form is Form.EXTRACT,
        is_thai=is_thai(case),
    )  # fmt: skip
    if isinstance(amount, str):
        return NotComputable(place=facts.kratom.place, why=_words(amount, knowledge))
    used_for = facts.kratom.used_for_days
    days = knowledge.parameters["simulated_days"].value
    if used_for is not None and used_for.low < days:
        days = max(1.0, used_for.low)
    count = max(1, math.ceil(days * often))
    interval = HOURS_OF_A_DAY / often
    mg = amount.mg_a_day / often
    doses = [Dose(time_h=0.0, amount_mg=mg, addl=count - 1, ii_h=interval)]
    left_out: dict[str, str] = {}
    ratio_cv: dict[str, float] = {}
    for analyte, known in _others(knowledge).items():
        if f"frel_{form.value}" not in known:
            left_out[analyte] = _words("no_form_data", knowledge)
            continue
        share, cv = _share(analyte, known["content_ratio"], amount, contents)
        ratio_cv[analyte] = cv
        doses.append(
            Dose(
                time_h=0.0, amount_mg=mg * share, analyte=analyte,
                addl=count - 1, ii_h=interval,
            )
        )  # fmt: skip
    evenly = (_words("evenly", knowledge),) if often > 1.0 else ()
    assayed = amount.weighed_g is not None and all(name in contents for name in ratio_cv)
    others = (_words("content_of_others", knowledge),) if ratio_cv and not assayed else ()
    return Dosing(
        doses=tuple(doses),
        form=form,
        weight_kg=case.person.weight_kg,
        content_cv=amount.cv,
        ratio_cv=ratio_cv,
        leaf_g=amount.grams_a_day / often if amount.grams_a_day is not None else None,
        days_of_use=used_for.low if used_for is not None else None,
        left_out=left_out,
        assumed=(*amount.assumed, *evenly, *others),
    )


def _form(case: Case, facts: Facts) -> Form | str:
    """The form, or the name of the text that says why there is no computing."""
    kratom = facts.kratom
    if kratom.used is not Truth.YES:
        return "not_in_use" if kratom.used is Truth.NO else "use_not_known"
    if "seven_oh" in kratom.families:
        return "seven_oh"
    if "adulterated" in kratom.families:
        return "adulterated"
    if len(case.kratom.entries) > 1:
        return "several_products"
    return FORMS.get(kratom.forms, "form_not_known")


def _share(
    analyte: str, published: ModelParameter, amount: Amount, contents: Mapping[str, LotContent]
) -> tuple[float, float]:
    """Milligrams of an alkaloid for one of mitragynine, and how uncertain that is.

    A laboratory that measured both made its error twice, so their errors are added.
    """
    parent, own = contents.get(PARENT), contents.get(analyte)
    if amount.weighed_g is None or parent is None or own is None or own.mg_per_g <= 0.0:
        return published.value, published.cv
    return own.mg_per_g / parent.mg_per_g, own.cv


def _others(knowledge: KnowledgeBase) -> dict[str, Mapping[str, ModelParameter]]:
    """The parameters of the alkaloids that are parents beside mitragynine, by name."""
    models = knowledge.models.values()
    return {model.analyte: model.parameters for model in models if model.analyte != PARENT}


def _words(name: str, knowledge: KnowledgeBase) -> str:
    return knowledge.texts[f"dosing.{name}"].text
