"""Whether what a reporter typed names one of those who are told, or their family."""

# Rule 1: a surname is enough: a relation has it too. What it means is for the reporter to say;
#         until they say "no", whoever it may be is not told (not known is never no).
# Rule 2: a name that is a word besides counts with a capital letter, or after a title.

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.dialogs.script import Kind, Value, question_id
from bot.fsm.case import Account, Case
from bot.fsm.school import Person, Role, School

__all__ = ["CONNECTED", "NAMED_FACT", "kept_from", "named_in", "told"]

CONNECTED = "connected"
"""The question whether somebody who was named is part of it."""

NAMED_FACT = "fact.named"
SHORTEST = 3
TITLE = r"(?:mr|mrs|ms|miss|mx|dr|sir|madam|revd?)\.?\s+"


def told(school: School, account: Account) -> dict[str, Value]:
    """Return the answers, with the fact whether one of those who are told is named in them."""
    named = "yes" if named_in(school, account) else "no"
    return {**account.values(), NAMED_FACT: named}


def named_in(school: School, account: Account) -> tuple[str, ...]:
    """Return the ids of those who are told of concerns, and whose name the reporter typed."""
    typed = " \n".join(_typed(school, account))
    if not typed:
        return ()
    patterns = _patterns(school.people)
    return tuple(
        person
        for person, pattern in patterns
        if person != account.reporter and pattern.search(typed)
    )


def kept_from(school: School, case: Case) -> Case:
    """Return the case with whoever was named off it: for good where it is said to be them."""
    named = named_in(school, case.account)
    if not named and not case.kept_from:
        return case
    said = case.account.values().get(CONNECTED)
    if said == "yes":
        recused = tuple(dict.fromkeys((*case.recused, *named)))
        return case.model_copy(update={"recused": recused, "kept_from": ()})
    return case.model_copy(update={"kept_from": () if said == "no" else named})


def _typed(school: School, account: Account) -> Iterator[str]:
    questions = school.script.by_id
    for key, said in account.answers.items():
        question = questions.get(question_id(key))
        if question is not None and question.kind is Kind.TEXT and isinstance(said.value, str):
            yield said.value


@lru_cache(maxsize=64)
def _patterns_of(people: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for person, name in people:
        surname = name.split()[-1]
        plain = re.escape(surname)
        any_case = rf"(?i:\b{TITLE}{plain}\b|\b{re.escape(name)}\b)"
        capital = rf"\b(?:{plain}|{re.escape(surname.upper())})\b"
        found.append((person, re.compile(f"{any_case}|{capital}")))
    return tuple(found)


def _patterns(people: tuple[Person, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return _patterns_of(tuple((one.id, one.name) for one in people if _is_told(one)))


def _is_told(person: Person) -> bool:
    names = person.name.split()
    return bool(set(person.roles) - {Role.STAFF}) and bool(names) and len(names[-1]) >= SHORTEST
