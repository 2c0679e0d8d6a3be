"""Many cases, one a line: the reviews in the same order, one a line, on every core."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pydantic_core import to_json
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ketum.cli.late import CaseRooms
from ketum.cli.resuming import Kept, MadeFrom, begin, kept_reviews, made_from, refuse, settle
from ketum.errors import Complaint, InputRefused, KetumError, WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.intake import MAX_BYTES, THE_CASE, THE_FILE, Format, read
from ketum.report import document_of
from ketum.review import review

__all__ = ["Asked", "review_lines"]

LINES_IN_A_CHUNK = 32
CHUNKS_IN_FLIGHT_A_CORE = 3
# A review leaves nothing in circles; looking for some after every few objects finds nothing.
SELDOM = 50_000
OTHERS = (
    "The output holds reviews of other cases. Nothing was changed: choose another output, or give "
    "the cases it was made from."
)
BLANK = b" \t\r\n\xef\xbb\xbf"

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every line; a review that is `numbered` names the line of its case."""

    on: date | None
    today: date
    with_exposure: bool = False
    numbered: bool = False


class Stopped(KetumError):
    """The run ended early; what was written stays and can be gone on with."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input that is not blank: its number from 1 on, and its bytes."""

    number: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """The review of one line as compact JSON, or why the line was refused."""

    number: int
    size: int
    review: bytes
    complaints: tuple[str, ...]


def review_lines(source: str, output: Path | None, asked: Asked, *, resume: bool) -> int:
    """Review every line of a file (or of `-`); the number of lines that were refused.

    A refused line is named on standard error, and nothing is written for it. With `resume` the
    reviews that `output` holds already are kept, and the run goes on after them.

    Raises:
        InputRefused: the input cannot be read.
        WrongUsage: the output cannot be written, exists already, or was made from something else.
        Stopped: somebody or something ended the run.
    """
    # The program turns it off for one review; here it would let memory grow.
    gc.enable()
    _check_output(source, output, resume)
    counts: Counter[str] = Counter()
    with _opened(source) as file, _progress(source) as advance:
        lines = _lines(file, counts)
        made, goes_on, kept = None, False, Kept()
        if output is not None and source != "-":
            made, goes_on = made_from(file, output, _now(asked), resume=resume)
        if output is not None and made is not None and goes_on:
            kept = kept_reviews(output, made)
            counts["reviewed"] = kept.number
            asked = replace(asked, today=made.today)
            lines = _after(lines, kept, asked, partial(settle, output, made, kept))
        elif output is not None:
            begin(output, made)
        how = _how_to_go_on(output, made)
        note = None if output is None or made is None else partial(refuse, output, kept)
        try:
            with _writer(output) as out:
                for answer in _answers(lines, asked):
                    _write(answer, out, how, note)
                    counts["refused" if answer.complaints else "reviewed"] += 1
                    advance(answer.size)
        except KeyboardInterrupt:
            raise Stopped(f"Stopped. {how}") from None
        except BrokenProcessPool:
            raise Stopped(f"A part of the program was ended. {how}") from None
    if counts["refused"] or counts["blank"]:
        said = [f"{_lines_said(counts[k])} {k}" for k in ("refused", "blank") if counts[k]]
        sys.stderr.write(f"{', '.join([*said, str(counts['reviewed'])])} reviewed.\n")
    return counts["refused"]


def _now(asked: Asked) -> MadeFrom:
    """What this run is asked, before its cases are looked at."""
    return MadeFrom(
        release=_ready().release.id,
        on=asked.on,
        today=asked.today,
        exposure=asked.with_exposure,
        numbered=asked.numbered,
        size=0,
        sha256="",
    )


def _lines_said(number: int) -> str:
    return f"{number} line{'' if number == 1 else 's'}"


def _write(
    answer: Answer, out: BinaryIO, how_to_go_on: str, note: Callable[[int], None] | None
) -> None:
    """Write a review; or name the line that was refused, and note it."""
    if answer.complaints:
        if note is not None:
            note(answer.number)
        complaints = "\n".join(answer.complaints)
        sys.stderr.write(f"line {answer.number}: not reviewed.\n{complaints}\n")
        return
    try:
        out.write(answer.review + b"\n")
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WrongUsage(
            f"The output cannot be written ({error.strerror}). Make room. {how_to_go_on}"
        ) from None


def _answers(lines: Iterable[Line], asked: Asked) -> Iterator[Answer]:
    """The answers in the order of the lines; a few chunks are in flight, never the whole file."""
    chunks = _chunked(lines)
    first = list(islice(chunks, 2))
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    if len(first) < 2 or cores == 1:
        for chunk in [*first, *chunks]:
            yield from _review_chunk(chunk, asked)
        return
    waiting: deque[Future[list[Answer]]] = deque()
    with ProcessPoolExecutor(cores, initializer=_start) as pool:
        try:
            for chunk in (c for group in (first, chunks) for c in group):
                waiting.append(pool.submit(_review_chunk, chunk, asked))
                if len(waiting) >= cores * CHUNKS_IN_FLIGHT_A_CORE:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _review_chunk(chunk: list[Line], asked: Asked) -> list[Answer]:
    return [_review_line(line, asked) for line in chunk]


def _review_line(line: Line, asked: Asked) -> Answer:
    size = len(line.content)
    rooms = CaseRooms(Path())
    expose = rooms.expose if asked.with_exposure else None
    try:
        case = read(line.content.strip(BLANK), Format.JSON, today=asked.today, on=asked.on)
        document = document_of(review(case, _ready(), certify=rooms.certify, expose=expose))
    except InputRefused as error:
        return Answer(line.number, size, b"", tuple(map(_in_a_line, error.complaints)))
    if asked.numbered:
        document["line"] = line.number
    return Answer(line.number, size, to_json(document), ())


def _in_a_line(complaint: Complaint) -> str:
    """A case of a batch is one line, which is named already."""
    place = THE_CASE if complaint.place == THE_FILE else complaint.place
    return f"  {replace(complaint, place=place, line=None)}"


def _start() -> None:
    """A keyboard interrupt is for the process that writes; the knowledge is read before work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _ready()
    # The knowledge stays to the end: nobody need look through it for what can be freed.
    gc.freeze()
    gc.set_threshold(SELDOM)
    gc.enable()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@cache
def _ready() -> KnowledgeBase:
    """The knowledge of this process, read once."""
    return load()


def _lines(file: BinaryIO, counts: Counter[str]) -> Iterator[Line]:
    """Every line that is not blank; of one that is too long, enough to be refused for it."""
    number = 0
    while content := file.readline(MAX_BYTES + 1):
        number += 1
        whole = content
        while not whole.endswith(b"\n") and (whole := file.readline(MAX_BYTES + 1)):
            pass
        if content.strip(BLANK):
            yield Line(number, content)
        else:
            counts["blank"] += 1


def _chunked(lines: Iterable[Line]) -> Iterator[list[Line]]:
    iterator = iter(lines)
    while chunk := list(islice(iterator, LINES_IN_A_CHUNK)):
        yield chunk


def _after(
    lines: Iterator[Line], kept: Kept, asked: Asked, settled: Callable[[], None]
) -> Iterator[Line]:
    """The lines after those that were reviewed; refused ones before are named again.

    The first and the last review that is kept are made again: an output that was put in the place
    of another is noticed. Nothing is written before `settled` is called.

    Raises:
        WrongUsage: a review that is kept is not that of its line.
    """
    at = 0
    while at < kept.number:
        line = next(lines, None)
        if line is None:
            raise WrongUsage(OTHERS)
        if line.number in kept.refused:
            yield line
            continue
        if at in (0, kept.number - 1):
            made_again = _review_line(line, asked).review + b"\n"
            if made_again != (kept.last if at else kept.first):
                raise WrongUsage(OTHERS)
        at += 1
    settled()
    yield from lines


def _check_output(source: str, output: Path | None, resume: bool) -> None:
    if resume and source == "-":
        raise WrongUsage("--resume needs the same cases again: give a file to --batch, not -.")
    if resume and output is None:
        raise WrongUsage("--resume needs the output file of the run that stopped: -o FILE.")
    if not resume and output is not None and output.is_file() and output.stat().st_size:
        raise WrongUsage(
            "The output file exists. Give --resume to go on after its last review, or another name."
        )


def _how_to_go_on(output: Path | None, made: MadeFrom | None) -> str:
    if output is None:
        return "What was printed is whole; with -o FILE a run can be gone on with."
    if made is None:
        return "What was written stays; a run can be gone on with where --batch names a file."
    return "What was written stays: the same command with --resume goes on after it."


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115  # only opening may fail with these words
    except OSError as error:
        complaint = Complaint(
            place="the file of cases",
            problem=f"It cannot be read ({error.strerror}).",
            remedy="Give a file with one case in JSON on each line.",
        )
        raise InputRefused([complaint]) from None
    with file:
        yield file


@contextmanager
def _writer(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
        return
    try:
        file = output.open("ab")
    except OSError as error:
        raise WrongUsage(
            f"The output file cannot be written ({error.strerror}). Choose another path."
        ) from None
    with file:
        yield file


@contextmanager
def _progress(source: str) -> Iterator[Advance]:
    """A bar with the time left on standard error, where somebody looks at it."""
    console = Console(stderr=True)
    if not console.is_terminal or source == "-":
        yield lambda _: None
        return
    columns = (
        TextColumn("Reviewing"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    bar: AbstractContextManager[Progress] = Progress(*columns, console=console, transient=True)
    with bar as progress:
        task = progress.add_task("", total=Path(source).stat().st_size)
        yield lambda size: progress.advance(task, size)
