"""Setting words on sheets: lines that fit, paragraphs, tables that go on over the page."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from adapters.export.face import plain
from adapters.export.paper import HEIGHT, WIDTH, Colour, Ink, Paper
from adapters.export.tagging import Element

__all__ = ["LEFT", "ROOM", "Line", "Sheets", "fitted"]

LEFT, TOP, FOOT = 42.0, 58.0, 50.0
ROOM = WIDTH - 2 * LEFT
BOTTOM = HEIGHT - FOOT
LEAD = 1.32
"""How far lines stand apart, in their sizes."""

GAP = 7.0
RULE: Colour = (0.73, 0.73, 0.73)


class Line(NamedTuple):
    """One line of words, as it fits."""

    text: str
    ink: Ink

    @property
    def height(self) -> float:
        """How much room it takes downwards."""
        return self.ink.size * LEAD


def fitted(text: str, ink: Ink, room: float) -> Iterator[Line]:
    """Yield a text as lines that fit into `room`; its own line ends stay."""
    for paragraph in plain(text).split("\n"):
        line = ""
        for word in _words(paragraph, ink, room):
            longer = f"{line} {word}" if line else word
            if line and ink.width(longer) > room:
                yield Line(line, ink)
                longer = word
            line = longer
        yield Line(line, ink)


def _words(paragraph: str, ink: Ink, room: float) -> Iterator[str]:
    """Yield words; one that is too long for any line is cut where it has to be."""
    for word in paragraph.split():
        rest = word
        while ink.width(rest) > room and len(rest) > 1:
            size = next(n for n in range(len(rest), 0, -1) if n == 1 or ink.width(rest[:n]) <= room)
            yield rest[:size]
            rest = rest[size:]
        yield rest


class Sheets:
    """A paper that is filled from the top, and where on it we are (`down`, in points)."""

    def __init__(self, title: str) -> None:
        """Begin on a first sheet."""
        self.paper = Paper(title)
        self.paper.turn()
        self.down = TOP

    def turn(self) -> None:
        """Go on at the top of a new sheet."""
        self.paper.turn()
        self.down = TOP

    def need(self, height: float) -> None:
        """Turn over where there is less room than this."""
        if self.down + height > BOTTOM:
            self.turn()

    def paragraph(self, element: Element, text: str, ink: Ink, *, after: float = 3) -> None:
        """Set a text over the whole width."""
        for line in fitted(text, ink, ROOM):
            self.need(line.height)
            self._set(element, line, LEFT)
            self.down += line.height
        self.down += after

    def beside(self, name: tuple[Element, str], text: tuple[Element, str], room: float) -> None:
        """Set a name with its text beside it."""
        cells = (
            list(fitted(name[1], Ink(heavy=True), room - GAP)),
            list(fitted(text[1], Ink(), ROOM - room)),
        )
        self.need(max(sum(line.height for line in lines) for lines in cells))
        self._across((name[0], text[0]), cells, (room, ROOM - room))

    def table_row(
        self, cells: Sequence[Element | None], lines: Sequence[list[Line]], widths: Sequence[float]
    ) -> bool:
        """Set a row with a rule under it; return False, and set nothing, if it needs a new sheet.

        A row that is taller than any sheet goes on over the page.
        """
        tallest = max(sum(line.height for line in each) for each in lines) + GAP
        if tallest > BOTTOM - self.down and self.down > TOP + GAP * 5:
            return False
        self._across(cells, lines, widths)
        self.down += 2
        self.paper.begin(None)
        self.paper.line((LEFT, self.down), (LEFT + ROOM, self.down), RULE, 0.5)
        self.paper.end()
        self.down += 2
        return True

    def _across(
        self, cells: Sequence[Element | None], lines: Sequence[list[Line]], widths: Sequence[float]
    ) -> None:
        """Set cells side by side, line by line as far as the sheet reaches."""
        for row in zip_longest(*lines):
            self.need(max(line.height for line in row if line is not None))
            x = LEFT
            for cell, line, width in zip(cells, row, widths, strict=True):
                if line is not None and line.text:
                    self._set(cell, line, x)
                x += width
            self.down += max(line.height for line in row if line is not None)

    def _set(self, element: Element | None, line: Line, x: float) -> None:
        self.paper.begin(element)
        self.paper.words(line.text, x, self.down + line.ink.size, line.ink)
        self.paper.end()
