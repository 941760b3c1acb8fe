"""The record as one page to read and to print: all in one file, nothing fetched or run."""

from collections.abc import Iterator, Sequence
from importlib.resources import files

from bot.record.chronology import Chronology, Fact, Kind, NotKnown, Row
from bot.record.course import course_picture
from bot.record.markup import Markup, tag
from bot.record.wording import record_words, say

__all__ = ["as_html"]

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is loaded from anywhere, whatever stands in a text."""


def as_html(record: Chronology) -> str:
    """Return the record as a whole HTML page. Its title names the reference and nothing else."""
    title = say("title", reference=record.about.reference)
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex, noarchive"),
        tag("title", title),
        tag("style", Markup(files("bot.record").joinpath("page.css").read_text("utf-8"))),
    ]
    page = tag("html", tag("head", head), tag("body", _body(record, title)), lang="en-GB")
    return f"<!doctype html>\n{page}\n"


def _body(record: Chronology, title: str) -> list[Markup]:
    decided = record.of_kind(Kind.DECISION, Kind.SIGN_OFF)
    corrected = tuple(row for row in record.rows if row.before or row.kind is Kind.CORRECTION)
    parts = [
        tag("h1", title),
        tag("p", say("subtitle", school=record.school, about=record.about.title), class_="sub"),
        _lines(_heads(record)),
        tag("p", say("times"), class_="note"),
        tag("p", say("never"), class_="note"),
    ]
    if record.has_shared:
        parts.append(tag("p", say("shared_note", mark=say("shared_mark")), class_="warn"))
    return [
        *parts,
        _part("course", [course_picture(record), tag("p", say("course_note"), class_="note")]),
        _part("facts", _facts(record)),
        _part("not_known", _unknown(record)),
        _part("decisions", _rows(record, decided)),
        _part("corrections", _rows(record, corrected)),
        _part("chronology", _rows(record, record.rows)),
        _part("access", _access(record)),
    ]


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


def _part(name: str, inside: list[Markup]) -> Markup:
    whole = inside or [tag("p", say("none"), class_="note")]
    return tag("section", tag("h2", say(name)), whole, id=name)


def _lines(lines: Iterator[tuple[str, str]]) -> Markup:
    return tag("dl", [part for name, text in lines for part in (tag("dt", name), tag("dd", text))])


def _table(heads: Sequence[str], rows: list[Markup]) -> list[Markup]:
    if not rows:
        return []
    head = tag("tr", [tag("th", say(name), scope="col") for name in heads])
    return [tag("table", tag("thead", head), tag("tbody", rows))]


def _facts(record: Chronology) -> list[Markup]:
    rows = [
        tag(
            "tr",
            tag("td", each.local, class_="when"),
            tag("td", each.who),
            tag("td", _fact(record, each)),
            tag("td", _source(each)),
        )
        for each in record.facts
    ]
    return _table(("col_when", "col_who", "col_what", "col_source"), rows)


def _fact(record: Chronology, fact: Fact) -> list[Markup]:
    return [
        tag("b", _labelled(record, fact.child, fact.label)),
        tag("div", _marked(fact.answer, shared=fact.shared), class_="answer"),
        tag("div", say("asked", text=fact.asked), class_="small"),
    ]


def _unknown(record: Chronology) -> list[Markup]:
    rows = [
        tag(
            "tr",
            tag("td", tag("b", _labelled(record, each.child, each.label)), _small(each)),
            tag(
                "td",
                say("unknown_said", when=each.local, who=each.who)
                if each.local
                else say("unknown_open"),
            ),
            tag("td", _source(each)),
        )
        for each in record.not_known
    ]
    return _table(("col_what", "col_when", "col_source"), rows)


def _small(each: NotKnown) -> Markup:
    return tag("div", say("asked", text=each.asked), class_="small")


def _rows(record: Chronology, rows: Sequence[Row]) -> list[Markup]:
    made = [
        tag(
            "tr",
            tag("td", row.local, class_="when"),
            tag("td", row.who),
            tag("td", record_words().kinds[row.kind.value], class_="kind"),
            tag("td", list(_row(record, row))),
            tag("td", _source(row)),
            class_=row.kind.value,
        )
        for row in rows
    ]
    return _table(("col_when", "col_who", "col_kind", "col_what", "col_source"), made)


def _row(record: Chronology, row: Row) -> Iterator[Markup]:
    yield tag("b", _labelled(record, row.child, row.what))
    if row.answer:
        yield tag("div", _marked(row.answer, shared=row.shared), class_="answer")
    if row.before:
        before = say("before", text=row.before, when=row.before_local)
        yield tag("div", before, class_="small")
    if row.asked:
        yield tag("div", say("asked", text=row.asked), class_="small")
    if row.set_aside:
        yield tag("div", say("set_aside"), class_="small")
    if row.level:
        named = record_words().levels[row.level]
        yield tag("div", say("level_now", level=named), class_=f"to {row.level}")


def _labelled(record: Chronology, child: int, label: str) -> str:
    several = child and record.about.children > 1
    return f"{say('child', n=str(child)).capitalize()}: {label}" if several else label


def _marked(text: str, *, shared: bool) -> str:
    return f"{say('shared_mark')} {text}" if shared else text


def _source(each: Row | Fact | NotKnown) -> str:
    return f"{each.ref}: {each.source}" if each.ref else ""


def _access(record: Chronology) -> list[Markup]:
    rows = [
        tag("tr", tag("td", each.local, class_="when"), tag("td", each.who))
        for each in record.access
    ]
    return _table(("col_when", "col_who"), rows)
