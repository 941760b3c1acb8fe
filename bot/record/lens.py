"""How one reader sees a case: which child it is about, who people are, how answers read."""

# Rule 1: in one child's record no answer about another child is shown, and a name of another
#         child that is known from the account is replaced in every text.
# Rule 2: whatever could lead to a picture is left out, though the door has refused it already.

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.dialogs.links import has_link
from bot.dialogs.script import NOT_KNOWN, Kind, Question, Value, child_of, question_id
from bot.dialogs.understand import show
from bot.fsm.case import Case
from bot.fsm.events import Answered, Entry
from bot.fsm.hours import local
from bot.fsm.school import Role, School
from bot.record.wording import say

__all__ = ["Lens", "Withholds", "is_unknown", "lens_for", "local_time"]

NAME = "which_child"
WORD = re.compile(r"\w[\w'\u2019-]+")
ORDINARY = re.compile(
    r"am|an|and|are|as|at|be|boy|brother|by|child|class|do|form|friend|from|girl|go|group|he|her"
    r"|him|his|if|in|is|it|known|me|my|no|not|of|on|one|or|pupil|same|school|she|sister|so"
    r"|student|that|the|their|them|they|this|to|up|us|we|who|with|year",
    re.IGNORECASE,
)
"""Words in a name's place that name nobody: "the girl in year 9"."""


class Withholds(Protocol):
    """Says what goes out of a text that was typed."""

    def passage(self, text: str, cleaned: str) -> str:
        """Return the `cleaned` text as it goes out, or that the text is withheld."""
        ...


@dataclass(frozen=True, slots=True)
class Lens:
    """What a record may show. `child` is None for the whole case.

    With a `redactor` people are roles, and whatever was typed goes through it.
    """

    school: School
    case: Case
    child: int | None
    hidden: tuple[tuple[re.Pattern[str], str], ...]
    redactor: Withholds | None = None

    def shows(self, child: int) -> bool:
        """Return whether something about a child (0: the whole case) stands in this record."""
        return self.child is None or child in {0, self.child}

    def is_shared(self, child: int) -> bool:
        """Return whether an answer on the whole case stands in the record of one child of several.

        It may be true of another child only: it is never passed off as this child's.
        """
        return self.child is not None and self.case.account.children > 1 and child == 0

    def who(self, person_id: str) -> str:
        """Return somebody's name and role; '' is the program."""
        if not person_id:
            return say("program")
        person = self.school.person(person_id)
        if self.redactor is not None:
            roles = person.roles if person is not None else (Role.STAFF,)
            return ", ".join(map(self.school.role_name, roles))
        if person is None:
            account = self.case.account
            name = account.name if person_id == account.reporter else ""
            return f"{name or person_id} ({say('off_roster' if name else 'off_roster_id')})"
        return f"{person.name} ({', '.join(map(self.school.role_name, person.roles))})"

    def answer(self, question: Question | None, value: Value) -> str:
        """Return an answer as people read it, a moment on the school's clock."""
        if not _is_free(question, value):
            return show(question, value) if question else _plain(value)
        if question is not None and question.kind is Kind.MOMENT and (at := _moment(value)):
            return local_time(at)
        return self.typed(show(question, value) if question else _plain(value))

    def typed(self, text: str) -> str:
        """Return what somebody typed, as this record may show it."""
        if has_link(text):
            return say("link_left_out")
        found = self.without_others(text)
        return found if self.redactor is None else self.redactor.passage(text, found)

    def without_others(self, text: str) -> str:
        """Return a text with the known names of the other children replaced."""
        for pattern, instead in self.hidden:
            text = pattern.sub(instead, text)
        return text


def lens_for(school: School, case: Case, entries: Sequence[Entry], child: int | None) -> Lens:
    """Return how a case is seen for one child, or (None) whole.

    Raises:
        ValueError: there is no such child in the case.
    """
    if child is not None and not 1 <= child <= case.account.children:
        message = f"case {case.ref} has {case.account.children} children: no child {child}"
        raise ValueError(message)
    names = [] if child is None else list(_names(entries))
    own = {word for number, name in names if number == child for word in _words(name)}
    found = {
        word: number
        for number, name in names
        if number != child
        for word in (name.strip(), *_words(name))
        if word.casefold() not in {each.casefold() for each in own}
    }
    longest = sorted(found, key=len, reverse=True)
    hidden = tuple(
        (
            re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE),
            f"[{say('child', n=str(found[word]))}]",
        )
        for word in longest
    )
    return Lens(school, case, child, hidden)


def local_time(at: datetime) -> str:
    """Return how a moment reads in a record: `Fri 6 Nov 2026, 10:15`. Local time."""
    here = local(at)
    return f"{here:%a} {here.day} {here:%b %Y}, {here:%H:%M}"


def is_unknown(value: Value) -> bool:
    """Return whether an answer is "not known"."""
    return value == NOT_KNOWN or (isinstance(value, tuple) and NOT_KNOWN in value)


def _names(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Yield what each child was ever called, with the child's number."""
    for event in (event for entry in entries for event in entry.events):
        if isinstance(event, Answered) and question_id(event.key) == NAME:
            named = child_of(event.key)
            if named is not None and event.value != NOT_KNOWN and str(event.value).strip():
                yield named, str(event.value)


def _words(name: str) -> list[str]:
    return [word for word in WORD.findall(name) if not ORDINARY.fullmatch(word)]


def _is_free(question: Question | None, value: Value) -> bool:
    if isinstance(value, int):
        return False
    if question is None:
        return True
    picked = isinstance(value, str) and question.option(value) is not None
    return question.kind in {Kind.TEXT, Kind.MOMENT} and not picked


def _moment(value: Value) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _plain(value: Value) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)
