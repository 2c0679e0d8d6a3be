"""Help lines: a place is known or named as in doubt, and no number is shown as surer than it is."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

import ketum
from ketum.citation import Source
from ketum.evidence.resources import (
    HelpLines,
    LineKind,
    PlaceLines,
    PlaceStanding,
    Section,
    SectionText,
    lines_for,
    read_help_lines,
    read_sections,
)
from ketum.evidence.sources import read_sources
from ketum.evidence.words import read_texts

SHIPPED = Path(ketum.__file__).parent / "knowledge"
FILE = "help_lines.toml"

SMALL = """
[[country]]
id = "PL"
name = "Poland"
cites = [{ source = "guess", at = "list" }]
checked = 2026-11-22

[[country]]
id = "ID"
name = "Indonesia"
cites = [{ source = "guess", at = "list" }]
checked = 2026-11-22

[[line]]
id = "pl-emergency"
country = "PL"
kind = "emergency"
name = "Emergency"
number = "112"
confirmed = false
cites = [{ source = "guess", at = "list" }]
checked = 2026-11-22

[[line]]
id = "pl-crisis"
country = "PL"
kind = "suicide_crisis"
name = "Crisis line"
number = "116 123"
confirmed = false
cites = [{ source = "guess", at = "list" }]
checked = 2026-10-01

[[line]]
id = "id-crisis"
country = "ID"
kind = "suicide_crisis"
name = "Crisis line"
number = "119"
confirmed = false
cites = [{ source = "guess", at = "list" }]
checked = 2026-11-22
"""

GUESS = """
[[source]]
id = "guess"
kind = "judgement"
title = "General knowledge"
authors = "nobody"
year = "2026"
locator = "here"
read = "full text"
confirmed = false
checked = 2026-11-22
"""


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return read_sources(SHIPPED / "sources", [])


@pytest.fixture(scope="module")
def help_lines(sources: dict[str, Source]) -> HelpLines:
    faults: list[str] = []
    read = read_help_lines(SHIPPED / "resources", known_codes(), sources, faults)
    assert not faults
    return read


@pytest.fixture
def only_guesses(tmp_path: Path) -> HelpLines:
    """Countries for which no number was read anywhere."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "guess.toml").write_text(GUESS)
    (tmp_path / FILE).write_text(SMALL)
    faults: list[str] = []
    read = read_help_lines(tmp_path, (), read_sources(tmp_path / "sources", faults), faults)
    assert not faults
    return read


def known_codes() -> set[str]:
    content = tomllib.loads((SHIPPED / "rules" / "codes.toml").read_text(encoding="utf-8"))
    return {code["id"] for code in content["code"]}


def ids(place: PlaceLines) -> list[str]:
    return [line.id for line in (*place.emergency, *place.confirmed, *place.beside)]


def test_the_shipped_sections_name_texts_and_codes_that_exist(sources: dict[str, Source]) -> None:
    faults: list[str] = []
    texts = read_texts(SHIPPED / "texts", sources, faults)
    sections = read_sections(SHIPPED / "resources", texts, known_codes(), sources, faults)
    assert not faults
    assert set(sections) == {"treatment", "evidence"}


def test_every_country_with_a_line_of_its_own_has_an_emergency_number(
    help_lines: HelpLines,
) -> None:
    for country in {line.country for line in help_lines.lines} - {"001"}:
        name = help_lines.countries[country].name
        assert lines_for(name, help_lines).emergency, name


def test_every_shipped_emergency_number_was_read_in_a_source(help_lines: HelpLines) -> None:
    emergency = [line for line in help_lines.lines if line.kind is LineKind.EMERGENCY]
    assert emergency
    assert all(line.confirmed for line in emergency)


@pytest.mark.parametrize(
    "written",
    ["US-TX", "us-tx", "Texas", " texas ", "TX", "Texas, USA", "Houston, Texas", "Austin, TX",
     "Paris, Texas, United States", "US-TX:Houston"],
)  # fmt: skip
def test_texas_is_found_however_it_is_written(help_lines: HelpLines, written: str) -> None:
    place = lines_for(written, help_lines)
    assert place.standing is PlaceStanding.KNOWN
    assert place.place == "Texas, United States"
    assert [line.number for line in place.emergency] == ["911"]
    assert {"us-988", "us-poison", "us-samhsa", "world-directory"} <= set(ids(place))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("United States", "United States"), ("U.S.A.", "United States"), ("us", "United States"),
        ("US-ZZ", "United States"), ("UK", "United Kingdom"), ("UK-ENG", "United Kingdom"),
        ("Scotland", "Scotland, United Kingdom"), ("México", "Mexico"), ("Mexico", "Mexico"),
        ("New Mexico", "New Mexico, United States"), ("CA-ON", "Ontario, Canada"),
        ("Kuala Lumpur, Malaysia", "Malaysia"), ("TH-10", "Thailand"), ("cesko", "Czechia"),
        ("Washington, DC", "District of Columbia, United States"),
        ("Portland, Oregon", "Oregon, United States"),
        ("Washington, Oregon, USA", "Oregon, United States"),
    ],
)  # fmt: skip
def test_places_are_found_by_code_and_by_name(
    help_lines: HelpLines, written: str, shown: str
) -> None:
    assert lines_for(written, help_lines).place == shown


@pytest.mark.parametrize("written", ["Mars", "XX-1", "Springfield", "Atlanta, GA", "?", ","])
def test_an_unknown_place_has_no_lines_at_all(help_lines: HelpLines, written: str) -> None:
    place = lines_for(written, help_lines)
    assert place == PlaceLines(standing=PlaceStanding.NOT_KNOWN)
    assert place.checked is None


@pytest.mark.parametrize("written", [None, "", "  "])
def test_a_place_that_is_not_given_is_not_called_unknown(
    help_lines: HelpLines, written: str | None
) -> None:
    assert lines_for(written, help_lines) == PlaceLines(standing=PlaceStanding.NOT_GIVEN)


@pytest.mark.parametrize(
    ("written", "could_be"),
    [
        ("Georgia", {"Georgia, United States", "Georgia (the country)"}),
        ("Athens, Georgia", {"Georgia, United States", "Georgia (the country)"}),
    ],
)
def test_a_name_of_two_places_is_never_resolved_silently(
    help_lines: HelpLines, written: str, could_be: set[str]
) -> None:
    place = lines_for(written, help_lines)
    assert place.standing is PlaceStanding.AMBIGUOUS
    assert set(place.could_be) == could_be
    assert not ids(place)


@pytest.mark.parametrize(
    ("written", "place"), [("DE", "Germany"), ("in", "India"), ("CA", "Canada")]
)
def test_two_letters_are_the_code_of_a_country_before_that_of_a_state(
    help_lines: HelpLines, written: str, place: str
) -> None:
    assert lines_for(written, help_lines).place == place
    assert lines_for("US-DE", help_lines).place == "Delaware, United States"


def test_a_country_after_the_comma_settles_a_shared_name(help_lines: HelpLines) -> None:
    assert lines_for("Georgia, USA", help_lines).place == "Georgia, United States"
    assert lines_for("US-GA", help_lines).place == "Georgia, United States"


def test_a_line_for_a_part_of_a_country_is_not_shown_in_another_part(
    help_lines: HelpLines,
) -> None:
    assert "gb-111" in ids(lines_for("GB-SCT", help_lines))
    assert "gb-111" in ids(lines_for("GB", help_lines))
    assert "gb-111" in ids(lines_for("GB-XYZ", help_lines))
    assert "gb-111" not in ids(lines_for("Northern Ireland", help_lines))


def test_the_number_of_an_area_holds_in_its_members(help_lines: HelpLines) -> None:
    for member in ("AT", "Poland", "France", "EU"):
        assert [line.number for line in lines_for(member, help_lines).emergency] == ["112"]
    assert "eu-emergency" not in ids(lines_for("GB", help_lines))


def test_the_emergency_number_comes_first_and_kinds_keep_their_order(
    help_lines: HelpLines,
) -> None:
    place = lines_for("US", help_lines)
    order = [list(LineKind).index(line.kind) for line in (*place.emergency, *place.confirmed)]
    assert order == sorted(order)
    assert order[0] == 0


def test_unconfirmed_lines_stand_only_beside_an_emergency_number(
    only_guesses: HelpLines,
) -> None:
    with_number = lines_for("PL", only_guesses)
    assert [line.id for line in with_number.emergency] == ["pl-emergency"]
    assert [line.id for line in with_number.beside] == ["pl-crisis"]
    assert not with_number.confirmed

    without = lines_for("ID", only_guesses)
    assert without.standing is PlaceStanding.NO_EMERGENCY
    assert not ids(without)


def test_the_day_shown_is_the_oldest_of_the_lines(only_guesses: HelpLines) -> None:
    checked = lines_for("Poland", only_guesses).checked
    assert checked is not None
    assert checked.isoformat() == "2026-10-01"


DAMAGE = [
    ("[[line]]", "[[phone]]", "unknown table `phone`"),
    ('number = "911"', "number = 911", "no `number`"),
    ('number = "911"', "", "no `number`"),
    ('kind = "emergency"', 'kind = "siren"', "`kind` must be one of emergency"),
    ("confirmed = true\n", "", "no `confirmed`"),
    ("confirmed = true\n", 'confirmed = "yes"\n', "must be true or false"),
    ('country = "US"', 'country = "UZ"', "no [[country]] lists"),
    ('regions = ["GB-ENG"', 'regions = ["GB-EGN"', "its country does not list"),
    ('source = "wyoming-poison-page"', 'source = "nobody"', "sources/ does not have"),
    ("checked = 2026-11-22", 'checked = "lately"', "no date in `checked`"),
    ('id = "us-988"', 'id = "us-emergency"', "used twice"),
    ('id = "us-988"', 'id = "us-988"\nmood = "good"', "unknown key `mood`"),
    ('within = ["EU"]', 'within = ["EEA"]', "which is not listed"),
    ('US-TX = ["Texas"', 'UX-TX = ["Texas"', "a code of this country"),
    ('US-TX = ["Texas", "TX"]', "US-TX = []", "a code of this country"),
    ("[country.regions]", "regions = 3\n[country.regons]", "a code of this country"),
    ('text = "treatment.first"', 'text = "treatment.last"', "there is no text `treatment.last`"),
    ('"SYM_WITHDRAWAL", "COND', '"SYM_WITHDRAWL", "COND', "not in rules/codes.toml"),
    ('id = "evidence"', 'id = "evidense"', "no section `evidence`"),
    ('  { text = "treatment.order" },', '  { text = "treatment.order", at = 1 },', "unknown key"),
    ('id = "evidence"\ntexts = [', 'id = "evidence"\ntexts = []\nspare = [', "no `texts`"),
    ("[[country]]", "[country", "not valid TOML"),
]  # fmt: skip


def faults_after(tmp_path: Path, sources: dict[str, Source], *changes: tuple[str, str]) -> str:
    shutil.copy(SHIPPED / "resources" / FILE, tmp_path / FILE)
    path = tmp_path / FILE
    for before, after in changes:
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{FILE} no longer holds {before!r}"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return read_all(tmp_path, sources)


def read_all(folder: Path, sources: dict[str, Source]) -> str:
    faults: list[str] = []
    texts = read_texts(SHIPPED / "texts", sources, [])
    read_help_lines(folder, known_codes(), sources, faults)
    read_sections(folder, texts, known_codes(), sources, faults)
    assert all(fault.startswith("resources/help_lines.toml") for fault in faults)
    return "\n".join(faults)


@pytest.mark.parametrize(("before", "after", "says"), DAMAGE, ids=[d[2] for d in DAMAGE])
def test_damage_is_named_with_the_file_and_the_remedy(
    tmp_path: Path, sources: dict[str, Source], before: str, after: str, says: str
) -> None:
    assert says in faults_after(tmp_path, sources, (before, after))


def test_a_line_is_confirmed_only_when_a_source_is(
    tmp_path: Path, sources: dict[str, Source]
) -> None:
    assert "no source is" in faults_after(
        tmp_path, sources, ('source = "wyoming-poison-page"', 'source = "ketum2026-help-lines"')
    )


def test_every_fault_of_the_file_is_named_at_once(
    tmp_path: Path, sources: dict[str, Source]
) -> None:
    chosen = [DAMAGE[place] for place in (1, 3, 7, 16)]
    found = faults_after(tmp_path, sources, *((before, after) for before, after, _ in chosen))
    for _, _, says in chosen:
        assert says in found


def test_a_missing_file_is_named_once(tmp_path: Path, sources: dict[str, Source]) -> None:
    assert read_all(tmp_path, sources).count("the file is missing") == 1


def test_a_section_is_said_when_one_of_its_codes_is_found(sources: dict[str, Source]) -> None:
    section = Section(
        id="treatment",
        when_codes=("SYM_WITHDRAWAL", "DOSE_HIGH"),
        texts=(
            SectionText(text="always", when_codes=()),
            SectionText(text="pregnancy", when_codes=("COND_PREGNANCY",)),
        ),
        cites=(),
        reviewed=next(iter(sources.values())).checked,
    )
    assert section.said_with(["COND_PREGNANCY"]) == ()
    assert section.said_with(["DOSE_HIGH"]) == ("always",)
    assert section.said_with(["DOSE_HIGH", "COND_PREGNANCY"]) == ("always", "pregnancy")
