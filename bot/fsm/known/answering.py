"""What an answer changes: the account, the flags, and the way round the channel."""

from collections.abc import Mapping
from datetime import datetime

from bot.dialogs.flags import Flag
from bot.dialogs.rules import WHENS, flags_of
from bot.dialogs.script import Value, question_id
from bot.fsm.access.naming import kept_from, told
from bot.fsm.access.off import NAMED
from bot.fsm.case import Account, Answer, Case
from bot.fsm.events import (
    AccountEvent,
    Answered,
    ChildAdded,
    Finished,
    Reopened,
    SectionOpened,
    TakenBack,
)
from bot.fsm.known.filling import settled, sheet_flags
from bot.fsm.known.noting import is_unknown
from bot.fsm.school import School

__all__ = [
    "account_after",
    "live_answers",
    "path_of",
    "reflag",
    "unanswered",
    "unknown",
]

STAFF = frozenset({"staff", "head", "chair"})
"""The adults who work or help here."""


def account_after(
    account: Account,
    event: AccountEvent,
    now: datetime,
) -> Account:
    """Return the account with one event added. Nothing that was said is ever removed."""
    match event:
        case Answered(key=key, value=value):
            answers = {**account.answers, key: Answer(value=value, at=now)}
            return account.model_copy(update={"answers": answers})
        case ChildAdded():
            return account.model_copy(update={"children": account.children + 1})
        case SectionOpened(section=section):
            return account.model_copy(update={"opened": (*account.opened, section)})
        case Finished(stopped=stopped):
            ended = {"finished_at": now, "unfinished": stopped, "reopened": False}
            return account.model_copy(update=ended)
        case Reopened():
            begun = {"finished_at": None, "unfinished": False, "reopened": True}
            return account.model_copy(update=begun)
        case TakenBack():
            return account.model_copy(update={"taken_back_at": now})


def path_of(school: School, account: Account) -> list[str]:
    """Return the keys of the questions on this account's path, in order."""
    return school.script.path(
        told(school, account), children=account.children, opened=account.opened, rules=WHENS
    )


def live_answers(school: School, account: Account) -> dict[str, Value]:
    """Return the answers that count: those to questions on the path."""
    values = account.values()
    return {key: values[key] for key in path_of(school, account) if key in values}


def unanswered(school: School, account: Account) -> list[str]:
    """Return the keys on the path that have no answer yet."""
    return [key for key in path_of(school, account) if key not in account.answers]


def unknown(school: School, account: Account) -> list[str]:
    """Return the keys whose answer is "not known", or that were never answered.

    A "not known" is open until it is resolved or accepted; silence leaves it open too. What was
    put off in an emergency (`expected` sections) counts as not known until it is asked.
    """
    put_off = [section.id for section in school.script.sections if section.expected]
    whole = account.model_copy(update={"opened": (*account.opened, *put_off)})
    found: list[str] = []
    for key in path_of(school, whole):
        said = account.answers.get(key)
        if said is None or is_unknown(said.value):
            found.append(key)
    return found


def reflag(school: School, case: Case) -> Case:
    """Return the case with its flags worked out anew from the live answers.

    What holds only ever grows here; a lower set waits for a named DSL (`rulings` 2).
    """
    case = kept_from(school, case)
    account = case.account
    answers: Mapping[str, Value] = told(school, account)
    path = school.script.path(
        answers, children=account.children, opened=account.opened, rules=WHENS
    )
    over = settled(case)
    counts = [key for key in path if question_id(key) not in over] if over else path
    live = flags_of(school.script, counts, answers, school.pack)
    if case.sheets:
        live |= sheet_flags(school, case)
    live |= {Flag.PRES}  # the hold is on from the first answer (conflict 1)
    around = case.around or answers.get("adult") in STAFF
    said = (answers.get("adult"), answers.get("which_staff")) if around else ()
    named = tuple(dict.fromkeys((*case.named, *(str(one) for one in said if one in NAMED))))
    head = case.head_named or "head" in named
    changes = {"around": around, "head_named": head, "named": named}
    return case.model_copy(update={"live": live, "held": case.held | live, **changes})
