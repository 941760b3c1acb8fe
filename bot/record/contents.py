"""What the record says and in which order, once for the page and for the printed sheets."""

from collections.abc import Iterable, Iterator

from bot.record.chronology import Chronology, Fact, Kind, NotKnown, Row
from bot.record.course import course_picture
from bot.record.document import (
    Block,
    Cell,
    Document,
    Lines,
    Note,
    Part,
    Piece,
    Style,
    Table,
    TableRow,
)
from bot.record.sittings import sittings
from bot.record.wording import record_words, say

__all__ = ["document_of"]


def document_of(record: Chronology) -> Document:
    """Return a record as it is read: from what stands now to each single step."""
    about = record.about
    decided = record.of_kind(Kind.DECISION, Kind.SIGN_OFF)
    corrected = tuple(row for row in record.rows if _is_changed(row))
    shared = say("shared_note", mark=say("shared_mark"))
    return Document(
        title=say("title", reference=about.reference),
        subtitle=say("subtitle", school=record.school, about=about.title),
        reference=about.reference,
        taken=say("taken", when=record.taken_local, who=record.taken_by)
        if record.taken_local
        else "",
        head=(
            Lines(tuple(_heads(record))),
            *_copy_notes(record),
            Note(say("times")),
            Note(say("never")),
            *([Note(say("names_note"), warns=True)] if about.child is not None else []),
            *([Note(shared, warns=True)] if record.has_shared else []),
        ),
        parts=(
            _part("course", course_picture(record), Note(say("course_note"))),
            _part("facts", _facts(record)),
            _part("not_known", _unknown(record)),
            _part("decisions", _steps(record, decided)),
            _part("corrections", _steps(record, corrected)),
            _part("chronology", _steps(record, record.rows)),
            _passages(record) if record.redactions else _part("access", _access(record)),
        ),
    )


def _is_changed(row: Row) -> bool:
    """Return whether what was said is said otherwise now: not whether more has come since."""
    return row.kind is Kind.CORRECTION or bool(row.before and row.kind is not Kind.NOTED)


def _copy_notes(record: Chronology) -> Iterator[Note]:
    if record.redactions:
        yield Note(record.released or say("copy_draft"), warns=not record.released)


def _passages(record: Chronology) -> Part:
    """Return the passages of a copy; the draft says what each is, and how it goes out."""
    rows = (
        TableRow(
            (
                (Piece(each.number),),
                (Piece(say("passage_out" if each.let_out else "passage_kept")),),
                (Piece(each.text), Piece(each.goes_out, Style.SMALL)),
            )
        )
        for each in record.redactions
    )
    return _part("passages", Table(("col_number", "col_kind", "col_what"), tuple(rows)))


def _part(name: str, *blocks: Block) -> Part:
    """Return a part; where it has no rows it says so."""
    filled = tuple(each for each in blocks if not isinstance(each, Table) or each.rows)
    return Part(name, say(name), filled or (Note(say("none")),))


def _heads(record: Chronology) -> Iterator[tuple[str, str]]:
    about = record.about
    yield say("reference"), about.reference
    yield say("about"), about.title
    if about.named:
        yield say("named"), about.named
    if about.child is not None:
        others = say("others_row", refs="; ".join(about.others)) if about.others else ""
        yield say("others"), others or say("others_none")
    yield say("school"), record.school
    yield say("rules"), record.rules
    yield say("edition"), record.edition
    yield say("raised"), record.opened_local
    yield say("last"), record.last_local
    yield say("level"), record_words().levels[record.level]
    yield say("stage"), record.stage
    yield say("owner"), record.owner
    if record.anchor:
        yield say("anchor"), say("anchor_row", words=record.anchor, n=str(record.entries))


def _facts(record: Chronology) -> Table:
    rows = (
        TableRow(
            (
                (Piece(each.local),),
                (Piece(each.who),),
                (
                    Piece(_labelled(record, each.child, each.label), Style.NAME),
                    Piece(_marked(each.answer, shared=each.shared), Style.ANSWER),
                    Piece(say("asked", text=each.asked), Style.SMALL),
                ),
                _source(each),
            )
        )
        for each in record.facts
    )
    return Table(("col_when", "col_who", "col_what", "col_source"), tuple(rows))


def _unknown(record: Chronology) -> Table:
    rows = (
        TableRow(
            (
                (
                    Piece(_labelled(record, each.child, each.label), Style.NAME),
                    Piece(say("asked", text=each.asked), Style.SMALL),
                ),
                (Piece(_since(each)),),
                _source(each),
            )
        )
        for each in record.not_known
    )
    return Table(("col_what", "col_when", "col_source"), tuple(rows))


def _since(each: NotKnown) -> str:
    if not each.local:
        return say("unknown_open")
    return say("unknown_said", when=each.local, who=each.who)


def _steps(record: Chronology, rows: Iterable[Row]) -> Table:
    made = (
        TableRow(
            (
                (Piece(row.local),),
                (Piece(row.who),),
                (Piece(record_words().kinds[row.kind.value]),),
                tuple(_step(record, row)),
                _source(row),
            ),
            row.kind.value,
        )
        for row in rows
    )
    columns = ("col_when", "col_who", "col_kind", "col_what", "col_source")
    return Table(columns, tuple(made))


def _step(record: Chronology, row: Row) -> Iterator[Piece]:
    yield Piece(_labelled(record, row.child, row.what), Style.NAME)
    if row.answer:
        yield Piece(_marked(row.answer, shared=row.shared), Style.ANSWER)
    if row.before:
        yield Piece(say("before", text=row.before, when=row.before_local), Style.SMALL)
    if row.asked:
        yield Piece(say("asked", text=row.asked), Style.SMALL)
    if row.set_aside:
        yield Piece(say("set_aside"), Style.SMALL)
    if row.level:
        named = record_words().levels[row.level]
        yield Piece(say("level_now", level=named), Style.LEVEL, row.level)


def _labelled(record: Chronology, child: int, label: str) -> str:
    several = child and record.about.children > 1
    return f"{say('child', n=str(child)).capitalize()}: {label}" if several else label


def _marked(text: str, *, shared: bool) -> str:
    return f"{say('shared_mark')} {text}" if shared else text


def _source(each: Row | Fact | NotKnown) -> Cell:
    return (Piece(f"{each.ref}: {each.source}"),) if each.ref else ()


def _access(record: Chronology) -> Table:
    rows = (
        TableRow(((Piece(one.local),), (Piece(one.who),), tuple(map(Piece, one.read))))
        for one in sittings(record.access)
    )
    return Table(("col_when", "col_who", "col_what"), tuple(rows))
