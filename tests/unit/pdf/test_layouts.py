"""Layouts that a row or a value may be lost in, or taken for another's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table

from ketum.product.sandbox import pdf_document

GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
TOP, SIZE = 700, 9


def read(content: bytes) -> list[list[str]]:
    (page,) = pdf_document(content).pages
    return [[cell.text for cell in line.cells] for line in page.lines]


def placed(*texts: tuple[float, float, str]) -> bytes:
    """A page of texts, each at its distance from the left and from the top of the text."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=(612, 792))
    canvas.setFont("Helvetica", SIZE)
    for left, down, text in texts:
        canvas.drawString(left, TOP - down, text)
    canvas.save()
    return made.getvalue()


def rows(columns: Sequence[float], step: float, *table: Iterable[str]) -> bytes:
    texts = [
        (left, step * down, text)
        for down, row in enumerate(table)
        for left, text in zip(columns, row, strict=True)
        if text
    ]
    return placed(*texts)


def ruled(table: list[list[object]], style: Sequence[tuple[object, ...]] = ()) -> bytes:
    made = BytesIO()
    SimpleDocTemplate(made).build([Table(table, style=[*GRID, *style])])
    return made.getvalue()


def test_points_that_lead_to_a_value_are_a_gap() -> None:
    texts = (50, 0, "Lead ............ 0.31 ppm"), (50, 14, "Cadmium......0.02 ppm")
    assert read(placed(*texts)) == [["Lead", "0.31 ppm"], ["Cadmium", "0.02 ppm"]]


def test_units_below_the_headings_belong_to_them() -> None:
    table = ["Analyte", "Result", "LOQ"], ["", "(mg/g)", "(mg/g)"], ["Mitragynine", "14.2", "0.05"]
    assert read(rows((50, 200, 280), 11, *table)) == [
        ["Analyte", "Result (mg/g)", "LOQ (mg/g)"], ["Mitragynine", "14.2", "0.05"],
    ]  # fmt: skip


def test_the_end_of_a_name_is_not_the_name_of_another() -> None:
    table = ["Total alkaloids excluding", ""], ["mitragynine", "0.31"], ["Mitragynine", "1.42"]
    assert read(rows((50, 200), 11, *table)) == [
        ["Total alkaloids excluding mitragynine", "0.31"], ["Mitragynine", "1.42"],
    ]  # fmt: skip


def test_columns_that_stand_close_are_told_apart_by_the_space_that_is_not_printed() -> None:
    table = ["Total plate count", "Result", "LOD"], ["Yeast and mold count", "120", "10"]
    assert read(rows((50, 142, 173), 14, *table)) == [list(row) for row in table]


def test_a_letter_that_is_printed_twice_to_look_bold_is_one() -> None:
    twice = [(50 + off, 0, "Lead 0.22 ppm, loss 11 %") for off in (0, 0.3)]
    assert read(placed(*twice)) == [["Lead 0.22 ppm, loss 11 %"]]


def test_an_amount_that_reaches_over_two_rows_belongs_to_neither() -> None:
    table: list[list[object]] = [
        ["Analyte", "Result (%)"], ["Lead", "1.4"], ["Speciogynine", "0.55"], ["Paynantheine", ""],
    ]  # fmt: skip
    assert read(ruled(table, [("SPAN", (1, 2), (1, 3))])) == [
        ["Analyte", "Result (%)"], ["Lead", "1.4"], ["Speciogynine"], ["0.55"], ["Paynantheine"],
    ]  # fmt: skip


def test_a_limit_that_reaches_over_two_rows_is_said_in_both() -> None:
    table: list[list[object]] = [["Analyte", "ppm", "Limit"], ["Lead", "1", "9"], ["Tin", "2", ""]]
    assert read(ruled(table, [("SPAN", (2, 1), (2, 2))])) == [
        ["Analyte", "ppm", "Limit"], ["Lead", "1", "9"], ["Tin", "2", "9"],
    ]  # fmt: skip


def test_small_tables_in_the_boxes_of_a_large_one_are_read_one_by_one() -> None:
    small = [Table([[head, "ppm"], [name, "1"]]) for head, name in (("Metal", "Lead"), ("X", "Y"))]
    big = [[Table([["Metal", "ppm"], ["Lead", "1"], ["Tin", "2"]]) for _ in range(2)], small]
    assert read(ruled([list(line) for line in big]))[:3] == [
        ["Metal", "ppm"], ["Lead", "1"], ["Tin", "2"],
    ]  # fmt: skip


def test_tables_beside_each_other_are_read_one_after_the_other_and_one_below_stays_whole() -> None:
    table = (
        ["Element", "ppm", "Solvent", "ppm"],
        ["Lead", "0.3", "Ethanol", "20"],
        ["Arsenic", "0.2", "Acetone", "31"],
        ["Test", "Result", "Limit", "Unit"],
        ["Coliforms", "20", "100", "CFU/g"],
    )
    assert read(rows((40, 110, 220, 300), 14, *table)) == [
        ["Element", "ppm"], ["Lead", "0.3"], ["Arsenic", "0.2"],
        ["Solvent", "ppm"], ["Ethanol", "20"], ["Acetone", "31"],
        ["Test", "Result", "Limit", "Unit"], ["Coliforms", "20", "100", "CFU/g"],
    ]  # fmt: skip


def test_headings_are_no_part_of_the_row_below_them() -> None:
    texts = [
        (left, down, text)
        for down, row in (
            (0, ["Analyte", "Result (%)"]), (11, ["Mitragynine", "1.42"]), (26, ["Lead", "0.3"]),
        )
        for left, text in zip((50, 150), row, strict=True)
    ]  # fmt: skip
    assert read(placed(*texts)) == [
        ["Analyte", "Result (%)"],
        ["Mitragynine", "1.42"],
        ["Lead", "0.3"],
    ]
