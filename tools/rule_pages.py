"""A page for each rule, from the data, with its vignettes and its sources: `make docs`.

    PYTHONPATH=. python tools/rule_pages.py [FOLDER]

The folder (build/docs/rules) receives index.html and one page for each rule, row of the tables,
named fact and conflict. Nothing is written by hand, so no page can be out of date.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from pathlib import Path

from ketum.citation import Citation, SourceKind
from ketum.evidence import KnowledgeBase, load
from ketum.evidence import conditions as c
from ketum.evidence.conditions import Condition
from ketum.evidence.law_rules import LawRule
from ketum.evidence.rulebook import Conflict, DispositionRow, ManagementRow, NamedFact, Rule
from ketum.finding import Severity
from ketum.report.condition_words import condition_words
from ketum.report.page.markup import Markup, element, items, join
from ketum.report.page.shell import shell
from ketum.report.page.why import day, link
from tests.vignettes.vignette import Vignette, vignettes

FOLDER = Path(__file__).resolve().parents[1] / "build" / "docs" / "rules"

Entry = Rule | ManagementRow | DispositionRow | NamedFact | Conflict | LawRule


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one entry says, before it is laid out. `when` are conditions, each under its heading."""

    kind: str
    title: str
    says: Sequence[tuple[str, str]]
    when: Sequence[tuple[str, Condition]]
    then: Sequence[str] = ()
    cites: Sequence[Citation] = ()
    reviewed: date
    vignettes: Sequence[Vignette] = field(default=())


def write_pages(folder: Path, knowledge: KnowledgeBase, cases: Iterable[Vignette]) -> int:
    """Write the index and every page; answers how many pages."""
    of_rule: dict[str, list[Vignette]] = defaultdict(list)
    for vignette in cases:
        of_rule[vignette.rule].append(vignette)
    pages = {
        entry.id: _page(entry, knowledge, of_rule.get(entry.id, ())) for entry in entries(knowledge)
    }
    users = _users(knowledge)
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.html"):
        stale.unlink()
    for name, page in pages.items():
        text = _laid_out(name, page, knowledge, users.get(name, ()))
        (folder / file_of(name)).write_text(text, encoding="utf-8")
    (folder / "index.html").write_text(_index(pages, knowledge), encoding="utf-8")
    return len(pages)


def entries(knowledge: KnowledgeBase) -> Iterator[Entry]:
    """Everything of the rulebook that has a page, in the order in which it is tried."""
    book = knowledge.rulebook
    yield from book.rules
    yield from book.management
    yield from book.conflicts
    yield from book.dispositions
    yield from book.facts
    yield from knowledge.law_rules


def file_of(name: str) -> str:
    """The file of an entry's page."""
    return f"{name}.html"


def _page(entry: Entry, knowledge: KnowledgeBase, cases: Sequence[Vignette]) -> Page:
    match entry:
        case Rule():
            return _of_rule(entry, knowledge, cases)
        case ManagementRow():
            return Page(
                kind="Management",
                title=f"{entry.code.title} ({entry.code.code})",
                says=[
                    ("Severity", _severity(entry.severity, knowledge)),
                    ("When to act", entry.urgency.value if entry.urgency else "by its severity"),
                    ("Says", entry.action),
                ],
                when=[("It is said when", entry.when)],
                cites=entry.cites,
                reviewed=entry.reviewed,
                vignettes=cases,
            )
        case DispositionRow():
            return Page(
                kind="Where the person goes",
                title=entry.to.word.replace("_", " "),
                says=[("Because", entry.why)],
                when=[
                    ("From the top, the first row that holds decides; this one when", entry.when)
                ],
                cites=entry.cites,
                reviewed=entry.reviewed,
                vignettes=cases,
            )
        case NamedFact():
            return Page(
                kind="Named facts",
                title=entry.label,
                says=[("Lowers", ", ".join(entry.lowers))] if entry.lowers else [],
                when=[("It holds when", entry.holds)],
                cites=entry.cites,
                reviewed=entry.reviewed,
                vignettes=cases,
            )
        case Conflict():
            return _of_conflict(entry, cases)
        case LawRule():
            return _of_law(entry, knowledge, cases)


def _of_law(rule: LawRule, knowledge: KnowledgeBase, cases: Sequence[Vignette]) -> Page:
    always, under_age = (
        ", ".join(sorted(status.value.replace("_", " ") for status in statuses))
        for statuses in (rule.statuses, rule.under_age)
    )
    return Page(
        kind="Law",
        title=f"{rule.code.title} ({rule.code.code})",
        says=[
            ("Severity", _severity(rule.severity, knowledge)),
            ("When to act", rule.urgency.value if rule.urgency else "by its severity"),
            ("Says", rule.action),
            ("It applies when what is used is", always),
            *([("Or, unless old enough,", under_age)] if under_age else []),
        ],
        when=[],
        cites=rule.cites,
        reviewed=rule.reviewed,
        vignettes=cases,
    )


def _of_rule(rule: Rule, knowledge: KnowledgeBase, cases: Sequence[Vignette]) -> Page:
    rows = [
        (
            ", ".join(
                filter(None, (f"Row {number}: {_severity(grade.severity, knowledge)}", grade.why))
            ),
            grade.when,
        )
        for number, grade in enumerate(rule.grades, 1)
    ]
    otherwise = "If no row holds: " if rows else ""
    instead = [(f"Instead, {row.text}", row.when) for row in rule.alternatives]
    return Page(
        kind=rule.stage.value.capitalize(),
        title=f"{rule.code.title} ({rule.code.code})",
        says=[
            ("Severity", f"{otherwise}{_severity(rule.severity, knowledge)}"),
            ("When to act", rule.urgency.value if rule.urgency else "by its severity"),
            ("Says", rule.action),
            *((f"Says in row {n}", g.action) for n, g in enumerate(rule.grades, 1) if g.action),
        ],
        when=[("It applies when", rule.applies), *rows, *instead],
        then=["The first row that holds sets the severity."] if rows else (),
        cites=(*rule.cites, *(cite for row in rule.alternatives for cite in row.cites)),
        reviewed=rule.reviewed,
        vignettes=cases,
    )


def _of_conflict(conflict: Conflict, cases: Sequence[Vignette]) -> Page:
    gives_way = [("Not said", ", ".join(conflict.drop_rows))] if conflict.drop_rows else []
    return Page(
        kind="When two things are asked",
        title=conflict.why,
        says=[
            *gives_way,
            *((f"{code} says instead", text) for code, text in conflict.reword),
            *((f"{code} also says", text) for code, text in conflict.add),
            *([("Printed first", ", ".join(conflict.leads))] if conflict.leads else []),
        ],
        when=[("It holds when", conflict.when)],
        cites=conflict.cites,
        reviewed=conflict.reviewed,
        vignettes=cases,
    )


def _severity(severity: Severity | None, knowledge: KnowledgeBase) -> str:
    return knowledge.texts[f"severity.{severity.word}"].text if severity else "no finding"


def _laid_out(name: str, page: Page, knowledge: KnowledgeBase, users: Sequence[str]) -> str:
    head = element(
        "header",
        element(
            "p", element("a", "All rules", href="index.html"), f" / {page.kind}", class_="kind"
        ),
        element("h1", page.title),
        element("p", f"{name}, last checked {day(page.reviewed)}", class_="kind"),
        class_="head",
    )
    said = [element("div", element("dt", what), element("dd", text)) for what, text in page.says]
    holds = [
        element("section", element("h2", title), _tree(condition, knowledge), class_="box")
        for title, condition in page.when
    ]
    read_by = [element("a", user, href=file_of(user)) for user in users]
    main = element(
        "main",
        head,
        element("dl", *said) if said else "",
        *(element("p", sentence) for sentence in page.then),
        *holds,
        element("p", "Read by ", join(read_by, ", "), ".") if read_by else "",
        _sources(page.cites),
        _cases(page.vignettes, names_fact=page.kind == "Named facts"),
        id="page",
    )
    return shell(main, _foot(knowledge), title=f"{page.title}: rule", screen="rules", state="rule")


def _tree(condition: Condition, knowledge: KnowledgeBase) -> Markup:
    """The condition and its parts, a list in a list; a named fact leads to its page."""
    words: str = condition_words(condition, knowledge)
    match condition:
        case c.FactIs(name=name):
            words = element("a", words, href=file_of(name))
            parts: tuple[Condition, ...] = ()
        case c.All(parts) | c.AnyOf(parts) | c.NoneOf(parts):
            if len(parts) == 1 and not isinstance(condition, c.NoneOf):
                return _tree(parts[0], knowledge)
            parts = () if len(parts) == 1 else parts
        case c.Known(part):
            parts = (part,)
        case _:
            parts = ()
    under = items([_tree(part, knowledge) for part in parts]) if parts else ""
    return join([words, under])


def _sources(cites: Iterable[Citation]) -> Markup:
    told = []
    for cite in dict.fromkeys(cites):
        source = cite.source
        standing = "confirmed" if cite.confirmed else "not confirmed"
        kind = (
            "a judgement of this project"
            if source.kind is SourceKind.JUDGEMENT
            else source.kind.value
        )
        told.append(
            join([
                f"{source.authors}. {source.title}. {source.year}. ",
                link(source),
                f". At: {cite.at}. {kind}, {standing}; last checked {day(source.checked)}.",
            ])
        )  # fmt: skip
    return element("section", element("h2", "Sources"), items(told))


def _cases(cases: Sequence[Vignette], *, names_fact: bool) -> Markup:
    heading = element("h2", "Vignettes that stand at its edge")
    if not cases:
        none = "Those of the rules that read it." if names_fact else "None of its own."
        return element("section", heading, element("p", none))
    top = element("tr", *(element("th", word, scope="col") for word in COLUMNS))
    rows = [
        element(
            "tr",
            *(element("td", text) for text in (v.name, v.side, _expected(v), v.because, v.file)),
        )
        for v in cases
    ]
    table = element("table", element("thead", top), element("tbody", *rows))
    scrolled = element(
        "div", table, class_="scroll", tabindex="0", role="region", aria_label="Cases"
    )
    return element("section", heading, scrolled)


COLUMNS = ("Case", "Side", "Expected", "Because", "File")


def _expected(vignette: Vignette) -> str:
    told = []
    for what, value in vignette.expect.items():
        if isinstance(value, Mapping):
            told += [f"{code} {word}" for code, word in value.items()]
        else:
            words = ", ".join(value) if isinstance(value, list) else str(value)
            told.append(f"{what.replace('_', ' ')}: {words}")
    return "; ".join(told)


def _index(pages: Mapping[str, Page], knowledge: KnowledgeBase) -> str:
    kinds: dict[str, list[tuple[str, Page]]] = defaultdict(list)
    for name, page in pages.items():
        kinds[page.kind].append((name, page))
    sections = [
        element(
            "section",
            element("h2", f"{kind} ({len(of_kind)})"),
            items([_entry(name, page) for name, page in of_kind]),
            class_="box",
        )
        for kind, of_kind in kinds.items()
    ]
    count = sum(len(page.vignettes) for page in pages.values())
    told = f"{len(pages)} entries and {count} vignettes, all taken from the data."
    head = element(
        "header", element("h1", "Every rule of Ketum"), element("p", told), class_="head"
    )
    main = element("main", head, *sections, id="page")
    return shell(main, _foot(knowledge), title="Every rule of Ketum", screen="rules", state="rules")


def _entry(name: str, page: Page) -> Markup:
    tried = f" {len(page.vignettes)} vignettes" if page.vignettes else ""
    return join([element("a", page.title, href=file_of(name)), f" {name}.{tried}"])


def _foot(knowledge: KnowledgeBase) -> Markup:
    release = f"Knowledge release {knowledge.release.id}."
    return element("footer", element("p", release))


def _users(knowledge: KnowledgeBase) -> dict[str, list[str]]:
    """For each named fact, the entries whose conditions ask for it."""
    users: dict[str, list[str]] = defaultdict(list)
    for entry in entries(knowledge):
        for name in dict.fromkeys(_facts_in(entry)):
            users[name].append(entry.id)
    return users


def _facts_in(value: object) -> Iterator[str]:
    if isinstance(value, c.FactIs):
        yield value.name
    elif isinstance(value, tuple):
        for part in value:
            yield from _facts_in(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _facts_in(getattr(value, each.name))


def main() -> None:
    """Write every page, and say where."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    count = write_pages(folder, load(), vignettes())
    print(f"{count} pages: {folder / 'index.html'}")


if __name__ == "__main__":
    main()
