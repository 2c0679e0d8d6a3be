"""Reading one text of a case: which listed names it holds, and what is said about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ketum.evidence.qualifiers import Effect, Position
from ketum.evidence.spelling import spelling
from ketum.evidence.vocabulary import Term, Vocabulary
from ketum.terminology.concept import Concept, ConceptKind, Field, Reading, Time, Unread
from ketum.terminology.found import (
    Found,
    Match,
    concept_of,
    concepts_of,
    distinct,
    width,
    with_asides,
)
from ketum.terminology.lexicon import ABBREVIATION, Lexicon, Meaning, lexicon_of
from ketum.terminology.misspelling import near
from ketum.terminology.qualifying import Said, Sort, Surroundings, own_time, said_about
from ketum.terminology.relatives import relatives_of
from ketum.terminology.sentence import (
    Clause,
    Mark,
    Word,
    apart,
    clauses,
    doses,
    marks_of,
    neutral,
    words_of,
)

__all__ = ["recognise"]

TEXTS_KEPT = 2_048
LONGEST_KEPT = 120
# Fields in which a name of three letters inside a longer text may be meant, in capitals.
ABBREVIATED = (Field.AGENTS, Field.ALLERGIES, Field.VALUE)
# A measurement is named by the whole text: "urine potassium" is not potassium.
WHOLE_TEXT_ONLY = (Field.MEASUREMENT,)
SAYING_NOTHING = (Effect.ASIDE, Effect.DOSE)
# Fields of things that happen: one that has ended may still be of today.
OCCURRING = (Field.SYMPTOMS, Field.VALUE)
# Fields of what a person has, not of what is taken.
DANGERS = ("SYM_", "ACUTE_")
STATED = (Field.SYMPTOMS, Field.CONDITIONS, Field.CIRCUMSTANCES)
OTHER_FIELDS = (Field.AGENTS, Field.CONDITIONS, Field.CIRCUMSTANCES, Field.MEASUREMENT)


def _is_danger(term: Term) -> bool:
    return term.kind == "symptom" or any(group.startswith(DANGERS) for group in term.groups)


def recognise(text: str, vocabulary: Vocabulary, field: Field) -> Reading:
    """What the text names, in the vocabulary of the field it stands under.

    A name is matched without regard to case, hyphens, spaces and diacritics; one letter may
    be wrong in a long one. What is not understood is returned with its candidates.
    """
    if len(text) > LONGEST_KEPT:
        return _read(text, vocabulary, field)
    return _kept(text, vocabulary, field)


def _read(text: str, vocabulary: Vocabulary, field: Field) -> Reading:
    return _Text(text, vocabulary, field, lexicon_of(vocabulary, field)).read()


# The same names stand in most cases of a batch: each is read once.
_kept = lru_cache(maxsize=TEXTS_KEPT)(_read)


class _Text:
    """One text being read."""

    def __init__(self, text: str, vocabulary: Vocabulary, field: Field, lexicon: Lexicon) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.field = field
        self.lexicon = lexicon
        self.words = words_of(text)
        self.phrases = marks_of(self.words, vocabulary)
        self.marks: tuple[Mark, ...] = ()
        self.neutral: frozenset[int] = frozenset()
        self.around: Surroundings

    def read(self) -> Reading:
        """The whole text as one name, or else clause by clause."""
        is_name = self.words and "?" not in self.text
        whole = self.lexicon.find(self.text) if is_name else None
        if whole is not None:
            time = self._own_time(Match(0, len(self.words), whole))
            return Reading(concepts=(concept_of(whole, Said(), time, ""),))
        inner = self._inner_names()
        self.marks = apart(
            self.phrases, {at for match in inner for at in range(match.start, match.end)}
        )
        # "Urine drug test negative" is more than the name of a measurement.
        silent = SAYING_NOTHING if self.field in WHOLE_TEXT_ONLY else tuple(Effect)
        self.neutral = neutral(self.words, self.marks, silent) - {
            at for match in inner for at in range(match.start, match.end)
        }
        spans = [(match.start, match.end) for match in inner]
        # "h/o" and "c/o" are one word each.
        spans += [
            (mark.start, mark.end)
            for mark in self.marks
            if "/" in self.text[self.words[mark.start].start : self.words[mark.end - 1].end]
        ]
        amounts = doses(self.words, self.marks)
        found = [self._clause(clause, inner) for clause in clauses(self.words, spans, amounts)]
        if not found:
            return Reading(not_recognised=(Unread(text=self.text),))
        found = self._without_slang_in_sentences(with_asides(found))
        self.around = Surroundings(
            spelled=tuple(spelling(word.text) for word in self.words),
            bracketed=frozenset(at for at, word in enumerate(self.words) if word.bracketed),
            marks=self.marks,
            neutral=self.neutral,
            named=frozenset(
                at for item in found for m in item.matches for at in range(m.start, m.end)
            ),
            amounts=amounts,
            relatives=relatives_of(self.vocabulary),
        )
        return self._reading(found)

    def _inner_names(self) -> tuple[Match, ...]:
        """The longest names inside the text that do not overlap, marked phrases respected."""
        if self.field in WHOLE_TEXT_ONLY:
            return ()
        taken: set[int] = set()
        found = []
        spans: list[tuple[int, int, Meaning | None]] = [
            (start, start + size, meaning)
            for size in range(min(self.lexicon.longest, len(self.words)), 0, -1)
            for start in range(len(self.words) - size + 1)
            if (meaning := self._inner_name(self.words[start : start + size])) is not None
        ]
        spans += [(mark.start, mark.end, None) for mark in self.phrases]
        spans.sort(key=lambda span: (span[0] - span[1], span[0], span[2] is None))
        for start, end, meaning in spans:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                if meaning is not None:
                    found.append(Match(start, end, meaning))
        return tuple(sorted(found, key=lambda match: match.start))

    def _inner_name(self, words: Sequence[Word]) -> Meaning | None:
        if words[0].bracketed != words[-1].bracketed or words[0].is_joint or words[-1].is_joint:
            return None
        text = " ".join(word.text for word in words)
        meaning = self.lexicon.find(text)
        # "morph in" is not "morphin"; "tonic-clonic" may be two words or one.
        spaced = len(self.text[words[0].start : words[-1].end].split())
        if meaning is None or meaning.whole_only or spaced > meaning.words:
            return None
        if len(spelling(text)) <= ABBREVIATION and not self._is_meant(text, meaning):
            return None
        return meaning

    def _is_meant(self, text: str, meaning: Meaning) -> bool:
        """Capitals stand out only in a text that is not all in capitals."""
        if text != text.upper() or text.isdecimal():
            return False
        stands_out = len(text) > 1 and not meaning.rivals and self.text != self.text.upper()
        return self.field in ABBREVIATED or stands_out

    def _clause(self, clause: Clause, inner: Sequence[Match]) -> Found:
        places = range(clause.start, clause.end)
        if self._is_for_another_key(clause):
            return Found(clause, candidates=self._elsewhere(clause))
        outside = [at for at in places if not self.words[at].bracketed]
        bracketed = [at for at in places if self.words[at].bracketed]
        explained = any(match.start in bracketed for match in inner)
        for own in (outside, bracketed):
            names = [match for match in inner if match.start in own]
            whole = self._whole(own)
            if whole is not None and explained and own is outside and whole.meaning.ordinary:
                continue
            if whole is not None and (not names or whole.end - whole.start >= width(names)):
                return Found(clause, (whole,))
            if names:
                return Found(clause, tuple(names))
            near_ones = self._misspelt(own)
            if len(near_ones) == 1:
                return Found(clause, near_ones)
            if near_ones:
                return Found(clause, candidates=tuple(m.meaning.label for m in near_ones))
        aside = all(at in self.neutral for at in outside)
        return Found(clause, candidates=self._elsewhere(clause), aside=aside)

    def _whole(self, places: Sequence[int]) -> Match | None:
        """The longest name the places hold with only words around it that name nothing."""
        if not places or places[-1] - places[0] + 1 != len(places):
            return self._whole_of_run(places)
        first, last = places[0], places[-1] + 1
        lead = next((at for at in places if at not in self.neutral), last)
        tail = next((at + 1 for at in reversed(places) if at not in self.neutral), first)
        ranges = sorted(
            ((s, e) for s in range(first, min(lead, last - 1) + 1)
             for e in range(max(tail, s + 1), last + 1)),
            key=lambda span: span[0] - span[1],
        )  # fmt: skip
        cut = {at for mark in self.marks for at in range(mark.start + 1, mark.end)}
        for start, end in ranges:
            if end - start <= self.lexicon.longest and cut.isdisjoint((start, end)):
                meaning = self.lexicon.find(self._joined(start, end))
                # "two glasses" beside a drink is an amount, not a street name.
                slang = meaning is not None and meaning.ordinary and lead == last
                # "45 capsules of 500 mg" is no disease called MG.
                counted = any(self.words[at].is_number for at in places)
                dose = meaning is not None and meaning.whole_only and lead == last and counted
                if meaning is not None and not (slang or dose or self._is_plain(meaning, places)):
                    return Match(start, end, meaning, whole=True)
        return None

    def _is_plain(self, meaning: Meaning, places: Sequence[int]) -> bool:
        """Whether words such as "cream" beside it leave an ordinary word its ordinary meaning."""
        return meaning.ordinary and any(
            Effect.PLAIN in mark.effects.values() and mark.start in places for mark in self.marks
        )

    def _whole_of_run(self, places: Sequence[int]) -> Match | None:
        """A bracket stands between the words: the words before it are looked at alone."""
        run = [at for index, at in enumerate(places) if at == places[0] + index]
        rest = places[len(run) :]
        return self._whole(run) if run and all(at in self.neutral for at in rest) else None

    def _misspelt(self, places: Sequence[int]) -> tuple[Match, ...]:
        named = [at for at in places if at not in self.neutral]
        if not named or named[-1] - named[0] + 1 != len(named):
            return ()
        start, end = named[0], named[-1] + 1
        found = near(self._joined(start, end), self.lexicon, self.vocabulary)
        return tuple(Match(start, end, meaning, misspelt=True) for meaning in found)

    def _joined(self, start: int, end: int) -> str:
        return " ".join(word.text for word in self.words[start:end])

    def _is_for_another_key(self, clause: Clause) -> bool:
        """Whether the clause is a class of medicines ("seizure medicine") among conditions."""
        if self.field not in STATED:
            return False
        text = self._joined(clause.start, clause.end)
        found = lexicon_of(self.vocabulary, Field.AGENTS).find(text)
        return (
            found is not None
            and found.kind is ConceptKind.DRUG_CLASS
            and clause.end - clause.start > 1
            and self.lexicon.find(text) is None
        )

    def _elsewhere(self, clause: Clause) -> tuple[str, ...]:
        """What the words would mean under another key of the case."""
        places = [at for at in range(clause.start, clause.end) if at not in self.neutral]
        if not places:
            return ()
        text = self._joined(places[0], places[-1] + 1)
        found = (lexicon_of(self.vocabulary, field).find(text) for field in OTHER_FIELDS)
        return tuple(dict.fromkeys(meaning.label for meaning in found if meaning is not None))

    def _without_slang_in_sentences(self, found: Sequence[Found]) -> list[Found]:
        """An ordinary word is a drug only where the entry is a list of names, or it alone."""
        is_list = all(item.aside or all(m.whole for m in item.matches) for item in found) and all(
            item.matches or item.aside for item in found
        )
        if is_list:
            return list(found)
        return [
            replace(item, matches=(), candidates=tuple(m.meaning.label for m in item.matches))
            if any(m.meaning.ordinary for m in item.matches)
            else item
            for item in found
        ]

    def _reading(self, found: Sequence[Found]) -> Reading:
        concepts: list[Concept] = []
        unread: list[Unread] = []
        inherited = Said()
        for item in found:
            remark = self._remark(item)
            if not item.matches:
                unread.append(Unread(text=self._written(item.clause), candidates=item.candidates))
            for match in item.matches:
                said = self._said(match, item.clause).after(
                    inherited,
                    item.clause.joint,
                    leads=self._says_nothing(range(item.clause.start, match.start)),
                    alone=self._says_nothing(range(item.clause.start, match.start))
                    and self._says_nothing(range(match.end, item.clause.end)),
                )
                concepts += concepts_of(
                    match, said, self._own_time(match), remark, self._rest(item)
                )
                inherited = replace(said, present=False) if self._denies_by_name(match) else said
        return Reading(concepts=distinct(concepts), not_recognised=tuple(unread))

    def _said(self, match: Match, clause: Clause) -> Said:
        term = match.meaning.term
        sort = Sort(
            taken=self.field is Field.AGENTS,
            lasting=term is None or self.field not in OCCURRING,
            symptom=term is not None and term.kind == "symptom",
            danger=term is not None and _is_danger(term),
            listed=self.field is Field.CONDITIONS or self.field is Field.CIRCUMSTANCES,
        )
        said = said_about(match.start, match.end, self.around, clause, sort)
        return said.queried(sort) if self._is_queried(match) else said

    def _is_queried(self, match: Match) -> bool:
        """Whether a question mark stands beside the name ("?hepatitis", "chest pain?")."""
        start, end = self.words[match.start].start, self.words[match.end - 1].end
        before, after = self.text[:start].rstrip(), self.text[end:].lstrip()
        return before.endswith("?") or after.startswith("?")

    def _denies_by_name(self, match: Match) -> bool:
        """Of "never smoked or used heroin" both are denied, of "non-smoker or drinks" one."""
        return match.meaning.denied and any(
            mark.start == match.start and mark.effects.get(Position.BEFORE) is Effect.ABSENT
            for mark in self.phrases
        )

    def _says_nothing(self, places: range) -> bool:
        """Whether the words neither name, count nor affirm anything."""
        telling = {
            at
            for mark in self.marks
            if Effect.AFFIRMED in mark.effects.values()
            for at in range(mark.start, mark.end)
        }
        return all(
            at in self.neutral and at not in telling and not self.words[at].is_number
            for at in places
        )

    def _rest(self, item: Found) -> bool:
        """Whether the clause holds words that neither name anything nor are set aside."""
        named = {at for match in item.matches for at in range(match.start, match.end)}
        places = range(item.clause.start, item.clause.end)
        return any(at not in named and at not in self.neutral for at in places)

    def _own_time(self, match: Match) -> Time | None:
        """Names such as "heart stopped" say what happened, not when."""
        term = match.meaning.term
        if term is None or term.role == "is":
            return None
        return own_time(match.start, match.end, self.phrases)

    def _written(self, clause: Clause) -> str:
        start, end = self.words[clause.start].start, self.words[clause.end - 1].end
        closing = self.text[end : end + 1] if self.words[clause.end - 1].bracketed else ""
        return self.text[start:end] + closing

    def _remark(self, item: Found) -> str:
        """The words of the clause that no name took, as they were written."""
        start = self.words[item.clause.start].start
        end = self.words[item.clause.end - 1].end
        pieces = []
        for match in item.matches:
            pieces.append(self.text[start : self.words[match.start].start])
            start = self.words[match.end - 1].end
        pieces.append(self.text[start:end])
        return " ".join(filter(None, (piece.strip(" ,;:/()[]-.") for piece in pieces)))
