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
    assert times(text, DAY, knowledge) == {time}


@pytest.mark.parametrize(
    ("text", "on", "time"),
    [
        # 19 November 2026 is a Thursday: last week ended four days before, or five.
        ("seizure last week", date(2026, 11, 19), "past"),
        ("had a seizure last week", date(2026, 11, 21), "past"),
        # On a Sunday and on the days after, it may have ended yesterday, or within three days.
        ("seizure last week", date(2026, 11, 22), "current"),
        ("seizure last week", date(2026, 11, 23), "current"),
        ("seizure last week", date(2026, 11, 18), "current"),
        ("seizure yesterday", DAY, "current"),
        ("seizure in the last week", date(2026, 11, 21), "current"),
        ("seizures since last week", date(2026, 11, 21), "current"),
        ("seizure last week and again today", date(2026, 11, 21), "current"),
        ("seizure 10 days ago and yesterday", DAY, "current"),
        ("suicide attempt last week", date(2026, 11, 21), "current"),
        ("jaundice last week", date(2026, 11, 21), "current"),
    ],
)
def test_last_week_is_as_long_ago_as_it_surely_ended(
    text: str, on: date, time: str, knowledge: KnowledgeBase
) -> None:
    assert times(text, on, knowledge) == {time}


def times(text: str, on: date, knowledge: KnowledgeBase) -> set[str]:
    case = read(json.dumps({"symptoms": [text]}).encode(), Format.JSON, today=on)
    return {said.time for said in establish(case, knowledge).said}
