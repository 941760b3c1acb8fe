"""Everything that is wrong with the content, and the table that `handrail lint` prints."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources.abc import Traversable
from typing import NamedTuple

from bot.dialogs.card import LONGEST_LABEL
from bot.dialogs.lint_packs import pack_problems
from bot.dialogs.lint_scripts import script_problems, shown
from bot.dialogs.lint_words import (
    HARDEST,
    MOST_WORDS,
    House,
    count_words,
    message_problems,
    shown_words,
)
from bot.dialogs.load import (
    CONTENT,
    ContentError,
    load_pack,
    pack_ids,
    parse_script,
    parse_sheet,
    read_words,
    script_ids,
    sheet_ids,
)
from bot.dialogs.script import Script

__all__ = ["Finding", "Linted", "Row", "lint_all", "render"]

WORDS = "words.toml"
RECORD = "record.toml"
LINES = ("foot", "preview")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: in which file, where in it, and the cure."""

    file: str
    where: str
    cure: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.file}: {self.where}: {self.cure}"


@dataclass(frozen=True)
class Row:
    """One file in the table: what it holds, its longest and its hardest message."""

    file: str
    holds: str
    most_words: int
    hardest: float


class Linted(NamedTuple):
    """What lint found, and a row for each file."""

    findings: list[Finding]
    rows: list[Row]


def lint_all(content: Traversable = CONTENT) -> Linted:
    """Return what is wrong with all scripts, packs and words, and a row for each. Never raises."""
    try:
        tables: Mapping[str, object] = read_words(content)
    except ContentError as error:
        return Linted([_finding(error)], [])
    house, messages = House.of(tables), _messages(tables)
    notices = frozenset(messages)
    linted = [
        _asked(f"scripts/{name}.toml", partial(parse_script, name, content), house, notices)
        for name in script_ids(content)
    ]
    linted += [
        _asked(f"sheets/{name}.toml", partial(parse_sheet, name, content), house, notices)
        for name in sheet_ids(content)
    ]
    linted += [_pack(name, content, house) for name in pack_ids(content)]
    linted += [_all_words(tables, messages, house), _record(content, house)]
    findings = [finding for each in linted for finding in each.findings]
    return Linted(findings, [row for each in linted for row in each.rows])


def render(findings: list[Finding], rows: list[Row]) -> str:
    """Return the table of all files and, under it, one line a finding."""
    head = ("file", "holds", "most words", "hardest grade", "to mend")
    lines = [head, *(_cells(row, findings) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    table = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in lines]
    table.insert(1, "  ".join("-" * width for width in widths))
    bars = f"At most {MOST_WORDS} words, grade {HARDEST:g} and {LONGEST_LABEL} characters a button."
    told = [str(finding) for finding in findings] or ["Nothing to mend."]
    return "\n".join([*(line.rstrip() for line in table), bars, "", *told])


def _asked(file: str, parse: Callable[[], Script], house: House, notices: frozenset[str]) -> Linted:
    try:
        script = parse()
    except ContentError as error:
        return Linted([_finding(error)], [])
    problems = script_problems(script, house, notices)
    messages = [shown(question) for question in script.questions]
    row = _row(file, f"{len(messages)} questions", messages, house)
    return Linted([Finding(file, where, cure) for where, cure in problems], [row])


def _pack(name: str, content: Traversable, house: House) -> Linted:
    try:
        pack = load_pack(name, content)
    except ContentError as error:
        return Linted([_finding(error)], [])
    file = f"packs/{name}.toml"
    lines = [line for line in (pack.no_lado_line, pack.no_on_call_line) if line]
    row = _row(file, f"{len(pack.contacts)} contacts", lines, house)
    return Linted([Finding(file, *problem) for problem in pack_problems(pack, house)], [row])


def _all_words(tables: Mapping[str, object], messages: Mapping[str, str], house: House) -> Linted:
    problems = _words(tables, messages, house)
    row = _row(WORDS, f"{len(messages)} messages", list(messages.values()), house)
    return Linted([Finding(WORDS, where, cure) for where, cure in problems], [row])


def _record(content: Traversable, house: House) -> Linted:
    """Return what is wrong with the words of the record: lines of a page, not messages."""
    if not content.joinpath(RECORD).is_file():
        return Linted([], [])
    try:
        tables = read_words(content, RECORD)
    except ContentError as error:
        return Linted([_finding(error)], [])
    lines = [
        (f"[{table}] {name}", text) for table in tables for name, text in _named(tables[table])
    ]
    texts = [text for _, text in lines]
    grade = house.grade(shown_words(*texts))  # of one word alone it says nothing
    row = Row(RECORD, f"{len(lines)} lines", max(map(count_words, texts), default=0), grade)
    found = [Finding(RECORD, at, cure) for at, text in lines for cure in house.unwanted(text)]
    return Linted(found, [row])


def _named(table: object) -> list[tuple[str, str]]:
    """Return the lines of a table; of a list of tables, the label of each."""
    if isinstance(table, list):
        return [
            (label, label) for each in table for name, label in _strings(each) if name == "label"
        ]
    return _strings(table)


def _words(
    tables: Mapping[str, object], messages: Mapping[str, str], house: House
) -> Iterator[tuple[str, str]]:
    for table in ("glossary", "banned"):
        if table not in tables:
            yield f"[{table}]", "is missing: lint reads its word lists there"
    for name, text in messages.items():
        reference = _entry(tables, name).get("reference") is True
        problems = message_problems(house, text, reference=reference)
        yield from ((f"[cards.{name}]", problem) for problem in problems)
    for name, label in _strings(tables.get("buttons")):
        if len(label) > LONGEST_LABEL:
            yield f"[buttons] {name}", f"has {len(label)} characters: Teams shows {LONGEST_LABEL}"
        yield from ((f"[buttons] {name}", problem) for problem in house.unwanted(label))
    for name, text in (*_strings(tables.get("phrases")), *_lines(tables)):
        yield from ((name, problem) for problem in house.unwanted(text))


def _messages(tables: Mapping[str, object]) -> dict[str, str]:
    cards = tables.get("cards")
    names = cards if isinstance(cards, dict) else {}
    return {str(name): _text(_entry(tables, str(name))) for name in names}


def _text(entry: Mapping[str, object]) -> str:
    return shown_words(*(str(entry.get(part, "")) for part in ("title", "text", "hint")))


def _entry(tables: Mapping[str, object], name: str) -> dict[str, object]:
    cards = tables.get("cards")
    entry = cards.get(name) if isinstance(cards, dict) else None
    return entry if isinstance(entry, dict) else {}


def _strings(table: object) -> list[tuple[str, str]]:
    items = table.items() if isinstance(table, dict) else ()
    return [(str(name), text) for name, text in items if isinstance(text, str)]


def _lines(tables: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(name, str(tables[name])) for name in LINES if name in tables]


def _row(file: str, holds: str, messages: list[str], house: House) -> Row:
    words = max((count_words(text) for text in messages), default=0)
    return Row(file, holds, words, max((house.grade(text) for text in messages), default=0.0))


def _cells(row: Row, findings: list[Finding]) -> tuple[str, ...]:
    wrong = sum(finding.file == row.file for finding in findings)
    grade = f"{max(row.hardest, 0.0):.1f}"
    return row.file, row.holds, str(row.most_words), grade, str(wrong) if wrong else "-"


def _finding(error: ContentError) -> Finding:
    return Finding(error.file, error.where, error.cure)
