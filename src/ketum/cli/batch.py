"""Many cases, one a line: the reviews in the same order, one a line, on every core."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pydantic_core import to_json
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ketum.cli.late import CaseRooms
from ketum.errors import Complaint, InputRefused, KetumError, WrongUsage
from ketum.evidence import KnowledgeBase, load
from ketum.intake import MAX_BYTES, Format, read
from ketum.report import document_of
from ketum.review import review

__all__ = ["review_lines"]

LINES_IN_A_CHUNK = 32
CHUNKS_IN_FLIGHT_A_CORE = 3
# A review leaves nothing in circles; looking for some after every few objects finds nothing.
SELDOM = 50_000
MOST_COMPARED = 32
BEGINS = b'{"disposition":'
OTHERS = (
    "The output was not made from these cases on this day with these options and this release of "
    "the knowledge. Nothing was changed: choose another output, or give what it was made from."
)
BLANK = b" \t\r\n\xef\xbb\xbf"

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked of every line."""

    on: date | None
    today: date
    with_exposure: bool


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


def review_lines(
    source: str, output: Path | None, *, on: date | None, resume: bool, with_exposure: bool = False
) -> int:
    """Review every line of a file (or of `-`); the number of lines that were refused.

    A refused line is named on standard error, and nothing is written for it. With `resume` the
    reviews that `output` holds already are kept, and the run goes on after them.

    Raises:
        InputRefused: the input cannot be read.
        WrongUsage: the output cannot be written, or exists already.
        Stopped: somebody or something ended the run.
    """
    # The program turns it off for one review; here it would let memory grow.
    gc.enable()
    if resume and source == "-":
        raise WrongUsage("--resume needs the same cases again: give a file to --batch, not -.")
    kept = _kept(output, resume)
    asked = _Asked(on=on, today=date.today(), with_exposure=with_exposure)
    blank: list[int] = []
    with _opened(source) as lines, _progress(source) as advance:
        wanted = _lines(lines, blank)
        if output is not None and resume:
            wanted = _after(wanted, kept, output, asked)
        try:
            with _writer(output) as out:
                refused, written = _run(wanted, out, asked, advance)
        except KeyboardInterrupt:
            raise Stopped(f"Stopped. {_how_to_go_on(output)}") from None
        except BrokenProcessPool:
            raise Stopped(f"A part of the program was ended. {_how_to_go_on(output)}") from None
    if refused or blank:
        counts = [f"{len(kept.ends) + written} reviewed"]
        if blank:
            counts.insert(0, f"{_lines_said(len(blank))} blank")
        if refused:
            counts.insert(0, f"{_lines_said(refused)} refused")
        sys.stderr.write(f"{', '.join(counts)}.\n")
    return refused


def _lines_said(number: int) -> str:
    return f"{number} line{'' if number == 1 else 's'}"


def _run(wanted: Iterable[Line], out: BinaryIO, asked: _Asked, advance: Advance) -> tuple[int, int]:
    """How many lines were refused and how many written."""
    refused = written = 0
    for answer in _answers(wanted, asked):
        if answer.complaints:
            refused += 1
            sys.stderr.write(
                "\n".join([f"line {answer.number}: not reviewed.", *answer.complaints]) + "\n"
            )
        else:
            try:
                out.write(answer.review + b"\n")
                out.flush()
            except BrokenPipeError:
                raise
            except OSError as error:
                raise WrongUsage(
                    f"The output cannot be written ({error.strerror}). Make room; what was "
                    "written stays, and --resume goes on after it."
                ) from None
            written += 1
        advance(answer.size)
    return refused, written


def _answers(lines: Iterable[Line], asked: _Asked) -> Iterator[Answer]:
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


def _review_chunk(chunk: list[Line], asked: _Asked) -> list[Answer]:
    return [_review_line(line, asked) for line in chunk]


def _review_line(line: Line, asked: _Asked) -> Answer:
    size = len(line.content)
    rooms = CaseRooms(Path())
    expose = rooms.expose if asked.with_exposure else None
    try:
        case = read(line.content.strip(BLANK), Format.JSON, today=asked.today, on=asked.on)
        document = document_of(review(case, _ready(), certify=rooms.certify, expose=expose))
    except InputRefused as error:
        return Answer(line.number, size, b"", tuple(f"  {c}" for c in error.complaints))
    return Answer(line.number, size, to_json(document), ())


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


def _lines(file: BinaryIO, blank: list[int]) -> Iterator[Line]:
    """Every line that is not blank; of one that is too long, enough to be refused for it.

    The numbers of those that are blank go into `blank`.
    """
    number = 0
    while content := file.readline(MAX_BYTES + 1):
        number += 1
        whole = content
        while not whole.endswith(b"\n") and (whole := file.readline(MAX_BYTES + 1)):
            pass
        if content.strip(BLANK):
            yield Line(number, content)
        else:
            blank.append(number)


def _chunked(lines: Iterable[Line]) -> Iterator[list[Line]]:
    iterator = iter(lines)
    while chunk := list(islice(iterator, LINES_IN_A_CHUNK)):
        yield chunk


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where each whole review that an output holds ends."""

    ends: tuple[int, ...] = ()

    def compared(self) -> frozenset[int]:
        """The first, the last and some between: these are made again and compared."""
        number = len(self.ends)
        apart = max(1, number // MOST_COMPARED)
        return frozenset({*range(0, number, apart), number - 1})

    def review(self, at: int, output: Path) -> bytes:
        start = self.ends[at - 1] if at else 0
        with output.open("rb") as file:
            file.seek(start)
            return file.read(self.ends[at] - start)


def _after(lines: Iterator[Line], kept: _Kept, output: Path, asked: _Asked) -> Iterator[Line]:
    """The lines after those that were reviewed; refused ones before are named again.

    A last piece of a review is cut off once all that is kept was found to be of these lines.

    Raises:
        WrongUsage: a review that is kept is not that of its line.
    """
    compared = kept.compared()
    at, number, is_cut = 0, len(kept.ends), False
    for line in lines:
        if at == number:
            if not is_cut and output.is_file():
                os.truncate(output, kept.ends[-1] if kept.ends else 0)
            is_cut = True
            yield line
            continue
        if at in compared:
            answer = _review_line(line, asked)
            if not answer.complaints and answer.review + b"\n" != kept.review(at, output):
                raise WrongUsage(OTHERS)
            is_refused = bool(answer.complaints)
        else:
            is_refused = not _can_be_read(line, asked)
        if is_refused:
            yield line
        else:
            at += 1
    if at < number:
        raise WrongUsage(OTHERS)


def _can_be_read(line: Line, asked: _Asked) -> bool:
    try:
        read(line.content.strip(BLANK), Format.JSON, today=asked.today, on=asked.on)
    except InputRefused:
        return False
    return True


def _kept(output: Path | None, resume: bool) -> _Kept:
    """The whole reviews that the output holds, without a last piece of one."""
    if not resume:
        if output is not None and output.is_file() and output.stat().st_size:
            raise WrongUsage(
                "The output file exists. Give --resume to go on after its last review, or another "
                "name."
            )
        return _Kept()
    if output is None:
        raise WrongUsage("--resume needs the output file of the run that stopped: -o FILE.")
    if not output.is_file():
        return _Kept()
    ends, end, piece = [], 0, b""
    with output.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                end += len(line)
                ends.append(end)
            else:
                piece = line
    if not (piece.startswith(BEGINS) or BEGINS.startswith(piece)):
        raise WrongUsage(OTHERS)
    return _Kept(tuple(ends))


def _how_to_go_on(output: Path | None) -> str:
    if output is None:
        return "What was printed is whole; with -o FILE a run can be gone on with."
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
