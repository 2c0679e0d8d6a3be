"""An event that is over counts as history; what may go on, or stays dangerous, does not."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ketum.evidence import KnowledgeBase
from ketum.facts import establish
from ketum.intake import Format, read

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("seizure 10 days ago", "past"),
        ("had a seizure three weeks ago", "past"),
        ("seizure 2 days ago", "current"),
        ("seizure 3 days ago", "current"),
        ("seizure", "current"),
        ("jaundice started 10 days ago", "current"),
        ("suicide attempt 10 days ago", "current"),
        ("suicidal thoughts for 10 days", "current"),
    ],
)
def test_only_an_event_that_is_surely_over_is_past(
    text: str, time: str, knowledge: KnowledgeBase
) -> None:
    case = read(json.dumps({"symptoms": [text]}).encode(), Format.JSON, today=DAY)
    assert {said.time for said in establish(case, knowledge).said} == {time}
