"""An event file that is written and read again is the same; and junk is read or refused."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ketum.errors import InputRefused
from ketum.evidence import load
from ketum.exchange.event_csv import ALWAYS, read_histories, write_histories
from ketum.exchange.histories import EVERYTHING, History, Observation, Taken
from ketum.exposure import Event, Evid

KNOWLEDGE = load()
SWALLOWED = sorted({model.analyte for model in KNOWLEDGE.models.values()})
MEASURED = [*SWALLOWED, "7-hydroxymitragynine"]

times = st.floats(-1e6, 1e6)
above_0 = st.floats(0.0, 1e6, exclude_min=True)
levels = st.floats(0.0, 1e9, exclude_min=True)


@st.composite
def doses(draw: st.DrawFn) -> Taken:
    amt, rate = draw(above_0), draw(st.just(0.0) | above_0)
    is_steady = draw(st.booleans())
    addl = draw(st.integers(0, 40))
    least = amt / rate if rate and is_steady else 0.0
    ii = draw(st.floats(least, 1e6, exclude_min=True)) if least < 1e6 else 0.0
    if not ii:
        is_steady, addl = False, 0
    return Taken(
        analyte=draw(st.sampled_from(SWALLOWED)),
        event=Event(
            time=draw(times), amt=amt, ii=ii, addl=addl, ss=is_steady, rate=rate,
            evid=draw(st.sampled_from([Evid.DOSE, Evid.RESET_AND_DOSE])),
        ),
    )  # fmt: skip


resets = st.builds(lambda time: Taken(event=Event(time=time, evid=Evid.RESET)), times)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    kind = draw(st.sampled_from(["asked", "measured", "below"]))
    lloq = draw(st.none() | levels)
    if kind == "asked":
        analyte = draw(st.sampled_from([*MEASURED, EVERYTHING]))
        return Observation(time_h=draw(times), analyte=analyte)
    analyte = draw(st.sampled_from(MEASURED))
    if kind == "below":
        return Observation(
            time_h=draw(times), analyte=analyte, lloq=draw(levels), is_below=True
        )  # fmt: skip
    value = draw(st.floats(lloq or 0.0, 1e9, exclude_min=not lloq))
    return Observation(time_h=draw(times), analyte=analyte, value=value, lloq=lloq)


@st.composite
def histories(draw: st.DrawFn) -> tuple[History, ...]:
    names = draw(st.lists(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,9}", fullmatch=True),
                          min_size=1, max_size=4, unique=True))  # fmt: skip
    made = []
    for name in names:
        taken = [draw(doses()), *draw(st.lists(doses() | resets, max_size=5))]
        taken.sort(key=lambda each: each.event.time)
        replaced = {t.event.time for t in taken if t.event.ss or t.event.evid is not Evid.DOSE}
        seen = [o for o in draw(st.lists(observations(), max_size=6)) if o.time_h not in replaced]
        made.append(
            History(
                id=name,
                taken=tuple(taken),
                observations=tuple(sorted(seen, key=lambda each: each.time_h)),
                weight_kg=draw(st.none() | st.floats(0.5, 1e3)),
            )
        )
    return tuple(made)


@given(people=histories())
def test_people_that_are_written_are_read_as_they_were(people: tuple[History, ...]) -> None:
    written = write_histories(people)
    assert read_histories(written, KNOWLEDGE) == people
    assert write_histories(read_histories(written, KNOWLEDGE)) == written


@given(people=histories())
def test_columns_may_stand_in_any_order_and_case(people: tuple[History, ...]) -> None:
    lines = [line.split(",") for line in write_histories(people).splitlines()]
    lines[0] = [name.lower() for name in lines[0]]
    turned = "\r\n".join(",".join(reversed(line)) for line in lines)
    assert read_histories(turned.encode(), KNOWLEDGE) == people


cells = st.sampled_from(
    [".", "", "0", "1", "2", "3", "4", "20", "1e5", "-1", "x", "nan", "mitragynine", '"', "7-OH"]
) | st.text(max_size=5)  # fmt: skip


def read_or_refused(text: str) -> tuple[History, ...]:
    """The people of a text, none where it is refused with a reason."""
    try:
        return read_histories(text, KNOWLEDGE)
    except InputRefused as refused:
        return () if refused.complaints else read_histories("", KNOWLEDGE)


@given(people=histories(), drawn=st.data())
def test_a_file_with_a_damaged_cell_is_read_or_refused(
    people: tuple[History, ...], drawn: st.DataObject
) -> None:
    lines = [line.split(",") for line in write_histories(people).splitlines()]
    row = drawn.draw(st.integers(0, len(lines) - 1))
    column = drawn.draw(st.integers(0, len(lines[0]) - 1))
    lines[row][column] = drawn.draw(cells)
    found = read_or_refused("\n".join(",".join(line) for line in lines))
    if found:
        assert read_histories(write_histories(found), KNOWLEDGE) == found


@given(text=st.text(max_size=200) | st.text(alphabet=',."\n\r \t1xID', max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)
    read_or_refused(f"{','.join(ALWAYS)}\n{text}")
