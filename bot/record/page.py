"""The record as one page to read and to print: all in one file, nothing fetched or run."""

from importlib.resources import files
from typing import assert_never

from bot.record.chronology import Chronology
from bot.record.contents import document_of
from bot.record.document import Block, Cell, Document, Lines, Note, Part, Piece, Style, Table
from bot.record.drawing import Drawing
from bot.record.markup import Markup, tag
from bot.record.svg import as_svg
from bot.record.wording import say

__all__ = ["as_html"]

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded from anywhere, whatever stands in a text."""

LOOKS = {"col_when": {"class": "when"}, "col_kind": {"class": "kind"}}
"""What page.css calls the cells of some columns."""


def as_html(record: Chronology) -> str:
    """Return the record as a whole HTML page. Its title names the reference and nothing else."""
    made = document_of(record)
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex, noarchive"),
        tag("title", made.title),
        tag("style", Markup(files("bot.record").joinpath("page.css").read_text("utf-8"))),
    ]
    page = tag("html", tag("head", head), tag("body", _body(made)), lang="en-GB")
    return f"<!doctype html>\n{page}\n"


def _body(made: Document) -> list[Markup]:
    taken = [tag("p", made.taken, class_="note")] if made.taken else []
    return [
        tag("h1", made.title),
        tag("p", made.subtitle, class_="sub"),
        *taken,
        *map(_block, made.head),
        *map(_part, made.parts),
    ]


def _part(part: Part) -> Markup:
    return tag("section", tag("h2", part.title), list(map(_block, part.blocks)), id=part.name)


def _block(block: Block) -> Markup:
    match block:
        case Drawing():
            return as_svg(block)
        case Note(text, warns):
            return tag("p", text, class_="warn" if warns else "note")
        case Lines(lines):
            pairs = [part for name, text in lines for part in (tag("dt", name), tag("dd", text))]
            return tag("dl", pairs)
        case Table():
            return _table(block)
        case _:
            assert_never(block)


def _table(table: Table) -> Markup:
    head = tag("tr", [tag("th", say(name), scope="col") for name in table.columns])
    rows = [
        tag(
            "tr",
            [
                tag("td", _cell(cell), **LOOKS.get(name, {}))
                for name, cell in zip(table.columns, row.cells, strict=True)
            ],
            **({"class": row.kind} if row.kind else {}),
        )
        for row in table.rows
    ]
    return tag("table", tag("thead", head), tag("tbody", rows))


def _cell(cell: Cell) -> list[Markup]:
    return [_piece(piece) for piece in cell]


def _piece(piece: Piece) -> Markup:
    match piece.style:
        case Style.PLAIN:
            return tag("div", piece.text)
        case Style.NAME:
            return tag("b", piece.text)
        case Style.LEVEL:
            return tag("div", piece.text, class_=f"{piece.style.value} {piece.level}")
        case _:
            return tag("div", piece.text, class_=piece.style.value)
