"""The side of those who answer alerts: the buttons of the cards, pressed by name."""

from adapters.rehearse.engine import Engine
from adapters.rehearse.problems import Unplayable
from bot.fsm.access.readers import may_take
from bot.fsm.case import Case
from bot.fsm.deeds import DEEDS
from bot.fsm.said import Pressed
from bot.fsm.school import CHANNEL
from bot.fsm.sheets.corrections import acceptance

__all__ = ["DESK_DEEDS", "press"]

ACKNOWLEDGE = "acknowledge"
"""The first of the acknowledgements, where a plan does not care which."""

DESK_DEEDS = (ACKNOWLEDGE, *DEEDS, "open", "not_me", "accept", "take_over")
"""What somebody who is paged may press, by the name in a plan."""


async def press(engine: Engine, person: str, deed: str) -> None:
    """Press a button of the alert that this person saw last, or of the newest case.

    Raises:
        Unplayable: there is no such case or button for them.
    """
    case = await _case_before(engine, person)
    if case is None:
        raise Unplayable(f"{deed}: nobody has raised anything yet")
    may = _buttons(engine, case, person)
    if deed not in may:
        why = "they may do nothing with" if not may else "there is no such button for them on"
        raise Unplayable(
            f"{deed}: {why} case {case.ref}", asked=_owner(engine, case), allowed=", ".join(may)
        )
    name = DEEDS[0] if deed == ACKNOWLEDGE else deed
    if deed == "accept":
        name = acceptance(engine.school, case)
    await engine.do(person, Pressed(f"deed.{case.ref}.{name}"), telling=False)


async def _case_before(engine: Engine, person: str) -> Case | None:
    """Return the case of the last alert that reached them or their channel, else the newest."""
    cases = {case.ref: case for case in await engine.cases()}
    mine = {ref for ref, case in cases.items() if may_take(engine.school, case, person)}
    for each in reversed(engine.messenger.delivered):
        if each.to in {person, CHANNEL} and each.card.level and each.card.case in mine:
            return cases[each.card.case]
    refs = [ref for ref in cases if ref in mine] or list(cases)
    return cases[refs[-1]] if refs else None


def _buttons(engine: Engine, case: Case, person: str) -> tuple[str, ...]:
    if not may_take(engine.school, case, person):
        return ()
    others = bool(case.owner) and case.owner != person
    without = set() if acceptance(engine.school, case) else {"accept"}
    without |= {"take_over"} if not others else set()
    return tuple(deed for deed in DESK_DEEDS if deed not in without)


def _owner(engine: Engine, case: Case) -> str:
    owner = engine.cast.slot(case.owner) if case.owner else "nobody"
    return f"to take case {case.ref}; {owner} has it"
