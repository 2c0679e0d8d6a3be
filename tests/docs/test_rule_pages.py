"""The pages of the rules say everything the data hold, and lead nowhere that is not there."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from rule_pages import entries, file_of, write_pages

from ketum.evidence import KnowledgeBase
from tests.vignettes.vignette import vignettes

LINK = re.compile(r'href="([^":#]+\.html)"')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, knowledge: KnowledgeBase) -> Path:
    written = tmp_path_factory.mktemp("rules")
    write_pages(written, knowledge, vignettes())
    return written


def read(page: Path) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")))


def test_every_rule_row_fact_and_conflict_has_a_page_that_the_index_leads_to(
    folder: Path, knowledge: KnowledgeBase
) -> None:
    expected = {file_of(entry.id) for entry in entries(knowledge)}
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert set(LINK.findall(index)) == expected
    assert {page.name for page in folder.glob("*.html")} == expected | {"index.html"}


def test_every_link_between_pages_leads_to_a_page(folder: Path) -> None:
    for page in folder.glob("*.html"):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            assert (folder / target).exists(), f"{page.name} leads to {target}"


def test_every_page_names_each_source_and_the_place_in_it(
    folder: Path, knowledge: KnowledgeBase
) -> None:
    for entry in entries(knowledge):
        words = read(folder / file_of(entry.id))
        for cite in entry.cites:
            assert cite.source.title in words, entry.id
            assert cite.at in words, entry.id


def test_every_vignette_stands_on_the_page_of_its_rule(folder: Path) -> None:
    pages = {page.stem: read(page) for page in folder.glob("*.html")}
    for vignette in vignettes():
        assert vignette.name in pages[vignette.rule], vignette.name
        assert vignette.because in pages[vignette.rule], vignette.name


def test_pages_of_an_earlier_release_do_not_stay(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    old = tmp_path / "screening.of-another-release.html"
    old.write_text("old", encoding="utf-8")
    write_pages(tmp_path, knowledge, ())
    assert not old.exists()
