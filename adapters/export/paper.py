"""Sheets of A4: words, lines and outlines at their places, and the order to read them in."""

# Rule 1: all that is said is tagged, so that it can be read aloud in order; the rest is decoration.
# Rule 2: nothing but words and outlines can be put on paper. There is no way to put a picture,
#         a link, a script or a file there.
# Rule 3: no clock and no chance: the same words give the same bytes.

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

import pydyf

from adapters.export.face import Face, bold, regular
from adapters.export.tagging import Element, add_contents, add_order

__all__ = ["BLACK", "HEIGHT", "WIDTH", "Colour", "Ink", "Paper"]

WIDTH, HEIGHT = 595.28, 841.89
"""A4, in points."""

Colour = tuple[float, float, float]
BLACK: Colour = (0.07, 0.07, 0.07)


class Ink(NamedTuple):
    """How words are set: heavy or not, how large (points), in which colour."""

    heavy: bool = False
    size: float = 9
    colour: Colour = BLACK

    @property
    def face(self) -> Face:
        """The face that they are set in."""
        return bold() if self.heavy else regular()

    def width(self, text: str) -> float:
        """Return how wide a text is, in points."""
        return self.face.width(text) * self.size / 1000


class Paper:
    """A document that grows sheet by sheet. Places are points from the top left."""

    def __init__(self, title: str) -> None:
        """Begin without a sheet."""
        self.root = Element("Document")
        self._title = title
        self._sheets: list[pydyf.Stream] = []
        self._tags: list[list[Element]] = []
        self._marks: list[tuple[str, int, float]] = []
        self.at = -1

    def turn(self, sheet: int = -1) -> None:
        """Go to a sheet, or to a new one."""
        if sheet < 0:
            self._sheets.append(pydyf.Stream(compress=True))
            self._tags.append([])
            sheet = len(self._sheets) - 1
        self.at = sheet

    @property
    def sheets(self) -> int:
        """How many sheets there are."""
        return len(self._sheets)

    def mark(self, name: str, down: float) -> None:
        """Make a place findable in the reader's list of contents."""
        self._marks.append((name, self.at, HEIGHT - down))

    def begin(self, element: Element | None) -> None:
        """Begin a part of an element; None is decoration, which nobody has read aloud."""
        if element is None:
            self._sheet.begin_marked_content("Artifact")
            return
        number = len(self._tags[self.at])
        self._tags[self.at].append(element)
        element.inside.append((self.at, number))
        self._sheet.begin_marked_content(element.kind, pydyf.Dictionary({"MCID": number}))

    def end(self) -> None:
        """End that part."""
        self._sheet.end_marked_content()

    def words(self, text: str, x: float, down: float, ink: Ink) -> None:
        """Set words in one line; `down` is where they stand."""
        sheet = self._sheet
        sheet.begin_text()
        sheet.set_color_rgb(*ink.colour)
        sheet.set_font_size("B" if ink.heavy else "R", ink.size)
        sheet.move_text_to(round(x, 2), round(HEIGHT - down, 2))
        sheet.show_text(ink.face.coded(text))
        sheet.end_text()

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: Colour, wide: float
    ) -> None:
        """Draw a straight line."""
        self._sheet.set_color_rgb(*colour, stroke=True)
        self._sheet.set_line_width(wide)
        self._sheet.move_to(round(start[0], 2), round(HEIGHT - start[1], 2))
        self._sheet.line_to(round(end[0], 2), round(HEIGHT - end[1], 2))
        self._sheet.stroke()

    def outline(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        """Fill an outline."""
        self._sheet.set_color_rgb(*colour)
        (x, down), *rest = points
        self._sheet.move_to(round(x, 2), round(HEIGHT - down, 2))
        for x, down in rest:
            self._sheet.line_to(round(x, 2), round(HEIGHT - down, 2))
        self._sheet.fill()

    @property
    def _sheet(self) -> pydyf.Stream:
        return self._sheets[self.at]

    def written(self) -> bytes:
        """Return the document as a PDF."""
        pdf = pydyf.PDF()
        faces = {"R": regular().put_into(pdf), "B": bold().put_into(pdf)}
        fonts = pydyf.Dictionary({name: face.reference for name, face in faces.items()})
        pages = []
        for number, sheet in enumerate(self._sheets):
            pdf.add_object(sheet)
            page = pydyf.Dictionary(
                {
                    "Type": "/Page",
                    "Parent": pdf.pages.reference,
                    "MediaBox": pydyf.Array([0, 0, WIDTH, HEIGHT]),
                    "Contents": sheet.reference,
                    "Resources": pydyf.Dictionary({"Font": fonts}),
                    "StructParents": number,
                    "Tabs": "/S",
                }
            )
            pdf.add_page(page)
            pages.append(page)
        pdf.catalog.update(
            {
                "Lang": pydyf.String("en-GB"),
                "MarkInfo": pydyf.Dictionary({"Marked": "true"}),
                "ViewerPreferences": pydyf.Dictionary({"DisplayDocTitle": "true"}),
                "StructTreeRoot": add_order(pdf, self.root, self._tags, pages).reference,
                "Outlines": add_contents(pdf, self._marks, pages).reference,
            }
        )
        pdf.info.update({"Title": pydyf.String(self._title), "Producer": pydyf.String("Handrail")})
        made = BytesIO()
        pdf.write(made, identifier=True, compress=True)
        return made.getvalue()
