"""A record as it is laid out: tables, lines and notes, for a page and for paper alike."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple, TypeAlias, assert_never

from bot.record.drawing import Drawing

__all__ = [
    "Block",
    "Cell",
    "Document",
    "Lines",
    "Note",
    "Part",
    "Piece",
    "Style",
    "Table",
    "TableRow",
    "texts",
]


class Style(StrEnum):
    """How a piece of a cell is set."""

    PLAIN = "plain"
    NAME = "name"
    ANSWER = "answer"
    SMALL = "small"
    LEVEL = "to"


class Piece(NamedTuple):
    """A text of its own line in a cell. `level` is the level that a LEVEL names."""

    text: str
    style: Style = Style.PLAIN
    level: str = ""


Cell: TypeAlias = tuple[Piece, ...]


class TableRow(NamedTuple):
    """The cells of a row, and the kind of what it tells; '' where it has none."""

    cells: tuple[Cell, ...]
    kind: str = ""


class Table(NamedTuple):
    """Rows under their heads. `columns` are phrases of [say]: `col_when`, `col_who`."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


class Lines(NamedTuple):
    """Names, each with its text."""

    lines: tuple[tuple[str, str], ...]


class Note(NamedTuple):
    """A sentence about the record; `warns` where it must be read before the record leaves."""

    text: str
    warns: bool = False


Block: TypeAlias = Table | Lines | Note | Drawing


class Part(NamedTuple):
    """A heading with what stands under it. `name` is its phrase of [say]."""

    name: str
    title: str
    blocks: tuple[Block, ...]


class Document(NamedTuple):
    """The whole record. The title names the reference and nothing else."""

    title: str
    subtitle: str
    reference: str
    taken: str
    head: tuple[Block, ...]
    parts: tuple[Part, ...]


def texts(made: Document) -> Iterator[str]:
    """Yield every text of a document."""
    yield from (made.title, made.subtitle, made.taken)
    for block in (*made.head, *(block for part in made.parts for block in part.blocks)):
        match block:
            case Note(text):
                yield text
            case Lines(lines):
                yield from (text for line in lines for text in line)
            case Table(_, rows):
                cells = (cell for row in rows for cell in row.cells)
                yield from (piece.text for cell in cells for piece in cell)
            case Drawing():
                yield block.told
            case _:
                assert_never(block)
