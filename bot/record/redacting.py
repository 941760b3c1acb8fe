"""Leaving others out of a child's record: what was typed stays back unless let out."""

# Rule 1: nobody can list every name in a text. So each text that was typed is a passage with a
#         number, and is withheld; a person who has read it lets it out by its number.
# Rule 2: of what is let out, names come out that we know: other children, staff, and the words
#         that the reader has added. Staff are shown by their role.
# Rule 3: a passage's number is worked out from its words. Whatever is noted later, a number that
#         was reviewed never comes to mean another passage; what is new, or changed, is withheld.

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from bot.fsm.case import Case
from bot.fsm.events import Entry, SheetAnswered
from bot.fsm.school import School
from bot.fsm.sheets.requests import ACCESS
from bot.record.chronology import Chronology, Fact, Redaction, Row
from bot.record.wording import say

__all__ = ["Redactor", "number_of", "redacted", "without_request"]

LONG = 4
"""Letters of a word that stands for a whole name: shorter ones are in every other word."""


@dataclass(slots=True)
class Redactor:
    """Withholds, or lets out by number. `shows` for the draft: what is withheld stands beside."""

    school: School
    let_out: frozenset[str]
    words: tuple[str, ...]
    shows: bool
    passages: dict[str, str] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)

    def passage(self, text: str, cleaned: str) -> str:
        """Return a text as it goes out: its number, or the text without the names of others.

        `cleaned` is the text without the names of other children that are known.
        """
        number = number_of(text)
        self.passages[number] = cleaned
        out = self.clean(cleaned) if number in self.let_out else say("withheld", n=number)
        self.given.add(out)
        return out

    def clean(self, text: str) -> str:
        """Return a text without names of staff, and without the words that were added."""
        for word in sorted(self.words, key=len, reverse=True):
            text = _any_case(word).sub(say("other_person"), text)
        for person in self.school.people:
            text = _any_case(person.name).sub(say("staff_name"), text)
            for part in (each for each in person.name.split() if len(each) >= LONG):
                text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", say("staff_name"), text)
        return text

    def redactions(self) -> tuple[Redaction, ...]:
        """Return every passage: its number, if it is let out, and for the draft what it says."""
        return tuple(
            Redaction(
                number=number,
                let_out=number in self.let_out,
                text=text if self.shows else "",
                goes_out=self.clean(text) if number in self.let_out and self.shows else "",
            )
            for number, text in self.passages.items()
        )


def number_of(text: str) -> str:
    """Return the number of a passage: five digits, from its words alone."""
    digest = int.from_bytes(sha256(text.encode()).digest()[:8], "big")
    return f"{digest % 100_000:05}"


def _any_case(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)


def without_request(case: Case, entries: Iterable[Entry]) -> tuple[Case, list[Entry]]:
    """Return a case and its record without the request itself: it names those who are left out."""
    sheets = {at: kept for at, kept in case.sheets.items() if at.partition(".")[0] != ACCESS}
    left = [
        entry.model_copy(update={"events": tuple(e for e in entry.events if not _is_request(e))})
        for entry in entries
    ]
    return case.model_copy(update={"sheets": sheets}), left


def _is_request(event: object) -> bool:
    return isinstance(event, SheetAnswered) and event.sheet == ACCESS


def redacted(record: Chronology, redactor: Redactor) -> Chronology:
    """Return a child's record with what is on the whole case withheld too, and its passages."""
    rows = tuple(_row(each, redactor) for each in record.rows)
    facts = tuple(_fact(each, redactor) for each in record.facts)
    made = record.model_copy(update={"rows": rows, "facts": facts, "access": ()})
    return made.model_copy(update={"redactions": redactor.redactions()})


def _row(row: Row, redactor: Redactor) -> Row:
    if not row.shared or not row.answer:
        return row
    answer, before = (_whole(redactor, row.what, text) for text in (row.answer, row.before))
    return row.model_copy(update={"answer": answer, "before": before})


def _fact(fact: Fact, redactor: Redactor) -> Fact:
    if not fact.shared or not fact.answer:
        return fact
    return fact.model_copy(update={"answer": _whole(redactor, fact.label, fact.answer)})


def _whole(redactor: Redactor, label: str, text: str) -> str:
    """Return an answer on the whole case, which may be true of another child alone."""
    if not text or text in redactor.given:
        return text
    told = f"{label}: {text}"
    return redactor.passage(told, told)
