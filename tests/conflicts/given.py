"""A case as it was told and noted: what the tests of the conflicts stand on."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogs.flags import Flag
from bot.dialogs.load import load_pack, load_script, sheets
from bot.dialogs.rules import WHENS, flags_of
from bot.dialogs.script import Answers, Script
from bot.fsm.case import Case, Noted
from bot.fsm.school import School
from bot.fsm.sheets.gates import closed_by
from tests.engine import FRIDAY_MORNING, a_school, owned_case

SCHOOL = a_school()
PACKS = ("college", "national", "north-somerset", "staffordshire", "stoke-on-trent", "westcroft")
NOT_REFERRED = {"decision": "not_refer", "reason": "They all agreed.", "override": "Asked; known."}


def told(answers: Answers, pack: str = "national") -> set[Flag]:
    """Return what the reporter's answers raise, of one child."""
    script = load_script("intake")
    path = script.path(answers, children=1, opened=_all(script), rules=WHENS)
    return _raised(script, path, answers, pack)


def asked(name: str, answers: Answers) -> list[str]:
    """Return the keys that a sheet asks, in order."""
    sheet = sheets()[name]
    return sheet.path(answers, children=1, opened=_all(sheet), rules=WHENS)


def raised(name: str, answers: Answers, pack: str = "national") -> set[Flag]:
    """Return what the answers of a sheet raise."""
    return _raised(sheets()[name], asked(name, answers), answers, pack)


def by(who: str, **answers: str) -> dict[str, Noted]:
    """Return answers of a sheet as one person noted them."""
    return {key: Noted(value=each, at=FRIDAY_MORNING, by=who) for key, each in answers.items()}


def calm(name: str, who: str = "dsl") -> dict[str, Noted]:
    """Return the calm answer to each question of a sheet that has one and asks by no other."""
    return {
        question.id: Noted(value=question.calm, at=FRIDAY_MORNING, by=who)
        for question in sheets()[name].questions
        if question.calm is not None and not question.only
    }


def a_case(held: Iterable[Flag] = (), **noted: dict[str, Noted]) -> Case:
    """Return an owned case of one child with these sheets; the hold is up from the start."""
    return owned_case(SCHOOL, noted, flags={*held, Flag.PRES})


def signed_case(held: Iterable[Flag] = (), **noted: dict[str, Noted]) -> Case:
    """Return a case that the DSL decided not to refer, signed by the head."""
    decision, signoff = by("dsl", **NOT_REFERRED), by("head", verdict="sign")
    return a_case(held, decision=decision, signoff=signoff, **noted)


def gate(name: str, case: Case, who: str = "dsl", school: School = SCHOOL) -> str:
    """Return what keeps a sheet closed to somebody, or ''."""
    return closed_by(school, case, sheets()[name], who)


def _all(script: Script) -> list[str]:
    return [section.id for section in script.sections]


def _raised(script: Script, path: list[str], answers: Answers, pack: str) -> set[Flag]:
    return set(flags_of(script, path, answers, load_pack(pack)))
