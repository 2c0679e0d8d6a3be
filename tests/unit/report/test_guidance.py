"""What every review says: treatment first, one paragraph on the evidence, help for the place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import ketum
from ketum.citation import Source
from ketum.evidence.resources import (
    HelpLine,
    HelpLines,
    Section,
    read_help_lines,
    read_sections,
)
from ketum.evidence.sources import read_sources
from ketum.evidence.words import Text, read_texts
from ketum.finding import Certainty, Disposition, Finding, Severity, Urgency
from ketum.report.guidance import Guidance, guidance
from ketum.review import Answer, EvidenceUsed, Review

SHIPPED = Path(ketum.__file__).parent / "knowledge"
MARK = "(not confirmed)"
OPENING = (
    "SYM_WITHDRAWAL", "COND_OUD_HISTORY", "COND_KRATOM_USE_DISORDER", "COND_ON_MOUD",
    "PROD_7OH_CONCENTRATE", "DOSE_HIGH", "DOSE_VERY_HIGH", "PD_OPIOID_ADDITIVE",
    "MGMT_BUPRENORPHINE_ELIGIBLE",
    "MGMT_REFER_ADDICTION",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Told:
    """What guidance is told beside the review and the place."""

    texts: dict[str, Text]
    sections: dict[str, Section]
    help_lines: HelpLines

    def of(self, *codes: str, location: str | None = "US-TX") -> Guidance:
        return guidance(
            review_with(*codes),
            location,
            texts=self.texts,
            sections=self.sections,
            help_lines=self.help_lines,
        )

    def with_lines(self, *lines: HelpLine) -> Told:
        return replace(self, help_lines=replace(self.help_lines, lines=lines))


@pytest.fixture(scope="module")
def told() -> Told:
    faults: list[str] = []
    sources: dict[str, Source] = read_sources(SHIPPED / "sources", faults)
    texts = read_texts(SHIPPED / "texts", sources, faults)
    codes = tomllib.loads((SHIPPED / "rules" / "codes.toml").read_text(encoding="utf-8"))["code"]
    known = [code["id"] for code in codes]
    resources = SHIPPED / "resources"
    read = Told(
        texts=texts,
        sections=read_sections(resources, texts, known, sources, faults),
        help_lines=read_help_lines(resources, known, sources, faults),
    )
    assert not faults
    return read


def review_with(*codes: str) -> Review:
    nothing = Answer(answer=None, reason="not asked")
    return Review(
        disposition=Disposition.MONITOR,
        disposition_because=(),
        summary="",
        findings=tuple(
            Finding(
                code=code,
                severity=Severity.INFO,
                urgency=Urgency.ROUTINE,
                title=code,
                action="",
                because=(),
                cites=(),
                certainty=Certainty.JUDGEMENT,
                rule="",
            )
            for code in codes
        ),
        unanswered=(),
        not_recognised=(),
        product=nothing,
        exposure=nothing,
        law=nothing,
        plan=nothing,
        evidence=EvidenceUsed(release="", on="", unconfirmed=()),
    )


def unconfirmed(told: Told, identity: str) -> HelpLine:
    line = next(line for line in told.help_lines.lines if line.id == identity)
    cites = tuple(replace(cite, confirmed=False) for cite in line.cites)
    return replace(line, confirmed=False, cites=cites)


@pytest.mark.parametrize("code", OPENING)
def test_recommended_treatment_comes_first_where_it_is_called_for(told: Told, code: str) -> None:
    treatment = told.of(code).treatment
    assert treatment[0].text.startswith("Recommended treatment comes first: buprenorphine or")
    assert "Naloxone" in " ".join(sentence.text for sentence in treatment)


def test_no_other_code_calls_for_treatment(told: Told) -> None:
    assert told.sections["treatment"].when_codes == OPENING
    assert told.of().treatment == ()
    assert told.of("COND_PREGNANCY", "LAB_TSH_HIGH").treatment == ()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("SYM_WITHDRAWAL", "In withdrawal now:"),
        ("COND_OUD_HISTORY", "Opioid use disorder: offer"),
        ("COND_KRATOM_USE_DISORDER", "Kratom use disorder:"),
        ("COND_ON_MOUD", "that treatment continues"),
        ("PROD_7OH_CONCENTRATE", "this is not leaf"),
    ],
)
def test_each_situation_has_its_own_sentence_and_no_other(told: Told, code: str, says: str) -> None:
    with_code = {sentence.text for sentence in told.of(code).treatment}
    without = {sentence.text for sentence in told.of("DOSE_HIGH").treatment}
    assert len(with_code - without) == 1
    assert says in (with_code - without).pop()


def test_pregnancy_adds_its_sentence_to_treatment(told: Told) -> None:
    said = [sentence.text for sentence in told.of("SYM_WITHDRAWAL", "COND_PREGNANCY").treatment]
    assert any(sentence.startswith("Pregnancy:") for sentence in said)


@pytest.mark.parametrize("codes", [(), ("SYM_WITHDRAWAL",), ("COND_LIVER_DISEASE",)])
def test_the_paragraph_on_the_evidence_is_always_there_and_short(
    told: Told, codes: tuple[str, ...]
) -> None:
    said = told.of(*codes)
    paragraph = said.evidence_paragraph
    assert len(paragraph.split()) <= 90
    for part in ("For (very low certainty)", "Against", "FDA", "November 2017", "July 2025",
                 "WHO", "October 2021", "DEA", "as of 10 October 2026"):  # fmt: skip
        assert part in paragraph
    assert paragraph.endswith(f"{MARK}.")
    assert paragraph.count(MARK) == 1
    assert said.evidence_read_on.isoformat() == "2026-11-22"


def test_a_sentence_stands_as_its_weakest_source(told: Told) -> None:
    said = told.of(*OPENING, "COND_PREGNANCY")
    for sentence in (*said.treatment, *said.evidence):
        unread = [cite for cite in sentence.cites if not cite.confirmed]
        assert sentence.cites
        assert (sentence.certainty is Certainty.CONFIRMED) == (not unread)
        assert (MARK in sentence.text) == (sentence.certainty is Certainty.UNCONFIRMED)


def test_an_unread_page_beside_a_judgement_makes_a_sentence_unconfirmed(told: Told) -> None:
    order, partial = told.texts["treatment.order"], told.texts["treatment.naloxone_partial"]
    both = replace(order, cites=(*order.cites, *partial.cites))
    said = replace(told, texts={**told.texts, order.id: both}).of("DOSE_HIGH").treatment[1]
    assert said.certainty is Certainty.UNCONFIRMED
    assert said.text.endswith(f"declines medicine {MARK}.")


def test_the_first_offer_and_the_agencies_were_read(told: Told) -> None:
    said = told.of("SYM_WITHDRAWAL")
    assert said.treatment[0].certainty is Certainty.CONFIRMED
    standing = [sentence.certainty for sentence in said.evidence]
    assert standing[:4] == [Certainty.CONFIRMED] * 4


def test_help_in_texas_starts_with_the_emergency_number(told: Told) -> None:
    said = told.of(location="US-TX")
    assert "Texas, United States" in said.place.text
    assert "2026-11-22" in said.place.text
    assert said.help[0].text == "Emergency: 911."
    assert any("988" in sentence.text for sentence in said.help)
    assert all(sentence.cites for sentence in said.help)


@pytest.mark.parametrize("location", [None, "Mars", "Georgia", "Atlanta, GA"])
def test_without_a_sure_place_only_the_local_emergency_number_is_named(
    told: Told, location: str | None
) -> None:
    said = told.of(location=location)
    assert [sentence.text for sentence in said.help] == ["Call the local emergency number."]
    assert not re.search(r"\d{3}", said.place.text)


def test_each_doubt_about_the_place_has_its_own_sentence(told: Told) -> None:
    said = {told.of(location=place).place.text for place in (None, "Mars", "Georgia", "GE", "US")}
    assert len(said) == 5
    assert not any("{" in sentence for sentence in said)


def test_an_unconfirmed_number_stands_beside_the_emergency_number(told: Told) -> None:
    lines = (unconfirmed(told, "pl-116123"),
             *(line for line in told.help_lines.lines if line.id == "eu-emergency"))  # fmt: skip
    said = told.with_lines(*lines).of(location="Poland")
    assert [sentence.text for sentence in said.help] == [
        "Emergency: 112.",
        "Line for adults in crisis: 116 123 (not confirmed) (24 hours). In an emergency: 112.",
    ]
    assert said.help[1].certainty is Certainty.UNCONFIRMED


def test_a_line_may_be_unconfirmed_although_its_page_was_read(told: Told) -> None:
    line = next(line for line in told.help_lines.lines if line.id == "eu-emergency")
    said = told.with_lines(replace(line, confirmed=False)).of(location="PL").help
    assert said[1].text == "Emergency: 112 (not confirmed)."
    assert said[1].certainty is Certainty.UNCONFIRMED


def test_an_unconfirmed_emergency_number_is_marked_and_the_local_one_named_first(
    told: Told,
) -> None:
    lines = (unconfirmed(told, "eu-emergency"), unconfirmed(told, "pl-116123"))
    said = told.with_lines(*lines).of(location="PL")
    assert [sentence.text for sentence in said.help] == [
        "Call the local emergency number.",
        "Emergency: 112 (not confirmed).",
        (
            "Line for adults in crisis: 116 123 (not confirmed) (24 hours). "
            "In an emergency: 112 (not confirmed)."
        ),
    ]


def test_without_an_emergency_number_an_unconfirmed_one_is_left_out(told: Told) -> None:
    said = told.with_lines(unconfirmed(told, "pl-116123")).of(location="PL")
    assert [sentence.text for sentence in said.help] == ["Call the local emergency number."]
    assert "no emergency number for Poland" in said.place.text


def test_every_shipped_unconfirmed_line_is_marked_beside_the_emergency_number(told: Told) -> None:
    lines = [line for line in told.help_lines.lines if not line.confirmed]
    assert lines
    for line in lines:
        said = told.of(location=told.help_lines.countries[line.country].name).help
        sentence = next(sentence.text for sentence in said if f": {line.number}" in sentence.text)
        assert f"{line.number} {MARK}" in sentence
        number = said[0].text.removesuffix(".").rpartition(": ")[2]
        assert f"In an emergency: {number}" in sentence


def test_nothing_unfilled_reaches_a_reader(told: Told) -> None:
    for location in (None, "Mars", "Georgia", *sorted(told.help_lines.countries)):
        for sentence in told.of(*OPENING, location=location).sentences:
            assert "{" not in sentence.text
            assert sentence.text.endswith(".")


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        (("SYM_SUICIDALITY", "SYM_WITHDRAWAL"), ["911", "988 Suicide"]),
        (("ACUTE_OVERDOSE", "COND_OUD_HISTORY"), ["911", "Poison Control"]),
        (("COND_OUD_HISTORY",), ["911", "SAMHSA"]),
        (("COND_LIVER_DISEASE",), ["911"]),
    ],
)
def test_the_line_that_matters_comes_right_after_the_emergency_number(
    told: Told, codes: tuple[str, ...], says: list[str]
) -> None:
    shown = [sentence.text for sentence in told.of(*codes, location="US-TX").help_now]
    assert len(shown) == len(says)
    assert all(word in line for word, line in zip(says, shown, strict=True))


def test_without_a_sure_place_the_local_number_stands_alone(told: Told) -> None:
    shown = told.of("SYM_SUICIDALITY", location="Mars").help_now
    assert [sentence.text for sentence in shown] == ["Call the local emergency number."]


def test_an_unconfirmed_line_is_never_the_one_that_matters(told: Told) -> None:
    crisis = unconfirmed(told, "us-988")
    lines = tuple(
        crisis if line.id == "us-988" else line
        for line in told.help_lines.lines
        if line.id == "us-988" or line.kind.value != "suicide_crisis"
    )
    said = replace(told, help_lines=replace(told.help_lines, lines=lines))
    shown = said.of("SYM_SUICIDALITY", location="US-TX").help_now
    assert [sentence.text for sentence in shown] == ["Emergency: 911."]
