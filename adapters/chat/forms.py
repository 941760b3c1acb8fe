"""The question behind a form's button: found anew at that press, with the right to it."""

# Rule: a button holds a place and never the question; whoever presses an old one is told so.

from adapters.chat.held import Held
from adapters.chat.people import Who
from bot.dialogs.asking import question_card
from bot.dialogs.card import Card, CardKind
from bot.dialogs.load import sheets
from bot.fsm.access.readers import may_read
from bot.fsm.access.rights import Act, may
from bot.fsm.case import Case
from bot.fsm.desk.looking import part_of
from bot.fsm.desk.turn import desk
from bot.fsm.effects import Say
from bot.fsm.events import Viewed
from bot.fsm.said import Opened, Pressed, Said, deed_of
from bot.fsm.school import School
from bot.fsm.sheets.cards import ask_card
from bot.fsm.sheets.prefill import prefilled
from bot.handle import Handler
from bot.loading import load_conversation, other_cases, pinned
from bot.ports import NotSaved

__all__ = ["FORM", "SEE", "asked_by", "held_by", "look_at", "meant"]

FORM = "form:"
"""What the value of a button that opens a form begins with; the form's own value follows."""

SEE = "see:"
"""What the value of a button that shows a card's private rows begins with; see `held.py`."""

LEAD, TAIL = 5, "form"


async def asked_by(handler: Handler, school: str, person: str, value: str) -> Card | None:
    """Return the question that a form answers; None where it is asked no more, or not of them.

    Raises:
        NotSaved: the store does not answer.
    """
    parts = value.split(".")
    if parts[-1] != TAIL:
        return None
    if parts[0] == "deed":
        of_sheet = len(parts) > LEAD + 1 and parts[2] == "sheet"
        asks = _of_sheet(handler, school, person, parts) if of_sheet else None
        return await (asks or _of_desk(handler, school, person, value))
    talk = await load_conversation(handler.store, school, person)
    if talk is None or not talk.asked or value != f"q.{talk.serial}.{TAIL}":
        return None
    case = await handler.case(school, talk.case) if talk.case else None
    then = await _then(handler, school, case)
    children = case.account.children if case else 1
    question = then.script.question(talk.asked)
    return question_card(
        question, talk.asked, talk.serial, children=children, begun=case is not None
    )


async def _of_sheet(handler: Handler, school: str, person: str, parts: list[str]) -> Card | None:
    if not parts[4].isdecimal():
        return None
    case = await handler.case(school, parts[1])
    if case is None or not may_read(await _then(handler, school, case), case, person):
        return None
    sheet, key = sheets().get(parts[3]), ".".join(parts[LEAD:-1])
    if sheet is None or key not in {question.id for question in sheet.questions}:
        return None
    asked, then = ask_card(case, sheet, int(parts[4]), key), await _then(handler, school, case)
    place = (sheet, int(parts[4]), key)
    return prefilled(then, case, place, asked, handler.clock.now())


async def _of_desk(handler: Handler, school: str, person: str, value: str) -> Card | None:
    """Return the form that the deed before it shows; the desk looks at the right to it.

    Nothing is committed: a deed that would change something shows no form.
    """
    deed = deed_of(Pressed(value.removesuffix(f".{TAIL}")))
    case = await handler.case(school, deed.ref) if deed else None
    if deed is None or case is None:
        return None
    then, others = (
        await _then(handler, school, case),
        await other_cases(handler.store, school, deed),
    )
    taken = desk(then, case, person, deed, handler.clock.now(), others=others)
    asked = [each.card for each in taken.effects if isinstance(each, Say) and each.to == person]
    found = (each for each in asked if each.form is not None and each.form.value == value)
    changes = any(not isinstance(each, Viewed) for each in taken.events)
    return None if changes else next(found, None)


async def held_by(handler: Handler, held: Held, who: Who, value: str) -> Card | None:
    """Return the card whose private rows are asked for; None where it has to be made anew.

    The right to see it is looked at again, at this press.
    """
    shown = held.get(who.school, who.person, value.removeprefix(SEE).partition(":")[0])
    if shown is None or not shown.case:
        return shown
    try:
        case = await handler.case(who.school, shown.case)
    except NotSaved:
        return None
    if case is None:
        return None
    if _is_own(handler, case, shown, who):
        return shown
    return shown if may_read(handler.schools[who.school], case, who.person) else None


async def look_at(handler: Handler, who: Who, shown: Card, operation: str) -> None:
    """Write into the access log that somebody is shown a case, before they are.

    Raises:
        NotSaved: it is not on disk, so nothing is to be shown.
    """
    case = await handler.case(who.school, shown.case) if shown.case else None
    if case is not None and not _is_own(handler, case, shown, who):
        event = Viewed(by=who.person, what=part_of(shown.name))
        await handler.note(who.school, case.ref, event, operation, None, by=who.person)


def _is_own(handler: Handler, case: Case, shown: Card, who: Who) -> bool:
    """Return whether a card is somebody's own account: nobody is looked at by reading that."""
    own = may(handler.schools[who.school], case, who.person, Act.OWN)
    return own and shown.kind is CardKind.QUESTION and not part_of(shown.name)


def meant(value: str) -> Said:
    """Return what a press says; private rows that are held no more are asked for anew.

    That is by opening the case, or the last question.
    """
    if not value.startswith(SEE):
        return Pressed(value)
    ref = value.removeprefix(SEE).partition(":")[2]
    return Pressed(f"deed.{ref}.open") if ref else Opened()


async def _then(handler: Handler, school: str, case: Case | None) -> School:
    return await pinned(handler.store, handler.schools[school], case)
