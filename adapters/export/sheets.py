"""The record on paper: what the page shows, as sheets of A4 with their numbers (PDF)."""

from typing import assert_never

from adapters.export.colours import GREY, RED, colour_of
from adapters.export.face import plain, regular
from adapters.export.paper import HEIGHT, Ink, Paper
from adapters.export.setting import LEFT, ROOM, Line, Sheets, fitted
from adapters.export.tagging import Element
from bot.record.chronology import Chronology
from bot.record.contents import document_of
from bot.record.document import Block, Cell, Document, Lines, Note, Part, Style, Table, texts
from bot.record.drawing import Box, Drawing, Label, Mark, Stroke
from bot.record.wording import say

__all__ = ["as_pdf"]

SMALL = 7.5
KEPT_TOGETHER = 130
"""A heading stands with its first row: it is not left at the foot of a sheet, in points."""

NAMES = 96.0
"""How wide the names beside the lines at the top are, in points."""

INKS = {
    Style.PLAIN: Ink(size=8),
    Style.NAME: Ink(size=8.5, heavy=True),
    Style.ANSWER: Ink(size=8.5),
    Style.SMALL: Ink(size=SMALL, colour=GREY),
    Style.LEVEL: Ink(size=8, heavy=True),
}
WIDTHS: dict[str, float] = {
    "col_when": 74,
    "col_who": 92,
    "col_kind": 52,
    "col_source": 88,
}
"""How wide columns are, in points; what is not here takes what is left."""

SINCE = 150.0
"""The column "when" where it says who did not know, too."""


def as_pdf(record: Chronology) -> bytes:
    """Return the record as a PDF to print. The same record is the same bytes."""
    made = document_of(record)
    sheets = Sheets(made.title)
    root = sheets.paper.root
    sheets.paragraph(root.put("H1"), made.title, Ink(size=17, heavy=True))
    sheets.paragraph(root.put("P"), made.subtitle, Ink(size=10))
    if made.taken:
        sheets.paragraph(root.put("P"), made.taken, Ink(size=SMALL + 0.5, colour=GREY))
    if any(regular().lacks(text) for text in texts(made)):
        _block(sheets, root, Note(say("letters_lost"), warns=True))
    for block in made.head:
        _block(sheets, root, block)
    for part in made.parts:
        _part(sheets, root, part)
    _margins(sheets, made)
    return sheets.paper.written()


def _part(sheets: Sheets, root: Element, part: Part) -> None:
    within = root.put("Sect")
    sheets.need(KEPT_TOGETHER)
    sheets.down += 12
    sheets.paper.mark(part.title, sheets.down)
    sheets.paragraph(within.put("H2"), part.title, Ink(size=12, heavy=True), after=5)
    for block in part.blocks:
        _block(sheets, within, block)


def _block(sheets: Sheets, root: Element, block: Block) -> None:
    match block:
        case Drawing():
            _drawing(sheets, root.put("Figure", told=block.told), block)
        case Note(text, warns):
            ink = Ink(size=9, heavy=True, colour=RED) if warns else Ink(size=8, colour=GREY)
            sheets.paragraph(root.put("P"), text, ink)
        case Lines(lines):
            listed = root.put("L")
            for name, text in lines:
                item = listed.put("LI")
                sheets.beside((item.put("Lbl"), name), (item.put("LBody"), text), NAMES)
            sheets.down += 6
        case Table():
            _table(sheets, root.put("Table"), block)
        case _:
            assert_never(block)


def _table(sheets: Sheets, whole: Element, table: Table) -> None:
    widths = _widths(table.columns)
    heads = [
        list(fitted(say(name), Ink(size=8, heavy=True, colour=GREY), width - 6))
        for name, width in zip(table.columns, widths, strict=True)
    ]
    first = whole.put("TR")
    sheets.table_row([first.put("TH", scope="Column") for _ in heads], heads, widths)
    for row in table.rows:
        within = whole.put("TR")
        cells = [within.put("TD") for _ in row.cells]
        lines = [_set(cell, width - 6) for cell, width in zip(row.cells, widths, strict=True)]
        if not sheets.table_row(cells, lines, widths):
            sheets.turn()
            sheets.table_row([None for _ in heads], heads, widths)  # for the eye: read once
            sheets.table_row(cells, lines, widths)
    sheets.down += 4


def _widths(columns: tuple[str, ...]) -> list[float]:
    fixed = WIDTHS | ({} if "col_who" in columns else {"col_when": SINCE})
    left = ROOM - sum(fixed.get(name, 0) for name in columns)
    return [fixed.get(name, left) for name in columns]


def _set(cell: Cell, room: float) -> list[Line]:
    return [line for piece in cell for line in fitted(piece.text, INKS[piece.style], room)]


def _drawing(sheets: Sheets, figure: Element, drawing: Drawing) -> None:
    """Put the picture on paper in one piece, as outlines."""
    scale = ROOM / drawing.width
    sheets.need(drawing.height * scale)
    paper, top = sheets.paper, sheets.down
    paper.begin(figure)
    for shape in drawing.shapes:
        colour = colour_of(shape.look)
        match shape:
            case Box(x, y, width, height):
                corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
                paper.outline([(LEFT + a * scale, top + b * scale) for a, b in corners], colour)
            case Stroke(start, end):
                ends = [(LEFT + a * scale, top + b * scale) for a, b in (start, end)]
                paper.line(ends[0], ends[1], colour, 0.5)
            case Label(text, x, y):
                ink = Ink(size=10.5 * scale, colour=colour)
                paper.words(text, LEFT + x * scale, top + y * scale, ink)
            case Mark(points, x, y):
                paper.outline(
                    [(LEFT + (x + a) * scale, top + (y + b) * scale) for a, b in points], colour
                )
            case _:
                assert_never(shape)
    paper.end()
    sheets.down += drawing.height * scale + 4


def _margins(sheets: Sheets, made: Document) -> None:
    """Write on each sheet what it is part of, and which it is: sheets come apart."""
    paper = sheets.paper
    for sheet in range(paper.sheets):
        paper.turn(sheet)
        paper.begin(None)
        number = say("sheet", n=str(sheet + 1), of=str(paper.sheets))
        _both(paper, made.title, made.subtitle, 36)
        _both(paper, made.taken, number, HEIGHT - 28)
        paper.end()


def _both(paper: Paper, left: str, right: str, down: float) -> None:
    """Write at both ends of a line."""
    ink = Ink(size=SMALL, colour=GREY)
    for text, at in ((left, LEFT), (right, LEFT + ROOM - ink.width(plain(right)))):
        paper.words(plain(text), at, down, ink)
