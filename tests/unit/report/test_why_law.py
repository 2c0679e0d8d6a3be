"""The line of the law on the page: each thing it says can be asked where it comes from."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest

from ketum.evidence import KnowledgeBase
from ketum.intake import Format, read
from ketum.report import build, render_html
from ketum.review import review


def page(knowledge: KnowledgeBase, location: str | None) -> str:
    case = {"kratom": {"form": "powder"}, "person": {"location": location} if location else {}}
    parsed = read(json.dumps(case).encode(), Format.JSON, today=date(2026, 11, 22))
    return render_html(build(review(parsed, knowledge), knowledge, parsed.person.location))


@pytest.mark.parametrize("location", ["US-TX", "GB"])
def test_the_law_says_its_instrument_its_source_when_it_was_checked_and_how_sure_it_is(
    location: str, knowledge: KnowledgeBase
) -> None:
    html = page(knowledge, location)
    assert html.count('popovertarget="why-law"') == len(("opens", "closes"))
    panel = unescape(html.partition('id="why-law"')[2].partition("</button>")[0])
    for name in ("Of", "Status", "Instrument", "Source", "Last checked", "Confidence"):
        assert f"<dt>{name}</dt>" in panel
    assert re.search(r"<dt>Last checked</dt><dd>\d\d-[A-Z][a-z]{2}-\d{4}</dd>", panel)
    assert re.search(r"<dt>Confidence</dt><dd>\w+; (?:not )?confirmed</dd>", panel)


def test_where_the_law_says_nothing_there_is_nothing_to_ask(knowledge: KnowledgeBase) -> None:
    html = page(knowledge, None)
    assert "why-law" not in html
    assert "Law: " in html
