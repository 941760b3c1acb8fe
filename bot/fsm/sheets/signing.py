"""Signatures that wait for a second person: who is asked for them, and what the case says."""

from datetime import datetime

from bot.dialogs.asking import label_of
from bot.dialogs.card import Field
from bot.dialogs.load import sheets
from bot.dialogs.words import card, words
from bot.fsm.access.readers import may_read
from bot.fsm.case import Case
from bot.fsm.deeds import open_button
from bot.fsm.effects import Effect, Say
from bot.fsm.events import SheetAnswered
from bot.fsm.hours import clock_time
from bot.fsm.known.filling import title_of
from bot.fsm.known.noting import answer_to
from bot.fsm.school import Role, School
from bot.fsm.sheets.destroying import DESTROY
from bot.fsm.sheets.gates import may_fill

__all__ = ["asked_to_sign", "signature_rows"]

WAITS = {
    ("hold", "second"): "reason",
    ("viewing_planned", "second_signed"): "signed",
    ("viewing_seen", "dsl_signed"): "signed",
    (DESTROY, "second"): "accept",
}
"""A second signature, and the answer after which it is wanted (S1 Viewing; `rulings` 5)."""

UNSAID = frozenset({None, "not_yet"})


def asked_to_sign(school: School, case: Case, event: SheetAnswered) -> list[Effect]:
    """Return the messages to those who can sign, once there is something to sign. Content-free."""
    firsts = [first for (name, _), first in WAITS.items() if name == event.sheet]
    if event.key not in firsts or event.sheet not in {sheet for sheet, _, _ in _waiting(case)}:
        return []
    buttons = (open_button(case.ref),)
    asked = card("to_sign", case=case.ref, buttons=buttons)
    return [Say(to=one, card=asked) for one in _signers(school, case, event)]


def signature_rows(case: Case, now: datetime) -> tuple[Field, ...]:
    """Return a row for each signature that waits: what for, and since when. Private."""
    say = words().phrases
    rows: list[Field] = []
    for name, key, since in _waiting(case):
        sheet = sheets()[name]
        what = f"{title_of(case, sheet, 0)}: {label_of(sheet.question(key), key)}"
        text = say["waits_since"].format(what=what, time=clock_time(since, now))
        rows.append(Field(label=say["label_signature"], text=text))
    return tuple(rows)


def _waiting(case: Case) -> list[tuple[str, str, datetime]]:
    """Return each signature that is wanted and not there: its sheet, its key, since when."""
    found: list[tuple[str, str, datetime]] = []
    for (sheet, key), first in WAITS.items():
        begun, signed = answer_to(case, sheet, first), answer_to(case, sheet, key)
        waits = signed is None or signed.value in UNSAID
        if begun is not None and begun.value not in UNSAID and waits:
            found.append((sheet, key, begun.at))
    return found


def _signers(school: School, case: Case, event: SheetAnswered) -> list[str]:
    """Return whom to ask: the owner where somebody else gave the reason, else the next in line."""
    if event.sheet == DESTROY:
        seconds = [one.id for role in (Role.HEAD, Role.CHAIR) for one in school.of_role(role)]
        return [one for one in seconds if one != event.by and may_read(school, case, one)][:1]
    people = [one.id for role in (Role.DSL, Role.DEPUTY, Role.HEAD) for one in school.of_role(role)]
    can = [
        one
        for one in dict.fromkeys((case.owner, *people))
        if one != event.by
        and may_read(school, case, one)
        and may_fill(school, sheets()[event.sheet], one)
    ]
    if case.owner in can:
        return [case.owner]
    groups = ([one for one in can if _has(school, one, role)] for role in Role)
    return next((group for group in groups if group), [])


def _has(school: School, person: str, role: Role) -> bool:
    found = school.person(person)
    return found is not None and role in found.roles
