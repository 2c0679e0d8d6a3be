"""No clinical number in a .py file, and what only the door may do."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

from tests.shape.tree import PACKAGE, files, name, nodes, none_found, place

CLINICAL_ROOMS = (
    "screening",
    "interactions",
    "management",
    "monitoring",
    "reasoning",
    "facts",
    "report",
    "review.py",
)
ARITHMETIC = {0, 1, 2, 100}

# Numbers that say nothing about a person: (file, the name they are assigned to), and why.
NOT_CLINICAL = {
    ("report/page/law_map.py", "WIDE"): "units of a drawing",
    ("report/page/law_map.py", "HIGH"): "units of a drawing",
    ("report/page/law_map.py", "FITS"): "units of a drawing",
    ("report/page/law_map.py", "BESIDE"): "units of a drawing",
    ("report/page/law_map.py", "FIRST_TILE"): "units of a drawing",
    ("report/page/law_map.py", "LINE"): "units of a drawing",
    ("report/person_plan_text.py", "WIDTH"): "columns of a handout",
    ("report/person_plan_text.py", "NOON"): "hours of a clock",
    ("report/plan_text.py", "LEAST_SHOWN"): "the least share that is written as a number",
    ("report/png.py", "WIDTH"): "pixels of a bitmap",
    ("report/png.py", "FONT_SIZE"): "the size at which a font is opened",
    ("facts/together.py", "DENIED_WITHIN"): "words of a text",
    ("facts/value_words.py", "JUST_BESIDE"): 'what keeps "<3.0" below 3.0',
    ("facts/interval.py", "DIGITS"): "digits kept when units are turned",
    ("interactions/expected.py", "STEPS_PER_H"): "steps of an integration",
    ("interactions/expected.py", "HOURS_PER_DAY"): "hours of a day",
    ("interactions/expected.py", "NMOL_PER_UMOL"): "units",
    ("facts/forms.py", "LISTS"): "lists of names taken apart once",
    ("interactions/occupancy.py", "NM_PER_NG_ML"): "units",
    ("interactions/regimen.py", "MOST_DOSES_PER_DAY"): "hours of a day",
    ("interactions/regimen.py", "NINE_IN_TEN"): "a percentile of the normal distribution",
    ("interactions/turnover.py", "LATE_HALF"): "weights of a quadrature",
    ("interactions/turnover.py", "LATE_HALF_SUM"): "weights of a quadrature",
    ("interactions/turnover.py", "SIMPSON"): "weights of a quadrature",
    ("interactions/turnover.py", "SIMPSON_SUM"): "weights of a quadrature",
    ("interactions/victim.py", "SIMPSON_FOUR"): "weights of a quadrature",
    ("interactions/victim.py", "SIMPSON_SUM"): "weights of a quadrature",
    ("monitoring/outcomes.py", "DAY"): "seconds of a day",
    ("monitoring/agenda.py", "SHORTEST_MONTH"): "days of a month",
    ("monitoring/alerts.py", "SECONDS"): "seconds of a minute",
    ("monitoring/days.py", "MONTHS"): "months of a year",
    ("monitoring/document.py", "EARLIEST"): "a slip of the pen",
    ("monitoring/document.py", "LONGEST"): "digits of a number",
    ("monitoring/document.py", "MOST_COMPLAINTS"): "lines of a refusal",
    ("monitoring/document.py", "MOST_TEXT"): "letters of a text",
    ("monitoring/doses.py", "DAY"): "seconds of a day",
    ("monitoring/doses.py", "DIGITS"): "digits kept in sums",
    ("monitoring/rules.py", "DIGITS"): "digits kept in differences",
    ("monitoring/rules.py", "HOUR"): "seconds of an hour",
    ("monitoring/rules.py", "DAY"): "seconds of a day",
    ("monitoring/silence.py", "HOUR"): "seconds of an hour",
    ("monitoring/trend.py", "NINE_IN_TEN"): "a percentile of the normal distribution",
    ("monitoring/trend.py", "KENDALL"): "the variance of a statistic",
    ("report/watch_text.py", "NAMED"): "entries of one line",
    ("report/trajectory_text.py", "SHOWN_DAYS"): "lines of a text",
    ("monitoring/watch.py", "DAY"): "seconds of a day",
    ("monitoring/watch.py", "MOST_DAYS"): "days whose midnights are looked up",
    ("monitoring/watch.py", "MOST_DAYS_BEFORE"): "days whose midnights are looked up",
    ("monitoring/watch.py", "BEYOND"): "days whose midnights are looked up",
    ("reasoning/evaluate.py", "CONDITIONS"): "conditions kept ready",
    ("facts/forms.py", "TEXTS"): "texts kept read",
    ("management/tables.py", "TABLES"): "tables kept ready",
    ("reasoning/evaluate.py", "BOOKS"): "rulebooks kept ready",
    ("reasoning/judge.py", "STAGES"): "stages of rules kept ready",
    ("reasoning/predicates.py", "CONDITIONS"): "conditions kept ready",
    ("reasoning/view.py", "WAYS"): "ways of being silent that are kept",
    ("report/build.py", "NOT_CHECKED_LINES"): "lines of a text; the contract says seven",
    ("report/handout_text.py", "WIDTH"): "columns of a handout",
    ("report/build.py", "NAMES_SHOWN"): "names of one line of a screen",
    **{
        ("report/chart.py", name): "places and sizes of a drawing"
        for name in (
            "WIDTH",
            "HEIGHT",
            "LEFT",
            "RIGHT",
            "TOP",
            "BOTTOM",
            "TICKS",
            "STEPS",
            "HOURS_OF_A_DAY",
            "LONG_H",
            "HATCH",
            "TEXT",
            "BELOW",
            "DOT",
        )
    },
    **{
        ("report/prior_posterior.py", name): "places and sizes of a drawing"
        for name in ("WIDTH", "LEFT", "RIGHT", "TOP", "ROW", "BAR", "TEXT", "REACH", "TICKS")
    },
    ("report/lines.py", "WIDTH"): "columns of a terminal",
    ("report/page/clinician.py", "MANY_CARDS"): "cards of a printed sheet",
    ("report/page/clinician.py", "MOST_CARDS"): "cards of a printed sheet",
    ("report/page/clinician.py", "TITLES_FROM"): "cards of a printed sheet",
    ("report/page/law_map.py", "TILE"): "pixels of a drawing",
    ("report/page/law_map.py", "GAP"): "pixels of a drawing",
    ("report/screen.py", "SCREENS"): "columns and lines of a screen",
    ("report/screen.py", "NOT_CHECKED_FEWEST"): "lines of a full screen",
    ("report/screen.py", "NOT_CHECKED_SHORT"): "lines of a full screen",
    ("report/screen.py", "UNREAD_SHOWN"): "lines of a screen",
}

CLOCK_AND_ENVIRONMENT = {
    ("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"),
    ("time", "time"), ("os", "environ"), ("os", "getenv"),
}  # fmt: skip


def clinical_numbers(
    *rooms: Path, allowed: Collection[tuple[str, str]] = frozenset(NOT_CLINICAL)
) -> Iterator[str]:
    for path in files(*rooms):
        found = nodes(path)
        free = {part for node in found if _is_free(path, node, allowed) for part in ast.walk(node)}
        for node in found:
            if isinstance(node, ast.Constant) and node not in free:
                value = node.value
                is_number = isinstance(value, int | float) and not isinstance(value, bool)
                if is_number and value not in ARITHMETIC:
                    yield f"{place(path, node)} has the number {value!r}."


def _is_free(path: Path, node: ast.AST, allowed: Collection[tuple[str, str]]) -> bool:
    """Whether numbers below this node are places in a sequence, or listed by name."""
    match node:
        case ast.Slice():
            return True
        case ast.Assign(targets=[ast.Name(id=target)]) | ast.AnnAssign(target=ast.Name(id=target)):
            return (_listed_as(path), target) in allowed
    return False


def _listed_as(path: Path) -> str:
    return str(path.relative_to(PACKAGE)) if path.is_relative_to(PACKAGE) else path.name


def printing(package: Path) -> Iterator[str]:
    for path in files(package):
        for node in nodes(path):
            match node:
                case ast.Call(func=ast.Name(id="print")) if not _is_door(package, path):
                    yield f"{place(path, node)} prints."


def reading_the_air(package: Path) -> Iterator[str]:
    """The clock or the environment, read anywhere but at the door."""
    for path in files(package):
        for node in nodes(path):
            match node:
                case ast.Attribute(value=ast.Name(id=owner), attr=attribute) if (
                    owner,
                    attribute,
                ) in CLOCK_AND_ENVIRONMENT and not _is_door(package, path):
                    yield f"{place(path, node)} reads {owner}.{attribute}."


def _is_door(package: Path, path: Path) -> bool:
    return path.relative_to(package).parts[0] in {"cli", "cli.py"}


def test_no_clinical_number_stands_in_code() -> None:
    rooms = [PACKAGE / room for room in CLINICAL_ROOMS]
    none_found(
        clinical_numbers(*rooms),
        "give the number an entry in knowledge/, with its source, and read it from there. "
        "A number that says nothing about a person gets a name, listed in NOT_CLINICAL.",
    )


def test_every_room_that_is_searched_for_numbers_is_there() -> None:
    none_found(
        (name(PACKAGE / room) for room in CLINICAL_ROOMS if not (PACKAGE / room).exists()),
        "correct CLINICAL_ROOMS: the room has another name now.",
    )


def test_only_the_command_line_prints() -> None:
    none_found(printing(PACKAGE), "return the text; the command line prints it.")


def test_only_the_command_line_reads_the_clock_and_the_environment() -> None:
    none_found(reading_the_air(PACKAGE), "take the date or the setting as an argument.")


def test_the_number_check_finds_numbers_and_leaves_places_alone(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(
        "WIDTH = 80\n"
        "LIMIT = 8.5\n"
        "def f(dose, rows):\n"
        "    if dose > 15 or dose < -3 or True:\n"
        "        return 100 * dose / 2 - 1\n"
        "    return rows[3:7]\n"
    )
    assert list(clinical_numbers(sample, allowed={("sample.py", "WIDTH")})) == [
        "sample.py:2 has the number 8.5.",
        "sample.py:4 has the number 15.",
        "sample.py:4 has the number 3.",
    ]


def test_the_door_checks_find_a_print_and_a_clock_behind_the_door(tmp_path: Path) -> None:
    (tmp_path / "cli").mkdir()
    for path in (tmp_path / "cli" / "main.py", tmp_path / "review.py"):
        path.write_text("print(date.today(), os.environ)\n")

    assert list(printing(tmp_path)) == ["review.py:1 prints."]
    assert list(reading_the_air(tmp_path)) == [
        "review.py:1 reads date.today.",
        "review.py:1 reads os.environ.",
    ]
