"""Mutate the knowledge in memory, one change at a time: each mutant must fail a vignette.

    PYTHONPATH=. python tools/mutate_knowledge.py [--only WORD] [--kind KIND] [--jobs 2] [--limit N]

`--only` keeps the files and entries whose name holds the word; `--limit` takes that many
mutants, evenly spread. A vignette is reviewed again only when what the changed entry gives
differs for its case; the scales are tried with the vectors of tests/properties/test_scales.py.
Mutants that nothing can notice are named, each with the reason, in
tools/equivalent_mutants.toml. The answer is 1 when under 90 % of the others are noticed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from knowledge_mutants import Mutant, mutants
from scale_vectors import ScaleVectors

from ketum.case import Case
from ketum.evidence import KnowledgeBase, load
from ketum.evidence import conditions as c
from ketum.evidence import rulebook as r
from ketum.evidence.conditions import Condition
from ketum.evidence.instruments import Instrument
from ketum.evidence.quantities import Measurement
from ketum.evidence.vocabulary import Drug
from ketum.facts import Facts, establish
from ketum.finding import Disposition, Finding, NotRecognised, Unanswered
from ketum.intake import Format, read
from ketum.interactions import interact
from ketum.management import manage
from ketum.management.tables import apply_tables
from ketum.reasoning import Missing, View, evaluate, judge, judge_facts
from ketum.review import Review, review
from ketum.screening import screen
from ketum.truth import Truth
from tests.vignettes.vignette import DAY, Vignette, vignettes

EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
ENOUGH = 0.9


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a vignette looks at in a review."""

    findings: tuple[Finding, ...]
    disposition: Disposition
    unanswered: tuple[Unanswered, ...]
    not_recognised: tuple[NotRecognised, ...]


class Bench:
    """One vignette, its case read once, and what every stage of its review was given."""

    def __init__(self, vignette: Vignette, knowledge: KnowledgeBase) -> None:
        text = json.dumps(vignette.case, default=lambda moment: moment.isoformat())
        book = knowledge.rulebook
        self.vignette = vignette
        self.case: Case = read(text.encode(), Format.JSON, today=DAY)
        self.facts = establish(self.case, knowledge)
        start = View(knowledge=knowledge, facts=self.facts)
        early = judge_facts((f for f in book.facts if not f.reads_findings), start)
        screened = judge(book.of_stage(r.Stage.SCREENING), early)
        combined = judge_facts(book.facts, interact(screened))
        crossed = judge(book.of_stage(r.Stage.CROSS), combined)
        self.last = judge_facts(book.facts, crossed)
        outcome = apply_tables(self.last, book)
        self.wrong = vignette.disagreements(self._of(outcome.findings, outcome.disposition))
        self.settled = replace(self.last, findings={f.code: f for f in outcome.findings})
        self.before = dict(zip(r.Stage, (early, screened, combined), strict=True))

    def given_by(self, entry: object) -> object:
        """What an entry contributes to this review; where it is equal the review is, too."""
        match entry:
            case r.Rule():
                view = self.before[entry.stage]
                if evaluate(entry.applies, view).truth is Truth.NO:
                    return None
                view = judge((entry,), view)
                found = view.findings.get(entry.code.code)
                asked = view.open_questions.get(entry.code.code, ())
                questions = [(q.could_be, self._lacks(q.missing)) for q in asked]
                return found and (found.severity, found.urgency, found.action), questions
            case r.NamedFact():
                views = [self.before[r.Stage.SCREENING]]
                if entry.reads_findings:
                    views = [self.before[r.Stage.CROSS], self.last]
                return [self._truth(entry.holds, view) for view in views]
            case r.Conflict():
                truths = [self._truth(entry.when, view)[0] for view in (self.last, self.settled)]
                return (truths, replace(entry, when=c.Always())) if Truth.YES in truths else None
            case r.ManagementRow() | r.DispositionRow():
                truth = self._truth(entry.when, self.last)
                return None if truth[0] is Truth.NO else (truth, replace(entry, when=c.Always()))
            case Measurement():
                return entry if any(m.id == entry.id for m in self.facts.measures) else None
            case Drug():
                options = chain.from_iterable(agent.options for agent in self.facts.agents)
                return entry if any(drug.id == entry.id for drug in options) else None
        return None

    def _truth(self, condition: Condition, view: View) -> tuple[Truth, object]:
        judgement = evaluate(condition, view)
        return judgement.truth, self._lacks(judgement.missing)

    def _lacks(self, missing: Missing) -> object:
        """Which facts are asked for matters only to a vignette that expects some."""
        lacks = set(missing)
        return lacks if "unanswered" in self.vignette.expect else bool(lacks)

    def notices(self, changed: KnowledgeBase, mutant: Mutant) -> bool:
        return bool(self.vignette.disagreements(self._answer(changed, mutant)))

    def _answer(self, changed: KnowledgeBase, mutant: Mutant) -> Answer | Review:
        """The review with the changed knowledge, from the first stage that reads the change."""
        entry = mutant.before
        if "unanswered" in self.vignette.expect or isinstance(entry, Measurement):
            return review(self.case, changed)
        if isinstance(entry, r.ManagementRow | r.DispositionRow | r.Conflict):
            outcome = apply_tables(replace(self.last, knowledge=changed), changed.rulebook)
            findings, disposition = outcome.findings, outcome.disposition
        else:
            managed = manage(self._interacted(changed, mutant))
            findings, disposition = managed.findings, managed.disposition
        return self._of(findings, disposition)

    def _of(self, findings: tuple[Finding, ...], disposition: Disposition) -> Answer:
        """An answer without what is unanswered: a vignette that expects some is reviewed."""
        return Answer(
            findings=findings,
            disposition=disposition,
            unanswered=(),
            not_recognised=self.facts.not_recognised,
        )

    def _interacted(self, changed: KnowledgeBase, mutant: Mutant) -> View:
        stage = mutant.before.stage if isinstance(mutant.before, r.Rule) else None
        if stage in (r.Stage.INTERACTIONS, r.Stage.CROSS):
            view = replace(self.before[stage], knowledge=changed)
            return interact(view) if stage is r.Stage.INTERACTIONS else view
        return interact(screen(View(knowledge=changed, facts=self._facts_with(mutant))))

    def _facts_with(self, mutant: Mutant) -> Facts:
        if not isinstance(mutant.before, Drug):
            return self.facts
        old, new = mutant.before, mutant.after
        agents = tuple(
            replace(agent, options=tuple(new if one.id == old.id else one for one in agent.options))
            for agent in self.facts.agents
        )
        return replace(self.facts, agents=agents)


def exchanged(knowledge: KnowledgeBase, mutant: Mutant) -> KnowledgeBase:
    """The knowledge with the one change; a changed drug is exchanged in the facts instead."""
    if isinstance(mutant.before, Drug | Instrument):
        return knowledge
    if isinstance(mutant.before, Measurement):
        after = {**knowledge.measurements, mutant.before.id: mutant.after}
        return replace(knowledge, measurements=after)
    book, tables = knowledge.rulebook, {}
    for table in ("rules", "facts", "management", "dispositions", "conflicts"):
        rows = (mutant.after if row is mutant.before else row for row in getattr(book, table))
        tables[table] = tuple(row for row in rows if row is not None)
    changed: Any = tables
    return replace(knowledge, rulebook=replace(book, **changed))


@dataclass(frozen=True)
class Drill:
    """The knowledge, the vignettes that agree with it, and the mutants of each entry."""

    knowledge: KnowledgeBase
    benches: list[Bench]
    vectors: ScaleVectors
    groups: list[list[Mutant]]

    def killed(self, number: int) -> list[bool]:
        """For each mutant of one entry, whether a vignette notices it."""
        group = self.groups[number]
        entry = group[0].before
        if isinstance(entry, Instrument):
            return [self.vectors.notice(mutant.after) for mutant in group]
        self.benches.sort(key=lambda bench: bench.vignette.rule != entry.id)
        usual: dict[Bench, object] = {}
        return [self._is_noticed(mutant, usual) for mutant in group]

    def _is_noticed(self, mutant: Mutant, usual: dict[Bench, object]) -> bool:
        changed = exchanged(self.knowledge, mutant)
        for place, bench in enumerate(self.benches):
            if bench not in usual:
                usual[bench] = bench.given_by(mutant.before)
            if bench.given_by(mutant.after) == usual[bench]:
                continue
            if bench.notices(changed, mutant):
                # Who noticed one change of an entry is likely to notice the next.
                self.benches.insert(0, self.benches.pop(place))
                return True
        return False


def prepare(knowledge: KnowledgeBase, chosen: list[Mutant]) -> Drill:
    """The drill on the chosen mutants; the vignettes must agree with the knowledge as it is."""
    scales_only = all(isinstance(mutant.before, Instrument) for mutant in chosen)
    benches = [] if scales_only else [Bench(vignette, knowledge) for vignette in vignettes()]
    for bench in benches:
        if bench.wrong and "unanswered" not in bench.vignette.expect:
            message = f"{bench.vignette.name}: disagrees with the knowledge as it is."
            raise SystemExit(f"{message} Mend that first.")
    by_entry: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in chosen:
        by_entry[f"{mutant.file} {mutant.before.id}"].append(mutant)
    groups = sorted(by_entry.values(), key=len, reverse=True)
    return Drill(knowledge, benches, ScaleVectors(), groups)


def run(drill: Drill, jobs: int) -> dict[str, bool]:
    """For each mutant by its id, whether it is killed; the workers inherit the drill."""
    SHARED.append(drill)
    with get_context("fork").Pool(jobs) as pool:
        answers = pool.map(_killed, range(len(drill.groups)), chunksize=1)
    every = [mutant for group in drill.groups for mutant in group]
    return {m.id: killed for m, killed in zip(every, chain(*answers), strict=True)}


def _killed(number: int) -> list[bool]:
    return SHARED[-1].killed(number)


SHARED: list[Drill] = []


def equivalent_mutants() -> dict[str, str]:
    """The mutants that nothing can notice, by id, each with the reason."""
    tables = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {one: table["reason"] for table in tables.get("mutant", ()) for one in table["ids"]}


def report(chosen: list[Mutant], killed: dict[str, bool], equivalent: dict[str, str]) -> float:
    """Print the scores and the survivors; the answer is the score of all."""
    counted = [mutant for mutant in chosen if killed[mutant.id] or mutant.id not in equivalent]
    for mutant in counted:
        if not killed[mutant.id]:
            print(f"Survived in {mutant.file}, entry {mutant.id}.")
        elif mutant.id in equivalent:
            print(f"Called equivalent, and a vignette notices it: {mutant.id}.")
    if len({mutant.id for mutant in chosen}) < len(chosen):
        print("Two mutants have the same id.")
    for sort in ("kind", "file"):
        total = Counter(getattr(mutant, sort) for mutant in counted)
        noticed = Counter(getattr(mutant, sort) for mutant in counted if killed[mutant.id])
        for key, count in sorted(total.items()):
            share = noticed[key] / count
            print(f"{sort} {key:42} {noticed[key]:5} of {count:5}  {share:6.1%}")
    score = sum(killed[mutant.id] for mutant in counted) / max(1, len(counted))
    print(f"all {score:.1%}; {len(chosen) - len(counted)} equivalent mutants left out.")
    return score


def main() -> int:
    """Run the drill and say what nothing noticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="")
    parser.add_argument("--kind", default="")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=int, default=0)
    asked = parser.parse_args()
    start = time.monotonic()
    knowledge = load()
    every = list(mutants(knowledge))
    chosen = [m for m in every if asked.only in f"{m.file} {m.before.id}" and asked.kind in m.kind]
    if asked.limit:
        chosen = chosen[:: -(-len(chosen) // asked.limit)]
    killed = run(prepare(knowledge, chosen), asked.jobs)
    score = report(chosen, killed, equivalent_mutants())
    print(f"{len(chosen)} mutants in {time.monotonic() - start:.0f} s.")
    return 0 if score >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
