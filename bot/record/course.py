"""The course of a case as a picture (SVG): a lane a kind, a mark an entry, the level atop."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.record.chronology import Chronology, Kind, Row
from bot.record.markup import Markup, tag
from bot.record.wording import record_words

__all__ = ["course_picture"]

WIDTH, LEFT, RIGHT = 960, 96, 12
TOP, BAND, LANE = 8, 18, 22
SHAPES: dict[Kind, str] = {
    Kind.SAID: "M-3,-3h6v6h-6z",
    Kind.ALERT: "M0,-5l5,9h-10z",
    Kind.TAKEN: "M-5,0l5,-5l5,5l-5,5z",
    Kind.NOTED: "M-3,-3h6v6h-6z",
    Kind.DECISION: "M-5,-5h10v10h-10z",
    Kind.SIGN_OFF: "M-5,-5h10v10h-10z",
    Kind.NUDGE: "M-2,-5h4v10h-4z",
    Kind.CORRECTION: "M-5,-3l3,3l-3,3l2,2l3,-3l3,3l2,-2l-3,-3l3,-3l-2,-2l-3,3l-3,-3z",
}
"""A mark's outline round its middle: told apart in black and white too."""


def course_picture(record: Chronology) -> Markup:
    """Return the picture. It stands for itself: no script, no font, no address."""
    rows = record.rows
    height = TOP + BAND + LANE * (len(Kind) + 1) + 8
    parts = [*_levels(rows), *_lanes(), *_days(rows, height), *_marks(rows)]
    return tag(
        "svg",
        parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        role="img",
        class_="course",
    )


def _x(place: int, rows: Sequence[Row]) -> float:
    """Return where the row of a place stands: in order, one even step after another."""
    return round(LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / max(len(rows), 1), 1)


def _y(kind: Kind) -> int:
    return TOP + BAND + LANE * (list(Kind).index(kind) + 1)


def _text(text: str, x: float, y: float, **more: str) -> Markup:
    return tag("text", text, x=str(x), y=str(y), **more)


def _levels(rows: Sequence[Row]) -> Iterator[Markup]:
    """Draw the level that held, as one bar of several parts with its name in each."""
    begun = [(place, row.level) for place, row in enumerate(rows) if row.level]
    for (place, level), (after, _) in pairwise([*begun, (len(rows), "")]):
        half = (WIDTH - LEFT - RIGHT) / max(len(rows), 1) / 2
        start, end = _x(place, rows) - half, _x(after, rows) - half
        width = str(round(end - start, 1))
        bar = {"x": str(round(start, 1)), "y": str(TOP), "width": width, "height": str(BAND)}
        named = record_words().levels[level]
        yield tag("rect", tag("title", named), class_=f"level {level}", **bar)
        if end - start > len(named) * 7:
            yield _text(named, round(start + 4, 1), TOP + 13, class_=f"on {level}")


def _lanes() -> Iterator[Markup]:
    for kind in Kind:
        y = _y(kind)
        yield tag("line", x1=str(LEFT), x2=str(WIDTH - RIGHT), y1=str(y), y2=str(y), class_="lane")
        yield _text(record_words().kinds[kind.value], 4, y + 4)


def _days(rows: Sequence[Row], height: int) -> Iterator[Markup]:
    """Draw a line where a new day begins; its date where there is room for it."""
    last, room = "", 0.0
    for place, row in enumerate(rows):
        day = row.local.partition(",")[0].rpartition(" ")[0]
        if day == last:
            continue
        half = (WIDTH - LEFT - RIGHT) / len(rows) / 2
        last, x = day, round(_x(place, rows) - half, 1)
        yield tag("line", x1=str(x), x2=str(x), y1=str(TOP), y2=str(height - 16), class_="day")
        if x >= room:
            yield _text(day, x + 2, height - 6, class_="date")
            room = x + 72


def _marks(rows: Sequence[Row]) -> Iterator[Markup]:
    for place, row in enumerate(rows):
        where = f"translate({_x(place, rows)},{_y(row.kind)})"
        said = tag("title", f"{row.local}: {row.what}")
        yield tag("path", said, d=SHAPES[row.kind], transform=where, class_=row.kind.value)
