"""Words a person reads: no word that shames, none that reassures, no dose."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shape.tree import KNOWLEDGE, files, name, none_found

SHAMING = re.compile(
    r"\b(addict(s|ed)?|abus(e|es|ed|ers?|ing)|clean|dirty|relaps(e|es|ed|ing)|failed"
    r"|non-?complian(t|ce)|den(y|ies|ied)|junkies?|drug[- ]seeking|drug of choice)\b",
    re.IGNORECASE,
)
REASSURING = re.compile(r"\b(safe(ly|st|r)?|cleared|approved|works for|natural)\b", re.IGNORECASE)
DOSE = re.compile(
    r"\d\s?(mg|g|kg|mcg|µg|ug|ml|grams?|milligrams?|micrograms?|teaspoons?)\b", re.IGNORECASE
)

# A reassuring word that says nothing about kratom or a medicine, by the phrase it stands in.
OTHER_SENSE = {
    "safe storage": "where a product is kept, away from children",
    "no safe place": "where the person lives",
    "surroundings safe": "what is around a person in danger",
    "cleared by the kidney": "how a medicine leaves the body",
}

# An amount that says what a study found, not what anybody takes.
FOUND_IN_A_STUDY = ("at 2 g of leaf no effect was seen",)

# Keys whose value is printed in a review; a threshold in `why` of a grade is not among them.
SPOKEN = {"text", "title", "action", "label", "do"}
FOLDERS = ("texts", "rules", "resources")


def spoken(knowledge: Path) -> Iterator[tuple[str, str]]:
    """Every sentence a review may print, and where it is kept."""
    for folder in FOLDERS:
        for path in files(knowledge / folder, kind="*.toml"):
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            for kind, entries in content.items():
                for entry in entries if isinstance(entries, list) else ():
                    where = f"{name(path)} {entry.get('id', kind)}"
                    for sentence in _sentences(entry, path, kind):
                        yield where, sentence


def _sentences(entry: object, path: Path, kind: str) -> Iterator[str]:
    if isinstance(entry, list):
        for part in entry:
            yield from _sentences(part, path, kind)
    if isinstance(entry, dict):
        for key, value in entry.items():
            if isinstance(value, str) and _is_spoken(key, path, kind):
                yield value
            else:
                yield from _sentences(value, path, kind)


def _is_spoken(key: str, path: Path, kind: str) -> bool:
    """So are the reason of a disposition, what a person is told, and the name of a help line."""
    if key in SPOKEN:
        return kind != "section"
    if key == "why":
        return path.stem in ("disposition", "person")
    return key == "name" and kind == "line"


def offences(knowledge: Path, *patterns: re.Pattern[str]) -> Iterator[str]:
    for where, sentence in spoken(knowledge):
        bare = sentence
        for phrase in (*OTHER_SENSE, *FOUND_IN_A_STUDY):
            bare = re.sub(re.escape(phrase), "", bare, flags=re.IGNORECASE)
        for pattern in patterns:
            for found in pattern.finditer(bare):
                yield f"{where}: {found.group(0)!r} in {sentence!r}"


def test_no_sentence_shames_a_person() -> None:
    none_found(offences(KNOWLEDGE, SHAMING), "say what the person uses, has or did, without blame.")


def test_no_sentence_reassures() -> None:
    none_found(
        offences(KNOWLEDGE, REASSURING),
        'say "nothing found in what was checked"; another sense goes into OTHER_SENSE, with why.',
    )


def test_no_sentence_holds_a_dose() -> None:
    none_found(offences(KNOWLEDGE, DOSE), "name the medicine and who decides, never an amount.")


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_sentences_that_are_checked_are_there(folder: str) -> None:
    found = [where for where, _ in spoken(KNOWLEDGE) if f"knowledge/{folder}/" in where]
    assert len(found) > 20


def test_the_checks_find_what_may_not_be_said(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "rules").mkdir()
    (tmp_path / "texts" / "a.toml").write_text(
        '[[text]]\nid = "one"\ntext = "A natural leaf. Make the surroundings safe."\n'
        '[[text]]\nid = "two"\ntext = "Addiction care; the addict failed."\n'
    )
    (tmp_path / "rules" / "b.toml").write_text(
        '[[rule]]\nid = "three"\nwhy = "15 g a day"\n'
        'modify = [{ action = "Give 4 mg." , why = "at 25 mg" }]\n'
    )
    assert list(offences(tmp_path, SHAMING, REASSURING, DOSE)) == [
        "a.toml one: 'natural' in 'A natural leaf. Make the surroundings safe.'",
        "a.toml two: 'addict' in 'Addiction care; the addict failed.'",
        "a.toml two: 'failed' in 'Addiction care; the addict failed.'",
        "b.toml three: '4 mg' in 'Give 4 mg.'",
    ]
