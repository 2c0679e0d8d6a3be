"""Certificates of analysis as PDFs, made from the data in tests/certificates.

    python tools/make_certificates.py [build/certificates]

Each file describes a layout and holds the values; every page says that it is synthetic. `make`
gives the bytes of a certificate with the rows that it prints and the values it reports.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib import colors, pagesizes
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "certificates"
MARK = "SYNTHETIC - NOT A REAL CERTIFICATE"
MARGIN = 40
COLUMN_GAP = 24
NOT_DETECTED = "ND"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
CENSORED = {"ND": "not_detected", "<LOD": "below_lod", "<LOQ": "below_loq"}
registerFont(TTFont("Vera", "Vera.ttf"))  # comes with reportlab; the others every viewer has
RULES: dict[str, list[tuple[Any, ...]]] = {
    "ruled": [("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
    "bare": [],
    "booktabs": [
        ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
    ],
    "zebra": [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.white, colors.whitesmoke])],
    "columns": [
        ("BOX", (0, 0), (-1, -1), 0.5, colors.black),
        ("LINEAFTER", (0, 0), (-1, -1), 0.5, colors.black),
    ],
    "open": [("INNERGRID", (0, 0), (-1, -1), 0.5, colors.grey)],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One value that a certificate reports; numbers as they stand in the data."""

    sample: str
    analyte: str
    unit: str
    value: str | None = None
    censored: str | None = None
    limit: str | None = None
    present: bool | None = None


@dataclass(slots=True)
class Made:
    """A certificate: its bytes, the cells of each row it prints, and what it reports."""

    name: str
    pdf: bytes = b""
    rows: list[list[str]] = field(default_factory=list)
    reported: list[Reported] = field(default_factory=list)
    header: dict[str, str] = field(default_factory=dict)


def certificates(folder: Path = FOLDER) -> Iterator[Made]:
    for path in sorted(folder.glob("*.toml")):
        yield make(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))


def make(name: str, data: Mapping[str, Any]) -> Made:
    """The certificate that the data describe."""
    made = Made(name, header=dict(data.get("expect_header", {})))
    page = {"size": "letter", "font": "Helvetica", "points": 9, "turned": 0, "rotate": 0}
    page |= data.get("page", {})
    story: list[Flowable] = []
    for number, sample in enumerate(data["sample"]):
        if number and sample.get("new_page", True):
            story.append(PageBreak())
        story += _sample(sample, page, made)
    output = BytesIO()
    _template(output, page).build(story)
    made.pdf = output.getvalue()
    return made


def _template(output: BytesIO, page: Mapping[str, Any]) -> BaseDocTemplate:
    width, height = getattr(pagesizes, page["size"])
    if page["turned"] in {90, 270}:
        width, height = height, width
    inner, top = width - 2 * MARGIN, height - 2 * MARGIN
    half = (inner - COLUMN_GAP) / 2

    def decorate(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setPageRotation(page["rotate"])
        if page["turned"] == 90:
            canvas.setPageSize((height, width))
            canvas.translate(height, 0)
            canvas.rotate(90)
        elif page["turned"] == 270:
            canvas.setPageSize((height, width))
            canvas.translate(0, width)
            canvas.rotate(-90)
        elif page["turned"] == 180:
            canvas.translate(width, height)
            canvas.rotate(180)
        canvas.setFont(page["font"], 7)
        canvas.drawString(MARGIN, height - MARGIN / 2, MARK)
        canvas.drawRightString(width - MARGIN, MARGIN / 2, f"Page {document.page}")
        if page.get("watermark"):
            canvas.saveState()
            canvas.setFillGray(0.9)
            canvas.setFont(page["font"], 48)
            canvas.translate(width / 4, height / 4)
            canvas.rotate(45)
            canvas.drawString(0, 0, page["watermark"])
            canvas.restoreState()

    one = PageTemplate("one", [Frame(MARGIN, MARGIN, inner, top)], onPage=decorate)
    title = page.get("title_height", 90)
    two = PageTemplate(
        "two",
        [
            Frame(MARGIN, height - MARGIN - title, inner, title),
            Frame(MARGIN, MARGIN, half, top - title),
            Frame(MARGIN + half + COLUMN_GAP, MARGIN, half, top - title),
        ],
        onPage=decorate,
    )
    templates = [two, one] if page.get("columns") == 2 else [one, two]
    return BaseDocTemplate(
        output, pagesize=(width, height), pageTemplates=templates,
        pageCompression=page.get("compressed", 1),
    )  # fmt: skip


def _sample(sample: Mapping[str, Any], page: Mapping[str, Any], made: Made) -> Iterator[Flowable]:
    style = _style(page)
    for line in sample.get("title", ["Certificate of Analysis"]):
        yield Paragraph(f"<b>{line}</b>", style)
    fields = [[label, str(text)] for label, text in sample.get("header", {}).items()]
    if sample.get("header_style") == "table":
        yield Table(fields, style=RULES["ruled"], hAlign="LEFT")
    else:
        for label, text in fields:
            yield Paragraph(f"{label}: {text}", style)
    yield Spacer(1, page["points"])
    beside = []
    for panel in sample["panel"]:
        if panel.get("new_column"):
            yield FrameBreak()
        if panel.get("single_column"):
            yield NextPageTemplate("one")
            yield PageBreak()
        parts = list(_panel(panel, page, sample.get("id", ""), made))
        if panel.get("beside"):
            beside.append(parts)
            if panel["beside"] == "last":
                yield Table([beside], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
                beside = []
        else:
            yield from parts
            yield Spacer(1, page["points"])
    for line in sample.get("notes", []):
        yield Paragraph(line, style)


def _style(page: Mapping[str, Any], align: int = 0) -> ParagraphStyle:
    return ParagraphStyle(
        "cell", fontName=page["font"], fontSize=page["points"], leading=page["points"] * 1.2,
        alignment=align,
    )  # fmt: skip


def _panel(
    panel: Mapping[str, Any], page: Mapping[str, Any], sample: str, made: Made
) -> Iterator[Flowable]:
    if panel.get("title"):
        yield Paragraph(f"<b>{panel['title']}</b>", _style(page))
    columns = panel["columns"]
    texts = [[_said(heading) for heading in panel.get("headings", [])]]
    for values in panel["rows"]:
        row = dict(zip(panel["fields"], values, strict=True))
        texts.append([_shown(row, column, panel) for column in columns])
        printed = {k: v for k, v in row.items() if k not in {"lod", "loq"} or k in columns}
        made.reported += _reported(printed, panel, sample)
    if not panel.get("headings"):
        texts = texts[1:]
    merges = [(tuple(start), tuple(end)) for start, end in panel.get("merged", [])]
    if panel.get("transposed"):
        texts = [list(line) for line in zip(*texts, strict=True)]
    made.rows += [[_bare(text) for text in line if text] for line in texts]
    style: list[tuple[Any, ...]] = [*RULES[panel.get("style", "ruled")]]
    style += [("FONT", (0, 0), (-1, -1), page["font"], page["points"])]
    style += [("VALIGN", (0, 0), (-1, -1), panel.get("vertical", "MIDDLE"))]
    style += [("SPAN", start, end) for start, end in merges]
    style += [("ALIGN", (column, 0), (column, -1), "RIGHT") for column in panel.get("right", [])]
    padding = panel.get("padding", 3)
    style += [
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
    ]
    yield Table(
        [[_cell(text, page) for text in line] for line in texts],
        colWidths=panel.get("widths"), repeatRows=panel.get("repeat", 0), style=style,
        hAlign="LEFT",
    )  # fmt: skip


def _cell(text: str, page: Mapping[str, Any]) -> str | Paragraph:
    if "<su" in text or "<br" in text or len(text) > page.get("longest", 40):
        return Paragraph(text.replace("< ", "&lt; "), _style(page))
    return _bare(text)


def _bare(text: str) -> str:
    """A text without markup; what is raised stays so."""
    raised = re.sub(r"<super>(\d+)</super>", lambda found: found[1].translate(RAISED), text)
    return " ".join(
        re.sub(r"</?sub>", "", raised).replace("<br/>", " ").replace("&lt;", "<").split()
    )


def _said(text: str) -> str:
    return text


def _shown(row: Mapping[str, str], column: str, panel: Mapping[str, Any]) -> str:
    """The text of a cell: a number in the manner of the panel, with its unit if it stands there."""
    if column not in row:
        return str(panel.get("constant", {}).get(column, ""))
    text = row[column]
    words = panel.get("words", {})
    if column.startswith("value"):
        unit = row.get("unit" + column[5:], panel.get("unit" + column[5:], ""))
        if text in words or text in CENSORED:
            return str(words.get(text, text))
        if text.startswith(("absent:", "present:")):
            word, _, mass = text.partition(":")
            return str(words.get(word, word.title())) + (f" in {mass}" if mass else "")
        text = _number(text, panel)
        if panel.get("unit_in_cell"):
            text += f" {panel.get('unit_names', {}).get(unit, unit)}"
        return text + row.get("mark", "")
    if column == "unit":
        return str(panel.get("unit_names", {}).get(text, text))
    if re.fullmatch(r"[<\d.]+", text):
        return f"{_number(text, panel)} {panel.get(column + '_unit', '')}".strip()
    return text


def _number(text: str, panel: Mapping[str, Any]) -> str:
    """Data numbers are plain, as 12000 or 0.05; the panel says how they are printed."""
    sign, number = ("<", text[1:]) if text.startswith("<") else ("", text)
    if panel.get("powers") and len(number) > 3 and number.isdigit():
        exponent = len(number) - 1
        mantissa = f"{number[0]}.{number[1:]}".rstrip("0").rstrip(".")
        number = f"{mantissa} x 10<super>{exponent}</super>"
    elif (mark := panel.get("thousands")) and "." not in number:
        number = f"{int(number):,}".replace(",", mark)
    elif panel.get("comma"):
        number = number.replace(".", ",")
    return f"&lt;{number}" if sign else number


def _reported(row: Mapping[str, str], panel: Mapping[str, Any], sample: str) -> Iterator[Reported]:
    for column in ("value", "value2", "value3"):
        text = row.get(column)
        if not text or text in panel.get("skip", ["n/a", "-"]):
            continue
        ending = column[5:]
        unit = row.get("unit" + ending, panel.get("unit" + ending, ""))
        given: dict[str, Any] = {"sample": row.get("sample" + ending, sample)}
        given |= {"analyte": row["analyte"], "unit": unit}
        limits = {
            "ND": row.get("lod") or row.get("loq"),
            "<LOD": row.get("lod"),
            "<LOQ": row.get("loq"),
        }
        if text in CENSORED:
            limit = limits[text] or panel.get("limits", {}).get(text)
            yield Reported(**given, censored=CENSORED[text], limit=limit)
        elif text.startswith("<"):
            yield Reported(**given, censored="below_loq", limit=text[1:])
        elif text.startswith(("absent", "present")):
            word, _, mass = text.partition(":")
            given["unit"] = f"in {mass}" if mass else ""
            yield Reported(**given, present=word == "present")
        else:
            yield Reported(**given, value=text)


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "certificates"
    target.mkdir(parents=True, exist_ok=True)
    for made in certificates():
        (target / f"{made.name}.pdf").write_bytes(made.pdf)
        print(f"{made.name}: {len(made.reported)} values")


if __name__ == "__main__":
    main()
