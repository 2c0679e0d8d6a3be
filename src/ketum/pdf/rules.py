"""The grids that drawn lines make on a page, with cells that may reach over several places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ketum.pdf.words import Rule

__all__ = ["Field", "Grid", "grids_of"]

# Points.
SNAP = 2.5
REACH = 3.0
THINNEST = 4.0
MOST_RULES = 6_000
MOST_PLACES = 20_000


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of a grid: its first and last row and column, counted from 0, and its sides."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells that lines make which touch each other."""

    across: tuple[float, ...]
    down: tuple[float, ...]
    fields: tuple[Field, ...]
    places: tuple[tuple[int, ...], ...]

    @property
    def left(self) -> float:
        return self.across[0]

    @property
    def right(self) -> float:
        return self.across[-1]

    @property
    def top(self) -> float:
        return self.down[0]

    @property
    def bottom(self) -> float:
        return self.down[-1]

    def field_at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point, None outside of the grid."""
        column = bisect_right(self.across, x) - 1
        row = bisect_right(self.down, y) - 1
        if 0 <= column < len(self.across) - 1 and 0 <= row < len(self.down) - 1:
            return self.places[row][column]
        return None


def grids_of(rules: Iterable[Rule]) -> list[Grid]:
    """Every grid of at least two rows and two columns, from the top."""
    upright, level = _merged(rules)
    if len(upright) + len(level) > MOST_RULES:
        return []
    found = [grid for group in _touching(upright, level) if (grid := _grid(*group))]
    return sorted(found, key=lambda grid: (grid.top, grid.left))


def _merged(rules: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Lines that lie on one another as one line, upright and level ones."""
    given = list(rules)
    return (
        _merged_one_way([rule for rule in given if rule.is_upright]),
        _merged_one_way([rule for rule in given if not rule.is_upright]),
    )


def _merged_one_way(rules: list[Rule]) -> list[Rule]:
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][-1].at <= SNAP and rule.at - lines[-1][0].at <= 2 * SNAP:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        line.sort(key=lambda rule: rule.start)
        start, end = line[0].start, line[0].end
        for rule in line[1:]:
            if rule.start > end + REACH:
                merged.append(Rule(rule.is_upright, at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        merged.append(Rule(line[0].is_upright, at, start, end))
    return [rule for rule in merged if rule.end - rule.start >= THINNEST]


def _touching(
    upright: Sequence[Rule], level: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The lines that hang together, by where they cross."""
    left = set(range(len(level)))
    waiting = list(range(len(upright)))
    while waiting:
        group, queue, beside = [], [waiting.pop()], []
        while queue:
            one = queue.pop()
            group.append(upright[one])
            crossed = [number for number in left if _cross(upright[one], level[number])]
            left.difference_update(crossed)
            beside += [level[number] for number in crossed]
            more = [
                other
                for other in waiting
                if any(_cross(upright[other], level[number]) for number in crossed)
            ]
            queue += more
            waiting = [other for other in waiting if other not in more]
        yield group, beside


def _cross(upright: Rule, level: Rule) -> bool:
    return (
        level.start - REACH <= upright.at <= level.end + REACH
        and upright.start - REACH <= level.at <= upright.end + REACH
    )


def _grid(upright: list[Rule], level: list[Rule]) -> Grid | None:
    if not level:
        return None
    across = _places(
        [rule.at for rule in upright],
        min(rule.start for rule in level), max(rule.end for rule in level),
    )  # fmt: skip
    down = _places(
        [rule.at for rule in level],
        min(rule.start for rule in upright), max(rule.end for rule in upright),
    )  # fmt: skip
    rows, columns = len(down) - 1, len(across) - 1
    if rows < 1 or columns < 2 or rows * columns > MOST_PLACES:
        return None
    places = _flooded(upright, level, across, down)
    return Grid(across, down, tuple(_fields(places, across, down)), places)


def _places(lines: list[float], first: float, last: float) -> tuple[float, ...]:
    """Where the lines stand, and the open sides of a grid that has no line there."""
    found = sorted(set(lines))
    if first < found[0] - THINNEST:
        found.insert(0, first)
    if last > found[-1] + THINNEST:
        found.append(last)
    return tuple(found)


def _flooded(
    upright: list[Rule], level: list[Rule], across: tuple[float, ...], down: tuple[float, ...]
) -> tuple[tuple[int, ...], ...]:
    """For each place of the grid the number of its cell; no line parts places of one cell."""
    rows, columns = len(down) - 1, len(across) - 1
    owner = list(range(rows * columns))

    def root(place: int) -> int:
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    stand: dict[float, list[Rule]] = {}
    lie: dict[float, list[Rule]] = {}
    for rule in upright:
        stand.setdefault(rule.at, []).append(rule)
    for rule in level:
        lie.setdefault(rule.at, []).append(rule)
    for row in range(rows):
        for column in range(columns):
            place = row * columns + column
            middle = (down[row] + down[row + 1]) / 2
            if column + 1 < columns and not _covers(stand.get(across[column + 1], ()), middle):
                owner[root(place + 1)] = root(place)
            middle = (across[column] + across[column + 1]) / 2
            if row + 1 < rows and not _covers(lie.get(down[row + 1], ()), middle):
                owner[root(place + columns)] = root(place)
    numbers = {each: number for number, each in enumerate(sorted({root(p) for p in owner}))}
    return tuple(
        tuple(numbers[root(row * columns + column)] for column in range(columns))
        for row in range(rows)
    )


def _covers(rules: Iterable[Rule], point: float) -> bool:
    return any(rule.start <= point <= rule.end for rule in rules)


def _fields(
    places: tuple[tuple[int, ...], ...], across: tuple[float, ...], down: tuple[float, ...]
) -> Iterator[Field]:
    spans: dict[int, list[tuple[int, int]]] = {}
    for row, line in enumerate(places):
        for column, number in enumerate(line):
            spans.setdefault(number, []).append((row, column))
    for number in sorted(spans):
        rows = [row for row, _ in spans[number]]
        columns = [column for _, column in spans[number]]
        yield Field(
            rows=(min(rows), max(rows)), columns=(min(columns), max(columns)),
            left=across[min(columns)], right=across[max(columns) + 1],
            top=down[min(rows)], bottom=down[max(rows) + 1],
        )  # fmt: skip
