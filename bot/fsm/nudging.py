"""Setting a case's clocks anew after each step, and giving a nudge when one falls due."""

from datetime import datetime

from bot.dialogs.card import Field
from bot.dialogs.load import sheets
from bot.dialogs.words import button, card, words
from bot.fsm.case import Case, CaseStage
from bot.fsm.clock import DEPUTIES, HEAD, OWNER
from bot.fsm.clocks import clock_of, due_now, next_due, running
from bot.fsm.effects import Cancel, Effect, Say, Wake
from bot.fsm.facts import children
from bot.fsm.gates import closed_by, may_fill
from bot.fsm.hours import clock_time
from bot.fsm.readers import may_read
from bot.fsm.school import Person, Role, School
from bot.fsm.sheet_cards import sheet_lead

__all__ = ["due_rows", "nudge", "nudged_next", "set_clocks"]


def set_clocks(school: School, case: Case) -> list[Effect]:
    """Return the wakes that the facts call for, where they differ from those that are set.

    A case whose owner is wanted anew is not nudged about its paper: the ladder is running.
    """
    effects: list[Effect] = []
    for name, clock, child in running(case):
        due = next_due(school, case, name, clock, child) if case.owner else None
        if due is None and name in case.wakes:
            effects.append(Cancel(name=name))
        elif due is not None and case.wakes.get(name) != due.at:
            effects.append(Wake(name=name, at=due.at))
    return effects


def nudge(school: School, case: Case, name: str, now: datetime) -> tuple[Case, list[Effect]]:
    """Give the nudge that fell due; of those that were missed, only the last. Then the next."""
    clock, child = clock_of(name)
    due = due_now(school, case, name, now)
    case = case.model_copy(update={"nudged": {**case.nudged, name: now}})
    if due is None or case.stage is CaseStage.CLOSED:
        return case, []
    sheet = sheets()[clock.sheet]
    asked = child if sheet.each == "child" else 0
    lead = sheet_lead(case, sheet, asked)
    made = card(
        f"nudge_{clock.name}",
        ref=case.ref,
        when=_when(due.by, now),
        time=clock_time(due.by or due.at, now),
        buttons=(
            button("log_it", f"{lead}.{clock.key}.ask" if clock.key else lead),
            button("open", f"deed.{case.ref}.open"),
        ),
    ).model_copy(update={"case": case.ref})
    return case, [Say(to=one.id, card=made) for one in _people(school, case, due.to, clock.sheet)]


def nudged_next(school: School, case: Case, name: str) -> list[str]:
    """Return the ids of those whom the next nudge of a clock goes to, as things stand."""
    clock, child = clock_of(name)
    due = next_due(school, case, name, clock, child)
    return [one.id for one in _people(school, case, due.to, clock.sheet)] if due else []


def _when(by: datetime | None, now: datetime) -> str:
    if by is None:
        return ""
    return words().phrases["due_at" if by > now else "was_due"].format(time=clock_time(by, now))


def _people(school: School, case: Case, to: tuple[str, ...], sheet: str) -> list[Person]:
    """Return whom a nudge goes to: nobody who may not read the case, each person once."""
    found: list[Person] = []
    for role in to:
        if role == OWNER:
            owner = school.person(case.owner)
            found += [owner] if owner else []
        elif role == DEPUTIES:
            found += school.of_role(Role.DEPUTY)
        elif role == HEAD:
            found += school.of_role(Role.HEAD)
        else:
            found += [each for each in school.people if _may_sign(school, case, each, sheet)]
    once = {person.id: person for person in found}
    reading = [person for person in once.values() if may_read(school, case, person.id)]
    if reading or to == (OWNER,):
        return reading
    return _people(school, case, (OWNER,), sheet)  # nobody may sign yet: the owner hears of it


def _may_sign(school: School, case: Case, person: Person, sheet: str) -> bool:
    wanted = sheets()[sheet]
    return may_fill(school, wanted, person.id) and not closed_by(school, case, wanted, person.id)


def due_rows(school: School, case: Case, now: datetime) -> tuple[Field, ...]:
    """Return what is due and when, soonest first: for the case's own view. Private."""
    say = words().phrases
    found = [
        (due.by or due.at, _of_child(case, say[f"due_{clock.name}"], child))
        for name, clock, child in running(case)
        if (due := next_due(school, case, name, clock, child)) is not None
    ]
    return tuple(
        Field(label=say["label_due"], text=f"{what}: {clock_time(at, now)}")
        for at, what in sorted(found)
    )


def _of_child(case: Case, what: str, child: int) -> str:
    """Return what is due with its child, where there are several."""
    return f"{what}, child {child}" if child and len(children(case)) > 1 else what
