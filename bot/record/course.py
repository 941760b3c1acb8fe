"""The course of a case as a picture: a lane a kind, a mark an entry, the level atop."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.record.chronology import Chronology, Kind, Row
from bot.record.drawing import Box, Drawing, Label, Mark, Point, Shape, Stroke
from bot.record.wording import record_words, say

__all__ = ["course_picture"]

WIDTH, LEFT, RIGHT = 720, 84, 12
TOP, BAND, LANE = 8, 18, 22
LETTER = 7
"""How wide a letter is at most, so that a name never runs out of its bar."""

DATE = 74
"""The room that a date takes: `Wed 30 Sep 2026`."""

SQUARE: tuple[Point, ...] = ((-3, -3), (3, -3), (3, 3), (-3, 3))
BLOCK: tuple[Point, ...] = ((-5, -5), (5, -5), (5, 5), (-5, 5))
CROSS: tuple[Point, ...] = (
    *((-5, -3), (-2, 0), (-5, 3), (-3, 5), (0, 2), (3, 5)),
    *((5, 3), (2, 0), (5, -3), (3, -5), (0, -2), (-3, -5)),
)
SHAPES: dict[Kind, tuple[Point, ...]] = {
    Kind.SAID: SQUARE,
    Kind.ALERT: ((0, -5), (5, 4), (-5, 4)),
    Kind.TAKEN: ((-5, 0), (0, -5), (5, 0), (0, 5)),
    Kind.NOTED: SQUARE,
    Kind.DECISION: BLOCK,
    Kind.SIGN_OFF: BLOCK,
    Kind.NUDGE: ((-2, -5), (2, -5), (2, 5), (-2, 5)),
    Kind.CORRECTION: CROSS,
}
"""A mark's outline round its middle: told apart in black and white too."""


def course_picture(record: Chronology) -> Drawing:
    """Return the picture of a record."""
    rows = record.rows
    height = TOP + BAND + LANE * (len(Kind) + 1) + 8
    shapes = (*_levels(rows), *_lanes(), *_days(rows, height), *_marks(rows))
    return Drawing(WIDTH, height, _told(record), shapes)


def _told(record: Chronology) -> str:
    """Return the picture in words, for whoever has it read aloud."""
    counted = (
        f"{record_words().kinds[kind.value]} {len(record.of_kind(kind))}"
        for kind in Kind
        if record.of_kind(kind)
    )
    return say(
        "course_told",
        n=str(len(record.rows)),
        first=record.opened_local,
        last=record.last_local,
        kinds="; ".join(counted),
        levels=", ".join(record_words().levels[row.level] for row in record.rows if row.level),
    )


def _x(place: int, rows: Sequence[Row]) -> float:
    """Return where the row of a place stands: in order, one even step after another."""
    return round(LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / max(len(rows), 1), 1)


def _y(kind: Kind) -> int:
    return TOP + BAND + LANE * (list(Kind).index(kind) + 1)


def _levels(rows: Sequence[Row]) -> Iterator[Shape]:
    """Draw the level that held, as one bar of several parts with its name in each."""
    begun = [(place, row.level) for place, row in enumerate(rows) if row.level]
    for (place, level), (after, _) in pairwise([*begun, (len(rows), "")]):
        half = (WIDTH - LEFT - RIGHT) / max(len(rows), 1) / 2
        start, end = _x(place, rows) - half, _x(after, rows) - half
        named = record_words().levels[level]
        yield Box(round(start, 1), TOP, round(end - start, 1), BAND, f"level {level}", named)
        if end - start > len(named) * LETTER:
            yield Label(named, round(start + 4, 1), TOP + 13, f"on {level}")


def _lanes() -> Iterator[Shape]:
    yield Label(say("course_level"), 4, TOP + 13)
    for kind in Kind:
        y = _y(kind)
        yield Stroke((LEFT, y), (WIDTH - RIGHT, y), "lane")
        yield Label(record_words().kinds[kind.value], 4, y + 4)


def _days(rows: Sequence[Row], height: int) -> Iterator[Shape]:
    """Draw a line where a new day begins; its date where there is room for it."""
    last, room = "", 0.0
    for place, row in enumerate(rows):
        day = row.local.partition(",")[0].rpartition(" ")[0]
        if day == last:
            continue
        half = (WIDTH - LEFT - RIGHT) / len(rows) / 2
        last, x = day, round(_x(place, rows) - half, 1)
        yield Stroke((x, TOP), (x, height - 16), "day")
        at = min(x + 2, WIDTH - DATE)
        if at >= room:
            yield Label(day, at, height - 6, "date")
            room = at + DATE


def _marks(rows: Sequence[Row]) -> Iterator[Shape]:
    for place, row in enumerate(rows):
        told = f"{row.local}: {row.what}"
        yield Mark(SHAPES[row.kind], _x(place, rows), _y(row.kind), row.kind.value, told)
